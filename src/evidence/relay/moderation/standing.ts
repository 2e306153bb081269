import {
  type AppealState,
  appealable,
  type Doubt,
  type RefusalReason,
  type RelayState,
} from '../../../domain/mod.ts';
import { type CampaignId, type Instant, isId, type RelayId } from '../../../kernel/mod.ts';
import { type Queryable, sqlTime } from '../../../store/mod.ts';
import type { AppealId } from './appeal.ts';

/** What its author reads of how a relay is judged by people; without anybody's name. */
export type RelayStanding = {
  readonly doubts: readonly Doubt[];
  /** The refusal that stands, where a person gave it. */
  readonly refusal: {
    readonly reason: RefusalReason | null;
    readonly words: string | null;
    readonly at: Instant;
  } | null;
  /** The last appeal. */
  readonly appeal: {
    readonly state: AppealState;
    readonly madeAt: Instant;
    readonly dueAt: Instant;
    readonly decidedAt: Instant | null;
    readonly words: string | null;
  } | null;
  readonly mayAppeal: boolean;
};

/** Null for an unknown or erased relay. */
export async function readRelayStanding(db: Queryable, id: string): Promise<RelayStanding | null> {
  if (!isId('rly', id)) return null;
  const [relay] = await db.rows<{ state: RelayState; doubts: readonly Doubt[]; byPerson: boolean }>(
    `SELECT state, doubts, state = 'refused' AND reason IN ('refused_by_moderator', 'spam') AS "byPerson"
     FROM relay WHERE id = $1 AND erased_at IS NULL`,
    [id],
  );
  if (relay === undefined) return null;
  const [refusal] = relay.byPerson
    ? await db.rows<NonNullable<RelayStanding['refusal']>>(
        `SELECT reason, words, at FROM moderation WHERE relay_id = $1 AND decision <> 'approve' AND appeal_id IS NULL ORDER BY id DESC LIMIT 1`,
        [id],
      )
    : [];
  const appeals =
    relay.state === 'received'
      ? []
      : await db.rows<NonNullable<RelayStanding['appeal']>>(
          `SELECT state, made_at AS "madeAt", due_at AS "dueAt", decided_at AS "decidedAt", words
           FROM appeal WHERE relay_id = $1 ORDER BY made_at DESC, id DESC`,
          [id],
        );
  const may = appealable({
    state: relay.state,
    open: appeals.some((one) => one.state === 'open'),
    made: appeals.length,
  });
  return {
    doubts: relay.doubts,
    refusal: refusal ?? null,
    appeal: appeals[0] ?? null,
    mayAppeal: may === 'yes',
  };
}

/** How a campaign answers appeals: for everybody to see. */
export type AppealCounts = {
  readonly open: number;
  readonly accepted: number;
  readonly refused: number;
  /** Open, and past the day by which they should have been answered. */
  readonly overdue: number;
  /** From an appeal to its answer, in hours; null before the first answer. */
  readonly medianHours: number | null;
};

export async function readAppealCounts(
  db: Queryable,
  campaign: CampaignId,
  now: Instant,
): Promise<AppealCounts> {
  const [row] = await db.rows<AppealCounts>(
    `SELECT count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE state = 'accepted') AS accepted,
       count(*) FILTER (WHERE state = 'refused') AS refused, count(*) FILTER (WHERE state = 'open' AND due_at < $2) AS overdue,
       round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - made_at))
         FILTER (WHERE state IN ('accepted', 'refused')) / 3600)::numeric, 1)::float8 AS "medianHours"
     FROM appeal WHERE campaign_id = $1`,
    [campaign, sqlTime(now)],
  );
  return row ?? { open: 0, accepted: 0, refused: 0, overdue: 0, medianHours: null };
}

/** An appeal as the console lists it. */
export type AppealRow = {
  readonly id: AppealId;
  readonly relay: RelayId | null;
  readonly title: string | null;
  readonly source: string | null;
  readonly state: AppealState;
  readonly why: string | null;
  /** Why it was refused, and by whom, where it was a person. */
  readonly refusedReason: string | null;
  readonly refusedBy: string | null;
  readonly refusal: string | null;
  readonly claimedAt: Instant;
  readonly madeAt: Instant;
  readonly dueAt: Instant;
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
  readonly words: string | null;
  /** Somebody waits for an answer by e-mail. */
  readonly mail: boolean;
};
export type AppealCursor = { readonly dueAt: Instant; readonly id: AppealId };

/** A campaign's appeals of one kind: the open ones by the day they are due, the decided ones the latest first. */
export async function readAppeals(
  db: Queryable,
  campaign: CampaignId,
  open: boolean,
  after: AppealCursor | null,
  limit: number,
): Promise<{ readonly rows: readonly AppealRow[]; readonly next: AppealCursor | null }> {
  const order = open ? 'ASC' : 'DESC';
  const rows = await db.rows<AppealRow>(
    `SELECT a.id, a.relay_id AS relay, r.title, r.source, a.state, a.why, a.refused_reason AS "refusedReason", a.refused_by AS "refusedBy",
       (SELECT m.words FROM moderation m WHERE m.relay_id = a.relay_id AND m.at <= a.made_at ORDER BY m.id DESC LIMIT 1) AS refusal,
       a.claimed_at AS "claimedAt", a.made_at AS "madeAt", a.due_at AS "dueAt", a.decided_at AS "decidedAt", a.decided_name AS "decidedBy",
       a.words, a.email IS NOT NULL AS mail
     FROM appeal a LEFT JOIN relay r ON r.id = a.relay_id AND r.erased_at IS NULL
     WHERE a.campaign_id = $1 AND a.state ${open ? '=' : '<>'} 'open'
       AND ($2::timestamptz IS NULL OR (a.due_at, a.id) ${open ? '>' : '<'} ($2::timestamptz, $3::text))
     ORDER BY a.due_at ${order}, a.id ${order} LIMIT $4`,
    [campaign, after === null ? null : sqlTime(after.dueAt), after?.id ?? null, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    next: rows.length > limit && last !== undefined ? { dueAt: last.dueAt, id: last.id } : null,
  };
}
