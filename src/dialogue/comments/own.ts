import { judgeSpam } from '../../domain/mod.ts';
import { type Instant, isoInstant, type Language, type Random } from '../../kernel/mod.ts';
import { putMail } from '../../notices/mod.ts';
import { isToken, newToken, type Seal } from '../../people/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../../store/mod.ts';
import { type CommentHouse, commentCheckJob } from './post.ts';
import type { CommentId } from './thread.ts';
import type { CommentWords } from './words.ts';

/** How long a writer may change a comment. */
export const edit_ms = 10 * 60_000;
const access_ms = 24 * 3_600_000;
const own_max = 5000;

/** A comment as its writer sees it, whatever became of it. */
export type OwnComment = {
  readonly id: CommentId;
  readonly campaign: string;
  readonly entry: string;
  readonly entryTitle: string;
  readonly name: string;
  readonly email: string;
  readonly site: string | null;
  readonly body: string;
  readonly state: 'checking' | 'held' | 'published' | 'refused';
  readonly at: Instant;
  readonly editedAt: Instant | null;
};

const own = `SELECT k.id, c.slug AS campaign, e.slug AS entry, e.title AS "entryTitle", k.name, k.email, k.site, k.body, k.state,
  k.created_at AS at, k.edited_at AS "editedAt" FROM journal_comment k JOIN journal_entry e ON e.id = k.entry_id JOIN campaign c ON c.id = k.campaign_id`;

/** The comment that a token opens; null when it opens none, or what it opened was erased. */
export async function readOwnComment(db: Queryable, seal: Seal, token: string): Promise<OwnComment | null> {
  if (!isToken(token)) return null;
  const [row] = await db.rows<OwnComment>(`${own} WHERE k.token_hash = $1 AND k.state <> 'erased'`, [
    seal('comment', token),
  ]);
  return row ?? null;
}

/** Changes a comment within ten minutes of its sending. What a checker passed is checked again; what reads like spam now is held. */
export async function editOwnComment(
  house: CommentHouse,
  token: string,
  text: { readonly body: string; readonly rawBody: string },
): Promise<'edited' | 'too_late' | 'unknown'> {
  const now = house.clock.now();
  return house.db.transaction(async (tx) => {
    const [row] = await tx.rows<{
      id: CommentId;
      name: string;
      site: string | null;
      state: string;
      at: Instant;
    }>(
      `SELECT id, name, site, state, created_at AS at FROM journal_comment WHERE token_hash = $1 AND state <> 'erased' FOR UPDATE`,
      [house.seal('comment', isToken(token) ? token : '')],
    );
    if (row === undefined) return 'unknown';
    if (row.at + edit_ms < now || row.state === 'refused') return 'too_late';
    const verdict = judgeSpam({
      ...row,
      body: text.rawBody,
      trapped: false,
      seconds: 60,
      repeats: 0,
      recent: 0,
      known: false,
    });
    // An edit takes nothing out of a person's hands: what was held stays held.
    const state =
      row.state !== 'published'
        ? row.state
        : house.checked
          ? 'checking'
          : verdict.kind === 'publish'
            ? 'published'
            : 'held';
    await tx.rows(
      'UPDATE journal_comment SET body = $2, edited_at = $3, state = $4, reasons = CASE WHEN $4 = state THEN reasons ELSE $5::text[] END WHERE id = $1',
      [row.id, text.body, sqlTime(now), state, verdict.reasons],
    );
    if (state === 'checking' && row.state === 'published')
      await house.queue.enqueue(tx, commentCheckJob, [{ payload: { comment: row.id, what: 'check' } }]);
    return 'edited';
  });
}

/** Erases a comment by its token. One that was answered leaves an empty place, so that the answers stay where they are. */
export async function eraseOwnComment(db: Database, seal: Seal, token: string): Promise<boolean> {
  if (!isToken(token)) return false;
  return db.transaction(async (tx) => {
    const rows = await tx.rows<{ id: CommentId }>(
      `SELECT id FROM journal_comment WHERE token_hash = $1 AND state <> 'erased' FOR UPDATE`,
      [seal('comment', token)],
    );
    for (const { id } of rows) await eraseComment(tx, id);
    return rows.length > 0;
  });
}

