import type { Delivery, SettlementView } from '../../settlement/mod.ts';
import { unitsText } from '../parts/figures.ts';
import { LifeTable } from '../parts/life.tsx';
import { inside, Outside, words } from '../parts/page.tsx';
import { ErrorSummary, Field } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { type AccountProps, type SettlementPage, sectionTax } from './settlement-given.ts';
import { PayForm, PaymentList } from './settlement-payments.tsx';
import { consolePage } from './shell.tsx';
import { amountText } from './statement-words.ts';

/** Where every promise stands, what each partner owes and paid, what was handed over. */
export function renderSettlement(given: SettlementPage, visit: CampaignVisit): string {
  const { context, mayHere } = visit;
  const { t } = words(context);
  const { view, refused, said } = given;
  return consolePage({
    visit,
    campaign: visit,
    here: 'settlement',
    title: t('settle.title'),
    script: <link rel="stylesheet" href={context.asset('settlement.css')} />,
    children: (
      <>
        <p class="summary">{t('settle.lead')}</p>
        <ErrorSummary context={context} errors={refused?.errors ?? []} />
        {said === null ? null : (
          <p class="warning" role="alert">
            {said}
          </p>
        )}
        <section>
          <h2>{t('settle.life')}</h2>
          <LifeTable
            context={context}
            unit={view.unit}
            nameOf={(slug) => view.accounts.find((one) => one.partner.slug === slug)?.partner.name ?? slug}
            pledges={view.accounts.flatMap((one) => one.pledges)}
          />
        </section>
        {view.accounts.map((account) => (
          <Account given={given} account={account} visit={visit} />
        ))}
        <Deliveries given={given} visit={visit} may={mayHere('delivery.declare')} />
      </>
    ),
  });
}

function Account({ given, account, visit }: AccountProps) {
  const { context, mayHere, entry } = visit;
  const { t } = words(context);
  const { slug, name } = account.partner;
  return (
    <section class="account" id={`account-${slug}`}>
      <h2>{name}</h2>
      <Sections given={given} account={account} visit={visit} />
      <h3>{t('settle.periods')}</h3>
      <Periods given={given} account={account} visit={visit} />
      <p>
        <a href={inside(context, `/console/c/${entry.slug}/settlement/${slug}/open`)}>
          {t('settle.statementNow')}
          <span class="sr"> {name}</span>
        </a>
      </p>
      {mayHere('settlement.close') ? <CloseForm account={account} visit={visit} /> : null}
      <h3>{t('settle.payments')}</h3>
      <PaymentList given={given} account={account} visit={visit} />
      {mayHere('payment.declare', slug) && account.sections.length > 0 ? (
        <PayForm given={given} account={account} visit={visit} />
      ) : null}
    </section>
  );
}

