import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type EntryCircumstances,
  entryMatters,
  nextPoll,
  type PollCircumstances,
  poll_failures_max,
} from './poll.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const now = 1_000 * day;
const ordinary: PollCircumstances = {
  now,
  failures: 0,
  changedAt: now,
  freshSeconds: null,
  retryAfterSeconds: null,
  jitter: 0,
};

describe('when a feed is asked again', () => {
  test.each<[string, Partial<PollCircumstances>, number | null]>([
    ['it wrote today', {}, 15],
    ['it wrote this week, to the millisecond', { changedAt: now - 7 * day }, 15],
    ['it wrote this month', { changedAt: now - 8 * day }, 60],
    ['it wrote long ago', { changedAt: now - 31 * day }, 360],
    ['it never wrote', { changedAt: null }, 360],
    ['its clock is ahead of ours', { changedAt: now + day }, 15],
    ['it says it is fresh for half an hour', { freshSeconds: 1800 }, 30],
    ['it says it is fresh for a year', { freshSeconds: 31_536_000 }, 60],
    ['it says it is fresh for a second', { freshSeconds: 1 }, 15],
    ['it failed once', { failures: 1 }, 30],
    ['it failed twice', { failures: 2 }, 60],
    ['it failed six times', { failures: 6 }, 960],
    ['it failed often', { failures: 20 }, 1440],
    ['it failed for a month', { failures: poll_failures_max }, null],
    ['it asks for two hours', { failures: 1, retryAfterSeconds: 7200 }, 120],
    ['it asks for a second', { failures: 1, retryAfterSeconds: 1 }, 30],
    ['it asks for a century', { failures: 1, retryAfterSeconds: 3_153_600_000 }, 1440],
    ['half of the jitter', { jitter: 0.5 }, 16.5],
    ['all of the jitter', { jitter: 1 }, 18],
    ['more jitter than there is', { jitter: 9 }, 18],
  ])('%s', (_name, change, minutes) => {
    const next = nextPoll({ ...ordinary, ...change });
    expect(next === null ? null : (next - now) / minute).toBe(minutes);
  });

  test('never sooner than a quarter of an hour nor than was asked, never later than a day and its jitter', () => {
    const seconds = fc.option(fc.nat(200_000));
    fc.assert(
      fc.property(
        fc.nat(35),
        fc.option(fc.nat(now)),
        seconds,
        seconds,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, changedAt, freshSeconds, retryAfterSeconds, jitter) => {
          const next = nextPoll({ now, failures, changedAt, freshSeconds, retryAfterSeconds, jitter });
          const wait = (next ?? 0) - now;
          expect(wait).toBeGreaterThanOrEqual(
            Math.max(15 * minute, Math.min((retryAfterSeconds ?? 0) * 1000, day)),
          );
          expect(wait).toBeLessThanOrEqual(1.2 * day);
        },
      ),
    );
  });
});

describe('which entries are looked at', () => {
  const entry: EntryCircumstances = {
    published: 150,
    registeredAt: 120,
    opens: 100,
    closes: 200,
    sameSite: true,
  };
  test.each<[string, Partial<EntryCircumstances>, boolean]>([
    ['within the campaign', {}, true],
    ['within the campaign, before the registration', { published: 110 }, true],
    ['after the registration, before the campaign opens', { published: 60, registeredAt: 50 }, true],
    ['without a date', { published: null }, true],
    ['before both', { published: 99 }, false],
    ['a write-up, after the campaign', { published: 200 + 29 * day }, true],
    ['more than a month after the campaign', { published: 201 + 30 * day }, false],
    ['of another site', { sameSite: false }, false],
    ['of another site, without a date', { sameSite: false, published: null }, false],
  ])('%s', (_name, change, matters) => {
    expect(entryMatters({ ...entry, ...change })).toBe(matters);
  });
});
