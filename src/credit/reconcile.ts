import type { Clock, Instant } from '../kernel/mod.ts';
import { auditLedger } from '../ledger/mod.ts';
import { type Database, type Queryable, sqlTime } from '../store/mod.ts';
import { type LogStanding, type RowsBeside, reconcileLog } from './reconcile-log.ts';

/** Two records that should say the same and don't; each is one sentence for an operator. */
export type Difference = {
  readonly check: string;
  readonly subject: string;
  readonly expected: number;
  readonly found: number;
};

/** What another room adds to the reconciliation: comparisons of its own, and the rows behind its entries of the log. */
export type Beside = {
  readonly differences: (tx: Queryable) => Promise<readonly Difference[]>;
  readonly rows: RowsBeside;
};

/** One comparison: rows are the differences. */
const comparisons: readonly { readonly check: string; readonly sql: string }[] = [
  {
    check: "a credit's units are the sum of its parts",
    sql: `SELECT c.id::text AS subject, c.units AS expected, coalesce(sum(p.units), 0)::bigint AS found
          FROM credit c LEFT JOIN credit_part p ON p.credit_id = c.id GROUP BY c.id, c.units HAVING c.units <> coalesce(sum(p.units), 0)`,
  },
  {
    check: 'a part and its transfer have the same amount',
    sql: `SELECT p.credit_id::text AS subject, p.units AS expected, coalesce(t.amount, 0) AS found
          FROM credit_part p LEFT JOIN ledger_transfer t ON t.id = p.transfer_id WHERE t.amount IS DISTINCT FROM p.units`,
  },
  {
    check: 'a promise has granted what its credits say, less reversals',
    sql: `SELECT p.id AS subject, coalesce(said.units, 0) AS expected, coalesce(moved.units, 0) AS found
          FROM pledge p
          LEFT JOIN (SELECT part.pledge_id, sum(part.units)::bigint AS units FROM credit_part part
            WHERE NOT EXISTS (SELECT FROM reversal r WHERE r.credit_id = part.credit_id) GROUP BY 1) said ON said.pledge_id = p.id
          LEFT JOIN LATERAL (SELECT sum(CASE WHEN debit_account = p.available_account THEN amount ELSE -amount END)::bigint AS units
            FROM ledger_transfer WHERE (debit_account = p.available_account AND credit_account = p.granted_account)
              OR (debit_account = p.granted_account AND credit_account = p.available_account)) moved ON true
          WHERE coalesce(said.units, 0) <> coalesce(moved.units, 0)`,
  },
  {
    check: 'a promise never grants more than its cap',
    sql: `SELECT p.id AS subject, t.cap AS expected, a.credits_posted AS found
          FROM pledge p JOIN ledger_account a ON a.id = p.granted_account
          JOIN LATERAL (SELECT cap FROM terms_version WHERE pledge_id = p.id ORDER BY version DESC LIMIT 1) t ON true
          WHERE a.credits_posted - a.debits_posted > t.cap`,
  },
  {
    check: 'a relay shows the units of its standing credit',
    sql: `SELECT r.id AS subject, coalesce(c.units, 0) AS expected, r.units AS found
          FROM relay r LEFT JOIN (SELECT c.* FROM credit c WHERE c.mechanic = 'relay' AND NOT EXISTS (SELECT FROM reversal v WHERE v.credit_id = c.id)) c
            ON c.campaign_id = r.campaign_id AND c.subject = r.id
          WHERE r.units <> coalesce(c.units, 0) OR (r.state = 'counted' AND c.id IS NULL)`,
  },
  {
    check: 'a row that is granted, undone or promised has its leaf',
    sql: `SELECT x.subject, 1 AS expected, 0 AS found FROM (
            SELECT id::text AS subject FROM credit WHERE leaf_index IS NULL
            UNION ALL SELECT credit_id::text FROM reversal WHERE leaf_index IS NULL
            UNION ALL SELECT pledge_id FROM terms_version WHERE leaf_index IS NULL) x`,
  },
  {
    check: 'the counter of relays is the number of counted relays',
    sql: `SELECT n.campaign_id AS subject, count(r.id) AS expected, n.relays AS found
          FROM campaign_count n LEFT JOIN relay r ON r.campaign_id = n.campaign_id AND r.state = 'counted'
          GROUP BY n.campaign_id, n.relays HAVING n.relays <> count(r.id)`,
  },
  {
    check: 'the counter of purchases is the number of their standing credits',
    sql: `SELECT n.campaign_id AS subject, count(c.id) AS expected, n.purchases AS found
          FROM campaign_count n LEFT JOIN credit c ON c.campaign_id = n.campaign_id AND c.mechanic = 'purchase'
            AND NOT EXISTS (SELECT FROM reversal r WHERE r.credit_id = c.id)
          GROUP BY n.campaign_id, n.purchases HAVING n.purchases <> count(c.id)`,
  },
  {
    check: "the days of purchases add up to the purchases' credits",
    sql: `SELECT n.campaign_id AS subject, coalesce(c.units, 0)::bigint AS expected, coalesce(d.units, 0)::bigint AS found
          FROM campaign_count n
          LEFT JOIN LATERAL (SELECT sum(c.units) AS units FROM credit c WHERE c.campaign_id = n.campaign_id AND c.mechanic = 'purchase'
            AND NOT EXISTS (SELECT FROM reversal r WHERE r.credit_id = c.id)) c ON true
          LEFT JOIN LATERAL (SELECT sum(d.units) AS units FROM purchase_day d WHERE d.campaign_id = n.campaign_id) d ON true
          WHERE coalesce(c.units, 0) <> coalesce(d.units, 0)`,
  },
];

