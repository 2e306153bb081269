import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { renderDashboard, renderNotPublic } from './dashboard.tsx';
import type { CampaignVisit, Console } from './guard.ts';
import { listPages } from './lists-routes.ts';

/** Whether somebody may know of counted posts alone: partners have no business with who was refused. */
function publicOnly({ mayHere }: CampaignVisit): boolean {
  return !mayHere('export.read') && !mayHere('relay.moderate');
}

/** `/console/c/:slug/dashboard`, the lists of a public campaign and their files. */
export function dashboardPages(services: Services, desk: Console): void {
  const { figures } = services.console;
  desk.campaignGet('/dashboard', 'dashboard.read', async (_, visit) => {
    const { slug, published } = visit.entry;
    const view = published ? await figures.dashboard(slug, publicOnly(visit)) : null;
    return visit.page(
      view === null
        ? renderNotPublic(visit, words(visit.context).t('dash.title'), 'dashboard')
        : renderDashboard(view, visit),
    );
  });
  listPages(services, desk, publicOnly);
}
