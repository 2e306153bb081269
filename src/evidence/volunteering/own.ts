import {
  admit,
  type EndReason,
  type SignUpAct,
  type SignUpState,
  signUpNext,
  takesSignUps,
} from '../../domain/mod.ts';
import type { Instant, Language } from '../../kernel/mod.ts';
import { isToken, type Seal } from '../../people/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../../store/mod.ts';
import { fillPlaces, readPlaces } from './places.ts';
import { type LockedShift, lockShift, type ShiftId } from './shift.ts';
import type { SignUpId } from './sign-up.ts';
import { tokenHash } from './token.ts';

/** A sign-up as the person sees it. */
export type OwnSignUp = {
  readonly id: SignUpId;
  readonly shift: ShiftId;
  readonly campaign: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly company: string | null;
  readonly role: number;
  readonly state: SignUpState;
  readonly reason: EndReason | null;
  readonly dueAt: Instant | null;
  readonly mailConfirmed: boolean;
  readonly code: string;
  /** Of who waits: how many come first. */
  readonly ahead: number;
  /** Of who was there: when they came, and the minutes that count; else null. */
  readonly arrivedAt: Instant | null;
  readonly minutes: number | null;
};

/** The sign-up that a token opens; null when it opens none, or its data were deleted. */
export async function readOwnSignUp(db: Queryable, seal: Seal, token: string): Promise<OwnSignUp | null> {
  if (!isToken(token)) return null;
  const [row] = await db.rows<OwnSignUp>(
    `SELECT u.id, u.shift_id AS shift, c.slug AS campaign, u.name, u.email, u.language, u.company, u.role, u.state, u.reason,
       u.due_at AS "dueAt", u.mail_confirmed_at IS NOT NULL AS "mailConfirmed", u.code,
       CASE WHEN u.state = 'waiting' THEN (SELECT count(*) FROM sign_up w WHERE w.shift_id = u.shift_id AND w.role = u.role
         AND w.state = 'waiting' AND w.arrival < u.arrival) ELSE 0 END AS ahead,
       a.arrived_at AS "arrivedAt",
       CASE WHEN a.sign_up_id IS NULL THEN NULL ELSE coalesce(a.minutes, (extract(epoch FROM s.ends_at - s.starts_at) / 60)::integer) END AS minutes
     FROM sign_up u JOIN shift s ON s.id = u.shift_id JOIN campaign c ON c.id = u.campaign_id
     LEFT JOIN attendance a ON a.sign_up_id = u.id WHERE u.token_hash = $1 AND u.erased_at IS NULL`,
    [tokenHash(seal, token)],
  );
  return row ?? null;
}

type House = {
  readonly db: Database;
  readonly queue: Queue;
  readonly seal: Seal;
  readonly clock: { readonly now: () => Instant };
};
type Locked = {
  readonly shift: LockedShift;
  readonly id: SignUpId;
  readonly state: SignUpState;
  readonly role: number;
  readonly dueAt: Instant | null;
};

/** Holds a sign-up and its shift; null when the token opens none. */
async function lockOwn(tx: Transaction, seal: Seal, token: string): Promise<Locked | null> {
  if (!isToken(token)) return null;
  const [known] = await tx.rows<{ shift: string }>(
    'SELECT shift_id AS shift FROM sign_up WHERE token_hash = $1 AND erased_at IS NULL',
    [tokenHash(seal, token)],
  );
  const shift = known === undefined ? null : await lockShift(tx, known.shift);
  if (shift === null) return null;
  const [row] = await tx.rows<Omit<Locked, 'shift'>>(
    `SELECT id, state, role, due_at AS "dueAt" FROM sign_up WHERE token_hash = $1 AND erased_at IS NULL`,
    [tokenHash(seal, token)],
  );
  return row === undefined ? null : { ...row, shift };
}

/** `too_late`: the offer lapsed, or the shift has begun. */
export type OwnOutcome = 'done' | 'too_late' | 'unknown';

