import { createHmac } from 'node:crypto';
import type { Basket } from '../../domain/mod.ts';
import { type CampaignId, canonicalJson, type Random } from '../../kernel/mod.ts';
import type { Database, Queryable } from '../../store/mod.ts';

const key_bytes = 32;

/**
 * The key under which a campaign keeps receipts; made once. The receipts of a till can be guessed: without the key
 * nobody can try them out on a copy of the database's digests.
 */
export async function openReceiptKey(
  db: Database,
  campaign: CampaignId,
  random: Random,
): Promise<Uint8Array> {
  await db.rows('INSERT INTO receipt_key (campaign_id, key) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    campaign,
    random(key_bytes),
  ]);
  const key = await readReceiptKey(db, campaign);
  if (key === null) throw new Error(`campaign ${campaign} has no receipt key`);
  return key;
}

/** Null while no purchase has come. */
export async function readReceiptKey(db: Queryable, campaign: CampaignId): Promise<Uint8Array | null> {
  const [row] = await db.rows<{ key: Uint8Array }>('SELECT key FROM receipt_key WHERE campaign_id = $1', [
    campaign,
  ]);
  return row?.key ?? null;
}

/** What is kept of a receipt's number: 32 bytes of HMAC-SHA-256. */
export function receiptDigest(key: Uint8Array, retailer: string, receipt: string): Buffer {
  return createHmac('sha256', key).update(`${retailer}\n${receipt}`).digest();
}

/** 16 bytes over all that a basket says, whatever the order of its lines. */
export function contentDigest(key: Uint8Array, { at, shop, lines, returnOf }: Basket): Buffer {
  const sums = new Map<string, number>();
  for (const { gtin, quantity } of lines) sums.set(gtin, (sums.get(gtin) ?? 0) + quantity);
  const content = canonicalJson({ at, shop, lines: Object.fromEntries(sums), returnOf });
  return createHmac('sha256', key).update(content).digest().subarray(0, 16);
}
