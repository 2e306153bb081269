import type { BasketLine } from '../../domain/mod.ts';
import { type CampaignId, type Id, type Instant, isoInstant, type Units } from '../../kernel/mod.ts';
import type { Queryable, Transaction } from '../../store/mod.ts';

export type PurchaseId = Id<'pur'>;

/** What a purchase does for one offer. */
export type Claim = {
  /** The offer's name. */
  readonly offer: string;
  /** The day in the shop's time zone. */
  readonly day: string;
  /** The products that count, less what came back. */
  readonly lines: readonly BasketLine[];
  /** Numbers of its acts that stand: of the basket's own, or of its shop's day where the offer counts that. */
  readonly acts: readonly number[];
};

/** A purchase as it is kept; digests are in hexadecimal. */
export type PurchaseRecord = {
  readonly id: PurchaseId;
  readonly retailer: string;
  readonly receipt: string;
  readonly content: string;
  readonly shop: string;
  readonly at: Instant;
  readonly claims: readonly Claim[];
};

/** Products brought back. */
export type ReturnRecord = {
  readonly retailer: string;
  readonly receipt: string;
  readonly content: string;
  readonly original: string;
  readonly lines: readonly BasketLine[];
  readonly done: boolean;
  readonly units: Units;
};

/** The purchases of one retailer with these receipts, by the receipt's digest. */
export async function readPurchases(
  tx: Transaction,
  campaign: CampaignId,
  retailer: string,
  receipts: readonly string[],
): Promise<ReadonlyMap<string, PurchaseRecord>> {
  if (receipts.length === 0) return new Map();
  const rows = await tx.rows<PurchaseRecord>(
    `SELECT id, retailer, encode(receipt, 'hex') AS receipt, encode(content, 'hex') AS content, shop, at, claims
     FROM unnest($3::text[]) AS asked (digest)
     CROSS JOIN LATERAL (SELECT * FROM purchase WHERE campaign_id = $1 AND retailer = $2 AND receipt = decode(asked.digest, 'hex')) p`,
    [campaign, retailer, receipts],
  );
  return new Map(rows.map((row) => [row.receipt, row]));
}

const returnColumns = `retailer, encode(receipt, 'hex') AS receipt, encode(content, 'hex') AS content,
  encode(original, 'hex') AS original, lines, done, units`;

/** The returns of one retailer with these receipts of their own, by the receipt's digest. */
export async function readReturns(
  tx: Transaction,
  campaign: CampaignId,
  retailer: string,
  receipts: readonly string[],
): Promise<ReadonlyMap<string, ReturnRecord>> {
  if (receipts.length === 0) return new Map();
  const rows = await tx.rows<ReturnRecord>(
    `SELECT ${returnColumns} FROM unnest($3::text[]) AS asked (digest)
     CROSS JOIN LATERAL (SELECT * FROM purchase_return WHERE campaign_id = $1 AND retailer = $2 AND receipt = decode(asked.digest, 'hex')) r`,
    [campaign, retailer, receipts],
  );
  return new Map(rows.map((row) => [row.receipt, row]));
}

/** Returns that wait for one of these purchases. */
export async function readHeldReturns(
  tx: Transaction,
  campaign: CampaignId,
  retailer: string,
  originals: readonly string[],
): Promise<readonly ReturnRecord[]> {
  if (originals.length === 0) return [];
  return tx.rows<ReturnRecord>(
    `SELECT ${returnColumns} FROM purchase_return r
     WHERE campaign_id = $1 AND retailer = $2 AND NOT done AND original IN (SELECT decode(d, 'hex') FROM unnest($3::text[]) AS d)
     ORDER BY taken_at, receipt`,
    [campaign, retailer, originals],
  );
}

export async function writePurchases(
  tx: Transaction,
  campaign: CampaignId,
  purchases: readonly PurchaseRecord[],
  now: Instant,
): Promise<void> {
  if (purchases.length === 0) return;
  await tx.rows(
    `INSERT INTO purchase (campaign_id, retailer, receipt, content, id, shop, at, taken_at, claims)
     SELECT $1, retailer, decode(receipt, 'hex'), decode(content, 'hex'), id, shop, at, $2::timestamptz, claims::jsonb
     FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::text[])
       AS p (retailer, receipt, content, id, shop, at, claims)`,
    [
      campaign,
      isoInstant(now),
      purchases.map((one) => one.retailer),
      purchases.map((one) => one.receipt),
      purchases.map((one) => one.content),
      purchases.map((one) => one.id),
      purchases.map((one) => one.shop),
      purchases.map((one) => isoInstant(one.at)),
      purchases.map((one) => JSON.stringify(one.claims)),
    ],
  );
}

/** What is left of purchases after goods came back. */
export async function writeClaims(
  tx: Transaction,
  purchases: readonly Pick<PurchaseRecord, 'id' | 'claims'>[],
): Promise<void> {
  if (purchases.length === 0) return;
  await tx.rows(
    `UPDATE purchase SET claims = changed.claims::jsonb
     FROM unnest($1::text[], $2::text[]) AS changed (id, claims) WHERE purchase.id = changed.id`,
    [purchases.map((one) => one.id), purchases.map((one) => JSON.stringify(one.claims))],
  );
}

/** Keeps returns, or marks held ones as done. */
export async function writeReturns(
  tx: Transaction,
  campaign: CampaignId,
  returns: readonly ReturnRecord[],
  now: Instant,
): Promise<void> {
  if (returns.length === 0) return;
  await tx.rows(
    `INSERT INTO purchase_return (campaign_id, retailer, receipt, content, original, lines, done, units, taken_at)
     SELECT $1, retailer, decode(receipt, 'hex'), decode(content, 'hex'), decode(original, 'hex'), lines::jsonb, done, units, $2::timestamptz
     FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::bigint[])
       AS r (retailer, receipt, content, original, lines, done, units)
     ON CONFLICT (campaign_id, retailer, receipt) DO UPDATE SET done = excluded.done, units = excluded.units`,
    [
      campaign,
      isoInstant(now),
      returns.map((one) => one.retailer),
      returns.map((one) => one.receipt),
      returns.map((one) => one.content),
      returns.map((one) => one.original),
      returns.map((one) => JSON.stringify(one.lines)),
      returns.map((one) => one.done),
      returns.map((one) => one.units),
    ],
  );
}

/** A purchase by its name; null for an unknown one. */
export async function readPurchase(
  db: Queryable,
  id: PurchaseId,
): Promise<(PurchaseRecord & { readonly campaign: CampaignId }) | null> {
  const [row] = await db.rows<PurchaseRecord & { campaign: CampaignId }>(
    `SELECT id, campaign_id AS campaign, retailer, encode(receipt, 'hex') AS receipt, encode(content, 'hex') AS content, shop, at, claims
     FROM purchase WHERE id = $1`,
    [id],
  );
  return row ?? null;
}

/** What returns took back of a purchase, 0 or more. */
export async function readReturnedUnits(
  db: Queryable,
  campaign: CampaignId,
  retailer: string,
  original: string,
): Promise<Units> {
  const [row] = await db.rows<{ units: Units }>(
    `SELECT coalesce(-sum(units), 0)::bigint AS units FROM purchase_return
     WHERE campaign_id = $1 AND retailer = $2 AND original = decode($3, 'hex')`,
    [campaign, retailer, original],
  );
  return row?.units ?? 0;
}
