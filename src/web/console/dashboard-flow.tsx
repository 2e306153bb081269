import type { DashboardView } from '../../credit/mod.ts';
import { sumOf, type Tally } from '../../evidence/mod.ts';
import { zoneClock } from '../charts/clock.ts';
import { StackedBars } from '../charts/stacked-bars.tsx';
import { type PageContext, words } from '../parts/page.tsx';

/** From the bottom up: what counts stands on the ground. */
const layers = ['counted', 'waiting', 'gone', 'refused'] as const satisfies readonly (keyof Tally)[];

type Bar = { readonly name: string; readonly mark: string; readonly tally: Tally };

/** Relays by hour and by day. */
export function Flow({ view, context }: { view: DashboardView; context: PageContext }) {
  const tr = words(context);
  const { t } = tr;
  const { timeZone } = view.campaign;
  const clock = zoneClock(tr, timeZone);
  const hours = view.figures.hours.map(({ start, ...tally }): Bar => {
    const hour = clock.hour(start);
    return { name: t('dash.hourOf', { day: clock.day(start), hour }), mark: hour, tally };
  });
  const days = view.figures.days.map(({ date, ...tally }): Bar => {
    return { name: tr.day(date), mark: clock.dayMark(date), tally };
  });
  return (
    <section>
      <h2>{t('dash.flow')}</h2>
      <p class="lead">{t('dash.flowLead', { zone: timeZone })}</p>
      <Chart id="hours" title={t('dash.hours')} head={t('dash.hour')} bars={hours} context={context} />
      <Chart id="days" title={t('dash.days')} head={t('dash.day')} bars={days} context={context} />
    </section>
  );
}

type ChartProps = {
  readonly id: string;
  readonly title: string;
  readonly head: string;
  readonly bars: readonly Bar[];
  readonly context: PageContext;
};

function Chart({ id, title, head, bars, context }: ChartProps) {
  const { t, number } = words(context);
  const totals = bars.map((bar) => sumOf(bar.tally));
  const most = Math.max(0, ...totals);
  const summary = t('dash.summary', {
    n: totals.reduce((sum, one) => sum + one, 0),
    most: number(most),
    at: bars[totals.indexOf(most)]?.name ?? '',
  });
  return (
    <StackedBars
      id={id}
      title={title}
      summary={summary}
      layers={layers.map((layer) => ({ layer, name: t(`dash.${layer}`) }))}
      bars={bars.map(({ name, mark, tally }) => ({ name, mark, values: tally }))}
      number={number}
      tableName={t('dash.table')}
      table={<FlowTable caption={title} head={head} bars={bars} context={context} />}
    />
  );
}

function FlowTable({ caption, head, bars, context }: Omit<ChartProps, 'id' | 'title'> & { caption: string }) {
  const { t, number } = words(context);
  return (
    <section class="table-scroll" aria-label={caption} tabindex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" class="figure">
              {t('dash.all')}
            </th>
            {layers.map((layer) => (
              <th scope="col" class="figure">
                {t(`dash.${layer}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map(({ name, tally }) => (
            <tr>
              <th scope="row">{name}</th>
              <td class="figure">{number(sumOf(tally))}</td>
              {layers.map((layer) => (
                <td class="figure">{number(tally[layer])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
