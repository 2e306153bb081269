import { relayerScope } from '../../domain/mod.ts';
import type { Instant, Language, RelayId, Units } from '../../kernel/mod.ts';
import { type Queryable, sqlTime } from '../../store/mod.ts';

/** What a relayer's posts made possible in one campaign. */
export type RelayerCampaign = {
  readonly slug: string;
  /** The newest first; at most a hundred of `count`. */
  readonly posts: readonly {
    readonly id: RelayId;
    readonly source: string;
    readonly title: string | null;
    readonly language: string | null;
    readonly units: Units;
    readonly countedAt: Instant;
  }[];
  readonly count: number;
  readonly units: Units;
  /** Others' posts that came through these, and what they gave. */
  readonly brought: { readonly count: number; readonly units: Units };
};

/** The page of a relayer who chose to have one. */
export type RelayerView = {
  readonly scope: string;
  readonly name: string;
  readonly campaigns: readonly RelayerCampaign[];
};

const posts_max = 100;

/** Posts of a scope that count: `$1` its site, `$2` the beginning of their path, or null. */
const mine = `r.site = $1 AND r.state = 'counted' AND r.erased_at IS NULL
  AND ($2::text IS NULL OR starts_with(regexp_replace(r.source, '^https?://[^/]*', '') || '/', $2))`;

/** The page of a scope; null where nobody chose to have one, or where nothing counts any more. */
export async function readRelayer(db: Queryable, scope: string): Promise<RelayerView | null> {
  const [page] = await db.rows<{ name: string }>('SELECT name FROM relayer_page WHERE scope = $1', [scope]);
  if (page === undefined) return null;
  const bounds = boundsOf(scope);
  const sums = await db.rows<{
    slug: string;
    count: number;
    units: number;
    broughtCount: number;
    broughtUnits: number;
  }>(
    `WITH mine AS (SELECT r.campaign_id, r.number, r.units FROM relay r WHERE ${mine})
     SELECT c.slug, count(*) AS count, sum(m.units)::bigint AS units,
       (SELECT count(*) FROM relay b WHERE b.campaign_id = c.id AND b.state = 'counted'
          AND b.referred_by IN (SELECT number FROM mine WHERE campaign_id = c.id)) AS "broughtCount",
       (SELECT coalesce(sum(b.units), 0)::bigint FROM relay b WHERE b.campaign_id = c.id AND b.state = 'counted'
          AND b.referred_by IN (SELECT number FROM mine WHERE campaign_id = c.id)) AS "broughtUnits"
     FROM mine m JOIN campaign c ON c.id = m.campaign_id GROUP BY c.id, c.slug, c.opens ORDER BY c.opens DESC, c.slug`,
    bounds,
  );
  if (sums.length === 0) return null;
  const posts = await db.rows<RelayerCampaign['posts'][number] & { slug: string }>(
    `SELECT c.slug, r.id, r.source, r.title, r.language, r.units, r.counted_at AS "countedAt"
     FROM relay r JOIN campaign c ON c.id = r.campaign_id WHERE ${mine} ORDER BY r.counted_at DESC, r.number DESC LIMIT ${posts_max}`,
    bounds,
  );
  return {
    ...{ scope, name: page.name === '' ? scope : page.name },
    campaigns: sums.map(({ slug, count, units, broughtCount, broughtUnits }) => ({
      ...{ slug, count, units, brought: { count: broughtCount, units: broughtUnits } },
      posts: posts.filter((one) => one.slug === slug).map(({ slug: _, ...post }) => post),
    })),
  };
}

/** `scope`: null where there can be no page; `shown`: null where there is none. */
export type RelayerChoice = {
  readonly scope: string | null;
  readonly shown: { readonly name: string } | null;
};

/** Whether the author of a relay has a page, and under which name. */
export async function readRelayerChoice(db: Queryable, relay: RelayId): Promise<RelayerChoice> {
  const [row] = await db.rows<{ source: string }>('SELECT source FROM relay WHERE id = $1', [relay]);
  const scope = row === undefined ? null : relayerScope(row.source);
  if (scope === null) return { scope: null, shown: null };
  const [page] = await db.rows<{ name: string }>('SELECT name FROM relayer_page WHERE scope = $1', [scope]);
  return { scope, shown: page ?? null };
}

/** Shows the page of a relay's author under a name, or no longer (null). False where there can be none. */
export async function chooseRelayerPage(
  db: Queryable,
  relay: RelayId,
  name: string | null,
  language: Language,
  now: Instant,
): Promise<boolean> {
  const { scope } = await readRelayerChoice(db, relay);
  if (scope === null) return false;
  if (name === null) await db.rows('DELETE FROM relayer_page WHERE scope = $1', [scope]);
  else
    await db.rows(
      `INSERT INTO relayer_page (scope, name, language, shown_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (scope) DO UPDATE SET name = excluded.name, language = excluded.language`,
      [scope, name, language, sqlTime(now)],
    );
  return true;
}

/** Forgets the pages of relayers of whom nothing counts any more. */
export async function forgetRelayers(db: Queryable): Promise<void> {
  await db.rows(
    `DELETE FROM relayer_page p WHERE NOT EXISTS (SELECT FROM relay r
       WHERE r.site = split_part(p.scope, '/', 1) AND r.state = 'counted' AND r.erased_at IS NULL)`,
  );
}

function boundsOf(scope: string): [string, string | null] {
  const [site = '', person] = scope.split('/');
  return [site, person === undefined ? null : `/${person}/`];
}
