import { admit, answerDue, takesSignUps } from '../../domain/mod.ts';
import {
  createGroup,
  type Id,
  type Instant,
  isoInstant,
  type Language,
  newId,
  type Random,
} from '../../kernel/mod.ts';
import type { Seal } from '../../people/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { type Database, sqlTime, type Transaction } from '../../store/mod.ts';
import { shiftMails } from './mail.ts';
import { readPlaces } from './places.ts';
import { type LockedShift, lockShift, type ShiftId } from './shift.ts';
import { signUpToken, tokenHash } from './token.ts';

export type SignUpId = Id<'sgn'>;

/** Somebody who would come. */
export type NewSignUp = {
  readonly role: number;
  readonly name: string;
  /** Empty where a coordinator notes somebody at the door. */
  readonly email: string;
  readonly language: Language;
  /** Slug of the partner that employs them; null for none. */
  readonly company: string | null;
};

/** `taken` alike for a new address and for one that is signed up already: the mail to it says more. */
export type SignedUp = 'taken' | 'closed' | 'unknown';

export type SignUpHouse = {
  readonly db: Database;
  readonly queue: Queue;
  readonly seal: Seal;
  readonly random: Random;
  readonly clock: { readonly now: () => Instant };
};

const group_max = 250;
/** An address that signs up again is written to again, but not more often than this. */
const mail_again_ms = 10 * 60_000;

/** Takes sign-ups. */
export type SignUps = {
  /**
   * Gives a place or the end of the waiting list, in the order of arrival, and a mail with the link to it. Answered when
   * committed; the same address again changes nothing. Any number at once: those that arrive together go together.
   */
  readonly take: (shift: ShiftId, wish: NewSignUp) => Promise<SignedUp>;
  readonly idle: () => Promise<void>;
};

export function createSignUps(house: SignUpHouse): SignUps {
  const groups = new Map<ShiftId, ReturnType<typeof createGroup<NewSignUp, SignedUp>>>();
  return {
    take: async (shift, wish) => {
      let group = groups.get(shift);
      if (group === undefined) {
        group = createGroup<NewSignUp, SignedUp>({ most: group_max }, (wishes) =>
          house.db.transaction((tx) => takeAll(tx, house, shift, wishes)),
        );
        groups.set(shift, group);
        // A shift is busy for an hour and then never again.
        const done = group;
        setTimeout(() => done.idle().then(() => groups.delete(shift)), 60_000).unref();
      }
      return group.add(wish);
    },
    idle: async () => {
      for (const group of groups.values()) await group.idle();
    },
  };
}

