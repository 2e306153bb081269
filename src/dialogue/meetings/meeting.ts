import {
  type CampaignId,
  type Id,
  type Instant,
  isId,
  type Language,
  newId,
  type Random,
} from '../../kernel/mod.ts';
import { type Actor, record } from '../../people/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../../store/mod.ts';
import { meetingMails } from './mail.ts';
import { fillPlaces, type GuestId, lockMeeting } from './places.ts';

export type MeetingId = Id<'mtg'>;

/** What a meeting is, as whoever calls it says. `agenda` is Markdown; `place` empty: only from afar. */
export type MeetingText = {
  readonly language: Language;
  readonly title: string;
  readonly agenda: string;
  readonly place: string;
  readonly address: string;
  /** Where one joins from afar: told to who has a place alone. */
  readonly joinLink: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly capacity: number;
  readonly openTo: 'anybody' | 'invited';
};

export type MeetingView = MeetingText & {
  readonly id: MeetingId;
  readonly state: 'open' | 'called_off';
  /** Goes up when time or place change: calendars read it anew. */
  readonly version: number;
  /** Places held: confirmed or offered. */
  readonly held: number;
  readonly waiting: number;
  readonly invited: number;
  /** Markdown; null until they are published. */
  readonly notes: string | null;
  readonly notesAt: Instant | null;
  readonly notesVersion: number;
  /** Dated edits of published notes, in their order. */
  readonly edits: readonly { readonly at: Instant; readonly note: string }[];
  /** Those who came and have not been erased. */
  readonly there: readonly { readonly name: string; readonly site: string | null; readonly named: boolean }[];
};

const query = `SELECT m.id, m.language, m.title, m.agenda, m.place, m.address, m.join_link AS "joinLink", m.starts_at AS "startsAt",
  m.ends_at AS "endsAt", m.capacity, m.open_to AS "openTo", m.state, m.version, m.notes, m.notes_at AS "notesAt",
  m.notes_version AS "notesVersion", coalesce(g.held, 0) AS held, coalesce(g.waiting, 0) AS waiting, coalesce(g.invited, 0) AS invited,
  coalesce((SELECT jsonb_agg(jsonb_build_object('at', (extract(epoch FROM d.at) * 1000)::bigint, 'note', d.note) ORDER BY d.id)
    FROM meeting_edit d WHERE d.meeting_id = m.id), '[]') AS edits, coalesce(g.there, '[]') AS there
  FROM meeting m LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE u.state IN ('confirmed', 'offered')) AS held, count(*) FILTER (WHERE u.state = 'waiting') AS waiting,
      count(*) FILTER (WHERE u.state = 'invited') AS invited,
      jsonb_agg(jsonb_build_object('name', u.name, 'site', u.site, 'named', u.named)) FILTER (WHERE u.came) AS there
    FROM meeting_guest u WHERE u.meeting_id = m.id) g ON true`;

const meetings_max = 200;

/** A campaign's meetings, the next first and then those that are over, the last first. */
export async function readMeetings(
  db: Queryable,
  campaign: CampaignId,
  now: Instant,
): Promise<readonly MeetingView[]> {
  return db.rows<MeetingView>(
    `${query} WHERE m.campaign_id = $1
     ORDER BY m.ends_at < $2, CASE WHEN m.ends_at >= $2 THEN m.starts_at END, m.starts_at DESC, m.id LIMIT ${meetings_max}`,
    [campaign, sqlTime(now)],
  );
}

export async function readMeeting(
  db: Queryable,
  campaign: CampaignId,
  id: string,
): Promise<MeetingView | null> {
  if (!isId('mtg', id)) return null;
  const [row] = await db.rows<MeetingView>(`${query} WHERE m.campaign_id = $1 AND m.id = $2`, [campaign, id]);
  return row ?? null;
}

/** Who calls a meeting, and what is needed for it. */
export type MeetingDeskHouse = {
  readonly db: Database;
  readonly queue: Queue;
  readonly random: Random;
  readonly actor: Actor;
  readonly now: Instant;
};
export type MeetingCampaign = { readonly id: CampaignId; readonly slug: string };

export const noted = (
  tx: Transaction,
  { actor, now }: MeetingDeskHouse,
  campaign: MeetingCampaign,
  action: string,
  meeting: MeetingId,
) => record(tx, actor, { action, organisation: null, campaign: campaign.slug, subject: meeting }, now);

const tellPages = (tx: Transaction, { slug }: MeetingCampaign) =>
  tx.rows("SELECT pg_notify('relais_campaign', $1)", [slug]);

const columnsOf = (text: MeetingText) => [
  ...[text.language, text.title, text.agenda, text.place, text.address, text.joinLink],
  ...[sqlTime(text.startsAt), sqlTime(text.endsAt), text.capacity, text.openTo],
];

/** Calls a meeting: it is public at once. */
export async function callMeeting(
  desk: MeetingDeskHouse,
  campaign: MeetingCampaign,
  text: MeetingText,
): Promise<MeetingId> {
  const { db, random, now } = desk;
  const id: MeetingId = newId('mtg', now, random);
  await db.transaction(async (tx) => {
    await tx.rows(
      `INSERT INTO meeting (id, campaign_id, language, title, agenda, place, address, join_link, starts_at, ends_at, capacity, open_to, state, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', $13)`,
      [id, campaign.id, ...columnsOf(text), sqlTime(now)],
    );
    await noted(tx, desk, campaign, 'meeting.call', id);
    await tellPages(tx, campaign);
  });
  return id;
}

