import { answerDue, offers } from '../../domain/mod.ts';
import type { Id, Instant } from '../../kernel/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { sqlTime, type Transaction } from '../../store/mod.ts';
import { shiftMails } from './mail.ts';

export type Held = {
  readonly role: number;
  readonly capacity: number;
  readonly held: number;
  readonly waiting: number;
};

/** How a shift's roles stand. The caller holds the shift's row. */
export async function readPlaces(tx: Transaction, shift: Id<'shf'>): Promise<readonly Held[]> {
  return tx.rows<Held>(
    `SELECT r.position AS role, r.capacity, coalesce(n.held, 0) AS held, coalesce(n.waiting, 0) AS waiting FROM shift_role r LEFT JOIN (
       SELECT role, count(*) FILTER (WHERE state IN ('confirmed', 'offered')) AS held, count(*) FILTER (WHERE state = 'waiting') AS waiting
       FROM sign_up WHERE shift_id = $1 GROUP BY role) n ON n.role = r.position
     WHERE r.shift_id = $1 ORDER BY r.position`,
    [shift],
  );
}

/**
 * Offers free places to who waits, in the order in which they came: each must say yes before a time. Nothing is offered
 * when that time would be too short. The caller holds the shift's row.
 */
export async function fillPlaces(
  tx: Transaction,
  queue: Queue,
  shift: { readonly id: Id<'shf'>; readonly state: 'open' | 'called_off'; readonly startsAt: Instant },
  now: Instant,
): Promise<void> {
  const due = answerDue(now, shift.startsAt);
  if (due === null || shift.state !== 'open') return;
  for (const places of await readPlaces(tx, shift.id)) {
    const free = offers(places);
    if (free === 0) continue;
    const offered = await tx.rows<{ id: Id<'sgn'> }>(
      `UPDATE sign_up SET state = 'offered', due_at = $3 WHERE id IN (
         SELECT id FROM sign_up WHERE shift_id = $1 AND role = $2 AND state = 'waiting' ORDER BY arrival LIMIT $4) RETURNING id`,
      [shift.id, places.role, sqlTime(due), free],
    );
    await shiftMails(tx, queue, offered, 'offered', now);
  }
}
