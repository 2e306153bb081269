import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isGtin, normaliseGtin } from './gtin.ts';

// The lengths of GS1 General Specifications §7.9, with numbers printed there and on real packs.
test.each([
  ['96385074', '00000096385074'],
  ['614141000036', '00614141000036'],
  ['3033490004743', '03033490004743'],
  ['4006381333931', '04006381333931'],
  ['10614141000415', '10614141000415'],
  ['3033490004744', null],
  ['303349000474', null],
  ['3033490004743 ', null],
  ['303349000474x', null],
  ['303349000474３', null],
  ['', null],
  ['0'.repeat(15), null],
])('%s is %s', (digits, expected) => {
  expect(normaliseGtin(digits)).toBe(expected);
});

test('one wrong digit is always noticed, and leading zeros change nothing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }),
      fc.nat(11),
      fc.integer({ min: 1, max: 9 }),
      (digits, place, by) => {
        const body = digits.join('');
        const check = '0123456789'.split('').find((digit) => isGtin(body + digit)) ?? '';
        expect(check).not.toBe('');
        const wrong = digits.with(place, ((digits[place] ?? 0) + by) % 10).join('');
        expect(isGtin(wrong + check)).toBe(false);
        expect(normaliseGtin(`0${body}${check}`)).toBe(normaliseGtin(body + check));
      },
    ),
  );
});
