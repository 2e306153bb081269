import type { Instant, Units } from '../kernel/mod.ts';

/** What a forecast is made from. */
export type Pace = {
  readonly now: Instant;
  /** The promise's window. */
  readonly opens: Instant;
  readonly closes: Instant;
  readonly remaining: Units;
  /** Units given in each of the last seven times 24 hours, the latest first. */
  readonly lastDays: readonly Units[];
};

/** When a promise's cap will be reached if people go on as they did in the last week. */
export type Forecast =
  | { readonly kind: 'reached' }
  | { readonly kind: 'not_open' }
  | { readonly kind: 'closed' }
  /** Open for less than a day: nothing honest can be said. */
  | { readonly kind: 'too_early' }
  /** Nothing was given in the last week. */
  | { readonly kind: 'idle' }
  /** Even at the pace of its best days the cap is not reached before the end; `atClose` is what will be given by then. */
  | { readonly kind: 'not_at_this_pace'; readonly atClose: Units }
  /**
   * `likely` at the mean pace, `earliest` at that of the best days, `latest` at that of the slowest; null where that is
   * after the end, or never.
   */
  | {
      readonly kind: 'expected';
      readonly earliest: Instant;
      readonly likely: Instant | null;
      readonly latest: Instant | null;
    };

const day_ms = 86_400_000;
/** A week: its mean holds a Sunday and a Monday, whatever day it is today. */
export const forecast_days = 7;
/** The best and the slowest days that bound the range: three of seven leave one odd day its weight, not the last word. */
const bounding_days = 3;

/**
 * Forecasts the moment a cap is reached from the pace of the last week, as a range: whoever reads one date takes it for
 * a promise. Posts come in waves; no model is fitted to them.
 */
export function forecastCap({ now, opens, closes, remaining, lastDays }: Pace): Forecast {
  if (remaining === 0) return { kind: 'reached' };
  if (now < opens) return { kind: 'not_open' };
  if (now > closes) return { kind: 'closed' };
  const whole = Math.min(forecast_days, lastDays.length, Math.floor((now - opens) / day_ms));
  if (whole < 1) return { kind: 'too_early' };
  const days = lastDays.slice(0, whole).sort((a, b) => b - a);
  const bounding = Math.min(bounding_days, whole);
  const mean = perDay(days);
  if (mean === 0) return { kind: 'idle' };
  const at = (pace: number): Instant | null => {
    const moment = pace === 0 ? Number.POSITIVE_INFINITY : now + (remaining / pace) * day_ms;
    return moment <= closes ? Math.ceil(moment) : null;
  };
  const earliest = at(perDay(days.slice(0, bounding)));
  if (earliest === null)
    return { kind: 'not_at_this_pace', atClose: Math.floor((mean * (closes - now)) / day_ms) };
  return { kind: 'expected', earliest, likely: at(mean), latest: at(perDay(days.slice(-bounding))) };
}

const perDay = (days: readonly Units[]) => days.reduce((sum, one) => sum + one, 0) / days.length;
