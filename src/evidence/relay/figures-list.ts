import type { RelayReason, RelayState, RelayVia } from '../../domain/mod.ts';
import type { CampaignId, Instant, RelayId, Units } from '../../kernel/mod.ts';
import { type Queryable, type SqlValue, sqlTime } from '../../store/mod.ts';

/** Which relays of a campaign; null is «any». */
export type RelayFilter = {
  readonly state: RelayState | null;
  readonly reason: RelayReason | null;
  readonly via: RelayVia | null;
  readonly site: string | null;
  /** Somewhere in title, author, site name or address, in upper or lower case. */
  readonly text: string | null;
  /** Received on this day or later, and on this day or earlier, `2026-11-23`, on the calendar of the zone. */
  readonly from: string | null;
  readonly until: string | null;
  readonly timeZone: string;
};

export const noFilter: RelayFilter = {
  state: null,
  reason: null,
  via: null,
  site: null,
  text: null,
  from: null,
  until: null,
  timeZone: 'UTC',
};

/** A relay as a line of the console's list. Of an erased one only figures are left. */
export type RelayRow = {
  readonly id: RelayId;
  readonly source: string | null;
  readonly site: string | null;
  readonly via: RelayVia;
  readonly state: RelayState;
  readonly reason: RelayReason | null;
  readonly units: Units;
  /** Place in the order of counting. */
  readonly number: number | null;
  readonly title: string | null;
  readonly author: string | null;
  readonly published: Instant | null;
  readonly receivedAt: Instant;
  readonly checkedAt: Instant | null;
  readonly countedAt: Instant | null;
};

/** A place in the list, newest first: the page goes on behind it. */
export type RelayCursor = { readonly receivedAt: Instant; readonly id: RelayId };

export type RelayRows = {
  readonly rows: readonly RelayRow[];
  readonly next: RelayCursor | null;
  /** A search for a text looked back so far and found fewer than asked for; `next` looks further. Null: nothing is left out. */
  readonly searchedTo: Instant | null;
};

/** Relays that one search for a text looks at: so that it costs the same at any size. */
export const search_max = 10_000;

const columns = `id, source, site, via, state, reason, units, number, title, author, published,
  received_at AS "receivedAt", checked_at AS "checkedAt", counted_at AS "countedAt", erased_at IS NOT NULL AS erased`;

/** Relays of a campaign that a filter lets through, newest first, behind a cursor. */
export async function readRelayRows(
  db: Queryable,
  campaign: CampaignId,
  filter: RelayFilter,
  after: RelayCursor | null,
  limit: number,
): Promise<RelayRows> {
  const values: SqlValue[] = [campaign];
  const value = (one: SqlValue) => `$${values.push(one)}`;
  const where = ['campaign_id = $1'];
  for (const name of ['state', 'reason', 'via', 'site'] as const) {
    const asked = filter[name];
    if (asked !== null) where.push(`${name} = ${value(asked)}`);
  }
  // Sites of erased relays are digests, which nobody asks for by name.
  if (filter.site !== null) where.push('erased_at IS NULL');
  const midnight = (date: string, days: number) =>
    `((${value(date)}::date + ${days})::timestamp AT TIME ZONE ${value(filter.timeZone)}::text)`;
  if (filter.from !== null) where.push(`received_at >= ${midnight(filter.from, 0)}`);
  if (filter.until !== null) where.push(`received_at < ${midnight(filter.until, 1)}`);
  if (after !== null)
    where.push(
      `(received_at, id) < (${value(sqlTime(after.receivedAt))}::timestamptz, ${value(after.id)}::text)`,
    );
  const newest = `SELECT * FROM relay WHERE ${where.join(' AND ')} ORDER BY received_at DESC, id DESC`;
  const order = 'ORDER BY received_at DESC, id DESC';
  const found = (text: string) =>
    ['title', 'author', 'site_name', 'source'].map((name) => `${name} ILIKE ${text}`).join(' OR ');
  // One more than asked for tells whether there is a next page.
  const rows = await db.rows<Omit<RelayRow, 'source' | 'site'> & Found>(
    filter.text === null
      ? `SELECT ${columns} FROM (${newest} LIMIT ${limit + 1}) r ${order}`
      : `SELECT ${columns} FROM (${newest} LIMIT ${search_max}) r WHERE ${found(value(`%${likeText(filter.text)}%`))} ${order} LIMIT ${limit + 1}`,
    values,
  );
  const shown = rows.slice(0, limit).map(({ erased, ...row }): RelayRow => {
    return erased ? { ...row, source: null, site: null } : row;
  });
  const last = shown.at(-1);
  if (rows.length > limit && last !== undefined)
    return { rows: shown, next: { receivedAt: last.receivedAt, id: last.id }, searchedTo: null };
  if (filter.text === null) return { rows: shown, next: null, searchedTo: null };
  const [end] = await db.rows<RelayCursor>(
    `SELECT received_at AS "receivedAt", id FROM (${newest} OFFSET ${search_max - 1} LIMIT 1) r`,
    values.slice(0, -1),
  );
  return { rows: shown, next: end ?? null, searchedTo: end?.receivedAt ?? null };
}

type Found = { source: string; site: string; erased: boolean };

/** A text as it is in a LIKE pattern, whose signs it may hold. */
function likeText(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
