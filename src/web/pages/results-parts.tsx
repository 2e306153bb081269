import { mechanics, relayReasons } from '../../domain/mod.ts';
import type { RelayCard } from '../../evidence/mod.ts';
import { StackedBars } from '../charts/stacked-bars.tsx';
import { Timeline } from '../charts/timeline.tsx';
import { reasonWords } from '../console/lists-words.tsx';
import { reasonText } from '../console/statement-words.ts';
import { AppealCountsLine } from '../parts/appeal-counts.tsx';
import { organisationName } from '../parts/dialogue-facts.ts';
import { partnerName, unitsText } from '../parts/figures.ts';
import { hostOf, inside, Outside, type PageContext, words } from '../parts/page.tsx';
import { languageTag, postTitle } from '../parts/wall.tsx';
import {
  type DayStep,
  partnerResults,
  type ResultsGiven,
  taxWord,
  timelineSteps,
  worth,
} from './results-data.ts';

type Props = { readonly given: ResultsGiven; readonly context: PageContext };
type Words = ReturnType<typeof words>;

/** The sum over time, with its milestones and the caps. */
export function Growth({ given, context }: Props) {
  const tr = words(context);
  const { t, number } = tr;
  const { view, results } = given;
  const steps = timelineSteps(given, tr);
  const [first] = results.days;
  const last = results.days.at(-1);
  const units = (count: number) => unitsText(tr, view.unit, count);
  if (first === undefined || last === undefined)
    return (
      <section>
        <h2>{t('results.timeline')}</h2>
        <p>{t('results.timelineNone')}</p>
      </section>
    );
  const caps = view.totals.pledges.reduce((sum, one) => sum + one.cap, 0);
  return (
    <section class="growth">
      <h2>{t('results.timeline')}</h2>
      <Timeline
        id="timeline"
        title={t('results.sum')}
        summary={t('results.timelineText', {
          units: units(view.totals.granted),
          from: tr.day(first.day),
          to: tr.day(last.day),
        })}
        steps={steps}
        levels={[
          ...view.milestones.map((value) => ({
            ...{ value, cap: false },
            name: t('results.milestone', { units: units(value) }),
          })),
          { value: caps, cap: true, name: t('results.cap', { units: units(caps) }) },
        ]}
        number={number}
        heads={{ step: t('results.day'), moved: t('results.moved'), sum: t('results.sum') }}
        tableName={t('results.table')}
      />
      <RelaysPerDay steps={steps} context={context} />
    </section>
  );
}

/** How many relays came when; nothing before the first. */
function RelaysPerDay({ steps, context }: { steps: readonly DayStep[]; context: PageContext }) {
  const { t, number } = words(context);
  const count = steps.reduce((sum, one) => sum + one.relays, 0);
  const most = steps.reduce((best, one) => (one.relays > best.relays ? one : best), steps[0] as DayStep);
  if (count === 0) return null;
  return (
    <StackedBars
      id="relays-by-day"
      title={t('results.relaysByDay')}
      summary={t('results.relaysByDayText', { n: count, most: number(most.relays), at: most.name })}
      layers={[{ layer: 'counted', name: t('results.counted') }]}
      bars={steps.map(({ name, mark, relays }) => ({ name, mark, values: { counted: relays } }))}
      number={number}
      tableName={t('results.table')}
      table={
        <Figures
          caption={t('results.relaysByDay')}
          columns={[{ head: t('results.day') }, { head: t('results.relays'), figure: true }]}
          rows={steps.filter((one) => one.relays > 0).map(({ name, relays }) => [name, number(relays)])}
        />
      }
    />
  );
}

type Column = { readonly head: string; readonly figure?: boolean };

