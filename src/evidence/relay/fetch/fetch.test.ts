import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  constants as zlib,
  zstdCompressSync,
} from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { collect, fetcherFor, page, reasonOf, serve, serveRaw, stopAll } from './loopback.suite.ts';

afterEach(stopAll);
const loopback = '127.0.0.0/8';
const html = `<!doctype html><title>Billet</title>${'<p>dix repas</p>'.repeat(5000)}`;
const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

describe('what is read', () => {
  test('a page: all of its bytes, their fingerprint, the head', async () => {
    const blog = await serve(page(html));
    const { outcome, text, heads } = await collect(fetcherFor(loopback), blog.at('/billet?a=b#c'));
    expect(text).toBe(html);
    expect(outcome).toEqual({
      kind: 'read',
      finalUrl: blog.at('/billet?a=b#c'),
      status: 200,
      bytes: html.length,
      complete: true,
      sha256: sha256(html),
    });
    expect(heads).toEqual([{ finalUrl: blog.at('/billet?a=b#c'), status: 200, charset: 'utf-8' }]);
  });

  test('the request: GET, our name, what we take, no cookie, although one was set', async () => {
    const requests: unknown[] = [];
    const blog = await serve((request, response) => {
      requests.push([request.method, request.url, request.headers]);
      page('<html></html>', { 'set-cookie': 'a=b; Path=/' })(request, response);
    });
    const fetcher = fetcherFor(loopback, { userAgent: 'Relais/0.1 (+https://relais.example/about)' });
    await collect(fetcher, blog.at('/x?y#z'));
    await collect(fetcher, blog.at('/x?y#z'));
    const headers = {
      host: blog.host,
      connection: 'keep-alive',
      'user-agent': 'Relais/0.1 (+https://relais.example/about)',
      accept: 'text/html, application/xhtml+xml;q=0.9',
      'accept-encoding': 'gzip, deflate, br, zstd',
    };
    expect(requests).toEqual([
      ['GET', '/x?y', headers],
      ['GET', '/x?y', headers],
    ]);
  });

  test.each([
    ['gzip', gzipSync(html)],
    ['x-gzip', gzipSync(html)],
    ['GZip', gzipSync(html)],
    ['deflate', deflateSync(html)],
    ['deflate', deflateRawSync(html)],
    ['br', brotliCompressSync(html)],
    ['zstd', zstdCompressSync(html)],
    ['identity', Buffer.from(html)],
    ['', Buffer.from(html)],
  ])('content coding %s', async (coding, body) => {
    const blog = await serve(page(body, { 'content-encoding': coding }));
    const { outcome, text } = await collect(fetcherFor(loopback), blog.at('/'));
    expect(text).toBe(html);
    expect(outcome).toMatchObject({ kind: 'read', complete: true, bytes: html.length, sha256: sha256(html) });
  });

  test('a compressed body that trickles in', async () => {
    const body = gzipSync(html);
    const blog = await serve(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' });
      for (let i = 0; i < body.length; i += 40) {
        response.write(body.subarray(i, i + 40));
        await sleep(2);
      }
      response.end();
    });
    expect((await collect(fetcherFor(loopback), blog.at('/'))).text).toBe(html);
  });

  test('a body that ends with the connection (HTTP/1.0)', async () => {
    const blog = await serveRaw((socket) =>
      socket.end(`HTTP/1.0 200 OK\r\ncontent-type: text/html\r\n\r\n${html}`),
    );
    expect((await collect(fetcherFor(loopback), blog.at('/'))).text).toBe(html);
  });

  test.each([
    ['text/html', null],
    ['TEXT/HTML;charset="ISO-8859-1"', 'iso-8859-1'],
    ['application/xhtml+xml; x=y; Charset=utf-8', 'utf-8'],
  ])('media type %s', async (type, charset) => {
    const blog = await serve(page('<html></html>', { 'content-type': type }));
    const { heads, outcome } = await collect(fetcherFor(loopback), blog.at('/'));
    expect([outcome.kind, heads[0]?.charset]).toEqual(['read', charset]);
  });

  test.each([
    ['<!DOCTYPE html><p>x', 'read'],
    ['\ufeff \n<html lang=fr>', 'read'],
    ['<!-- x --><p>', 'read'],
    ['<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', 'read'],
    ['<?xml version="1.0"?><rss></rss>', 'source_not_html'],
    ['plain words', 'source_not_html'],
    ['', 'source_not_html'],
    ['%PDF-1.4', 'source_not_html'],
    [`<html>${'x'.repeat(2000)}`, 'read'],
  ])('no media type and %j: %s', async (body, expected) => {
    const blog = await serve((_request, response) => response.end(body));
    const { outcome, text, heads } = await collect(fetcherFor(loopback), blog.at('/'));
    expect(outcome.kind === 'read' ? 'read' : outcome.reason).toBe(expected);
    if (expected === 'read') expect(text).toBe(body);
    else expect(heads).toEqual([]);
  });

  test('enough is enough: nothing more is passed on, and the fingerprint is of what was', async () => {
    const blog = await serve(page('<html>'.repeat(100_000)));
    const fetcher = fetcherFor(loopback);
    const { outcome, text } = await collect(fetcher, blog.at('/'), 1000);
    expect(outcome).toMatchObject({
      kind: 'read',
      complete: false,
      bytes: text.length,
      sha256: sha256(text),
    });
    expect(text.length).toBeLessThan(200_000);
    expect(await reasonOf(fetcher, blog.at('/again'))).toBe('read');
  });

  test('enough wins over the size limit and over a broken end', async () => {
    const endless = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      const more = (): void =>
        void (response.write('x'.repeat(65_536)) ? setImmediate(more) : response.once('drain', more));
      more();
    });
    const broken = await serve(page(gzipSync(html).subarray(0, -20), { 'content-encoding': 'gzip' }));
    const fetcher = fetcherFor(loopback);
    expect((await collect(fetcher, endless.at('/'), 1_000_000)).outcome.kind).toBe('read');
    expect((await collect(fetcher, broken.at('/'), 100)).outcome.kind).toBe('read');
  });

  test('a reader that throws rejects the fetch, and its host is free again', async () => {
    const blog = await serve(page(html));
    const zipped = await serve(page(gzipSync(html), { 'content-encoding': 'gzip' }));
    const fetcher = fetcherFor(loopback);
    const fault = new Error('our fault');
    const throwing = (): never => {
      throw fault;
    };
    for (const { at } of [blog, zipped]) {
      await expect(fetcher.fetchPage(at('/'), throwing)).rejects.toBe(fault);
      await expect(fetcher.fetchPage(at('/'), () => ({ write: throwing }))).rejects.toBe(fault);
      expect(await reasonOf(fetcher, at('/'))).toBe('read');
    }
  });
});

