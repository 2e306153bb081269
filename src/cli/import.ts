import { importCampaign } from '../campaign/mod.ts';
import { type Command, refused, succeeded } from './command.ts';

/** `relais import FILE`: imports or updates a campaign, or names every problem as `file:line:column: sentence`. */
export const importCampaignCommand: Command = async ({ db, clock, random, publicUrl }, { file }) => {
  if (file === null) return refused('relais import needs a file.');
  const outcome = await importCampaign(db, file.text, clock, random);
  switch (outcome.kind) {
    case 'invalid':
      return refused(
        outcome.problems.map((one) => `${file.name}:${one.line}:${one.column}: ${one.problem}`).join('\n'),
      );
    case 'refused':
      return refused(
        [`${file.name} was not imported:`, ...outcome.reasons.map((reason) => `  ${reason}`)].join('\n'),
      );
    case 'imported': {
      const terms = outcome.newTerms.length === 0 ? '' : ` New terms: ${outcome.newTerms.join(', ')}.`;
      const done = outcome.created ? 'Imported' : 'Updated';
      return succeeded(
        `${done} ${outcome.slug} with ${outcome.pledges} promises.${terms}\n${publicUrl}/c/${outcome.slug}`,
      );
    }
  }
};
