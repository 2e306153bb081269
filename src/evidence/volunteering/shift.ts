import type { ShiftKind } from '../../domain/mod.ts';
import { type CampaignId, type Id, type Instant, isId, newId, type Random } from '../../kernel/mod.ts';
import { type Actor, record } from '../../people/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../../store/mod.ts';
import { shiftMails } from './mail.ts';
import { fillPlaces } from './places.ts';

export type ShiftId = Id<'shf'>;

/** What a shift is, as whoever plans it says. */
export type ShiftText = {
  readonly kind: ShiftKind;
  readonly title: string;
  readonly details: string;
  readonly place: string;
  readonly address: string;
  /** Where it is explained how to come. */
  readonly link: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly minimumAge: number | null;
  /** Told to who signed up alone. */
  readonly contact: string;
  /** A role keeps its place in the list: people signed up for it by that. */
  readonly roles: readonly { readonly name: string; readonly capacity: number }[];
};

/** A role with how many places are held (confirmed or offered) and how many people wait. */
export type ShiftRole = {
  readonly position: number;
  readonly name: string;
  readonly capacity: number;
  readonly held: number;
  readonly waiting: number;
};

export type ShiftView = Omit<ShiftText, 'roles'> & {
  readonly id: ShiftId;
  readonly state: 'open' | 'called_off';
  /** Goes up when time or place change: calendars read it anew. */
  readonly version: number;
  readonly settledAt: Instant | null;
  readonly roles: readonly ShiftRole[];
  /** Check-ins that stand. */
  readonly here: number;
};

const shiftQuery = `SELECT s.id, s.kind, s.title, s.details, s.place, s.address, s.link, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
  s.minimum_age AS "minimumAge", s.contact, s.state, s.version, s.settled_at AS "settledAt",
  (SELECT count(*) FROM attendance a WHERE a.shift_id = s.id) AS here,
  coalesce((SELECT jsonb_agg(jsonb_build_object('position', r.position, 'name', r.name, 'capacity', r.capacity,
      'held', coalesce(n.held, 0), 'waiting', coalesce(n.waiting, 0)) ORDER BY r.position)
    FROM shift_role r LEFT JOIN (
      SELECT u.role, count(*) FILTER (WHERE u.state IN ('confirmed', 'offered')) AS held, count(*) FILTER (WHERE u.state = 'waiting') AS waiting
      FROM sign_up u WHERE u.shift_id = s.id GROUP BY u.role) n ON n.role = r.position
    WHERE r.shift_id = s.id), '[]'::jsonb) AS roles
  FROM shift s`;

const shifts_max = 500;

/** A campaign's shifts that end after `after`, the next first. */
export function readShifts(
  db: Queryable,
  campaign: CampaignId,
  after: Instant | null,
): Promise<readonly ShiftView[]> {
  return db.rows<ShiftView>(
    `${shiftQuery} WHERE s.campaign_id = $1 AND ($2::timestamptz IS NULL OR s.ends_at > $2) ORDER BY s.starts_at, s.id LIMIT ${shifts_max}`,
    [campaign, after === null ? null : sqlTime(after)],
  );
}

export async function readShift(
  db: Queryable,
  campaign: CampaignId,
  shift: string,
): Promise<ShiftView | null> {
  if (!isId('shf', shift)) return null;
  const [row] = await db.rows<ShiftView>(`${shiftQuery} WHERE s.campaign_id = $1 AND s.id = $2`, [
    campaign,
    shift,
  ]);
  return row ?? null;
}

/** Who plans, and what is needed for it. */
export type Desk = {
  readonly db: Database;
  readonly queue: Queue;
  readonly random: Random;
  readonly actor: Actor;
  readonly now: Instant;
};
type Campaign = { readonly id: CampaignId; readonly slug: string };

const noted = (tx: Transaction, { actor, now }: Desk, campaign: Campaign, action: string, shift: ShiftId) =>
  record(tx, actor, { action, organisation: null, campaign: campaign.slug, subject: shift }, now);

/** Plans a shift; whoever does is its first coordinator. */
export async function createShift(desk: Desk, campaign: Campaign, text: ShiftText): Promise<ShiftId> {
  const { db, random, now, actor } = desk;
  const id: ShiftId = newId('shf', now, random);
  await db.transaction(async (tx) => {
    await tx.rows(
      `INSERT INTO shift (id, campaign_id, kind, title, details, place, address, link, starts_at, ends_at, minimum_age, contact, state, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', $13)`,
      [id, campaign.id, ...columnsOf(text), sqlTime(now)],
    );
    await writeRoles(tx, id, text.roles);
    if (actor.account !== null) await addCoordinator(tx, id, actor.account, now);
    await noted(tx, desk, campaign, 'shift.create', id);
    await tellPages(tx, campaign);
  });
  return id;
}

function columnsOf(text: ShiftText) {
  const { kind, title, details, place, address, link, minimumAge, contact } = text;
  const times = [sqlTime(text.startsAt), sqlTime(text.endsAt)];
  return [kind, title, details, place, address, link, ...times, minimumAge, contact];
}

async function writeRoles(tx: Transaction, shift: ShiftId, roles: ShiftText['roles']): Promise<void> {
  await tx.rows('DELETE FROM shift_role WHERE shift_id = $1 AND position >= $2', [shift, roles.length]);
  await tx.rows(
    `INSERT INTO shift_role (shift_id, position, name, capacity)
     SELECT $1, place - 1, name, capacity FROM unnest($2::text[], $3::integer[]) WITH ORDINALITY AS role (name, capacity, place)
     ON CONFLICT (shift_id, position) DO UPDATE SET name = excluded.name, capacity = excluded.capacity`,
    [shift, roles.map((role) => role.name), roles.map((role) => role.capacity)],
  );
}

