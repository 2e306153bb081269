import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { gzipSync } from 'node:zlib';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, expect, test } from 'vitest';
import { claimServices } from '../../../test/claim-services.ts';
import { receivers } from '../../web/api/receivers.ts';
import { contentOf, samplePosts } from './article.ts';
import { startBadActors } from './bad-actor.ts';
import { closeServer, listen } from './blog-server.ts';
import { startBlogs } from './blogs.ts';
import { sendLikeGhost, webmentionEndpoint } from './webmention-sender.ts';
import { pingbackLink, pingLikeWordPress } from './wordpress.ts';

const blog = 'http://blog.example';
const source = `${blog}/2026/11/billet/`;
const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map(closeServer));
});

type Heard = { method: string; path: string; headers: IncomingMessage['headers']; body: string };
type Answering = (heard: Heard, response: ServerResponse, origin: string) => void;

/** A receiver that answers as told and keeps what it heard. */
async function stub(answering: Answering): Promise<{ origin: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const listener: RequestListener = async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    heard.push(one);
    answering(one, response, origin);
  };
  const server = createServer(listener);
  servers.push(server);
  const origin = await listen(server, '127.0.0.1', 0);
  return { origin, heard };
}

const success =
  '<?xml version="1.0"?><methodResponse><params><param><value><string>ok</string></value></param></params></methodResponse>';
const faulty = (code: number, type = 'int') =>
  `<methodResponse><fault><value><struct><member><name>faultCode</name><value><${type}>${code}</${type}></value></member><member><name>faultString</name><value><string>no</string></value></member></struct></value></fault></methodResponse>`;

test('a ping as WordPress sends it: four requests, to the byte', async () => {
  const { origin, heard } = await stub(({ path }, response, here) => {
    if (path === '/pingback') return void response.end(success);
    response.setHeader('X-Pingback', `${here}/pingback`).end('page');
  });
  const link = `${origin}/c/essai`;
  const [outcome] = await pingLikeWordPress(source, [link]);
  expect(outcome).toMatchObject({
    kind: 'accepted',
    foundBy: 'header',
    answer: 'ok',
    endpoint: `${origin}/pingback`,
  });
  expect(heard.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'HEAD /c/essai',
    'POST /pingback',
    'HEAD /c/essai',
  ]);
  expect(heard[0]?.headers).toMatchObject({
    'user-agent': 'WordPress/6.1.9; http://blog.example',
    referer: link,
    connection: 'close',
  });
  expect(heard[1]?.headers).toMatchObject({
    'user-agent': 'The Incutio XML-RPC PHP Library -- WordPress/6.1.9',
    'content-type': 'text/xml',
    'content-length': String(heard[1]?.body.length),
  });
  expect(heard[1]?.body).toBe(`<?xml version="1.0"?>
<methodCall>
<methodName>pingback.ping</methodName>
<params>
<param><value><string>${source}</string></value></param>
<param><value><string>${link}</string></value></param>
</params></methodCall>
`);
});

const page =
  (inner: string): Answering =>
  ({ method, path }, response, here) => {
    if (method === 'POST') return void response.end(success);
    if (path === '/moved') return void response.writeHead(301, { Location: '/c/essai' }).end();
    response
      .setHeader('Content-Type', 'text/html')
      .end(method === 'HEAD' ? undefined : inner.replaceAll('HERE', here));
  };
const pingback =
  (answer: (response: ServerResponse) => void): Answering =>
  ({ method }, response, here) =>
    method === 'POST' ? answer(response) : void response.setHeader('X-Pingback', `${here}/pingback`).end();
const headed =
  (...values: string[]): Answering =>
  ({ method }, response, here) =>
    method === 'POST'
      ? void response.end(success)
      : void response
          .setHeader(
            'X-Pingback',
            values.map((v) => v.replace('HERE', here)),
          )
          .end();

