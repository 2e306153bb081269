import type { CampaignId, Instant } from '../../../kernel/mod.ts';
import { type Database, sqlTime } from '../../../store/mod.ts';
import type { FeedSiteId } from './site.ts';

/** A registered site as an operator sees it. */
export type RegisteredSite = {
  readonly id: FeedSiteId;
  readonly address: string;
  readonly feed: string | null;
  readonly state: 'polled' | 'stopped' | 'removed';
  readonly registeredAt: Instant;
  readonly polledAt: Instant | null;
  readonly nextAt: Instant | null;
  /** Whether it was seen to link to the campaign. */
  readonly confirmed: boolean;
  /** One technical phrase about the last poll; null: it went well. */
  readonly problem: string | null;
  /** A hub tells of its posts. */
  readonly hub: boolean;
};

/** A campaign's registered sites, the newest first; `before`: the id of the last one of the page before. */
export async function readRegistered(
  db: Database,
  campaign: CampaignId,
  before: string | null,
  limit: number,
): Promise<readonly RegisteredSite[]> {
  const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
  return db.rows<RegisteredSite>(
    `SELECT f.id, f.address, f.feed, f.confirmed_at IS NOT NULL AS confirmed, f.problem,
       CASE WHEN f.removed_at IS NOT NULL THEN 'removed' WHEN f.next_at IS NULL THEN 'stopped' ELSE 'polled' END AS state,
       ${ms('f.registered_at')} AS "registeredAt", ${ms('f.polled_at')} AS "polledAt", ${ms('f.next_at')} AS "nextAt",
       EXISTS (SELECT 1 FROM feed_hub h WHERE h.feed_site_id = f.id AND h.state = 'active') AS hub
     FROM feed_site f WHERE f.campaign_id = $1 AND ($2::text IS NULL OR f.id < $2) ORDER BY f.id DESC LIMIT $3`,
    [campaign, before, limit],
  );
}

/** What an operator does with a registered site. What it brought stays; `remove` takes it off until it is registered anew. */
export const siteChanges = ['stop', 'resume', 'remove'] as const;
export type SiteChange = (typeof siteChanges)[number];

const changes: Readonly<Record<SiteChange, string>> = {
  stop: 'next_at = NULL WHERE removed_at IS NULL AND next_at IS NOT NULL',
  resume:
    'next_at = $3::timestamptz, failures = 0, problem = NULL WHERE removed_at IS NULL AND next_at IS NULL',
  remove: 'next_at = NULL, removed_at = $3::timestamptz WHERE removed_at IS NULL',
};

/** Gives whether there was anything to change. A poll under way does not bring a stopped site back: see `writePoll`. */
export async function changeSite(
  db: Database,
  campaign: CampaignId,
  id: string,
  change: SiteChange,
  now: Instant,
): Promise<boolean> {
  const rows = await db.rows(
    `UPDATE feed_site SET ${changes[change]} AND campaign_id = $1 AND id = $2 AND $3::timestamptz IS NOT NULL RETURNING id`,
    [campaign, id, sqlTime(now)],
  );
  return rows.length > 0;
}
