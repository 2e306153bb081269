import type { Beside } from '../credit/mod.ts';

type Row = { readonly subject: string; readonly expected: number; readonly found: number };

/** Each one a sentence that holds; rows are where it does not. */
const comparisons: readonly { readonly check: string; readonly sql: string }[] = [
  {
    check: 'a posting of a settlement or delivery has its transfer',
    sql: `SELECT s.transfer_id::text AS subject, s.quantity AS expected,
            coalesce(CASE WHEN t.credit_account IN (p.settled_account, p.delivered_account) AND s.quantity > 0 THEN t.amount ELSE -t.amount END, 0) AS found
          FROM settlement_posting s JOIN pledge p ON p.id = s.pledge_id LEFT JOIN ledger_transfer t ON t.id = s.transfer_id
          WHERE t.amount IS DISTINCT FROM abs(s.quantity)`,
  },
  {
    check: 'a promise has settled what its payments say',
    sql: `SELECT p.id AS subject, coalesce(said.units, 0) AS expected,
            s.credits_posted - s.debits_posted + d.credits_posted - d.debits_posted AS found
          FROM pledge p JOIN ledger_account s ON s.id = p.settled_account JOIN ledger_account d ON d.id = p.delivered_account
          LEFT JOIN (SELECT pledge_id, sum(quantity)::bigint AS units FROM settlement_posting WHERE kind = 'settlement' GROUP BY 1) said
            ON said.pledge_id = p.id
          WHERE coalesce(said.units, 0) <> s.credits_posted - s.debits_posted + d.credits_posted - d.debits_posted`,
  },
  {
    check: 'a promise has delivered what its deliveries say',
    sql: `SELECT p.id AS subject, coalesce(said.units, 0) AS expected, d.credits_posted - d.debits_posted AS found
          FROM pledge p JOIN ledger_account d ON d.id = p.delivered_account
          LEFT JOIN (SELECT pledge_id, sum(quantity)::bigint AS units FROM settlement_posting WHERE kind = 'delivery' GROUP BY 1) said
            ON said.pledge_id = p.id
          WHERE coalesce(said.units, 0) <> d.credits_posted - d.debits_posted`,
  },
  {
    check: "a delivery's units are the sum of its postings",
    sql: `SELECT d.id AS subject, d.units AS expected, coalesce(sum(s.quantity), 0)::bigint AS found
          FROM delivery d LEFT JOIN settlement_posting s ON s.cause = d.id GROUP BY d.id, d.units
          HAVING d.units <> coalesce(sum(s.quantity), 0)`,
  },
  {
    check: 'what a closed period asks for is what its statement says',
    sql: `SELECT s.id AS subject, coalesce(said.units, 0)::bigint AS expected, coalesce(kept.units, 0)::bigint AS found
          FROM settlement_period s
          LEFT JOIN LATERAL (SELECT sum((line->>'units')::bigint) AS units FROM jsonb_array_elements(s.document->'lines') line) said ON true
          LEFT JOIN LATERAL (SELECT sum(d.units) AS units FROM settlement_due d WHERE d.period_id = s.id) kept ON true
          WHERE coalesce(said.units, 0) <> coalesce(kept.units, 0)`,
  },
  {
    // Closed periods, recounted from the credits as they stand: what no period may gain or lose.
    check: 'closed periods ask for what had fallen due, less what was undone',
    sql: `SELECT p.id AS subject, coalesce(fell.units, 0)::bigint AS expected, coalesce(said.units, 0)::bigint AS found
          FROM (SELECT DISTINCT ON (campaign_id, partner_id) * FROM settlement_period ORDER BY campaign_id, partner_id, number DESC) s
          JOIN pledge p ON p.campaign_id = s.campaign_id AND p.partner_id = s.partner_id
          LEFT JOIN LATERAL (SELECT sum(part.units) AS units FROM credit_part part JOIN credit c ON c.id = part.credit_id
            LEFT JOIN reversal r ON r.credit_id = c.id AND r.leaf_index < s.log_size
            WHERE part.pledge_id = p.id AND c.leaf_index < s.log_size AND (c.due_at IS NULL OR c.due_at <= s.through) AND r.credit_id IS NULL) fell ON true
          LEFT JOIN LATERAL (SELECT sum((line->>'credited')::bigint - (line->>'reversed')::bigint) AS units
            FROM settlement_period e CROSS JOIN LATERAL jsonb_array_elements(e.document->'lines') line
            WHERE e.campaign_id = s.campaign_id AND e.partner_id = s.partner_id AND line->>'pledge' = p.name) said ON true
          WHERE coalesce(fell.units, 0) <> coalesce(said.units, 0)`,
  },
];

/** What settlement adds to `reconcile`: its postings are in ledger and log, its statements are what the credits say. */
export const settlementBooks: Beside = {
  differences: async (tx) => {
    const found = [];
    for (const { check, sql } of comparisons)
      for (const row of await tx.rows<Row>(sql)) found.push({ check, ...row });
    return found;
  },
  rows: (db, campaign, from, to) =>
    db.rows(
      `SELECT s.leaf_index AS leaf, s.kind, 0 AS units, o.salt, o.record
       FROM settlement_posting s LEFT JOIN opening o ON o.campaign_id = s.campaign_id AND o.leaf_index = s.leaf_index
       WHERE s.campaign_id = $1 AND s.leaf_index >= $2 AND s.leaf_index < $3`,
      [campaign, from, to],
    ),
};
