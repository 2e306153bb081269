import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNearCopy, sharedPart } from '../../../domain/mod.ts';
import { createPageReader, type PageSight } from '../read.ts';
import { campaignLink } from '../target.ts';

const folder = new URL('../../../../test/pages/', import.meta.url);
const linkSlug = campaignLink(new URL('https://relais.example'));
const address = 'https://relais.example/c/un-billet-dix-repas';

function sight(html: string | Uint8Array, cuts: readonly number[] = [16_384]): PageSight {
  const reader = createPageReader({
    pageUrl: new URL('https://blog.example/billet'),
    charset: 'utf-8',
    slug: 'un-billet-dix-repas',
    linkSlug,
  });
  const bytes = typeof html === 'string' ? new TextEncoder().encode(html) : html;
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = cuts[i % cuts.length] ?? 1;
    if (reader.write(bytes.subarray(at, at + size)) === 'enough') break;
    at += size;
  }
  reader.end();
  return reader.sight();
}

const words = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `mot${from + index}`).join(' ');
const page = (body: string, head = '') =>
  `<!doctype html><html lang="fr"><head><title>Un billet</title>${head}</head><body>${body}</body></html>`;
const link = `<a href="${address}">dix repas</a>`;

describe('what stands around the link', () => {
  test.each([
    ['in the text', `<p>Avant le lien ${link} et après.</p>`, 'Avant le lien', 'dix repas', 'et après.'],
    [
      'hidden',
      `<p>Vu.</p><div style="display:none">Caché ${link} dessous</div>`,
      'Vu. Caché',
      'dix repas',
      'dessous',
    ],
    ['without text', `<p>Ici <a href="${address}"></a> rien</p>`, 'Ici', '', 'rien'],
    ['an image', `<p>Un <a href="${address}"><img src="x.png"></a> badge</p>`, 'Un', '', 'badge'],
    [
      'with references',
      `<p>Lait &amp; miel <a href="${address}">&lt;b&gt;</a> &eacute;t&eacute;</p>`,
      'Lait & miel',
      '<b>',
      'été',
    ],
  ])('%s', (_, body, before, inside, after) => {
    expect(sight(page(body)).around).toEqual({ before, link: inside, after });
  });

  test('nothing where there is no link', () => {
    expect(sight(page('<p>Rien</p>')).around).toBeNull();
  });

  test('a link in the text after a hidden one is the one that is shown', () => {
    const body = `<div hidden>caché ${link}</div><p>vu <a href="${address}">le vrai</a> ici</p>`;
    expect(sight(page(body)).around?.link).toBe('le vrai');
  });

  test('is bounded, and whole characters', () => {
    const { around } = sight(
      page(`<p>${'😀'.repeat(500)}<a href="${address}">${'😀'.repeat(500)}</a>${'😀'.repeat(500)}</p>`),
    );
    for (const part of Object.values(around ?? {})) {
      expect(part.length).toBeLessThanOrEqual(200);
      expect(part.isWellFormed()).toBe(true);
    }
  });
});

describe('the post’s own text', () => {
  const inPost = (body: string, around = '') =>
    page(
      `<nav>menu ${words(5000, 200)}</nav><article class="hentry"><div class="entry-content">${body}</div></article>${around}`,
    );

  test('is what its author wrote: no menu, quotation, form or side note', () => {
    const { text } = sight(
      inPost(
        `<p>Un ${link}.</p><blockquote>${words(0, 200)}</blockquote><form>form</form><aside>side</aside><p>Deux.</p>`,
      ),
    );
    expect(text).toBe('Un dix repas. Deux.');
  });

  test('two posts that quote the same long text are no copies', () => {
    const quote = `<blockquote><p>${words(0, 400)}</p></blockquote>`;
    const one = sight(inPost(`<p>${words(10_000, 150)} ${link}</p>${quote}`)).print;
    const other = sight(inPost(`<p>${words(20_000, 150)} ${link}</p>${quote}`)).print;
    expect(one).not.toBeNull();
    expect(other).not.toBeNull();
    if (one !== null && other !== null) expect(sharedPart(one, other)).toBeLessThan(0.1);
  });

  test('a copy on another theme is the same text', () => {
    const post = `<p>${words(0, 150)} ${link}</p><p>${words(150, 150)}</p>`;
    const other = page(
      `<div class="post-body"><h3>Titre</h3>${post.replaceAll('p>', 'div>')}</div><footer>${words(9000, 300)}</footer>`,
    );
    const [a, b] = [sight(inPost(post)).print, sight(other).print];
    expect(a !== null && b !== null && isNearCopy(a, b)).toBe(true);
  });

  test('short posts have no print, however much stands around them', () => {
    const around = `<section><p>${words(100, 500)}</p></section><aside><p>${words(900, 500)}</p></aside>`;
    expect(sight(inPost(`<p>Court ${link}</p>`, around)).print).toBeNull();
    // Where the post can't be told from the page, nothing is compared.
    expect(sight(page(`<div>${words(0, 500)} ${link}</div>`)).print).toBeNull();
  });

  test('readers’ comments are not its text', () => {
    expect(sight(inPost(`<p>${link}</p><div id="comments"><p>${words(0, 300)}</p></div>`)).print).toBeNull();
  });
});

