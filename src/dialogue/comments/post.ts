import { judgeSpam, plainLetters, type SpamReason, type SpamVerdict } from '../../domain/mod.ts';
import {
  type CampaignId,
  type Clock,
  type Instant,
  type Language,
  newId,
  type Random,
} from '../../kernel/mod.ts';
import type { Seal } from '../../people/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { type Database, sqlTime, type Transaction } from '../../store/mod.ts';
import type { EntryId } from '../journal/entry.ts';
import { type CommentId, placeOf } from './thread.ts';

/** A comment as it came; texts are clean, the address is an address. `rawBody` is what was typed. */
export type NewComment = {
  readonly campaign: CampaignId;
  readonly entry: EntryId;
  readonly parent: string | null;
  readonly name: string;
  readonly email: string;
  readonly site: string | null;
  readonly body: string;
  readonly rawBody: string;
  readonly language: Language;
  readonly trapped: boolean;
  readonly seconds: number | null;
  readonly sender: { readonly ip: string; readonly agent: string };
};

export type CommentPosted =
  | {
      readonly kind: 'published' | 'held';
      readonly id: CommentId;
      readonly token: string;
      readonly reasons: readonly SpamReason[];
    }
  | { readonly kind: 'closed' | 'unknown_parent' | 'again' };

export type CommentHouse = {
  readonly db: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly random: Random;
  readonly seal: Seal;
  /** Whether a server looks at comments too: then none is published before it has answered. */
  readonly checked: boolean;
  /** Told in the transaction that publishes a comment. */
  readonly published: (tx: Transaction, comment: CommentId, now: Instant) => Promise<void>;
};

export const commentCheckJob = 'comment-check';
export type CommentCheckPayload = { readonly comment: CommentId; readonly what: 'check' | 'spam' | 'ham' };
export function isCommentCheckPayload(payload: unknown): payload is CommentCheckPayload {
  const { comment, what } = (payload ?? {}) as Partial<Record<string, unknown>>;
  return (
    typeof comment === 'string' &&
    comment.startsWith('cmt_') &&
    (what === 'check' || what === 'spam' || what === 'ham')
  );
}

/** What opens the writer's own page: the same for ever, kept as a hash alone. */
export function commentToken(seal: Seal, id: CommentId): string {
  return Buffer.from(seal('comment link', id)).toString('base64url');
}

const day_ms = 86_400_000;
const hour_ms = 3_600_000;

/**
 * Takes a comment. It is published, or held for a person or until a checker has answered; its writer's page opens with
 * the token either way. Pressing «send» twice keeps one (`again`, and no token: whoever knows an address and a text is
 * not yet their writer). When this resolves, it is kept.
 */
export async function postComment(house: CommentHouse, comment: NewComment): Promise<CommentPosted> {
  const { db, clock, random, seal } = house;
  const now = clock.now();
  const text = seal('comment text', normalForm(comment.body));
  return db.transaction(async (tx) => {
    // Comments of one entry take turns: their order, and that a second press of the button is noticed, hang on it.
    const [entry] = await tx.rows<{ open: boolean }>(
      'SELECT comments_open AS open FROM journal_entry WHERE id = $1 AND published_at IS NOT NULL FOR UPDATE',
      [comment.entry],
    );
    if (entry === undefined || !entry.open) return { kind: 'closed' };
    let place: string | null = null;
    if (comment.parent !== null) {
      const [parent] = await tx.rows<{ place: string }>(
        "SELECT place FROM journal_comment WHERE id = $1 AND entry_id = $2 AND state = 'published'",
        [comment.parent, comment.entry],
      );
      if (parent === undefined) return { kind: 'unknown_parent' };
      place = parent.place;
    }
    const [double] = await tx.rows<{ id: CommentId }>(
      `SELECT id FROM journal_comment WHERE text_hash = $1 AND entry_id = $2 AND lower(email) = lower($3) AND created_at > $4 AND state <> 'erased'`,
      [text, comment.entry, comment.email, sqlTime(now - 10 * 60_000)],
    );
    if (double !== undefined) return { kind: 'again' };
    const verdict = judgeSpam({
      ...comment,
      body: comment.rawBody,
      ...(await historyOf(tx, comment.email, text, now)),
    });
    const id: CommentId = newId('cmt', now, random);
    const token = commentToken(seal, id);
    const state = house.checked ? 'checking' : verdict.kind === 'publish' ? 'published' : 'held';
    const [numbered] = await tx.rows<{ number: number }>(
      "SELECT nextval('journal_comment_number') AS number",
    );
    await tx.rows(
      `INSERT INTO journal_comment (id, campaign_id, entry_id, parent_id, place, name, email, site, body, language, state, reasons, score,
         token_hash, text_hash, sender, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text[], $13, $14, $15, $16, $17)`,
      [
        id,
        comment.campaign,
        comment.entry,
        comment.parent,
        placeOf(place, numbered?.number ?? 0),
        comment.name,
        comment.email,
        comment.site,
        comment.body,
        comment.language,
        state,
        verdict.reasons,
        verdict.score,
        seal('comment', token),
        text,
        house.checked ? JSON.stringify(comment.sender) : null,
        sqlTime(now),
      ],
    );
    if (house.checked)
      await house.queue.enqueue(tx, commentCheckJob, [{ payload: { comment: id, what: 'check' } }]);
    if (state === 'published') await house.published(tx, id, now);
    return { kind: state === 'published' ? 'published' : 'held', id, token, reasons: verdict.reasons };
  });
}

/** What is known of a sender and a text: how often the text came within thirty days, the sender within the hour. */
async function historyOf(tx: Transaction, email: string, text: Uint8Array, now: Instant) {
  const [row] = await tx.rows<{ repeats: number; recent: number; known: boolean }>(
    `SELECT (SELECT count(*) FROM journal_comment WHERE text_hash = $1 AND created_at > $3) AS repeats,
       (SELECT count(*) FROM journal_comment WHERE lower(email) = lower($2) AND created_at > $4) AS recent,
       EXISTS (SELECT 1 FROM journal_comment WHERE lower(email) = lower($2) AND state = 'published' AND decided_at IS NOT NULL) AS known`,
    [text, email, sqlTime(now - 30 * day_ms), sqlTime(now - hour_ms)],
  );
  return row ?? { repeats: 0, recent: 0, known: false };
}

/** A text as it is compared: letters alone, so that a changed comma or link makes no new text. */
function normalForm(body: string): string {
  return plainLetters(body)
    .replace(/https?:\S+/g, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}

/** Publishes or holds what waited for a checker; what a person decided meanwhile stays. */
export async function settleCheck(
  house: Pick<CommentHouse, 'db' | 'clock' | 'published'>,
  id: CommentId,
  verdict: SpamVerdict,
): Promise<void> {
  const now = house.clock.now();
  await house.db.transaction(async (tx) => {
    const state = verdict.kind === 'publish' ? 'published' : 'held';
    const [row] = await tx.rows<{ id: CommentId }>(
      `UPDATE journal_comment SET state = $2, reasons = $3::text[], score = $4 WHERE id = $1 AND state = 'checking' RETURNING id`,
      [id, state, verdict.reasons, verdict.score],
    );
    if (row !== undefined && state === 'published') await house.published(tx, id, now);
  });
}
