import type { LookupFunction } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { collect, fetcherFor, page, reasonOf, serve, serveRaw, stopAll } from './loopback.suite.ts';

afterEach(stopAll);

/** Every name is at 127.0.0.1: what a name that resolves to private does. */
const toLoopback: LookupFunction = (_name, _options, done) =>
  done(null, [{ address: '127.0.0.1', family: 4 }]);

/** Addresses that are never to be reached, as a claim or a Location field may spell them. */
const vectors = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://0/',
  'http://0.0.0.0/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://①②⑦.0.0.1/',
  'http://127。0。0。1/',
  'http://localhost/',
  'http://localhost./',
  'http://LOCALHOST/',
  'http://blog.localhost/',
  'http://127.0.0.1.nip.io/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[fd00:ec2::254]/',
  'http://[ff02::1]/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://100.100.100.200/',
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xA9FEA9FE/',
  'http://168.63.129.16/',
  'http://metadata.google.internal/',
  'http://192.0.0.1/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://240.0.0.1/',
  'http://user@blog.example.org/',
  'http://blog.example.org\\@127.0.0.1/',
  'http://blog.example.org#@127.0.0.1/',
  'http://127.0.0.1#@blog.example.org/',
  'http://127.0.0.1\\@blog.example.org/',
  'http://127.0.\t0.1/',
  'file:///etc/passwd',
  'gopher://127.0.0.1/',
  'ftp://127.0.0.1/',
  'data:text/html,<html>',
  'javascript:alert(1)',
  'http://blog.example.org:22/',
  'http://blog.example.org:25/',
  'http://blog.example.org:5432/',
  'http://blog.example.org:6379/',
  'http://blog.example.org:9200/',
];

