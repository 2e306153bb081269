import { siteChanges } from '../../evidence/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { renderNotPublic } from './dashboard.tsx';
import { renderFeeds } from './feeds.tsx';
import type { Console } from './guard.ts';

const page_rows = 50;
const siteId = /^fds_[0-9a-z]{26}$/;

/** `/console/c/:slug/feeds`: sites that were registered to be read, and what an operator does with them. */
export function feedPages(services: Services, desk: Console): void {
  const { feeds } = services.console;

  desk.campaignGet('/feeds', 'sites.edit', async (c, visit) => {
    const before = c.req.query('before') ?? '';
    if (before !== '' && !siteId.test(before)) return visit.notFound();
    const rows = await feeds.list(visit.entry.slug, before === '' ? null : before, page_rows + 1);
    const { t } = words(visit.context);
    if (rows === null) return visit.page(renderNotPublic(visit, t('feeds.title'), 'feeds'));
    const shown = rows.slice(0, page_rows);
    const next = rows.length > page_rows ? (shown.at(-1)?.id ?? null) : null;
    return visit.page(renderFeeds({ sites: shown, next }, visit));
  });

  desk.campaignPost('/feeds', 'sites.edit', async (_c, visit, form) => {
    const change = siteChanges.find((one) => one === form.text('change'));
    const id = form.text('site');
    if (change === undefined || !siteId.test(id)) return visit.notFound();
    // The same button pressed twice: it is as was wished.
    await feeds.change(visit.entry.slug, id, change);
    return visit.to(`/console/c/${visit.entry.slug}/feeds`, 'saved');
  });
}
