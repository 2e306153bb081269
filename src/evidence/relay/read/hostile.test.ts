import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PageFacts } from '../../../domain/mod.ts';
import { campaignLink } from '../target.ts';
import { createPageReader } from './page-reader.ts';

const linkSlug = campaignLink(new URL('https://relais.example'));

function factsOf(page: string | Uint8Array, chunk_bytes = 16_384, charset: string | null = null): PageFacts {
  const bytes = typeof page === 'string' ? Buffer.from(page) : page;
  const reader = createPageReader({
    pageUrl: new URL('https://blog.example/'),
    charset,
    slug: 'noel',
    linkSlug,
  });
  for (let at = 0; at < bytes.length; at += chunk_bytes) reader.write(bytes.subarray(at, at + chunk_bytes));
  return reader.end();
}

const link = '<a href="https://relais.example/c/noel">ici</a>';
const size = 2_000_000;
const fill = (piece: string): string => piece.repeat(Math.ceil(size / piece.length));
let number = 0;

/** 2 MB each, the most the fetcher lets through. */
const pages: Readonly<Record<string, () => string>> = {
  'div inside div, 200,000 deep': () => '<div>'.repeat(200_000) + link,
  'formatting inside formatting': () => fill('<b>') + link,
  'formatting, each unlike the others, reopened in each paragraph': () =>
    `${fill('<b id=xxx>').replaceAll('xxx', () => String(number++))}${'<p>x'.repeat(50_000)}${link}`,
  'links that are never closed, in paragraphs': () => fill('<p><a href=/x>'),
  'tables inside tables': () => fill('<table><tr><td>'),
  'stray cells, rows and sections': () => fill('<table><td><tr><tbody></table>'),
  'selects and options': () => fill('<select><option><input>'),
  'drawings inside drawings': () => fill('<svg><foreignObject><math><mi>'),
  'templates inside templates': () => fill('<template>'),
  'wrong nesting': () => fill('<a><b><p></a></b>'),
  'end tags only': () => fill('</div></p></a></b>'),
  'one tag that never ends': () => `<div ${fill('a=b ')}`,
  'a quote that never ends': () => `<a href="${fill('https://relais.example/c/noel ')}`,
  'one attribute of 2 MB': () => `<img src="data:${fill('x')}">${link}`,
  'a tag name of 2 MB': () => `<${fill('x')}>${link}`,
  'an attribute name of 2 MB': () => `<p ${fill('x')}>${link}`,
  'two hundred thousand attributes': () => `<p ${fill('id=x ')}>${link}`,
  'a class of 2 MB': () => `<p class="${fill('comment ')}">${link}`,
  'a style of 2 MB': () => `<p style="${fill('left:-9;')}">${link}`,
  'style comments that never end': () => `<p style="${fill('/*')}">${link}`,
  'comments that never end': () => fill('<!-- '),
  'comments with odd ends': () => fill('<!--x--!>'),
  'a script that never ends': () => `<script>${fill('<!--<script>')}`,
  'scripts inside comments inside scripts': () => fill('<script><!--<script></script>--></script>'),
  'a title that never ends': () => `<title>${fill('</titl ')}`,
  'less-than signs': () => fill('< '),
  ampersands: () => fill('&amp'),
  'references in one attribute': () => `<a href="${fill('&#x26;')}">x</a>${link}`,
  'nested JSON-LD': () => `<script type="application/ld+json">${fill('[')}</script>${link}`,
  'JSON-LD after JSON-LD': () => fill('<script type="application/ld+json">{"@type":"Article"}</script>'),
  descriptions: () => fill('<meta property="og:title" content="<b<b<b">'),
  'authors and titles that never close': () =>
    fill('<p class="p-author h-card"><i class="p-name entry-title">x'),
  'titles of 2 MB': () => `<h1>${fill('a b ')}</h1>${link}`,
  frames: () => fill('<iframe src=https://relais.example/c/autre></iframe>'),
  'processing instructions and doctypes': () => fill('<!doctype html><?x>'),
};

