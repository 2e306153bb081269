import type { CompanyHours } from '../../domain/mod.ts';
import type { CampaignId, Instant } from '../../kernel/mod.ts';
import { type Queryable, sqlTime, type Transaction } from '../../store/mod.ts';
import type { ShiftId } from './shift.ts';
import type { SignUpId } from './sign-up.ts';

/** Somebody's time on a shift, as it stands and as it was credited last. */
export type Attendance = {
  readonly id: SignUpId;
  readonly company: string | null;
  /** The shift's whole length where no coordinator set another. */
  readonly minutes: number;
  readonly creditedMinutes: number | null;
  readonly creditedCompany: string | null;
};

const whole = '(extract(epoch FROM s.ends_at - s.starts_at) / 60)::integer';

/** The attendances whose credit does not say what they are: new ones, and those that were corrected. */
export function readUnsettled(tx: Transaction, shift: ShiftId): Promise<readonly Attendance[]> {
  return tx.rows<Attendance>(
    `SELECT a.sign_up_id AS id, a.company, coalesce(a.minutes, ${whole}) AS minutes, a.credited_minutes AS "creditedMinutes",
       a.credited_company AS "creditedCompany"
     FROM attendance a JOIN shift s ON s.id = a.shift_id
     WHERE a.shift_id = $1 AND (a.credited_minutes IS DISTINCT FROM coalesce(a.minutes, ${whole}) OR a.credited_company IS DISTINCT FROM a.company)
     ORDER BY a.arrived_at, a.sign_up_id`,
    [shift],
  );
}

/** Keeps what attendances were credited. */
export async function writeSettled(
  tx: Transaction,
  settled: readonly {
    readonly id: SignUpId;
    readonly minutes: number;
    readonly company: string | null;
    readonly units: number;
  }[],
): Promise<void> {
  await tx.rows(
    `UPDATE attendance a SET credited_minutes = d.minutes, credited_company = d.company, units = d.units
     FROM unnest($1::text[], $2::integer[], $3::text[], $4::bigint[]) AS d (id, minutes, company, units) WHERE a.sign_up_id = d.id`,
    [
      settled.map((one) => one.id),
      settled.map((one) => one.minutes),
      settled.map((one) => one.company),
      settled.map((one) => one.units),
    ],
  );
}

/** Somebody is not there after all. */
export async function removeAttendances(tx: Transaction, ids: readonly SignUpId[]): Promise<void> {
  await tx.rows('DELETE FROM attendance WHERE sign_up_id = ANY ($1::text[])', [ids]);
}

/** Sets what a coordinator knows better; false for somebody who was not there. `minutes` null: the whole shift. */
export async function writeHours(
  tx: Transaction,
  shift: ShiftId,
  id: string,
  to: { readonly minutes: number | null; readonly company: string | null },
): Promise<boolean> {
  const rows = await tx.rows(
    'UPDATE attendance SET minutes = $3, company = $4 WHERE shift_id = $1 AND sign_up_id = $2 RETURNING 1',
    [shift, id, to.minutes, to.company],
  );
  if (rows.length > 0) await tx.rows('UPDATE sign_up SET company = $2 WHERE id = $1', [id, to.company]);
  return rows.length > 0;
}

/** Different people and their minutes by company. What is published of it goes through `publicHours`. */
export function readCompanyHours(
  db: Queryable,
  campaign: CampaignId,
  shift: ShiftId | null = null,
): Promise<readonly CompanyHours[]> {
  return db.rows<CompanyHours>(
    `SELECT a.company, count(DISTINCT a.person) AS people, sum(coalesce(a.minutes, ${whole}))::bigint AS minutes
     FROM attendance a JOIN shift s ON s.id = a.shift_id
     WHERE a.campaign_id = $1 AND ($2::text IS NULL OR a.shift_id = $2) AND (s.settled_at IS NOT NULL OR $2 IS NOT NULL) GROUP BY a.company`,
    [campaign, shift],
  );
}

/** A company's people on one shift. */
export type ShiftHours = CompanyHours & {
  readonly shift: ShiftId;
  readonly title: string;
  readonly place: string;
  readonly startsAt: Instant;
  readonly units: number;
};

/** Sums by shift and company, of shifts whose hours stand. */
export function readShiftHours(db: Queryable, campaign: CampaignId): Promise<readonly ShiftHours[]> {
  return db.rows<ShiftHours>(
    `SELECT s.id AS shift, s.title, s.place, s.starts_at AS "startsAt", a.company, count(DISTINCT a.person) AS people,
       sum(coalesce(a.minutes, ${whole}))::bigint AS minutes, sum(a.units)::bigint AS units
     FROM attendance a JOIN shift s ON s.id = a.shift_id WHERE a.campaign_id = $1 AND s.settled_at IS NOT NULL
     GROUP BY s.id, s.title, s.place, s.starts_at, a.company ORDER BY s.starts_at, s.id, a.company`,
    [campaign],
  );
}

/** Shifts that are over and whose hours are not counted yet. */
export function readEnded(
  db: Queryable,
  now: Instant,
): Promise<readonly { readonly id: ShiftId; readonly campaign: CampaignId }[]> {
  return db.rows(
    `SELECT id, campaign_id AS campaign FROM shift WHERE settled_at IS NULL AND state = 'open' AND ends_at <= $1 ORDER BY ends_at LIMIT 100`,
    [sqlTime(now)],
  );
}
