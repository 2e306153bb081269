import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PledgeId } from '../kernel/mod.ts';
import { allocate, fullUnits, type OpenPledge, type Times } from './allocate.ts';

const pledge = (n: number, perAct: number, remaining: number): OpenPledge => ({
  pledge: `plg_${n}`,
  perAct,
  remaining,
  termsVersion: 1,
});
const equal = (acts: number) => Array<Times | null>(acts).fill(null);
const units = (acts: number, ...pledges: readonly [number, number][]) =>
  allocate(
    equal(acts),
    pledges.map(([perAct, remaining], n) => pledge(n, perAct, remaining)),
  ).map((parts) => parts.map((part) => part.units));

// Per act and left, promise by promise; acts; what each act gets from each promise that still gives.
test.each<[string, readonly [number, number][], number, number[][]]>([
  [
    'both give in full',
    [
      [6, 100],
      [4, 100],
    ],
    2,
    [
      [6, 4],
      [6, 4],
    ],
  ],
  [
    'the first ends exactly',
    [
      [6, 12],
      [4, 100],
    ],
    3,
    [[6, 4], [6, 4], [4]],
  ],
  [
    'the last one gives less',
    [
      [6, 8],
      [4, 100],
    ],
    2,
    [
      [6, 4],
      [2, 4],
    ],
  ],
  [
    'each may be the one that gives less',
    [
      [6, 7],
      [4, 5],
    ],
    2,
    [
      [6, 4],
      [1, 1],
    ],
  ],
  [
    'nothing is left: the act has no parts',
    [
      [6, 0],
      [4, 0],
    ],
    1,
    [[]],
  ],
  [
    'a promise of 0 per act gives nothing',
    [
      [0, 100],
      [4, 100],
    ],
    1,
    [[4]],
  ],
  ['no promise is open', [], 2, [[], []]],
  ['no act', [[6, 100]], 0, []],
])('%s', (_, pledges, acts, expected) => {
  expect(units(acts, ...pledges)).toEqual(expected);
});

const pledges = fc
  .array(fc.record({ perAct: fc.nat(20), remaining: fc.nat(200) }), { maxLength: 5 })
  .map((all) => all.map((one, n) => pledge(n, one.perAct, one.remaining)));

test('never more than is left, never more than promised per act, and exactly as much as both allow', () => {
  fc.assert(
    fc.property(fc.nat(40), pledges, (acts, open) => {
      const split = allocate(equal(acts), open);
      expect(split).toHaveLength(acts);
      for (const one of open) {
        const given = split.map((parts) => parts.find((part) => part.pledge === one.pledge)?.units ?? 0);
        expect(Math.max(0, ...given)).toBeLessThanOrEqual(one.perAct);
        expect(given.reduce((sum, part) => sum + part, 0)).toBe(Math.min(one.remaining, one.perAct * acts));
      }
      expect(split.flat().every((part) => part.units > 0)).toBe(true);
    }),
  );
});

test('a batch is the same as one by one', () => {
  fc.assert(
    fc.property(fc.nat(20), pledges, (acts, open) => {
      let left = open;
      const single = Array.from({ length: acts }, () => {
        const [parts = []] = allocate([null], left);
        left = left.map((one) => ({
          ...one,
          remaining: one.remaining - (parts.find((part) => part.pledge === one.pledge)?.units ?? 0),
        }));
        return parts;
      });
      expect(allocate(equal(acts), open)).toEqual(single);
    }),
  );
});

test('an act may draw several times, and on some promises alone', () => {
  const open = [pledge(1, 2, 7), pledge(2, 3, 100), pledge(3, 5, 100)];
  const times = (entries: readonly [number, number][]) =>
    new Map(entries.map(([n, count]): [PledgeId, number] => [`plg_${n}`, count]));
  const acts = [
    times([
      [1, 3],
      [3, 1],
    ]),
    null,
    times([]),
    times([[2, 0]]),
  ];
  expect(allocate(acts, open).map((parts) => parts.map((part) => [part.pledge, part.units]))).toEqual([
    [
      ['plg_1', 6],
      ['plg_3', 5],
    ],
    [
      ['plg_1', 1],
      ['plg_2', 3],
      ['plg_3', 5],
    ],
    [],
    [],
  ]);
  expect(acts.map((act) => fullUnits(act, open))).toEqual([11, 10, 0, 0]);
});