describe('2 MB of nonsense take less than two seconds and never fail', () => {
  for (const [name, page] of Object.entries(pages)) {
    test(name, () => {
      const text = page();
      const started = performance.now();
      factsOf(text);
      factsOf(text, 977);
      expect(performance.now() - started).toBeLessThan(4_000);
    });
  }

  test('one byte at a time', () => {
    const started = performance.now();
    factsOf(fill('<p class=x>texte').slice(0, 300_000), 1);
    factsOf(`<p title="${fill('x').slice(0, 300_000)}">${link}`, 1);
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  test('a link deeper than 512 elements is doubtful, not certain', () => {
    expect(factsOf('<div>'.repeat(600) + link).link).toBe('hidden');
    expect(factsOf('<div>'.repeat(600) + '</div>'.repeat(600) + link).link).toBe('content');
  });
});

describe('anything at all', () => {
  const folder = new URL('../../../../test/pages/', import.meta.url);
  const real = readdirSync(folder)
    .filter((name) => name.endsWith('.html'))
    .map((name) => readFileSync(new URL(name, folder)));
  const charsets = fc.constantFrom(
    null,
    'utf-8',
    'utf-16le',
    'shift_jis',
    'iso-8859-1',
    'gb18030',
    'x-nonsense',
    '',
  );

  test('random bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 4_000 }),
        charsets,
        fc.integer({ min: 1, max: 999 }),
        (bytes, set, cut) => {
          const whole = factsOf(bytes, bytes.length + 1, set);
          expect(factsOf(bytes, cut, set)).toEqual(whole);
        },
      ),
    );
  });

  test('random markup: plain, bounded description, the same for every chunking', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      '<!--',
      '-->',
      '<!',
      '<?',
      '&',
      ';',
      '"',
      "'",
      '=',
      ' ',
      '\n',
      '\0',
      '\u202e',
      'é',
      '😀',
      'a',
      'p',
      'div',
      'title',
      'script',
      'style',
      'svg',
      'table',
      'class',
      'href',
      'hidden',
      'h-entry',
      'p-name',
      '<a href=https://relais.example/c/noel>',
      '</a>',
      '<h1>',
      '</h1>',
      '<title>',
      '</title>',
      '<meta name=author content="',
      '<script type=application/ld+json>{"@type":"Article","headline":"',
      '"}</script>',
      '<![CDATA[',
      ']]>',
      '&#x202e;',
      '&lt;b&gt;',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 60 }), (pieces, cut) => {
        const page = pieces.join('');
        const facts = factsOf(page, 100_000, 'utf-8');
        expect(factsOf(page, cut, 'utf-8')).toEqual(facts);
        const bounds = { title: 300, author: 120, site: 120, excerpt: 500, language: 35 };
        for (const [field, max] of Object.entries(bounds)) {
          const text = facts.post[field as keyof typeof bounds];
          if (text === null) continue;
          expect(text.length).toBeLessThanOrEqual(max);
          expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
          expect(text).toBe(text.trim());
          expect(text).not.toBe('');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('real pages with pieces cut out, doubled and overwritten', () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 0.999, noNaN: true }),
      kind: fc.constantFrom('cut', 'double', 'write'),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 60 }),
      length: fc.integer({ min: 1, max: 3_000 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...real),
        fc.array(change, { maxLength: 8 }),
        fc.integer({ min: 500, max: 70_000 }),
        (page, changes, cut) => {
          let bytes = Buffer.from(page);
          for (const { at, kind, bytes: written, length } of changes) {
            const from = Math.floor(at * bytes.length);
            const piece =
              kind === 'cut'
                ? Buffer.alloc(0)
                : kind === 'double'
                  ? bytes.subarray(from, from + 2 * length)
                  : written;
            const rest = kind === 'double' ? from : from + (kind === 'cut' ? length : written.length);
            bytes = Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(rest)]);
          }
          expect(factsOf(bytes, cut)).toEqual(factsOf(bytes, bytes.length + 1));
        },
      ),
      { numRuns: 150 },
    );
  });
});