async function takeAll(
  tx: Transaction,
  house: SignUpHouse,
  id: ShiftId,
  wishes: readonly NewSignUp[],
): Promise<readonly SignedUp[]> {
  const now = house.clock.now();
  const shift = await lockShift(tx, id);
  if (shift === null) return wishes.map(() => 'unknown');
  if (!takesSignUps(shift, now)) return wishes.map(() => 'closed');
  const roles = await readPlaces(tx, id);
  const known = await again(tx, house, shift, wishes, now);
  const seen = new Set<string>();
  const fresh = wishes.filter(({ email, role }) => {
    const key = email.toLowerCase();
    if (!roles.some((one) => one.role === role)) return false;
    if (known.has(key) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const states = new Map<NewSignUp, 'confirmed' | 'waiting'>();
  for (const places of roles) {
    const mine = fresh.filter((wish) => wish.role === places.role);
    for (const [index, state] of admit(places, mine.length).entries()) {
      const wish = mine[index];
      if (wish !== undefined) states.set(wish, state);
    }
  }
  const made = fresh.map((wish) => ({ ...wish, state: states.get(wish) ?? 'waiting' }));
  const ids = await writeSignUps(tx, house, shift, made, now);
  await shiftMails(
    tx,
    house.queue,
    ids.map((one) => ({ id: one })),
    'signed_up',
    now,
  );
  return wishes.map(({ role }) => (roles.some((one) => one.role === role) ? 'taken' : 'unknown'));
}

/** The addresses that are signed up already; they are written to again, not too often. */
async function again(
  tx: Transaction,
  { queue }: SignUpHouse,
  shift: LockedShift,
  wishes: readonly NewSignUp[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  const rows = await tx.rows<{ id: SignUpId; email: string; mailedAt: Instant | null }>(
    `SELECT id, lower(email) AS email, mailed_at AS "mailedAt" FROM sign_up
     WHERE shift_id = $1 AND state <> 'ended' AND email <> '' AND lower(email) = ANY ($2::text[])`,
    [shift.id, wishes.map((wish) => wish.email.toLowerCase())],
  );
  const due = rows.filter((row) => row.mailedAt === null || row.mailedAt < now - mail_again_ms);
  await tx.rows('UPDATE sign_up SET mailed_at = $2 WHERE id = ANY ($1::text[])', [
    due.map((row) => row.id),
    sqlTime(now),
  ]);
  await shiftMails(tx, queue, due, 'signed_up', now);
  return new Set(rows.map((row) => row.email));
}

/**
 * Notes somebody who came without signing up, without an address. Gives their number, or null for an unknown role. They
 * have a place, whatever the capacity: the coordinator sees how many there are.
 */
export async function addAtDoor(
  house: SignUpHouse,
  campaign: string,
  id: string,
  who: Pick<NewSignUp, 'name' | 'role' | 'company'>,
): Promise<SignUpId | null> {
  return house.db.transaction(async (tx) => {
    const shift = await lockShift(tx, id);
    if (shift === null || shift.campaign !== campaign || shift.state !== 'open') return null;
    const roles = await readPlaces(tx, shift.id);
    if (!roles.some((one) => one.role === who.role)) return null;
    const made = { ...who, email: '', language: 'fr' as const, state: 'confirmed' as const };
    const [signUp] = await writeSignUps(tx, house, shift, [made], house.clock.now());
    return signUp ?? null;
  });
}

type Made = NewSignUp & { readonly state: 'confirmed' | 'waiting' };

/** Writes sign-ups in their order. The caller holds the shift's row. */
export async function writeSignUps(
  tx: Transaction,
  { seal, random }: Pick<SignUpHouse, 'seal' | 'random'>,
  shift: LockedShift,
  made: readonly Made[],
  now: Instant,
): Promise<readonly SignUpId[]> {
  if (made.length === 0) return [];
  const ids = made.map((): SignUpId => newId('sgn', now, random));
  const due = answerDue(now, shift.startsAt);
  // Somebody without an address is somebody new.
  const hashes = made.map(({ email }, index) =>
    seal('volunteer person', `${shift.campaign} ${email === '' ? ids[index] : email.toLowerCase()}`),
  );
  const persons = await readPersons(tx, shift.campaign, hashes);
  await tx.rows(
    `INSERT INTO sign_up (id, shift_id, campaign_id, role, person, name, email, language, company, state, due_at, token_hash, code, created_at, mailed_at)
     SELECT id, $1, $2, role, person, name, email, language, company, state, due_at, token_hash, code, $3::timestamptz, $3::timestamptz
     FROM unnest($4::text[], $5::integer[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::timestamptz[], $13::bytea[], $14::text[])
       WITH ORDINALITY AS made (id, role, person, name, email, language, company, state, due_at, token_hash, code, place) ORDER BY place`,
    [
      ...[shift.id, shift.campaign, sqlTime(now), ids],
      made.map((one) => one.role),
      hashes.map((hash) => persons.get(Buffer.from(hash).toString('hex')) ?? null),
      made.map((one) => one.name),
      made.map((one) => one.email),
      made.map((one) => one.language),
      made.map((one) => one.company),
      made.map((one) => one.state),
      made.map((one) =>
        one.state === 'confirmed' && one.email !== '' && due !== null ? isoInstant(due) : null,
      ),
      ids.map((id) => tokenHash(seal, signUpToken(seal, id))),
      made.map(() => newCode(random)),
    ],
  );
  return ids;
}

/** The numbers by which people are told apart, by the hash of their address. */
async function readPersons(
  tx: Transaction,
  campaign: string,
  hashes: readonly Uint8Array[],
): Promise<ReadonlyMap<string, number>> {
  // In one order, so that two shifts that take the same people at once wait for each other and don't lock up.
  const sorted = [...hashes].sort((a, b) => Buffer.compare(a, b));
  await tx.rows(
    'INSERT INTO volunteer (campaign_id, email_hash) SELECT $1, hash FROM unnest($2::bytea[]) AS hash ON CONFLICT DO NOTHING',
    [campaign, sorted],
  );
  const rows = await tx.rows<{ hash: string; person: number }>(
    `SELECT encode(email_hash, 'hex') AS hash, person FROM volunteer WHERE campaign_id = $1 AND email_hash = ANY ($2::bytea[])`,
    [campaign, sorted],
  );
  return new Map(rows.map((row) => [row.hash, row.person]));
}

const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** What a QR code holds and a person can type: 12 letters and digits that look like no others (59 bits). */
function newCode(random: Random): string {
  let code = '';
  while (code.length < 12)
    for (const byte of random(16)) if (byte < 248 && code.length < 12) code += letters[byte % 31];
  return code;
}
