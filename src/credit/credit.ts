import { type PledgeStanding, readOpenPledges } from '../campaign/mod.ts';
import { allocate, type Mechanic, type Part } from '../domain/mod.ts';
import {
  assert,
  type CampaignId,
  type CreditId,
  type Instant,
  newId,
  type Random,
  type Units,
} from '../kernel/mod.ts';
import { post, type TransferRequest } from '../ledger/mod.ts';
import { sqlTime, type Transaction } from '../store/mod.ts';

/** What became of one act. */
export type Credited = {
  readonly subject: string;
  /** `exists`: this subject's credit stands already; nothing was done again. */
  readonly kind: 'credited' | 'exists';
  readonly credit: CreditId;
  readonly units: Units;
  /** True when caps left less for it than the open promises say. */
  readonly capped: boolean;
};

/**
 * Credits acts in the given order: one credit per (campaign, mechanic, subject) that stands, split over the open
 * promises, posted to the ledger and kept, all in the caller's transaction. The caller is the campaign's credit writer
 * (`becomeCreditWriter`). When nothing is left of the caps, the credit is kept with 0 units.
 * A crash before the commit leaves nothing; after it, the same acts give `exists`.
 */
export async function credit(
  tx: Transaction,
  campaign: CampaignId,
  mechanic: Mechanic,
  subjects: readonly string[],
  at: Instant,
  random: Random,
): Promise<readonly Credited[]> {
  if (subjects.length === 0) return [];
  assert(new Set(subjects).size === subjects.length, 'the subjects of one batch are distinct');
  const earlier = await readEarlier(tx, campaign, mechanic, subjects);
  const fresh = subjects.filter((subject) => earlier.get(subject)?.stands !== true);
  const pledges = await readOpenPledges(tx, campaign, mechanic, at);
  const full = pledges.reduce((sum, pledge) => sum + pledge.perAct, 0);
  const split = allocate(fresh.length, pledges);
  const credits = fresh.map((subject, index) => {
    const parts = split[index] ?? [];
    const units = parts.reduce((sum, part) => sum + part.units, 0);
    return {
      id: newId('crd', at, random),
      subject,
      attempt: (earlier.get(subject)?.attempt ?? 0) + 1,
      units,
      parts,
    };
  });
  const transfers = await postParts(tx, credits, pledges, at);
  await writeCredits(tx, campaign, mechanic, credits, at);
  await writeParts(tx, transfers);

  const bySubject = new Map(credits.map((one) => [one.subject, one]));
  return subjects.map((subject): Credited => {
    const one = bySubject.get(subject);
    if (one !== undefined)
      return { subject, kind: 'credited', credit: one.id, units: one.units, capped: one.units < full };
    const standing = earlier.get(subject);
    assert(standing !== undefined, 'a subject that is not fresh has a credit');
    return { subject, kind: 'exists', credit: standing.id, units: standing.units, capped: false };
  });
}

type NewCredit = {
  readonly id: CreditId;
  readonly subject: string;
  readonly attempt: number;
  readonly units: Units;
  readonly parts: readonly Part[];
};

/** The last credit of each subject, and whether it stands or was reversed. */
async function readEarlier(
  tx: Transaction,
  campaign: CampaignId,
  mechanic: Mechanic,
  subjects: readonly string[],
) {
  const rows = await tx.rows<{
    id: CreditId;
    subject: string;
    attempt: number;
    units: number;
    stands: boolean;
  }>(
    `SELECT DISTINCT ON (c.subject) c.id, c.subject, c.attempt, c.units, r.credit_id IS NULL AS stands
     FROM credit c LEFT JOIN reversal r ON r.credit_id = c.id
     WHERE c.campaign_id = $1 AND c.mechanic = $2 AND c.subject = ANY($3::text[]) ORDER BY c.subject, c.attempt DESC`,
    [campaign, mechanic, subjects],
  );
  return new Map(rows.map((row) => [row.subject, row]));
}

type PostedPart = Part & { readonly credit: CreditId; readonly transfer: number };

/** Moves each part from what its promise has left to what it has granted; the parts of a credit are one chain. */
async function postParts(
  tx: Transaction,
  credits: readonly NewCredit[],
  pledges: readonly PledgeStanding[],
  at: Instant,
): Promise<readonly PostedPart[]> {
  const accounts = new Map(pledges.map((pledge) => [pledge.pledge, pledge]));
  const parts = credits.flatMap(({ id, parts }) =>
    parts.map((part, index) => ({ ...part, credit: id, key: `${id}/${index}` })),
  );
  const requests = parts.map(({ credit, key, pledge, units }): TransferRequest => {
    const account = accounts.get(pledge);
    assert(account !== undefined, 'a part is given by an open promise');
    return {
      key,
      kind: 'direct',
      debit: account.available,
      credit: account.granted,
      amount: units,
      chain: credit,
    };
  });
  const outcomes = await post(tx, requests, at);
  return parts.map((part, index) => {
    const outcome = outcomes[index];
    // The caps were read under the campaign's lock: a refusal here means that somebody wrote without it.
    assert(outcome?.kind === 'posted', `the ledger posts what was allocated (${JSON.stringify(outcome)})`);
    return { ...part, transfer: outcome.transfer };
  });
}

async function writeCredits(
  tx: Transaction,
  campaign: CampaignId,
  mechanic: Mechanic,
  credits: readonly NewCredit[],
  at: Instant,
): Promise<void> {
  if (credits.length === 0) return;
  await tx.rows(
    `INSERT INTO credit (id, campaign_id, mechanic, subject, attempt, units, at)
     SELECT id, $1, $2, subject, attempt, units, $3::timestamptz
     FROM unnest($4::text[], $5::text[], $6::integer[], $7::bigint[]) AS new (id, subject, attempt, units)`,
    [
      campaign,
      mechanic,
      sqlTime(at),
      credits.map((one) => one.id),
      credits.map((one) => one.subject),
      credits.map((one) => one.attempt),
      credits.map((one) => one.units),
    ],
  );
}

async function writeParts(tx: Transaction, parts: readonly PostedPart[]): Promise<void> {
  if (parts.length === 0) return;
  await tx.rows(
    `INSERT INTO credit_part (credit_id, pledge_id, terms_version, units, transfer_id)
     SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::bigint[], $5::bigint[])`,
    [
      parts.map((part) => part.credit),
      parts.map((part) => part.pledge),
      parts.map((part) => part.termsVersion),
      parts.map((part) => part.units),
      parts.map((part) => part.transfer),
    ],
  );
}
