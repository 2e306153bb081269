import { appendLeaves, type PledgeStanding, readOpenPledges, readPledges } from '../campaign/mod.ts';
import {
  allocate,
  type CreditLeaf,
  dayOf,
  fullUnits,
  type LeafPart,
  type Mechanic,
  type Part,
  type RelayGround,
  type Times,
} from '../domain/mod.ts';
import {
  assert,
  type CampaignId,
  type Instant,
  isoInstant,
  type PledgeId,
  type Random,
  shuffled,
  type Units,
} from '../kernel/mod.ts';
import { post, type TransferRequest } from '../ledger/mod.ts';
import { sqlTime, type Transaction } from '../store/mod.ts';
import { type Sealed, seal, writeOpenings } from './opening.ts';

/** A credit's number. */
export type CreditId = number;

/** The campaign whose credits are written, and what the writing needs. */
export type Books = {
  readonly campaign: { readonly id: CampaignId; readonly slug: string };
  readonly at: Instant;
  /** When the acts were done, where promises opened or ended since; else `at`. */
  readonly actedAt?: Instant;
  readonly random: Random;
};

/** One act to credit. */
export type Act = {
  readonly subject: string;
  /** What the private record says of it beside subject, mechanic and time. */
  readonly facts: Readonly<Record<string, string>>;
  /** How often it draws on which promises, whose windows the caller judged; left out: once on each that is open. */
  readonly times?: Times;
  /** Of a relay, the grounds that it draws on; left out: a post's. */
  readonly grounds?: readonly RelayGround[];
  /** When its units fall due, where they are held for a time; left out: at once. */
  readonly dueAt?: Instant;
};

/** What became of one act. */
export type Credited = {
  readonly subject: string;
  /** `exists`: this subject's credit stands already; nothing was done again. */
  readonly kind: 'credited' | 'exists';
  readonly credit: CreditId;
  readonly units: Units;
  /** Index of its entry in the campaign's log. */
  readonly leaf: number;
  /** True when caps left less for it than the open promises say. */
  readonly capped: boolean;
};

/**
 * Credits acts in the given order: one credit per (campaign, mechanic, subject) that stands, split over the open
 * promises, posted to the ledger, entered in the public log and kept, all in the caller's transaction. The caller is the
 * campaign's credit writer (`becomeCreditWriter`). When nothing is left of the caps, the credit is kept with 0 units.
 * A crash before the commit leaves nothing; after it, the same acts give `exists`.
 */
export async function credit(
  tx: Transaction,
  books: Books,
  mechanic: Mechanic,
  wanted: readonly Act[],
): Promise<readonly Credited[]> {
  if (wanted.length === 0) return [];
  const { at } = books;
  const campaign = books.campaign.id;
  const subjects = wanted.map((act) => act.subject);
  assert(new Set(subjects).size === subjects.length, 'the subjects of one batch are distinct');
  const earlier = await readEarlier(tx, campaign, mechanic, subjects);
  const fresh = wanted.filter((act) => earlier.get(act.subject)?.stands !== true);
  // Acts that name their promises were judged by when they were done; others draw on what is open.
  const named = wanted.every((act) => act.times !== undefined);
  assert(
    named || wanted.every((act) => act.times === undefined),
    'all acts of a batch name promises, or none',
  );
  const pledges = named
    ? (await readPledges(tx, campaign, at)).filter((pledge) => pledge.mechanic === mechanic)
    : await readOpenPledges(tx, campaign, mechanic, at, books.actedAt);
  const timesOf = drawing(pledges);
  const split = allocate(fresh.map(timesOf), pledges);
  const acts = fresh.map((act, index): Granted => {
    const parts = split[index] ?? [];
    const units = parts.reduce((sum, part) => sum + part.units, 0);
    return { ...act, attempt: (earlier.get(act.subject)?.attempt ?? 0) + 1, units, parts };
  });
  const leaves = await enterLeaves(tx, books, mechanic, acts, pledges);
  const ids = await writeCredits(tx, campaign, mechanic, acts, leaves, at);
  await writeParts(tx, await postParts(tx, acts, ids, pledges, at));

  const places = new Map(acts.map((act, place) => [act.subject, place]));
  return subjects.map((subject): Credited => {
    const place = places.get(subject);
    const act = place === undefined ? undefined : acts[place];
    const leaf = place === undefined ? undefined : leaves[place];
    const id = ids.get(subject);
    if (act !== undefined && leaf !== undefined && id !== undefined)
      return {
        ...{ subject, kind: 'credited', credit: id, units: act.units, leaf },
        capped: act.units < fullUnits(timesOf(act), pledges),
      };
    const standing = earlier.get(subject);
    assert(standing !== undefined, 'a subject that is not fresh has a credit');
    return {
      subject,
      kind: 'exists',
      credit: standing.id,
      units: standing.units,
      leaf: standing.leaf,
      capped: false,
    };
  });
}

/** How often an act draws on each promise; null: once on every one, as posts do where there are promises for posts alone. */
function drawing(pledges: readonly PledgeStanding[]): (act: Act) => Times | null {
  const plain = pledges.every((pledge) => pledge.ground === null || pledge.ground === 'post');
  return ({ times, grounds }) => {
    if (times !== undefined) return times;
    if (plain && (grounds === undefined || (grounds.length === 1 && grounds[0] === 'post'))) return null;
    const drawn = pledges.filter((one) => one.ground === null || (grounds ?? ['post']).includes(one.ground));
    return new Map(drawn.map((pledge) => [pledge.pledge, 1]));
  };
}

