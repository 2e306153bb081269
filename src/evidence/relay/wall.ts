import type { PostDescription } from '../../domain/mod.ts';
import type { Instant, RelayId } from '../../kernel/mod.ts';
import type { Queryable } from '../../store/mod.ts';
import type { RelayCard, RelayCards } from './view.ts';

type CardRow = {
  id: RelayId;
  source: string;
  units: number;
  number: number;
  countedAt: Instant;
} & Omit<PostDescription, 'site'> & { siteName: string | null };

const cardColumns = `r.id, r.source, r.units, r.number, r.counted_at AS "countedAt", r.title, r.author, r.site_name AS "siteName",
  r.published, r.excerpt, r.language`;

function card({ id, source, units, number, countedAt, siteName, ...post }: CardRow): RelayCard {
  return { id, source, units, number, countedAt, post: { ...post, site: siteName } };
}

async function readCards(
  db: Queryable,
  slug: string,
  bound: number | null,
  limit: number,
  order: 'ASC' | 'DESC',
): Promise<RelayCards | null> {
  const beyond = order === 'ASC' ? 'r.number > $2' : '($2::bigint IS NULL OR r.number < $2)';
  // One more than asked for tells whether there is a next page.
  const rows = await db.rows<CardRow>(
    `SELECT ${cardColumns} FROM relay r JOIN campaign c ON c.id = r.campaign_id
     WHERE c.slug = $1 AND r.state = 'counted' AND r.number IS NOT NULL AND ${beyond} ORDER BY r.number ${order} LIMIT $3`,
    [slug, bound, limit + 1],
  );
  if (rows.length === 0) {
    const [campaign] = await db.rows('SELECT id FROM campaign WHERE slug = $1', [slug]);
    if (campaign === undefined) return null;
  }
  const cards = rows.slice(0, limit).map(card);
  return { cards, next: rows.length > limit ? (cards.at(-1)?.number ?? null) : null };
}

/** Counted relays after a place in the order of counting (0 = from the first); null for an unknown campaign. */
export function readRelaysAfter(
  db: Queryable,
  slug: string,
  after: number,
  limit: number,
): Promise<RelayCards | null> {
  return readCards(db, slug, after, limit, 'ASC');
}

/** Counted relays before a place (null = from the newest), newest first; null for an unknown campaign. */
export function readRelaysBefore(
  db: Queryable,
  slug: string,
  before: number | null,
  limit: number,
): Promise<RelayCards | null> {
  return readCards(db, slug, before, limit, 'DESC');
}
