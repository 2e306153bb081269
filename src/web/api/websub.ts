import { Hono } from 'hono';
import type { Services } from '../port.ts';
import { readBytes } from './body.ts';

/** As much of a feed as a hub may send: what we would read of the feed itself. */
const push_bytes_max = 2 * 1024 * 1024;
const challenge_length_max = 2000;
const topic_length_max = 2100;
const plain = {
  'content-type': 'text/plain; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; sandbox",
};

/**
 * `/websub/:id` (W3C WebSub §5.3, §7): where a hub asks whether a subscription is wanted, and tells that a feed has
 * something new. A push is acknowledged whether or not its signature is right, as the specification wants it; only one
 * with the right signature makes us look at the feed.
 */
export function websub(services: Services, body_timeout_ms?: number): Hono {
  const app = new Hono();
  app.get('/websub/:id', async (c) => {
    const query = (name: string) => c.req.query(`hub.${name}`);
    const [mode = '', topic = '', challenge = ''] = [query('mode'), query('topic'), query('challenge')];
    const sound =
      topic.length <= topic_length_max && !/[\0]/.test(topic) && challenge.length <= challenge_length_max;
    const asked = { mode, topic, leaseSeconds: query('lease_seconds') };
    const wanted = sound && (await services.hubs.confirm(c.req.param('id'), asked));
    return wanted
      ? c.body(mode === 'denied' ? '' : challenge, 200, plain)
      : c.body('This was not asked for.\n', 404, plain);
  });
  app.post('/websub/:id', async (c) => {
    const body = await readBytes(c.req.raw, body_timeout_ms, push_bytes_max);
    if (body.kind !== 'bytes')
      return c.body(
        'The body did not arrive, or is larger than 2 MB.\n',
        body.kind === 'too_large' ? 413 : 400,
        plain,
      );
    const signatures = ['x-hub-signature-256', 'x-hub-signature'].flatMap((name) => c.req.header(name) ?? []);
    const outcome = await services.hubs.push(c.req.param('id'), { signatures, bytes: body.bytes });
    return outcome === 'gone'
      ? c.body('There is no such subscription.\n', 410, plain)
      : c.body('', 202, plain);
  });
  return app;
}
