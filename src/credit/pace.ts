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
  const since = sqlTime(now - days * day_ms);
  // Credits are numbered in the order of their time: with the first number known, only the last ones and their parts
  // are read, however many came before. (The inner query stands by itself: as a minimum over the table it is planned
  // as a walk from the oldest credit on.)
  const [first] = await db.rows<{ id: number | null }>(
    'SELECT min(id) AS id FROM (SELECT id FROM credit WHERE at > $1 OFFSET 0) recent',
    [since],
  );
  if (first === undefined || first.id === null) return new Map();
  const rows = await db.rows<{ name: string; ago: number; units: Units }>(
    `SELECT p.name, given.ago, given.units FROM (
       SELECT part.pledge_id, floor(date_part('epoch', $2::timestamptz - c.at) / 86400)::integer AS ago, sum(part.units)::bigint AS units
       FROM credit c JOIN credit_part part ON part.credit_id = c.id
       WHERE c.id >= $4 AND part.credit_id >= $4 AND c.campaign_id = $1 AND c.at > $3 AND c.at <= $2 GROUP BY 1, 2
     ) given JOIN pledge p ON p.id = given.pledge_id`,
    [campaign, sqlTime(now), since, first.id],
  );
  const pace = new Map<string, Units[]>();
  for (const { name, ago, units } of rows) {
    const given = pace.get(name) ?? new Array<Units>(days).fill(0);
    if (ago >= 0 && ago < days) given[ago] = units;
    pace.set(name, given);
  }
  return pace;
}
