import type { Mechanic } from '../domain/mod.ts';
import { assert, type CampaignId, type Instant } from '../kernel/mod.ts';
import { post, type TransferRequest } from '../ledger/mod.ts';
import { sqlTime, type Transaction } from '../store/mod.ts';
import type { CreditId } from './credit.ts';

/** Why a credit was undone. */
export type ReversalReason =
  | 'link_not_found'
  | 'source_not_found'
  | 'source_gone'
  | 'refused_by_moderator'
  | 'spam';

type PartToReverse = {
  id: CreditId;
  subject: string;
  transfer: number;
  debit: number;
  credit: number;
  amount: number;
};

/**
 * Undoes the standing credits of subjects by inverse transfers, each at most once; the units go back to the promises
 * they came from. Subjects without a standing credit are passed over. Gives the subjects whose credit was undone now.
 * The caller is the campaign's credit writer.
 */
export async function reverse(
  tx: Transaction,
  campaign: CampaignId,
  mechanic: Mechanic,
  subjects: readonly { readonly subject: string; readonly reason: ReversalReason }[],
  at: Instant,
): Promise<ReadonlySet<string>> {
  if (subjects.length === 0) return new Set();
  const undone = await tx.rows<{ id: CreditId; subject: string }>(
    `WITH asked AS (SELECT * FROM unnest($3::text[], $4::text[]) AS asked (subject, reason)),
     reversed AS (
       INSERT INTO reversal (credit_id, reason, at)
       SELECT c.id, asked.reason, $5::timestamptz FROM asked
       JOIN credit c ON c.campaign_id = $1 AND c.mechanic = $2 AND c.subject = asked.subject
       WHERE NOT EXISTS (SELECT FROM reversal r WHERE r.credit_id = c.id)
       ON CONFLICT (credit_id) DO NOTHING RETURNING credit_id
     )
     SELECT id, subject FROM credit JOIN reversed ON credit_id = id`,
    [campaign, mechanic, subjects.map((one) => one.subject), subjects.map((one) => one.reason), sqlTime(at)],
  );
  const parts = await tx.rows<PartToReverse>(
    `SELECT p.credit_id AS id, t.id AS transfer, t.debit_account AS debit, t.credit_account AS credit, t.amount
     FROM credit_part p JOIN ledger_transfer t ON t.id = p.transfer_id WHERE p.credit_id = ANY($1::bigint[])`,
    [undone.map((one) => one.id)],
  );
  const outcomes = await post(
    tx,
    parts.map(
      (part): TransferRequest => ({
        key: `reverse/${part.transfer}`,
        kind: 'direct',
        debit: part.credit,
        credit: part.debit,
        amount: part.amount,
        reverses: part.transfer,
        chain: String(part.id),
      }),
    ),
    at,
  );
  assert(
    outcomes.every((outcome) => outcome.kind === 'posted'),
    'a credit that was not reversed can be reversed',
  );
  return new Set(undone.map((one) => one.subject));
}
