import type { Doubt, RelayReason, RelayVia } from '../../../domain/mod.ts';
import type { CampaignId, Instant, RelayId } from '../../../kernel/mod.ts';
import { type Queryable, type SqlValue, sqlTime } from '../../../store/mod.ts';
import { search_max } from '../figures-list.ts';

/** Which held relays; null is «any». */
export type QueueFilter = {
  /** The weightiest doubt. */
  readonly doubt: Doubt | null;
  readonly site: string | null;
  /** Somewhere in title, author, site name or address. */
  readonly text: string | null;
};

/** A relay that waits for a human, as a line of the queue. */
export type HeldRelay = {
  readonly id: RelayId;
  readonly source: string;
  readonly site: string;
  readonly via: RelayVia;
  readonly reason: RelayReason | null;
  /** Every doubt, the weightiest first. */
  readonly doubts: readonly Doubt[];
  readonly title: string | null;
  readonly author: string | null;
  readonly excerpt: string | null;
  readonly language: string | null;
  readonly receivedAt: Instant;
  readonly checkedAt: Instant | null;
  /** A look is under way: it was approved, or mentioned again. */
  readonly due: boolean;
  /** The last decision about it, 0 where there was none: whoever decides says what they knew of. */
  readonly seen: number;
};

/** A place in the queue, the oldest first. */
export type QueueCursor = { readonly receivedAt: Instant; readonly id: RelayId };
export type HeldRelays = {
  readonly rows: readonly HeldRelay[];
  readonly next: QueueCursor | null;
};

const columns = `r.id, r.source, r.site, r.via, r.reason, r.doubts, r.title, r.author, r.excerpt, r.language,
  r.received_at AS "receivedAt", r.checked_at AS "checkedAt", r.check_due AS due,
  coalesce((SELECT max(m.id) FROM moderation m WHERE m.relay_id = r.id), 0) AS seen`;

/**
 * Relays of a campaign that wait for a human, the oldest first, behind a cursor. A search for a text looks at the next
 * 10,000 of them; when it ends there, `next` looks further.
 */
export async function readQueue(
  db: Queryable,
  campaign: CampaignId,
  filter: QueueFilter,
  after: QueueCursor | null,
  limit: number,
): Promise<HeldRelays> {
  const values: SqlValue[] = [campaign];
  const value = (one: SqlValue) => `$${values.push(one)}`;
  const where = ["campaign_id = $1 AND state = 'held'"];
  if (filter.doubt !== null) where.push(`doubts[1] = ${value(filter.doubt)}`);
  if (filter.site !== null) where.push(`site = ${value(filter.site)}`);
  if (after !== null)
    where.push(
      `(received_at, id) > (${value(sqlTime(after.receivedAt))}::timestamptz, ${value(after.id)}::text)`,
    );
  const order = 'ORDER BY received_at, id';
  const oldest = `SELECT * FROM relay WHERE ${where.join(' AND ')} ${order}`;
  const text = filter.text?.replace(/[\\%_]/g, (sign) => `\\${sign}`) ?? null;
  const bounds = values.length;
  const found =
    text === null
      ? `${oldest} LIMIT ${limit + 1}`
      : `SELECT * FROM (${oldest} LIMIT ${search_max}) s WHERE ${((asked) =>
          ['title', 'author', 'site_name', 'source'].map((name) => `${name} ILIKE ${asked}`).join(' OR '))(
          value(`%${text}%`),
        )} ${order} LIMIT ${limit + 1}`;
  const rows = await db.rows<HeldRelay>(
    `SELECT ${columns} FROM (${found}) r ORDER BY "receivedAt", id`,
    values,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  if (rows.length > limit && last !== undefined)
    return { rows: shown, next: { receivedAt: last.receivedAt, id: last.id } };
  if (text === null) return { rows: shown, next: null };
  const [end] = await db.rows<QueueCursor>(
    `SELECT received_at AS "receivedAt", id FROM (${oldest} OFFSET ${search_max - 1} LIMIT 1) r`,
    values.slice(0, bounds),
  );
  return { rows: shown, next: end ?? null };
}

/** Counted no further: a queue of thousands is simply long. */
export const queue_count_max = 1000;

/** How many relays wait for a human, by their weightiest doubt, each counted up to `queue_count_max`. */
export async function readQueueCounts(
  db: Queryable,
  campaign: CampaignId,
  asked: readonly Doubt[],
): Promise<ReadonlyMap<Doubt, number>> {
  const rows = await db.rows<{ doubt: Doubt; count: number }>(
    `SELECT d.doubt, (SELECT count(*) FROM (SELECT FROM relay r WHERE r.campaign_id = $1 AND r.state = 'held' AND r.doubts[1] = d.doubt
       LIMIT ${queue_count_max}) x) AS count FROM unnest($2::text[]) AS d (doubt)`,
    [campaign, asked],
  );
  return new Map(rows.map(({ doubt, count }) => [doubt, count]));
}