describe('what is not', () => {
  test.each([
    [404, 'source_not_found'],
    [410, 'source_gone'],
    [400, 'source_unreachable'],
    [401, 'source_unreachable'],
    [403, 'source_unreachable'],
    [429, 'source_unreachable'],
    [451, 'source_unreachable'],
    [500, 'source_unreachable'],
    [503, 'source_unreachable'],
    [300, 'source_unreachable'],
    [304, 'source_unreachable'],
    [305, 'source_unreachable'],
    [204, 'source_not_html'],
    [205, 'source_not_html'],
  ] as const)('status %i: %s', async (status, reason) => {
    const blog = await serve((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' });
      response.end();
    });
    const { outcome, heads } = await collect(fetcherFor(loopback), blog.at('/'));
    expect(outcome).toMatchObject({ kind: 'failed', reason, status, retryAfterSeconds: null });
    expect(heads).toEqual([]);
  });

  test.each([
    ['120', 120],
    ['99999999', 86_400],
    ['Mon, 23 Nov 2026 10:02:00 GMT', 120],
    ['Mon, 23 Nov 2026 09:00:00 GMT', null],
    ['soon', null],
    ['-5', null],
  ])('Retry-After: %s', async (value, expected) => {
    const blog = await serve((_request, response) => {
      response.writeHead(503, { 'retry-after': value, date: 'Mon, 23 Nov 2026 10:00:00 GMT' });
      response.end();
    });
    expect((await collect(fetcherFor(loopback), blog.at('/'))).outcome).toMatchObject({
      retryAfterSeconds: expected,
    });
  });

  test.each([
    'application/json',
    'text/plain',
    'application/pdf',
    'image/svg+xml',
    'application/rss+xml',
    'text/xml',
    'application/octet-stream',
  ])('media type %s', async (type) => {
    const blog = await serve(page('<html></html>', { 'content-type': type }));
    expect(await reasonOf(fetcherFor(loopback), blog.at('/'))).toBe('source_not_html');
  });

  test.each([
    ['gzip, gzip', gzipSync(gzipSync(html)), 'source_not_html'],
    ['br, gzip', gzipSync(brotliCompressSync(html)), 'source_not_html'],
    ['compress', Buffer.from(html), 'source_not_html'],
    ['constructor', Buffer.from(html), 'source_not_html'],
    ['gzip', Buffer.from(html), 'source_unreachable'],
    ['br', Buffer.from(html), 'source_unreachable'],
    ['gzip', gzipSync(html).subarray(0, -12), 'source_unreachable'],
    ['deflate', deflateSync(html).subarray(0, -12), 'source_unreachable'],
    ['br', brotliCompressSync(html).subarray(0, -12), 'source_unreachable'],
    ['zstd', zstdCompressSync(html).subarray(0, -12), 'source_unreachable'],
  ])('content coding %s that is nested, unknown, wrong or cut (%#)', async (coding, body, reason) => {
    const blog = await serve(page(body, { 'content-encoding': coding }));
    expect(await reasonOf(fetcherFor(loopback), blog.at('/'))).toBe(reason);
  });

  const zeros = Buffer.alloc(64 * 1024 * 1024);
  test.each([
    ['gzip', gzipSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['br', brotliCompressSync(zeros, { params: { [zlib.BROTLI_PARAM_QUALITY]: 4 } })],
    ['zstd', zstdCompressSync(zeros)],
  ])('a %s bomb of 64 MB is stopped by its ratio, long before the size', async (coding, body) => {
    const blog = await serve(page(body, { 'content-encoding': coding }));
    const { outcome, text } = await collect(fetcherFor(loopback), blog.at('/'));
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'source_too_large' });
    expect(text.length).toBeLessThan(1024 * 1024);
  });

  test('the size limit counts decompressed bytes, to the byte', async () => {
    const limits = { bytesMax: 100_000 };
    const body = Buffer.alloc(100_000, '<p>dix repas, vingt repas, trente repas</p>');
    const within = await serve(page(gzipSync(body), { 'content-encoding': 'gzip' }));
    const beyond = await serve(
      page(gzipSync(Buffer.concat([body, body.subarray(0, 1)])), { 'content-encoding': 'gzip' }),
    );
    const fetcher = fetcherFor(loopback, { limits: { ...limits, ratioMax: 10_000 } });
    expect(await reasonOf(fetcher, within.at('/'))).toBe('read');
    expect(await reasonOf(fetcher, beyond.at('/'))).toBe('source_too_large');
  });

  test.each([
    ['chunked', ''],
    ['announced as 10 GB', 'content-length: 10737418240\r\n'],
  ])('an endless body (%s) is left at 2 MB', async (_name, field) => {
    const chunk = 'x'.repeat(65_536);
    const framed = field === '' ? `10000\r\n${chunk}\r\n` : chunk;
    const blog = await serveRaw((socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n${field || 'transfer-encoding: chunked\r\n'}\r\n`,
      );
      const more = (): void => {
        if (socket.destroyed) return;
        if (socket.write(framed)) setImmediate(more);
        else socket.once('drain', more);
      };
      more();
    });
    const { outcome, text } = await collect(fetcherFor(loopback), blog.at('/'));
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'source_too_large' });
    expect(text.length).toBe(2 * 1024 * 1024);
  });
});
