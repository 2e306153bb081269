import type { EndReason } from '../../domain/mod.ts';
import {
  admit,
  answerDue,
  type GuestState,
  guestNext,
  type SignUpAct,
  takesSignUps,
} from '../../domain/mod.ts';
import { type CampaignId, type Instant, type Language, newId, type Random } from '../../kernel/mod.ts';
import { isToken, type Seal } from '../../people/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../../store/mod.ts';
import { meetingMails } from './mail.ts';
import type { MeetingId } from './meeting.ts';
import {
  fillPlaces,
  type GuestId,
  guestHash,
  guestToken,
  type LockedMeeting,
  lockMeeting,
  readPlaces,
} from './places.ts';

export type GuestHouse = {
  readonly db: Database;
  readonly queue: Queue;
  readonly seal: Seal;
  readonly random: Random;
  readonly clock: { readonly now: () => Instant };
};

/** Somebody who would come. */
export type NewGuest = {
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  /** Their blog; null for none. */
  readonly site: string | null;
  /** Whether they agree to be named among those who came. */
  readonly named: boolean;
};

/** `taken` alike for a new address and for a known one: the mail to it says more. */
export type Rsvp = 'taken' | 'closed' | 'invited_only' | 'unknown';

/** An address that signs up again is written to again, but not more often than this. */
const mail_again_ms = 10 * 60_000;

/** Gives a place, or the end of the waiting list, and a mail with the link to it. */
export async function answerMeeting(
  house: GuestHouse,
  campaign: CampaignId,
  id: string,
  guest: NewGuest,
): Promise<Rsvp> {
  const { db, queue } = house;
  return db.transaction(async (tx) => {
    const now = house.clock.now();
    const meeting = await lockMeeting(tx, id, campaign);
    if (meeting === null) return 'unknown';
    if (!takesSignUps(meeting, now)) return 'closed';
    const known = await findGuest(tx, meeting.id, guest.email);
    const comesAnew = known !== null && (known.state === 'ended' || known.state === 'invited');
    // Who was asked may come by the form as well; nobody else learns that they were.
    if (meeting.openTo === 'invited' && known === null) return 'invited_only';
    if (known !== null && !comesAnew) {
      await again(tx, queue, known, now);
      return 'taken';
    }
    const [state = 'waiting'] = admit(await readPlaces(tx, meeting), 1);
    const due = state === 'confirmed' ? answerDue(now, meeting.startsAt) : null;
    const made =
      known === null
        ? await writeGuest(tx, house, meeting, { ...guest, state, due }, now)
        : await comeAnew(tx, known.id, guest, { state, due }, now);
    await meetingMails(tx, queue, [{ id: made }], 'signed_up', now);
    return 'taken';
  });
}

type Known = { readonly id: GuestId; readonly state: GuestState; readonly mailedAt: Instant | null };

async function findGuest(tx: Queryable, meeting: MeetingId, email: string): Promise<Known | null> {
  const [row] = await tx.rows<Known>(
    `SELECT id, state, mailed_at AS "mailedAt" FROM meeting_guest WHERE meeting_id = $1 AND lower(email) = lower($2) AND email <> ''`,
    [meeting, email],
  );
  return row ?? null;
}

async function again(tx: Transaction, queue: Queue, { id, mailedAt }: Known, now: Instant): Promise<void> {
  if (mailedAt !== null && mailedAt > now - mail_again_ms) return;
  await tx.rows('UPDATE meeting_guest SET mailed_at = $2 WHERE id = $1', [id, sqlTime(now)]);
  await meetingMails(tx, queue, [{ id }], 'signed_up', now);
}

