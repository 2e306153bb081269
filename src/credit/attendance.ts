import { becomeCreditWriter, readHourPledges, readSlug } from '../campaign/mod.ts';
import { hoursDrawn, wholeHours } from '../domain/mod.ts';
import {
  type Attendance,
  type DoorNote,
  endMissing,
  type LockedShift,
  lockShift,
  type NotesTaken,
  readUnsettled,
  removeAttendances,
  type ShiftId,
  type SignUpId,
  shiftMails,
  writeHours,
  writeNotes,
  writeSettled,
} from '../evidence/mod.ts';
import { type CampaignId, type Clock, createGroup, type Random } from '../kernel/mod.ts';
import { type Actor, record } from '../people/mod.ts';
import type { Queue } from '../queue/mod.ts';
import { type Database, sqlTime, type Transaction } from '../store/mod.ts';
import { type Act, type Books, credit } from './credit.ts';
import { type ReversalReason, reverse } from './reverse.ts';

type House = {
  readonly db: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly random: Random;
};

/** What a shift's coordinators and devices do about who was there. Every answer follows the commit. */
export type Door = {
  /**
   * Adds a device's notes; null for an unknown shift. Sent again, or by another device, they change nothing. After the
   * shift's end, hours are credited and taken back at once.
   */
  readonly note: (
    campaign: CampaignId,
    shift: string,
    notes: readonly DoorNote[],
  ) => Promise<NotesTaken | null>;
  /** Corrects somebody's minutes and company, on record; false for somebody who was not there. */
  readonly correct: (
    campaign: CampaignId,
    shift: string,
    person: string,
    to: { readonly minutes: number | null; readonly company: string | null },
    actor: Actor,
  ) => Promise<boolean>;
  /** Frees the places of those who have not come to a shift that has begun; gives how many, null where it has not. */
  readonly release: (campaign: CampaignId, shift: string) => Promise<number | null>;
  /** Ends a shift: who has not come is a no-show, hours become units where promises say so. Again: nothing happens. */
  readonly settle: (campaign: CampaignId, shift: ShiftId) => Promise<void>;
  readonly idle: () => Promise<void>;
};

type Call = { readonly shift: string; readonly notes: readonly DoorNote[] };
/** Devices' calls that go into one transaction at most. */
const group_max = 32;

export function createDoor(house: House): Door {
  const groups = new Map<CampaignId, ReturnType<typeof createGroup<Call, NotesTaken | null>>>();
  return {
    note: (campaign, shift, notes) => {
      let group = groups.get(campaign);
      if (group === undefined) {
        group = createGroup<Call, NotesTaken | null>({ most: group_max }, (calls) =>
          house.db.transaction((tx) => takeCalls(tx, house, campaign, calls)),
        );
        groups.set(campaign, group);
      }
      return group.add({ shift, notes });
    },
    correct: (campaign, id, person, to, actor) =>
      house.db.transaction(async (tx) => {
        const books = await openBooks(tx, house, campaign);
        const shift = await lockShift(tx, id, campaign);
        if (shift === null || !(await writeHours(tx, shift.id, person, to))) return false;
        if (shift.settledAt !== null) await creditHours(tx, books, shift);
        const entry = { organisation: null, campaign: books.campaign.slug, subject: person };
        await record(
          tx,
          actor,
          { ...entry, action: 'shift.hours', details: { minutes: to.minutes, company: to.company } },
          books.at,
        );
        await tellPages(tx, books);
        return true;
      }),
    release: (campaign, id) =>
      house.db.transaction(async (tx) => {
        await becomeCreditWriter(tx, campaign);
        const shift = await lockShift(tx, id, campaign);
        const begun = shift !== null && shift.state === 'open' && shift.startsAt <= house.clock.now();
        return shift !== null && begun ? endMissing(tx, shift.id, false) : null;
      }),
    settle: (campaign, id) =>
      house.db.transaction(async (tx) => {
        const books = await openBooks(tx, house, campaign);
        const shift = await lockShift(tx, id, campaign);
        if (shift === null || shift.settledAt !== null || shift.state !== 'open') return;
        await endMissing(tx, shift.id, true);
        await creditHours(tx, books, shift);
        await tx.rows('UPDATE shift SET settled_at = $2 WHERE id = $1', [shift.id, sqlTime(books.at)]);
        const thanked = await tx.rows<{ id: SignUpId }>(
          `SELECT u.id FROM attendance a JOIN sign_up u ON u.id = a.sign_up_id WHERE a.shift_id = $1 AND u.email <> ''`,
          [shift.id],
        );
        await shiftMails(tx, house.queue, thanked, 'thanks', books.at);
        await tellPages(tx, books);
      }),
    idle: async () => {
      for (const group of groups.values()) await group.idle();
    },
  };
}

