import type { Instant } from '../../kernel/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { type Database, sqlTime } from '../../store/mod.ts';
import { shiftMails } from './mail.ts';
import { forgetNames } from './own.ts';
import { fillPlaces } from './places.ts';
import { lockShift, type ShiftId } from './shift.ts';
import type { SignUpId } from './sign-up.ts';

const remind_ms = 24 * 3_600_000;
const day_ms = 86_400_000;
const round_max = 1000;

type House = { readonly db: Database; readonly queue: Queue };

/** Ends what nobody answered in time, and offers the places to the next; gives how many it ended. */
export async function lapseSignUps({ db, queue }: House, now: Instant): Promise<number> {
  const shifts = await db.rows<{ id: ShiftId }>(
    'SELECT DISTINCT shift_id AS id FROM sign_up WHERE due_at <= $1 LIMIT 100',
    [sqlTime(now)],
  );
  let ended = 0;
  for (const { id } of shifts)
    await db.transaction(async (tx) => {
      const shift = await lockShift(tx, id);
      if (shift === null) return;
      const rows = await tx.rows(
        `UPDATE sign_up SET state = 'ended', reason = 'lapsed', due_at = NULL
         WHERE shift_id = $1 AND due_at <= $2 AND state IN ('confirmed', 'offered') RETURNING 1`,
        [id, sqlTime(now)],
      );
      ended += rows.length;
      await fillPlaces(tx, queue, shift, now);
    });
  return ended;
}

/** Writes to those who come within a day; gives how many. Each is reminded once of each date. */
export async function remindSignUps({ db, queue }: House, now: Instant): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx.rows<{ id: SignUpId }>(
      `UPDATE sign_up SET reminded_at = $1 WHERE id IN (
         SELECT u.id FROM sign_up u JOIN shift s ON s.id = u.shift_id
         WHERE s.state = 'open' AND s.starts_at > $1 AND s.starts_at <= $2 AND u.state = 'confirmed' AND u.email <> ''
           AND u.reminded_at IS NULL AND u.mail_confirmed_at IS NOT NULL LIMIT ${round_max} FOR UPDATE OF u SKIP LOCKED)
       RETURNING id`,
      [sqlTime(now), sqlTime(now + remind_ms)],
    );
    await shiftMails(tx, queue, rows, 'reminder', now);
    return rows.length;
  });
}

/** Deletes names and addresses of people, `days` after their shift; gives how many. That somebody was there stays. */
export async function forgetVolunteers(db: Database, days: number, now: Instant): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx.rows<{ id: SignUpId }>(
      `SELECT u.id FROM sign_up u JOIN shift s ON s.id = u.shift_id WHERE u.erased_at IS NULL AND s.ends_at < $1 LIMIT ${round_max} FOR UPDATE OF u`,
      [sqlTime(now - days * day_ms)],
    );
    await forgetNames(
      tx,
      rows.map((row) => row.id),
      now,
    );
    return rows.length;
  });
}
