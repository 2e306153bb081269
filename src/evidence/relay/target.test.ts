import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { campaignLink } from './target.ts';

const blog = new URL('https://blog.example/2026/11/billet/');

type Row = readonly [publicUrl: string, href: string, slug: string | null, base?: string];
const rows: readonly Row[] = [
  // the campaign page and every page under it
  ['https://relais.example', 'https://relais.example/c/noel', 'noel'],
  ['https://relais.example', 'https://relais.example/c/noel/journal/2026-11-24', 'noel'],
  ['https://relais.example', 'https://relais.example/c/noel/embed#?secret=KUBG1FuPEw', 'noel'],
  // equivalent spellings
  ['https://relais.example', 'http://relais.example/c/noel', 'noel'],
  ['https://relais.example', 'https://relais.example/c/noel/', 'noel'],
  ['https://relais.example', 'HTTPS://RELAIS.Example./c/noel', 'noel'],
  ['https://relais.example', 'https://relais.example:443/c/noel', 'noel'],
  ['https://relais.example', 'http://relais.example:80/c/noel', 'noel'],
  ['https://relais.example', 'https://relais.example/%63/n%6Fel', 'noel'],
  ['https://relais.example', 'https://relais.example/x/../c/./noel', 'noel'],
  ['https://relais.example', 'https://relais.example/x/%2e%2E/c/noel', 'noel'],
  ['https://relais.example', 'https://relais.example/c/noel?utm_source=badge#comment', 'noel'],
  ['https://relais.example', '  https://relais.example/c/noel\n', 'noel'],
  ['https://relais.example', 'ht\ntps://relais.example/c/noel', 'noel'],
  ['https://relais.example', 'https:\\\\relais.example\\c\\noel', 'noel'],
  ['https://relais.example', '//relais.example/c/noel', 'noel'],
  ['https://relais.example', 'https://%72elais.example/c/noel', 'noel'],
  ['http://127.0.0.1:8080', 'http://127.1:8080/c/noel', 'noel'],
  ['http://127.0.0.1:8080', 'http://2130706433:8080/c/noel', 'noel'],
  // relative addresses
  ['https://relais.example', '/c/noel', 'noel', 'https://relais.example/autre'],
  ['https://relais.example', 'noel', 'noel', 'https://relais.example/c/autre'],
  ['https://relais.example', '/c/noel', null],
  ['https://relais.example', 'c/noel', null],
  // a port that is not the default must be the same
  ['http://relais.example:8080', 'http://relais.example:8080/c/noel', 'noel'],
  ['http://relais.example:8080', 'https://relais.example:8080/c/noel', 'noel'],
  ['http://relais.example:8080', 'http://relais.example/c/noel', null],
  ['http://relais.example:8080', 'http://relais.example:8081/c/noel', null],
  ['https://relais.example', 'http://relais.example:443/c/noel', null],
  ['https://relais.example', 'https://relais.example:8443/c/noel', null],
  // a path prefix
  ['https://asso.example/relais/', 'https://asso.example/relais/c/noel', 'noel'],
  ['https://asso.example/relais', 'https://asso.example/c/noel', null],
  ['https://asso.example/relais', 'https://asso.example/relaisc/noel', null],
  ['https://asso.example/relais', 'https://asso.example/relais/noel', 'noel'],
  // the short address that our site redirects
  ['https://relais.example', 'https://relais.example/noel', 'noel'],
  ['https://relais.example', 'https://relais.example/noel/?x', 'noel'],
  ['https://relais.example', 'https://relais.example/noel/journal', null],
  ['https://relais.example', 'https://relais.example/webmention', null],
  ['https://relais.example', 'https://relais.example/api', null],
  ['https://relais.example', 'https://relais.example/robots.txt', null],
  // not ours
  ['https://relais.example', 'https://relais.example/', null],
  ['https://relais.example', 'https://relais.example/c/', null],
  ['https://relais.example', 'https://relais.example/c/Noel', null],
  ['https://relais.example', 'https://relais.example/C/noel', null],
  ['https://relais.example', 'https://relais.example/c/no%C3%ABl', null],
  ['https://relais.example', 'https://relais.example/c%2Fnoel', null],
  ['https://relais.example', 'https://relais.example//c/noel', null],
  ['https://relais.example', 'https://relais.example.evil.example/c/noel', null],
  ['https://relais.example', 'https://relais.example@evil.example/c/noel', null],
  ['https://relais.example', 'https://evil.example@relais.example/c/noel', null],
  ['https://relais.example', 'https://evil.example:80@relais.example/c/noel', null],
  ['https://relais.example', 'https://www.relais.example/c/noel', null],
  ['https://relais.example', 'https://evil.example/?u=https://relais.example/c/noel', null],
  ['https://relais.example', 'ftp://relais.example/c/noel', null],
  ['https://relais.example', 'javascript:location="https://relais.example/c/noel"', null],
  ['https://relais.example', 'https://', null],
  ['https://relais.example', '', null],
];

describe('campaignLink', () => {
  for (const [publicUrl, href, slug, base] of rows) {
    test(`${publicUrl} ← ${JSON.stringify(href)} is ${slug}`, () => {
      expect(campaignLink(new URL(publicUrl))(href, base === undefined ? blog : new URL(base))).toBe(slug);
    });
  }

  test('any text is an address of ours or not, and never an exception', () => {
    const linkSlug = campaignLink(new URL('https://relais.example'));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (href) => {
        const slug = linkSlug(href, blog);
        return slug === null || /^[a-z0-9-]+$/.test(slug);
      }),
    );
  });

  test('the quick refusal never differs from the full parse', () => {
    const publicUrl = new URL('https://relais.example');
    const linkSlug = campaignLink(publicUrl);
    const part = fc.constantFrom(
      'https:',
      'HTTP:',
      'ftp:',
      '//',
      '/',
      '\\',
      'relais.example',
      'RELAIS.EXAMPLE',
      'évil.example',
      '@',
      ':443',
      ':',
      '.',
      '\t',
      ' ',
      '/c/',
      'noel',
      '?',
      '#',
      '%63',
      '..',
      'blog.example',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const href = parts.join('');
        const url = URL.parse(href, blog);
        const ours =
          url !== null &&
          /^https?:$/.test(url.protocol) &&
          /^relais\.example\.?$/.test(url.hostname) &&
          url.port === '' &&
          url.username + url.password === '' &&
          /^\/(?:(?:c|%63)\/(?:noel|%63|c)+(?:\/|$)|(?:noel|%63|c)+\/?$)/.test(url.pathname);
        if (!ours) return true;
        const rest = url.pathname.replaceAll('%63', 'c');
        return (linkSlug(href, blog) !== null) === !/^\/c\/?$/.test(rest);
      }),
      { numRuns: 2000 },
    );
  });
});
