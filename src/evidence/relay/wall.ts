import type { PostDescription } from '../../domain/mod.ts';
import type { Instant, RelayId } from '../../kernel/mod.ts';
import { toBase64 } from '../../log/mod.ts';
import type { Queryable } from '../../store/mod.ts';
import type { RelayCard, RelayCards } from './view.ts';

type CardRow = {
  id: RelayId;
  source: string;
  units: number;
  number: number;
  countedAt: Instant;
  logIndex: number | null;
  salt: Uint8Array | null;
  record: string | null;
  erased: boolean;
} & Omit<PostDescription, 'site'> & { siteName: string | null };

const cardColumns = `r.id, r.source, r.units, r.number, r.counted_at AS "countedAt", r.title, r.author, r.site_name AS "siteName",
  r.published, r.excerpt, r.language, r.leaf_index AS "logIndex", o.salt, o.record, r.erased_at IS NOT NULL AS erased`;

function card(row: CardRow): RelayCard {
  const { id, source, units, number, countedAt, siteName, logIndex, salt, record, erased: _, ...post } = row;
  const opening = salt === null || record === null ? null : { salt: toBase64(salt), record };
  return { id, source, units, number, countedAt, post: { ...post, site: siteName }, logIndex, opening };
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
     LEFT JOIN opening o ON o.campaign_id = r.campaign_id AND o.leaf_index = r.leaf_index
     WHERE c.slug = $1 AND r.state = 'counted' AND r.number IS NOT NULL AND ${beyond} ORDER BY r.number ${order} LIMIT $3`,
    [slug, bound, limit + 1],
  );
  if (rows.length === 0) {
    const [campaign] = await db.rows('SELECT id FROM campaign WHERE slug = $1', [slug]);
    if (campaign === undefined) return null;
  }
  const shown = rows.slice(0, limit);
  return {
    cards: shown.filter((row) => !row.erased).map(card),
    erased: shown
      .filter((row) => row.erased)
      .map(({ number, units, logIndex }) => ({ number, units, logIndex })),
    next: rows.length > limit ? (shown.at(-1)?.number ?? null) : null,
  };
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
