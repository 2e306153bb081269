import { expect, test } from 'vitest';
import type { Language } from '../kernel/mod.ts';
import { preferred } from './answer.ts';
import { openFrontDoor, relayIds } from './front-door.suite.ts';

const page = '/c/un-billet-dix-repas';

test.each<[string, Language]>([
  ['', 'fr'],
  ['*', 'fr'],
  ['en', 'en'],
  ['EN-us', 'en'],
  ['fr-CA, en;q=0.9', 'fr'],
  ['en;q=0.9, fr', 'fr'],
  ['en-GB,en;q=0.9,fr;q=0.8', 'en'],
  ['en;q=0.5,fr;q=0.5', 'fr'],
  ['de, en;q=0.5', 'en'],
  ['de, nl', 'fr'],
  ['en;q=0', 'fr'],
  ['en;q=2', 'en'],
  ['english', 'fr'],
  ['en; q=0.1 , fr ; q=0.2', 'fr'],
  [';;;,,,=', 'fr'],
  [`${'x,'.repeat(10_000)}en`, 'fr'],
])('Accept-Language %j → %s', (header, language) => {
  expect(preferred(header)).toBe(language);
});

const paths = ['/', page, `${page}/partners`, `/relays/${relayIds.counted}`, '/api/docs', `${page}/embed`];

test.each(paths)('%s speaks the visitor’s language and tells caches so', async (path) => {
  const { look } = openFrontDoor();
  for (const [asked, header, language] of [
    ['', 'fr', 'fr'],
    ['', 'en', 'en'],
    ['?lang=en', 'fr', 'en'],
    ['?lang=fr', 'en', 'fr'],
    ['?lang=xx', 'en', 'en'],
    ['?lang=%22%3E%3Cscript%3E', 'fr', 'fr'],
    ['?lang=%0d%0aset-cookie:a', 'fr', 'fr'],
  ] as const) {
    const answer = await look(path + asked, { 'accept-language': header });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-language')).toBe(language);
    expect(answer.headers.get('vary')).toContain('Accept-Language');
    expect(await answer.text()).toContain(`<html lang="${language}"`);
  }
});

test.each([...paths, '/nothing'])('%s lets nothing in but our own files', async (path) => {
  const answer = await openFrontDoor().look(path);
  const policy = Object.fromEntries(
    (answer.headers.get('content-security-policy') ?? '').split('; ').map((one) => {
      const [name = '', ...values] = one.split(' ');
      return [name, values.join(' ')];
    }),
  );
  expect(policy).toEqual({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'connect-src': "'self'",
    'form-action': "'self'",
    'base-uri': "'none'",
    'object-src': "'none'",
    'frame-ancestors': path.endsWith('/embed') ? '*' : "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  });
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect(answer.headers.get('x-powered-by')).toBeNull();
  const html = await answer.text();
  expect(html).not.toMatch(/ style="|<style|\son[a-z]+="/);
  for (const script of html.match(/<script[^>]*>/g) ?? [])
    expect(script).toMatch(
      /^<script (type="application\/ld\+json"|(type="module"|defer="") src="\/assets\/[^"]+")>$/,
    );
});

test('files are ours, versioned and kept for ever; without the version for a minute', async () => {
  const { look } = openFrontDoor();
  const html = await (await look(page)).text();
  const addresses = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  expect(addresses.length).toBeGreaterThanOrEqual(3);
  for (const address of addresses) {
    const file = await look(address);
    expect(file.status).toBe(200);
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await look(address.replace(/\?.*/, '?v=old'))).headers.get('cache-control')).toBe(
      'public, max-age=60',
    );
  }
});
