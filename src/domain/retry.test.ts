import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attemptsMax, retry_after_max_seconds, retryDelaySeconds } from './retry.ts';

describe('retryDelaySeconds', () => {
  test.each([
    // attempt that failed, Retry-After, seconds to wait
    [1, null, 30],
    [2, null, 300],
    [3, null, 3_600],
    [4, null, 21_600],
    // beyond the last planned attempt: never sooner than the last delay
    [5, null, 21_600],
    [100, null, 21_600],
    // no attempt yet counts as the first
    [0, null, 30],
    [-3, null, 30],
    // Retry-After is honoured when it asks for more …
    [1, 120, 120],
    [1, 119.2, 120],
    [2, 7_200, 7_200],
    // … not when it asks for less, or for nonsense
    [2, 10, 300],
    [1, 0, 30],
    [1, -60, 30],
    [1, Number.NaN, 30],
    // … and a day at most
    [1, 31_536_000, 86_400],
    [4, Number.POSITIVE_INFINITY, 86_400],
  ] as const)('after attempt %s with Retry-After %s: %s s', (attempt, retryAfter, seconds) => {
    expect(retryDelaySeconds(attempt, retryAfter)).toBe(seconds);
  });

  test('is a whole number of seconds within bounds, and never falls with the attempt', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.option(fc.double({ noNaN: false })),
        (attempt, after) => {
          const delay = retryDelaySeconds(attempt, after);
          expect(Number.isInteger(delay)).toBe(true);
          expect(delay).toBeGreaterThanOrEqual(30);
          expect(delay).toBeLessThanOrEqual(retry_after_max_seconds);
          expect(retryDelaySeconds(attempt + 1, after)).toBeGreaterThanOrEqual(delay);
        },
      ),
    );
  });

  test('the planned attempts fit in a working day', () => {
    let total = 0;
    for (let attempt = 1; attempt < attemptsMax; attempt++) total += retryDelaySeconds(attempt, null);
    expect(total).toBeLessThanOrEqual(8 * 3_600);
  });
});
