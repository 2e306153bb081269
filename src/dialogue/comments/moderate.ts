import type { SpamReason } from '../../domain/mod.ts';
import type { CampaignId, Instant } from '../../kernel/mod.ts';
import { type Actor, record } from '../../people/mod.ts';
import { type Queryable, sqlTime } from '../../store/mod.ts';
import { type CommentHouse, commentCheckJob } from './post.ts';
import type { CommentId } from './thread.ts';

/** A comment that waits for a person, or one that was decided. */
export type DeskComment = {
  readonly id: CommentId;
  readonly entry: string;
  readonly entryTitle: string;
  readonly name: string;
  readonly email: string;
  readonly site: string | null;
  readonly body: string;
  readonly state: 'checking' | 'held' | 'published' | 'refused';
  readonly reasons: readonly SpamReason[];
  readonly score: number;
  readonly at: Instant;
};
export type DeskComments = {
  readonly comments: readonly DeskComment[];
  readonly more: boolean;
  readonly waiting: number;
};
export type DeskFilter = 'held' | 'published' | 'refused';

/** Comments of a campaign in a state, oldest first where they wait, else newest first; `more`: others follow. */
export async function readDeskComments(
  db: Queryable,
  campaign: CampaignId,
  filter: DeskFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<DeskComments> {
  const states = filter === 'held' ? ['held', 'checking'] : [filter];
  const comments = await db.rows<DeskComment>(
    `SELECT k.id, e.slug AS entry, e.title AS "entryTitle", k.name, k.email, k.site, k.body, k.state, k.reasons, k.score, k.created_at AS at
     FROM journal_comment k JOIN journal_entry e ON e.id = k.entry_id WHERE k.campaign_id = $1 AND k.state = ANY ($2::text[])
     ORDER BY k.created_at ${filter === 'held' ? 'ASC' : 'DESC'}, k.id OFFSET $3 LIMIT $4`,
    [campaign, states, offset, limit + 1],
  );
  const [waiting] = await db.rows<{ count: number }>(
    `SELECT count(*) AS count FROM journal_comment WHERE campaign_id = $1 AND state IN ('held', 'checking')`,
    [campaign],
  );
  return {
    comments: comments.slice(0, limit),
    more: comments.length > limit,
    waiting: waiting?.count ?? 0,
  };
}

/** Publishes or refuses comments by a person's decision. Where a checker is asked and was wrong, it is told. Gives how many changed. */
export async function decideComments(
  house: CommentHouse,
  campaign: { readonly id: CampaignId; readonly slug: string },
  decision: { readonly comments: readonly string[]; readonly publish: boolean },
  actor: Actor,
): Promise<number> {
  const now = house.clock.now();
  const state = decision.publish ? 'published' : 'refused';
  return house.db.transaction(async (tx) => {
    const rows = await tx.rows<{ id: CommentId; before: string; reasons: readonly SpamReason[] }>(
      `SELECT id, state AS before, reasons FROM journal_comment WHERE campaign_id = $1 AND id = ANY ($2::text[]) AND state NOT IN ('erased', $3)
       ORDER BY id FOR UPDATE`,
      [campaign.id, decision.comments, state],
    );
    for (const { id, before, reasons } of rows) {
      await tx.rows('UPDATE journal_comment SET state = $2, decided_at = $3 WHERE id = $1', [
        id,
        state,
        sqlTime(now),
      ]);
      await record(
        tx,
        actor,
        { action: `comment.${state}`, organisation: null, campaign: campaign.slug, subject: id },
        now,
      );
      if (decision.publish) await house.published(tx, id, now);
      const calledSpam = reasons.includes('checker');
      if (house.checked && decision.publish && calledSpam)
        await house.queue.enqueue(tx, commentCheckJob, [{ payload: { comment: id, what: 'ham' } }]);
      if (house.checked && !decision.publish && !calledSpam && before !== 'checking')
        await house.queue.enqueue(tx, commentCheckJob, [{ payload: { comment: id, what: 'spam' } }]);
    }
    return rows.length;
  });
}
