import { type Context, Hono } from 'hono';
import { reservedSegments } from '../../evidence/mod.ts';
import { headerOf, languageOf, openHeaders, pageHeaders, problem, wantsHtml } from '../answer.ts';
import { relayJson } from '../api/shapes.ts';
import type { Assets } from '../assets.ts';
import { answerKept, type Cache } from '../cache.ts';
import { factsOf } from '../parts/dialogue-facts.ts';
import type { Services } from '../port.ts';
import { renderAccessibility } from './accessibility.tsx';
import { renderApiDocs } from './api-docs.tsx';
import { renderCampaign } from './campaign.tsx';
import { pageContext } from './context.ts';
import { dialoguePages } from './dialogue-routes.ts';
import { renderHome } from './home.tsx';
import { housePages } from './house-routes.ts';
import { journalPages } from './journal-routes.ts';
import { meetingPages } from './meetings-routes.ts';
import { renderPartners } from './partners.tsx';
import { relayProved, renderNoProof } from './proof.tsx';
import { proofPages } from './proof-routes.ts';
import { purchasePages } from './purchase-routes.ts';
import type { Refusals } from './refusals.ts';
import { renderRelay } from './relay.tsx';
import { resultPages } from './results-routes.ts';
import { sitePages } from './sites-routes.ts';
import { trialPages } from './trial-routes.ts';
import { volunteerPages } from './volunteer-routes.ts';
import { writeUpPages } from './write-ups-routes.ts';

/** Relays on one page of the wall. */
const wall_page = 24;
const slugPattern = /^[a-z0-9-]{1,64}$/;
const vary = { vary: 'Accept-Language' };
const speaks = (c: Context) => ({ 'content-language': languageOf(c) });

/**
 * The pages. Every page under a campaign's address is a relay target: it names the receivers in its headers, each
 * exactly once and absolute (WordPress stops at a second `X-Pingback`), on `HEAD` as on `GET`.
 */
