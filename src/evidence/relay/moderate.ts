import type { Moderation, RefusalReason, RelayState } from '../../domain/mod.ts';
import { type CampaignId, type Instant, isId, type RelayId } from '../../kernel/mod.ts';
import { type Actor, record } from '../../people/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { type Database, sqlTime, type Transaction } from '../../store/mod.ts';
import { checkJob, checkJobs } from './check.ts';

/** What a human decides about one doubtful relay. */
export type Decision = {
  readonly relay: string;
  readonly decision: Moderation;
  /** Why it is refused, for its author; `other` goes with words. */
  readonly reason: RefusalReason | null;
  readonly words: string | null;
  /** The last decision that the moderator knew of (0: none); null where nobody looked at a page first. */
  readonly seen: number | null;
};

/**
 * What became of a decision. `already`: the same was decided before. `conflict`: somebody else decided otherwise since
 * the moderator looked. `unfit`: the relay is in a state that a moderator does not decide. `appealed`: an appeal is open.
 */
export type Decided =
  | { readonly kind: 'done' | 'already' | 'unknown' | 'appealed' }
  | { readonly kind: 'conflict'; readonly by: string; readonly decision: Moderation }
  | { readonly kind: 'unfit'; readonly state: RelayState };

/** Relays that one call decides at most. */
export const decisions_max = 500;

type Row = {
  id: RelayId;
  campaign: CampaignId;
  slug: string;
  state: RelayState;
  due: boolean;
  appealed: boolean;
  last: number;
  lastDecision: Moderation | null;
  lastReason: string | null;
  lastBy: string | null;
};

/**
 * Decides held or refused relays, each for itself, all in one transaction: those that can be decided are, of the others
 * the outcome says why not. Approved, a relay is checked once more and then counts whatever was doubtful; refused, a
 * new mention does not open it again. Decision, step, job and line of the trail are committed together.
 * `campaign`: relays of others are unknown; null: of any. A call with more than `decisions_max` is a mistake of the caller.
 */
export async function moderateRelays(
  db: Database,
  queue: Queue,
  campaign: CampaignId | null,
  decisions: readonly Decision[],
  actor: Actor,
  now: Instant,
): Promise<ReadonlyMap<string, Decided>> {
  if (decisions.length > decisions_max) throw new Error(`${decisions.length} decisions at once`);
  const wanted = new Map(decisions.map((one) => [one.relay, one]));
  return db.transaction(async (tx) => {
    const rows = await lockUndecided(
      tx,
      campaign,
      [...wanted.keys()].filter((id): id is RelayId => isId('rly', id)),
    );
    const outcomes = new Map<string, Decided>();
    const taken: (Row & { decision: Decision })[] = [];
    for (const [id, decision] of wanted) {
      const row = rows.get(id);
      const outcome: Decided = row === undefined ? { kind: 'unknown' } : judgeDecision(row, decision);
      outcomes.set(id, outcome);
      if (row !== undefined && outcome.kind === 'done') taken.push({ ...row, decision });
    }
    await approve(
      tx,
      queue,
      taken.filter((one) => one.decision.decision === 'approve'),
      now,
    );
    await refuse(
      tx,
      taken.filter((one) => one.decision.decision !== 'approve'),
      now,
    );
    await keepDecisions(tx, taken, actor, now);
    for (const slug of new Set(taken.map((one) => one.slug)))
      await tx.rows("SELECT pg_notify('relais_campaign', $1)", [slug]);
    return outcomes;
  });
}

/** Decides one relay, whoever's it is: the command line. */
export async function moderateRelay(
  db: Database,
  queue: Queue,
  relay: RelayId,
  decision: Pick<Decision, 'decision' | 'reason' | 'words'>,
  actor: Actor,
  now: Instant,
): Promise<Decided> {
  const outcomes = await moderateRelays(db, queue, null, [{ ...decision, relay, seen: null }], actor, now);
  return outcomes.get(relay) ?? { kind: 'unknown' };
}

function judgeDecision(row: Row, { decision, reason, seen }: Decision): Decided {
  const same = row.lastDecision === decision && (decision === 'approve' || row.lastReason === reason);
  if (seen !== null && row.last !== seen && row.lastDecision !== null)
    return same
      ? { kind: 'already' }
      : { kind: 'conflict', by: row.lastBy ?? '', decision: row.lastDecision };
  if (row.appealed) return { kind: 'appealed' };
  // An approval may be needed again, when the next look finds another doubt.
  if (same && row.state === 'refused' && decision !== 'approve') return { kind: 'already' };
  if (row.state !== 'held' && row.state !== 'refused') return { kind: 'unfit', state: row.state };
  return { kind: 'done' };
}

