import type { Queryable } from '../store/mod.ts';

/** A difference between what an account's counters say and what its transfers add up to. */
export type LedgerDifference = {
  readonly account: string;
  readonly counter: 'debits_pending' | 'debits_posted' | 'credits_pending' | 'credits_posted';
  readonly stored: number;
  readonly derived: number;
};

/**
 * Recomputes every account's four counters from the transfers alone and names each that differs; empty is good.
 * One read of the whole ledger: run at start, nightly and by `relais doctor`, not in a request.
 */
export async function auditLedger(db: Queryable): Promise<readonly LedgerDifference[]> {
  return db.rows<LedgerDifference>(`
    WITH movement AS (
      SELECT t.*, CASE kind WHEN 'p' THEN amount ELSE 0 END AS reserved, CASE WHEN kind IN ('d', 'o') THEN amount ELSE 0 END AS moved,
        CASE WHEN kind IN ('o', 'v') THEN (SELECT o.amount FROM ledger_transfer o WHERE o.id = t.resolves) ELSE 0 END AS freed
      FROM ledger_transfer t
    ), side AS (
      SELECT debit_account AS account, sum(reserved - freed) AS dp, sum(moved) AS d, 0 AS cp, 0 AS c FROM movement GROUP BY 1
      UNION ALL
      SELECT credit_account, 0, 0, sum(reserved - freed), sum(moved) FROM movement GROUP BY 1
    ), derived AS (
      SELECT account, sum(dp)::bigint AS dp, sum(d)::bigint AS d, sum(cp)::bigint AS cp, sum(c)::bigint AS c FROM side GROUP BY 1
    )
    SELECT a.name AS account, v.counter, v.stored, v.derived
    FROM ledger_account a LEFT JOIN derived ON derived.account = a.id
    CROSS JOIN LATERAL (VALUES
      ('debits_pending', a.debits_pending, coalesce(dp, 0)), ('debits_posted', a.debits_posted, coalesce(d, 0)),
      ('credits_pending', a.credits_pending, coalesce(cp, 0)), ('credits_posted', a.credits_posted, coalesce(c, 0))
    ) AS v (counter, stored, derived)
    WHERE v.stored <> v.derived ORDER BY 1, 2`);
}