describe('signs', () => {
  const signs = (html: string) => sight(html).signs;
  const none = { noindex: false, sendsOn: false, puzzle: false };

  test.each([
    ['an ordinary page', page(`<p>${link}</p>`), none],
    [
      'noindex',
      page(`<p>${link}</p>`, '<meta name="robots" content="NOINDEX, follow">'),
      { ...none, noindex: true },
    ],
    [
      'a robots rule that hides nothing',
      page(`<p>${link}</p>`, '<meta name="robots" content="max-image-preview:large">'),
      none,
    ],
    [
      'a page that sends readers on',
      page(`<p>${link}</p>`, '<meta http-equiv="refresh" content="0; url=https://shop.example/">'),
      { ...none, sendsOn: true },
    ],
    [
      '… in quotes, without a space',
      page('', `<META HTTP-EQUIV='Refresh' CONTENT="3;URL='https://shop.example/x'">`),
      { ...none, sendsOn: true },
    ],
    ['a page that reloads itself', page('', '<meta http-equiv="refresh" content="5">'), none],
    [
      'a page that moves within its site',
      page('', '<meta http-equiv="refresh" content="0; url=/ailleurs">'),
      none,
    ],
    [
      '… to its own name with www',
      page('', '<meta http-equiv="refresh" content="0; url=https://www.blog.example/">'),
      none,
    ],
    [
      'a page that sends on after a minute',
      page('', '<meta http-equiv="refresh" content="60; url=https://shop.example/">'),
      none,
    ],
    [
      '… only without scripts',
      page('', '<noscript><meta http-equiv="refresh" content="0; url=https://shop.example/"></noscript>'),
      none,
    ],
    [
      'Cloudflare',
      '<html><head><title>Just a moment...</title></head><body><p>Checking</p></body></html>',
      { ...none, puzzle: true },
    ],
    [
      'SiteGround',
      '<html><head><link rel="icon" href="data:;"><meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F&y=ipc"></meta></head></html>',
      { ...none, puzzle: true },
    ],
    [
      'Imperva',
      '<html><head><META NAME="robots" CONTENT="noindex,nofollow"><script src="/_Incapsula_Resource?SWJIYLWA=5074"></script><body></body></html>',
      { ...none, noindex: true, puzzle: true },
    ],
    [
      'Anubis',
      '<html><head><title>Making sure you&#39;re not a bot!</title></head><body><img src="/.within.website/x/cmd/anubis/x.webp"></body></html>',
      { ...none, puzzle: true },
    ],
    [
      'a long page that is called so',
      page(`<p>${words(0, 400)}</p>`).replace('Un billet', 'Just a moment'),
      none,
    ],
  ] as const)('%s', (_, html, expected) => {
    expect(signs(html)).toEqual(expected);
  });
});

describe('the recorded pages of WordPress 6.1.9', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.html') && !name.includes('home'));
  const sights = files.map((name) => ({ name, seen: sight(readFileSync(new URL(name, folder))) }));
  const slugOf = (name: string) => name.replace(/^wordpress-twentytwenty(?:two|three)-|\.html$/g, '');

  test('none of them is doubtful', () => {
    for (const { seen } of sights)
      expect(seen.signs).toEqual({ noindex: false, sendsOn: false, puzzle: false });
  });

  test('no two different posts are taken for copies', () => {
    for (const [index, a] of sights.entries())
      for (const b of sights.slice(0, index))
        if (slugOf(a.name) !== slugOf(b.name) && a.seen.print !== null && b.seen.print !== null)
          expect(isNearCopy(a.seen.print, b.seen.print)).toBe(false);
  });

  test.each(files)('%s: the same sight however the bytes are cut', (name) => {
    const bytes = readFileSync(new URL(name, folder));
    const whole = sight(bytes, [bytes.length]);
    for (const cuts of [[1, 2, 3], [777], [16_384], [5, 9_000]]) expect(sight(bytes, cuts)).toEqual(whole);
  });
});

test('no page at all makes it fail, and what it gives is bounded', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      link,
      '<article>',
      '</article>',
      '<noscript>',
      '</noscript>',
      '<blockquote>',
      '<p>',
      '<div class="entry-content">',
      '</div>',
      '<meta http-equiv=refresh content="0;url=//x.example">',
      '<svg><title>x',
      '<table><a href=x>',
      '\0',
      '\ud800',
      words(0, 300),
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const seen = sight(pieces.join(''));
      expect(seen.text?.length ?? 0).toBeLessThanOrEqual(3000);
      expect(JSON.stringify(seen.around)).not.toMatch(/\\ud[89a-f]|\\u0000/i);
    }),
    { numRuns: 500 },
  );
});
