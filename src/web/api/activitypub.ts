import { type Context, Hono } from 'hono';
import { openHeaders, problem } from '../answer.ts';
import type { Refusals } from '../pages/refusals.ts';
import type { FediverseDoor, Services } from '../port.ts';
import { readBody } from './body.ts';

/** An activity with the message in it; longer ones are cut by their own servers. */
const activity_bytes_max = 256 * 1024;
const body_timeout_ms = 10_000;
/** How long a server should wait when we are busy. */
const wait_seconds = 120;

const openDocument = { ...openHeaders, 'cache-control': 'public, max-age=60', vary: 'Accept' };
const documentHeaders = { ...openDocument, 'content-type': 'application/activity+json' };
const activityType = /^application\/(?:activity\+json|ld\+json|json)\s*(?:;|$)/i;
/** A browser names HTML; a server of the fediverse names its own types. */
const wantsDocument = (c: Context) => !/\btext\/html\b/.test(c.req.header('accept') ?? '');

/** The campaigns' actors (ActivityPub), how they are found (RFC 7033), and what this server is (NodeInfo 2.1). */
export function fediverse(services: Services, refusals: Refusals): Hono {
  const app = new Hono();
  const { fediverse: door } = services;
  if (door === null) return app;
  const answer = async (c: Context) => {
    const given = await door.answer(c.req.raw);
    if (given.status === 404) return refusals.notFound(c);
    const headers = new Headers(given.headers);
    if (given.status === 200)
      for (const [name, value] of Object.entries(openDocument))
        if (!headers.has(name)) headers.set(name, value);
    return new Response(given.body, { status: given.status, headers });
  };
  for (const path of [
    '/.well-known/webfinger',
    '/.well-known/nodeinfo',
    '/nodeinfo/2.1',
    '/ap/c/:slug',
    '/ap/c/:slug/followers',
  ])
    app.get(path, answer);

  const document = async (c: Context, kind: Parameters<FediverseDoor['document']>[1]) => {
    const [slug = '', id = ''] = [c.req.param('slug'), c.req.param('id')];
    const thing = await door.document(slug, kind, id);
    if (thing === null) return refusals.notFound(c);
    return wantsDocument(c)
      ? c.body(JSON.stringify(thing), 200, documentHeaders)
      : c.body(null, 303, { location: `${services.publicUrl}/c/${slug}`, vary: 'Accept' });
  };
  app.get('/ap/c/:slug/notes/:id', (c) => document(c, 'notes'));
  app.get('/ap/c/:slug/quotes/:id', (c) => document(c, 'quotes'));
  app.get('/ap/c/:slug/outbox', (c) => document(c, 'outbox'));
  app.get('/ap/c/:slug/featured', (c) => document(c, 'featured'));

  const inbox = async (c: Context) => {
    if (!activityType.test(c.req.header('content-type') ?? ''))
      return problem(415, 'An activity is sent as application/activity+json.');
    const body = await readBody(c.req.raw, body_timeout_ms, activity_bytes_max);
    if (body.kind === 'too_large') return problem(413, 'The activity is larger than 256 KB.');
    if (body.kind !== 'text') return problem(400, 'The body could not be read as UTF-8.');
    const outcome = await door.inbox({
      path: c.req.path,
      headers: c.req.raw.headers,
      body: body.text,
    });
    switch (outcome.kind) {
      case 'taken':
        return c.body(null, 202);
      case 'malformed':
        return problem(400, outcome.sentence);
      case 'unsigned':
        return problem(401, outcome.sentence);
      case 'not_theirs':
        return problem(403, outcome.sentence);
      case 'busy': {
        const busy = problem(503, 'Too many activities at once. Try again in two minutes.');
        busy.headers.set('retry-after', String(wait_seconds));
        return busy;
      }
    }
  };
  app.post('/ap/inbox', inbox);
  app.post('/ap/c/:slug/inbox', async (c) =>
    (await services.campaign(c.req.param('slug'))) === null ? refusals.notFound(c) : inbox(c),
  );
  return app;
}
