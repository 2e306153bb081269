import type { CampaignId } from '../../kernel/mod.ts';
import type { Transaction } from '../../store/mod.ts';

/** A shop's day under an offer that counts it together. */
export type PoolName = {
  readonly offer: string;
  readonly retailer: string;
  readonly shop: string;
  readonly day: string;
};

/** How many of each product a shop's day holds, by the pool's name. */
export type Pools = ReadonlyMap<
  string,
  { readonly name: PoolName; readonly quantities: Map<string, number> }
>;

export function poolKey({ offer, retailer, shop, day }: PoolName): string {
  return `${offer}\n${retailer}\n${shop}\n${day}`;
}

/** The pools of these names as they stand; an unknown one is empty. */
export async function readPools(
  tx: Transaction,
  campaign: CampaignId,
  names: readonly PoolName[],
): Promise<Pools> {
  const pools = new Map(
    names.map((name) => [poolKey(name), { name, quantities: new Map<string, number>() }]),
  );
  if (pools.size === 0) return pools;
  const asked = [...pools.values()].map((one) => one.name);
  const rows = await tx.rows<PoolName & { gtin: string; quantity: number }>(
    `SELECT p.offer, p.retailer, p.shop, p.day::text AS day, p.gtin, p.quantity FROM purchase_pool p
     JOIN unnest($2::text[], $3::text[], $4::text[], $5::date[]) AS asked (offer, retailer, shop, day)
       ON p.offer = asked.offer AND p.retailer = asked.retailer AND p.shop = asked.shop AND p.day = asked.day
     WHERE p.campaign_id = $1`,
    [
      campaign,
      asked.map((one) => one.offer),
      asked.map((one) => one.retailer),
      asked.map((one) => one.shop),
      asked.map((one) => one.day),
    ],
  );
  for (const { gtin, quantity, ...name } of rows) pools.get(poolKey(name))?.quantities.set(gtin, quantity);
  return pools;
}

export async function writePools(tx: Transaction, campaign: CampaignId, pools: Pools): Promise<void> {
  const rows = [...pools.values()].flatMap(({ name, quantities }) =>
    [...quantities].map(([gtin, quantity]) => ({ ...name, gtin, quantity })),
  );
  if (rows.length === 0) return;
  await tx.rows(
    `INSERT INTO purchase_pool (campaign_id, offer, retailer, shop, day, gtin, quantity)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::text[], $7::bigint[])
     ON CONFLICT (campaign_id, offer, retailer, shop, day, gtin) DO UPDATE SET quantity = excluded.quantity`,
    [
      campaign,
      rows.map((one) => one.offer),
      rows.map((one) => one.retailer),
      rows.map((one) => one.shop),
      rows.map((one) => one.day),
      rows.map((one) => one.gtin),
      rows.map((one) => one.quantity),
    ],
  );
}
