import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feedsNamed } from './discover.ts';
import { readFeed } from './read.ts';

const base = new URL('http://blog-a.test:8091/feed/');
const page = (name: string) => readFileSync(join(import.meta.dirname, '../../../../test/pages', name));
const read = (text: string) => readFeed(Buffer.from(text), base);

describe('reading feeds', () => {
  test.each(['wordpress-rss.xml', 'wordpress-atom.xml'])('of a real WordPress: %s', (name) => {
    const reading = readFeed(page(name), base);
    if (reading.kind !== 'feed') throw new Error(reading.why);
    expect(reading.entries.length).toBeGreaterThan(3);
    for (const entry of reading.entries) {
      expect(entry.url.host).toBe('blog-a.test:8091');
      expect(entry.published).toBeGreaterThan(Date.UTC(2026, 0));
      expect(entry.whole).toBe(true);
    }
  });

  test('JSON Feed, RDF, relative addresses, other encodings', () => {
    const json = read(
      '{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1","url":"/un","content_html":"<p>x</p>","date_published":"2026-01-01T00:00:00Z"}]}',
    );
    expect(json).toMatchObject({
      kind: 'feed',
      entries: [{ html: '<p>x</p>', published: Date.UTC(2026, 0) }],
    });
    const latin = Buffer.from(
      '<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><title>é</title><item><link>/a</link><description>é</description></item></channel></rss>',
      'latin1',
    );
    expect(readFeed(latin, base)).toMatchObject({ entries: [{ html: 'é', whole: false, published: null }] });
  });

  test.each([
    [
      'an entity bomb',
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel>&b;</channel></rss>',
      'document_type',
    ],
    [
      'an outside entity',
      '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss/>',
      'document_type',
    ],
    ['a deep tree', `<rss version="2.0"><channel>${'<a>'.repeat(50_000)}`, 'too_deep'],
    ['deep JSON', `{"version":"https://jsonfeed.org/version/1","items":${'['.repeat(50_000)}`, 'too_deep'],
    ['ten megabytes', 'x'.repeat(10_000_000), 'too_large'],
    ['a page', '<html><body>Bonjour</body></html>', 'not_feed'],
    ['nothing', '', 'not_feed'],
  ])('refuses %s, at once', (_name, text, why) => {
    const began = performance.now();
    expect(read(text)).toEqual({ kind: 'unreadable', why });
    expect(performance.now() - began).toBeLessThan(500);
  });

  test('a post about XML may name a document type; addresses of other schemes are left out', () => {
    const feed =
      '<rss version="2.0"><channel><item><link>/a</link><description><![CDATA[<!DOCTYPE html>]]></description></item><item><link>javascript:alert(1)</link></item></channel></rss>';
    const reading = read(feed);
    expect(reading.kind === 'feed' && reading.entries.map((one) => one.url.pathname)).toEqual(['/a']);
  });

  test('never throws, whatever the bytes are', () => {
    const piece = fc.constantFrom(
      '<rss version="2.0">',
      '<channel>',
      '<item>',
      '<link>',
      'http://a/',
      '<![CDATA[',
      ']]>',
      '<!--',
      '&#0;',
      '&#x110000;',
      '</item>',
      '{"version":"https://jsonfeed.org/version/1","items":[',
      'null',
      ']}',
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (parts) => void read(parts.join(''))));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => void readFeed(bytes, base)));
  });

  test('finds the feeds a page names, comments last', () => {
    expect(feedsNamed(page('wordpress-home.html').toString('utf8'), base)[0]?.pathname).toMatch(/^\/feed\/$/);
    const html =
      '<link rel="alternate" type="application/rss+xml" href="/comments/feed"><LINK REL="x ALTERNATE" TYPE="application/atom+xml" HREF="/a?x=1&amp;y=2"><link rel=alternate type=application/rss+xml href=javascript:x>';
    expect(feedsNamed(html, base).map((one) => one.pathname + one.search)).toEqual([
      '/a?x=1&y=2',
      '/comments/feed',
    ]);
  });
});
