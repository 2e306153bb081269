import type { Units } from '../kernel/mod.ts';
import type { AccountId } from './account.ts';
import type { RefusedTransfer, TransferRequest } from './post.ts';

/** What is posted: changes of both accounts' pending and posted counters (`pending` is negative when a reservation ends). */
export type Decision =
  | { readonly kind: 'post'; readonly pending: number; readonly posted: Units }
  | { readonly kind: 'refuse'; readonly reason: RefusedTransfer };

/** A transfer that a request resolves or reverses. `kind` is its letter in the table. */
export type Original = {
  readonly debit: AccountId;
  readonly credit: AccountId;
  readonly amount: Units;
  readonly kind: string;
  readonly resolved: boolean;
  readonly reversed: boolean;
};

/** A bounded account's state while deciding; unbounded accounts have no limit. */
export type Standing = {
  readonly bounded: boolean;
  readonly debitsPending: Units;
  readonly debitsPosted: Units;
  readonly creditsPosted: Units;
};

/**
 * Decides requests one after the other against locked balances: pure, in order, the first failing check names the reason.
 * A chain is decided as a whole: if one of its requests is refused the others are refused with `chain` and leave no trace.
 */
export function decide(
  requests: readonly TransferRequest[],
  balances: ReadonlyMap<AccountId, Standing>,
  originals: ReadonlyMap<number, Original>,
): readonly Decision[] {
  const room = new Map<AccountId, number>();
  for (const [account, balance] of balances)
    room.set(
      account,
      balance.bounded
        ? balance.creditsPosted - balance.debitsPosted - balance.debitsPending
        : Number.POSITIVE_INFINITY,
    );
  const ended = new Set<number>();
  const decisions: Decision[] = new Array(requests.length);
  for (const group of chains(requests)) {
    const undo: (() => void)[] = [];
    let failed: number | null = null;
    for (const index of group) {
      const request = requests[index] as TransferRequest;
      const decision = decideOne(request, room, originals, ended);
      decisions[index] = decision;
      if (decision.kind === 'refuse') {
        failed = index;
        break;
      }
      undo.push(apply(request, decision, room, ended));
    }
    if (failed === null) continue;
    for (const step of undo.reverse()) step();
    for (const index of group) if (index !== failed) decisions[index] = { kind: 'refuse', reason: 'chain' };
  }
  return decisions;
}

function chains(requests: readonly TransferRequest[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  const byChain = new Map<string, number[]>();
  requests.forEach((request, index) => {
    const group = request.chain === undefined ? undefined : byChain.get(request.chain);
    if (group !== undefined) {
      group.push(index);
      return;
    }
    const opened = [index];
    groups.push(opened);
    if (request.chain !== undefined) byChain.set(request.chain, opened);
  });
  return groups;
}

function decideOne(
  request: TransferRequest,
  room: ReadonlyMap<AccountId, number>,
  originals: ReadonlyMap<number, Original>,
  ended: ReadonlySet<number>,
): Decision {
  const left = room.get(request.debit);
  if (left === undefined || !room.has(request.credit)) return { kind: 'refuse', reason: 'unknown_account' };
  if (request.kind === 'post' || request.kind === 'void') {
    const original = request.resolves === undefined ? undefined : originals.get(request.resolves);
    if (!resolvable(request, original, ended)) return { kind: 'refuse', reason: 'nothing_to_resolve' };
    return {
      kind: 'post',
      pending: -(original as Original).amount,
      posted: request.kind === 'post' ? request.amount : 0,
    };
  }
  if (request.reverses !== undefined && !reversible(request, originals.get(request.reverses), ended))
    return { kind: 'refuse', reason: 'nothing_to_reverse' };
  if (request.amount > left) return { kind: 'refuse', reason: 'over_limit' };
  return request.kind === 'pending'
    ? { kind: 'post', pending: request.amount, posted: 0 }
    : { kind: 'post', pending: 0, posted: request.amount };
}

function resolvable(
  request: TransferRequest,
  original: Original | undefined,
  ended: ReadonlySet<number>,
): boolean {
  return (
    original !== undefined &&
    original.kind === 'p' &&
    !original.resolved &&
    !ended.has(request.resolves as number) &&
    original.debit === request.debit &&
    original.credit === request.credit &&
    request.amount <= original.amount
  );
}

function reversible(
  request: TransferRequest,
  original: Original | undefined,
  ended: ReadonlySet<number>,
): boolean {
  return (
    original !== undefined &&
    (original.kind === 'd' || original.kind === 'o') &&
    !original.reversed &&
    !ended.has(request.reverses as number) &&
    original.debit === request.credit &&
    original.credit === request.debit &&
    request.amount === original.amount
  );
}

/** Takes a decision into the running state and gives the step that undoes it. */
function apply(
  request: TransferRequest,
  decision: Decision & { kind: 'post' },
  room: Map<AccountId, number>,
  ended: Set<number>,
): () => void {
  const debitBefore = room.get(request.debit) as number;
  const creditBefore = room.get(request.credit) as number;
  room.set(request.debit, debitBefore - decision.pending - decision.posted);
  room.set(request.credit, creditBefore + decision.posted);
  const original = request.resolves ?? request.reverses;
  if (original !== undefined) ended.add(original);
  return () => {
    room.set(request.debit, debitBefore);
    room.set(request.credit, creditBefore);
    if (original !== undefined) ended.delete(original);
  };
}