/** `over`: it was called off, or has ended. */
export type MeetingSaved = 'saved' | 'unknown' | 'over';

/** Changes a meeting. Guests are told of another time, place or link; places that came are offered. */
export async function editMeeting(
  desk: MeetingDeskHouse,
  campaign: MeetingCampaign,
  id: string,
  text: MeetingText,
): Promise<MeetingSaved> {
  return desk.db.transaction(async (tx) => {
    const locked = await lockMeeting(tx, id, campaign.id);
    const before = locked === null ? null : await readMeeting(tx, campaign.id, id);
    if (locked === null || before === null) return 'unknown';
    if (before.state === 'called_off' || before.endsAt < desk.now) return 'over';
    const moved = (['startsAt', 'endsAt', 'place', 'address', 'joinLink'] as const).some(
      (name) => before[name] !== text[name],
    );
    await tx.rows(
      `UPDATE meeting SET language = $2, title = $3, agenda = $4, place = $5, address = $6, join_link = $7, starts_at = $8,
         ends_at = $9, capacity = $10, open_to = $11, version = version + $12 WHERE id = $1`,
      [before.id, ...columnsOf(text), moved ? 1 : 0],
    );
    if (moved) {
      const told = await tx.rows<{ id: GuestId }>(
        `UPDATE meeting_guest SET reminded_at = NULL WHERE meeting_id = $1 AND state <> 'ended' AND email <> '' RETURNING id`,
        [before.id],
      );
      await meetingMails(tx, desk.queue, told, 'changed', desk.now);
    }
    await fillPlaces(
      tx,
      desk.queue,
      { ...locked, startsAt: text.startsAt, capacity: text.capacity },
      desk.now,
    );
    await noted(tx, desk, campaign, 'meeting.edit', before.id);
    await tellPages(tx, campaign);
    return 'saved';
  });
}

/** Calls a meeting off and tells everybody who was asked, held a place or waited. */
export async function callOffMeeting(
  desk: MeetingDeskHouse,
  campaign: MeetingCampaign,
  id: string,
): Promise<MeetingSaved> {
  return desk.db.transaction(async (tx) => {
    const meeting = await lockMeeting(tx, id, campaign.id);
    if (meeting === null) return 'unknown';
    if (meeting.state === 'called_off' || meeting.startsAt <= desk.now) return 'over';
    await tx.rows("UPDATE meeting SET state = 'called_off', version = version + 1 WHERE id = $1", [
      meeting.id,
    ]);
    const told = await tx.rows<{ id: GuestId }>(
      `UPDATE meeting_guest SET state = 'ended', reason = 'called_off', due_at = NULL WHERE meeting_id = $1 AND state <> 'ended' RETURNING id`,
      [meeting.id],
    );
    await meetingMails(tx, desk.queue, told, 'called_off', desk.now);
    await noted(tx, desk, campaign, 'meeting.call_off', meeting.id);
    await tellPages(tx, campaign);
    return 'saved';
  });
}

/** `early`: the meeting has not begun. */
export type NotesSaved = 'saved' | 'unknown' | 'early' | 'note_missing' | 'changed_meanwhile';

/**
 * Publishes what was said; those who came are told. A later change needs a note for its readers and keeps what was there
 * before: nothing published changes silently.
 */
export async function saveNotes(
  desk: MeetingDeskHouse,
  campaign: MeetingCampaign,
  id: string,
  saved: { readonly notes: string; readonly note: string; readonly version: number },
): Promise<NotesSaved> {
  const { now } = desk;
  return desk.db.transaction(async (tx) => {
    const locked = await lockMeeting(tx, id, campaign.id);
    const before = locked === null ? null : await readMeeting(tx, campaign.id, id);
    if (before === null) return 'unknown';
    if (before.startsAt > now || before.state === 'called_off') return 'early';
    if (before.notesVersion !== saved.version) return 'changed_meanwhile';
    if (before.notes === saved.notes) return 'saved';
    if (before.notes !== null) {
      if (saved.note === '') return 'note_missing';
      await tx.rows('INSERT INTO meeting_edit (meeting_id, at, note, notes_before) VALUES ($1, $2, $3, $4)', [
        before.id,
        sqlTime(now),
        saved.note,
        before.notes,
      ]);
    }
    await tx.rows(
      'UPDATE meeting SET notes = $2, notes_at = coalesce(notes_at, $3), notes_version = notes_version + 1 WHERE id = $1',
      [before.id, saved.notes, sqlTime(now)],
    );
    if (before.notes === null) {
      const told = await tx.rows<{ id: GuestId }>(
        `SELECT id FROM meeting_guest WHERE meeting_id = $1 AND state = 'confirmed' AND mail_confirmed_at IS NOT NULL AND email <> ''`,
        [before.id],
      );
      await meetingMails(tx, desk.queue, told, 'notes', now);
    }
    await noted(
      tx,
      desk,
      campaign,
      before.notes === null ? 'meeting.notes' : 'meeting.notes_edit',
      before.id,
    );
    await tellPages(tx, campaign);
    return 'saved';
  });
}