describe('what must not be reached', () => {
  test.each(vectors)('%s', async (text) => {
    expect(await reasonOf(fetcherFor('', { lookup: toLoopback }), text)).toBe('source_blocked');
  });

  test.each([301, 302, 303, 307, 308])('by a redirect %i from a blog that may be reached', async (status) => {
    let location = '';
    const blog = await serve((_request, response) => {
      // Written as bytes of UTF-8, as servers do that never heard of percent-encoding.
      response.writeHead(status, { location: Buffer.from(location, 'utf8').toString('latin1') }).end();
    });
    const secret = await serve(page('<html>secret'), '0.0.0.0');
    const fetcher = fetcherFor(blog.host, { lookup: toLoopback });
    const withPorts = ['127.0.0.1', '127.1', 'localhost', '[::ffff:127.0.0.1]', 'blog.example.org', '0'].map(
      (name) => `http://${name}:${secret.port}/`,
    );
    // A tab can't stand in a header field; that vector is for claims only.
    for (const vector of [...vectors, ...withPorts].filter((text) => !text.includes('\t'))) {
      location = vector;
      expect(await reasonOf(fetcher, blog.at('/')), vector).toBe('source_blocked');
    }
    for (const broken of ['http://127.0.0.1%00/', 'http://[::1', 'http://', '']) {
      location = broken;
      expect(await reasonOf(fetcher, blog.at('/')), broken).toBe('source_unreachable');
    }
    expect(secret.seen.connections).toBe(0);
  });

  test('by a meta refresh or a Refresh field: neither is followed', async () => {
    const secret = await serve(page('<html>secret'));
    const markup = `<html><meta http-equiv="refresh" content="0;url=${secret.at('/')}">`;
    const blog = await serve(page(markup, { refresh: `0; url=${secret.at('/')}` }));
    const { text } = await collect(fetcherFor('127.0.0.0/8'), blog.at('/'));
    expect(text).toBe(markup);
    expect(secret.seen.connections).toBe(0);
  });

  test.each([
    ['http', ''],
    ['https', ''],
  ])('a peer that is another than was asked for: not a byte is sent (%s)', async (scheme) => {
    const secret = await serve(page('<html>secret'));
    // The system connects 0.0.0.0 to 127.0.0.1, which nobody opened: only the third layer sees it.
    const { outcome } = await collect(fetcherFor('0.0.0.0'), `${scheme}://0.0.0.0:${secret.port}/`);
    expect(outcome).toMatchObject({
      reason: 'source_blocked',
      detail: expect.stringContaining('connected elsewhere'),
    });
    await expect.poll(() => secret.seen.connections).toBe(1);
    await stopAll();
    expect([secret.seen.requests, secret.seen.bytes]).toEqual([0, 0]);
  });

  test.each([
    [['127.0.0.1']],
    [['10.0.0.1', '93.184.215.14']],
    [['93.184.215.14', '10.0.0.1']],
    [['93.184.215.14', '::1']],
    [['fd00::1', '93.184.215.14']],
    [['::ffff:10.0.0.1']],
    [['not an address']],
  ])('a name that resolves to %j', async (addresses) => {
    const lookup: LookupFunction = (_name, _options, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    expect(await reasonOf(fetcherFor('', { lookup }), 'http://blog.example.org/')).toBe('source_blocked');
    expect(await reasonOf(fetcherFor('', { lookup }), 'https://blog.example.org/')).toBe('source_blocked');
  });

  test('a look-up that gives one address in the old way', async () => {
    const lookup: LookupFunction = (_name, _options, done) => done(null, '10.0.0.1', 4);
    expect(await reasonOf(fetcherFor('', { lookup }), 'http://blog.example.org/')).toBe('source_blocked');
  });
});

describe('what the operator opened', () => {
  test('opens exactly what it names', async () => {
    const blog = await serve(page('<html>blog'), '0.0.0.0');
    const other = await serve(page('<html>other'), '0.0.0.0');
    const at = (host: string, { port } = blog): string => `http://${host}:${port}/`;
    const rows: readonly (readonly [string, string, string])[] = [
      ['127.0.0.0/8', at('127.0.0.1'), 'read'],
      ['127.0.0.0/8', at('127.1.2.3'), 'read'],
      ['127.0.0.0/8', at('localhost'), 'source_blocked'],
      ['127.0.0.0/8', at('blog.example.org'), 'source_blocked'],
      ['127.0.0.1', at('127.0.0.1', other), 'read'],
      ['127.0.0.1', at('127.0.0.2'), 'source_blocked'],
      [`127.0.0.1:${blog.port}`, at('127.0.0.1'), 'read'],
      [`127.0.0.1:${blog.port}`, at('127.0.0.1', other), 'source_blocked'],
      ['blog.example.org', at('blog.example.org'), 'read'],
      ['blog.example.org', at('blog.example.org', other), 'read'],
      ['blog.example.org', at('127.0.0.1'), 'source_blocked'],
      [`blog.example.org:${blog.port}`, at('blog.example.org'), 'read'],
      [`blog.example.org:${blog.port}`, at('blog.example.org', other), 'source_blocked'],
      [`blog.example.org:${blog.port}`, at('www.blog.example.org'), 'source_blocked'],
      ['localhost', at('localhost'), 'read'],
    ];
    for (const [allow, url, expected] of rows)
      expect(await reasonOf(fetcherFor(allow, { lookup: toLoopback }), url), `${allow} ${url}`).toBe(
        expected,
      );
  });
});

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])('%i is followed, to the address it resolves to', async (status) => {
    const blog = await serve((request, response) => {
      if (request.url === '/a/b') response.writeHead(status, { location: '../été?x#y' }).end('moved');
      else page('<html>')(request, response);
    });
    const { outcome, heads } = await collect(fetcherFor(blog.host), blog.at('/a/b'));
    expect(outcome).toMatchObject({ kind: 'read', finalUrl: blog.at('/%C3%A9t%C3%A9?x#y') });
    expect(heads).toHaveLength(1);
    expect(blog.seen.connections).toBe(1);
  });

  test('five are followed, a sixth is not', async () => {
    const blog = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else page('<html>')(request, response);
    });
    const fetcher = fetcherFor(blog.host);
    expect(await reasonOf(fetcher, blog.at('/5'))).toBe('read');
    expect((await collect(fetcher, blog.at('/6'))).outcome).toMatchObject({
      reason: 'source_unreachable',
      detail: 'more than 5 redirects',
      status: 302,
    });
  });

  test.each(['/', '/#there', '/two'])('a circle over %s', async (location) => {
    const blog = await serve((request, response) => {
      response.writeHead(302, { location: request.url === '/two' ? '/' : location }).end();
    });
    expect((await collect(fetcherFor(blog.host), blog.at('/'))).outcome).toMatchObject({
      reason: 'source_unreachable',
      detail: 'the redirects go in a circle',
    });
    expect(blog.seen.requests).toBeLessThan(3);
  });

  test('without a Location, and with an endless body', async () => {
    const blog = await serveRaw((socket) => {
      socket.write('HTTP/1.1 302 Found\r\ntransfer-encoding: chunked\r\n\r\n');
      const more = (): void => {
        if (socket.destroyed) return;
        if (socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`)) setImmediate(more);
        else socket.once('drain', more);
      };
      more();
    });
    const { outcome } = await collect(fetcherFor(blog.host), blog.at('/'));
    expect(outcome).toMatchObject({ reason: 'source_unreachable', detail: 'a redirect to nowhere' });
  });
});
