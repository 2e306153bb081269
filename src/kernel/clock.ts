/** A moment, in whole milliseconds since 1970-01-01T00:00:00Z (what `Date.now()` counts). */
export type Instant = number;

/** The only source of time: rules take an `Instant`, everything else takes a `Clock`. */
export type Clock = { readonly now: () => Instant };

/** The machine's own clock; wired once in the composition root. */
export const systemClock: Clock = { now: () => Date.now() };

/** RFC 3339 in UTC with milliseconds, e.g. `2026-11-01T00:00:00.000Z`. */
export function isoInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}
