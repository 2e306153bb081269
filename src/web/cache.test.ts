import { expect, test } from 'vitest';
import { closed, open } from './fixture.suite.ts';
import { openFrontDoor } from './front-door.suite.ts';

const slug = 'un-billet-dix-repas';
const kept = [
  `/c/${slug}`,
  `/api/v1/campaigns/${slug}`,
  `/c/${slug}/badge.svg`,
  `/c/${slug}/badge.json`,
  `/c/${slug}/embed`,
];

test.each(kept)('%s is made once for all who ask together', async (path) => {
  const { look, asked } = openFrontDoor();
  const answers = await Promise.all(Array.from({ length: 200 }, () => look(path)));
  expect(new Set(answers.map((answer) => answer.headers.get('etag'))).size).toBe(1);
  expect(asked.campaign).toBe(1);
});

test.each(kept)('%s: a strong ETag; 304 for who has it', async (path) => {
  const door = openFrontDoor();
  const first = await door.look(path);
  const etag = first.headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\w-]{22}"$/);
  for (const header of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    const again = await door.look(path, { 'if-none-match': header });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    expect(again.headers.get('vary')).toBe(first.headers.get('vary'));
    expect(again.headers.get('cache-control')).toBe(first.headers.get('cache-control'));
  }
  expect((await door.look(path, { 'if-none-match': '"x"' })).status).toBe(200);
  const other = { ...open, totals: { ...open.totals, granted: 12_440, relays: 1244 } };
  door.campaigns.set(slug, other);
  door.change(slug);
  const changed = await door.look(path, { 'if-none-match': etag });
  expect(changed.status).toBe(200);
  expect(changed.headers.get('etag')).not.toBe(etag);
});

test.each(kept)('%s is fresh after a change of its campaign, of any, and after a second', async (path) => {
  const door = openFrontDoor();
  const text = async () => (await door.look(path)).text();
  const before = await text();
  door.campaigns.set(slug, closed);
  expect(await text()).toBe(before);
  door.change('another');
  expect(await text()).toBe(before);
  door.now += 1001;
  expect(await text()).not.toBe(before);
  door.campaigns.set(slug, open);
  door.change('');
  expect((await text()).replace(/asOf.*/, '')).toBe(before.replace(/asOf.*/, ''));
});

test('what changes while an answer is made is in the next one', async () => {
  const door = openFrontDoor();
  let release = () => {};
  const { campaign } = door.services;
  Object.assign(door.services, {
    campaign: async (name: string) => {
      const view = await campaign(name);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return view;
    },
  });
  const { createCache } = await import('./cache.ts');
  const cache = createCache(() => door.now);
  const make = async () => {
    const view = await door.services.campaign(slug);
    return view === null ? null : { body: String(view.totals.granted), headers: {} };
  };
  const first = cache.get(slug, 'x', make);
  await Promise.resolve();
  door.campaigns.set(slug, { ...open, totals: { ...open.totals, granted: 1 } });
  cache.drop(slug);
  await new Promise((resolve) => setImmediate(resolve));
  release();
  expect((await first)?.body).toBe('12430');
  const second = cache.get(slug, 'x', make);
  await new Promise((resolve) => setImmediate(resolve));
  release();
  expect((await second)?.body).toBe('1');
});

test('French and English are kept apart', async () => {
  const { look } = openFrontDoor();
  for (const path of kept.filter((one) => !one.startsWith('/api'))) {
    const [french, english] = [await look(path), await look(path, { 'accept-language': 'en' })];
    expect(french.headers.get('etag')).not.toBe(english.headers.get('etag'));
    expect(french.headers.get('vary')).toContain('Accept-Language');
  }
});

test('an answer that could not be made is not kept', async () => {
  const { createCache } = await import('./cache.ts');
  const cache = createCache(() => 0);
  await expect(cache.get('a', 'x', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await cache.get('a', 'x', async () => ({ body: 'yes', headers: {} }))).toMatchObject({
    body: 'yes',
  });
  expect(await cache.get('b', 'x', async () => null)).toBeNull();
});
