import type { CampaignView } from '../../campaign/mod.ts';
import { readSection } from '../../domain/mod.ts';
import type { PublicDue } from '../../settlement/mod.ts';
import { Impact } from '../parts/background.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { cardPath, moneyText, partnerName, unitsText } from '../parts/figures.ts';
import { Receivers, sharePicture } from '../parts/head.tsx';
import { PublicLife } from '../parts/life.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';
import type { ResultsGiven } from './results-data.ts';
import { stillToCome } from './results-data.ts';
import { Acts, Answers, Growth, NotCounted, Partners, Thanks } from './results-parts.tsx';

export type ResultsProps = { readonly given: ResultsGiven; readonly context: PageContext };

/** What a campaign came to: acts, units from the promise to the plate, statements, and where to check each figure. */
export function renderResults(given: ResultsGiven, context: PageContext): string {
  const { view, settlement } = given;
  const tr = words(context);
  const { t } = tr;
  const { granted, state, log } = view.totals;
  const worth = moneyText(tr, view.unit, granted);
  const lead = t('results.lead', { charity: view.charity.name });
  return page({
    context,
    title: `${t('results.title')} · ${tr.localised(view.title)}`,
    description: lead,
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: (
      <>
        <Receivers view={view} context={context} />
        <link rel="stylesheet" href={context.asset('settlement.css')} />
        <link rel="stylesheet" href={context.asset('charts.css')} />
      </>
    ),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet results">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}`)}>← {tr.localised(view.title)}</a>
        </p>
        <h1>{t('results.title')}</h1>
        <p class="summary">{lead}</p>
        <p class="result-figure">
          <strong>{unitsText(tr, view.unit, granted)}</strong>
          {worth === null ? null : ` ${t('results.worth', { money: worth })}`}
        </p>
        <p>{t(`results.state.${state}`)}</p>
        <p class="small">
          {t('results.madeAt', { date: tr.inZone(view.totals.asOf, view.timeZone), n: log.size })}
        </p>
        <ul class="links no-print">
          <li>
            <a href={inside(context, `/c/${view.slug}/results.pdf`)}>{t('results.pdf')}</a>
          </li>
          <li>
            <a href={cardPath(view, context.language)}>{t('results.image')}</a>
          </li>
        </ul>
        <Growth given={given} context={context} />
        <Acts given={given} context={context} />
        <Partners given={given} context={context} />
        <PublicLife view={view} settlement={settlement} context={context} />
        <Statements given={given} context={context} />
        <NotCounted given={given} context={context} />
        <Answers given={given} context={context} />
        <Next given={given} context={context} />
        <Impact view={view} context={context} />
        <Thanks given={given} context={context} />
        <section>
          <h2>{t('results.check')}</h2>
          <p>{t('results.checkText', { n: tr.number(log.entries) })}</p>
          <ul class="links">
            <li>
              <a href={inside(context, `/c/${view.slug}/proof`)}>{t('footer.proof')}</a>
            </li>
            <li>
              <a href={`/api/v1/campaigns/${view.slug}/data`}>{t('footer.data')}</a>
            </li>
            <li>
              <a href={inside(context, `/c/${view.slug}/partners`)}>{t('footer.promises')}</a>
            </li>
          </ul>
        </section>
      </div>
    ),
  });
}

/** What is still owed, and where the story goes on. */
function Next({ given, context }: ResultsProps) {
  const tr = words(context);
  const { t } = tr;
  const { view } = given;
  const left = stillToCome(given);
  return (
    <section>
      <h2>{t('results.next')}</h2>
      {left.settle === 0 ? null : (
        <p>{t('results.nextSettle', { units: unitsText(tr, view.unit, left.settle) })}</p>
      )}
      {left.deliver === 0 ? null : (
        <p>{t('results.nextDeliver', { units: unitsText(tr, view.unit, left.deliver) })}</p>
      )}
      {left.settle + left.deliver === 0 && view.totals.granted > 0 ? <p>{t('results.nextNothing')}</p> : null}
      <p>
        <a href={inside(context, `/c/${view.slug}/journal`)}>{t('results.nextJournal')}</a>
      </p>
    </section>
  );
}

/** Closed statements, a line per partner and number. */
function Statements({ given, context }: ResultsProps) {
  const { view, settlement } = given;
  const tr = words(context);
  const { t, number } = tr;
  if (settlement.periods.length === 0)
    return (
      <section>
        <h2>{t('settle.periods')}</h2>
        <p>{t('settle.noPeriods')}</p>
      </section>
    );
  const statements = new Map<string, PublicDue[]>();
  for (const due of settlement.periods) {
    const key = `${due.partner} ${due.number}`;
    statements.set(key, [...(statements.get(key) ?? []), due]);
  }
  return (
    <section>
      <h2>{t('settle.periods')}</h2>
      <section class="table-scroll" tabindex={0} aria-label={t('settle.periods')}>
        <table class="life">
          <caption>{t('results.statements')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('settle.partner')}</th>
              <th scope="col" class="figure">
                {t('statement.dueUnits')}
              </th>
              <th scope="col" class="figure">
                {t('statement.money')}
              </th>
              <th scope="col" class="figure">
                {t('results.entries')}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...statements.values()].map((dues) => (
              <StatementRow dues={dues} view={view} context={context} number={number} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** What a statement asks for in money, currency by currency. */
export function moneyOf(dues: readonly PublicDue[]): ReadonlyMap<string, number> {
  const money = new Map<string, number>();
  for (const { section, amount } of dues) {
    const { currency } = readSection(section);
    if (currency !== null) money.set(currency, (money.get(currency) ?? 0) + amount);
  }
  return money;
}

function StatementRow(props: {
  dues: readonly PublicDue[];
  view: CampaignView;
  context: PageContext;
  number: (value: number) => string;
}) {
  const { dues, view, context, number } = props;
  const tr = words(context);
  const [first] = dues;
  if (first === undefined) return null;
  return (
    <tr>
      <th scope="row">
        {partnerName(view, first.partner)}{' '}
        <span class="kind">
          {tr.t('settle.statement', { n: first.number })}, {tr.date(first.through)}
        </span>
      </th>
      <td class="figure">{number(dues.reduce((sum, one) => sum + one.units, 0))}</td>
      <td class="figure">
        {[...moneyOf(dues)].map(([currency, cents]) => tr.money(cents / 100, currency)).join(' + ')}
      </td>
      <td class="figure">{number(first.logSize)}</td>
    </tr>
  );
}
