import type { CampaignId, Instant, Units } from '../../kernel/mod.ts';
import type { Queryable, SqlValue } from '../../store/mod.ts';
import type { Tally } from './figures.ts';

/** A site with what came from it. */
export type SiteRow = Tally & {
  readonly site: string;
  readonly relays: number;
  readonly units: Units;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
};

export type SiteOrder = 'most' | 'name';
/** A place in the list: behind this site, which has so many relays. */
export type SiteCursor = { readonly site: string; readonly relays: number };
export type SiteFilter = {
  /** Somewhere in the site's name. */
  readonly text: string | null;
  readonly order: SiteOrder;
  /** Counted relays only: what anybody may know. */
  readonly publicOnly: boolean;
};
export type SiteRows = { readonly rows: readonly SiteRow[]; readonly next: SiteCursor | null };

/** Sites of a campaign with their relays, the busiest first or by name, behind a cursor. Erased relays have no site. */
export async function readSiteRows(
  db: Queryable,
  campaign: CampaignId,
  filter: SiteFilter,
  after: SiteCursor | null,
  limit: number,
): Promise<SiteRows> {
  const values: SqlValue[] = [campaign];
  const value = (one: SqlValue) => `$${values.push(one)}`;
  const where = ['campaign_id = $1', "site NOT LIKE 'erased:%'"];
  if (filter.publicOnly) where.push("state = 'counted'");
  if (filter.text !== null) where.push(`strpos(site, ${value(filter.text.toLowerCase())}) > 0`);
  const byName = filter.order === 'name';
  if (after !== null && byName) where.push(`site > ${value(after.site)}`);
  const having =
    after === null || byName
      ? ''
      : `HAVING count(*) < ${value(after.relays)} OR (count(*) = ${value(after.relays)} AND site > ${value(after.site)})`;
  const order = byName ? 'site' : 'relays DESC, site';
  // First which sites, from an index alone; then what there is to say of these few.
  const rows = await db.rows<SiteRow>(
    `SELECT s.site, s.relays, r.* FROM (
       SELECT site, count(*) AS relays FROM relay WHERE ${where.join(' AND ')} GROUP BY site ${having} ORDER BY ${order} LIMIT ${limit + 1}
     ) s CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE state = 'counted') AS counted,
         count(*) FILTER (WHERE state IN ('received', 'checking', 'held')) AS waiting,
         count(*) FILTER (WHERE state = 'refused') AS refused,
         count(*) FILTER (WHERE state IN ('withdrawn', 'gone')) AS gone,
         coalesce(sum(units), 0)::bigint AS units, min(received_at) AS "firstAt", max(received_at) AS "lastAt"
       FROM relay WHERE campaign_id = $1 AND relay.site = s.site ${filter.publicOnly ? "AND state = 'counted'" : ''}
     ) r ORDER BY ${order}`,
    values,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    next: rows.length > limit && last !== undefined ? { site: last.site, relays: last.relays } : null,
  };
}

/** How many of the latest relays the busiest sites are found among. */
export const latest_max = 5000;

/** The sites with the most relays among the campaign's latest, at most `limit`: bounded work at any size. */
export async function readBusySites(
  db: Queryable,
  campaign: CampaignId,
  publicOnly: boolean,
  limit: number,
): Promise<readonly { readonly site: string; readonly relays: number; readonly counted: number }[]> {
  return db.rows(
    `SELECT site, count(*) AS relays, count(*) FILTER (WHERE state = 'counted') AS counted FROM (
       SELECT site, state FROM relay WHERE campaign_id = $1 ORDER BY received_at DESC LIMIT ${latest_max}
     ) r WHERE site NOT LIKE 'erased:%' ${publicOnly ? "AND state = 'counted'" : ''}
     GROUP BY site ORDER BY relays DESC, site LIMIT $2`,
    [campaign, limit],
  );
}