test.each<[string, string, Answering, string?]>([
  ['accepted', 'a link in the page', page('<link rel="pingback" href="HERE/pingback">')],
  ['accepted', 'a link with single quotes', page("<link rel='pingback' href='HERE/pingback'>")],
  ['accepted', 'a page that moved', page('<link rel="pingback" href="HERE/pingback">'), '/moved'],
  ['no_endpoint', 'href before rel', page('<link href="HERE/pingback" rel="pingback">')],
  ['no_endpoint', 'mixed quotes', page('<link rel="pingback" href=\'HERE/pingback\'>')],
  ['no_endpoint', 'two rel values', page('<link rel="pingback nofollow" href="HERE/pingback">')],
  ['no_endpoint', 'a relative link', page('<link rel="pingback" href="/pingback">')],
  ['no_endpoint', 'nothing', page('<p>essai</p>')],
  ['accepted', 'a header', headed('HERE/pingback?a=1#b')],
  ['no_endpoint', 'two headers', headed('HERE/pingback', 'HERE/pingback')],
  ['no_endpoint', 'a relative header', headed('/pingback')],
  ['no_endpoint', 'a bare root', headed('HERE/')],
  ['no_endpoint', 'HEAD is reset', (_heard, response) => void response.destroy()],
  [
    'accepted',
    'HEAD answers 500, with the header',
    (heard, response, here) => {
      response.statusCode = heard.method === 'POST' ? 200 : 500;
      response.setHeader('X-Pingback', `${here}/pingback`).end(success);
    },
  ],
  ['skipped', 'our root', headed('HERE/pingback'), '/'],
  ['accepted', 'our root with a query', headed('HERE/pingback'), '/?c=1'],
  ['known', 'fault 48', pingback((response) => response.end(faulty(48)))],
  ['fault', 'fault 33 as i4', pingback((response) => response.end(faulty(33, 'i4')))],
  ['fault', 'fault 17', pingback((response) => response.end(faulty(17)))],
  ['accepted', 'a line break first', pingback((response) => response.end(`\n${success}`))],
  [
    'accepted',
    'gzip',
    pingback((response) => response.setHeader('Content-Encoding', 'gzip').end(gzipSync(success))),
  ],
  ['unreadable', 'a comment first', pingback((response) => response.end(`<!-- -->${success}`))],
  ['unreadable', 'HTML', pingback((response) => response.end('<!doctype html>'))],
  ['unreadable', 'nothing', pingback((response) => response.end())],
  ['unreadable', '202', pingback((response) => response.writeHead(202).end(success))],
  ['unreadable', '500', pingback((response) => response.writeHead(500).end(success))],
  ['no_answer', 'a reset', pingback((response) => void response.destroy())],
])('WordPress: %s, %s', async (kind, _name, answering, path = '/c/essai') => {
  const { origin } = await stub(answering);
  const [outcome] = await pingLikeWordPress(source, [origin + path]);
  expect(outcome?.kind).toBe(kind);
});

test('WordPress waits 2 s for the page and 3 s for the ping, and never for a host without a dot', async () => {
  const silent = await stub(() => undefined);
  const mute = await stub(pingback(() => undefined));
  const [[page], [ping], [local]] = await Promise.all([
    pingLikeWordPress(source, [`${silent.origin}/c/essai`]),
    pingLikeWordPress(source, [`${mute.origin}/c/essai`]),
    pingLikeWordPress(source, ['http://localhost:1/c/essai']),
  ]);
  expect(page?.kind).toBe('no_endpoint');
  expect(page?.ms.discovery).toBeGreaterThan(1900);
  expect(silent.heard.filter(({ method }) => method === 'POST')).toEqual([]);
  expect(ping?.kind).toBe('no_answer');
  expect(ping?.ms.ping).toBeGreaterThan(2900);
  expect(local).toMatchObject({ kind: 'skipped', ms: { total: 0 } });
});

test('WordPress’s text search looks no further than it does', () => {
  expect(pingbackLink('<LINK REL="pingback" HREF="http://a/b">')).toBe(null);
  expect(pingbackLink('text rel="pingback" and href="http://a/b"')).toBe('http://a/b');
  expect(pingbackLink('<link rel="pingback" href="http://a')).toBe(null);
});