/** What a person does with their place. Opening a link does nothing; only a button does. */
export async function actOnSignUp(
  { db, queue, seal, clock }: House,
  token: string,
  act: Extract<SignUpAct, 'confirm_mail' | 'accept' | 'decline' | 'cancel'>,
): Promise<OwnOutcome> {
  return db.transaction(async (tx) => {
    const now = clock.now();
    const own = await lockOwn(tx, seal, token);
    if (own === null) return 'unknown';
    const late = act === 'accept' && own.dueAt !== null && own.dueAt < now;
    const next = late || !takesSignUps(own.shift, now) ? null : signUpNext(own.state, act);
    if (next === null) return 'too_late';
    const reason = next.state === 'ended' ? next.reason : null;
    await tx.rows(
      `UPDATE sign_up SET state = $2, reason = $3, mail_confirmed_at = coalesce(mail_confirmed_at, $4),
         due_at = CASE WHEN $2 = 'offered' THEN due_at END WHERE id = $1`,
      [own.id, next.state, reason, sqlTime(now)],
    );
    if (next.state === 'ended') await fillPlaces(tx, queue, own.shift, now);
    return 'done';
  });
}

/** Changes what somebody said of themselves. Another role means the end of its line, and frees the place in the old one. */
export async function changeSignUp(
  { db, queue, seal, clock }: House,
  token: string,
  to: { readonly name: string; readonly company: string | null; readonly role: number },
): Promise<OwnOutcome> {
  return db.transaction(async (tx) => {
    const now = clock.now();
    const own = await lockOwn(tx, seal, token);
    if (own === null) return 'unknown';
    if (own.state === 'ended' || !takesSignUps(own.shift, now)) return 'too_late';
    await tx.rows(
      'UPDATE sign_up SET name = $2, company = $3, mail_confirmed_at = coalesce(mail_confirmed_at, $4) WHERE id = $1',
      [own.id, to.name, to.company, sqlTime(now)],
    );
    if (own.state !== 'offered') await tx.rows('UPDATE sign_up SET due_at = NULL WHERE id = $1', [own.id]);
    if (to.role === own.role) return 'done';
    const places = (await readPlaces(tx, own.shift.id)).find((one) => one.role === to.role);
    if (places === undefined) return 'unknown';
    const [state = 'waiting'] = admit(places, 1);
    await tx.rows(
      'UPDATE sign_up SET role = $2, state = $3, due_at = NULL, arrival = DEFAULT WHERE id = $1',
      [own.id, to.role, state],
    );
    await fillPlaces(tx, queue, own.shift, now);
    return 'done';
  });
}

/** Deletes what is held about somebody: who they were. That somebody was there, and for how long, stays. */
export async function eraseSignUp({ db, queue, seal, clock }: House, token: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const now = clock.now();
    const own = await lockOwn(tx, seal, token);
    if (own === null) return false;
    const leaves = own.state !== 'ended' && takesSignUps(own.shift, now);
    await tx.rows(
      `UPDATE sign_up SET state = CASE WHEN $2 THEN 'ended' ELSE state END, reason = CASE WHEN $2 THEN 'cancelled' ELSE reason END,
         due_at = NULL WHERE id = $1`,
      [own.id, leaves],
    );
    await forgetNames(tx, [own.id], now);
    if (leaves) await fillPlaces(tx, queue, own.shift, now);
    return true;
  });
}

/** Deletes names and addresses of sign-ups, and the hash that led from an address to the person's number. */
export async function forgetNames(tx: Transaction, ids: readonly SignUpId[], now: Instant): Promise<void> {
  const rows = await tx.rows<{ person: number }>(
    `UPDATE sign_up SET name = '', email = '', due_at = NULL, erased_at = $2 WHERE id = ANY ($1::text[]) RETURNING person`,
    [ids, sqlTime(now)],
  );
  await tx.rows(
    `DELETE FROM volunteer v WHERE v.person = ANY ($1::bigint[])
       AND NOT EXISTS (SELECT FROM sign_up u WHERE u.campaign_id = v.campaign_id AND u.person = v.person AND u.email <> '')`,
    [rows.map((row) => row.person)],
  );
}
