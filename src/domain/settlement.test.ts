import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  centsOf,
  cover,
  type DueItem,
  daysLate,
  duePeriod,
  payableBy,
  readSection,
  receiptRefusal,
  sectionOf,
  settledUnits,
  takeBack,
} from './settlement.ts';

const day = 86_400_000;

test.each([
  // units, money per unit, hundredths
  [10, 1, 1000],
  [16_675, 1, 1_667_500],
  [1, 0.335, 34],
  [1, 0.334, 33],
  [3, 0.335, 101],
  [-1, 0.335, -34],
  [-3, 0.335, -101],
  [0, 0.335, 0],
  [-0, 1, 0],
  [1, 0.005, 1],
  [1, 0.0049, 0],
  [7, 0.1, 70],
  [1_000_000_000_000, 1, 100_000_000_000_000],
])('%i units at %d are %i hundredths', (units, amount, cents) => expect(centsOf(units, amount)).toBe(cents));

test('what is given back undoes to the cent what was asked for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10 ** 9 }),
      fc.integer({ min: 0, max: 10 ** 8 }),
      (units, millionths) => {
        const amount = millionths / 10 ** 6;
        expect(centsOf(units, amount) + centsOf(-units, amount)).toBe(0);
        expect(Math.abs(centsOf(units, amount) - units * amount * 100)).toBeLessThanOrEqual(0.51);
      },
    ),
  );
});

describe('what a period asks for', () => {
  const counts = { before: 0, credited: 0, reversed: 0, toppedUp: 0, minimum: 0 };
  test.each([
    ['nothing happened', {}, false, [0, 0, 0]],
    ['acts fell due', { credited: 60 }, false, [60, 0, 60]],
    ['more was undone than fell due', { before: 60, credited: 10, reversed: 20 }, false, [-10, 0, -10]],
    ['a minimum is not applied before the end', { credited: 60, minimum: 100 }, false, [60, 0, 60]],
    ['nor where acts reach it', { credited: 100, minimum: 100 }, true, [100, 0, 100]],
    ['at the end it tops up', { before: 20, credited: 60, minimum: 100 }, true, [60, 20, 80]],
    ['a promise without acts owes its minimum', { minimum: 100 }, true, [0, 100, 100]],
    [
      'undone after the end: the minimum does more',
      { before: 80, toppedUp: 20, reversed: 10, minimum: 100 },
      true,
      [-10, 10, 0],
    ],
    [
      'due after the end: the minimum does less',
      { before: 80, toppedUp: 20, credited: 30, minimum: 100 },
      true,
      [30, -20, 10],
    ],
  ] as const)('%s', (_rule, change, final, [acts, topUp, units]) => {
    expect(duePeriod({ ...counts, ...change }, final)).toEqual({ acts, topUp, units });
  });
});

const item = (pledge: string, units: number, amount: number, more: Partial<DueItem> = {}): DueItem => ({
  ...{ pledge, units, amount, flat: false, payableBy: 0 },
  ...more,
});