const tellPages = (tx: Transaction, { slug }: Campaign) =>
  tx.rows("SELECT pg_notify('relais_campaign', $1)", [slug]);

/** `role_in_use`: people signed up for a role that is gone. `over`: its hours stand. */
export type ShiftSaved = 'saved' | 'unknown' | 'role_in_use' | 'over';

/** Changes a shift. Whoever signed up is told of another time or place; places that came are offered. */
export async function editShift(
  desk: Desk,
  campaign: Campaign,
  id: string,
  text: ShiftText,
): Promise<ShiftSaved> {
  return desk.db.transaction(async (tx) => {
    const before = await lockShift(tx, id, campaign.id);
    if (before === null) return 'unknown';
    if (before.settledAt !== null || before.state === 'called_off') return 'over';
    const [lost] = await tx.rows('SELECT 1 FROM sign_up WHERE shift_id = $1 AND role >= $2 LIMIT 1', [
      before.id,
      text.roles.length,
    ]);
    if (lost !== undefined) return 'role_in_use';
    const moved =
      before.startsAt !== text.startsAt ||
      before.endsAt !== text.endsAt ||
      before.place !== text.place ||
      before.address !== text.address;
    await tx.rows(
      `UPDATE shift SET kind = $2, title = $3, details = $4, place = $5, address = $6, link = $7, starts_at = $8, ends_at = $9,
         minimum_age = $10, contact = $11, version = version + $12 WHERE id = $1`,
      [before.id, ...columnsOf(text), moved ? 1 : 0],
    );
    await writeRoles(tx, before.id, text.roles);
    if (moved) {
      // Another day: who was reminded of the old one is reminded again.
      const told = await tx.rows<{ id: SignUpRow['id'] }>(
        `UPDATE sign_up SET reminded_at = NULL WHERE shift_id = $1 AND state <> 'ended' AND email <> '' RETURNING id`,
        [before.id],
      );
      await shiftMails(tx, desk.queue, told, 'changed', desk.now);
    }
    await fillPlaces(tx, desk.queue, { ...before, startsAt: text.startsAt }, desk.now);
    await noted(tx, desk, campaign, 'shift.edit', before.id);
    await tellPages(tx, campaign);
    return 'saved';
  });
}

/** Calls a shift off and tells everybody who held a place or waited. */
export async function callOffShift(desk: Desk, campaign: Campaign, id: string): Promise<ShiftSaved> {
  return desk.db.transaction(async (tx) => {
    const shift = await lockShift(tx, id, campaign.id);
    if (shift === null) return 'unknown';
    if (shift.state === 'called_off' || shift.settledAt !== null || shift.startsAt <= desk.now) return 'over';
    await tx.rows("UPDATE shift SET state = 'called_off', version = version + 1 WHERE id = $1", [shift.id]);
    const told = await tx.rows<{ id: SignUpRow['id'] }>(
      `UPDATE sign_up SET state = 'ended', reason = 'called_off', due_at = NULL WHERE shift_id = $1 AND state <> 'ended' RETURNING id`,
      [shift.id],
    );
    await shiftMails(tx, desk.queue, told, 'called_off', desk.now);
    await noted(tx, desk, campaign, 'shift.call_off', shift.id);
    await tellPages(tx, campaign);
    return 'saved';
  });
}

type SignUpRow = { readonly id: Id<'sgn'> };

/** A shift whose row this transaction holds: places are given and taken by one at a time. */
export type LockedShift = {
  readonly id: ShiftId;
  readonly campaign: CampaignId;
  readonly state: 'open' | 'called_off';
  readonly place: string;
  readonly address: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly settledAt: Instant | null;
};

/** Holds a shift until the transaction ends; null where there is none. `campaign` null: of any. */
export async function lockShift(
  tx: Transaction,
  shift: string,
  campaign: CampaignId | null = null,
): Promise<LockedShift | null> {
  if (!isId('shf', shift)) return null;
  const [row] = await tx.rows<LockedShift>(
    `SELECT id, campaign_id AS campaign, state, place, address, starts_at AS "startsAt", ends_at AS "endsAt", settled_at AS "settledAt"
     FROM shift WHERE id = $1 AND ($2::text IS NULL OR campaign_id = $2) FOR UPDATE`,
    [shift, campaign],
  );
  return row ?? null;
}

/** Makes somebody a coordinator: from now on they read the shift's names. */
export async function addCoordinator(
  tx: Queryable,
  shift: ShiftId,
  account: string,
  now: Instant,
): Promise<void> {
  await tx.rows(
    'INSERT INTO shift_coordinator (shift_id, account_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [shift, account, sqlTime(now)],
  );
}

/** Takes a shift over, on record. */
export async function becomeCoordinator(desk: Desk, campaign: Campaign, id: string): Promise<boolean> {
  return desk.db.transaction(async (tx) => {
    const shift = await lockShift(tx, id, campaign.id);
    if (shift === null || desk.actor.account === null) return false;
    await addCoordinator(tx, shift.id, desk.actor.account, desk.now);
    await noted(tx, desk, campaign, 'shift.coordinate', shift.id);
    return true;
  });
}

export async function isCoordinator(db: Queryable, shift: ShiftId, account: string): Promise<boolean> {
  const rows = await db.rows('SELECT 1 FROM shift_coordinator WHERE shift_id = $1 AND account_id = $2', [
    shift,
    account,
  ]);
  return rows.length > 0;
}