function Sections({ given, account, visit }: AccountProps) {
  const tr = words(visit.context);
  const { t } = tr;
  const { unit } = given.view;
  if (account.sections.length === 0) return null;
  return (
    <>
      {account.sections
        .filter((one) => one.daysLate > 0)
        .map((one) => (
          <p class="late">
            {t(`settle.section.${sectionTax(one.section)}`)} — {t('settle.late', { n: one.daysLate })}
          </p>
        ))}
      <section class="table-scroll" tabindex={0} aria-label={t('settle.account')}>
        <table class="list">
          <caption>{t('settle.account')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('settle.section')}</th>
              {(['settle.asked', 'settle.paid', 'settle.outstanding', 'settle.ahead'] as const).map((key) => (
                <th scope="col" class="figure">
                  {t(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {account.sections.map((one) => (
              <tr>
                <th scope="row">{t(`settle.section.${sectionTax(one.section)}`)}</th>
                {[one.asked, one.paid, one.outstanding, one.ahead].map((amount) => (
                  <td class="figure">{amountText(tr, unit, one.section, amount)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Periods({ account, visit }: AccountProps) {
  const { context, entry } = visit;
  const tr = words(context);
  const { t } = tr;
  if (account.periods.length === 0) return <p>{t('settle.noPeriods')}</p>;
  return (
    <ul class="rows">
      {account.periods.map(({ statement, closedAt }) => (
        <li>
          <a
            href={inside(
              context,
              `/console/c/${entry.slug}/settlement/${account.partner.slug}/${statement.number}`,
            )}
          >
            {t('settle.statement', { n: statement.number })}
            <span class="sr"> {account.partner.name}</span>
          </a>
          <span>
            {t('settle.untilDate', { date: tr.dateTime(closedAt) })}
            {statement.final ? ` · ${t('settle.last')}` : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

function CloseForm({ account, visit }: Omit<AccountProps, 'given'>) {
  const { context, entry } = visit;
  const { t } = words(context);
  const n = account.periods.length + 1;
  return (
    <details>
      <summary>{t('settle.close')}</summary>
      <form method="post" action={inside(context, `/console/c/${entry.slug}/settlement/close`)}>
        <p>{t('settle.closeText', { n })}</p>
        <input type="hidden" name="partner" value={account.partner.slug} />
        <input type="hidden" name="number" value={String(n)} />
        <div class="field field-flag">
          <input id={`f-final-${account.partner.slug}`} type="checkbox" name="final" value="true" />
          <label for={`f-final-${account.partner.slug}`}>{t('settle.closeFinal')}</label>
        </div>
        <button type="submit">{t('settle.closeButton', { n })}</button>
      </form>
    </details>
  );
}

function Deliveries(props: { given: SettlementPage; visit: CampaignVisit; may: boolean }) {
  const { given, visit, may } = props;
  const { context } = visit;
  const { t } = words(context);
  const { deliveries } = given.view;
  return (
    <section class="account" id="deliveries">
      <h2>{t('settle.deliveries')}</h2>
      {deliveries.length === 0 ? <p>{t('settle.noDeliveries')}</p> : null}
      <ul class="payments">
        {deliveries.map((one) => (
          <DeliveryLine delivery={one} view={given.view} visit={visit} />
        ))}
      </ul>
      {may ? <DeliveryForm given={given} visit={visit} /> : null}
    </section>
  );
}

function DeliveryLine(props: { delivery: Delivery; view: SettlementView; visit: CampaignVisit }) {
  const { delivery, view, visit } = props;
  const tr = words(visit.context);
  return (
    <li>
      <span>
        {tr.t('settle.delivery', {
          units: unitsText(tr, view.unit, delivery.units),
          date: tr.day(delivery.on),
          place: delivery.place,
          what: delivery.what,
        })}
      </span>
      {delivery.document === null ? null : (
        <span>
          <Outside href={delivery.document}>{tr.t('public.document')}</Outside>
        </span>
      )}
    </li>
  );
}

function DeliveryForm({ given, visit }: { given: SettlementPage; visit: CampaignVisit }) {
  const { context, entry } = visit;
  const tr = words(context);
  const { t } = tr;
  const refused = given.refused?.of === 'delivery' ? given.refused : null;
  const left = given.view.accounts
    .flatMap((one) => one.pledges)
    .reduce((sum, one) => sum + one.settled - one.delivered, 0);
  const field = { context, errors: refused?.errors ?? [], required: true } as const;
  const typed = (name: string) => refused?.typed[name] ?? '';
  return (
    <form method="post" action={inside(context, `/console/c/${entry.slug}/settlement/deliveries`)}>
      <h3>{t('settle.deliver')}</h3>
      <p>{t('settle.deliverText', { units: unitsText(tr, given.view.unit, left) })}</p>
      <Field {...field} name="units" kind="number" label={t('settle.units')} value={typed('units')} />
      <Field
        {...field}
        name="what"
        label={t('settle.what')}
        hint={t('settle.whatHint')}
        value={typed('what')}
      />
      <Field {...field} name="place" label={t('settle.place')} value={typed('place')} />
      <Field {...field} name="on" kind="date" label={t('settle.on')} value={typed('on')} />
      <Field
        {...field}
        required={false}
        name="document"
        kind="url"
        label={t('settle.document')}
        value={typed('document')}
      />
      <button type="submit">{t('settle.deliverButton')}</button>
    </form>
  );
}
