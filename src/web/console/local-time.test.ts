import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromLocal, toLocal } from './local-time.ts';

describe('times on the clocks of a zone', () => {
  test.each([
    ['2026-11-01T00:00', 'Europe/Paris', '2026-11-01T00:00:00+01:00'],
    ['2026-07-01T12:30:15', 'Europe/Paris', '2026-07-01T12:30:15+02:00'],
    ['2027-03-31T23:59:59', 'Europe/Paris', '2027-03-31T23:59:59+02:00'],
    ['2026-01-01T00:00', 'UTC', '2026-01-01T00:00:00+00:00'],
    ['2026-01-01T00:00', 'Asia/Kathmandu', '2026-01-01T00:00:00+05:45'],
    ['2026-01-01T00:00', 'America/St_Johns', '2026-01-01T00:00:00-03:30'],
    // The hour that comes twice: the first of the two.
    ['2026-10-25T02:30', 'Europe/Paris', '2026-10-25T02:30:00+02:00'],
    // The hour that is skipped: the same time after the change.
    ['2026-03-29T02:30', 'Europe/Paris', '2026-03-29T03:30:00+02:00'],
    ['2026-02-30T00:00', 'Europe/Paris', null],
    ['2026-13-01T00:00', 'Europe/Paris', null],
    ['2026-01-01T24:00', 'Europe/Paris', null],
    ['tomorrow', 'Europe/Paris', null],
    ['', 'Europe/Paris', null],
  ])('%s in %s is %s', (typed, zone, instant) => {
    expect(fromLocal(typed, zone)).toBe(instant);
  });

  test('what is shown is read as the same instant, in every zone, but for the hour that comes twice', () => {
    const zones = [
      'Europe/Paris',
      'UTC',
      'America/New_York',
      'Asia/Tokyo',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    ];
    const second = fc.integer({ min: Date.UTC(2020, 0) / 1000, max: Date.UTC(2040, 0) / 1000 });
    fc.assert(
      fc.property(second, fc.constantFrom(...zones), (seconds, zone) => {
        const instant = new Date(seconds * 1000).toISOString();
        const again = Date.parse(fromLocal(toLocal(instant, zone), zone) ?? '');
        const apart = seconds * 1000 - again;
        expect(apart === 0 || apart === 3_600_000 || apart === 1_800_000).toBe(true);
        expect(toLocal(new Date(again).toISOString(), zone)).toBe(toLocal(instant, zone));
      }),
    );
  });

  test('a text that is no time stays as it was typed', () => {
    expect(toLocal('soon', 'Europe/Paris')).toBe('soon');
    expect(toLocal('2026-01-01T00:00:00Z', 'Nowhere/None')).toBe('2026-01-01T00:00:00Z');
  });
});
