import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { collect, fetcherFor, page, reasonOf, serve, serveRaw, stopAll } from './loopback.suite.ts';

afterEach(stopAll);
const loopback = '127.0.0.0/8';
const html = `<!doctype html><title>Billet</title>${'<p>dix repas</p>'.repeat(5000)}`;

describe('servers that do not keep to HTTP', () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n';
  test.each([
    ['nothing', '', 'source_unreachable'],
    ['no HTTP', '220 mail.example ESMTP\r\n', 'source_unreachable'],
    ['half a head', 'HTTP/1.1 200 OK\r\ncontent-ty', 'source_unreachable'],
    ['a body shorter than announced', `${head}content-length: 100\r\n\r\n<html>`, 'source_unreachable'],
    [
      'the same, connection: close',
      `${head}connection: close\r\ncontent-length: 100\r\n\r\n<html>`,
      'source_unreachable',
    ],
    ['no last chunk', `${head}transfer-encoding: chunked\r\n\r\n6\r\n<html>\r\n`, 'source_unreachable'],
    [
      'a broken chunk size',
      `${head}transfer-encoding: chunked\r\n\r\nzz\r\n<html>\r\n`,
      'source_unreachable',
    ],
    ['two lengths', `${head}content-length: 6\r\ncontent-length: 7\r\n\r\n<html>x`, 'source_unreachable'],
    ['a negative length', `${head}content-length: -6\r\n\r\n<html>`, 'source_unreachable'],
    [
      'length and chunks',
      `${head}content-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      'source_unreachable',
    ],
    [
      'an unasked upgrade',
      'HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      'source_unreachable',
    ],
    ['an unasked 100', 'HTTP/1.1 100 Continue\r\n\r\n', 'source_unreachable'],
    [
      'many interim answers',
      'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(50),
      'source_unreachable',
    ],
    [
      'one interim answer',
      `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${head}content-length: 6\r\n\r\n<html>`,
      'read',
    ],
  ])('%s', async (_name, text, expected) => {
    const blog = await serveRaw((socket) => socket.end(text));
    expect(await reasonOf(fetcherFor(loopback), blog.at('/'))).toBe(expected);
  });

  test('a body longer than announced: read as announced; what follows is never taken for the next answer', async () => {
    const smuggled = `${head}content-length: 6\r\n\r\n<evil>`;
    const blog = await serveRaw((socket) => {
      socket.write(`${head}content-length: 6\r\n\r\n<html>${smuggled}`);
    });
    const fetcher = fetcherFor(loopback);
    const first = await collect(fetcher, blog.at('/1'));
    const second = await collect(fetcher, blog.at('/2'));
    expect([first.text, second.text]).toEqual(['<html>', '<html>']);
    expect(blog.seen.connections).toBe(2);
  });

  test('endless header fields are left at 32 KB', async () => {
    let sent = 0;
    const blog = await serveRaw((socket) => {
      socket.write(head);
      const more = (): void => {
        if (socket.destroyed) return;
        const line = `x-${sent}: ${'y'.repeat(1000)}\r\n`;
        sent += line.length;
        if (socket.write(line)) setImmediate(more);
        else socket.once('drain', more);
      };
      more();
    });
    const { outcome } = await collect(fetcherFor(loopback), blog.at('/'));
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: 'source_unreachable',
      detail: 'the header fields are too large',
    });
    expect(sent).toBeLessThan(8 * 1024 * 1024);
  });

  test('nobody listens', async () => {
    const blog = await serve(page(html));
    const fetcher = fetcherFor(loopback);
    await stopAll();
    const { outcome } = await collect(fetcherFor(loopback), blog.at('/'));
    expect(outcome).toMatchObject({ reason: 'source_unreachable', detail: 'the connection was refused' });
    expect((await collect(fetcher, blog.at('/'))).outcome).toMatchObject({
      detail: 'the fetcher was closed',
    });
  });
});

describe('time', () => {
  const limits = { totalMs: 400 };
  test.each([
    ['never answers', () => {}],
    [
      'a byte of the head at a time',
      (write: (text: string) => void) => {
        write('HTTP/1.1 200 OK\r\n');
        return setInterval(() => write('x'), 20);
      },
    ],
    [
      'a byte of the body at a time',
      (write: (text: string) => void) => {
        write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html>');
        return setInterval(() => write('x'), 20);
      },
    ],
    [
      'an empty trickle of chunk extensions',
      (write: (text: string) => void) => {
        write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n1;');
        return setInterval(() => write('x'), 20);
      },
    ],
  ])('%s: source_timeout', async (_name, talk) => {
    const blog = await serveRaw((socket) => {
      const timer = talk((text) => socket.write(text));
      socket.on('close', () => timer && clearInterval(timer));
    });
    const begun = performance.now();
    expect(await reasonOf(fetcherFor(loopback, { limits }), blog.at('/'))).toBe('source_timeout');
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  test('a compressed body that stops half-way', async () => {
    const blog = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' });
      response.write(gzipSync(html).subarray(0, 100));
    });
    expect(await reasonOf(fetcherFor(loopback, { limits }), blog.at('/'))).toBe('source_timeout');
  });

  test('a look-up that never answers', async () => {
    const fetcher = fetcherFor(loopback, { limits, lookup: () => {} });
    expect(await reasonOf(fetcher, 'http://blog.example.org/')).toBe('source_timeout');
    expect(await reasonOf(fetcher, 'http://blog.example.org/')).toBe('source_timeout');
  });

  test('all hops share one clock', async () => {
    const blog = await serve(async (request, response) => {
      await sleep(150);
      response.writeHead(302, { location: `${request.url}x` });
      response.end();
    });
    expect(await reasonOf(fetcherFor(loopback, { limits }), blog.at('/'))).toBe('source_timeout');
    expect(blog.seen.requests).toBeLessThan(4);
  });

  test('waiting for the host is not counted', async () => {
    const blog = await serve(async (request, response) => {
      await sleep(300);
      page(html)(request, response);
    });
    const fetcher = fetcherFor(loopback, { limits: { totalMs: 1000 } });
    const reasons = await Promise.all(
      Array.from({ length: 6 }, (_, i) => reasonOf(fetcher, blog.at(`/${i}`))),
    );
    expect(new Set(reasons)).toEqual(new Set(['read']));
  });

  test('a page whose rest trickles is left soon after enough, and its host served again', async () => {
    const blog = await serve((request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write('<html>');
      if (request.url === '/2') response.end();
    });
    const fetcher = fetcherFor(loopback);
    const [first, second] = await Promise.all([
      collect(fetcher, blog.at('/1'), 3),
      collect(fetcher, blog.at('/2')),
    ]);
    expect([first.outcome.kind, second.outcome.kind]).toEqual(['read', 'read']);
  });
});
