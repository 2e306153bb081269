import { becomeCreditWriter } from '../campaign/mod.ts';
import { erasedTag } from '../evidence/mod.ts';
import type { CampaignId, Instant, Random, RelayId } from '../kernel/mod.ts';
import { forgetSubscriptions } from '../notices/mod.ts';
import { type Database, sqlTime, type Transaction } from '../store/mod.ts';

type RelayRow = {
  campaign: CampaignId;
  slug: string;
  sourceKey: string;
  canonicalKey: string | null;
  site: string;
  credited: boolean;
};

/**
 * Erases what is held about a relay: its address, texts, author, the steps of its checks, contact and requests, and what
 * opens its entries in the public log. A relay that was credited leaves its number, its units and its entries, which
 * nothing leads from any more; keyed digests of its address and site stay so that the post is not counted twice, until
 * that key is deleted. One that was never credited leaves nothing. Gives false when there is no such relay.
 */
export async function eraseRelay(
  db: Database,
  relay: RelayId,
  random: Random,
  now: Instant,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [known] = await tx.rows<{ campaign: CampaignId }>(
      'SELECT campaign_id AS campaign FROM relay WHERE id = $1 AND erased_at IS NULL',
      [relay],
    );
    if (known === undefined) return false;
    // Nobody judges it meanwhile.
    await becomeCreditWriter(tx, known.campaign);
    const [row] = await tx.rows<RelayRow>(
      `SELECT r.campaign_id AS campaign, c.slug, r.source_key AS "sourceKey", r.canonical_key AS "canonicalKey", r.site,
         EXISTS (SELECT FROM credit k WHERE k.campaign_id = r.campaign_id AND k.mechanic = 'relay' AND k.subject = r.id) AS credited
       FROM relay r JOIN campaign c ON c.id = r.campaign_id WHERE r.id = $1 AND r.erased_at IS NULL FOR UPDATE OF r`,
      [relay],
    );
    if (row === undefined) return false;
    await forgetAround(tx, relay, now);
    if (row.credited) await keepBones(tx, relay, row, await erasureKey(tx, row.campaign, random), now);
    else await tx.rows('DELETE FROM relay WHERE id = $1', [relay]);
    await tx.rows('INSERT INTO erasure (relay_id, at) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      relay,
      sqlTime(now),
    ]);
    await tx.rows("SELECT pg_notify('relais_campaign', $1)", [row.slug]);
    return true;
  });
}

async function forgetAround(tx: Transaction, relay: RelayId, now: Instant): Promise<void> {
  await forgetSubscriptions(tx, relay);
  await tx.rows('DELETE FROM fediverse_boost b USING relay r WHERE r.id = $1 AND b.id = r.source', [relay]);
  await tx.rows('DELETE FROM fediverse_quote q USING relay r WHERE r.id = $1 AND q.post = r.source', [relay]);
  for (const table of ['relay_step', 'relay_contact', 'data_request', 'relay_seen', 'moderation'])
    await tx.rows(`DELETE FROM ${table} WHERE relay_id = $1`, [relay]);
  // What is left of its appeals is that there were so many, and how they ended.
  await tx.rows(
    `UPDATE appeal SET relay_id = NULL, why = NULL, email = NULL, words = NULL,
       state = CASE state WHEN 'open' THEN 'withdrawn' ELSE state END, decided_at = coalesce(decided_at, $2::timestamptz) WHERE relay_id = $1`,
    [relay, sqlTime(now)],
  );
}

async function keepBones(
  tx: Transaction,
  relay: RelayId,
  row: RelayRow,
  key: Uint8Array,
  now: Instant,
): Promise<void> {
  await tx.rows(
    `DELETE FROM opening o USING credit c LEFT JOIN reversal v ON v.credit_id = c.id
     WHERE c.campaign_id = $1 AND c.mechanic = 'relay' AND c.subject = $2
       AND o.campaign_id = $1 AND o.leaf_index IN (c.leaf_index, v.leaf_index)`,
    [row.campaign, relay],
  );
  await tx.rows(
    `UPDATE relay SET source = '', source_key = $2, site = $3, canonical_key = $4, target = '', title = NULL, author = NULL,
       site_name = NULL, published = NULL, excerpt = NULL, language = NULL, reason = NULL, check_due = false, recheck_at = NULL,
       doubts = '{}', near_copy_of = NULL, stance = NULL, erased_at = $5 WHERE id = $1`,
    [
      relay,
      erasedTag(key, row.sourceKey),
      erasedTag(key, row.site),
      row.canonicalKey === null ? null : erasedTag(key, row.canonicalKey),
      sqlTime(now),
    ],
  );
}

/** The campaign's key for digests of what was erased; made with its first erasure. */
async function erasureKey(tx: Transaction, campaign: CampaignId, random: Random): Promise<Uint8Array> {
  await tx.rows('INSERT INTO erasure_key (campaign_id, key) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    campaign,
    random(32),
  ]);
  const [row] = await tx.rows<{ key: Uint8Array }>('SELECT key FROM erasure_key WHERE campaign_id = $1', [
    campaign,
  ]);
  if (row === undefined) throw new Error('a campaign with an erasure has its key');
  return row.key;
}
