import { hash } from 'node:crypto';
import { assert, type Instant, isoInstant, type Units } from '../kernel/mod.ts';
import type { Transaction } from '../store/mod.ts';
import { type AccountId, type Balance, lockBalances } from './account.ts';
import { type Decision, decide, type Original } from './decide.ts';

/**
 * A movement of units from one account to another.
 * - `direct` moves at once; `pending` reserves on both accounts.
 * - `post` and `void` end the reservation `resolves`, moving it (all of it, or less: the rest is freed) or giving it back.
 * - `reverses` names the transfer that this one undoes, with its accounts exchanged.
 * - Requests of one `chain` are posted together or not at all.
 */
export type TransferRequest = {
  /** The caller's idempotency key: the same request may be sent any number of times. */
  readonly key: string;
  readonly kind: 'direct' | 'pending' | 'post' | 'void';
  readonly debit: AccountId;
  readonly credit: AccountId;
  readonly amount: Units;
  readonly resolves?: number;
  readonly reverses?: number;
  readonly chain?: string;
};

/** What became of one request. `transfer` is the transfer's number. */
export type PostOutcome =
  | { readonly kind: 'posted'; readonly transfer: number }
  /** The same key with the same content was posted before: nothing was done again. */
  | { readonly kind: 'exists'; readonly transfer: number }
  /** The key belongs to a request with other content: nothing was done. */
  | { readonly kind: 'conflict' }
  /** Refused now, and under this key for ever: asking again after a raise takes a new key. */
  | { readonly kind: 'refused'; readonly reason: RefusedTransfer };

export type RefusedTransfer =
  /** The debit account would give more than it has. */
  | 'over_limit'
  | 'unknown_account'
  /** What it resolves or reverses does not exist, does not match, or was resolved or reversed before. */
  | 'nothing_to_resolve'
  | 'nothing_to_reverse'
  /** Another request of its chain was refused. */
  | 'chain'
  /** The key was refused earlier; a retry never succeeds behind the first answer. */
  | 'refused_before';

const kindLetter = { direct: 'd', pending: 'p', post: 'o', void: 'v' } as const;

/**
 * Posts requests in the given order, set-based: five statements whatever their number.
 * Order of locks: keys (sorted), then accounts (by number); every caller posts through here, so none deadlocks.
 * A crash anywhere leaves nothing of the transaction; after the commit all of it.
 */
export async function post(
  tx: Transaction,
  requests: readonly TransferRequest[],
  at: Instant,
): Promise<readonly PostOutcome[]> {
  if (requests.length === 0) return [];
  const keys = requests.map((request) => request.key);
  assert(new Set(keys).size === keys.length, 'the keys of one batch are distinct');
  for (const request of requests)
    assert(
      Number.isSafeInteger(request.amount) && request.amount > 0,
      'a transfer moves a positive whole amount',
    );
  const digests = requests.map(digest);

  const taken = await takeKeys(tx, keys, digests);
  const earlier =
    taken.size === requests.length
      ? new Map<string, PostOutcome>()
      : await readEarlier(tx, requests, digests, taken);
  const fresh = requests.filter((request) => taken.has(request.key));
  const accounts = [...new Set(fresh.flatMap((request) => [request.debit, request.credit]))];
  const balances = await lockBalances(tx, accounts);
  const originals = await readOriginals(tx, fresh);
  const decisions = decide(fresh, balances, originals);
  await writeTransfers(tx, fresh, decisions, taken, at);
  await moveBalances(tx, fresh, decisions, balances);

  const byKey = new Map<string, PostOutcome>(earlier);
  fresh.forEach((request, index) => {
    const decision = decisions[index];
    const transfer = taken.get(request.key);
    assert(decision !== undefined && transfer !== undefined, 'every fresh request was decided');
    byKey.set(
      request.key,
      decision.kind === 'post' ? { kind: 'posted', transfer } : { kind: 'refused', reason: decision.reason },
    );
  });
  return keys.map((key) => {
    const outcome = byKey.get(key);
    assert(outcome !== undefined, 'every request has an outcome');
    return outcome;
  });
}

/** 16 bytes over everything that must be equal for two requests to be the same. */
function digest(request: TransferRequest): Buffer {
  const { kind, debit, credit, amount, resolves, reverses } = request;
  return Buffer.from(
    hash('sha256', `${kind} ${debit} ${credit} ${amount} ${resolves ?? ''} ${reverses ?? ''}`, 'hex').slice(
      0,
      32,
    ),
    'hex',
  );
}

async function takeKeys(
  tx: Transaction,
  keys: readonly string[],
  digests: readonly Buffer[],
): Promise<Map<string, number>> {
  const rows = await tx.rows<{ id: number; key: string }>(
    `INSERT INTO ledger_key (key, digest)
     SELECT key, digest FROM unnest($1::text[], $2::bytea[]) AS request (key, digest) ORDER BY key
     ON CONFLICT (key) DO NOTHING RETURNING id, key`,
    [keys, digests],
  );
  return new Map(rows.map((row) => [row.key, row.id]));
}