test('a mention as Ghost sends it', async () => {
  const { origin, heard } = await stub(({ method }, response, here) => {
    if (method === 'POST')
      return void response.writeHead(202, { Location: `${here}/relays/1` }).end('taken\n');
    response.setHeader('Content-Encoding', 'gzip');
    response.end(gzipSync(`<link rel="webmention" href="${here}/webmention">`));
  });
  const [outcome] = await sendLikeGhost('http://ghost.test:2368/billet/', [`${origin}/c/essai`]);
  expect(outcome).toMatchObject({
    kind: 'accepted',
    status: 202,
    location: `${origin}/relays/1`,
    text: 'taken\n',
  });
  expect(heard.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /c/essai', 'POST /webmention']);
  expect(heard[1]?.headers).toMatchObject({
    'user-agent': 'Ghost(https://github.com/TryGhost/Ghost)',
    'content-type': 'application/x-www-form-urlencoded',
  });
  const target = encodeURIComponent(`${origin}/c/essai`);
  expect(heard[1]?.body).toBe(
    `source=http%3A%2F%2Fghost.test%3A2368%2Fbillet%2F&target=${target}&source_is_ghost=true`,
  );
});

test.each<[string, string, string | null]>([
  ['<https://r.example/w>; rel="webmention"', '', 'https://r.example/w'],
  ['<https://r.example/>; rel="api", <https://r.example/w>;rel="webmention"', '', 'https://r.example/w'],
  ['</w>; rel="webmention"', '<link rel="webmention" href="https://r.example/w">', null],
  ['<https://r.example/w>; rel=webmention', '', null],
  ['<https://r.example/w>; rel="webmention nofollow"', '', null],
  ['', '<link href="https://r.example/w?a=1&amp;b=2" rel="webmention">', 'https://r.example/w?a=1&b=2'],
  ['', "<a rel='webmention' href='https://r.example/w'>", 'https://r.example/w'],
  ['', '<link rel="webmention" href="/w">', null],
  ['', '<link rel="pingback" href="https://r.example/w">', null],
])('Ghost: header %j, page %j: %j', (header, html, endpoint) => {
  expect(webmentionEndpoint(header, html)).toBe(endpoint);
});

test('nothing found, nothing answered, refused', async () => {
  const none = await stub((_heard, response) => void response.end('<p>'));
  const refusing = await stub(({ method }, response, here) => {
    if (method === 'POST') return void response.writeHead(400).end('no\n');
    response.setHeader('Link', `<${here}/w>; rel="webmention"`).end();
  });
  const outcomes = await sendLikeGhost(source, [none.origin, refusing.origin, 'http://127.0.0.1:1/']);
  expect(outcomes.map(({ kind, status }) => [kind, status])).toEqual([
    ['no_endpoint', null],
    ['refused', 400],
    ['no_endpoint', null],
  ]);
});

/** The real receivers behind the headers of a campaign page. */
async function relais() {
  const server = createAdaptorServer({ fetch: (...args) => app.fetch(...args) }) as Server;
  servers.push(server);
  const origin = await listen(server, '127.0.0.1', 0);
  const state = claimServices(origin);
  const app = new Hono();
  app.get('/c/essai', (c) =>
    c.html('essai', 200, {
      'X-Pingback': `${origin}/pingback`,
      Link: `<${origin}/webmention>; rel="webmention"`,
    }),
  );
  app.route('/', receivers(state.services));
  return { state, campaign: `${origin}/c/essai` };
}

test('blogs, senders and receivers together: each post is one claim, whichever way it came', async () => {
  const { state, campaign } = await relais();
  const blogs = await startBlogs({ count: 10, firstHost: 600 });
  const urls = samplePosts(60, 4).map((post, n) =>
    (blogs[n % 10] as (typeof blogs)[0]).publish({ ...post, content: contentOf(post, campaign) }),
  );
  const pings = (await Promise.all(urls.map((url) => pingLikeWordPress(url, [campaign])))).flat();
  expect(pings.map(({ kind }) => kind)).toEqual(Array(60).fill('accepted'));
  expect(state.taken.size).toBe(60);
  const mentions = (await Promise.all(urls.map((url) => sendLikeGhost(url, [campaign])))).flat();
  expect(mentions.map(({ kind }) => kind)).toEqual(Array(60).fill('accepted'));
  expect(new Set(mentions.map(({ location }) => location)).size).toBe(60);
  expect(state.taken.size).toBe(60);
  await Promise.all(blogs.map((one) => one.close()));
});

test('bad actors: what they send is taken as a claim, and what they show is as they say', async () => {
  const { state, campaign } = await relais();
  const actors = await startBadActors({ campaign, firstHost: 700 });
  for (const act of actors.acts) {
    const outcomes = await act.send();
    expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'accepted'));
    expect(new Set(outcomes.map(({ location }) => location)).size).toBe(1);
  }
  expect(state.taken.size).toBe(actors.acts.length);
  const shown = (name: string) => actors.acts.find((act) => act.name === name)?.source ?? '';
  const linked = `href="${campaign}"`;
  const read = async (name: string) => (await fetch(shown(name))).text();
  expect(await read('no_link')).not.toContain('/c/essai');
  expect(await read('address_only')).not.toContain(linked);
  expect(await read('hidden_link')).toContain(`<p style="display:none"><a ${linked}>`);
  expect(await read('same_post_twice')).toContain(linked);
  expect(new URL(shown('second_post')).host).toBe(new URL(shown('same_post_twice')).host);
  expect((await fetch(shown('missing_post'))).status).toBe(404);
  expect((await fetch(shown('removed_later'))).status).toBe(200);
  const after = await actors.acts.find((act) => act.name === 'removed_later')?.afterwards?.send();
  expect(after?.map(({ kind, text }) => [kind, text?.startsWith('Known already')])).toEqual([
    ['accepted', true],
  ]);
  expect((await fetch(shown('removed_later'))).status).toBe(410);
  await actors.close();
});
