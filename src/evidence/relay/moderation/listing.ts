import { type SiteListing, siteListings } from '../../../domain/mod.ts';
import type { CampaignId, Instant, RelayId } from '../../../kernel/mod.ts';
import { type Actor, record } from '../../../people/mod.ts';
import type { Queue } from '../../../queue/mod.ts';
import { type Database, type Queryable, sqlTime } from '../../../store/mod.ts';
import { checkJob, checkJobs } from '../check.ts';

/** An entry in the history of a list. `everywhere`: of the whole installation, not of the campaign. */
export type ListingEntry = {
  readonly id: number;
  readonly site: string;
  readonly listing: SiteListing;
  readonly everywhere: boolean;
  readonly why: string;
  readonly by: string;
  readonly at: Instant;
};

export type NewListing = {
  /** As `listedSite` writes it: `blog.example`, or `*.blog.example` for all under it. */
  readonly site: string;
  /** `none` takes it off the list. */
  readonly listing: SiteListing;
  readonly why: string;
};

/** Held relays of a site that are looked at again when it is allowed. */
const again_max = 500;

/**
 * Puts a site on a list of the campaign, or (`campaign` null) of the installation, or takes it off; nothing of the
 * history is ever changed. It holds for every look from now on, and held relays of the very site are looked at again;
 * what was counted stays counted.
 */
export async function listSite(
  db: Database,
  queue: Queue,
  campaign: { readonly id: CampaignId; readonly slug: string } | null,
  { site, listing, why }: NewListing,
  actor: Actor,
  now: Instant,
): Promise<'listed' | 'same'> {
  return db.transaction(async (tx) => {
    await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('relais:listing:' || $1, 0))", [site]);
    const [last] = await tx.rows<{ listing: SiteListing; why: string }>(
      'SELECT listing, why FROM site_listing WHERE site = $1 AND campaign_id IS NOT DISTINCT FROM $2 ORDER BY id DESC LIMIT 1',
      [site, campaign?.id ?? null],
    );
    if ((last?.listing ?? 'none') === listing && (last === undefined || last.why === why)) return 'same';
    await tx.rows(
      'INSERT INTO site_listing (campaign_id, site, listing, why, by_name, account_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [campaign?.id ?? null, site, listing, why, actor.name, actor.account, sqlTime(now)],
    );
    const held = await tx.rows<{ id: RelayId }>(
      `UPDATE relay SET check_due = true WHERE id IN (
         SELECT id FROM relay WHERE ($1::text IS NULL OR campaign_id = $1) AND site = $2 AND state = 'held' AND NOT check_due
         ORDER BY id LIMIT ${again_max} FOR UPDATE) RETURNING id`,
      [campaign?.id ?? null, site],
    );
    await queue.enqueue(tx, checkJob, checkJobs(held.map((row) => row.id)));
    await record(
      tx,
      actor,
      {
        action: 'sites.edit',
        organisation: null,
        campaign: campaign?.slug ?? null,
        subject: site,
        details: { listing },
      },
      now,
    );
    return 'listed';
  });
}

const columns = `id, site, listing, campaign_id IS NULL AS everywhere, why, by_name AS "by", at`;

/** What the lists say now: sites of the campaign's own list and of the installation's, by name, behind `after`. */
export async function readListed(
  db: Queryable,
  campaign: CampaignId,
  filter: { readonly listing: SiteListing | null; readonly text: string | null },
  after: string | null,
  limit: number,
): Promise<readonly ListingEntry[]> {
  return db.rows<ListingEntry>(
    `SELECT * FROM (
       SELECT DISTINCT ON (site, campaign_id) ${columns} FROM site_listing
       WHERE (campaign_id = $1 OR campaign_id IS NULL) AND ($2::text IS NULL OR site > $2) AND ($3::text IS NULL OR strpos(site, $3) > 0)
       ORDER BY site, campaign_id, site_listing.id DESC
     ) l WHERE listing = ANY($4::text[]) ORDER BY site, everywhere LIMIT $5`,
    [
      campaign,
      after,
      filter.text?.toLowerCase() ?? null,
      filter.listing === null ? siteListings.filter((one) => one !== 'none') : [filter.listing],
      limit,
    ],
  );
}

/** Who put which site on a list or took it off, the newest first, before `before`. */
export async function readListingHistory(
  db: Queryable,
  campaign: CampaignId,
  site: string | null,
  before: number | null,
  limit: number,
): Promise<readonly ListingEntry[]> {
  return db.rows<ListingEntry>(
    `SELECT ${columns} FROM site_listing WHERE (campaign_id = $1 OR campaign_id IS NULL)
       AND ($2::text IS NULL OR site = $2) AND ($3::bigint IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
    [campaign, site, before, limit],
  );
}