async function lockUndecided(
  tx: Transaction,
  campaign: CampaignId | null,
  ids: readonly RelayId[],
): Promise<ReadonlyMap<string, Row>> {
  // First the locks, in one order, then what was decided: by whoever held them before.
  await tx.rows('SELECT FROM relay WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE', [ids]);
  const rows = await tx.rows<Row>(
    `SELECT r.id, r.campaign_id AS campaign, c.slug, r.state, r.check_due AS due,
       EXISTS (SELECT FROM appeal a WHERE a.relay_id = r.id AND a.state = 'open') AS appealed,
       coalesce(m.id, 0) AS last, m.decision AS "lastDecision", m.reason AS "lastReason", m.by_name AS "lastBy"
     FROM relay r JOIN campaign c ON c.id = r.campaign_id
     LEFT JOIN LATERAL (SELECT * FROM moderation m WHERE m.relay_id = r.id ORDER BY m.id DESC LIMIT 1) m ON true
     WHERE r.id = ANY($1::text[]) AND r.erased_at IS NULL AND ($2::text IS NULL OR r.campaign_id = $2)`,
    [ids, campaign],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

type Taken = Pick<Row, 'id' | 'due'>;

/** Has relays looked at once more, after which what was doubtful does not matter. The caller holds their locks. */
export async function approve(
  tx: Transaction,
  queue: Queue,
  relays: readonly Taken[],
  now: Instant,
): Promise<void> {
  if (relays.length === 0) return;
  const ids = relays.map((one) => one.id);
  await tx.rows(
    `UPDATE relay SET approved = true, state = CASE state WHEN 'refused' THEN 'checking' ELSE state END, reason = NULL,
       check_due = true, attempt = 0 WHERE id = ANY($1::text[])`,
    [ids],
  );
  await tx.rows(
    `INSERT INTO relay_step (relay_id, at, kind) SELECT id, $2::timestamptz, 'approved' FROM unnest($1::text[]) AS a (id)`,
    [ids, sqlTime(now)],
  );
  await queue.enqueue(tx, checkJob, checkJobs(relays.filter((one) => !one.due).map((one) => one.id)));
}

async function refuse(
  tx: Transaction,
  relays: readonly { readonly id: RelayId; readonly decision: Decision }[],
  now: Instant,
): Promise<void> {
  if (relays.length === 0) return;
  await tx.rows(
    `WITH refused AS (SELECT * FROM unnest($1::text[], $2::text[]) AS a (id, reason)),
       step AS (INSERT INTO relay_step (relay_id, at, kind, reason) SELECT id, $3::timestamptz, 'refused', reason FROM refused)
     UPDATE relay r SET approved = false, state = 'refused', reason = a.reason, check_due = false, doubts = '{}'
     FROM refused a WHERE r.id = a.id`,
    [
      relays.map((one) => one.id),
      relays.map(({ decision }) => (decision.decision === 'spam' ? 'spam' : 'refused_by_moderator')),
      sqlTime(now),
    ],
  );
}

async function keepDecisions(
  tx: Transaction,
  taken: readonly (Row & { readonly decision: Decision })[],
  actor: Actor,
  now: Instant,
): Promise<void> {
  if (taken.length === 0) return;
  await tx.rows(
    `INSERT INTO moderation (relay_id, campaign_id, at, decision, reason, words, by_name, account_id)
     SELECT relay, campaign, $6::timestamptz, decision, reason, words, $7, $8
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS m (relay, campaign, decision, reason, words)`,
    [
      taken.map((one) => one.id),
      taken.map((one) => one.campaign),
      taken.map(({ decision }) => decision.decision),
      taken.map(({ decision }) => decision.reason),
      taken.map(({ decision }) => decision.words),
      sqlTime(now),
      actor.name,
      actor.account,
    ],
  );
  for (const { id, slug, decision } of taken) {
    const details = {
      decision: decision.decision,
      ...(decision.reason === null ? {} : { reason: decision.reason }),
    };
    await record(
      tx,
      actor,
      { action: 'relay.moderate', organisation: null, campaign: slug, subject: id, details },
      now,
    );
  }
}
