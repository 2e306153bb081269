import type { CampaignId, Instant, PledgeId, Units } from '../kernel/mod.ts';
import { type Queryable, sqlTime } from '../store/mod.ts';
import type { DayLine, ReversalLine } from './statement.ts';

/** How far earlier periods of a partner went; nothing for the first. */
export type Taken = { readonly number: number; readonly logSize: number; readonly through: Instant };

/** What the credits say of one promise between two closings. */
export type PledgeCount = {
  before: Units;
  credited: Units;
  reversed: Units;
  held: Units;
  days: DayLine[];
  reversals: ReversalLine[];
};

type Row = {
  pledge: PledgeId;
  terms: number;
  taken: boolean;
  undone: boolean;
  held: boolean;
  day: string;
  undoneOn: string | null;
  reason: string | null;
  /** The period that asked for it; null where none did yet. */
  period: number | null;
  acts: number;
  units: Units;
};

/*
 * A part belongs to the period at whose closing it had first fallen due, by its place in the log and the end of its hold
 * period: a closed period can't gain or lose one, whatever clocks said. What was undone before it fell due is nothing to
 * anybody; what is undone after it was asked for is given back by the period in which that stands in the log.
 */
const countQuery = `
  WITH said AS (
    SELECT p.pledge_id, p.terms_version, p.units, c.leaf_index, c.due_at, r.reason, r.credit_id IS NOT NULL AS undone,
      c.leaf_index < $3 AND (c.due_at IS NULL OR c.due_at <= $4) AS taken,
      (c.at AT TIME ZONE 'UTC')::date AS day, (r.at AT TIME ZONE 'UTC')::date AS undone_on
    FROM credit c JOIN credit_part p ON p.credit_id = c.id AND p.pledge_id = ANY($2::text[])
    LEFT JOIN reversal r ON r.credit_id = c.id
    WHERE c.campaign_id = $1 AND (r.credit_id IS NULL OR (r.leaf_index >= $3
      AND (c.due_at IS NULL OR (c.due_at <= $4 AND c.leaf_index < $3) OR r.at > least(c.due_at, $5::timestamptz))))
  )
  SELECT pledge_id AS pledge, terms_version AS terms, taken, undone, held, to_char(day, 'YYYY-MM-DD') AS day,
    to_char(undone_on, 'YYYY-MM-DD') AS "undoneOn", reason, period, acts, units
  FROM (
    SELECT pledge_id, terms_version, taken, undone, NOT taken AND due_at IS NOT NULL AND due_at > $5 AS held, day, undone_on, reason,
      CASE WHEN taken AND undone THEN (SELECT min(s.number) FROM settlement_period s
        WHERE s.campaign_id = $1 AND s.partner_id = $6 AND leaf_index < s.log_size AND (due_at IS NULL OR due_at <= s.through)) END AS period,
      count(*)::integer AS acts, sum(units)::bigint AS units
    FROM said GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
  ) counted ORDER BY 6, 7, 2`;

/**
 * What the credits of a partner's promises say since its last closed period, up to now: the caller's transaction sees
 * every entry of the log and no writer at work.
 */
export async function countParts(
  db: Queryable,
  campaign: CampaignId,
  partner: string,
  pledges: readonly PledgeId[],
  taken: Taken,
  through: Instant,
): Promise<ReadonlyMap<PledgeId, PledgeCount>> {
  const counts = new Map<PledgeId, PledgeCount>(
    pledges.map((pledge) => [
      pledge,
      { before: 0, credited: 0, reversed: 0, held: 0, days: [], reversals: [] },
    ]),
  );
  // There are few groups whatever the planner thinks: with room for them it counts in one pass instead of sorting a million.
  await db.rows("SET LOCAL work_mem = '64MB'");
  const rows = await db.rows<Row>(countQuery, [
    campaign,
    pledges,
    taken.logSize,
    sqlTime(taken.through),
    sqlTime(through),
    partner,
  ]);
  for (const row of rows) {
    const count = counts.get(row.pledge);
    if (count !== undefined) add(count, row, taken.number + 1);
  }
  return counts;
}

function add(count: PledgeCount, row: Row, number: number): void {
  const { units, acts } = row;
  if (row.held) {
    if (!row.undone) count.held += units;
    return;
  }
  if (row.taken) count.before += units;
  else {
    count.credited += units;
    const line = count.days.find((one) => one.day === row.day && one.terms === row.terms);
    if (line === undefined) count.days.push({ day: row.day, terms: row.terms, acts, units });
    else Object.assign(line, { acts: line.acts + acts, units: line.units + units });
  }
  if (!row.undone) return;
  count.reversed += units;
  const found = { day: row.undoneOn ?? '', reason: row.reason ?? '', period: row.period ?? number };
  const line = count.reversals.find(
    (one) => one.day === found.day && one.reason === found.reason && one.period === found.period,
  );
  if (line === undefined) count.reversals.push({ ...found, acts, units });
  else Object.assign(line, { acts: line.acts + acts, units: line.units + units });
}
