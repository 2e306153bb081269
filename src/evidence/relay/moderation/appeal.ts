import { type AppealState, appealable, appealDue, mayDecide } from '../../../domain/mod.ts';
import {
  type CampaignId,
  type Id,
  type Instant,
  isId,
  type Language,
  newId,
  type Random,
  type RelayId,
} from '../../../kernel/mod.ts';
import { type Actor, record } from '../../../people/mod.ts';
import type { Queue } from '../../../queue/mod.ts';
import { type Database, sqlTime, type Transaction } from '../../../store/mod.ts';
import { approve } from '../moderate.ts';
import { appealMailJob } from './appeal-mail.ts';

export type AppealId = Id<'apl'>;

export type NewAppeal = {
  readonly relay: string;
  /** What its author says, in their words. */
  readonly why: string;
  /** Where the answer is sent, and for nothing else. */
  readonly email: string | null;
  readonly language: Language;
};

export type AppealOpened =
  | { readonly kind: 'opened'; readonly appeal: AppealId; readonly dueAt: Instant }
  | { readonly kind: 'unknown' | 'not_refused' | 'already_open' | 'too_many' };

/** Opens an appeal against a refusal. Kept with it: when the post was claimed, and who refused it. */
export async function openAppeal(
  db: Database,
  { relay, why, email, language }: NewAppeal,
  random: Random,
  now: Instant,
): Promise<AppealOpened> {
  if (!isId('rly', relay)) return { kind: 'unknown' };
  return db.transaction(async (tx): Promise<AppealOpened> => {
    const [row] = await tx.rows<{
      campaign: CampaignId;
      slug: string;
      state: Parameters<typeof appealable>[0]['state'];
      reason: string | null;
      days: number;
    }>(
      `SELECT r.campaign_id AS campaign, c.slug, r.state, r.reason, c.relay_appeal_days AS days
       FROM relay r JOIN campaign c ON c.id = r.campaign_id WHERE r.id = $1 AND r.erased_at IS NULL FOR UPDATE OF r`,
      [relay],
    );
    if (row === undefined) return { kind: 'unknown' };
    const [made] = await tx.rows<{ open: boolean | null; made: number }>(
      "SELECT bool_or(state = 'open') AS open, count(*) AS made FROM appeal WHERE relay_id = $1",
      [relay],
    );
    const may = appealable({ state: row.state, open: made?.open === true, made: made?.made ?? 0 });
    if (may !== 'yes') return { kind: may };
    const appeal = newId('apl', now, random);
    const dueAt = appealDue(now, row.days);
    // The claim that was refused, not one that came since.
    await tx.rows(
      `INSERT INTO appeal (id, relay_id, campaign_id, state, why, email, language, refused_by, refused_reason, claimed_at, made_at, due_at)
       SELECT $2, r.id, r.campaign_id, 'open', $3, $4, $5,
         CASE WHEN r.reason IN ('refused_by_moderator', 'spam')
           THEN (SELECT account_id FROM moderation m WHERE m.relay_id = r.id ORDER BY m.id DESC LIMIT 1) END,
         r.reason,
         coalesce((SELECT max(s.at) FROM relay_step s WHERE s.relay_id = r.id AND s.kind = 'claimed_again' AND s.at <=
           (SELECT max(f.at) FROM relay_step f WHERE f.relay_id = r.id AND f.kind = 'refused')), r.received_at),
         $6, $7
       FROM relay r WHERE r.id = $1`,
      [relay, appeal, why, email, language, sqlTime(now), sqlTime(dueAt)],
    );
    await tx.rows("SELECT pg_notify('relais_campaign', $1)", [row.slug]);
    return { kind: 'opened', appeal, dueAt };
  });
}

export type AppealAnswer = {
  readonly appeal: string;
  readonly accept: boolean;
  /** For the author; a refusal goes with words. */
  readonly words: string | null;
};

export type AppealDecided =
  | { readonly kind: 'done' | 'already' | 'unknown' | 'withdrawn' }
  /** Who refused the post is to leave its appeal to somebody else, and there is somebody else. */
  | { readonly kind: 'same_person' }
  | { readonly kind: 'conflict'; readonly by: string; readonly state: AppealState };

