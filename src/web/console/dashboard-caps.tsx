import type { CapView, DashboardView } from '../../credit/mod.ts';
import { zoneClock } from '../charts/clock.ts';
import { partnerName, unitsText } from '../parts/figures.ts';
import { type PageContext, words } from '../parts/page.tsx';
import { Bar } from '../parts/plates.tsx';

type Props = { readonly view: DashboardView; readonly context: PageContext };

/** Each promise: how much of its cap is used, and when the rest will be. */
export function Caps({ view, context }: Props) {
  const { t, number } = words(context);
  const heads = ['given', 'cap', 'left', 'week'] as const;
  return (
    <section>
      <h2 id="caps">{t('dash.caps')}</h2>
      <p class="lead">{t('dash.capsLead')}</p>
      <section class="table-scroll" aria-labelledby="caps" tabindex={0}>
        <table class="list caps">
          <thead>
            <tr>
              <th scope="col">{t('dash.pledge')}</th>
              <th scope="col">{t('dash.forecast')}</th>
              {heads.map((head) => (
                <th scope="col" class="figure">
                  {t(`dash.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.caps.map((one) => (
              <tr>
                <th scope="row">
                  {partnerName(view.campaign, one.pledge.partner)}{' '}
                  <span class="small">
                    {t(`pledge.${one.pledge.mechanic}`)} (<code>{one.pledge.id}</code>)
                  </span>
                  <Bar share={one.pledge.granted / one.pledge.cap} pledge={one.pledge.id} />
                </th>
                <td class={one.forecast.kind === 'reached' ? 'capped' : undefined}>
                  {forecastText(one, view, context)}
                </td>
                <td class="figure">{number(one.pledge.granted)}</td>
                <td class="figure">{number(one.pledge.cap)}</td>
                <td class="figure">{number(one.pledge.remaining)}</td>
                <td class="figure">{number(one.lastWeek)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** The forecast in a sentence: one day, a range, or that nothing can be said. */
function forecastText({ forecast }: CapView, view: DashboardView, context: PageContext): string {
  const tr = words(context);
  const { t } = tr;
  if (forecast.kind === 'not_at_this_pace')
    return t('dash.forecast.not_at_this_pace', {
      units: unitsText(tr, view.campaign.unit, forecast.atClose),
    });
  if (forecast.kind !== 'expected') return t(`dash.forecast.${forecast.kind}`);
  const { day } = zoneClock(tr, view.campaign.timeZone);
  const from = day(forecast.earliest);
  if (forecast.likely === null) return t('dash.forecast.perhaps', { from });
  const likely = day(forecast.likely);
  if (forecast.latest === null) return t('dash.forecast.open', { from, likely });
  const to = day(forecast.latest);
  return from === to ? t('dash.forecast.day', { day: from }) : t('dash.forecast.range', { from, to, likely });
}
