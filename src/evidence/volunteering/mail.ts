import type { EndReason, SignUpState } from '../../domain/mod.ts';
import { type Id, type Instant, isId, type Language } from '../../kernel/mod.ts';
import type { Mail, Mailer } from '../../mail/mod.ts';
import type { Seal } from '../../people/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import type { Database, Transaction } from '../../store/mod.ts';
import { signUpToken } from './token.ts';

/** The job that writes to somebody about a shift. */
export const shiftMailJob = 'shift-mail';

export const shiftMailKinds = [
  'signed_up',
  'offered',
  'changed',
  'called_off',
  'reminder',
  'thanks',
] as const;
export type ShiftMailKind = (typeof shiftMailKinds)[number];
/** `at` tells one mail from the next of its kind. */
export type ShiftMailPayload = {
  readonly signUp: Id<'sgn'>;
  readonly about: ShiftMailKind;
  readonly at: number;
};

export function isShiftMailPayload(value: unknown): value is ShiftMailPayload {
  const { signUp, about, at } = (value ?? {}) as Partial<Record<keyof ShiftMailPayload, unknown>>;
  return (
    typeof signUp === 'string' &&
    isId('sgn', signUp) &&
    shiftMailKinds.some((kind) => kind === about) &&
    typeof at === 'number'
  );
}

/** Puts a mail to each into the queue, in the transaction that it tells of. */
export async function shiftMails(
  tx: Transaction,
  queue: Queue,
  to: readonly { readonly id: Id<'sgn'> }[],
  about: ShiftMailKind,
  now: Instant,
): Promise<void> {
  const jobs = to.map(({ id }) => ({ payload: { signUp: id, about, at: now } satisfies ShiftMailPayload }));
  if (jobs.length > 0) await queue.enqueue(tx, shiftMailJob, jobs);
}

/** What a mail is written from: the shift and the sign-up as they stand when it is sent. */
export type ShiftLetter = {
  readonly about: ShiftMailKind;
  readonly language: Language;
  readonly name: string;
  readonly state: SignUpState;
  readonly reason: EndReason | null;
  readonly dueAt: Instant | null;
  readonly title: string;
  readonly place: string;
  readonly address: string;
  readonly contact: string;
  readonly role: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly timeZone: string;
  readonly confirmed: boolean;
  /** One's own page. */
  readonly link: string;
};
export type ShiftWords = (letter: ShiftLetter) => Omit<Mail, 'to'>;

/** Sends a mail about a shift; nothing to whose data were deleted meanwhile, no reminder to who no longer comes. */
export async function mailShift(
  house: {
    readonly db: Database;
    readonly seal: Seal;
    readonly mailer: Mailer;
    readonly publicUrl: URL;
    readonly words: ShiftWords;
  },
  { signUp, about, at }: ShiftMailPayload,
): Promise<void> {
  const [row] = await house.db.rows<Omit<ShiftLetter, 'link' | 'about'> & { email: string }>(
    `SELECT u.email, u.language, u.name, u.state, u.reason, u.due_at AS "dueAt", u.mail_confirmed_at IS NOT NULL AS confirmed,
       s.title, s.place, s.address, s.contact, s.starts_at AS "startsAt", s.ends_at AS "endsAt", r.name AS role,
       coalesce(c.content->>'timeZone', 'Europe/Paris') AS "timeZone"
     FROM sign_up u JOIN shift s ON s.id = u.shift_id JOIN campaign c ON c.id = s.campaign_id
     JOIN shift_role r ON r.shift_id = s.id AND r.position = u.role WHERE u.id = $1 AND u.email <> ''`,
    [signUp],
  );
  if (row === undefined) return;
  const { email, ...letter } = row;
  if (about === 'reminder' && letter.state !== 'confirmed') return;
  if (about === 'offered' && letter.state !== 'offered') return;
  if ((about === 'signed_up' || about === 'changed') && letter.state === 'ended') return;
  const link = new URL(`/volunteer/${signUpToken(house.seal, signUp)}`, house.publicUrl).href;
  await house.mailer.send({
    ...house.words({ ...letter, about, link }),
    to: email,
    messageId: `<${signUp}.${about}.${at}@${house.publicUrl.hostname}>`,
  });
}
