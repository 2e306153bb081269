import type { Instant } from '../kernel/mod.ts';

/** What the moment of the next poll depends on. All of it is handed in; `jitter` is from 0 up to 1. */
export type PollCircumstances = {
  readonly now: Instant;
  /** Polls in a row that gave nothing readable; 0 after one that did. */
  readonly failures: number;
  /** When a poll last found something new; null: never. */
  readonly changedAt: Instant | null;
  /** How long the feed says that it stays as it is (Cache-Control: max-age), in seconds. */
  readonly freshSeconds: number | null;
  /** What the server asked us to wait (Retry-After), in seconds. */
  readonly retryAfterSeconds: number | null;
  readonly jitter: number;
};

const minute_ms = 60_000;
const hour_ms = 60 * minute_ms;
const day_ms = 24 * hour_ms;

/** A site that wrote this week is asked every quarter of an hour, one that wrote this month every hour, others four times a day. */
const paces = [
  { within_ms: 7 * day_ms, every_ms: 15 * minute_ms },
  { within_ms: 30 * day_ms, every_ms: hour_ms },
] as const;
const slowest_ms = 6 * hour_ms;
const first_failure_ms = 30 * minute_ms;
/** A month of days: whoever does not answer for so long is asked no more. */
export const poll_failures_max = 36;

/** When to poll next, or null: never again. Nothing a server says makes us come sooner, or later than a day. */
export function nextPoll(c: PollCircumstances): Instant | null {
  if (c.failures >= poll_failures_max) return null;
  const planned = c.failures === 0 ? paceOf(c) : first_failure_ms * 2 ** Math.min(c.failures - 1, 10);
  // A feed's own freshness is a hint about caches, not a wish: an hour of it is honoured.
  const fresh = Math.min((c.freshSeconds ?? 0) * 1000, hour_ms);
  const asked = (c.retryAfterSeconds ?? 0) * 1000;
  const wait = Math.min(Math.max(planned, fresh, asked), day_ms);
  return c.now + Math.round(wait * (1 + Math.min(Math.max(c.jitter, 0), 1) / 5));
}

function paceOf({ now, changedAt }: PollCircumstances): number {
  const quiet = changedAt === null ? Number.POSITIVE_INFINITY : now - changedAt;
  return paces.find((pace) => quiet <= pace.within_ms)?.every_ms ?? slowest_ms;
}

/** How long after a campaign's close registered sites are read: people tell of it when it is over. */
export const write_ups_days = 30;

/** What decides whether an entry of a feed is looked at. */
export type EntryCircumstances = {
  readonly published: Instant | null;
  readonly registeredAt: Instant;
  readonly opens: Instant;
  readonly closes: Instant;
  /** The entry's site is the registered one: nobody claims the posts of others by registering their planet. */
  readonly sameSite: boolean;
};

/** Whether an entry may be a relay: of the site itself, and published within the campaign, after the registration, or (as a write-up) in the month after. */
export function entryMatters(c: EntryCircumstances): boolean {
  if (!c.sameSite) return false;
  if (c.published === null) return true;
  return (
    c.published >= Math.min(c.opens, c.registeredAt) && c.published <= c.closes + write_ups_days * day_ms
  );
}
