import type { Instant } from '../kernel/mod.ts';
import { type Database, type Queryable, sqlTime } from '../store/mod.ts';
import { ensureTree } from './integrate.ts';

/** Why a log signs nothing more until an operator decides. */
export type HaltReason =
  /** The database holds fewer entries than a checkpoint that was published: it was restored from a backup. */
  | 'behind'
  /** The database holds other entries than a checkpoint that was published. */
  | 'forked'
  /** A witness has cosigned a larger tree than ours. */
  | 'witness_ahead'
  /** The database came from a backup, and nobody said whether checkpoints were published after it was made. */
  | 'restored';

/** Stops signing for a log until an operator decides; `shown`: the checkpoint that it contradicts. */
export async function halt(db: Database, log: string, reason: HaltReason, shown: string): Promise<void> {
  await db.rows('UPDATE log_tree SET halted = $2, halted_by = $3 WHERE log_id = $1 AND halted IS NULL', [
    log,
    reason,
    shown,
  ]);
}

/** Halts every log that was ever published, as `restored`; gives how many. */
export async function haltRestored(db: Queryable): Promise<number> {
  const rows = await db.rows(
    "UPDATE log_tree SET halted = 'restored', halted_by = checkpoint WHERE halted IS NULL AND checkpoint IS NOT NULL RETURNING log_id",
  );
  return rows.length;
}

/**
 * Lets a log that was halted as `restored` go on: an operator's word that nothing was published after the backup. What
 * the guard or a witness knows is still compared. False for any other log.
 */
export async function resumeLog(db: Database, log: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const rows = await tx.rows(
      "UPDATE log_tree SET halted = NULL, halted_by = NULL WHERE log_id = $1 AND halted = 'restored' RETURNING log_id",
      [log],
    );
    if (rows.length > 0) await tx.rows("SELECT pg_notify('relais_log', $1)", [log]);
    return rows.length > 0;
  });
}

/**
 * Ends a halted log and begins a new one with all entries there are, under a new origin (`…/2`): an operator's decision
 * after a backup was restored. The old checkpoint stays on record. Null when the log is not halted.
 */
export async function restartLog(
  db: Database,
  log: string,
  now: Instant,
): Promise<{ readonly ended: string; readonly origin: string } | null> {
  return db.transaction(async (tx) => {
    const [tree] = await tx.rows<{ origin: string; halted: HaltReason | null; shown: string | null }>(
      'SELECT origin, halted, halted_by AS shown FROM log_tree WHERE log_id = $1 FOR UPDATE',
      [log],
    );
    if (tree === undefined || tree.halted === null) return null;
    const [ended] = await tx.rows<{ count: number }>(
      'SELECT count(*) AS count FROM log_ended WHERE log_id = $1',
      [log],
    );
    const base = tree.origin.replace(/\/\d+$/, '');
    const origin = `${base}/${(ended?.count ?? 0) + 2}`;
    await tx.rows('INSERT INTO log_ended (log_id, origin, checkpoint, ended_at) VALUES ($1, $2, $3, $4)', [
      log,
      tree.origin,
      tree.shown ?? '',
      sqlTime(now),
    ]);
    await tx.rows('DELETE FROM log_tile WHERE log_id = $1', [log]);
    await tx.rows('DELETE FROM log_cosignature WHERE log_id = $1', [log]);
    await tx.rows('DELETE FROM log_tree WHERE log_id = $1', [log]);
    await ensureTree(tx, log, origin);
    await tx.rows("SELECT pg_notify('relais_log', $1)", [log]);
    return { ended: tree.origin, origin };
  });
}
