import { Hono } from 'hono';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { isoInstant } from '../kernel/mod.ts';
import { receivers } from './api/receivers.ts';
import type { Services } from './services.ts';

/** Stand-in until the pages are there. */
export function createApp(services: Services, _options: { registry: Registry; log: Logger }): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/c/:slug', async (c) => {
    c.header('X-Pingback', `${services.publicUrl}/pingback`);
    c.header('Link', `<${services.publicUrl}/webmention>; rel="webmention"`);
    return c.html('<html></html>');
  });
  app.get('/api/v1/campaigns/:slug', async (c) => {
    const campaign = await services.campaign(c.req.param('slug'));
    return campaign === null ? c.json({}, 404) : c.json({ ...campaign.totals, asOf: isoInstant(campaign.totals.asOf) });
  });
  app.get('/relays/:id', async (c) => c.json(await services.relay(c.req.param('id'))));
  app.route('/', receivers(services));
  return app;
}
