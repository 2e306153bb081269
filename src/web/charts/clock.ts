import type { Translator } from '../../i18n/mod.ts';
import type { Instant } from '../../kernel/mod.ts';

/** Times as axes and their tables say them, on the clocks of one zone. */
export type ZoneClock = {
  /** `14:00` */
  readonly hour: (instant: Instant) => string;
  /** `23 novembre 2026` */
  readonly day: (instant: Instant) => string;
  /** `23 nov.` of `2026-11-23`. */
  readonly dayMark: (isoDate: string) => string;
};

/** Made once per page: making a format costs more than using it a hundred times. */
export function zoneClock(tr: Translator, timeZone: string): ZoneClock {
  const locale = tr.locale;
  const hour = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone });
  // Canadians write dates as ISO 8601 does.
  const iso = new Intl.DateTimeFormat('en-CA', { timeZone });
  const mark = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return {
    hour: (instant) => hour.format(instant),
    day: (instant) => tr.day(iso.format(instant)),
    dayMark: (isoDate) => mark.format(Date.parse(isoDate)),
  };
}
