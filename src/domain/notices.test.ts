import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { reachedThresholds, retryAfter, type Threshold, thresholdsToTell } from './notices.ts';

test.each([
  [0, 100, []],
  [49, 100, []],
  [50, 100, [50]],
  [79, 100, [50]],
  [80, 100, [50, 80]],
  [99, 100, [50, 80]],
  [100, 100, [50, 80, 100]],
  [1, 1, [50, 80, 100]],
  [1, 3, []],
  [2, 3, [50]],
  [0, 0, []],
  [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, [50, 80, 100]],
  [Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER, [50, 80]],
])('%d of %d has reached %j', (granted, cap, reached) => {
  expect(reachedThresholds(granted, cap)).toEqual(reached);
});

test('as units are granted, each threshold is reached once and for good', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(fc.integer({ min: 0, max: 300 })),
      (cap, grants) => {
        let granted = 0;
        let before: readonly number[] = [];
        for (const units of grants) {
          granted = Math.min(cap, granted + units);
          const now = reachedThresholds(granted, cap);
          expect(now.slice(0, before.length)).toEqual(before);
          before = now;
        }
        expect(before.includes(100)).toBe(granted === cap);
      },
    ),
  );
});

test.each([
  ['nothing reached', 49, 100, 0, [], [], []],
  ['the first', 50, 100, 0, [], [], [50]],
  ['told already', 60, 100, 0, [50], [], []],
  ['one credit over two', 85, 100, 0, [], [], [50, 80]],
  ['taken back and given again: told once', 50, 100, 0, [50], [], []],
  ['another rate, the same cap: no news', 85, 100, 85, [], [50, 80], []],
  ['a higher cap, still half of it: half is no news', 10, 20, 10, [], [50, 80, 100], []],
  ['a higher cap, then reached anew', 20, 20, 10, [], [50, 80, 100], [80, 100]],
  ['a much higher cap, and all of it by one act', 100, 100, 10, [], [50, 80, 100], [50, 80, 100]],
  ['never told before, though reached when the terms changed', 10, 20, 10, [], [], [50]],
] as const)('%s', (_, granted, cap, atChange, told, before, tell) => {
  expect(thresholdsToTell({ granted, cap, atChange }, told, before)).toEqual(tell);
});

test('through any credits and raises: what a list of the known would say', () => {
  const step = fc.oneof(
    fc.record({ grant: fc.integer({ min: 0, max: 40 }) }),
    fc.record({ raise: fc.integer({ min: 0, max: 60 }) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.array(step), (first, steps) => {
      let [cap, granted, atChange] = [first, 0, 0];
      let told: Threshold[] = [];
      let before: Threshold[] = [];
      // What the partner knows: each threshold told, until a raise puts it out of reach.
      let known: Threshold[] = [];
      for (const one of steps) {
        if ('grant' in one) granted = Math.min(cap, granted + one.grant);
        else {
          cap += one.raise;
          atChange = granted;
          before = [...new Set([...before, ...told])];
          told = [];
          known = known.filter((percent) => reachedThresholds(granted, cap).includes(percent));
        }
        const tell = thresholdsToTell({ granted, cap, atChange }, told, before);
        expect(tell).toEqual(reachedThresholds(granted, cap).filter((percent) => !known.includes(percent)));
        told = [...new Set([...told, ...reachedThresholds(granted, cap)])];
        known = [...known, ...tell];
      }
    }),
  );
});

test.each([
  [1, 0, 5],
  [1, 0.999, 6],
  [2, 0, 300],
  [3, 0, 1800],
  [9, 0, 86_400],
  [9, 0.5, 95_040],
  [10, 0, null],
  [0, 0, null],
])('after attempt %d with jitter %d: %j s', (attempts, jitter, seconds) => {
  expect(retryAfter(attempts, jitter)).toBe(seconds);
});
