import type { CampaignId, Units } from '../../kernel/mod.ts';
import type { Queryable, Transaction } from '../../store/mod.ts';

/** What a retailer's day came to: baskets that counted, gifts that stand, units granted. */
export type PurchaseDay = {
  readonly retailer: string;
  /** In the shops' time zone, `YYYY-MM-DD`. */
  readonly day: string;
  readonly baskets: number;
  readonly acts: number;
  readonly units: Units;
};

/** Adds to the sums of days; what came back is added with a minus. */
export async function addToDays(
  tx: Transaction,
  campaign: CampaignId,
  changes: readonly PurchaseDay[],
): Promise<void> {
  const sums = new Map<string, PurchaseDay>();
  for (const one of changes) {
    const key = `${one.retailer} ${one.day}`;
    const before = sums.get(key);
    sums.set(key, {
      ...one,
      baskets: one.baskets + (before?.baskets ?? 0),
      acts: one.acts + (before?.acts ?? 0),
      units: one.units + (before?.units ?? 0),
    });
  }
  if (sums.size === 0) return;
  const rows = [...sums.values()];
  await tx.rows(
    `INSERT INTO purchase_day AS d (campaign_id, retailer, day, baskets, acts, units)
     SELECT $1, * FROM unnest($2::text[], $3::date[], $4::bigint[], $5::bigint[], $6::bigint[])
     ON CONFLICT (campaign_id, retailer, day) DO UPDATE
       SET baskets = d.baskets + excluded.baskets, acts = d.acts + excluded.acts, units = d.units + excluded.units`,
    [
      campaign,
      rows.map((one) => one.retailer),
      rows.map((one) => one.day),
      rows.map((one) => one.baskets),
      rows.map((one) => one.acts),
      rows.map((one) => one.units),
    ],
  );
}

/** Every retailer's days, the latest first: all that is public of purchases. */
export function readPurchaseDays(db: Queryable, campaign: CampaignId): Promise<readonly PurchaseDay[]> {
  return db.rows<PurchaseDay>(
    `SELECT retailer, day::text AS day, baskets, acts, units FROM purchase_day WHERE campaign_id = $1
     ORDER BY day DESC, retailer`,
    [campaign],
  );
}