type Granted = Act & {
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
  // One look-up in the index per subject: a plain join is planned as a scan while the table's statistics are young.
  const rows = await tx.rows<{
    id: CreditId;
    subject: string;
    attempt: number;
    units: number;
    leaf: number;
    stands: boolean;
  }>(
    `SELECT c.id, asked.subject, c.attempt, c.units, c.leaf_index AS leaf, NOT EXISTS (SELECT FROM reversal r WHERE r.credit_id = c.id) AS stands
     FROM unnest($3::text[]) AS asked (subject)
     CROSS JOIN LATERAL (
       SELECT id, attempt, units, leaf_index FROM credit WHERE campaign_id = $1 AND mechanic = $2 AND subject = asked.subject
       ORDER BY attempt DESC LIMIT 1
     ) c`,
    [campaign, mechanic, subjects],
  );
  return new Map(rows.map((row) => [row.subject, row]));
}

async function writeCredits(
  tx: Transaction,
  campaign: CampaignId,
  mechanic: Mechanic,
  acts: readonly Granted[],
  leaves: readonly number[],
  at: Instant,
): Promise<ReadonlyMap<string, CreditId>> {
  if (acts.length === 0) return new Map();
  const rows = await tx.rows<{ id: CreditId; subject: string }>(
    `INSERT INTO credit (campaign_id, mechanic, subject, attempt, units, at, leaf_index, due_at)
     SELECT $1, $2, subject, attempt, units, $3::timestamptz, leaf_index, due_at
     FROM unnest($4::text[], $5::integer[], $6::bigint[], $7::bigint[], $8::timestamptz[])
       AS act (subject, attempt, units, leaf_index, due_at)
     RETURNING id, subject`,
    [
      campaign,
      mechanic,
      sqlTime(at),
      acts.map((act) => act.subject),
      acts.map((act) => act.attempt),
      acts.map((act) => act.units),
      leaves,
      acts.map((act) => (act.dueAt === undefined ? null : isoInstant(act.dueAt))),
    ],
  );
  return new Map(rows.map((row) => [row.subject, row.id]));
}

/**
 * Enters the acts in the public log and gives each one's leaf. Their order there is not the order of the acts, and the
 * leaf names the day alone: what is public must not lead from a post's moment to its entry.
 */
async function enterLeaves(
  tx: Transaction,
  { campaign, at, random }: Books,
  mechanic: Mechanic,
  acts: readonly Granted[],
  pledges: readonly PledgeStanding[],
): Promise<readonly number[]> {
  if (acts.length === 0) return [];
  const [instant, day] = [isoInstant(at), dayOf(at)];
  const sealed = seal(
    acts.map((act) => ({ ...act.facts, at: instant, kind: 'credit', mechanic, subject: act.subject })),
    random,
  );
  const order = shuffled(acts.length, random);
  const names = new Map(pledges.map((pledge) => [pledge.pledge, pledge.name]));
  const leafOf = (act: Granted, { commitment }: Sealed): CreditLeaf => ({
    version: 1,
    kind: 'credit',
    campaign: campaign.slug,
    day,
    mechanic,
    units: act.units,
    parts: leafParts(act.parts, names),
    commitment,
  });
  const first = await appendLeaves(
    tx,
    campaign,
    order.map((act) => leafOf(acts[act] as Granted, sealed[act] as Sealed)),
  );
  const leaves = new Array<number>(acts.length);
  for (const [place, act] of order.entries()) leaves[act] = first + place;
  await writeOpenings(
    tx,
    campaign.id,
    order.map((act, place) => ({ index: first + place, sealed: sealed[act] as Sealed })),
  );
  return leaves;
}

function leafParts(parts: readonly Part[], names: ReadonlyMap<PledgeId, string>): readonly LeafPart[] {
  return parts.map(({ pledge, termsVersion, units }) => {
    const name = names.get(pledge);
    assert(name !== undefined, 'a part is given by an open promise');
    return { pledge: name, terms: termsVersion, units };
  });
}

type PostedPart = Part & { readonly credit: CreditId; readonly transfer: number };

/** Moves each part from what its promise has left to what it has granted; the parts of a credit are one chain. */
async function postParts(
  tx: Transaction,
  acts: readonly Granted[],
  ids: ReadonlyMap<string, CreditId>,
  pledges: readonly PledgeStanding[],
  at: Instant,
): Promise<readonly PostedPart[]> {
  const accounts = new Map(pledges.map((pledge) => [pledge.pledge, pledge]));
  const parts = acts.flatMap((act) => {
    const credit = ids.get(act.subject);
    assert(credit !== undefined, 'a credit that was written has a number');
    return act.parts.map((part, index) => ({ ...part, credit, key: `credit/${credit}/${index}` }));
  });
  const requests = parts.map(({ credit, key, pledge, units }): TransferRequest => {
    const account = accounts.get(pledge);
    assert(account !== undefined, 'a part is given by an open promise');
    return {
      key,
      kind: 'direct',
      debit: account.available,
      credit: account.granted,
      amount: units,
      chain: String(credit),
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

async function writeParts(tx: Transaction, parts: readonly PostedPart[]): Promise<void> {
  if (parts.length === 0) return;
  await tx.rows(
    `INSERT INTO credit_part (credit_id, transfer_id, units, terms_version, pledge_id)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::integer[], $5::text[])`,
    [
      parts.map((part) => part.credit),
      parts.map((part) => part.transfer),
      parts.map((part) => part.units),
      parts.map((part) => part.termsVersion),
      parts.map((part) => part.pledge),
    ],
  );
}
