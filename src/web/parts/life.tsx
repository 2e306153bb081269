import type { CampaignView, UnitView } from '../../campaign/mod.ts';
import type { PledgeLife, PublicSettlement } from '../../settlement/mod.ts';
import { actsOf, partnerName, unitsText } from './figures.ts';
import { Outside, type PageContext, words } from './page.tsx';

/** The life of the promises, from what was promised to what was handed over; differences are there to be seen. */
export function LifeTable(props: {
  context: PageContext;
  unit: UnitView;
  pledges: readonly PledgeLife[];
  nameOf: (partner: string) => string;
}) {
  const { context, unit, pledges, nameOf } = props;
  const tr = words(context);
  const { t, number } = tr;
  const stages = ['promised', 'granted', 'settled', 'delivered'] as const;
  const caption = t('public.life.caption', { unit: tr.unitName(unit.names, 2) });
  return (
    <section class="table-scroll" tabindex={0} aria-label={caption}>
      <table class="life">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('settle.partner')}</th>
            {stages.map((stage) => (
              <th scope="col" class="figure">
                {t(`settle.${stage}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pledges.map((one) => (
            <tr>
              <th scope="row">
                {nameOf(one.partner)} <span class="kind">{actsOf(tr, one)}</span>
                {isAlone(one, pledges) ? null : <span class="kind">{one.pledge}</span>}
              </th>
              {stages.map((stage) => (
                <td class="figure">{number(one[stage])}</td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('settle.sum')}</th>
            {stages.map((stage) => (
              <td class="figure">{number(pledges.reduce((sum, one) => sum + one[stage], 0))}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

/** Whether partner and act tell it from the other promises. */
function isAlone(pledge: PledgeLife, among: readonly PledgeLife[]): boolean {
  const alike = among.filter(
    (one) => one.partner === pledge.partner && one.mechanic === pledge.mechanic && one.for === pledge.for,
  );
  return alike.length === 1;
}

/** What became of the promises, for everybody: the figures, who is late, what was handed over. */
export function PublicLife(props: {
  view: CampaignView;
  settlement: PublicSettlement;
  context: PageContext;
}) {
  const { view, settlement, context } = props;
  const tr = words(context);
  const { t, number } = tr;
  const sum = (stage: 'granted' | 'settled' | 'delivered') =>
    number(settlement.pledges.reduce((total, one) => total + one[stage], 0));
  return (
    <section id="life" aria-labelledby="life-title">
      <h2 id="life-title">{t('public.life')}</h2>
      <p class="promise">
        {t('public.life.sentence', {
          granted: sum('granted'),
          settled: sum('settled'),
          delivered: sum('delivered'),
        })}
      </p>
      {settlement.late.map((one) => (
        <p class="late">{t('public.late', { partner: partnerName(view, one.partner), n: one.days })}</p>
      ))}
      <LifeTable
        context={context}
        unit={view.unit}
        pledges={settlement.pledges}
        nameOf={(slug) => partnerName(view, slug)}
      />
      {settlement.deliveries.length === 0 ? null : (
        <>
          <h3>{t('public.deliveries')}</h3>
          <ul>
            {settlement.deliveries.map((one) => (
              <li>
                {t('settle.delivery', {
                  units: unitsText(tr, view.unit, one.units),
                  date: tr.day(one.on),
                  place: one.place,
                  what: one.what,
                })}{' '}
                {one.document === null ? null : <Outside href={one.document}>{t('public.document')}</Outside>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
