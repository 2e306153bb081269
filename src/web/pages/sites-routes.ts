import { type Context, Hono } from 'hono';
import type { Registered } from '../../evidence/mod.ts';
import { languageOf, openHeaders } from '../answer.ts';
import { readBody } from '../api/body.ts';
import { formFields } from '../api/form.ts';
import { mediaType } from '../api/intake-answer.ts';
import { withScheme } from '../api/relay-form.ts';
import type { Assets } from '../assets.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { addressOf } from '../visitor.ts';
import { pageContext } from './context.ts';
import type { Refusals } from './refusals.ts';
import { renderShare, renderSites, type SitesPage } from './sites.tsx';
import { renderTakePart } from './sites-take-part.tsx';

const slugPattern = /^[a-z0-9-]{1,64}$/;
/** Longest text that another program shares with us and that is looked through for an address. */
const shared_length_max = 4000;

type Status = 200 | 400 | 413 | 415 | 429;
const refusalStatus = {
  address_invalid: 400,
  own_site: 400,
  campaign_unknown: 400,
  campaign_over: 400,
  too_many: 429,
} as const satisfies Record<Extract<Registered, { kind: 'refused' }>['reason'], Status>;

/**
 * Every way to bring a post that needs a page: registering a site (`/c/:slug/sites`), snippets and the bookmarklet
 * (`/c/:slug/take-part`), what a browser or a phone shares (`/c/:slug/share`). No cookie is read: whoever posts from
 * another site gains nothing that they could not do at home.
 */
export function sitePages(
  services: Services,
  assets: Assets,
  refusals: Refusals,
  targetHeaders: Readonly<Record<string, string>>,
): Hono {
  const app = new Hono();
  const headers = {
    ...targetHeaders,
    // A phone that keeps the page as an application reads its manifest.
    'content-security-policy': `${targetHeaders['content-security-policy']}; manifest-src 'self'`,
  };
  const secret = { ...headers, 'cache-control': 'no-store' };
  const campaignOf = async (c: Context) => {
    const slug = c.req.param('slug') ?? '';
    return slugPattern.test(slug) ? services.campaign(slug) : null;
  };
  const sites = async (c: Context, given: Pick<SitesPage, 'typed' | 'errors' | 'done'>, status: Status) => {
    const view = await campaignOf(c);
    if (view === null) return refusals.notFound(c);
    const html = renderSites({ ...given, view }, pageContext(services, assets, c));
    return c.body(html, status, { ...secret, 'content-language': languageOf(c) });
  };

  app.get('/c/:slug/sites', (c) => sites(c, { typed: '', errors: [], done: false }, 200));

  app.post('/c/:slug/sites', async (c) => {
    const { t } = words(pageContext(services, assets, c));
    const fail = (typed: string, sentence: string, status: Status) =>
      sites(c, { typed, errors: [{ name: 'url', sentence }], done: false }, status);
    if (mediaType(c) !== 'application/x-www-form-urlencoded') return fail('', t('sites.malformed'), 415);
    const body = await readBody(c.req.raw);
    if (body.kind !== 'text') return fail('', t('sites.malformed'), body.kind === 'too_large' ? 413 : 400);
    const { url } = formFields(body.text, ['url']);
    const typed = url.kind === 'value' ? url.value.replaceAll('\0', '').trim() : '';
    const outcome = await services.sites.register(c.req.param('slug'), withScheme(typed), addressOf(c));
    if (outcome.kind !== 'refused') return sites(c, { typed, errors: [], done: true }, 200);
    if (outcome.reason === 'campaign_unknown') return refusals.notFound(c);
    return fail(typed, t(`sites.${outcome.reason}`), refusalStatus[outcome.reason]);
  });

  app.get('/c/:slug/take-part', async (c) => {
    const view = await campaignOf(c);
    if (view === null) return refusals.notFound(c);
    const html = renderTakePart(view, pageContext(services, assets, c));
    return c.body(html, 200, { ...headers, 'content-language': languageOf(c) });
  });

  app.get('/c/:slug/share', async (c) => {
    const view = await campaignOf(c);
    if (view === null) return refusals.notFound(c);
    const address = sharedAddress(c.req.query('url'), c.req.query('text'));
    const html = renderShare({ view, address }, pageContext(services, assets, c));
    return c.body(html, 200, { ...secret, 'x-robots-tag': 'noindex', 'content-language': languageOf(c) });
  });

  app.get('/c/:slug/app.webmanifest', async (c) => {
    const view = await campaignOf(c);
    if (view === null) return refusals.notFound(c);
    const name = words(pageContext(services, assets, c)).localised(view.title);
    const start = `/c/${view.slug}/take-part`;
    const manifest = {
      id: start,
      name: `Relais · ${name}`,
      short_name: 'Relais',
      lang: languageOf(c),
      start_url: start,
      scope: `/c/${view.slug}/`,
      display: 'minimal-ui',
      icons: [{ src: assets.address('icon.svg'), sizes: 'any', type: 'image/svg+xml' }],
      // Android puts the address of a shared page into `text`.
      share_target: {
        action: `/c/${view.slug}/share`,
        method: 'GET',
        params: { title: 'title', text: 'text', url: 'url' },
      },
    };
    return c.body(JSON.stringify(manifest), 200, {
      ...openHeaders,
      vary: 'Accept-Language',
      'content-type': 'application/manifest+json',
    });
  });
  return app;
}

/** The address that was shared: the one named, else the last within the text (programs put it behind the title). */
export function sharedAddress(url: string | undefined, text: string | undefined): string {
  const named = (url ?? '').trim().slice(0, shared_length_max);
  if (named !== '') return named;
  return (
    (text ?? '')
      .slice(0, shared_length_max)
      .match(/https?:\/\/[^\s<>"]+/gi)
      ?.at(-1) ?? ''
  );
}
