import { write_ups_days } from '../../../domain/mod.ts';
import {
  type CampaignId,
  canonicalKey,
  type Id,
  type Instant,
  newId,
  parseWebAddress,
  type Random,
  siteOf,
} from '../../../kernel/mod.ts';
import { type Database, sqlTime } from '../../../store/mod.ts';

export type FeedSiteId = Id<'fds'>;

/** What became of a registration. */
export type Registered =
  | { readonly kind: 'registered' | 'known'; readonly id: FeedSiteId }
  | {
      readonly kind: 'refused';
      readonly reason: 'address_invalid' | 'own_site' | 'campaign_unknown' | 'campaign_over' | 'too_many';
    };

/** Addresses per site and campaign (a blog and its sub-blogs), sites per campaign, and registrations in an hour in all. */
const per_site_max = 3;
const per_campaign_max = 5_000;
const per_hour_max = 300;
const hour_ms = 3_600_000;

/** Keeps a site to be polled from now on. The same address again is the same registration; a removed one begins anew. */
export async function registerSite(
  house: { readonly db: Database; readonly random: Random; readonly publicUrl: URL },
  wanted: { readonly slug: string; readonly address: string },
  now: Instant,
): Promise<Registered> {
  const parsed = parseWebAddress(wanted.address);
  if (parsed.kind === 'invalid') return { kind: 'refused', reason: 'address_invalid' };
  const { url } = parsed;
  url.hash = '';
  const site = siteOf(url);
  if (site === siteOf(house.publicUrl)) return { kind: 'refused', reason: 'own_site' };
  return house.db.transaction(async (tx): Promise<Registered> => {
    // One registration of a campaign at a time, so that two at once do not both find room.
    const [campaign] = await tx.rows<{ id: CampaignId; over: boolean }>(
      'SELECT id, closes < $2::timestamptz AS over FROM campaign WHERE slug = $1 FOR NO KEY UPDATE',
      [wanted.slug, sqlTime(now)],
    );
    if (campaign === undefined) return { kind: 'refused', reason: 'campaign_unknown' };
    if (campaign.over) return { kind: 'refused', reason: 'campaign_over' };
    const rows = await tx.rows<{ id: FeedSiteId; address: string; removed: boolean }>(
      `SELECT id, address, removed_at IS NOT NULL OR next_at IS NULL AS removed FROM feed_site WHERE campaign_id = $1 AND site = $2`,
      [campaign.id, site],
    );
    const known = rows.find((row) => canonicalKey(new URL(row.address)) === canonicalKey(url));
    if (known !== undefined && !known.removed) return { kind: 'known', id: known.id };
    const [counts] = await tx.rows<{ all: number; hour: number }>(
      `SELECT (SELECT count(*) FROM feed_site WHERE campaign_id = $1 AND next_at IS NOT NULL) AS all,
         (SELECT count(*) FROM feed_site WHERE registered_at > $2::timestamptz) AS hour`,
      [campaign.id, sqlTime(now - hour_ms)],
    );
    const polled = rows.filter((row) => !row.removed).length;
    if (
      polled >= per_site_max ||
      Number(counts?.all) >= per_campaign_max ||
      Number(counts?.hour) >= per_hour_max
    )
      return { kind: 'refused', reason: 'too_many' };
    const [row] = await tx.rows<{ id: FeedSiteId }>(
      `INSERT INTO feed_site (id, campaign_id, address, site, registered_at, next_at) VALUES ($1, $2, $3, $4, $5::timestamptz, $5::timestamptz)
       ON CONFLICT (campaign_id, address) DO UPDATE SET registered_at = excluded.registered_at, next_at = excluded.next_at,
         removed_at = NULL, failures = 0, problem = NULL, feed = NULL, etag = NULL, last_modified = NULL, confirmed_at = NULL
       RETURNING id`,
      [
        known?.id ?? newId('fds', now, house.random),
        campaign.id,
        known?.address ?? url.href,
        site,
        sqlTime(now),
      ],
    );
    if (row === undefined) throw new Error('a registered site has its row');
    return { kind: 'registered', id: row.id };
  });
}

/** A site whose turn has come, with what its poll must know. */
export type DueSite = {
  readonly id: FeedSiteId;
  readonly slug: string;
  readonly address: string;
  readonly site: string;
  readonly feed: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly registeredAt: Instant;
  readonly confirmed: boolean;
  readonly changedAt: Instant | null;
  readonly polledAt: Instant | null;
  readonly failures: number;
  readonly opens: Instant;
  readonly closes: Instant;
};

