import { expect, test } from 'vitest';
import { openFrontDoor } from './front-door.suite.ts';
import { readRoutes } from './measure.ts';

const routeOf = readRoutes([
  '/',
  '/c/:slug',
  '/c/:slug/',
  '/c/:slug/badge.svg',
  '/c/:slug{[a-z0-9-]+}/relays',
  '/relays/:id{[^/]+\\.json}',
  '/relays/:id',
  '/:slug',
  '/healthz',
]);

test.each([
  ['http://x/', '/'],
  ['http://x/?lang=en', '/'],
  ['https://relais.example:8443/c/essai?before=3', '/c/:slug'],
  ['http://x/c/essai/', '/c/:slug/'],
  ['http://x/c/essai/badge.svg', '/c/:slug/badge.svg'],
  ['http://x/c/essai/relays', '/c/:slug/relays'],
  ['http://x/c/essai/nothing', 'other'],
  ['http://x/relays/rly_1.json', '/relays/:id'],
  ['http://x/healthz', '/healthz'],
  ['http://x/essai', '/:slug'],
  ['http://x/a/b/c/d/e', 'other'],
])('%s follows %s', (url, pattern) => {
  expect(routeOf(url)).toBe(pattern);
});

test('answers are timed by route and status; an address never becomes a label', async () => {
  const door = openFrontDoor();
  for (const path of ['/c/un-billet-dix-repas', '/c/un-billet-dix-repas', '/c/secret', '/odd/a/b/secret'])
    await door.look(path);
  const text = await (await door.app.request('/metrics')).text();
  expect(text).toContain('relais_http_seconds_count{route="/c/:slug",status="200"} 2');
  expect(text).toContain('relais_http_seconds_count{route="/c/:slug",status="404"} 1');
  expect(text).toContain('relais_http_seconds_count{route="other",status="404"} 1');
  expect(text).not.toContain('secret');
});
