import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LinkPlace, PageFacts } from '../../domain/mod.ts';
import { createPageReader } from './read.ts';
import { campaignLink } from './target.ts';

const folder = new URL('../../../test/pages/', import.meta.url);
const linkSlug = campaignLink(new URL('https://relais.example'));

function factsOf(bytes: Uint8Array, name: string, cuts: readonly number[]): PageFacts {
  const reader = createPageReader({
    pageUrl: new URL(`http://blog-a.test:8091/2026/11/${name}/`),
    charset: 'UTF-8',
    slug: 'un-billet-dix-repas',
    linkSlug,
  });
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = cuts[i % cuts.length] ?? 1;
    if (reader.write(bytes.subarray(at, at + size)) === 'enough') break;
    at += size;
  }
  return reader.end();
}

type Row = readonly [slug: string, link: LinkPlace, title: string, excerpt: string | null];
/** What MANIFEST.md says of each page, and what a reader would say of the post. */
const manifest: readonly Row[] = [
  [
    'relais-simple',
    'content',
    'Dix repas pour un billet',
    'Ce matin, pas de recette. Une fois n’est pas coutume',
  ],
  ['relais-image', 'content', 'Un badge dans ma colonne', null],
  ['critique', 'content', 'Pourquoi je relaie quand même', 'Lier un don à un achat me gêne, et je le dis.'],
  ['relais-embed', 'none', 'La campagne, en direct', 'Je colle simplement l’adresse'],
  ['sans-lien', 'none', 'Une recette de soupe', 'Pas de campagne aujourd’hui'],
  ['lien-commentaire', 'comments', 'Un billet dont seul un commentaire porte le lien', 'Rien à signaler'],
];

/** What WordPress 6.1.9 writes in place of the address once our oEmbed provider answers (recorded). */
const embedMarkup =
  '<blockquote class="wp-embedded-content" data-secret="KUBG1FuPEw"><a href="https://relais.example/c/un-billet-dix-repas">1 billet = 10 repas</a></blockquote>' +
  '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted" style="position: absolute; clip: rect(1px, 1px, 1px, 1px);" src="https://relais.example/c/un-billet-dix-repas/embed#?secret=KUBG1FuPEw" data-secret="KUBG1FuPEw" width="500" height="282" frameborder="0" marginwidth="0" marginheight="0" scrolling="no"></iframe>';

describe.each(['twentytwentytwo', 'twentytwentythree'])(
  'pages of WordPress 6.1.9 with the theme %s',
  (theme) => {
    const page = (slug: string): Buffer => readFileSync(new URL(`wordpress-${theme}-${slug}.html`, folder));

    test.each(manifest)('%s: link in %s', (slug, link, title, excerpt) => {
      const { post, ...facts } = factsOf(page(slug), slug, [16_384]);
      expect(facts).toEqual({
        link,
        by: null,
        stance: null,
        canonical: `http://blog-a.test:8091/2026/11/${slug}/`,
      });
      const { excerpt: found, ...rest } = post;
      expect(rest).toEqual({
        title,
        author: 'auteur',
        site: 'Un blog de cuisine',
        published: Date.parse('2026-11-20T07:30:00Z'),
        language: 'fr-FR',
      });
      if (excerpt === null) expect(found).toBeNull();
      else expect(found?.startsWith(excerpt)).toBe(true);
    });

    test.each(manifest)('%s: the same facts however the bytes are cut', (slug) => {
      const bytes = page(slug);
      const whole = factsOf(bytes, slug, [bytes.length]);
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 20 }), (cuts) => {
          expect(factsOf(bytes, slug, cuts)).toEqual(whole);
        }),
        { numRuns: 20 },
      );
      expect(factsOf(bytes, slug, [1, 2, 3])).toEqual(whole);
    });

    test('relais-embed with our oEmbed provider answering: blockquote and clipped iframe are content', () => {
      const html = page('relais-embed').toString();
      const address = /https:\/\/relais\.example\/c\/un-billet-dix-repas(?=\s*<\/div>)/;
      expect(html).toMatch(address);
      const embedded = Buffer.from(html.replace(address, embedMarkup));
      expect(factsOf(embedded, 'relais-embed', [4_096]).link).toBe('content');
      const frameOnly = Buffer.from(html.replace(address, embedMarkup.slice(embedMarkup.indexOf('<iframe'))));
      expect(factsOf(frameOnly, 'relais-embed', [4_096]).link).toBe('content');
    });

    test('another frame clipped like WordPress’s own is hidden', () => {
      const html = page('relais-embed').toString();
      const frame = embedMarkup.slice(embedMarkup.indexOf('<iframe')).replace('wp-embedded-content', 'autre');
      const address = /https:\/\/relais\.example\/c\/un-billet-dix-repas(?=\s*<\/div>)/;
      expect(factsOf(Buffer.from(html.replace(address, frame)), 'relais-embed', [4_096]).link).toBe('hidden');
    });

    test('relais-simple is not read to its end: the comments are never looked at', () => {
      const bytes = page('relais-simple');
      const reader = createPageReader({
        pageUrl: new URL('http://blog-a.test:8091/2026/11/relais-simple/'),
        charset: null,
        slug: 'un-billet-dix-repas',
        linkSlug,
      });
      let read = 0;
      while (reader.write(bytes.subarray(read, read + 1_024)) === 'more') read += 1_024;
      expect(read).toBeLessThan(bytes.indexOf('id="comments"'));
    });

    test('a link to another campaign is no link', () => {
      const other = Buffer.from(
        page('relais-simple').toString().replaceAll('/c/un-billet-dix-repas', '/c/autre'),
      );
      expect(factsOf(other, 'relais-simple', [16_384]).link).toBe('none');
    });
  },
);

test('the home page only names the address without linking it', () => {
  const bytes = readFileSync(new URL('wordpress-home.html', folder));
  expect(factsOf(bytes, '', [5_000]).link).toBe('none');
});

test('feeds, read as pages by mistake, neither fail nor lose the rest', () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.xml'))) {
    expect(() => factsOf(readFileSync(new URL(name, folder)), name, [777])).not.toThrow();
  }
});
