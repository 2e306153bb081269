import type { Clock } from '../kernel/mod.ts';
import { type Database, sqlTime } from '../store/mod.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { halt } from './halt.ts';
import { parseVerifierKey, printSignatureLine, type SignatureLine, type VerifierKey } from './note.ts';
import { readWaiting, type WitnessAddress } from './published.ts';
import { databaseSubtrees } from './read.ts';
import { consistencyPath, rangeHash } from './tree.ts';
import { askWitness } from './witness-client.ts';

const repeat_ms = 600_000;
/** A witness that takes longer is not waited for: the next checkpoint asks it again. */
const timeout_ms = 2_000;

/** Asks the witnesses; `waiting` gives the logs that lack a publication or one of their cosignatures. */
export type Cosigner = {
  readonly cosign: (log: string, checkpoint: string) => Promise<void>;
  readonly waiting: () => Promise<readonly string[]>;
};

/**
 * Asks every witness to cosign a published checkpoint, all at once, and keeps what they sign as long as it is still the
 * published one. A witness that has seen a larger tree than ours halts the log: our database is older than what we
 * published.
 */
export function createCosigner(house: {
  readonly db: Database;
  readonly clock: Clock;
  readonly witnesses: readonly WitnessAddress[];
  readonly onError: (error: unknown, during: string) => void;
}): Cosigner {
  const witnesses = house.witnesses.map((one) => ({
    url: one.url,
    keys: one.keys.map(parseVerifierKey).filter((key): key is VerifierKey => key !== null),
  }));
  const complaints = new Map<string, number>();
  /** A witness that is away for long is not worth a line every time. */
  const complain = (url: string, sentence: string) => {
    const now = house.clock.now();
    if ((complaints.get(url) ?? Number.NEGATIVE_INFINITY) > now - repeat_ms) return;
    complaints.set(url, now);
    house.onError(new Error(`witness ${url}: ${sentence}`), 'log');
  };
  const cosign: Cosigner['cosign'] = async (log, checkpoint) => {
    const signed = parseCheckpoint(checkpoint);
    if (signed === null) throw new Error('what was published is a checkpoint');
    const { size } = signed.checkpoint;
    const read = databaseSubtrees(house.db, log, size);
    const one = async ({ url, keys }: (typeof witnesses)[number]) => {
      const outcome = await askWitness({
        url,
        keys,
        checkpoint,
        known: await standing(house.db, log, keys, size),
        proofFrom: (old) => Promise.all(consistencyPath(old, size).map((range) => rangeHash(range, read))),
        fetch,
        timeoutMs: timeout_ms,
      });
      if (outcome.kind === 'cosigned') return keep(house, log, size, outcome.lines);
      if (outcome.kind === 'ahead') await halt(house.db, log, 'witness_ahead', checkpoint);
      const { kind, ...more } = outcome;
      complain(url, `${kind} ${Object.values(more).join(' ')}`);
    };
    const missing = await lacking(house.db, log, size, witnesses);
    await Promise.all(missing.map((witness) => one(witness).catch((error) => house.onError(error, 'log'))));
  };
  const keys = witnesses.flatMap((one) => one.keys);
  return { cosign, waiting: () => readWaiting(house.db, keys) };
}

/** The witnesses whose cosignatures a checkpoint lacks. */
async function lacking<Witness extends { readonly keys: readonly VerifierKey[] }>(
  db: Database,
  log: string,
  size: number,
  witnesses: readonly Witness[],
): Promise<readonly Witness[]> {
  if (witnesses.length === 0) return [];
  const rows = await db.rows<{ name: string; id: string }>(
    'SELECT name, key_id AS id FROM log_cosignature WHERE log_id = $1 AND size = $2',
    [log, size],
  );
  const has = (key: VerifierKey) => rows.some((row) => row.name === key.name && row.id === key.id);
  return witnesses.filter((witness) => !witness.keys.every(has));
}

/** The size at which a witness cosigned last, as far as is known here. */
async function standing(
  db: Database,
  log: string,
  keys: readonly VerifierKey[],
  size: number,
): Promise<number> {
  const [row] = await db.rows<{ size: number | null }>(
    `SELECT max(c.size) AS size FROM log_cosignature c JOIN unnest($2::text[], $3::text[]) AS k (name, id)
       ON c.name = k.name AND c.key_id = k.id WHERE c.log_id = $1 AND c.size <= $4`,
    [log, keys.map((key) => key.name), keys.map((key) => key.id), size],
  );
  return row?.size ?? 0;
}

async function keep(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  log: string,
  size: number,
  lines: readonly SignatureLine[],
): Promise<void> {
  await db.rows(
    `INSERT INTO log_cosignature (log_id, name, key_id, size, line, at)
     SELECT $1, name, id, $2::bigint, line, $3::timestamptz FROM unnest($4::text[], $5::text[], $6::text[]) AS l (name, id, line)
     ON CONFLICT (log_id, name, key_id) DO UPDATE SET size = excluded.size, line = excluded.line, at = excluded.at
       WHERE log_cosignature.size <= excluded.size`,
    [
      log,
      size,
      sqlTime(clock.now()),
      lines.map((line) => line.name),
      lines.map((line) => line.id),
      lines.map(printSignatureLine),
    ],
  );
  await db.rows("SELECT pg_notify('relais_log_published', $1)", [log]);
}
