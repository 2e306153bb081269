import type { Instant } from '../../kernel/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { type Database, sqlTime } from '../../store/mod.ts';
import { forgetGuests } from './guest.ts';
import { meetingMails } from './mail.ts';
import { fillPlaces, type GuestId, lockMeeting } from './places.ts';

const remind_ms = 24 * 3_600_000;
const day_ms = 86_400_000;
const round_max = 1000;

type House = { readonly db: Database; readonly queue: Queue };

/** What the clock does to meetings: places that nobody confirmed go on, and who comes tomorrow is reminded. */
export async function meetingRound(house: House, now: Instant): Promise<void> {
  await lapseGuests(house, now);
  while ((await remindGuests(house, now)) > 0);
}

/** Ends what nobody answered in time, and offers the places to the next. */
async function lapseGuests({ db, queue }: House, now: Instant): Promise<void> {
  const meetings = await db.rows<{ id: string }>(
    'SELECT DISTINCT meeting_id AS id FROM meeting_guest WHERE due_at <= $1 LIMIT 100',
    [sqlTime(now)],
  );
  for (const { id } of meetings)
    await db.transaction(async (tx) => {
      const meeting = await lockMeeting(tx, id, null);
      if (meeting === null) return;
      await tx.rows(
        `UPDATE meeting_guest SET state = 'ended', reason = 'lapsed', due_at = NULL
         WHERE meeting_id = $1 AND due_at <= $2 AND state IN ('confirmed', 'offered')`,
        [id, sqlTime(now)],
      );
      await fillPlaces(tx, queue, meeting, now);
    });
}

/** Writes to those who come within a day; gives how many. Each is reminded once of each date. */
async function remindGuests({ db, queue }: House, now: Instant): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx.rows<{ id: GuestId }>(
      `UPDATE meeting_guest SET reminded_at = $1 WHERE id IN (
         SELECT u.id FROM meeting_guest u JOIN meeting m ON m.id = u.meeting_id
         WHERE m.state = 'open' AND m.starts_at > $1 AND m.starts_at <= $2 AND u.state = 'confirmed' AND u.email <> ''
           AND u.reminded_at IS NULL AND u.mail_confirmed_at IS NOT NULL LIMIT ${round_max} FOR UPDATE OF u SKIP LOCKED)
       RETURNING id`,
      [sqlTime(now), sqlTime(now + remind_ms)],
    );
    await meetingMails(tx, queue, rows, 'reminder', now);
    return rows.length;
  });
}

/**
 * Deletes what is kept of guests, `days` after their meeting: everything of those who did not agree to be named, or did
 * not come; the address alone of those who are named among who came, until the wall goes (`named_days` after the close).
 */
export async function forgetMeetingGuests(
  db: Database,
  days: { readonly guests: number; readonly named: number },
  now: Instant,
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = sqlTime(now - days.guests * day_ms);
    const rows = await tx.rows<{ id: GuestId }>(
      `SELECT u.id FROM meeting_guest u JOIN meeting m ON m.id = u.meeting_id JOIN campaign c ON c.id = m.campaign_id
       WHERE u.erased_at IS NULL AND m.ends_at < $1 AND (NOT (u.came AND u.named) OR c.closes < $2) LIMIT ${round_max} FOR UPDATE OF u`,
      [before, sqlTime(now - days.named * day_ms)],
    );
    await forgetGuests(
      tx,
      rows.map((row) => row.id),
      now,
    );
    await tx.rows(
      `UPDATE meeting_guest u SET email = '' FROM meeting m
       WHERE m.id = u.meeting_id AND u.email <> '' AND u.came AND u.named AND m.ends_at < $1`,
      [before],
    );
  });
}
