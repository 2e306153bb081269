import type { CampaignView } from '../../campaign/mod.ts';
import type { DialogueFacts } from '../../domain/mod.ts';
import { translator } from '../../i18n/mod.ts';
import { isoInstant, languageCodes } from '../../kernel/mod.ts';
import { labelRows } from './rows.ts';

/** The label for programs: the facts, and the rows as people read them in both languages. */
export function labelJson(view: CampaignView, dialogue: DialogueFacts): object {
  const { charity, statements, totals } = view;
  return {
    campaign: view.slug,
    complete: view.obstacles.length === 0,
    missing: view.obstacles,
    charity: {
      name: charity.name,
      legalName: charity.legalName,
      registration: charity.registration,
      mission: charity.mission,
    },
    unit: view.unit,
    opens: isoInstant(view.opens),
    closes: isoInstant(view.closes),
    timeZone: view.timeZone,
    relay: view.relay,
    pledges: totals.pledges.map((pledge, index) => {
      const promise = view.promises[index];
      return {
        ...pledge,
        payer: view.organisations[pledge.partner]?.legalName ?? view.organisations[pledge.partner]?.name,
        capReached: pledge.remaining === 0,
        rule: promise?.rule ?? null,
        flat: promise?.flat ?? null,
        tax: promise?.tax ?? null,
        terms: (promise?.terms ?? []).map((terms) => ({
          ...terms,
          opens: isoInstant(terms.opens),
          closes: isoInstant(terms.closes),
          from: isoInstant(terms.from),
        })),
      };
    }),
    ...statements,
    participantsTaxRelief: false,
    charter: view.charter,
    dialogue,
    rows: Object.fromEntries(
      languageCodes.map((language) => [
        language,
        labelRows(view, translator(language), dialogue).map((row) => ({
          ...row,
          title: translator(language).t(`label.${row.name}`),
        })),
      ]),
    ),
    asOf: isoInstant(totals.asOf),
  };
}
