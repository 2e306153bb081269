import type { AccountId, Instant } from '../kernel/mod.ts';
import { type Queryable, sqlTime } from '../store/mod.ts';

/** Who acts: somebody signed in, or the command line. */
export type Actor = { readonly account: AccountId | null; readonly name: string };
export const commandLine: Actor = { account: null, name: 'relais' };

/** One line of the audit trail, without private data: it is never deleted. */
export type TrailEntry = {
  readonly action: string;
  /** Slug of the organisation it was done for or about. */
  readonly organisation: string | null;
  readonly campaign: string | null;
  /** What it was done to: an id or a slug. */
  readonly subject?: string | null;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
};

/** Keeps who did what, in the transaction that does it. */
export async function record(tx: Queryable, actor: Actor, entry: TrailEntry, at: Instant): Promise<void> {
  await tx.rows(
    `INSERT INTO audit_event (at, account_id, name, organisation, campaign, action, subject, details)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      sqlTime(at),
      actor.account,
      actor.name,
      entry.organisation,
      entry.campaign,
      entry.action,
      entry.subject ?? null,
      entry.details === undefined ? null : JSON.stringify(entry.details),
    ],
  );
}

export type TrailLine = {
  readonly id: number;
  readonly at: Instant;
  readonly name: string;
  readonly organisation: string | null;
  readonly campaign: string | null;
  readonly action: string;
  readonly subject: string | null;
  readonly details: Readonly<Record<string, string | number | boolean | null>> | null;
};

/** Lines a page shows: those of these campaigns and organisations, newest first, before `before`. */
export async function readTrail(
  db: Queryable,
  of: { readonly campaigns: readonly string[]; readonly organisations: readonly string[] },
  filter: {
    readonly campaign: string | null;
    readonly action: string | null;
    readonly before: number | null;
  },
  limit: number,
): Promise<readonly TrailLine[]> {
  return db.rows<TrailLine>(
    `SELECT id, at, name, organisation, campaign, action, subject, details FROM audit_event
     WHERE (campaign = ANY ($1) OR (campaign IS NULL AND organisation = ANY ($2)))
       AND ($3::text IS NULL OR campaign = $3) AND ($4::text IS NULL OR action = $4) AND ($5::bigint IS NULL OR id < $5)
     ORDER BY id DESC LIMIT $6`,
    [of.campaigns, of.organisations, filter.campaign, filter.action, filter.before, limit],
  );
}
