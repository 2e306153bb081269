import type { DashboardView } from '../../credit/mod.ts';
import { relayStates } from '../../domain/mod.ts';
import { latest_max, sumOf } from '../../evidence/mod.ts';
import { Ranking } from '../charts/ranking.tsx';
import { inside, words } from '../parts/page.tsx';
import { Caps } from './dashboard-caps.tsx';
import { Flow } from './dashboard-flow.tsx';
import type { CampaignVisit } from './guard.ts';
import { Moment, RelayName, reasonWords, stateWords } from './lists-words.tsx';
import { consolePage } from './shell.tsx';

/** A running campaign in figures: where its relays stand, when caps will be reached, what came last and from where. */
export function renderDashboard(view: DashboardView, visit: CampaignVisit): string {
  const { context } = visit;
  const { t } = words(context);
  const { figures } = view;
  return consolePage({
    visit,
    campaign: visit,
    here: 'dashboard',
    title: t('dash.title'),
    script: <link rel="stylesheet" href={visit.context.asset('charts.css')} />,
    children: (
      <div class="dashboard">
        <p class="summary">
          {t('dash.relays', { n: figures.total })}{' '}
          <span class="small">{t('dash.asOf', { at: words(context).moment(view.asOf) })}</span>
        </p>
        <Caps view={view} context={context} />
        {figures.total === 0 ? (
          <p class="notice">{t('dash.none')}</p>
        ) : (
          <>
            <Flow view={view} context={context} />
            <Counts view={view} visit={visit} />
            <Latest view={view} visit={visit} />
          </>
        )}
      </div>
    ),
  });
}

/** A dashboard's place while there is nothing to count. */
export function renderNotPublic(visit: CampaignVisit, title: string, here: string): string {
  const { t } = words(visit.context);
  const children = <p class="notice">{t('dash.notPublic')}</p>;
  return consolePage({ visit, campaign: visit, here, title, children });
}

type Props = { readonly view: DashboardView; readonly visit: CampaignVisit };

function Counts({ view, visit }: Props) {
  const { context } = visit;
  const tr = words(context);
  const { t, number } = tr;
  const { figures } = view;
  const listed = (name: string, query: string) => (
    <a href={inside(context, `/console/c/${view.campaign.slug}/relays?${query}`)}>{name}</a>
  );
  const share = (count: number) =>
    `${number(Math.round((1000 * count) / Math.max(1, figures.total)) / 10)} %`;
  return (
    <section class="rankings">
      <Ranking
        caption={t('dash.states')}
        heads={[t('dash.state'), t('dash.count'), t('dash.share')]}
        rows={relayStates
          .filter((state) => figures.byState[state] > 0)
          .map((state) => ({
            name: listed(t(`dash.state.${state}`), `state=${state}`),
            count: figures.byState[state],
            more: [share(figures.byState[state])],
          }))}
        number={number}
        empty=""
      />
      <Ranking
        caption={t('dash.via')}
        heads={[t('dash.viaName'), t('dash.count'), t('dash.counted')]}
        rows={figures.byVia.map((one) => ({
          name: listed(t(`dash.via.${one.via}`), `via=${one.via}`),
          count: sumOf(one),
          more: [number(one.counted)],
        }))}
        number={number}
        empty=""
      />
      <Ranking
        caption={t('dash.reasons')}
        heads={[t('dash.reasonName'), t('dash.refused'), t('dash.waiting')]}
        rows={figures.reasons.map(({ reason, refused, held }) => ({
          name: listed(reasonWords(tr, reason), `reason=${reason}`),
          count: refused,
          more: [number(held)],
        }))}
        number={number}
        empty={t('dash.noReasons')}
      />
      <Ranking
        caption={figures.total > latest_max ? t('dash.sitesOf', { n: number(latest_max) }) : t('dash.sites')}
        heads={[t('list.site'), t('dash.count'), t('dash.counted')]}
        rows={view.sites.map(({ site, relays, counted }) => ({
          name: listed(site, `site=${encodeURIComponent(site)}`),
          count: relays,
          more: [number(counted)],
        }))}
        number={number}
        empty={t('dash.noSites')}
      />
    </section>
  );
}

function Latest({ view, visit }: Props) {
  const { context } = visit;
  const tr = words(context);
  const base = `/console/c/${view.campaign.slug}`;
  return (
    <section>
      <h2>{tr.t('dash.latest')}</h2>
      <ul class="rows latest">
        {view.latest.map((row) => (
          <li>
            <span>
              <RelayName context={context} row={row} />
            </span>
            <span class="small">
              {stateWords(tr, row)}, <Moment context={context} at={row.receivedAt} />
            </span>
          </li>
        ))}
      </ul>
      <p class="links">
        <a href={inside(context, `${base}/relays`)}>{tr.t('dash.allRelays')}</a>
        <a href={inside(context, `${base}/site-list`)}>{tr.t('dash.allSites')}</a>
      </p>
    </section>
  );
}
