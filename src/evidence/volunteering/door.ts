import { type CheckIn, type EndReason, presence, type SignUpState } from '../../domain/mod.ts';
import type { Instant } from '../../kernel/mod.ts';
import { type Queryable, sqlTime, type Transaction } from '../../store/mod.ts';
import type { LockedShift, ShiftId } from './shift.ts';
import type { SignUpId } from './sign-up.ts';

/** Somebody on a coordinator's list. */
export type DoorPerson = {
  readonly id: SignUpId;
  readonly code: string;
  /** Empty once deleted. */
  readonly name: string;
  readonly role: number;
  readonly company: string | null;
  readonly state: SignUpState;
  readonly reason: EndReason | null;
  /** Since when they are there; null: not (yet). */
  readonly arrivedAt: Instant | null;
  /** Set by a coordinator; null: the whole shift. */
  readonly minutes: number | null;
  readonly units: number;
};

/** Everybody who may come, by name: places, waiting list, who is there. Who cancelled is not on it. */
export function readDoor(db: Queryable, shift: ShiftId): Promise<readonly DoorPerson[]> {
  return db.rows<DoorPerson>(
    `SELECT u.id, u.code, u.name, u.role, coalesce(a.company, u.company) AS company, u.state, u.reason, a.arrived_at AS "arrivedAt",
       a.minutes, coalesce(a.units, 0) AS units
     FROM sign_up u LEFT JOIN attendance a ON a.sign_up_id = u.id
     WHERE u.shift_id = $1 AND (u.state <> 'ended' OR u.reason = 'no_show' OR a.sign_up_id IS NOT NULL) ORDER BY lower(u.name), u.id`,
    [shift],
  );
}

/** How a shift goes: who holds a place, who of all is there, who is not. */
export type DoorCounts = {
  readonly expected: number;
  readonly here: number;
  readonly missing: number;
  readonly waiting: number;
};
export function countDoor(people: readonly DoorPerson[]): DoorCounts {
  const here = people.filter((one) => one.arrivedAt !== null);
  const missing = people.filter(
    (one) => one.arrivedAt === null && (one.state === 'confirmed' || one.reason === 'no_show'),
  );
  return {
    expected: here.length + missing.length,
    here: here.length,
    missing: missing.length,
    waiting: people.filter(
      (one) => one.arrivedAt === null && (one.state === 'waiting' || one.state === 'offered'),
    ).length,
  };
}

/** A note of a device, with the person by number or by the code that was read. */
export type DoorNote = Omit<CheckIn, 'person'> & { readonly person: string };

/** What notes came to. `unknown`: ids of notes about nobody of this shift. */
export type NotesTaken = {
  readonly unknown: readonly string[];
  readonly arrived: readonly SignUpId[];
  readonly left: readonly SignUpId[];
};

/**
 * Adds notes and brings the attendances of those they are about to what all notes together say. A note that was added
 * before changes nothing. The caller is the campaign's credit writer and holds the shift: it keeps counter and credits.
 */
export async function writeNotes(
  tx: Transaction,
  shift: LockedShift,
  notes: readonly DoorNote[],
  now: Instant,
): Promise<NotesTaken> {
  const people = await tx.rows<{ id: SignUpId; code: string }>(
    'SELECT id, code FROM sign_up WHERE shift_id = $1 AND (id = ANY ($2::text[]) OR code = ANY ($2::text[]))',
    [shift.id, [...new Set(notes.map((note) => note.person))]],
  );
  const byName = new Map(
    people.flatMap(({ id, code }) => [[id as string, id] as const, [code, id] as const]),
  );
  const known = notes.flatMap((note) => {
    const person = byName.get(note.person);
    return person === undefined ? [] : [{ ...note, person }];
  });
  const unknown = notes.filter((note) => !byName.has(note.person)).map((note) => note.id);
  await tx.rows(
    `INSERT INTO check_in (shift_id, id, sign_up_id, kind, at, taken_at)
     SELECT $1, id, person, kind, at, $2::timestamptz FROM unnest($3::text[], $4::text[], $5::text[], $6::timestamptz[]) AS note (id, person, kind, at)
     ON CONFLICT DO NOTHING`,
    [
      shift.id,
      sqlTime(now),
      known.map((note) => note.id),
      known.map((note) => note.person),
      known.map((note) => note.kind),
      known.map((note) => new Date(note.at).toISOString()),
    ],
  );
  const persons = [...new Set(known.map((note) => note.person))];
  return { unknown, ...(await applyNotes(tx, shift, persons)) };
}

