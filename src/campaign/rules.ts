import type { CampaignDates } from '../domain/mod.ts';
import type { CampaignId } from '../kernel/mod.ts';
import type { Queryable } from '../store/mod.ts';

/** What the campaign's file says of relays, and its dates. */
export type RelayRules = CampaignDates & {
  readonly slug: string;
  readonly perSite: number | null;
  readonly review: 'none' | 'first' | 'all';
  readonly recheckAfterDays: number;
  readonly onRemoval: 'keep' | 'reverse';
  /** Key of the digests that are left of erased relays; null while none was erased. */
  readonly erasureKey: Uint8Array | null;
};

export async function readRelayRules(db: Queryable, campaign: CampaignId): Promise<RelayRules> {
  const [row] = await db.rows<RelayRules>(
    `SELECT slug, opens, closes, settled_at AS "settledAt", relay_per_site AS "perSite", relay_review AS review,
       relay_recheck_after_days AS "recheckAfterDays", relay_on_removal AS "onRemoval",
       (SELECT key FROM erasure_key WHERE campaign_id = id) AS "erasureKey" FROM campaign WHERE id = $1`,
    [campaign],
  );
  if (row === undefined) throw new Error(`no campaign ${campaign}`);
  return row;
}
