import type { RegisteredSite, SiteChange } from '../../evidence/mod.ts';
import { inside, Outside, words } from '../parts/page.tsx';
import type { CampaignVisit } from './guard.ts';
import { Moment } from './lists-words.tsx';
import { consolePage } from './shell.tsx';

/** Sites that were registered to be read: how each is doing, and three buttons. */
export function renderFeeds(
  given: { readonly sites: readonly RegisteredSite[]; readonly next: string | null },
  visit: CampaignVisit,
): string {
  const { context } = visit;
  const { t } = words(context);
  const path = `/console/c/${visit.entry.slug}/feeds`;
  return consolePage({
    visit,
    campaign: visit,
    here: 'feeds',
    title: t('feeds.title'),
    children: (
      <>
        <p class="summary">{t('feeds.lead')}</p>
        {given.sites.length === 0 ? (
          <p>{t('feeds.none')}</p>
        ) : (
          <section class="table-scroll" aria-label={t('feeds.title')} tabindex={0}>
            <table class="list">
              <thead>
                <tr>
                  <th scope="col">{t('feeds.site')}</th>
                  <th scope="col">{t('feeds.state')}</th>
                  <th scope="col">{t('feeds.polled')}</th>
                  <th scope="col">{t('feeds.registered')}</th>
                  <th scope="col">{t('feeds.change')}</th>
                </tr>
              </thead>
              <tbody>
                {given.sites.map((site) => (
                  <Row site={site} path={path} visit={visit} />
                ))}
              </tbody>
            </table>
          </section>
        )}
        {given.next === null ? null : (
          <p class="pager">
            <a class="button quiet" rel="next" href={inside(context, `${path}?before=${given.next}`)}>
              {t('feeds.next')}
            </a>
          </p>
        )}
      </>
    ),
  });
}

function Row({ site, path, visit }: { site: RegisteredSite; path: string; visit: CampaignVisit }) {
  const { context } = visit;
  const { t } = words(context);
  const offered: Readonly<Record<RegisteredSite['state'], readonly SiteChange[]>> = {
    polled: ['stop', 'remove'],
    stopped: ['resume', 'remove'],
    removed: [],
  };
  return (
    <tr>
      <th scope="row">
        <Outside href={site.address}>{site.address}</Outside>
      </th>
      <td>
        <p>{t(`feeds.state.${site.state}`)}</p>
        <p class="small">
          {t(site.confirmed ? 'feeds.confirmed' : 'feeds.unconfirmed')}
          {site.hub ? ` ${t('feeds.hub')}` : ''}
        </p>
        {site.problem === null ? null : <p class="small">{t('feeds.problem', { problem: site.problem })}</p>}
      </td>
      <td>{site.polledAt === null ? t('feeds.never') : <Moment context={context} at={site.polledAt} />}</td>
      <td>
        <Moment context={context} at={site.registeredAt} />
      </td>
      <td>
        {offered[site.state].map((change) => (
          <form method="post" action={inside(context, path)}>
            <input type="hidden" name="site" value={site.id} />
            <input type="hidden" name="change" value={change} />
            <button
              type="submit"
              class="button quiet"
              aria-label={`${t(`feeds.${change}`)} : ${site.address}`}
            >
              {t(`feeds.${change}`)}
            </button>
          </form>
        ))}
      </td>
    </tr>
  );
}