/** A poll takes seconds; a process that died in the middle of one holds the site up for this long. */
const held_ms = 10 * 60_000;

/** Takes sites whose turn has come; each is given to one asker. Sites of campaigns that have been over for a month are asked no more. */
export async function takeDue(db: Database, most: number, now: Instant): Promise<readonly DueSite[]> {
  const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
  await db.rows(
    'UPDATE feed_site f SET next_at = NULL FROM campaign c WHERE c.id = f.campaign_id AND f.next_at <= $1::timestamptz AND c.closes < $2::timestamptz',
    [sqlTime(now), sqlTime(now - write_ups_days * 86_400_000)],
  );
  const rows = await db.rows<DueSite>(
    `WITH due AS (
       SELECT id FROM feed_site WHERE next_at <= $1::timestamptz ORDER BY next_at LIMIT ${Math.trunc(most)} FOR UPDATE SKIP LOCKED
     )
     UPDATE feed_site f SET next_at = $2::timestamptz FROM due, campaign c WHERE f.id = due.id AND c.id = f.campaign_id
     RETURNING f.id, c.slug, f.address, f.site, f.feed, f.etag, f.last_modified AS "lastModified",
       ${ms('f.registered_at')} AS "registeredAt", f.confirmed_at IS NOT NULL AS confirmed, ${ms('f.changed_at')} AS "changedAt", ${ms('f.polled_at')} AS "polledAt",
       f.failures, ${ms('c.opens')} AS opens, ${ms('c.closes')} AS closes`,
    [sqlTime(now), sqlTime(now + held_ms)],
  );
  return rows;
}

/** What a poll came to, as it is kept. */
export type PollRecord = {
  readonly site: FeedSiteId;
  readonly feed: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly confirmed: boolean;
  readonly changed: boolean;
  readonly failures: number;
  readonly problem: string | null;
  readonly nextAt: Instant | null;
  /** When the poll began: what a hub tells after that is new to it. */
  readonly begunAt: Instant;
  /** Digests of the entries that were looked at, in hex. */
  readonly seen: readonly string[];
};

/**
 * Writes a poll after its claims were committed: a crash before leaves the entries unseen, and the next poll claims the
 * same posts again, which are the same relays.
 */
export async function writePoll(db: Database, poll: PollRecord, now: Instant): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.rows(
      `INSERT INTO feed_entry (feed_site_id, digest, seen_at)
       SELECT $1, decode(d, 'hex'), $3::timestamptz FROM unnest($2::text[]) AS d ON CONFLICT DO NOTHING`,
      [poll.site, poll.seen, sqlTime(now)],
    );
    await tx.rows(
      `UPDATE feed_site SET feed = $2, etag = $3, last_modified = $4, failures = $5, problem = $6, polled_at = $8::timestamptz,
         next_at = CASE WHEN next_at IS NULL THEN NULL
           WHEN EXISTS (SELECT 1 FROM feed_hub h WHERE h.feed_site_id = feed_site.id AND h.told_at > $11::timestamptz)
           THEN $8::timestamptz + interval '1 minute' ELSE $7::timestamptz END,
         confirmed_at = CASE WHEN $9::boolean THEN coalesce(confirmed_at, $8::timestamptz) ELSE confirmed_at END,
         changed_at = CASE WHEN $10::boolean THEN $8::timestamptz ELSE changed_at END
       WHERE id = $1`,
      [
        poll.site,
        poll.feed,
        poll.etag,
        poll.lastModified,
        poll.failures,
        poll.problem,
        poll.nextAt === null ? null : sqlTime(poll.nextAt),
        sqlTime(now),
        poll.confirmed,
        poll.changed,
        sqlTime(poll.begunAt),
      ],
    );
  });
}

/** Which of these digests a site's polls have not seen yet. */
export async function unseenOf(
  db: Database,
  site: FeedSiteId,
  digests: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.rows<{ digest: string }>(
    `SELECT d AS digest FROM unnest($2::text[]) AS d
     WHERE NOT EXISTS (SELECT 1 FROM feed_entry e WHERE e.feed_site_id = $1 AND e.digest = decode(d, 'hex'))`,
    [site, digests],
  );
  return new Set(rows.map((row) => row.digest));
}
