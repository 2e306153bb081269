import type { CampaignView } from '../../campaign/mod.ts';
import { mechanics, readSection } from '../../domain/mod.ts';
import type { PublicDue, PublicSettlement } from '../../settlement/mod.ts';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { moneyText, partnerName, unitsText } from '../parts/figures.ts';
import { Receivers } from '../parts/head.tsx';
import { PublicLife } from '../parts/life.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';

type Props = {
  readonly view: CampaignView;
  readonly settlement: PublicSettlement;
  readonly context: PageContext;
};

/** What a campaign came to: acts, units from the promise to the plate, statements, and where to check each figure. */
export function renderResults({ view, settlement, context }: Props): string {
  const tr = words(context);
  const { t } = tr;
  const { granted, state } = view.totals;
  const worth = moneyText(tr, view.unit, granted);
  const lead = t('results.lead', { charity: view.charity.name });
  return page({
    context,
    title: `${t('results.title')} · ${tr.localised(view.title)}`,
    description: lead,
    aside: view.charity.name,
    head: (
      <>
        <Receivers view={view} context={context} />
        <link rel="stylesheet" href={context.asset('settlement.css')} />
      </>
    ),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet">
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
        <Acts view={view} settlement={settlement} context={context} />
        <PublicLife view={view} settlement={settlement} context={context} />
        <Statements view={view} settlement={settlement} context={context} />
        <section>
          <h2>{t('results.check')}</h2>
          <p>{t('results.checkText', { n: tr.number(view.totals.log.entries) })}</p>
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

/** Acts by kind: counted, and how many were undone. */
function Acts({ view, settlement, context }: Props) {
  const tr = words(context);
  const { t, number } = tr;
  const counted = {
    relay: view.totals.relays,
    purchase: view.totals.purchases,
    volunteering: view.totals.volunteers,
  };
  const used = mechanics.filter((mechanic) => view.totals.pledges.some((one) => one.mechanic === mechanic));
  return (
    <section>
      <h2>{t('results.acts')}</h2>
      <table class="life">
        <caption>{t('results.actsCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('results.kind')}</th>
            <th scope="col" class="figure">
              {t('results.counted')}
            </th>
            <th scope="col" class="figure">
              {t('results.undone')}
            </th>
          </tr>
        </thead>
        <tbody>
          {used.map((mechanic) => (
            <tr>
              <th scope="row">{t(`label.act.${mechanic}`)}</th>
              <td class="figure">{number(counted[mechanic])}</td>
              <td class="figure">{number(settlement.undone[mechanic] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {settlement.refusedRelays === 0 ? null : (
        <p class="small">{t('results.refused', { n: settlement.refusedRelays })}</p>
      )}
    </section>
  );
}

/** Closed statements, a line per partner and number. */
function Statements({ view, settlement, context }: Props) {
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
  const money = new Map<string, number>();
  for (const { section, amount } of dues) {
    const { currency } = readSection(section);
    if (currency !== null) money.set(currency, (money.get(currency) ?? 0) + amount);
  }
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
        {[...money].map(([currency, cents]) => tr.money(cents / 100, currency)).join(' + ')}
      </td>
      <td class="figure">{number(first.logSize)}</td>
    </tr>
  );
}