async function readEarlier(
  tx: Transaction,
  requests: readonly TransferRequest[],
  digests: readonly Buffer[],
  taken: ReadonlyMap<string, number>,
): Promise<Map<string, PostOutcome>> {
  const missing = requests.flatMap((request, index) =>
    taken.has(request.key) ? [] : [{ key: request.key, digest: digests[index] }],
  );
  const rows = await tx.rows<{ key: string; digest: Uint8Array; id: number; moved: boolean }>(
    `SELECT key, digest, ledger_key.id, ledger_transfer.id IS NOT NULL AS moved
     FROM ledger_key LEFT JOIN ledger_transfer USING (id) WHERE key = ANY($1::text[])`,
    [missing.map((one) => one.key)],
  );
  const found = new Map(rows.map((row) => [row.key, row]));
  return new Map(
    missing.map(({ key, digest: wanted }): [string, PostOutcome] => {
      const row = found.get(key);
      assert(row !== undefined && wanted !== undefined, 'a key that was not taken is there');
      if (!Buffer.from(row.digest).equals(wanted)) return [key, { kind: 'conflict' }];
      return [
        key,
        row.moved ? { kind: 'exists', transfer: row.id } : { kind: 'refused', reason: 'refused_before' },
      ];
    }),
  );
}

/** The transfers that the requests resolve or reverse, as they stand. */
async function readOriginals(
  tx: Transaction,
  requests: readonly TransferRequest[],
): Promise<ReadonlyMap<number, Original>> {
  const ids = requests
    .flatMap((request) => [request.resolves, request.reverses])
    .filter((id) => id !== undefined);
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<Original & { id: number }>(
    `SELECT t.id, t.debit_account AS debit, t.credit_account AS credit, t.amount, t.kind,
       EXISTS (SELECT FROM ledger_transfer r WHERE r.resolves = t.id) AS resolved,
       EXISTS (SELECT FROM ledger_transfer r WHERE r.reverses = t.id) AS reversed
     FROM ledger_transfer t WHERE t.id = ANY($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function writeTransfers(
  tx: Transaction,
  requests: readonly TransferRequest[],
  decisions: readonly Decision[],
  ids: ReadonlyMap<string, number>,
  at: Instant,
): Promise<void> {
  const accepted = requests.filter((_, index) => decisions[index]?.kind === 'post');
  if (accepted.length === 0) return;
  await tx.rows(
    `INSERT INTO ledger_transfer (id, debit_account, credit_account, amount, kind, resolves, reverses, at)
     SELECT id, debit, credit, amount, kind::"char", resolves, reverses, $8::timestamptz
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[])
       AS accepted (id, debit, credit, amount, kind, resolves, reverses)`,
    [
      accepted.map((request) => ids.get(request.key) ?? 0),
      accepted.map((request) => request.debit),
      accepted.map((request) => request.credit),
      accepted.map((request) => request.amount),
      accepted.map((request) => kindLetter[request.kind]),
      accepted.map((request) => request.resolves ?? null),
      accepted.map((request) => request.reverses ?? null),
      isoInstant(at),
    ],
  );
}

/** Moves the counters by what was decided. The bound is in the WHERE (decision) and in the table's CHECK (defence). */
async function moveBalances(
  tx: Transaction,
  requests: readonly TransferRequest[],
  decisions: readonly Decision[],
  before: ReadonlyMap<AccountId, Balance>,
): Promise<void> {
  const moves = new Map<AccountId, { dp: number; d: number; cp: number; c: number }>();
  const of = (account: AccountId) => {
    const move = moves.get(account) ?? { dp: 0, d: 0, cp: 0, c: 0 };
    moves.set(account, move);
    return move;
  };
  requests.forEach((request, index) => {
    const decision = decisions[index];
    if (decision?.kind !== 'post') return;
    const debit = of(request.debit);
    const credit = of(request.credit);
    debit.dp += decision.pending;
    credit.cp += decision.pending;
    debit.d += decision.posted;
    credit.c += decision.posted;
  });
  if (moves.size === 0) return;
  const ids = [...moves.keys()].sort((a, b) => a - b);
  const column = (name: 'dp' | 'd' | 'cp' | 'c') => ids.map((id) => moves.get(id)?.[name] ?? 0);
  const moved = await tx.rows<{ id: number }>(
    `UPDATE ledger_account a SET debits_pending = a.debits_pending + m.dp, debits_posted = a.debits_posted + m.d,
       credits_pending = a.credits_pending + m.cp, credits_posted = a.credits_posted + m.c
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) AS m (id, dp, d, cp, c)
     WHERE a.id = m.id
       AND (NOT a.bounded OR a.debits_pending + m.dp + a.debits_posted + m.d <= a.credits_posted + m.c)
     RETURNING a.id`,
    [ids, column('dp'), column('d'), column('cp'), column('c')],
  );
  assert(
    moved.length === ids.length && ids.every((id) => before.has(id)),
    'the bound decided on locked balances holds',
  );
}
