import type { Block } from '../../settlement/mod.ts';
import { moneyText, partnerName, unitsText } from '../parts/figures.ts';
import type { words } from '../parts/page.tsx';
import { moneyOf } from './results.tsx';
import type { ResultsGiven } from './results-data.ts';
import { stillToCome } from './results-data.ts';
import {
  actSentences,
  actsTold,
  answersText,
  answersTold,
  notCountedTold,
  partnersTold,
  type Told,
} from './results-parts.tsx';

/** The results as a report on paper: the figures of the page, in its order. Posts are thanked on the page. */
export function resultBlocks(
  given: ResultsGiven,
  tr: ReturnType<typeof words>,
  publicUrl: string,
): readonly Block[] {
  const { t, number } = tr;
  const { view, settlement } = given;
  const { granted, state, log } = view.totals;
  const units = (count: number) => unitsText(tr, view.unit, count);
  const worth = moneyText(tr, view.unit, granted);
  const table = ({ caption, columns, rows, foot }: Told): Block => ({
    ...{ kind: 'table', caption, columns, rows },
    ...(foot === undefined ? {} : { foot }),
  });
  const heading = (text: string): Block => ({ kind: 'heading', text });
  const text = (said: string, tone?: 'note' | 'warning'): Block => ({
    ...{ kind: 'text', text: said },
    ...(tone === undefined ? {} : { tone }),
  });
  const left = stillToCome(given);
  const sum = (of: 'granted' | 'settled' | 'delivered') =>
    number(settlement.pledges.reduce((total, one) => total + one[of], 0));
  const statements = [...new Set(settlement.periods.map((one) => `${one.partner} ${one.number}`))].map(
    (key) => settlement.periods.filter((one) => `${one.partner} ${one.number}` === key),
  );
  const notCounted = notCountedTold(given, tr);
  return [
    { kind: 'title', text: `${tr.localised(view.title)} · ${t('results.title')}` },
    text(t('results.lead', { charity: view.charity.name })),
    {
      kind: 'subheading',
      text: worth === null ? units(granted) : `${units(granted)} ${t('results.worth', { money: worth })}`,
    },
    text(t(`results.state.${state}`)),
    text(t('results.madeAt', { date: tr.inZone(view.totals.asOf, view.timeZone), n: log.size }), 'note'),
    heading(t('results.acts')),
    ...actSentences(given, tr).map((one) => text(one)),
    table(actsTold(given, tr)),
    heading(t('results.partners')),
    table(partnersTold(given, tr)),
    heading(t('public.life')),
    text(
      t('public.life.sentence', {
        granted: sum('granted'),
        settled: sum('settled'),
        delivered: sum('delivered'),
      }),
    ),
    ...settlement.late.map((one) =>
      text(t('public.late', { partner: partnerName(view, one.partner), n: one.days }), 'warning'),
    ),
    ...settlement.deliveries.map((one) =>
      text(
        t('settle.delivery', {
          units: units(one.units),
          date: tr.day(one.on),
          place: one.place,
          what: one.what,
        }),
      ),
    ),
    ...(statements.length === 0
      ? []
      : [
          heading(t('settle.periods')),
          table({
            caption: t('results.statements'),
            columns: [
              { head: t('settle.partner') },
              { head: t('statement.dueUnits'), figure: true },
              { head: t('statement.money'), figure: true },
              { head: t('results.entries'), figure: true },
            ],
            rows: statements.flatMap((dues) => {
              const [first] = dues;
              if (first === undefined) return [];
              return [
                [
                  `${partnerName(view, first.partner)}, ${t('settle.statement', { n: first.number })}`,
                  number(dues.reduce((total, one) => total + one.units, 0)),
                  [...moneyOf(dues)].map(([currency, cents]) => tr.money(cents / 100, currency)).join(' + '),
                  number(first.logSize),
                ],
              ];
            }),
          }),
        ]),
    heading(t('results.not')),
    ...(notCounted.length === 0 ? [text(t('results.notNone'))] : notCounted.map(table)),
    heading(t('results.answers')),
    text(answersText(given, tr)),
    ...(given.dialogue.questions === 0 ? [] : [table(answersTold(given, tr))]),
    heading(t('results.next')),
    ...(left.settle === 0 ? [] : [text(t('results.nextSettle', { units: units(left.settle) }))]),
    ...(left.deliver === 0 ? [] : [text(t('results.nextDeliver', { units: units(left.deliver) }))]),
    ...(left.settle + left.deliver === 0 && granted > 0 ? [text(t('results.nextNothing'))] : []),
    ...(view.impact.length === 0
      ? []
      : [
          heading(t('impact.title')),
          {
            kind: 'facts' as const,
            rows: view.impact.map(
              (one) =>
                [
                  `${number(one.value)} ${tr.localised(one.unit)}`,
                  `${tr.day(one.asOf)}, ${one.source}`,
                ] as const,
            ),
          },
        ]),
    heading(t('results.check')),
    text(t('results.checkText', { n: number(log.entries) })),
    text(`${publicUrl}/c/${view.slug}/results`),
  ];
}
