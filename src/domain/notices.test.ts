import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { reachedThresholds, retryAfter } from './notices.ts';

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
