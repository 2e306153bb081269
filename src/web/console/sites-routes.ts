import type { Context } from 'hono';
import { listedSite, siteListings } from '../../domain/mod.ts';
import type { MessageKey } from '../../i18n/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { renderNotPublic } from './dashboard.tsx';
import type { FieldError } from './fields.tsx';
import type { CampaignVisit, Console } from './guard.ts';
import { renderSites, type SitesPage } from './sites.tsx';

const page_rows = 50;
const history_rows = 30;
const why_length_max = 500;
const text_length_max = 200;

/** `/console/c/:slug/sites`: the campaign's lists of sites. */
export function sitePages(services: Services, desk: Console): void {
  const { moderation } = services.console;

  const show = async (
    c: Context,
    visit: CampaignVisit,
    more: Partial<Pick<SitesPage, 'typed' | 'errors'>> = {},
    status: 200 | 400 | 409 = 200,
  ) => {
    const { slug } = visit.entry;
    const { t } = words(visit.context);
    const query = (name: string) => (c.req.query(name) ?? '').replaceAll('\0', '').trim();
    const [text, after, before] = [query('q'), query('after'), query('before')];
    const long = text.length > text_length_max || after.length > 300;
    if (long || (before !== '' && !/^\d{1,15}$/.test(before))) return visit.notFound();
    const [listed, history] = await Promise.all([
      moderation.listed(
        slug,
        { listing: null, text: text === '' ? null : text },
        after === '' ? null : after,
        page_rows + 1,
      ),
      moderation.history(slug, before === '' ? null : Number(before), history_rows + 1),
    ]);
    if (listed === null || history === null)
      return visit.page(renderNotPublic(visit, t('sites.title'), 'sites'));
    const shown = listed.slice(0, page_rows);
    const past = history.slice(0, history_rows);
    const html = renderSites(
      {
        listed: shown,
        history: past,
        next: listed.length > page_rows ? (shown.at(-1)?.site ?? null) : null,
        before: history.length > history_rows ? (past.at(-1)?.id ?? null) : null,
        text,
        typed: more.typed ?? { site: query('site').slice(0, 300), listing: 'held', why: '' },
        errors: more.errors ?? [],
      },
      visit,
    );
    return visit.page(html, status);
  };

  desk.campaignGet('/sites', 'sites.edit', (c, visit) => show(c, visit));

  desk.campaignPost('/sites', 'sites.edit', async (c, visit, form) => {
    const { t } = words(visit.context);
    const typed = { site: form.text('site'), listing: form.text('listing'), why: form.text('why') };
    const site = listedSite(typed.site);
    const listing = siteListings.find((one) => one === typed.listing);
    const errors: FieldError[] = [];
    const wrong = (name: string, key: MessageKey) => errors.push({ name, sentence: t(key) });
    if (site === null) wrong('site', 'sites.siteWrong');
    if (listing === undefined) wrong('listing', 'sites.listingWrong');
    if (typed.why === '') wrong('why', 'sites.whyMissing');
    if (typed.why.length > why_length_max) wrong('why', 'sites.whyLong');
    if (errors.length > 0 || site === null || listing === undefined)
      return show(c, visit, { typed, errors }, 400);
    const outcome = await moderation.list(visit.person, visit.entry.slug, { site, listing, why: typed.why });
    if (outcome === null) return visit.notFound();
    return outcome === 'same'
      ? show(c, visit, { typed, errors: [{ name: 'site', sentence: t('sites.same') }] }, 409)
      : visit.to(`/console/c/${visit.entry.slug}/sites`, 'saved');
  });
}