/** Brings attendances to what the notes say. */
async function applyNotes(
  tx: Transaction,
  shift: LockedShift,
  persons: readonly SignUpId[],
): Promise<Omit<NotesTaken, 'unknown'>> {
  const notes = await tx.rows<CheckIn>(
    'SELECT id, sign_up_id AS person, kind, at FROM check_in WHERE sign_up_id = ANY ($1::text[])',
    [persons],
  );
  const there = presence(notes);
  const before = new Map(
    (
      await tx.rows<{ id: SignUpId; at: Instant }>(
        'SELECT sign_up_id AS id, arrived_at AS at FROM attendance WHERE sign_up_id = ANY ($1::text[])',
        [persons],
      )
    ).map((row) => [row.id, row.at]),
  );
  const changed = persons.filter((id) => there.has(id) && before.get(id) !== there.get(id));
  await tx.rows(
    `INSERT INTO attendance (sign_up_id, shift_id, campaign_id, person, company, arrived_at)
     SELECT u.id, u.shift_id, u.campaign_id, u.person, u.company, there.at FROM unnest($1::text[], $2::timestamptz[]) AS there (id, at)
     JOIN sign_up u ON u.id = there.id
     ON CONFLICT (sign_up_id) DO UPDATE SET arrived_at = excluded.arrived_at`,
    [changed, changed.map((id) => new Date(there.get(id) ?? 0).toISOString())],
  );
  // Who is there has a place, whatever the list said.
  await tx.rows(
    `UPDATE sign_up SET state = 'confirmed', reason = NULL, due_at = NULL WHERE id = ANY ($1::text[])
       AND (state IN ('waiting', 'offered', 'confirmed') OR reason = 'no_show')`,
    [changed],
  );
  const left = persons.filter((id) => !there.has(id) && before.has(id));
  // After the end who is not there has not come.
  if (shift.settledAt !== null)
    await tx.rows(
      `UPDATE sign_up SET state = 'ended', reason = 'no_show' WHERE id = ANY ($1::text[]) AND state = 'confirmed'`,
      [left],
    );
  return { arrived: changed.filter((id) => !before.has(id)), left };
}

/**
 * Ends the sign-ups of those who are not there; gives how many. `all`: who waits as well, as at the end. The caller holds
 * the shift.
 */
export async function endMissing(tx: Transaction, shift: ShiftId, all: boolean): Promise<number> {
  const rows = await tx.rows(
    `UPDATE sign_up u SET state = 'ended', due_at = NULL,
       reason = CASE u.state WHEN 'confirmed' THEN 'no_show' ELSE 'lapsed' END
     WHERE u.shift_id = $1 AND (u.state = 'confirmed' OR ($2 AND u.state <> 'ended'))
       AND NOT EXISTS (SELECT FROM attendance a WHERE a.sign_up_id = u.id) RETURNING 1`,
    [shift, all],
  );
  return rows.length;
}

/** The shift at which a code lets somebody in; null for none. */
export async function findCode(
  db: Queryable,
  code: string,
): Promise<{ readonly campaign: string; readonly shift: ShiftId } | null> {
  if (!/^[2-9A-HJKMNP-Z]{12}$/.test(code)) return null;
  const [row] = await db.rows<{ campaign: string; shift: ShiftId }>(
    'SELECT c.slug AS campaign, u.shift_id AS shift FROM sign_up u JOIN campaign c ON c.id = u.campaign_id WHERE u.code = $1',
    [code],
  );
  return row ?? null;
}
