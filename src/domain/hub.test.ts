import { describe, expect, test } from 'vitest';
import { feedOf, leaseSeconds } from './hub.ts';

describe('a subscription to a feed', () => {
  test.each([
    ['', 864_000],
    ['3600', 3600],
    ['1', 300],
    ['0', 300],
    ['99999999', 2_592_000],
    ['-5', 864_000],
    ['1e3', 864_000],
    ['9'.repeat(40), 864_000],
  ])('asked for %j seconds it lasts %i', (asked, seconds) => {
    expect(leaseSeconds(asked)).toBe(seconds);
  });
  test.each([
    ['/c/noel/relays.atom', 'noel'],
    ['/c/noel/journal.json', 'noel'],
    ['/c/noel/write-ups.atom', 'noel'],
    ['/c/noel/relays.atom?lang=en', 'noel'],
    ['/c/noel/relays.atom?lang=xx', null],
    ['/c/noel/relays.atom?x', null],
    ['/c/noel/badge.json', null],
    ['/c/Noël/relays.atom', null],
    ['/x/c/noel/relays.atom', null],
    ['/c/noel/relays.atom/', null],
  ])('%s: %s', (path, slug) => {
    expect(feedOf(path)).toBe(slug);
  });
});
