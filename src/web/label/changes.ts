import type { CampaignView, PromiseView, TermsView } from '../../campaign/mod.ts';
import type { Translator } from '../../i18n/mod.ts';
import { actsOf, partnerName, unitsText } from '../parts/figures.ts';

/** Every change of a published promise, dated, newest first: what rose, and what the partner said of it. */
export function changeLines(view: CampaignView, tr: Translator): readonly string[] {
  const changes = view.promises.flatMap((promise) =>
    promise.terms.slice(1).map((terms, index) => ({
      promise,
      before: promise.terms[index] as TermsView,
      terms,
    })),
  );
  return changes
    .sort((a, b) => b.terms.from - a.terms.from)
    .map(({ promise, before, terms }) => line(view, tr, promise, before, terms));
}

function line(
  view: CampaignView,
  tr: Translator,
  promise: PromiseView,
  before: TermsView,
  terms: TermsView,
): string {
  const units = (count: number) => unitsText(tr, view.unit, count);
  const risen = (['perAct', 'cap', 'minimum'] as const)
    .filter((name) => before[name] !== terms[name])
    .map((name) => tr.t(`label.changes.${name}`, { from: units(before[name]), to: units(terms[name]) }));
  const moved =
    before.opens === terms.opens && before.closes === terms.closes
      ? []
      : [
          tr.t('label.changes.window', {
            opens: tr.inZone(terms.opens, view.timeZone),
            closes: tr.inZone(terms.closes, view.timeZone),
          }),
        ];
  const notice =
    terms.notice === null ? [] : [tr.t('label.changes.notice', { notice: tr.localised(terms.notice) })];
  return tr.t('label.changes.line', {
    date: tr.inZone(terms.from, view.timeZone),
    partner: partnerName(view, promise.partner),
    act: actsOf(tr, view.totals.pledges.find((one) => one.id === promise.id) ?? { ...promise, for: null }),
    change: [[...risen, ...moved].join(', '), ...notice].join('. '),
  });
}
