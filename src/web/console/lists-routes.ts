import type { Context } from 'hono';
import type {
  RelayCursor,
  RelayFilter,
  RelayRow,
  SiteCursor,
  SiteFilter,
  SiteRow,
} from '../../evidence/mod.ts';
import { isoInstant } from '../../kernel/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { renderNotPublic } from './dashboard.tsx';
import type { FiguresServices } from './dashboard-port.ts';
import type { CampaignVisit, Console } from './guard.ts';
import { renderRelayList } from './lists.tsx';
import { csvFile, csvHeaders, relayColumns, siteColumns } from './lists-csv.ts';
import {
  type FilterFault,
  readRelayFilter,
  readSiteFilter,
  relayCursor,
  siteCursor,
} from './lists-filter.ts';
import { renderSiteList } from './lists-sites.tsx';

const page_rows = 50;
/** Rows read at once for a file. */
const file_rows = 1000;

/** The lists of posts and of sites, and both as files. */
export function listPages(
  services: Services,
  desk: Console,
  publicOnly: (visit: CampaignVisit) => boolean,
): void {
  const { figures } = services.console;
  const errorsOf = (visit: CampaignVisit, faults: readonly FilterFault[]) =>
    faults.map(({ name, word }) => ({ name, sentence: words(visit.context).t(word) }));
  const relayFilter = async (c: Context, visit: CampaignVisit) => {
    const view = await services.campaign(visit.entry.slug);
    if (view === null) return null;
    const { timeZone } = view;
    return readRelayFilter((name) => c.req.query(name), { timeZone, publicOnly: publicOnly(visit) });
  };

  desk.campaignGet('/relays', 'dashboard.read', async (c, visit) => {
    const read = await relayFilter(c, visit);
    if (read === null)
      return visit.page(renderNotPublic(visit, words(visit.context).t('list.relays'), 'relays'));
    const after = place(c, relayCursor.read);
    if (after === 'none') return visit.notFound();
    const wrong = read.faults.length > 0;
    const list = wrong ? null : await figures.relays(visit.entry.slug, read.filter, after, page_rows);
    const html = renderRelayList(
      {
        list,
        typed: read.typed,
        errors: errorsOf(visit, read.faults),
        publicOnly: publicOnly(visit),
        mayExport: visit.mayHere('export.read'),
        further: after !== null,
      },
      visit,
    );
    return visit.page(html, wrong ? 400 : 200);
  });

  desk.campaignGet('/site-list', 'dashboard.read', async (c, visit) => {
    const { slug, published } = visit.entry;
    if (!published)
      return visit.page(renderNotPublic(visit, words(visit.context).t('siteList.title'), 'siteList'));
    const after = place(c, siteCursor.read);
    if (after === 'none') return visit.notFound();
    const { filter, faults, typed } = readSiteFilter((name) => c.req.query(name), publicOnly(visit));
    const wrong = faults.length > 0;
    const list = wrong ? null : await figures.sites(slug, filter, after, page_rows);
    const html = renderSiteList(
      {
        list,
        typed,
        errors: errorsOf(visit, faults),
        publicOnly: publicOnly(visit),
        mayExport: visit.mayHere('export.read'),
        further: after !== null,
      },
      visit,
    );
    return visit.page(html, wrong ? 400 : 200);
  });

  desk.campaignGet('/relays.csv', 'export.read', async (c, visit) => {
    const read = await relayFilter(c, visit);
    if (read === null || read.faults.length > 0) return visit.notFound();
    const { slug } = visit.entry;
    await figures.exported(visit.person, slug, 'relays');
    const file = csvFile(relayColumns(visit.context.publicUrl), relayRows(figures, slug, read.filter));
    return c.body(file, 200, csvHeaders(fileName(visit, 'relays')));
  });

  desk.campaignGet('/site-list.csv', 'export.read', async (c, visit) => {
    const { filter, faults } = readSiteFilter((name) => c.req.query(name), publicOnly(visit));
    const { slug, published } = visit.entry;
    if (!published || faults.length > 0) return visit.notFound();
    await figures.exported(visit.person, slug, 'sites');
    const file = csvFile(siteColumns, siteRows(figures, slug, filter));
    return c.body(file, 200, csvHeaders(fileName(visit, 'sites')));
  });
}

/** The place of a further page: null for the first one, `none` for a text that is no place. */
function place<Cursor>(c: Context, read: (text: string) => Cursor | null): Cursor | null | 'none' {
  const text = c.req.query('after');
  return text === undefined || text === '' ? null : (read(text) ?? 'none');
}

function fileName({ entry, context }: CampaignVisit, list: string): string {
  return `${entry.slug}-${list}-${isoInstant(context.now).slice(0, 10)}`;
}

async function* relayRows(
  figures: FiguresServices,
  slug: string,
  filter: RelayFilter,
): AsyncGenerator<readonly RelayRow[], void> {
  for (let after: RelayCursor | null = null; ; ) {
    const page = await figures.relays(slug, filter, after, file_rows);
    if (page === null) return;
    yield page.rows;
    if (page.next === null) return;
    after = page.next;
  }
}

async function* siteRows(
  figures: FiguresServices,
  slug: string,
  filter: SiteFilter,
): AsyncGenerator<readonly SiteRow[], void> {
  // By name, whatever the page's order: a file is sorted where it is read, and every page costs the same.
  for (let after: SiteCursor | null = null; ; ) {
    const page = await figures.sites(slug, { ...filter, order: 'name' }, after, file_rows);
    if (page === null) return;
    yield page.rows;
    if (page.next === null) return;
    after = page.next;
  }
}
