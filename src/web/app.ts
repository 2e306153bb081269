import { type Context, Hono } from 'hono';
import type { Logger } from 'pino';
import { Counter, collectDefaultMetrics, type Registry } from 'prom-client';
import { campaignLink } from '../evidence/mod.ts';
import { headerOf, openHeaders, problem } from './answer.ts';
import { fediverse } from './api/activitypub.ts';
import { campaignApi } from './api/campaigns.ts';
import { events } from './api/events.ts';
import { feeds } from './api/feeds.ts';
import { health } from './api/health.ts';
import { journalFeeds } from './api/journal-feeds.ts';
import { publicLog } from './api/log.ts';
import { oembed } from './api/oembed.ts';
import { openapiDocument } from './api/openapi.ts';
import { purchasesApi } from './api/purchases.ts';
import { receiptApi } from './api/receipt.ts';
import { receivers } from './api/receivers.ts';
import { readAssets } from './assets.ts';
import { createCache } from './cache.ts';
import { consolePages } from './console/routes.ts';
import { embeds } from './embed/routes.ts';
import { measure } from './measure.ts';
import { appealPages } from './pages/appeal-routes.ts';
import { ownCommentPages } from './pages/comment-own-routes.ts';
import { dataPages } from './pages/data-routes.ts';
import { dialogueLinkPages } from './pages/dialogue-link-routes.ts';
import { ownGuestPages } from './pages/meetings-own-routes.ts';
import { noticePages } from './pages/notice-routes.ts';
import { createRefusals } from './pages/refusals.ts';
import { relayerPages } from './pages/relayer-routes.ts';
import { pages } from './pages/routes.ts';
import { ownShiftPages } from './pages/volunteer-own-routes.ts';
import type { Services } from './port.ts';
import { wellKnown } from './well-known.ts';
import { zipped } from './zip.ts';

/** The whole web: pages, receivers, API, embeds. Handlers get what they need as `services`; nothing here knows a database. */
export function createApp(
  given: Services,
  options: { readonly registry: Registry; readonly log: Logger },
): Hono {
  const { registry, log } = options;
  const services = countingClaims(given, registry);
  collectDefaultMetrics({ register: registry });
  const assets = readAssets();
  const cache = createCache(services.clock.now);
  services.changes(cache.drop);
  const refusals = createRefusals(services, assets);

  const app = new Hono();
  app.route('/', campaignApi(services, cache));
  app.route('/', embeds(services, cache, assets, refusals));
  app.route('/', feeds(services, cache));
  app.route('/', journalFeeds(services, cache));
  app.route('/', publicLog(services));
  app.route('/', health(services, registry));
  app.get('/c/:slug/events', events(services));
  app.post('/api/v1/campaigns/:slug/purchases', purchasesApi(services));
  app.get('/api/v1/campaigns/:slug/purchases', receiptApi(services));
  app.get('/oembed', oembed(services, campaignLink(new URL(services.publicUrl))));
  const openapi = openapiDocument(services.publicUrl);
  app.get('/api/v1/openapi.json', (c) =>
    c.body(JSON.stringify(openapi), 200, { ...openHeaders, 'content-type': 'application/json' }),
  );
  app.get('/assets/:name', (c) => {
    const asset = assets.find(c.req.param('name'));
    if (asset === undefined) return refusals.notFound(c);
    const current = c.req.query('v') === asset.version;
    const small = zipped(asset, asset.body, headerOf(c, 'accept-encoding'));
    return c.body(small ?? asset.body, 200, {
      ...openHeaders,
      ...(small === null ? {} : { 'content-encoding': 'gzip' }),
      vary: 'Accept-Encoding',
      'content-type': asset.type,
      'cache-control': current ? 'public, max-age=31536000, immutable' : 'public, max-age=60',
    });
  });
  app.route('/', wellKnown(services, refusals));
  app.route('/', fediverse(services, refusals));
  app.route('/', receivers(services, { page: refusals.intake }));
  app.route('/', dataPages(services, assets, refusals));
  app.route('/', relayerPages(services, assets, refusals));
  app.route('/', appealPages(services, assets, refusals));
  app.route('/', noticePages(services, assets, refusals));
  app.route('/', ownCommentPages(services, assets, refusals));
  app.route('/', dialogueLinkPages(services, assets, refusals));
  app.route('/', ownShiftPages(services, assets, refusals));
  app.route('/', ownGuestPages(services, assets, refusals));
  app.route('/', consolePages(services, assets, refusals));
  app.route('/', pages(services, cache, assets, refusals, openapi));

  app.notFound((c) => {
    const reading = c.req.method === 'GET' || c.req.method === 'HEAD';
    return !reading && isRead(app, c) ? refusals.notAllowed(c) : refusals.notFound(c);
  });
  app.onError((error, c) => {
    log.error({ err: error, method: c.req.method, path: c.req.path }, 'request failed');
    return isApi(c) ? problem(500, 'Something went wrong here; it has been noted.') : refusals.failed(c);
  });
  measure(app, registry);
  return app;
}

/** Whether an address is one that can be read, though not with this method. */
function isRead(app: Hono, c: Context): boolean {
  const [handlers] = app.router.match('GET', c.req.path);
  return handlers.length > 0;
}

function isApi(c: Context): boolean {
  return c.req.path.startsWith('/api/') || c.req.path.endsWith('.json');
}

/** Counts claims by the way they came and what became of them. */
function countingClaims(services: Services, registry: Registry): Services {
  const claims = new Counter({
    name: 'relais_claims_total',
    help: 'Claims received',
    labelNames: ['via', 'outcome'],
    registers: [registry],
  });
  return {
    ...services,
    claim: async (claim) => {
      const outcome = await services.claim(claim);
      claims.inc({
        via: claim.via,
        outcome: outcome.kind === 'refused' ? outcome.reason : outcome.again ? 'again' : 'accepted',
      });
      return outcome;
    },
  };
}
