import type { RecountedCredit } from '../../domain/mod.ts';
import { commit, fromBase64, hash_bytes, salt_bytes, sameBytes } from '../../log/mod.ts';
import { type AuditDifference, CannotCheck, shown } from './difference.ts';
import { type Members, membersOf, objectOf, objectsOf, parseMembers, textOf, wholeOf } from './json.ts';
import type { Shelf } from './source.ts';

/** The commitments of a log's credits by index, in one buffer that grows by doubling. */
export class Commitments {
  #bytes = Buffer.alloc(1024 * hash_bytes);

  /** Keeps 32 bytes, given in base 64. */
  keep(index: number, commitment: string): void {
    const at = index * hash_bytes;
    if (at >= this.#bytes.length) {
      const grown = Buffer.alloc(2 ** Math.ceil(Math.log2(at + hash_bytes)));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.write(commitment, at, hash_bytes, 'base64');
  }

  at(index: number): Uint8Array {
    return this.#bytes.subarray(index * hash_bytes, (index + 1) * hash_bytes);
  }
}

/** The log as the wall is compared with it. */
export type Logged = {
  /** Entries of the checkpoint; what is newer can't be compared yet. */
  readonly size: number;
  /** Entries that the totals count. */
  readonly entries: number;
  readonly creditAt: (index: number) => RecountedCredit | null;
  readonly commitments: Commitments;
};

export type WallCount = {
  /** Relays whose opening was right. */
  readonly opened: number;
  /** Counted relays whose subject was erased. */
  readonly erased: number;
  /** Those of both that the totals count. */
  readonly counted: number;
  /** Relays that were counted after the checkpoint. */
  readonly newer: number;
};

export type Wall =
  | { readonly kind: 'read'; readonly count: WallCount }
  | { readonly kind: 'differs'; readonly difference: AuditDifference };

const page_bytes_max = 16_777_216;

/**
 * Pages through the wall and compares each relay with its credit in the log. Each page but the last must name entries
 * of the checkpoint that no page named before, so that a server can't send it round for ever.
 */
export async function readWall(shelf: Shelf, logged: Logged): Promise<Wall> {
  const seen = new Uint8Array(logged.size);
  const sum = { opened: 0, erased: 0, counted: 0, newer: 0 };
  for (let path: string | null = 'relays/first.json'; path !== null; ) {
    const page = parseMembers(await shelf.current(path, page_bytes_max), path);
    const before = sum.opened + sum.erased;
    for (const relay of readPage(page)) {
      const difference = judgeRelay(relay, logged, seen, sum);
      if (difference !== null) return { kind: 'differs', difference };
    }
    const next = nextOf(page);
    const progress = sum.opened + sum.erased > before;
    if (next !== null && !progress && sum.newer === 0)
      throw new CannotCheck(`${path} shows nothing and says that more follows.`);
    // Relays stand in the order of counting: behind a page of newer ones are only newer ones.
    path = progress ? next : null;
  }
  return { kind: 'read', count: sum };
}

type Shown = {
  readonly subject: string;
  readonly units: number;
  readonly index: number;
  /** The relay with its opening; null for an erased subject. */
  readonly relay: Members | null;
};

function readPage(page: Members): readonly Shown[] {
  const common = (one: Members) => ({ units: wholeOf(one, 'units'), index: wholeOf(one, 'logIndex') });
  return [
    ...objectsOf(page, 'relays').map((one) => ({ ...common(one), subject: textOf(one, 'id'), relay: one })),
    ...objectsOf(page, 'erased').map((one) => ({
      ...{ ...common(one), subject: `number ${wholeOf(one, 'number')}`, relay: null },
    })),
  ];
}

function nextOf({ where, members }: Members): string | null {
  const { next } = members;
  if (next === null) return null;
  const cursor = String(next);
  // It becomes part of an address and of a file's name.
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(cursor)) throw new CannotCheck(`${where}: next is no cursor.`);
  return `relays/after-${cursor}.json`;
}

function judgeRelay(
  { subject, units, index, relay }: Shown,
  logged: Logged,
  seen: Uint8Array,
  sum: { opened: number; erased: number; counted: number; newer: number },
): AuditDifference | null {
  if (index >= logged.size) {
    sum.newer++;
    return null;
  }
  const credit = logged.creditAt(index);
  if (credit?.mechanic !== 'relay') return { kind: 'wall_no_credit', subject, index };
  if (seen[index] === 1) return { kind: 'wall_twice', subject, index };
  seen[index] = 1;
  if (credit.reversedBy !== null) return { kind: 'wall_reversed', subject, index };
  if (units !== credit.units) return { kind: 'wall_units', subject, index, wall: units, log: credit.units };
  if (index < logged.entries) sum.counted++;
  if (relay === null) {
    sum.erased++;
    return null;
  }
  sum.opened++;
  return judgeOpening(subject, index, relay, logged.commitments.at(index));
}

function judgeOpening(
  subject: string,
  index: number,
  relay: Members,
  commitment: Uint8Array,
): AuditDifference | null {
  const opening = objectOf(relay, 'opening');
  const salt = fromBase64(textOf(opening, 'salt'));
  const text = textOf(opening, 'record');
  const record = new TextEncoder().encode(text);
  if (salt?.length !== salt_bytes || !sameBytes(commit(salt, record), commitment))
    return { kind: 'wall_unopened', subject, index };
  const committed = readRecord(text, index);
  const shownMembers = { kind: 'credit', mechanic: 'relay', source: textOf(relay, 'source'), subject };
  for (const [member, wanted] of Object.entries(shownMembers))
    if (committed[member] !== wanted)
      return {
        ...{ kind: 'wall_record', subject, member, shown: wanted },
        committed: shown(JSON.stringify(committed[member]) ?? 'nothing'),
      };
  return null;
}

function readRecord(record: string, index: number): Readonly<Record<string, unknown>> {
  const where = `the record of entry ${index}`;
  try {
    return membersOf(JSON.parse(record), where).members;
  } catch (error) {
    if (error instanceof SyntaxError) throw new CannotCheck(`${where} is not JSON.`);
    throw error;
  }
}
