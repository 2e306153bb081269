import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openFrontDoor } from './front-door.suite.ts';
import { takesGzip } from './zip.ts';

test.each([
  [undefined, false],
  ['', false],
  ['gzip', true],
  ['x-gzip', true],
  ['GZIP, deflate', true],
  ['deflate, gzip;q=1.0, *;q=0.5', true],
  ['br;q=1, gzip; q=0.2', true],
  ['gzip;q=0', false],
  ['gzip;q=0.0', false],
  ['gzip;q=banana', false],
  ['gzipped', false],
  ['identity', false],
  ['*', false],
  [`${'a,'.repeat(400)}gzip`, false],
])('%s: %s', (header, taken) => {
  expect(takesGzip(header)).toBe(taken);
});

test.each(['/c/un-billet-dix-repas', '/assets/style.css', '/assets/live.js'])(
  '%s is the same text, packed',
  async (path) => {
    const { app } = openFrontDoor();
    const headers = { 'accept-encoding': 'gzip' };
    const [plain, small] = [await app.request(path), await app.request(path, { headers })];
    expect([plain.headers.get('content-encoding'), small.headers.get('content-encoding')]).toEqual([
      null,
      'gzip',
    ]);
    for (const one of [plain, small]) expect(one.headers.get('vary')).toContain('Accept-Encoding');
    const bytes = Buffer.from(await small.arrayBuffer());
    const text = await plain.text();
    expect(gunzipSync(bytes).toString()).toBe(text);
    expect(bytes.length).toBeLessThan(text.length / 2);
  },
);

test('each form has its own tag, and either spares the answer', async () => {
  const { app } = openFrontDoor();
  const ask = (headers: Record<string, string>) => app.request('/c/un-billet-dix-repas', { headers });
  const [plain, small] = [await ask({}), await ask({ 'accept-encoding': 'gzip' })];
  const tags = [plain, small].map((one) => one.headers.get('etag') ?? '');
  expect(new Set(tags).size).toBe(2);
  for (const tag of tags) expect((await ask({ 'if-none-match': tag })).status).toBe(304);
  expect((await ask({ 'if-none-match': '"other-gz"' })).status).toBe(200);
});

test('what is small, and what may hold a secret, is given as it is', async () => {
  const { app } = openFrontDoor();
  const headers = { 'accept-encoding': 'gzip', accept: 'text/html' };
  for (const path of ['/c/un-billet-dix-repas/badge.svg', '/console/sign-in', '/comments'])
    expect((await app.request(path, { headers })).headers.get('content-encoding')).toBeNull();
});
