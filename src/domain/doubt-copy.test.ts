import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandsOf, isNearCopy, print_words_min, printOf, sharedPart, type TextPrint } from './doubt-copy.ts';

/** A text of so many different words, from a number on. */
const words = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `mot${from + index}`);
const text = (from: number, count = 300) => words(from, count).join(' ');
const print = (of: string): TextPrint => {
  const made = printOf(of);
  if (made === null) throw new Error('a text that is long enough has a print');
  return made;
};
const near = (a: string, b: string) => isNearCopy(print(a), print(b));

describe('a near-copy', () => {
  test('is the same text, whatever its case, punctuation, spacing and spelling of accents', () => {
    const original = `${text(0)} déjà vu, l’été !`;
    const copy = `  ${text(0).toUpperCase().replaceAll(' ', ',\n ')} — DE\u0301JA\u0300 VU (l'e\u0301te\u0301)…`;
    expect(sharedPart(print(original), print(copy))).toBe(1);
  });

  test.each([
    ['one paragraph of ten replaced', [...words(0, 140), ...words(9000, 30), ...words(170, 130)], true],
    ['a paragraph of 30 words put before', [...words(5000, 30), ...words(0, 300)], true],
    ['the end cut off, a tenth of it', words(0, 270), true],
    ['half of it, and half something else', [...words(0, 150), ...words(7000, 150)], false],
    ['a quotation of 60 words in a post of 300', [...words(0, 60), ...words(8000, 240)], false],
    ['another text', words(4000, 300), false],
    ['the same words in another order', words(0, 300).toReversed(), false],
  ] as const)('%s: %s', (_, copy, expected) => {
    expect(near(text(0), copy.join(' '))).toBe(expected);
  });

  test('one changed word in a hundred leaves it one', () => {
    const copy = words(0, 300).map((word, index) => (index % 100 === 50 ? 'autre' : word));
    expect(near(text(0), copy.join(' '))).toBe(true);
  });

  test('short texts have no print', () => {
    expect(printOf(text(0, print_words_min - 1))).toBeNull();
    expect(printOf(text(0, print_words_min))).not.toBeNull();
    expect(printOf('')).toBeNull();
    expect(printOf('… — !!! ')).toBeNull();
  });

  test('is found by its bands', () => {
    let found = 0;
    for (let n = 0; n < 200; n++) {
      const copy = [...words(n * 1000, 140), ...words(900_000 + n * 100, 30), ...words(n * 1000 + 170, 130)];
      const bands = new Set(bandsOf(print(text(n * 1000))));
      if (bandsOf(print(copy.join(' '))).some((band) => bands.has(band))) found++;
    }
    expect(found).toBeGreaterThan(185);
  });

  test('different texts hardly ever meet in a band, and never look like copies', () => {
    const prints = Array.from({ length: 300 }, (_, n) => print(text(n * 1000)));
    const seen = new Map<number, number>();
    let met = 0;
    for (const one of prints)
      for (const band of bandsOf(one)) {
        met += seen.get(band) ?? 0;
        seen.set(band, (seen.get(band) ?? 0) + 1);
      }
    expect(met).toBeLessThan(3);
    for (const [index, one] of prints.entries())
      for (const other of prints.slice(0, index)) expect(sharedPart(one, other)).toBeLessThan(0.2);
  });

  test('any text at all has a print or none, always the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4000 }), (any) => {
        expect(printOf(any)).toEqual(printOf(any));
      }),
    );
  });
});
