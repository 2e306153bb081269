import { appendLeaves } from '../campaign/mod.ts';
import { dayOf, type Mechanic, type ReversalLeaf } from '../domain/mod.ts';
import { assert, isoInstant, type Units } from '../kernel/mod.ts';
import { post, type TransferRequest } from '../ledger/mod.ts';
import { sqlTime, type Transaction } from '../store/mod.ts';
import type { Books, CreditId } from './credit.ts';
import { seal, writeOpenings } from './opening.ts';

/** Why a credit was undone. */
export type ReversalReason =
  | 'link_not_found'
  | 'source_not_found'
  | 'source_gone'
  | 'refused_by_moderator'
  | 'spam'
  /** It was credited as another kind of relay. */
  | 'kind_changed'
  /** Bought goods were brought back. */
  | 'returned'
  /** Somebody who was noted at a shift was not there. */
  | 'not_there'
  /** A coordinator corrected somebody's hours or company. */
  | 'hours_changed';

type Standing = { id: CreditId; subject: string; units: Units; leaf: number };
type PartToReverse = {
  id: CreditId;
  pledge: string;
  termsVersion: number;
  transfer: number;
  debit: number;
  credit: number;
  amount: number;
};

/**
 * Undoes the standing credits of subjects by inverse transfers and entries of their own in the public log, each at most
 * once; the units go back to the promises they came from. Subjects without a standing credit are passed over. Gives the
 * subjects whose credit was undone now, with the units that went back. The caller is the campaign's credit writer.
 */
export async function reverse(
  tx: Transaction,
  books: Books,
  mechanic: Mechanic,
  subjects: readonly { readonly subject: string; readonly reason: ReversalReason }[],
): Promise<ReadonlyMap<string, Units>> {
  if (subjects.length === 0) return new Map();
  const reasons = new Map(subjects.map((one) => [one.subject, one.reason]));
  const standing = await tx.rows<Standing>(
    `SELECT c.id, c.subject, c.units, c.leaf_index AS leaf FROM unnest($3::text[]) AS asked (subject)
     JOIN credit c ON c.campaign_id = $1 AND c.mechanic = $2 AND c.subject = asked.subject
     WHERE NOT EXISTS (SELECT FROM reversal r WHERE r.credit_id = c.id)`,
    [books.campaign.id, mechanic, [...reasons.keys()]],
  );
  if (standing.length === 0) return new Map();
  const parts = await readParts(
    tx,
    standing.map((one) => one.id),
  );
  const first = await enterReversals(tx, books, mechanic, standing, parts, reasons);
  await tx.rows(
    `INSERT INTO reversal (credit_id, reason, at, leaf_index)
     SELECT id, reason, $3::timestamptz, $4::bigint + place - 1
     FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS undone (id, reason, place)`,
    [
      standing.map((one) => one.id),
      standing.map((one) => reasons.get(one.subject) ?? null),
      sqlTime(books.at),
      first,
    ],
  );
  const outcomes = await post(tx, parts.map(inverse), books.at);
  assert(
    outcomes.every((outcome) => outcome.kind === 'posted'),
    'a credit that was not reversed can be reversed',
  );
  return new Map(standing.map((one) => [one.subject, one.units]));
}

function readParts(tx: Transaction, credits: readonly CreditId[]): Promise<readonly PartToReverse[]> {
  return tx.rows<PartToReverse>(
    `SELECT p.credit_id AS id, pledge.name AS pledge, p.terms_version AS "termsVersion",
       t.id AS transfer, t.debit_account AS debit, t.credit_account AS credit, t.amount
     FROM credit_part p JOIN pledge ON pledge.id = p.pledge_id JOIN ledger_transfer t ON t.id = p.transfer_id
     WHERE p.credit_id = ANY($1::bigint[]) ORDER BY p.credit_id, p.transfer_id`,
    [credits],
  );
}

function inverse(part: PartToReverse): TransferRequest {
  return {
    key: `reverse/${part.transfer}`,
    kind: 'direct',
    debit: part.credit,
    credit: part.debit,
    amount: part.amount,
    reverses: part.transfer,
    chain: String(part.id),
  };
}

/** The entries that undo credits, in their order; gives the index of the first. */
async function enterReversals(
  tx: Transaction,
  { campaign, at, random }: Books,
  mechanic: Mechanic,
  standing: readonly Standing[],
  parts: readonly PartToReverse[],
  reasons: ReadonlyMap<string, ReversalReason>,
): Promise<number> {
  const sealed = seal(
    standing.map(({ subject }) => ({
      at: isoInstant(at),
      kind: 'reversal',
      mechanic,
      reason: reasons.get(subject) ?? '',
      subject,
    })),
    random,
  );
  const leaves = standing.map(
    (one, index): ReversalLeaf => ({
      version: 1,
      kind: 'reversal',
      campaign: campaign.slug,
      day: dayOf(at),
      mechanic,
      units: one.units === 0 ? 0 : -one.units,
      parts: parts
        .filter((part) => part.id === one.id)
        .map(({ pledge, termsVersion, amount }) => ({ pledge, terms: termsVersion, units: -amount })),
      reverses: one.leaf,
      commitment: sealed[index]?.commitment ?? '',
    }),
  );
  const first = await appendLeaves(tx, campaign, leaves);
  await writeOpenings(
    tx,
    campaign.id,
    sealed.map((one, index) => ({ index: first + index, sealed: one })),
  );
  return first;
}
