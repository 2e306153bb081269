import type { CampaignId, Instant, Units } from '../kernel/mod.ts';
import { type Queryable, sqlTime } from '../store/mod.ts';

const day_ms = 86_400_000;

/**
 * What each promise of a campaign gave in each of the last times 24 hours, the latest first, by the promise's name in
 * the campaign file. Promises that gave nothing are not in it; reversals are not taken off: they say nothing of the pace.
 */
export async function readPace(
  db: Queryable,
  campaign: CampaignId,
  now: Instant,
  days: number,
): Promise<ReadonlyMap<string, readonly Units[]>> {
  const rows = await db.rows<{ name: string; ago: number; units: Units }>(
    `SELECT p.name, given.ago, given.units FROM (
       SELECT part.pledge_id, floor(date_part('epoch', $2::timestamptz - c.at) / 86400)::integer AS ago, sum(part.units)::bigint AS units
       FROM credit c JOIN credit_part part ON part.credit_id = c.id
       WHERE c.campaign_id = $1 AND c.at > $3 AND c.at <= $2 GROUP BY 1, 2
     ) given JOIN pledge p ON p.id = given.pledge_id`,
    [campaign, sqlTime(now), sqlTime(now - days * day_ms)],
  );
  const pace = new Map<string, Units[]>();
  for (const { name, ago, units } of rows) {
    const given = pace.get(name) ?? new Array<Units>(days).fill(0);
    if (ago >= 0 && ago < days) given[ago] = units;
    pace.set(name, given);
  }
  return pace;
}
