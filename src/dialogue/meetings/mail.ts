import type { EndReason, GuestState } from '../../domain/mod.ts';
import { type Id, type Instant, isId, type Language } from '../../kernel/mod.ts';
import type { Mail, Mailer } from '../../mail/mod.ts';
import type { Seal } from '../../people/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import type { Database, Transaction } from '../../store/mod.ts';
import type { MeetingId } from './meeting.ts';
import { type GuestId, guestToken } from './places.ts';

/** The job that writes to somebody about a meeting. */
export const meetingMailJob = 'meeting-mail';

export const meetingMailKinds = [
  'invited',
  'signed_up',
  'offered',
  'changed',
  'called_off',
  'reminder',
  'notes',
] as const;
export type MeetingMailKind = (typeof meetingMailKinds)[number];
/** `at` tells one mail from the next of its kind. */
export type MeetingMailPayload = {
  readonly guest: Id<'gst'>;
  readonly about: MeetingMailKind;
  readonly at: number;
};

export function isMeetingMailPayload(value: unknown): value is MeetingMailPayload {
  const { guest, about, at } = (value ?? {}) as Partial<Record<keyof MeetingMailPayload, unknown>>;
  return (
    typeof guest === 'string' &&
    isId('gst', guest) &&
    meetingMailKinds.some((kind) => kind === about) &&
    typeof at === 'number'
  );
}

/** Puts a mail to each into the queue, in the transaction that it tells of. */
export async function meetingMails(
  tx: Transaction,
  queue: Queue,
  to: readonly { readonly id: GuestId }[],
  about: MeetingMailKind,
  now: Instant,
): Promise<void> {
  const jobs = to.map(({ id }) => ({
    payload: { guest: id, about, at: now } satisfies MeetingMailPayload,
  }));
  if (jobs.length > 0) await queue.enqueue(tx, meetingMailJob, jobs);
}

/** What a mail is written from: the meeting and the guest as they stand when it is sent. */
export type MeetingLetter = {
  readonly about: MeetingMailKind;
  readonly language: Language;
  readonly name: string;
  readonly state: GuestState;
  readonly reason: EndReason | null;
  readonly dueAt: Instant | null;
  readonly confirmed: boolean;
  readonly meeting: MeetingId;
  readonly meetingState: 'open' | 'called_off';
  readonly version: number;
  readonly title: string;
  readonly place: string;
  readonly address: string;
  /** Null unless this guest has a place and showed that the mailbox is theirs. */
  readonly joinLink: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly timeZone: string;
  readonly campaign: string;
  /** Who invites: the charity's name. */
  readonly charity: string;
  /** The guest's own page. */
  readonly link: string;
  /** The meeting's public page. */
  readonly page: string;
};
export type MeetingWords = (letter: MeetingLetter) => Omit<Mail, 'to'>;

/** Whether the mail still says something true to whoever it goes to. */
function stillTrue({ about, state }: Pick<MeetingLetter, 'about' | 'state'>): boolean {
  switch (about) {
    case 'invited':
      return state === 'invited';
    case 'reminder':
    case 'notes':
      return state === 'confirmed';
    case 'offered':
      return state === 'offered';
    case 'called_off':
      return true;
    case 'signed_up':
    case 'changed':
      return state !== 'ended';
  }
}

/** Sends a mail about a meeting; nothing to whose data were deleted, and nothing that is true no more. */
export async function mailMeeting(
  house: {
    readonly db: Database;
    readonly seal: Seal;
    readonly mailer: Mailer;
    readonly publicUrl: URL;
    readonly words: MeetingWords;
  },
  { guest, about, at }: MeetingMailPayload,
): Promise<void> {
  const [row] = await house.db.rows<Omit<MeetingLetter, 'link' | 'page' | 'about'> & { email: string }>(
    `SELECT u.email, u.language, u.name, u.state, u.reason, u.due_at AS "dueAt", u.mail_confirmed_at IS NOT NULL AS confirmed,
       m.id AS meeting, m.state AS "meetingState", m.version, m.title, m.place, m.address, m.starts_at AS "startsAt", m.ends_at AS "endsAt",
       CASE WHEN u.state = 'confirmed' AND u.mail_confirmed_at IS NOT NULL THEN m.join_link END AS "joinLink",
       coalesce(c.content->>'timeZone', 'Europe/Paris') AS "timeZone", c.slug AS campaign, o.name AS charity
     FROM meeting_guest u JOIN meeting m ON m.id = u.meeting_id JOIN campaign c ON c.id = m.campaign_id
     JOIN organisation o ON o.id = c.charity_id WHERE u.id = $1 AND u.email <> ''`,
    [guest],
  );
  if (row === undefined || !stillTrue({ about, state: row.state })) return;
  const { email, ...letter } = row;
  const addressOf = (path: string) => new URL(path, house.publicUrl).href;
  await house.mailer.send({
    ...house.words({
      ...letter,
      about,
      link: addressOf(`/meetings/${guestToken(house.seal, guest)}`),
      page: addressOf(`/c/${letter.campaign}/meetings/${letter.meeting}`),
    }),
    to: email,
    messageId: `<${guest}.${about}.${at}@${house.publicUrl.hostname}>`,
  });
}
