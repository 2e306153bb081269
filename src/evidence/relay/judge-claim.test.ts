import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClaimSite, judgeClaim } from './judge-claim.ts';
import { campaignLink } from './target.ts';

const publicUrl = new URL('https://relais.example');
const site: ClaimSite = {
  publicUrl,
  linkSlug: campaignLink(publicUrl),
  knownSlug: (slug) => slug === 'dix-repas',
};

const blog = 'https://blog.example/2026/11/billet/';
const page = 'https://relais.example/c/dix-repas';
const long = `https://blog.example/${'a'.repeat(2048)}`;

test.each([
  // source, target, outcome
  [blog, page, 'ok'],
  [`  ${blog}\n`, page, 'ok'],
  [blog, `${page}/`, 'ok'],
  [blog, `${page}/dialogue?lang=en#question-3`, 'ok'],
  [blog, 'http://relais.example/c/dix-repas', 'ok'],
  ['http://blog.example/?p=12', page, 'ok'],
  ['https://xn--caf-dma.example/billet', page, 'ok'],
  ['https://café.example/billet', page, 'ok'],
  ['http://10.0.0.7/billet', page, 'ok'], // refused as source_blocked once the fetcher has looked, and explained there
  ['http://169.254.169.254/latest/', page, 'ok'],
  ['http://blog.example:22/billet', page, 'ok'],
  ['http://127.0.0.1:8081/billet', page, 'ok'],
  ['https://relais.example:8443/blog', page, 'ok'], // another port is another site
  ['', page, 'source_missing'],
  ['   ', page, 'source_missing'],
  ['', '', 'source_missing'],
  ['nonsense', '', 'target_missing'],
  [blog, '', 'target_missing'],
  ['nonsense', page, 'source_invalid'],
  ['nonsense', 'nonsense', 'source_invalid'],
  ['/2026/11/billet/', page, 'source_invalid'],
  ['//blog.example/billet', page, 'source_invalid'],
  ['ftp://blog.example/billet', page, 'source_invalid'],
  ['javascript:alert(1)', page, 'source_invalid'],
  ['file:///etc/passwd', page, 'source_invalid'],
  ['https://user:word@blog.example/', page, 'source_invalid'],
  ['https://blog.example\\@relais.example/', page, 'source_invalid'],
  ['https://blog.example/a b', page, 'source_invalid'],
  ['https://blog.example/a\tb', page, 'source_invalid'],
  ['https://blog.example/\u0000', page, 'source_invalid'],
  ['https://', page, 'source_invalid'],
  ['https://blog.example:99999/', page, 'source_invalid'],
  [long, page, 'source_invalid'],
  [blog, 'nonsense', 'target_invalid'],
  [blog, '/c/dix-repas', 'target_invalid'],
  [blog, 'mailto:a@b.example', 'target_invalid'],
  [blog, long, 'target_invalid'],
  [page, page, 'source_is_target'],
  [`${page}/`, page, 'source_is_target'],
  [`${page}#relais`, page, 'source_is_target'],
  [`${page}?utm_source=x`, 'http://RELAIS.example:443/c/dix-repas', 'source_is_target'],
  ['https://other.example/', 'https://other.example/', 'source_is_target'],
  [blog, 'https://other.example/c/dix-repas', 'target_not_ours'],
  [blog, 'https://relais.example/', 'target_not_ours'],
  [blog, 'https://relais.example/relays/rly_1', 'target_not_ours'],
  [blog, 'https://relais.example/dix-repas', 'ok'], // the short address, which leads to the campaign
  [blog, 'https://relais.example/about', 'target_unknown'],
  [blog, 'https://relais.example/c/douze-repas', 'target_unknown'],
  ['https://relais.example/about', page, 'same_site'],
  ['https://www.relais.example/c/dix-repas/journal/1', page, 'same_site'],
  ['http://relais.example./blog', page, 'same_site'],
])('source %j, target %j: %s', (source, target, expected) => {
  const verdict = judgeClaim({ source, target, via: 'webmention' }, site);
  expect(verdict.kind === 'ok' ? 'ok' : verdict.reason).toBe(expected);
});

test('a good claim gives the address to fetch, its one spelling and the campaign', () => {
  const source = 'http://WWW.Blog.example:80/billet/?utm_source=mail&p=1#suite';
  expect(judgeClaim({ source, target: `${page}/journal`, via: 'form' }, site)).toEqual({
    kind: 'ok',
    source: new URL(source),
    sourceKey: 'blog.example/billet?p=1',
    slug: 'dix-repas',
  });
});

test('any two texts give a verdict, and the same one whichever way they came', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.constantFrom(blog, page));
  fc.assert(
    fc.property(text, text, (source, target) => {
      const verdict = judgeClaim({ source, target, via: 'webmention' }, site);
      expect(judgeClaim({ source, target, via: 'pingback' }, site)).toEqual(verdict);
      if (verdict.kind === 'ok') expect(verdict.source.protocol).toMatch(/^https?:$/);
    }),
  );
});
