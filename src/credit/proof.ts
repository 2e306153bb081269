import { type PurchaseId, readPurchase } from '../evidence/mod.ts';
import { type CampaignId, canonicalJson, isId } from '../kernel/mod.ts';
import { parseCheckpoint, printProof, readEntry, readInclusion, readPublished } from '../log/mod.ts';
import type { Queryable } from '../store/mod.ts';
import { readOpening } from './opening.ts';
import { subjectsOfPurchase } from './receipt.ts';

/** What opens a commitment: the salt in base 64 and the private record, canonical JSON. */
export type Opening = { readonly salt: string; readonly record: string };

/** The proof of a credit, or why there is none. */
export type CreditProof =
  | {
      readonly kind: 'proof';
      /** The campaign's slug. */
      readonly campaign: string;
      readonly index: number;
      /** The log's entry: canonical JSON. */
      readonly entry: string;
      readonly opening: Opening;
      /** Index of the entry that undid this credit. */
      readonly reversedBy: number | null;
      /** The proof as a C2SP tlog-proof file; its `extra` is `{"entry":…,"opening":{"record":…,"salt":…}}`. */
      readonly file: string;
    }
  /** The credit is in the log, and will be published within a second. */
  | { readonly kind: 'pending'; readonly campaign: string }
  /** The subject is known but nothing was credited for it. */
  | { readonly kind: 'not_credited'; readonly campaign: string }
  | { readonly kind: 'erased' }
  | { readonly kind: 'unknown' };

type Entered = {
  readonly campaign: CampaignId;
  readonly slug: string;
  readonly leaf: number | null;
  readonly reversedBy: number | null;
};

/** The proof of a relay's last credit under the checkpoint that is published now. */
export async function readRelayProof(db: Queryable, id: string): Promise<CreditProof> {
  if (!isId('rly', id)) return { kind: 'unknown' };
  const [relay] = await db.rows<Entered & { erased: boolean }>(
    `SELECT r.campaign_id AS campaign, c.slug, r.leaf_index AS leaf, r.erased_at IS NOT NULL AS erased,
       (SELECT v.leaf_index FROM credit k JOIN reversal v ON v.credit_id = k.id
        WHERE k.campaign_id = r.campaign_id AND k.mechanic = 'relay' AND k.subject = r.id AND k.leaf_index = r.leaf_index) AS "reversedBy"
     FROM relay r JOIN campaign c ON c.id = r.campaign_id WHERE r.id = $1`,
    [id],
  );
  if (relay === undefined) return { kind: 'unknown' };
  if (relay.erased) return { kind: 'erased' };
  return prove(db, relay);
}

/** The proof of a purchase's act, counted from 1 among those that stand. */
export async function readPurchaseProof(db: Queryable, id: string, act: number): Promise<CreditProof> {
  if (!isId('pur', id)) return { kind: 'unknown' };
  const purchase = await readPurchase(db, id as PurchaseId);
  const subject =
    purchase === null ? undefined : (await subjectsOfPurchase(db, purchase.campaign, purchase))[act - 1];
  if (purchase === null || subject === undefined) return { kind: 'unknown' };
  const [row] = await db.rows<Entered>(
    `SELECT k.campaign_id AS campaign, c.slug, k.leaf_index AS leaf, v.leaf_index AS "reversedBy"
     FROM credit k JOIN campaign c ON c.id = k.campaign_id LEFT JOIN reversal v ON v.credit_id = k.id
     WHERE k.campaign_id = $1 AND k.mechanic = 'purchase' AND k.subject = $2 ORDER BY k.attempt DESC LIMIT 1`,
    [purchase.campaign, subject],
  );
  return row === undefined ? { kind: 'unknown' } : prove(db, row);
}

async function prove(db: Queryable, entered: Entered): Promise<CreditProof> {
  const { campaign, slug, leaf: index, reversedBy } = entered;
  if (index === null) return { kind: 'not_credited', campaign: slug };
  const published = await readPublished(db, campaign);
  if (published === null || published.size <= index) return { kind: 'pending', campaign: slug };
  const opening = await readOpening(db, campaign, index);
  const bytes = await readEntry(db, campaign, index);
  const signed = parseCheckpoint(published.checkpoint);
  // Erased between the two readings.
  if (opening === null) return { kind: 'erased' };
  if (bytes === null || signed === null) throw new Error(`entry ${index} of ${slug} is published and kept`);
  const entry = new TextDecoder().decode(bytes);
  const hashes = await readInclusion(db, campaign, index, published.size);
  const extra = new TextEncoder().encode(canonicalJson({ entry, opening }));
  const file = printProof({ extra, index, hashes, signed });
  return { kind: 'proof', campaign: slug, index, entry, opening, reversedBy, file };
}