/**
 * Answers an appeal. Accepted, the post is looked at again and counts as of the day it was claimed; refused, the refusal
 * stands. `deciders`: the accounts that may decide appeals of this campaign.
 */
export async function decideAppeal(
  db: Database,
  queue: Queue,
  campaign: { readonly id: CampaignId; readonly slug: string },
  answer: AppealAnswer,
  by: { readonly actor: Actor; readonly deciders: readonly string[] },
  now: Instant,
): Promise<AppealDecided> {
  const { actor } = by;
  if (!isId('apl', answer.appeal)) return { kind: 'unknown' };
  const state = answer.accept ? 'accepted' : 'refused';
  return db.transaction(async (tx): Promise<AppealDecided> => {
    // The relay before its appeal, in the order in which everybody takes them.
    const [relay] = await tx.rows<{ id: RelayId; due: boolean; state: string }>(
      `SELECT r.id, r.check_due AS due, r.state FROM relay r JOIN appeal a ON a.relay_id = r.id
       WHERE a.id = $1 AND a.campaign_id = $2 FOR UPDATE OF r`,
      [answer.appeal, campaign.id],
    );
    const [appeal] = await tx.rows<{
      state: AppealState;
      refusedBy: string | null;
      by: string | null;
      words: string | null;
      email: boolean;
    }>(
      `SELECT state, refused_by AS "refusedBy", decided_name AS "by", words, email IS NOT NULL AS email
       FROM appeal WHERE id = $1 AND campaign_id = $2 FOR UPDATE`,
      [answer.appeal, campaign.id],
    );
    if (appeal === undefined) return { kind: 'unknown' };
    if (appeal.state === 'withdrawn' || relay === undefined) return { kind: 'withdrawn' };
    if (appeal.state !== 'open')
      return appeal.state === state && appeal.words === answer.words
        ? { kind: 'already' }
        : { kind: 'conflict', by: appeal.by ?? '', state: appeal.state };
    if (!mayDecide(actor.account, appeal.refusedBy, by.deciders)) return { kind: 'same_person' };
    await tx.rows(
      `UPDATE appeal SET state = $2, decided_at = $3, decided_by = $4, decided_name = $5, words = $6 WHERE id = $1`,
      [answer.appeal, state, sqlTime(now), actor.account, actor.name, answer.words],
    );
    await tx.rows(
      `INSERT INTO moderation (relay_id, campaign_id, at, decision, reason, words, by_name, account_id, appeal_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        relay.id,
        campaign.id,
        sqlTime(now),
        answer.accept ? 'approve' : 'refuse',
        answer.accept ? null : 'other',
        answer.words,
        actor.name,
        actor.account,
        answer.appeal,
      ],
    );
    if (answer.accept && (relay.state === 'refused' || relay.state === 'held')) {
      await tx.rows(
        'UPDATE relay r SET claimed_at = a.claimed_at FROM appeal a WHERE a.id = $1 AND r.id = a.relay_id',
        [answer.appeal],
      );
      await approve(tx, queue, [relay], now);
    }
    if (appeal.email) await queue.enqueue(tx, appealMailJob, [{ payload: { appeal: answer.appeal } }]);
    await record(
      tx,
      actor,
      {
        action: 'appeal.decide',
        organisation: null,
        campaign: campaign.slug,
        subject: relay.id,
        details: { appeal: answer.appeal, state },
      },
      now,
    );
    await tx.rows("SELECT pg_notify('relais_campaign', $1)", [campaign.slug]);
    return { kind: 'done' };
  });
}

/** Closes open appeals of relays that count meanwhile: nothing is left to decide. */
export async function settleAppeals(
  tx: Transaction,
  relays: readonly RelayId[],
  now: Instant,
): Promise<void> {
  if (relays.length === 0) return;
  await tx.rows(
    "UPDATE appeal SET state = 'withdrawn', decided_at = $2, email = NULL WHERE relay_id = ANY($1::text[]) AND state = 'open'",
    [relays, sqlTime(now)],
  );
}
