import { readPurchaseRules } from '../campaign/mod.ts';
import {
  type PurchaseId,
  type PurchaseRecord,
  readPurchases,
  readReceiptKey,
  readReturnedUnits,
  receiptDigest,
} from '../evidence/mod.ts';
import type { CampaignId, Instant, Units } from '../kernel/mod.ts';
import type { Database, Queryable } from '../store/mod.ts';
import { subjectsOf } from './purchase-batch.ts';

/** One gift that a receipt triggered and that stands. */
export type ReceiptAct = { readonly units: Units; readonly leaf: number; readonly dueAt: Instant | null };

/** What a receipt triggered, for whoever holds it. */
export type ReceiptView = {
  readonly id: PurchaseId;
  /** The day in the shop's time zone, `YYYY-MM-DD`. */
  readonly day: string;
  readonly acts: readonly ReceiptAct[];
  /** Units that were taken back because goods came back, 0 or more. */
  readonly returned: Units;
  /** It counts for an offer that adds up a shop's whole day. */
  readonly pooled: boolean;
};

/** What a receipt of a retailer triggered; null where it triggered nothing or has not been sent. */
export async function readReceipt(
  db: Database,
  campaign: CampaignId,
  retailer: string,
  receipt: string,
): Promise<ReceiptView | null> {
  const key = await readReceiptKey(db, campaign);
  if (key === null) return null;
  const digest = receiptDigest(key, retailer, receipt).toString('hex');
  return db.transaction(async (tx) => {
    const purchase = (await readPurchases(tx, campaign, retailer, [digest])).get(digest);
    if (purchase === undefined) return null;
    const subjects = await subjectsOfPurchase(tx, campaign, purchase);
    const rows = await tx.rows<ReceiptAct>(
      `SELECT c.units, c.leaf_index AS leaf, c.due_at AS "dueAt" FROM unnest($2::text[]) WITH ORDINALITY AS asked (subject, place)
       CROSS JOIN LATERAL (SELECT id, units, leaf_index, due_at FROM credit WHERE campaign_id = $1 AND mechanic = 'purchase' AND subject = asked.subject
         ORDER BY attempt DESC LIMIT 1) c
       WHERE NOT EXISTS (SELECT FROM reversal r WHERE r.credit_id = c.id) ORDER BY asked.place`,
      [campaign, subjects],
    );
    return {
      id: purchase.id,
      day: purchase.claims[0]?.day ?? '',
      acts: rows,
      returned: await readReturnedUnits(tx, campaign, retailer, digest),
      pooled: subjects.some((subject) => subject.startsWith('day.')),
    };
  });
}

/** The names under which a purchase's standing acts are credited, in their order. */
export async function subjectsOfPurchase(
  db: Queryable,
  campaign: CampaignId,
  purchase: Pick<PurchaseRecord, 'id' | 'retailer' | 'shop' | 'claims'>,
): Promise<readonly string[]> {
  const { offers } = await readPurchaseRules(db, campaign);
  return purchase.claims.flatMap((claim) =>
    subjectsOf(purchase, claim, {
      per: offers.find((offer) => offer.names.includes(claim.offer))?.rule.per ?? 'basket',
    }),
  );
}
