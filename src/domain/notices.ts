/** Parts of a cap, in percent, at which its partner is told. */
export const thresholds = [50, 80, 100] as const;
export type Threshold = (typeof thresholds)[number];

/** The thresholds that a promise has reached: `granted` of `cap` units, exactly, without fractions. */
export function reachedThresholds(granted: number, cap: number): readonly Threshold[] {
  return cap <= 0 ? [] : thresholds.filter((one) => BigInt(granted) * 100n >= BigInt(cap) * BigInt(one));
}

/**
 * The thresholds to tell a partner of now. `told`: under these terms already; `before`: under earlier ones; `atChange`:
 * what was granted when these terms began (0 for the first). What was still reached then is no news; what a raised cap
 * put out of reach is told anew.
 */
export function thresholdsToTell(
  standing: { readonly granted: number; readonly cap: number; readonly atChange: number },
  told: readonly Threshold[],
  before: readonly Threshold[],
): readonly Threshold[] {
  const still = reachedThresholds(standing.atChange, standing.cap);
  return reachedThresholds(standing.granted, standing.cap).filter(
    (one) => !told.includes(one) && !(before.includes(one) && still.includes(one)),
  );
}

/** When a webhook message is tried again after each failed attempt, in seconds (Standard Webhooks: «Deliverability»). */
const retry_seconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

/**
 * Seconds until attempt `attempts + 1`, or null to give up. `jitter` in [0, 1) spreads what failed together over a
 * fifth more.
 */
export function retryAfter(attempts: number, jitter: number): number | null {
  const base = retry_seconds[attempts - 1];
  return base === undefined ? null : Math.round(base * (1 + jitter / 5));
}

/** An endpoint that took nothing for this long is switched off, and its people are told. */
export const failing_days_max = 5;

/** What webhooks tell. */
export const webhookEvents = [
  'relay.counted',
  'relay.held',
  'relay.refused',
  'relay.withdrawn',
  'relay.gone',
  'cap.reached',
  'terms.changed',
  'campaign.opened',
  'campaign.closed',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
