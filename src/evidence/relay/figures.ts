import type { RelayReason, RelayState, RelayVia } from '../../domain/mod.ts';
import type { CampaignId, Instant } from '../../kernel/mod.ts';
import { type Queryable, sqlTime } from '../../store/mod.ts';

/** How many relays stand where: `waiting` is received, being checked or held; `gone` is withdrawn or gone. */
export type Tally = {
  readonly counted: number;
  readonly waiting: number;
  readonly refused: number;
  readonly gone: number;
};

/** A campaign's relays in figures. Hours and days are those of the arrival; the states are those of now. */
export type RelayFigures = {
  readonly total: number;
  readonly byState: Readonly<Record<RelayState, number>>;
  /** The busiest channel first. */
  readonly byVia: readonly (Tally & { readonly via: RelayVia })[];
  /** Why relays are held or refused, the commonest first. */
  readonly reasons: readonly {
    readonly reason: RelayReason;
    readonly refused: number;
    readonly held: number;
  }[];
  /** The last 48 hours, the oldest first; the last one is not over. */
  readonly hours: readonly (Tally & { readonly start: Instant })[];
  /** The last 30 days on the zone's calendar, `2026-11-23`, the oldest first; the last one is not over. */
  readonly days: readonly (Tally & { readonly date: string })[];
};

export const figures_hours = 48;
export const figures_days = 30;
const hour_ms = 3_600_000;
const day_ms = 86_400_000;

type Counts = { -readonly [Name in keyof Tally]: number };
const none = (): Counts => ({ counted: 0, waiting: 0, refused: 0, gone: 0 });
const standing: Readonly<Record<RelayState, keyof Tally>> = {
  received: 'waiting',
  checking: 'waiting',
  held: 'waiting',
  counted: 'counted',
  refused: 'refused',
  withdrawn: 'gone',
  gone: 'gone',
};

/** All relays of a campaign in figures. `timeZone` is an IANA name. */
export async function readRelayFigures(
  db: Queryable,
  campaign: CampaignId,
  now: Instant,
  timeZone: string,
): Promise<RelayFigures> {
  const [groups, hours, days] = await Promise.all([
    readGroups(db, campaign),
    readHours(db, campaign, now),
    readDays(db, campaign, now, timeZone),
  ]);
  const byState: Record<RelayState, number> = {
    received: 0,
    checking: 0,
    held: 0,
    counted: 0,
    refused: 0,
    withdrawn: 0,
    gone: 0,
  };
  const byVia = new Map<RelayVia, Counts>();
  const reasons = new Map<RelayReason, { refused: number; held: number }>();
  for (const { via, state, reason, count } of groups) {
    byState[state] += count;
    entryOf(byVia, via, none)[standing[state]] += count;
    if (reason !== null && (state === 'refused' || state === 'held'))
      entryOf(reasons, reason, () => ({ refused: 0, held: 0 }))[state] += count;
  }
  return {
    total: Object.values(byState).reduce((sum, one) => sum + one, 0),
    byState,
    byVia: [...byVia].map(([via, tally]) => ({ via, ...tally })).sort((a, b) => sumOf(b) - sumOf(a)),
    reasons: [...reasons]
      .map(([reason, counts]) => ({ reason, ...counts }))
      .sort((a, b) => b.refused + b.held - a.refused - a.held),
    hours,
    days,
  };
}

/** All relays of a tally. */
export function sumOf({ counted, waiting, refused, gone }: Tally): number {
  return counted + waiting + refused + gone;
}

type Group = { via: RelayVia; state: RelayState; reason: RelayReason | null; count: number };

/** In the order of the index that holds just these: nothing is sorted or hashed. */
function readGroups(db: Queryable, campaign: CampaignId): Promise<Group[]> {
  return db.rows<Group>(
    'SELECT state, via, reason, count(*) AS count FROM relay WHERE campaign_id = $1 GROUP BY state, via, reason',
    [campaign],
  );
}

async function readDays(
  db: Queryable,
  campaign: CampaignId,
  now: Instant,
  timeZone: string,
): Promise<readonly (Tally & { readonly date: string })[]> {
  // Midnights of the zone, so that a day of 23 or 25 hours is one day.
  const [calendar] = await db.rows<{ starts: readonly string[] }>(
    `SELECT array_agg(to_jsonb((date_trunc('day', $1::timestamptz AT TIME ZONE $2::text) - ago * interval '1 day') AT TIME ZONE $2::text) #>> '{}' ORDER BY ago DESC) AS starts
     FROM generate_series(0, ${figures_days - 1}) AS ago`,
    [sqlTime(now), timeZone],
  );
  const rows = await db.rows<{ day: number; state: RelayState; count: number }>(
    `SELECT width_bucket(received_at, $2::timestamptz[]) AS day, state, count(*) AS count
     FROM relay WHERE campaign_id = $1 AND received_at >= $3 GROUP BY 1, 2`,
    [campaign, calendar?.starts ?? [], calendar?.starts[0] ?? null],
  );
  const days = datesBefore(now, timeZone).map((date) => ({ date, ...none() }));
  for (const { day, state, count } of rows) {
    const bucket = days[day - 1];
    if (bucket !== undefined) bucket[standing[state]] += count;
  }
  return days;
}

async function readHours(
  db: Queryable,
  campaign: CampaignId,
  now: Instant,
): Promise<readonly (Tally & { readonly start: Instant })[]> {
  const first = Math.floor(now / hour_ms) * hour_ms - (figures_hours - 1) * hour_ms;
  const rows = await db.rows<{ start: Instant; state: RelayState; count: number }>(
    `SELECT date_bin('1 hour', received_at, $2::timestamptz) AS start, state, count(*) AS count
     FROM relay WHERE campaign_id = $1 AND received_at >= $2 GROUP BY 1, 2`,
    [campaign, sqlTime(first)],
  );
  const hours = Array.from({ length: figures_hours }, (_, index) => ({
    start: first + index * hour_ms,
    ...none(),
  }));
  for (const { start, state, count } of rows) {
    const hour = hours[(start - first) / hour_ms];
    if (hour !== undefined) hour[standing[state]] += count;
  }
  return hours;
}

/** The last days on the calendar of a zone, the oldest first. */
function datesBefore(now: Instant, timeZone: string): readonly string[] {
  // Canadians write dates as ISO 8601 does.
  const today = Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone }).format(now));
  return Array.from({ length: figures_days }, (_, index) =>
    new Date(today - (figures_days - 1 - index) * day_ms).toISOString().slice(0, 10),
  );
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
