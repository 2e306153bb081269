import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import fc from 'fast-check';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ClaimServices, claimServices } from '../../../test/claim-services.ts';
import { converse } from '../../../test/raw-socket.ts';
import { receivers } from './receivers.ts';

/** What the recordings under `notes/` call us; nothing here resolves or connects to it. */
const site = 'http://relais.test';
let state: ClaimServices;
let server: Server;
let port: number;

beforeEach(() => {
  state = claimServices(site);
});

beforeAll(async () => {
  const app = new Hono();
  // A stand-in for the campaign page, with the header a WordPress looks for.
  app.get('/c/essai', (c) => c.body('essai', 200, { 'X-Pingback': `${site}/pingback` }));
  app.all('*', (c) => receivers(state.services, { body_timeout_ms: 300 }).fetch(c.req.raw, c.env));
  server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const undated = (text: string) => text.replace(/Date: [^\r]+\r\n/g, '');
const lines = (...all: string[]) => all.join('\r\n');

test('a recorded WordPress conversation, byte for byte', async () => {
  const head = lines(
    'HEAD /c/essai HTTP/1.1',
    'Host: relais.test',
    'User-Agent: WordPress/6.1.9; http://blog',
    'Accept: */*',
    'Accept-Encoding: deflate, gzip',
    'Referer: http://relais.test/c/essai',
    'Connection: close',
    '',
    '',
  );
  const xml =
    '<?xml version="1.0"?>\n<methodCall>\n<methodName>pingback.ping</methodName>\n<params>\n' +
    '<param><value><string>http://blog/2026/11/billet/</string></value></param>\n' +
    '<param><value><string>http://relais.test/c/essai</string></value></param>\n</params></methodCall>\n';
  const ping = lines(
    'POST /pingback HTTP/1.1',
    'Host: relais.test',
    'User-Agent: The Incutio XML-RPC PHP Library -- WordPress/6.1.9',
    'Accept: */*',
    'Accept-Encoding: deflate, gzip',
    'Content-Type: text/xml',
    `Content-Length: ${Buffer.byteLength(xml)}`,
    'Connection: close',
    '',
    xml,
  );
  const looked = await converse(port, [head]);
  expect(looked.text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(looked.text.match(/^x-pingback: http:\/\/relais\.test\/pingback\r$/gim)).toHaveLength(1);
  const pinged = await converse(port, [ping]);
  const answer =
    '<?xml version="1.0" encoding="UTF-8"?>\n<methodResponse>\n<params><param><value><string>' +
    'Received; it is checked in a moment: http://relais.test/relays/rly_00000000000000000000000001' +
    '</string></value></param></params>\n</methodResponse>\n';
  expect(undated(pinged.text).toLowerCase()).toBe(
    lines(
      'HTTP/1.1 200 OK',
      `Content-Length: ${answer.length}`,
      'Content-Type: text/xml',
      'Connection: close',
      '',
      answer,
    ).toLowerCase(),
  );
  expect(pinged.ended).toBe(true);
  expect((await converse(port, [head])).text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(looked.ms + pinged.ms).toBeLessThan(500);
  expect(state.handed).toEqual([
    { source: 'http://blog/2026/11/billet/', target: 'http://relais.test/c/essai', via: 'pingback' },
  ]);
});

test('a recorded Ghost mention, byte for byte, on a connection that stays', async () => {
  const body =
    'source=http%3A%2F%2Fghost.test%3A2368%2Fbillet%2F&target=http%3A%2F%2Frelais.test%2Fc%2Fessai&source_is_ghost=true';
  const mention = lines(
    'POST /webmention HTTP/1.1',
    'user-agent: Ghost(https://github.com/TryGhost/Ghost)',
    'content-type: application/x-www-form-urlencoded',
    'host: relais.test',
    `content-length: ${body.length}`,
    'connection: keep-alive',
    '',
    body,
  );
  const twice = await converse(port, [mention, mention], { until: /known already[^\n]+\n/i, gap_ms: 20 });
  expect(twice.text.match(/^HTTP\/1\.1 202 Accepted\r$/gm)).toHaveLength(2);
  expect(twice.text.match(/^location: http:\/\/relais\.test\/relays\/rly_0+1\r$/gim)).toHaveLength(2);
  expect(twice.ended).toBe(false);
  expect(state.handed[0]).toEqual({
    source: 'http://ghost.test:2368/billet/',
    target: 'http://relais.test/c/essai',
    via: 'webmention',
  });
});

const body = 'source=http://blog.test/a&target=http://relais.test/c/essai';
const post = (path: string, ...headers: string[]) =>
  lines(
    `POST ${path} HTTP/1.1`,
    'Host: relais.test',
    'Content-Type: application/x-www-form-urlencoded',
    ...headers,
    '',
    '',
  );
const sized = (length: number | string, path = '/webmention') => post(path, `Content-Length: ${length}`);
const chunked = (path = '/webmention') => post(path, 'Transfer-Encoding: chunked');
const hex = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const many = (count: number) => Array.from({ length: count }, (_, i) => `X-${i}: a`);

test.each<[string, (string | Uint8Array)[], RegExp]>([
  ['a good mention', [sized(body.length), body], /^HTTP\/1\.1 202 /],
  ['in two packets', [sized(body.length), body.slice(0, 9), body.slice(9)], /^HTTP\/1\.1 202 /],
  ['in chunks', [chunked(), hex(body.slice(0, 20)), hex(body.slice(20)), '0\r\n\r\n'], /^HTTP\/1\.1 202 /],
  [
    'with a hundred headers',
    [post('/webmention', ...many(100), `Content-Length: ${body.length}`), body],
    /^HTTP\/1\.1 202 /,
  ],
  [
    'a slow body',
    [sized(body.length), ...body.slice(0, 30)],
    /^HTTP\/1\.1 408 [\s\S]*did not arrive in time/,
  ],
  ['a body that stops', [sized(body.length), body.slice(0, 9)], /^HTTP\/1\.1 408 /],
  ['no body at all', [sized(body.length)], /^HTTP\/1\.1 408 /],
  ['chunks that stop', [chunked(), hex(body)], /^HTTP\/1\.1 408 /],
  [
    'a slow ping',
    [sized(400, '/pingback'), '<', '?', 'x', 'm', 'l'],
    /^HTTP\/1\.1 200 [\s\S]*<int>-32300<\/int>/,
  ],
  ['10 GB announced', [sized(10 ** 10), 'source='], /^HTTP\/1\.1 413 [\s\S]*larger than 64 KB/],
  ['10 GB announced to ping', [sized(10 ** 10, '/pingback')], /^HTTP\/1\.1 200 [\s\S]*<int>-32600<\/int>/],
  ['100 KB in chunks', [chunked(), ...Array<string>(2).fill(hex('a'.repeat(50_000)))], /^HTTP\/1\.1 413 /],
  [
    'waiting to continue',
    [post('/webmention', 'Expect: 100-continue', 'Content-Length: 99999')],
    /HTTP\/1\.1 413 /,
  ],
  ['no length', [post('/webmention')], /^HTTP\/1\.1 400 [\s\S]*source is missing/],
  ['a length that is none', [sized('many'), body], /^HTTP\/1\.1 400 /],
  ['a negative length', [sized(-1), body], /^HTTP\/1\.1 400 /],
  ['two lengths', [post('/webmention', 'Content-Length: 5', 'Content-Length: 6'), body], /^HTTP\/1\.1 400 /],
  [
    'length and chunks',
    [post('/webmention', 'Content-Length: 5', 'Transfer-Encoding: chunked'), body],
    /^HTTP\/1\.1 400 /,
  ],
  ['chunks of no size', [chunked(), 'zz\r\n', body], /^HTTP\/1\.1 400 /],
  ['a chunk too long', [chunked(), '3\r\nsource\r\n0\r\n\r\n'], /^HTTP\/1\.1 400 /],
  ['a chunk of terabytes', [chunked(), 'fffffffffffffffff\r\na'], /^HTTP\/1\.1 400 /],
  ['thousands of headers', [post('/webmention', ...many(5000), 'Content-Length: 0')], /^HTTP\/1\.1 431 /],
  ['a long header', [post('/webmention', `X: ${'a'.repeat(70_000)}`)], /^HTTP\/1\.1 431 /],
  ['an unknown method', ['BREW /webmention HTTP/1.1\r\nHost: relais.test\r\n\r\n'], /^HTTP\/1\.1 400 /],
  ['a rare method', ['PROPFIND /webmention HTTP/1.1\r\nHost: relais.test\r\n\r\n'], /^HTTP\/1\.1 405 /],
  ['no host', ['POST /webmention HTTP/1.1\r\n\r\n'], /^HTTP\/1\.1 400 /],
  [
    'HTTP 1.0',
    [
      `POST /webmention HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    ],
    /^HTTP\/1\.1 202 /,
  ],
  ['no HTTP', ['\u0016\u0003\u0001 hello\r\n\r\n'], /^HTTP\/1\.1 400 /],
])('%s', async (_name, parts, expected) => {
  const { text, ms } = await converse(port, parts, { until: expected, gap_ms: 15, wait_ms: 3000 });
  expect(text).toMatch(expected);
  expect(ms).toBeLessThan(2500);
  expect(state.handed).toHaveLength(/ 202 /.test(text) || /source is missing/.test(text) ? 1 : 0);
});

test.each([
  ['a slow body', [sized(body.length), body.slice(0, 9)]],
  ['too much', [sized(10 ** 9), 'a'.repeat(5000)]],
  ['chunks too many', [chunked(), ...Array<string>(20).fill(hex('a'.repeat(5000)))]],
  ['chunks broken', [chunked(), 'zz\r\n']],
])('after %s the connection is ended', async (_name, parts) => {
  const { ended, ms } = await converse(port, parts, { gap_ms: 5, wait_ms: 4000 });
  expect(ended).toBe(true);
  expect(ms).toBeLessThan(2500);
});

test.each(['/webmention', '/pingback', '/c/essai/relays'])(
  'a sender that leaves %s half-way leaves nothing',
  async (path) => {
    await converse(port, [sized(body.length, path), body.slice(0, -1)], { half_close: true, wait_ms: 1000 });
    await converse(port, [chunked(path), hex(body)], { half_close: true, wait_ms: 1000 });
    expect(state.handed).toEqual([]);
  },
);

test('what follows a whole mention is not part of it: no request, so the connection is refused', async () => {
  const { text, ended } = await converse(port, [sized(body.length), `${body}&x=1`]);
  expect(text).toContain('HTTP/1.1 400 ');
  expect(ended).toBe(true);
  expect(state.handed.every(({ target }) => target === 'http://relais.test/c/essai')).toBe(true);
});

test('a hundred mentions on one connection, all at once', async () => {
  const mention = (n: number) => {
    const form = body.replace('/a', `/${n}`);
    return sized(form.length) + form;
  };
  const parts = [Array.from({ length: 100 }, (_, n) => mention(n)).join('')];
  const { text } = await converse(port, parts, { until: /rly_0+100\n/ });
  expect(text.match(/^HTTP\/1\.1 202 /gm)).toHaveLength(100);
  expect(state.taken.size).toBe(100);
});

test('any bytes on the wire are answered or hung up on, and the server goes on', async () => {
  const pieces = fc.constantFrom(
    'POST /webmention HTTP/1.1\r\n',
    'Host: a\r\n',
    'Content-Length: 4\r\n',
    '\r\n',
    body,
    'Transfer-Encoding: chunked\r\n',
    '0\r\n\r\n',
    'a:\r\n',
    ' ',
    '\n',
  );
  const said = fc.array(fc.oneof(pieces, fc.uint8Array({ maxLength: 40 })), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(said, async (parts) => {
      const { text } = await converse(port, parts, { half_close: true, wait_ms: 2000 });
      expect(text === '' || text.startsWith('HTTP/1.1 ')).toBe(true);
      expect(text).not.toMatch(/HTTP\/1\.1 5|node_modules|at .*\.ts/);
    }),
    { numRuns: 150 },
  );
  const { text } = await converse(port, [sized(body.length), body], { until: /\r\n\r\n.+\n/ });
  expect(text).toMatch(/^HTTP\/1\.1 202 /);
});
