import { assert, type Clock, type Instant } from '../kernel/mod.ts';
import { type Database, sqlTime } from '../store/mod.ts';
import type { Guard } from './guard.ts';
import { type HaltReason, halt } from './halt.ts';
import { type Hash, sameBytes } from './hash.ts';
import { ensureTree, integrate } from './integrate.ts';
import type { LogKeys } from './keys.ts';
import { printNote, printVerifierKey } from './note.ts';
import { readRoot } from './read.ts';
import { signCheckpoint } from './signature.ts';
import type { TreeHead } from './tree.ts';

/** The durable steps of a publication, in their order. A crash between two is mended by publishing again. */
export type PublishStep = 'integrate' | 'guard' | 'publish';
/** Does a step; tests make it fail before its effect, or after. */
export type DoStep = <T>(step: PublishStep, work: () => Promise<T>) => Promise<T>;

export type PublishOutcome =
  | { readonly kind: 'published'; readonly head: TreeHead; readonly checkpoint: string }
  /** `checkpoint`: what stands published; null before the first. */
  | { readonly kind: 'unchanged'; readonly checkpoint: string | null }
  | { readonly kind: 'halted'; readonly reason: HaltReason }
  /** The log is signed with a key that this process does not hold. */
  | { readonly kind: 'no_key' };

type House = {
  readonly db: Database;
  readonly clock: Clock;
  readonly keys: LogKeys;
  readonly guard: Guard;
  /** The origin that a new log gets; null for an unknown log. */
  readonly origin: (log: string) => Promise<string | null>;
  readonly doStep?: DoStep;
};

type TreeRow = TreeHead & {
  readonly origin: string;
  readonly keys: readonly string[];
  readonly publishedSize: number | null;
  readonly checkpoint: string | null;
  readonly halted: HaltReason | null;
};

/**
 * Publishes logs: appended entries become tiles, then a signed checkpoint. The order is what keeps the promise that no
 * two checkpoints contradict each other, whatever dies: tiles and tree head are committed; the signed checkpoint is
 * kept outside the database (`Guard`); only then is it given to anybody. Recovery is publishing again.
 */
export function createPublisher(house: House): {
  readonly publish: (log: string) => Promise<PublishOutcome>;
} {
  const doStep: DoStep = house.doStep ?? ((_step, work) => work());
  /** Origins whose kept checkpoint was compared with the database by this process. */
  const compared = new Set<string>();
  return {
    publish: (log) =>
      house.db.oneAtATime(`relais:log:${log}`, async (): Promise<PublishOutcome> => {
        const tree = await openTree(house, log);
        if (tree === null) return { kind: 'unchanged', checkpoint: null };
        if (tree.halted !== null) return { kind: 'halted', reason: tree.halted };
        if (!compared.has(tree.origin)) {
          const reason = await compare(house, log, tree);
          if (reason !== null) return { kind: 'halted', reason };
          compared.add(tree.origin);
        }
        const signers = house.keys.signers(tree.origin);
        const vkeys = signers.map((signer) => printVerifierKey(signer.key));
        if (tree.keys.length > 0 && !vkeys.some((vkey) => tree.keys.includes(vkey)))
          return { kind: 'no_key' };
        const head = await doStep('integrate', () => integrateAll(house.db, log));
        const sameKeys = vkeys.length === tree.keys.length && vkeys.every((vkey, n) => vkey === tree.keys[n]);
        if (head.size === tree.publishedSize && sameKeys)
          return { kind: 'unchanged', checkpoint: tree.checkpoint };
        const now = house.clock.now();
        const checkpoint = signCheckpoint({ origin: tree.origin, ...head }, signers, Math.floor(now / 1000));
        await doStep('guard', async () => house.guard.keep(tree.origin, checkpoint));
        await doStep('publish', () =>
          writePublished(house.db, log, { origin: tree.origin, head, checkpoint, vkeys, now }),
        );
        return { kind: 'published', head, checkpoint };
      }),
  };
}

async function openTree({ db, origin }: House, log: string): Promise<TreeRow | null> {
  const read = async () =>
    (
      await db.rows<TreeRow>(
        'SELECT origin, size, root, keys, published_size AS "publishedSize", checkpoint, halted FROM log_tree WHERE log_id = $1',
        [log],
      )
    )[0];
  const known = await read();
  if (known !== undefined) return known;
  const name = await origin(log);
  if (name === null) return null;
  await ensureTree(db, log, name);
  return (await read()) ?? null;
}

/** Compares the newest checkpoint that left this house with the database, and halts the log where they contradict. */
async function compare({ db, guard }: House, log: string, tree: TreeRow): Promise<HaltReason | null> {
  const kept = guard.read(tree.origin);
  if (kept === null) return null;
  const { size, root } = kept.checkpoint;
  const reason: HaltReason | null =
    tree.size < size ? 'behind' : sameBytes(await readRoot(db, log, size), root) ? null : 'forked';
  if (reason !== null) await halt(db, log, reason, printNote(kept.note));
  return reason;
}

async function integrateAll(db: Database, log: string): Promise<TreeHead> {
  for (;;) {
    const { head, more } = await integrate(db, log);
    if (!more) return head;
  }
}

async function writePublished(
  db: Database,
  log: string,
  published: {
    readonly origin: string;
    readonly head: { readonly size: number; readonly root: Hash };
    readonly checkpoint: string;
    readonly vkeys: readonly string[];
    readonly now: Instant;
  },
): Promise<void> {
  const { origin, head, checkpoint, vkeys, now } = published;
  const rows = await db.rows(
    `UPDATE log_tree SET published_size = $3, published_root = $4, checkpoint = $5, keys = $6::text[], published_at = $7
     WHERE log_id = $1 AND origin = $2 AND halted IS NULL AND coalesce(published_size, 0) <= $3 RETURNING log_id`,
    [log, origin, head.size, head.root, checkpoint, vkeys, sqlTime(now)],
  );
  assert(rows.length === 1, 'one publisher at a time publishes ever larger trees');
  await db.rows("SELECT pg_notify('relais_log_published', $1)", [log]);
}