/**
 * Proves that evidence, credits, ledger and log say the same, or names each difference; empty is good. Sums are read at
 * one moment, entries by pages beside whatever goes on: for nightly runs and `relais doctor`, not for a request.
 */
export async function reconcile(
  db: Database,
  beside: readonly Beside[] = [],
): Promise<readonly Difference[]> {
  const { differences, logs, granted } = await compareSums(db, beside);
  let found = [...differences];
  for (const log of logs) {
    const seen = await reconcileLog(
      db,
      log,
      beside.map((one) => one.rows),
    );
    found = found.concat(seen.differences);
    for (const pledge of granted.filter((one) => one.campaign === log.campaign)) {
      const inLog = seen.granted.get(pledge.name) ?? 0;
      if (inLog !== pledge.units)
        found.push({
          check: 'a promise has granted what the log says',
          subject: `${log.slug} ${pledge.name}`,
          expected: pledge.units,
          found: inLog,
        });
    }
  }
  return found;
}

/** What a reconciliation came to. */
export type Reconciliation = { readonly at: Instant; readonly differences: number; readonly took_ms: number };

/** Reconciles and keeps when it was done and what it came to, for the metric and whoever asks. */
export async function reconcileNow(
  db: Database,
  clock: Clock,
  beside: readonly Beside[] = [],
): Promise<Reconciliation & { readonly named: readonly Difference[] }> {
  const at = clock.now();
  const named = await reconcile(db, beside);
  const run = { at, differences: named.length, took_ms: clock.now() - at };
  await db.rows(
    'INSERT INTO reconciliation (at, differences, took_ms) VALUES ($1, $2, $3) ON CONFLICT (at) DO NOTHING',
    [sqlTime(at), run.differences, run.took_ms],
  );
  return { ...run, named };
}

/** The last reconciliation, and the last that found no difference; null where there was none. */
export async function readReconciliations(
  db: Queryable,
): Promise<{ readonly last: Reconciliation | null; readonly passedAt: Instant | null }> {
  const [last] = await db.rows<Reconciliation>(
    'SELECT at, differences, took_ms FROM reconciliation ORDER BY at DESC LIMIT 1',
  );
  const [passed] = await db.rows<{ at: Instant }>(
    'SELECT at FROM reconciliation WHERE differences = 0 ORDER BY at DESC LIMIT 1',
  );
  return { last: last ?? null, passedAt: passed?.at ?? null };
}

type PledgeGranted = { campaign: string; name: string; units: number };

async function compareSums(
  db: Database,
  beside: readonly Beside[],
): Promise<{
  readonly differences: readonly Difference[];
  readonly logs: readonly LogStanding[];
  readonly granted: readonly PledgeGranted[];
}> {
  return db.transaction(async (tx) => {
    await tx.rows('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const ledger = (await auditLedger(tx)).map((one) => ({
      check: `the ledger's ${one.counter} is the sum of its transfers`,
      subject: one.account,
      expected: one.derived,
      found: one.stored,
    }));
    const others: Difference[] = [];
    for (const { check, sql } of comparisons) {
      const rows = await tx.rows<Omit<Difference, 'check'>>(sql);
      // One by one: a spread of a hundred thousand would not fit the call stack.
      for (const row of rows) others.push({ check, ...row });
    }
    for (const one of beside) for (const row of await one.differences(tx)) others.push(row);
    const logs = await tx.rows<LogStanding>(
      `SELECT c.id AS campaign, c.slug, coalesce(l.size, 0) AS size, coalesce(t.size, 0) AS "treeSize"
       FROM campaign c LEFT JOIN log l ON l.id = c.id LEFT JOIN log_tree t ON t.log_id = c.id ORDER BY c.slug`,
    );
    const granted = await tx.rows<PledgeGranted>(
      `SELECT p.campaign_id AS campaign, p.name, t.cap - a.credits_posted + a.debits_posted AS units
       FROM pledge p JOIN ledger_account a ON a.id = p.available_account
       JOIN LATERAL (SELECT cap FROM terms_version WHERE pledge_id = p.id ORDER BY version DESC LIMIT 1) t ON true`,
    );
    return { differences: [...ledger, ...others], logs, granted };
  });
}