async function openBooks(tx: Transaction, house: House, campaign: CampaignId): Promise<Books> {
  await becomeCreditWriter(tx, campaign);
  const slug = await readSlug(tx, campaign);
  if (slug === null) throw new Error(`no campaign ${campaign}`);
  return { campaign: { id: campaign, slug }, at: house.clock.now(), random: house.random };
}

const tellPages = (tx: Transaction, books: Books) =>
  tx.rows("SELECT pg_notify('relais_campaign', $1)", [books.campaign.slug]);

async function takeCalls(
  tx: Transaction,
  house: House,
  campaign: CampaignId,
  calls: readonly Call[],
): Promise<readonly (NotesTaken | null)[]> {
  const books = await openBooks(tx, house, campaign);
  const byShift = Map.groupBy(calls, (call) => call.shift);
  const taken = new Map<string, NotesTaken | null>();
  // Shifts in one order: whoever holds several waits for nobody who waits for them.
  for (const id of [...byShift.keys()].sort()) {
    const shift = await lockShift(tx, id, campaign);
    const notes = (byShift.get(id) ?? []).flatMap((call) => call.notes);
    taken.set(id, shift === null ? null : await takeNotes(tx, books, shift, notes));
  }
  await tellPages(tx, books);
  return calls.map(({ shift, notes }) => {
    const all = taken.get(shift) ?? null;
    if (all === null) return null;
    const mine = new Set(notes.map((note) => note.id));
    return { ...all, unknown: all.unknown.filter((id) => mine.has(id)) };
  });
}

async function takeNotes(
  tx: Transaction,
  books: Books,
  shift: LockedShift,
  notes: readonly DoorNote[],
): Promise<NotesTaken> {
  const taken = await writeNotes(tx, shift, notes, books.at);
  await undo(tx, books, taken.left, 'not_there');
  await removeAttendances(tx, taken.left);
  const more = taken.arrived.length - taken.left.length;
  if (more !== 0)
    await tx.rows('UPDATE campaign_count SET volunteers = volunteers + $2 WHERE campaign_id = $1', [
      books.campaign.id,
      more,
    ]);
  if (shift.settledAt !== null) await creditHours(tx, books, shift);
  return taken;
}

const undo = (tx: Transaction, books: Books, ids: readonly SignUpId[], reason: ReversalReason) =>
  reverse(
    tx,
    books,
    'volunteering',
    ids.map((subject) => ({ subject, reason })),
  );

/**
 * Credits what stands and is not credited so: the old credit is undone by an entry of its own, with its reason, and the
 * hours are credited anew. Hours that no promise is about are kept and shown, and give no entry.
 */
async function creditHours(tx: Transaction, books: Books, shift: LockedShift): Promise<void> {
  const attendances = await readUnsettled(tx, shift.id);
  if (attendances.length === 0) return;
  const corrected = attendances.filter((one) => one.creditedMinutes !== null).map((one) => one.id);
  await undo(tx, books, corrected, 'hours_changed');
  const pledges = await readHourPledges(tx, books.campaign.id);
  const acts = attendances.flatMap((one) => actOf(one, shift, pledges));
  const units = new Map(
    (await credit(tx, books, 'volunteering', acts)).map((one) => [one.subject, one.units]),
  );
  await writeSettled(
    tx,
    attendances.map((one) => ({ ...one, units: units.get(one.id) ?? 0 })),
  );
}

/** What the public log's commitment says of an attendance: the shift, whole hours, the company. Never who. */
function actOf(
  { id, minutes, company }: Attendance,
  shift: LockedShift,
  pledges: Awaited<ReturnType<typeof readHourPledges>>,
): readonly Act[] {
  const times = hoursDrawn({ minutes, company, at: shift.startsAt }, pledges);
  if (times.size === 0) return [];
  const facts = { shift: shift.id, hours: String(wholeHours(minutes)), company: company ?? '' };
  return [{ subject: id, facts, times }];
}
