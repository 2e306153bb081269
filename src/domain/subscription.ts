import type { Instant } from '../kernel/mod.ts';

/** A subscription to a hub (W3C WebSub), as far as rules look at it. */
export type Subscription = {
  readonly state: 'asked' | 'active' | 'stopping' | 'stopped';
  readonly askedAt: Instant;
  /** Times that it was asked for without being granted. */
  readonly tries: number;
  readonly leaseUntil: Instant | null;
  readonly toldAt: Instant | null;
  readonly missedAt: Instant | null;
};

const hour_ms = 3_600_000;
const day_ms = 24 * hour_ms;
/** What we ask a hub for; most grant what is asked, many cap it at ten days. */
export const lease_seconds = 10 * 86_400;
/** The longest lease that is believed: a hub that says «for ever» is asked again all the same. */
export const lease_seconds_max = 30 * 86_400;
/** Polls are at most a day apart, so three days leave room for a hub that is down. */
const renew_before_ms = 3 * day_ms;
const tries_max = 6;
/** How seldom a feed is polled whose hub tells of every post. */
const told_pause_ms = 6 * hour_ms;

/** Whether the hub is asked (again) for a subscription. */
export function shouldAsk(s: Subscription | null, now: Instant): boolean {
  if (s === null) return true;
  switch (s.state) {
    case 'active':
      // A hub that was asked for more and is silent is left alone for a day.
      return (s.leaseUntil ?? 0) - now < renew_before_ms && now - s.askedAt >= day_ms;
    case 'asked':
      return s.tries < tries_max && now - s.askedAt >= hour_ms * 4 ** s.tries;
    case 'stopping':
      return false;
    case 'stopped':
      // A refusal may be an outage of the other side: asked again after a week.
      return now - s.askedAt >= 7 * day_ms;
  }
}

/** Whether the hub has shown that it tells of posts: then the feed is polled seldom. */
export function hubIsTrusted(s: Subscription | null, now: Instant): boolean {
  if (s === null || s.state !== 'active' || s.toldAt === null) return false;
  if ((s.leaseUntil ?? 0) <= now) return false;
  return s.missedAt === null || s.missedAt < s.toldAt;
}

/** The next poll beside a hub: never sooner than planned. */
export function pollBesideHub(planned: Instant | null, s: Subscription | null, now: Instant): Instant | null {
  if (planned === null || !hubIsTrusted(s, now)) return planned;
  return Math.max(planned, now + told_pause_ms);
}

/** A hub that tells of the same feed again and again makes us come at most once a minute. */
export const told_every_ms = 60_000;