/** Erases name, address, site and text of a comment. */
export async function eraseComment(tx: Transaction, id: CommentId): Promise<void> {
  // The empty place of what nobody saw or answered is nothing to anybody.
  const gone = await tx.rows(
    `DELETE FROM journal_comment k WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM journal_comment r WHERE r.parent_id = k.id) RETURNING id`,
    [id],
  );
  if (gone.length === 0)
    await tx.rows(
      `UPDATE journal_comment SET state = 'erased', name = '', email = '', site = NULL, body = '', reasons = '{}', sender = NULL, text_hash = '' WHERE id = $1`,
      [id],
    );
}

/** Mails a link to all comments left with an address. Answers alike whether or not there are any. */
export async function askForOwnComments(
  house: {
    readonly db: Database;
    readonly seal: Seal;
    readonly random: Random;
    readonly words: CommentWords;
    readonly publicUrl: string;
  },
  email: string,
  language: Language,
  now: Instant,
): Promise<void> {
  const { db, seal, random } = house;
  await db.transaction(async (tx) => {
    await tx.rows('DELETE FROM journal_access WHERE until < $1', [sqlTime(now)]);
    const held = await tx.rows(
      `SELECT 1 FROM journal_comment WHERE lower(email) = lower($1) AND state <> 'erased' UNION ALL SELECT 1 FROM journal_follower WHERE lower(email) = lower($1) LIMIT 1`,
      [email],
    );
    if (held.length === 0) return;
    const token = newToken(random);
    await tx.rows('INSERT INTO journal_access (token_hash, email, until) VALUES ($1, $2, $3)', [
      seal('comments of', token),
      email,
      sqlTime(now + access_ms),
    ]);
    const mail = house.words(language).access({ address: `${house.publicUrl}/comments/mine/${token}` });
    await putMail(tx, { to: email, relay: null, unsubscribe: null, ...mail }, random, now);
  });
}

export type OwnComments = {
  readonly email: string;
  readonly comments: readonly OwnComment[];
  readonly follows: readonly string[];
};

/** All that is kept under an address, for whoever holds its mailbox; null when the link leads nowhere any more. */
export async function readOwnComments(
  db: Queryable,
  seal: Seal,
  token: string,
  now: Instant,
): Promise<OwnComments | null> {
  const email = await emailOf(db, seal, token, now);
  if (email === null) return null;
  const comments = await db.rows<OwnComment>(
    `${own} WHERE lower(k.email) = lower($1) AND k.state <> 'erased' ORDER BY k.created_at LIMIT ${own_max}`,
    [email],
  );
  const follows = await db.rows<{ slug: string }>(
    'SELECT e.slug FROM journal_follower f JOIN journal_entry e ON e.id = f.entry_id WHERE lower(f.email) = lower($1) ORDER BY f.created_at',
    [email],
  );
  return { email, comments, follows: follows.map((one) => one.slug) };
}

async function emailOf(db: Queryable, seal: Seal, token: string, now: Instant): Promise<string | null> {
  if (!isToken(token)) return null;
  const [row] = await db.rows<{ email: string }>(
    'SELECT email FROM journal_access WHERE token_hash = $1 AND until > $2',
    [seal('comments of', token), sqlTime(now)],
  );
  return row?.email ?? null;
}

/** What is kept, as a file its owner takes away. */
export function printOwnComments({ email, comments, follows }: OwnComments): string {
  const told = comments.map(({ at, editedAt, ...one }) => ({
    ...one,
    at: isoInstant(at),
    editedAt: editedAt === null ? null : isoInstant(editedAt),
  }));
  return `${JSON.stringify({ email, comments: told, follows }, null, 2)}\n`;
}

/** Erases everything kept under an address. */
export async function eraseOwnComments(
  db: Database,
  seal: Seal,
  token: string,
  now: Instant,
): Promise<number | null> {
  return db.transaction(async (tx) => {
    const email = await emailOf(tx, seal, token, now);
    if (email === null) return null;
    // Answers before what they answer, so that nothing leaves an empty place without need.
    const rows = await tx.rows<{ id: CommentId }>(
      `SELECT id FROM journal_comment WHERE lower(email) = lower($1) ORDER BY place DESC FOR UPDATE`,
      [email],
    );
    for (const { id } of rows) await eraseComment(tx, id);
    await tx.rows('DELETE FROM journal_follower WHERE lower(email) = lower($1)', [email]);
    await tx.rows('DELETE FROM journal_access WHERE lower(email) = lower($1)', [email]);
    return rows.length;
  });
}
