import type { CampaignId, Instant, RelayId } from '../../kernel/mod.ts';
import { type Queryable, sqlTime } from '../../store/mod.ts';

/** A post about the campaign: verified by us to link to it, with what it says of itself. */
export type WriteUp = {
  readonly id: RelayId;
  readonly source: string;
  readonly title: string | null;
  readonly author: string | null;
  readonly site: string;
  readonly excerpt: string | null;
  /** When it says it was published, but never later than it reached us. */
  readonly at: Instant;
};

const columns = `r.id, r.source, r.title, r.author, coalesce(r.site_name, r.site) AS site, r.excerpt,
  least(coalesce(r.published, r.received_at), r.received_at) AS at`;

/**
 * Whether the post is one that readers may be led to. Counted; or refused for a reason that says nothing against it
 * (its site was counted already, the campaign is over) while our last look found the link in its text.
 */
const sound = `r.erased_at IS NULL AND (r.state = 'counted' OR (r.state = 'refused' AND r.reason IN ('site_already_counted', 'campaign_closed')
  AND (SELECT s.evidence ->> 'link' FROM relay_step s WHERE s.relay_id = r.id AND s.evidence IS NOT NULL ORDER BY s.id DESC LIMIT 1) = 'content'))`;

/** Path of a target without scheme, host, query, fragment and final slash. */
const path = `regexp_replace(regexp_replace(r.target, '^[a-zA-Z]+://[^/]+', ''), '/*([?#].*)?$', '')`;

/** Said as the partial index says it, so that a campaign's thousands of other relays are never looked at. */
const below = `r.target ~ '/c/[a-z0-9-]+/[^/?#]'`;

/** Posts that mention one page of the campaign, newest first. */
export async function readMentions(
  db: Queryable,
  campaign: CampaignId,
  page: string,
  limit: number,
): Promise<readonly WriteUp[]> {
  return db.rows<WriteUp>(
    `SELECT ${columns} FROM relay r WHERE r.campaign_id = $1 AND ${below} AND ${path} = $2 AND ${sound} ORDER BY at DESC, r.id LIMIT $3`,
    [campaign, page, limit],
  );
}

/**
 * Write-ups, newest first: posts whose link leads to a page below the campaign's (journal, dialogue, meetings,
 * results, write-ups), and posts that came after its end, wherever they lead. Those before `before` (null: the newest).
 */
export async function readWriteUps(
  db: Queryable,
  campaign: { readonly id: CampaignId; readonly slug: string },
  before: Instant | null,
  limit: number,
): Promise<{ readonly posts: readonly WriteUp[]; readonly next: Instant | null }> {
  const rows = await db.rows<WriteUp>(
    `SELECT * FROM (
       SELECT ${columns} FROM relay r WHERE r.campaign_id = $1 AND ${below} AND ${path} ~ $2 AND ${sound}
       UNION
       SELECT ${columns} FROM relay r WHERE r.campaign_id = $1 AND r.state = 'refused' AND r.reason = 'campaign_closed' AND ${sound}) w
     WHERE $3::timestamptz IS NULL OR at < $3 ORDER BY at DESC, id LIMIT $4`,
    [
      campaign.id,
      `/c/${campaign.slug}/(journal|dialogue|meetings|results|write-ups|volunteer)(/|$)`,
      before === null ? null : sqlTime(before),
      limit + 1,
    ],
  );
  const posts = rows.slice(0, limit);
  return { posts, next: rows.length > limit ? (posts.at(-1)?.at ?? null) : null };
}
