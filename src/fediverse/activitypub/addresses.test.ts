import { expect, test } from 'vitest';
import { addressesOf } from './addresses.ts';

const at = addressesOf(new URL('https://dons.example/'));

test('a campaign is known by its actor and by its page', () => {
  expect(at.actor('noel')).toBe('https://dons.example/ap/c/noel');
  expect(at.slugOf('https://dons.example/ap/c/noel')).toBe('noel');
  expect(at.slugOf('https://dons.example/c/noel/')).toBe('noel');
  for (const other of [
    'https://dons.example/ap/c/noel/inbox',
    'https://dons.example.evil.example/c/noel',
    'https://dons.example@evil.example/c/noel',
    'http://dons.example/c/noel',
    'https://dons.example/c/NOEL',
    '',
  ])
    expect(at.slugOf(other), other).toBe(null);
});

test('notes are known by their address alone', () => {
  expect(at.noteOf(at.note('noel', 'not_01'))).toEqual({ slug: 'noel', id: 'not_01' });
  expect(at.noteOf(`${at.note('noel', 'x')}/replies`)).toBe(null);
  expect(at.noteOf('https://elsewhere.example/ap/c/noel/notes/x')).toBe(null);
});
