import { describe, expect, test } from 'vitest';
import { placesOf } from './place.ts';
import { staticPage } from './rewrite.ts';

const site = 'https://relais.example';
const places = placesOf('essai', site);
const relay = 'rly_01kaz5m3v8q2w4x6y8z0a1b2c3';

test.each([
  ['/c/essai', 'fr', 'index.html'],
  ['/c/essai', 'en', 'en/index.html'],
  ['/c/essai?before=24', 'fr', 'index-before-24.html'],
  ['/c/essai?by=7', 'fr', 'index.html'],
  ['/c/essai/results', 'en', 'en/results.html'],
  ['/c/essai/results.pdf', 'en', 'en/results.pdf'],
  ['/c/essai/partners/danone', 'fr', 'partners/danone.html'],
  ['/c/essai/relays.atom', 'en', 'relays.atom'],
  ['/c/essai/relays.atom?lang=en', 'en', 'en/relays.atom'],
  ['/c/essai/badge.svg?lang=fr', 'en', 'badge.svg'],
  ['/c/essai/log/tile/entries/x001/234.p/5', 'fr', 'log/tile/entries/x001/234.p/5'],
  ['/api/v1/campaigns/essai/data', 'fr', 'data/index.json'],
  ['/api/v1/campaigns/essai/data/relays.csv', 'en', 'data/relays.csv'],
  [`/relays/${relay}`, 'en', `en/relays/${relay}.html`],
  [`/relays/${relay}/proof`, 'fr', `relays/${relay}-proof.html`],
  [`/relays/${relay}/proof.tlog-proof`, 'en', `relays/${relay}.tlog-proof`],
  ['/assets/style.css?v=1', 'fr', 'assets/style.css'],
] as const)('%s in %s is %s', (path, language, file) => {
  expect(places.fileOf(new URL(path, site), language)).toBe(file);
});

test.each([
  '/c/essai/events',
  '/c/essai/test',
  '/c/essai/take-part',
  '/c/essai/volunteer/shf_1',
  '/c/essai?before=x',
  '/c/essai/..%2f..%2fetc%2fpasswd',
  '/c/essai/%5c..%5cx',
  '/c/essai/%00',
  '/c/essai/%E0%A4%A',
  '/c/another',
  '/c/essai-2/results',
  '/console/c/essai',
  `/relays/${relay}/data`,
  'https://elsewhere.example/c/essai',
])('%s is not in the copy', (path) => {
  expect(places.fileOf(new URL(path, site), 'fr')).toBeNull();
});

describe('a page of the copy', () => {
  const at = {
    url: new URL(`${site}/c/essai/results`),
    language: 'fr' as const,
    file: 'results.html',
    notice: 'Copie <du> "jour"',
  };
  const made = (html: string) => staticPage(html, at, places);

  test('leads into the copy where it can, to the old address elsewhere, and keeps its own', () => {
    const { html, links } = made(
      '<a href="/c/essai#wall">x</a><a href="?lang=en">e</a><a href="/privacy">p</a><a href="#top">t</a><link rel="canonical" href="/c/essai/results"/>',
    );
    expect(html).toBe(
      `<a href="index.html#wall">x</a><a href="en/results.html">e</a><a href="${site}/privacy">p</a><a href="#top">t</a><link rel="canonical" href="/c/essai/results"/>`,
    );
    expect(links.map((one) => one.language)).toEqual(['fr', 'en']);
  });

  test('holds nothing that asks a server, and says what it is', () => {
    const { html } = made(
      '<head><meta charset="utf-8"/><link rel="webmention" href="/webmention"/><script type="module" src="/assets/live.js?v=1"></script></head><main id="content"><form method="post"><input name="a"/></form><template>x</template></main>',
    );
    expect(html).not.toMatch(/webmention|live\.js|<form|<template/);
    expect(html).toContain('http-equiv="Content-Security-Policy"');
    expect(html).toContain('Copie &lt;du> &quot;jour&quot;');
  });

  test('a stranger’s address breaks nothing', () => {
    const { html, links } = made(
      '<a href="https://relais.example/c/essai/%E0%A4%A">x</a><a href="javascript:alert(1)">y</a><a href="http://[">z</a>',
    );
    expect(html).toContain('href="https://relais.example/c/essai/%E0%A4%A"');
    expect(html).toContain('href="http://["');
    expect(links).toEqual([]);
  });
});