async function writeGuest(
  tx: Transaction,
  { seal, random }: Pick<GuestHouse, 'seal' | 'random'>,
  meeting: LockedMeeting,
  guest: NewGuest & { readonly state: GuestState; readonly due: Instant | null },
  now: Instant,
): Promise<GuestId> {
  const id: GuestId = newId('gst', now, random);
  await tx.rows(
    `INSERT INTO meeting_guest (id, meeting_id, name, email, language, site, named, state, due_at, token_hash, created_at, mailed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
    [
      ...[id, meeting.id, guest.name, guest.email, guest.language, guest.site, guest.named, guest.state],
      ...[
        guest.due === null ? null : sqlTime(guest.due),
        guestHash(seal, guestToken(seal, id)),
        sqlTime(now),
      ],
    ],
  );
  return id;
}

/** Somebody who was asked, or had said no, says that they come: at the end of the line. */
async function comeAnew(
  tx: Transaction,
  id: GuestId,
  guest: Omit<NewGuest, 'email'>,
  { state, due }: { readonly state: 'confirmed' | 'waiting'; readonly due: Instant | null },
  now: Instant,
): Promise<GuestId> {
  await tx.rows(
    `UPDATE meeting_guest SET name = $2, language = $3, site = $4, named = $5, state = $6, reason = NULL, due_at = $7, mailed_at = $8,
       mail_confirmed_at = NULL, arrival = nextval(pg_get_serial_sequence('meeting_guest', 'arrival')) WHERE id = $1`,
    [
      ...[id, guest.name, guest.language, guest.site, guest.named, state],
      ...[due === null ? null : sqlTime(due), sqlTime(now)],
    ],
  );
  return id;
}

/** Who is asked to come: mails go to each once, whatever they answered. Gives how many are new. */
export async function inviteGuests(
  tx: Transaction,
  house: GuestHouse,
  meeting: LockedMeeting,
  emails: readonly string[],
  language: Language,
  now: Instant,
): Promise<number> {
  const asked: { id: GuestId }[] = [];
  for (const email of emails) {
    if ((await findGuest(tx, meeting.id, email)) !== null) continue;
    const guest = {
      name: '',
      email,
      language,
      site: null,
      named: false,
      state: 'invited',
      due: null,
    } as const;
    asked.push({ id: await writeGuest(tx, house, meeting, guest, now) });
  }
  await meetingMails(tx, house.queue, asked, 'invited', now);
  return asked.length;
}

/** A guest's place as the guest sees it. */
export type OwnGuest = {
  readonly id: GuestId;
  readonly meeting: MeetingId;
  readonly campaign: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly site: string | null;
  readonly named: boolean;
  readonly state: GuestState;
  readonly reason: EndReason | null;
  readonly dueAt: Instant | null;
  readonly mailConfirmed: boolean;
  readonly came: boolean;
  /** Of who waits: how many come first. */
  readonly ahead: number;
};

/** The place that a token opens; null when it opens none, or its data were deleted. */
export async function readOwnGuest(db: Queryable, seal: Seal, token: string): Promise<OwnGuest | null> {
  if (!isToken(token)) return null;
  const [row] = await db.rows<OwnGuest>(
    `SELECT u.id, u.meeting_id AS meeting, c.slug AS campaign, u.name, u.email, u.language, u.site, u.named, u.state, u.reason,
       u.due_at AS "dueAt", u.mail_confirmed_at IS NOT NULL AS "mailConfirmed", u.came,
       CASE WHEN u.state = 'waiting' THEN (SELECT count(*) FROM meeting_guest w WHERE w.meeting_id = u.meeting_id
         AND w.state = 'waiting' AND w.arrival < u.arrival) ELSE 0 END AS ahead
     FROM meeting_guest u JOIN meeting m ON m.id = u.meeting_id JOIN campaign c ON c.id = m.campaign_id
     WHERE u.token_hash = $1 AND u.erased_at IS NULL`,
    [guestHash(seal, token)],
  );
  return row ?? null;
}

type Locked = {
  readonly meeting: LockedMeeting;
  readonly id: GuestId;
  readonly state: GuestState;
  readonly dueAt: Instant | null;
};

/** Holds a guest and the meeting; null when the token opens none. */
async function lockOwn(tx: Transaction, seal: Seal, token: string): Promise<Locked | null> {
  if (!isToken(token)) return null;
  const hash = guestHash(seal, token);
  const where = 'WHERE token_hash = $1 AND erased_at IS NULL';
  const [known] = await tx.rows<{ meeting: string }>(
    `SELECT meeting_id AS meeting FROM meeting_guest ${where}`,
    [hash],
  );
  const meeting = known === undefined ? null : await lockMeeting(tx, known.meeting, null);
  if (meeting === null) return null;
  const [row] = await tx.rows<Omit<Locked, 'meeting'>>(
    `SELECT id, state, due_at AS "dueAt" FROM meeting_guest ${where}`,
    [hash],
  );
  return row === undefined ? null : { ...row, meeting };
}

/** What a guest says of themselves. */
export type GuestText = Pick<NewGuest, 'name' | 'site' | 'named'>;
export type GuestAct = Extract<SignUpAct, 'confirm_mail' | 'accept' | 'decline' | 'cancel'>;
/** `too_late`: the offer lapsed, or the meeting has begun. */
export type GuestOutcome = 'done' | 'too_late' | 'unknown';

/** What a guest does with their place. Opening a link does nothing; only a button does. */
export async function actOnGuest(
  { db, queue, seal, clock }: GuestHouse,
  token: string,
  act: GuestAct,
): Promise<GuestOutcome> {
  return db.transaction(async (tx) => {
    const now = clock.now();
    const own = await lockOwn(tx, seal, token);
    if (own === null) return 'unknown';
    const late = act === 'accept' && own.dueAt !== null && own.dueAt < now;
    const [room = 'waiting'] = admit(await readPlaces(tx, own.meeting), 1);
    const next = late || !takesSignUps(own.meeting, now) ? null : guestNext(own.state, act, room);
    if (next === null) return 'too_late';
    await tx.rows(
      `UPDATE meeting_guest SET state = $2, reason = $3, mail_confirmed_at = coalesce(mail_confirmed_at, $4),
         due_at = CASE WHEN $2 = 'offered' THEN due_at END,
         arrival = CASE WHEN state = 'invited' THEN nextval(pg_get_serial_sequence('meeting_guest', 'arrival')) ELSE arrival END
       WHERE id = $1`,
      [own.id, next.state, next.state === 'ended' ? next.reason : null, sqlTime(now)],
    );
    if (next.state === 'ended') await fillPlaces(tx, queue, own.meeting, now);
    // With the calendar entry, which the invitation could not hold.
    else if (act === 'accept' || act === 'confirm_mail')
      await meetingMails(tx, queue, [own], 'signed_up', now);
    return 'done';
  });
}

/** Changes what a guest said of themselves; whether to be named may be changed at any time. */
export async function changeGuest(
  { db, seal }: Pick<GuestHouse, 'db' | 'seal'>,
  token: string,
  { name, site, named }: GuestText,
): Promise<boolean> {
  if (!isToken(token)) return false;
  return db.transaction(async (tx) => {
    const rows = await tx.rows(
      'UPDATE meeting_guest SET name = $2, site = $3, named = $4 WHERE token_hash = $1 AND erased_at IS NULL RETURNING 1',
      [guestHash(seal, token), name, site, named],
    );
    return rows.length > 0;
  });
}

/** Deletes what is held about a guest. That somebody was there stays, without saying who. */
export async function eraseGuest({ db, queue, seal, clock }: GuestHouse, token: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const now = clock.now();
    const own = await lockOwn(tx, seal, token);
    if (own === null) return false;
    const leaves = own.state !== 'ended' && takesSignUps(own.meeting, now);
    await tx.rows(
      `UPDATE meeting_guest SET state = CASE WHEN $2 THEN 'ended' ELSE state END, reason = CASE WHEN $2 THEN 'cancelled' ELSE reason END WHERE id = $1`,
      [own.id, leaves],
    );
    await forgetGuests(tx, [own.id], now);
    if (leaves) await fillPlaces(tx, queue, own.meeting, now);
    return true;
  });
}

/** Deletes names, addresses and sites of guests, and so their names from who came. */
export async function forgetGuests(tx: Transaction, ids: readonly GuestId[], now: Instant): Promise<void> {
  await tx.rows(
    `UPDATE meeting_guest SET name = '', email = '', site = NULL, named = false, due_at = NULL, erased_at = $2 WHERE id = ANY ($1::text[])`,
    [ids, sqlTime(now)],
  );
}