describe('what payments cover', () => {
  const a = item('a', 10, 1000, { payableBy: 1 });
  const b = item('b', 5, 500, { payableBy: 2 });
  const flat = item('a', 0, 700, { flat: true, payableBy: 3 });
  test.each([
    ['nothing', [a, b], 0, { a: 0, b: 0 }, 1500, 0, 1],
    ['the oldest first', [a, b], 1000, { a: 10, b: 0 }, 500, 0, 2],
    ['whole units alone', [a, b], 999, { a: 9, b: 0 }, 501, 0, 1],
    ['all of it', [a, b], 1500, { a: 10, b: 5 }, 0, 0, null],
    ['and what is left goes ahead', [a, b], 1600, { a: 10, b: 5 }, 0, 100, null],
    ['a flat gift takes money and gives no units', [flat, b], 800, { a: 0, b: 1 }, 400, 0, 2],
    ['what is given back lowers what is asked', [a, item('a', -4, -400)], 600, { a: 6 }, 0, 0, null],
    ['of that promise alone', [a, b, item('b', -5, -500)], 1000, { a: 10, b: 0 }, 0, 0, null],
    ['never of its flat gift', [flat, a, item('a', -10, -1000)], 700, { a: 0 }, 0, 0, null],
    [
      'what was paid for and is given back is paid ahead',
      [a, item('a', -10, -1000)],
      1000,
      { a: 0 },
      0,
      1000,
      null,
    ],
    ['units too small to cost a cent come with the rest', [item('a', 1, 0), b], 0, { a: 1, b: 0 }, 500, 0, 2],
  ] as const)('%s', (_rule, items, paid, settled, outstanding, ahead, payable) => {
    const covered = cover(items, paid);
    expect(Object.fromEntries(covered.settled)).toEqual(settled);
    expect([covered.outstanding, covered.ahead, covered.payableBy]).toEqual([outstanding, ahead, payable]);
  });

  const items = fc.array(
    fc.record({ pledge: fc.constantFrom('a', 'b', 'c'), units: fc.integer({ min: -50, max: 100 }) }),
    { maxLength: 12 },
  );
  test('more money never settles less; what is called settled was paid for', () => {
    fc.assert(
      fc.property(
        items,
        fc.nat(20_000),
        fc.nat(500),
        fc.integer({ min: 1, max: 300 }),
        (list, paid, more, price) => {
          const standing = new Map<string, number>();
          const asked = list.flatMap(({ pledge, units }) => {
            // No more is given back than was asked for: duePeriod sees to it.
            const least = Math.max(units, -(standing.get(pledge) ?? 0));
            standing.set(pledge, (standing.get(pledge) ?? 0) + least);
            return [item(pledge, least, least * price)];
          });
          const [less, rich] = [cover(asked, paid), cover(asked, paid + more)];
          let units = 0;
          for (const [pledge, count] of less.settled) {
            units += count;
            expect(count).toBeGreaterThanOrEqual(0);
            expect(count).toBeLessThanOrEqual(standing.get(pledge) ?? 0);
            expect(rich.settled.get(pledge) ?? 0).toBeGreaterThanOrEqual(count);
          }
          expect(units * price).toBeLessThanOrEqual(paid);
          expect(less.asked).toBe([...standing.values()].reduce((sum, one) => sum + one, 0) * price);
          expect(less.asked - less.outstanding + less.ahead).toBe(paid);
          expect(takeBack(takeBack(asked))).toEqual(takeBack(asked));
        },
      ),
    );
  });
});

test.each([
  ['what is covered', 10, { granted: 20, minimum: 0, delivered: 0 }, 10],
  ['no more than is granted now', 10, { granted: 4, minimum: 0, delivered: 0 }, 4],
  ['or guaranteed', 10, { granted: 4, minimum: 8, delivered: 0 }, 8],
  ['never less than was handed over', 0, { granted: 0, minimum: 0, delivered: 3 }, 3],
])('settled is %s', (_rule, covered, now, units) => expect(settledUnits(covered, now)).toBe(units));

test.each([
  [0, 100, 0],
  [null, 100, 0],
  [100, 100, 0],
  [100, 101, 1],
  [100, 100 + day, 1],
  [100, 101 + day, 2],
])('to be paid until %s, it is %s: %i days late', (until, now, days) => {
  expect(daysLate(until === 0 ? null : until, now)).toBe(days);
});
test('a statement is paid within the stated days, else thirty', () => {
  expect([payableBy(0, 45), payableBy(0, null)]).toEqual([45 * day, 30 * day]);
});

test.each([
  ['gift', 'EUR', true, null],
  ['gift', 'EUR', false, 'not_confirmed'],
  ['gift', 'USD', true, 'currency'],
  ['gift', null, true, 'in_kind'],
  ['marketing', 'EUR', true, 'marketing'],
  ['marketing', null, false, 'marketing'],
  ['unstated', 'EUR', true, 'unstated'],
] as const)('a tax receipt for a %s in %s, confirmed %s: %s', (tax, currency, confirmed, refusal) => {
  expect(receiptRefusal(sectionOf(tax, currency), confirmed)).toBe(refusal);
  expect(readSection(sectionOf(tax, currency))).toEqual({ tax, currency });
});