export function pages(
  services: Services,
  cache: Cache,
  assets: Assets,
  refusals: Refusals,
  openapi: object,
): Hono {
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);
  const targetHeaders = {
    ...pageHeaders,
    ...vary,
    'cache-control': 'public, max-age=1',
    'x-pingback': `${services.publicUrl}/pingback`,
    link: `<${services.publicUrl}/webmention>; rel="webmention"`,
  };

  app.get('/', async (c) => {
    const html = renderHome(await services.campaigns(), context(c));
    return c.body(html, 200, { ...pageHeaders, ...vary, ...speaks(c), 'cache-control': 'no-cache' });
  });

  app.get('/accessibility', async (c) => {
    const html = renderAccessibility(services.contacts().people, await services.campaigns(), context(c));
    return c.body(html, 200, { ...pageHeaders, ...vary, ...speaks(c), 'cache-control': 'no-cache' });
  });

  app.get('/c/:slug', (c): Response | Promise<Response> => {
    const slug = c.req.param('slug');
    if (!slugPattern.test(slug)) return refusals.notFound(c);
    if (c.req.method === 'HEAD') return head(c, slug);
    const before = c.req.query('before');
    if (before !== undefined && !/^\d{1,15}$/.test(before)) return refusals.notFound(c);
    const render = () => campaignPage(c, slug, before === undefined ? null : Number(before));
    // Only the newest page of the wall is asked for often.
    if (before !== undefined)
      return render().then((made) =>
        made === null ? refusals.notFound(c) : new Response(made.body, { headers: made.headers }),
      );
    const chosen = c.req.query('lang') !== undefined;
    return answerKept(
      cache.get(slug, `page ${languageOf(c)} ${chosen}`, render),
      headerOf(c, 'if-none-match'),
      () => refusals.notFound(c),
      headerOf(c, 'accept-encoding'),
    );
  });
  // A blog that looks for the receivers gives up after 2 s: a HEAD never waits for a page.
  const head = async (c: Context, slug: string): Promise<Response> => {
    const known = await cache.get(slug, 'head', async () =>
      (await services.campaign(slug)) === null ? null : { body: '', headers: targetHeaders },
    );
    if (known === null) return refusals.notFound(c);
    const { etag: _etag, ...headers } = known.headers;
    return new Response(null, { headers });
  };
  const campaignPage = async (c: Context, slug: string, before: number | null) => {
    const [campaign, wall, appeals, questions, meetings, reservations] = await Promise.all([
      services.campaign(slug),
      services.relaysBefore(slug, before, wall_page),
      services.appeals.counts(slug),
      services.dialogue.questions(slug),
      services.meetings.meetings(slug),
      services.dialogue.reservations(slug),
    ]);
    if (campaign === null || wall === null) return null;
    const html = renderCampaign(campaign, { ...wall, newest: before === null }, context(c), appeals, {
      questions,
      reservations: reservations.filter((one) => one.state === 'listed' && one.offTopic === null),
      meeting: meetings.find((one) => one.state === 'open' && one.startsAt > services.clock.now()) ?? null,
    });
    return {
      body: html,
      headers: { ...targetHeaders, ...speaks(c), vary: 'Accept-Language, Accept-Encoding' },
    };
  };

  app.get('/c/:slug/partners', async (c) => {
    const slug = c.req.param('slug');
    const campaign = slugPattern.test(slug) ? await services.campaign(slug) : null;
    if (campaign === null) return refusals.notFound(c);
    const [settlement, questions] = await Promise.all([
      services.settlement(slug),
      services.dialogue.questions(slug),
    ]);
    const facts = factsOf(campaign, questions, services.clock.now());
    const html = renderPartners(campaign, settlement, facts, context(c));
    return c.body(html, 200, { ...targetHeaders, ...speaks(c) });
  });

  app.route('/', housePages(services, assets, refusals, targetHeaders));
  app.route('/', resultPages(services, assets, refusals, targetHeaders));
  app.route('/', purchasePages(services, assets, refusals, targetHeaders));
  app.route('/', journalPages(services, assets, refusals, targetHeaders));
  app.route('/', volunteerPages(services, assets, refusals, targetHeaders));
  app.route('/', writeUpPages(services, assets, refusals, targetHeaders));
  app.route('/', dialoguePages(services, assets, refusals, targetHeaders));
  app.route('/', meetingPages(services, assets, refusals, targetHeaders));

  app.route('/', sitePages(services, assets, refusals, targetHeaders));
  app.route('/', trialPages(services, assets, refusals));

  const isErased = async (id: string) => (await services.proof(id)).kind === 'erased';
  const goneOrUnknown = async (id: string) =>
    (await isErased(id))
      ? problem(410, 'The subject of this relay was erased on request; its entry stays in the log.')
      : problem(404, 'There is no relay of this name.');

  app.get('/relays/:id{[^/]+\\.json}', async (c) => {
    const id = c.req.param('id').slice(0, -'.json'.length);
    const relay = await services.relay(id);
    return relay === null ? goneOrUnknown(id) : relayAnswer(relay);
  });
  app.route('/', proofPages(services, assets, refusals, targetHeaders));
  app.get('/relays/:id', async (c) => {
    const relay = await services.relay(c.req.param('id'));
    if (!wantsHtml(c)) return relay === null ? goneOrUnknown(c.req.param('id')) : relayAnswer(relay);
    const campaign = relay === null ? null : await services.campaign(relay.campaign);
    if (relay === null && (await isErased(c.req.param('id'))))
      return c.body(renderNoProof('erased', relayProved(c.req.param('id')), context(c)), 410, {
        ...pageHeaders,
        ...speaks(c),
        vary: 'Accept, Accept-Language',
        'cache-control': 'no-store',
      });
    if (relay === null || campaign === null) return refusals.notFound(c);
    const waiting = relay.state === 'received' || relay.state === 'checking';
    const refresh: Record<string, string> = waiting ? { refresh: '5' } : {};
    const people = {
      standing: await services.appeals.standing(relay.id),
      counts: relay.state === 'refused' ? await services.appeals.counts(relay.campaign) : null,
    };
    return c.body(renderRelay(relay, campaign, context(c), people), 200, {
      ...pageHeaders,
      ...speaks(c),
      vary: 'Accept, Accept-Language',
      'cache-control': 'no-store',
      ...refresh,
    });
  });

  app.get('/api/docs', (c) =>
    c.body(renderApiDocs(openapi, context(c)), 200, { ...pageHeaders, ...vary, ...speaks(c) }),
  );
  app.get('/c/:slug/', async (c) => {
    const slug = c.req.param('slug');
    if (!slugPattern.test(slug) || (await services.campaign(slug)) === null) return refusals.notFound(c);
    return c.redirect(`/c/${slug}${new URL(c.req.url).search}`, 308);
  });
  // The short address; posts that link to it count as well.
  app.get('/:slug', async (c) => {
    const slug = c.req.param('slug');
    const campaign =
      slugPattern.test(slug) && !reservedSegments.has(slug) ? await services.campaign(slug) : null;
    return campaign === null ? refusals.notFound(c) : c.redirect(`${services.publicUrl}/c/${slug}`, 301);
  });
  return app;
}

function relayAnswer(relay: NonNullable<Awaited<ReturnType<Services['relay']>>>): Response {
  return new Response(JSON.stringify(relayJson(relay)), {
    headers: {
      ...openHeaders,
      'content-type': 'application/json',
      vary: 'Accept, Accept-Language',
      'cache-control': 'no-store',
    },
  });
}
