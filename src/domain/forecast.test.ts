import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Forecast, forecastCap } from './forecast.ts';

const day = 86_400_000;
const now = 1_000 * day;
const week = (...lastDays: number[]) => lastDays;
const even = week(100, 100, 100, 100, 100, 100, 100);

describe('forecastCap', () => {
  test.each<[string, { opens: number; closes: number; remaining: number; lastDays: number[] }, Forecast]>([
    // what, days since the opening, days to the close, what is left, the last days → outcome
    ['nothing is left', { opens: 30, closes: 30, remaining: 0, lastDays: even }, { kind: 'reached' }],
    [
      'nothing is left, though it is over',
      { opens: 30, closes: -1, remaining: 0, lastDays: even },
      { kind: 'reached' },
    ],
    ['it opens tomorrow', { opens: -1, closes: 30, remaining: 900, lastDays: even }, { kind: 'not_open' }],
    ['it closed yesterday', { opens: 30, closes: -1, remaining: 900, lastDays: even }, { kind: 'closed' }],
    [
      'open for 23 hours',
      { opens: 23 / 24, closes: 30, remaining: 900, lastDays: week(900) },
      { kind: 'too_early' },
    ],
    ['no figures', { opens: 30, closes: 30, remaining: 900, lastDays: [] }, { kind: 'too_early' }],
    [
      'a silent week',
      { opens: 30, closes: 30, remaining: 900, lastDays: week(0, 0, 0, 0, 0, 0, 0) },
      { kind: 'idle' },
    ],
    [
      'a steady week',
      { opens: 30, closes: 30, remaining: 1_000, lastDays: even },
      { kind: 'expected', earliest: now + 10 * day, likely: now + 10 * day, latest: now + 10 * day },
    ],
    [
      'exactly at the close',
      { opens: 30, closes: 10, remaining: 1_000, lastDays: even },
      { kind: 'expected', earliest: now + 10 * day, likely: now + 10 * day, latest: now + 10 * day },
    ],
    [
      'one day too late',
      { opens: 30, closes: 9, remaining: 1_000, lastDays: even },
      { kind: 'not_at_this_pace', atClose: 900 },
    ],
    [
      'a week of waves',
      { opens: 30, closes: 100, remaining: 1_400, lastDays: week(30, 10, 10, 20, 20, 30, 20) },
      // best three: 80 in 3 days; mean 20 a day; slowest three: 40 in 3 days
      {
        kind: 'expected',
        earliest: now + 52.5 * day,
        likely: now + 70 * day,
        latest: null,
      },
    ],
    [
      'most days without anything: perhaps never',
      { opens: 30, closes: 30, remaining: 100, lastDays: week(0, 0, 70, 0, 0, 0, 0) },
      {
        kind: 'expected',
        earliest: Math.ceil(now + (100 / (70 / 3)) * day),
        likely: now + 10 * day,
        latest: null,
      },
    ],
    [
      'only at the pace of the best days',
      { opens: 30, closes: 5, remaining: 100, lastDays: week(0, 0, 70, 0, 0, 0, 0) },
      { kind: 'expected', earliest: Math.ceil(now + (100 / (70 / 3)) * day), likely: null, latest: null },
    ],
    [
      'open for two days: days before the opening do not slow it down',
      { opens: 2.5, closes: 30, remaining: 100, lastDays: week(10, 10, 0, 0, 0, 0, 0) },
      { kind: 'expected', earliest: now + 10 * day, likely: now + 10 * day, latest: now + 10 * day },
    ],
  ])('%s', (_, { opens, closes, remaining, lastDays }, outcome) => {
    expect(
      forecastCap({ now, opens: now - opens * day, closes: now + closes * day, remaining, lastDays }),
    ).toEqual(outcome);
  });

  test('the range is in order, in the future and before the end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 1_000_000 }), { maxLength: 9 }),
        fc.nat({ max: 1_000_000_000 }),
        fc.nat({ max: 400 }),
        fc.nat({ max: 400 }),
        (lastDays, remaining, opened, left) => {
          const closes = now + left * day;
          const forecast = forecastCap({ now, opens: now - opened * day, closes, remaining, lastDays });
          if (forecast.kind === 'not_at_this_pace') expect(forecast.atClose).toBeLessThan(remaining);
          if (forecast.kind !== 'expected') return;
          const { earliest, likely, latest } = forecast;
          const moments = [now + 1, earliest, likely, latest].filter((one) => one !== null);
          expect(moments).toEqual([...moments].sort((a, b) => a - b));
          for (const moment of moments) expect(moment).toBeLessThanOrEqual(closes + 1);
          if (likely === null) expect(latest).toBeNull();
        },
      ),
    );
  });
});
