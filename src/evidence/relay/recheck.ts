import type { Instant, RelayId } from '../../kernel/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { type Database, sqlTime } from '../../store/mod.ts';
import { checkJob, checkJobs } from './check.ts';

/** As many relays as one round puts into the queue. */
const round_max = 500;

/**
 * Puts a look into the queue for counted relays whose time has come (`recheckAfterDays` after the last look). Gives
 * how many. Several workers may call it: each relay is taken once. Mark and job are committed together.
 */
export async function enqueueRechecks(db: Database, queue: Queue, now: Instant): Promise<number> {
  return db.transaction(async (tx) => {
    const due = await tx.rows<{ id: RelayId }>(
      `WITH due AS (
         SELECT r.id FROM relay r WHERE r.recheck_at <= $1::timestamptz AND r.recheck_at IS NOT NULL AND NOT r.check_due
         ORDER BY r.recheck_at LIMIT ${round_max} FOR UPDATE SKIP LOCKED
       )
       UPDATE relay r SET check_due = true FROM due WHERE r.id = due.id RETURNING r.id`,
      [sqlTime(now)],
    );
    await queue.enqueue(tx, checkJob, checkJobs(due.map((row) => row.id)));
    return due.length;
  });
}
