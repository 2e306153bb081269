import { describe, expect, test } from 'vitest';
import { queryOf, readRelayFilter, readSiteFilter, relayCursor, siteCursor } from './lists-filter.ts';

const of = (query: Record<string, string>, publicOnly = false) =>
  readRelayFilter((name) => query[name], { timeZone: 'Europe/Paris', publicOnly });

describe('the filter of the list of relays', () => {
  test('takes what it knows', () => {
    const query = {
      state: 'refused',
      reason: 'duplicate',
      via: 'pingback',
      site: ' Blog.Example ',
      q: 'tarte 50 %',
      from: '2026-11-01',
      until: '2026-11-30',
    };
    const { filter, faults } = of(query);
    expect(faults).toEqual([]);
    expect(filter).toEqual({
      state: 'refused',
      reason: 'duplicate',
      via: 'pingback',
      site: 'blog.example',
      text: 'tarte 50 %',
      from: '2026-11-01',
      until: '2026-11-30',
      timeZone: 'Europe/Paris',
    });
  });

  test.each([
    ['state', 'COUNTED'],
    ['state', "counted' OR 1=1 --"],
    ['state', '__proto__'],
    ['reason', 'constructor'],
    ['via', 'carrier pigeon'],
    ['site', 'a b'],
    ['site', 'https://blog.example/'],
    ['site', 'x'.repeat(256)],
    ['q', 'x'.repeat(201)],
    ['from', '2026-02-30'],
    ['from', '2026-13-01'],
    ['from', '1999-12-31'],
    ['from', '20261101'],
    ['until', 'tomorrow'],
    ['until', '2026-11-01T00:00:00Z'],
  ])('%s=%s is a fault at that field, and what was typed is kept', (name, value) => {
    const { filter, faults, typed } = of({ [name]: value });
    expect(faults.map((fault) => fault.name)).toEqual([name]);
    expect(filter).toEqual({ ...of({}).filter });
    expect(typed[name as 'q']).toBe(value);
  });

  test('an end before its beginning is a fault at the end', () => {
    expect(of({ from: '2026-11-02', until: '2026-11-01' }).faults).toEqual([
      { name: 'until', word: 'list.wrongSpan' },
    ]);
    expect(of({ from: '2026-11-01', until: '2026-11-01' }).faults).toEqual([]);
  });

  test('who may see counted posts alone gets no others, whatever the address says', () => {
    for (const state of ['', 'refused', 'held', 'nonsense'])
      expect(of({ state, reason: 'spam' }, true).filter).toMatchObject({ state: 'counted', reason: null });
  });

  test('a null byte is dropped', () => {
    expect(of({ q: 'a\0b' }).filter.text).toBe('ab');
  });
});

test('the filter of the list of sites', () => {
  const read = (query: Record<string, string>) => readSiteFilter((name) => query[name], true);
  expect(read({ q: ' blog ', order: 'name' })).toMatchObject({
    filter: { text: 'blog', order: 'name', publicOnly: true },
    faults: [],
  });
  expect(read({ order: 'random()' }).faults).toEqual([{ name: 'order', word: 'list.wrongOrder' }]);
  expect(read({ q: 'x'.repeat(201) }).faults).toEqual([{ name: 'q', word: 'list.wrongText' }]);
});

test('addresses of further pages keep the filter', () => {
  expect(queryOf({ state: 'held', q: 'é & co', from: '' })).toBe('?state=held&q=%C3%A9+%26+co');
  expect(queryOf({ q: '' })).toBe('');
  expect(queryOf({ q: '' }, '5-x')).toBe('?after=5-x');
});

test('cursors come back as they went, and nothing else is one', () => {
  const relay = { receivedAt: 1_763_900_000_123, id: 'rly_01kaz5m3v8q2w4x6y8z0a1b2c0' } as const;
  expect(relayCursor.read(relayCursor.write(relay))).toEqual(relay);
  const site = { relays: 12, site: 'blog-à.example:8080' };
  expect(siteCursor.read(siteCursor.write(site))).toEqual(site);
  for (const text of [
    '',
    '-',
    '5',
    '5-',
    '-rly_01kaz5m3v8q2w4x6y8z0a1b2c0',
    '5-rly_x',
    '1e9-rly_01kaz5m3v8q2w4x6y8z0a1b2c0',
  ])
    expect(relayCursor.read(text)).toBeNull();
  for (const text of ['', '5', '5-', 'x-y', '5-a b', `1-${'x'.repeat(256)}`])
    expect(siteCursor.read(text)).toBeNull();
});
