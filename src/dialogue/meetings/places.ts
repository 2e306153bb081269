import { answerDue, offers } from '../../domain/mod.ts';
import { type CampaignId, type Id, type Instant, isId } from '../../kernel/mod.ts';
import type { Seal } from '../../people/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { sqlTime, type Transaction } from '../../store/mod.ts';
import { meetingMails } from './mail.ts';

export type GuestId = Id<'gst'>;

/** What the link to a guest's own page ends with: the same in each mail, kept as a hash alone. */
export const guestToken = (seal: Seal, id: GuestId): string =>
  Buffer.from(seal('meeting link', id)).toString('base64url');
/** What is kept of it. */
export const guestHash = (seal: Seal, token: string): Uint8Array => seal('meeting', token);

/** A meeting whose row this transaction holds: places are given and taken by one at a time. */
export type LockedMeeting = {
  readonly id: Id<'mtg'>;
  readonly campaign: CampaignId;
  readonly state: 'open' | 'called_off';
  readonly openTo: 'anybody' | 'invited';
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly capacity: number;
};

export async function lockMeeting(
  tx: Transaction,
  id: string,
  campaign: CampaignId | null,
): Promise<LockedMeeting | null> {
  if (!isId('mtg', id)) return null;
  const [row] = await tx.rows<LockedMeeting>(
    `SELECT id, campaign_id AS campaign, state, open_to AS "openTo", starts_at AS "startsAt", ends_at AS "endsAt", capacity
     FROM meeting WHERE id = $1 AND ($2::text IS NULL OR campaign_id = $2) FOR UPDATE`,
    [id, campaign],
  );
  return row ?? null;
}

export async function readPlaces(tx: Transaction, { id, capacity }: LockedMeeting) {
  const [row] = await tx.rows<{ held: number; waiting: number }>(
    `SELECT count(*) FILTER (WHERE state IN ('confirmed', 'offered')) AS held, count(*) FILTER (WHERE state = 'waiting') AS waiting
     FROM meeting_guest WHERE meeting_id = $1`,
    [id],
  );
  return { capacity, held: row?.held ?? 0, waiting: row?.waiting ?? 0 };
}

/**
 * Offers free places to who waits, in the order in which they came: each must say yes before a time. Nothing is offered
 * when that time would be too short. The caller holds the meeting's row.
 */
export async function fillPlaces(
  tx: Transaction,
  queue: Queue,
  meeting: LockedMeeting,
  now: Instant,
): Promise<void> {
  const due = answerDue(now, meeting.startsAt);
  if (due === null || meeting.state !== 'open') return;
  const free = offers(await readPlaces(tx, meeting));
  if (free === 0) return;
  const offered = await tx.rows<{ id: GuestId }>(
    `UPDATE meeting_guest SET state = 'offered', due_at = $2 WHERE id IN (
       SELECT id FROM meeting_guest WHERE meeting_id = $1 AND state = 'waiting' ORDER BY arrival LIMIT $3) RETURNING id`,
    [meeting.id, sqlTime(due), free],
  );
  await meetingMails(tx, queue, offered, 'offered', now);
}