/** A table whose first column names its row. */
export function Figures(props: {
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly string[])[];
  foot?: readonly string[];
}) {
  const cell = (text: string, index: number) =>
    index === 0 ? (
      <th scope="row">{text}</th>
    ) : (
      <td class={props.columns[index]?.figure ? 'figure' : undefined}>{text}</td>
    );
  return (
    <section class="table-scroll" tabindex={0} aria-label={props.caption}>
      <table class="life">
        <caption>{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map(({ head, figure }) => (
              <th scope="col" class={figure ? 'figure' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr>{row.map(cell)}</tr>
          ))}
        </tbody>
        {props.foot === undefined ? null : (
          <tfoot>
            <tr>{props.foot.map(cell)}</tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

/** A table as the page and the PDF say it. */
export type Told = {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly foot?: readonly string[];
};

/** Acts by kind: counted, undone, and the units that stand. */
export function actsTold({ view, results }: ResultsGiven, tr: Words): Told {
  const { t, number } = tr;
  const counted = {
    relay: view.totals.relays,
    purchase: view.totals.purchases,
    volunteering: view.totals.volunteers,
  };
  const used = mechanics.filter(
    (mechanic) => counted[mechanic] > 0 || view.totals.pledges.some((one) => one.mechanic === mechanic),
  );
  return {
    caption: t('results.actsCaption'),
    columns: [
      { head: t('results.kind') },
      { head: t('results.counted'), figure: true },
      { head: t('results.undone'), figure: true },
      { head: t('results.units'), figure: true },
    ],
    rows: used.map((mechanic) => {
      const result = results.mechanics.find((one) => one.mechanic === mechanic);
      return [
        t(`label.act.${mechanic}`),
        number(counted[mechanic]),
        number(result?.undone ?? 0),
        number(result?.units ?? 0),
      ];
    }),
  };
}

/** Who took part, in sentences. */
export function actSentences({ view, results, hours }: ResultsGiven, { t }: Words): readonly string[] {
  return [
    ...(view.totals.relays === 0
      ? []
      : [t('results.sites', { relays: view.totals.relays, sites: results.sites })]),
    ...(hours?.all == null
      ? []
      : [t('results.hours', { people: hours.all.people, hours: Math.floor(hours.all.minutes / 60) })]),
  ];
}

export function Acts({ given, context }: Props) {
  const tr = words(context);
  return (
    <section>
      <h2>{tr.t('results.acts')}</h2>
      {actSentences(given, tr).map((sentence) => (
        <p>{sentence}</p>
      ))}
      <Figures {...actsTold(given, tr)} />
    </section>
  );
}

export function partnersTold(given: ResultsGiven, tr: Words): Told {
  const { t, number } = tr;
  const { view, settlement } = given;
  const partners = partnerResults(settlement);
  const sum = (of: 'granted' | 'settled' | 'delivered') =>
    partners.reduce((total, one) => total + one[of], 0);
  const valued = view.unit.value !== null;
  return {
    caption: t('results.partnersCaption'),
    columns: [
      { head: t('settle.partner') },
      { head: t('settle.granted'), figure: true },
      ...(valued ? [{ head: t('results.worthHead'), figure: true }] : []),
      { head: t('settle.settled'), figure: true },
      { head: t('settle.delivered'), figure: true },
    ],
    rows: partners.map((one) => {
      const tax = taxWord(view, one.partner, tr);
      const name = partnerName(view, one.partner);
      return [
        tax === null ? name : `${name}, ${tax}`,
        number(one.granted),
        ...(valued ? [worth(tr, view, one.granted)] : []),
        number(one.settled),
        number(one.delivered),
      ];
    }),
    foot: [
      t('settle.sum'),
      number(sum('granted')),
      ...(valued ? [worth(tr, view, sum('granted'))] : []),
      number(sum('settled')),
      number(sum('delivered')),
    ],
  };
}

export function Partners({ given, context }: Props) {
  const tr = words(context);
  if (given.settlement.pledges.length === 0) return null;
  return (
    <section>
      <h2>{tr.t('results.partners')}</h2>
      <Figures {...partnersTold(given, tr)} />
    </section>
  );
}

/** Why posts were refused and gifts undone; empty tables are not there. */
export function notCountedTold({ results }: ResultsGiven, tr: Words): readonly Told[] {
  const { t, number } = tr;
  const refused = results.refused.map(({ reason, relays }) => {
    const known = relayReasons.find((one) => one === reason);
    return [known === undefined ? reasonText(tr, reason) : reasonWords(tr, known), number(relays)];
  });
  const undone = results.undone.map((one) => [
    `${t('named', { name: t(`label.act.${one.mechanic}`) })} ${reasonText(tr, one.reason)}`,
    number(one.acts),
    number(one.units),
  ]);
  return [
    ...(refused.length === 0
      ? []
      : [
          {
            caption: t('results.refusedCaption'),
            columns: [{ head: t('results.reason') }, { head: t('results.relays'), figure: true }],
            rows: refused,
          },
        ]),
    ...(undone.length === 0
      ? []
      : [
          {
            caption: t('results.undoneCaption'),
            columns: [
              { head: t('results.reason') },
              { head: t('results.acts2'), figure: true },
              { head: t('results.units'), figure: true },
            ],
            rows: undone,
          },
        ]),
  ];
}

export function NotCounted({ given, context }: Props) {
  const tr = words(context);
  const { t } = tr;
  const tables = notCountedTold(given, tr);
  const appealed =
    given.appeals !== null && given.appeals.open + given.appeals.accepted + given.appeals.refused > 0;
  return (
    <section>
      <h2>{t('results.not')}</h2>
      {tables.length === 0 ? <p>{t('results.notNone')}</p> : null}
      {tables.map((table) => (
        <Figures {...table} />
      ))}
      {given.appeals !== null && appealed ? (
        <AppealCountsLine counts={given.appeals} context={context} />
      ) : (
        <p class="small">{t('results.appealsNone')}</p>
      )}
    </section>
  );
}

export function answersText({ dialogue }: ResultsGiven, { t }: Words): string {
  return t('results.answersText', {
    n: dialogue.questions,
    left: t('results.answersLeft', { n: dialogue.unanswered }),
  });
}

export function answersTold({ view, dialogue }: ResultsGiven, tr: Words): Told {
  const { t, number } = tr;
  const time = (hours: number | null) => {
    if (hours === null) return t('dialogue.none');
    return hours < 48
      ? t('dialogue.hours', { n: Math.floor(hours) })
      : t('dialogue.days', { n: Math.round(hours / 24) });
  };
  return {
    caption: t('results.answersCaption'),
    columns: [
      { head: t('dialogue.organisation') },
      { head: t('dialogue.answered'), figure: true },
      { head: t('dialogue.waiting'), figure: true },
      { head: t('dialogue.median'), figure: true },
    ],
    rows: dialogue.organisations.map((one) => [
      organisationName(view, one.organisation),
      number(one.answered),
      number(one.waiting),
      time(one.medianHours),
    ]),
  };
}

export function Answers({ given, context }: Props) {
  const tr = words(context);
  return (
    <section>
      <h2>{tr.t('results.answers')}</h2>
      <p>{answersText(given, tr)}</p>
      {given.dialogue.questions === 0 ? null : <Figures {...answersTold(given, tr)} />}
      <p>
        <a href={inside(context, `/c/${given.view.slug}/dialogue`)}>{tr.t('dialogue.title')}</a>
      </p>
    </section>
  );
}

/** Whoever relayed, each with the post and the proof of what it gave. */
export function Thanks({ given, context }: Props) {
  const { view, relays } = given;
  const { t } = words(context);
  if (relays.cards.length + relays.erased.length === 0) return null;
  return (
    <section>
      <h2 id="thanks">{t('results.thanks')}</h2>
      <p>{t('results.thanksText')}</p>
      <ThankList cards={relays.cards} context={context} />
      {relays.next === null ? null : (
        <p>
          <a class="button quiet" href={inside(context, `/c/${view.slug}/thanks`)}>
            {t('results.thanksAll')}
          </a>
        </p>
      )}
    </section>
  );
}

export function ThankList({ cards, context }: { cards: readonly RelayCard[]; context: PageContext }) {
  const { t } = words(context);
  return (
    <ul class="thanks">
      {cards.map((card) => {
        const title = postTitle(card.post, card.source);
        return (
          <li>
            <Outside href={card.source}>
              <span {...languageTag(card.post.language)} dir="auto">
                {title}
              </span>
            </Outside>{' '}
            <span class="small" dir="auto">
              {[card.post.author, card.post.site ?? hostOf(card.source)]
                .filter((one) => one != null)
                .join(', ')}
            </span>{' '}
            <a
              class="small"
              href={inside(context, `/relays/${card.id}/proof`)}
              aria-label={`${t('named', { name: t('results.proofOf') })} ${title}`}
            >
              {t('results.proofOf')}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
