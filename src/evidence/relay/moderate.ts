import type { RelayState } from '../../domain/mod.ts';
import type { Instant, RelayId } from '../../kernel/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { type Database, sqlTime } from '../../store/mod.ts';
import { checkJob, checkJobs } from './check.ts';

/** What a human decides about a doubtful relay. An approval settles doubts, never rules: the post is looked at again. */
export type Moderation = 'approve' | 'refuse' | 'spam';

/** `unfit`: the relay is in a state that a moderator does not decide. */
export type Moderated =
  | { readonly kind: 'done' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unfit'; readonly state: RelayState };

/**
 * Decides a held or refused relay. Approved, it is checked once more and then counts even if its link is hidden, stands
 * in comments, or its site turns robots away; refused, a new mention does not open it again. Decision, step and job are
 * committed together.
 */
export async function moderateRelay(
  db: Database,
  queue: Queue,
  id: RelayId,
  decision: Moderation,
  now: Instant,
): Promise<Moderated> {
  return db.transaction(async (tx): Promise<Moderated> => {
    const [relay] = await tx.rows<{ state: RelayState; slug: string; due: boolean }>(
      `SELECT r.state, c.slug, r.check_due AS due FROM relay r JOIN campaign c ON c.id = r.campaign_id WHERE r.id = $1 FOR UPDATE OF r`,
      [id],
    );
    if (relay === undefined) return { kind: 'unknown' };
    if (relay.state !== 'held' && relay.state !== 'refused') return { kind: 'unfit', state: relay.state };
    if (decision === 'approve') {
      await tx.rows(
        `UPDATE relay SET approved = true, state = CASE state WHEN 'refused' THEN 'checking' ELSE state END, reason = NULL, check_due = true, attempt = 0 WHERE id = $1`,
        [id],
      );
      await tx.rows(`INSERT INTO relay_step (relay_id, at, kind) VALUES ($1, $2, 'approved')`, [
        id,
        sqlTime(now),
      ]);
      if (!relay.due) await queue.enqueue(tx, checkJob, checkJobs([id]));
    } else {
      const reason = decision === 'spam' ? 'spam' : 'refused_by_moderator';
      await tx.rows(
        `UPDATE relay SET approved = false, state = 'refused', reason = $2, check_due = false WHERE id = $1`,
        [id, reason],
      );
      await tx.rows(`INSERT INTO relay_step (relay_id, at, kind, reason) VALUES ($1, $2, 'refused', $3)`, [
        id,
        sqlTime(now),
        reason,
      ]);
    }
    await tx.rows("SELECT pg_notify('relais_campaign', $1)", [relay.slug]);
    return { kind: 'done' };
  });
}
