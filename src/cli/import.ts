import { importCampaign } from '../campaign/mod.ts';
import type { Obstacle } from '../domain/mod.ts';
import { translator } from '../i18n/mod.ts';
import { type Command, refused, succeeded } from './command.ts';

/** What the page's label will show as not stated. */
function incomplete(obstacles: readonly Obstacle[]): readonly string[] {
  if (obstacles.length === 0) return [];
  const { t } = translator('en');
  return [
    'Its label is incomplete, and says so on the campaign page:',
    ...obstacles.map((one) => `  ${one.path}: ${t(`gate.${one.problem}`, one.values)}`),
  ];
}

/** `relais import FILE`: imports or updates a campaign, or names every problem as `file:line:column: sentence`. */
export const importCampaignCommand: Command = async ({ db, clock, random, publicUrl }, { words, file }) => {
  if (file === null) return refused('relais import needs a file.');
  const outcome = await importCampaign(db, file.text, clock, random, { gate: words.includes('--gate') });
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
      return {
        ...succeeded(
          `${done} ${outcome.slug} with ${outcome.pledges} promises.${terms}\n${publicUrl}/c/${outcome.slug}`,
        ),
        err: incomplete(outcome.obstacles).join('\n'),
      };
    }
  }
};
