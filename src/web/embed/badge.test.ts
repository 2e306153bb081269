import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { announced, attack, capped, closed, halfCapped, hostile, open } from '../fixture.suite.ts';
import { openFrontDoor } from '../front-door.suite.ts';
import { badgeText } from './badge.ts';

const path = '/c/un-billet-dix-repas/badge';
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const granted = (count: number) => ({ ...open, totals: { ...open.totals, granted: count } });

test.each([
  ['fr', open, '12 430 repas'],
  ['en', open, '12,430 meals'],
  ['en', granted(0), '0 meals'],
  ['en', granted(1), '1 meal'],
  ['fr', granted(1_000_000), '1 000 000 de repas'],
  ['fr', halfCapped, '15 458 repas'],
  ['fr', capped, '20 000 repas · plafond atteint'],
  ['en', capped, '20,000 meals · cap reached'],
  ['fr', announced, 'bientôt'],
  ['en', announced, 'soon'],
  ['fr', closed, '12 430 repas'],
] as const)('%s: %#', (language, view, message) => {
  expect(plain(badgeText(view, language).message)).toBe(message);
});

test('an image by itself: no script, no outside file, short caching, for any site', async () => {
  const answer = await openFrontDoor().app.request(`${path}.svg`);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/svg+xml; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=4, s-maxage=4',
    vary: 'Accept-Language',
  });
  expect(answer.headers.get('set-cookie')).toBeNull();
  const svg = await answer.text();
  expect(svg).not.toMatch(/<script|href=|url\((?!#)|@import/);
  expect(plain(svg)).toContain('12 430 repas');
});

test('well-formed whatever the title', async () => {
  const door = openFrontDoor();
  door.campaigns.set(hostile.slug, {
    ...hostile,
    title: { fr: `${attack.title}${'é"\'&<'.repeat(40)}👩‍🍳` },
  });
  const svg = await (await door.app.request(`${path}.svg`)).text();
  const names = new Set<string>();
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => names.add(tag.name));
  parser.write(svg).close();
  expect([...names].sort()).toEqual(['clipPath', 'g', 'rect', 'svg', 'text', 'title']);
});

test('in the form of shields.io', async () => {
  const answer = await openFrontDoor().app.request(`${path}.json?lang=en`);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.json()).toEqual({
    schemaVersion: 1,
    label: '1 blog post = 10 meals',
    message: '12,430 meals',
    color: expect.stringMatching(/^#?[0-9a-f]{6}$/),
    cacheSeconds: expect.any(Number),
  });
});

test('the web component is small enough for any page', async () => {
  const { gzipSync } = await import('node:zlib');
  const answer = await openFrontDoor().app.request('/embed.js');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(gzipSync(await answer.text()).length).toBeLessThan(4096);
});
