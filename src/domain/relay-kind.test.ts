import { expect, test } from 'vitest';
import { groundsOf, isReferral, needsConfirming, referrerIn } from './relay-kind.ts';

const by = { site: 'kiwi.example', number: 7, counted: true };
test.each([
  ['another site', { site: 'crok.example', number: null }, by, true],
  ['looked at again', { site: 'crok.example', number: 9 }, by, true],
  ['its own site', { site: 'kiwi.example', number: null }, by, false],
  ['itself, moved to another site', { site: 'crok.example', number: 7 }, by, false],
  [
    'through one that does not count',
    { site: 'crok.example', number: null },
    { ...by, counted: false },
    false,
  ],
  ['through nobody', { site: 'crok.example', number: null }, null, false],
])('a referral: %s', (_, relay, referrer, expected) => {
  expect(isReferral(relay, referrer)).toBe(expected);
});

test.each([
  ['https://relais.example/c/x?by=1242', 1242],
  ['https://relais.example/c/x?lang=en&by=7#top', 7],
  ['https://relais.example/c/x', null],
  ['https://relais.example/c/x?by=', null],
  ['https://relais.example/c/x?by=0', null],
  ['https://relais.example/c/x?by=-7', null],
  ['https://relais.example/c/x?by=7e3', null],
  ['https://relais.example/c/x?by=9999999999999', null],
  ['https://relais.example/c/x?by=7&by=8', 7],
])('%s names %s', (address, expected) => {
  expect(referrerIn(new URL(address))).toBe(expected);
});

test('what a relay draws on, and what a human confirms', () => {
  expect(groundsOf('post', true)).toEqual(['post', 'referral']);
  expect(groundsOf('illustration', false)).toEqual(['illustration']);
  expect(
    ['post', 'mention', 'share', 'illustration', 'featured'].map((kind) => needsConfirming(kind as 'post')),
  ).toEqual([false, false, false, true, true]);
});
