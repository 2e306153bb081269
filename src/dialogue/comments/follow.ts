import { type Id, type Instant, type Language, newId, type Random } from '../../kernel/mod.ts';
import { putMail } from '../../notices/mod.ts';
import { isToken, type Seal } from '../../people/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../../store/mod.ts';
import type { EntryId } from '../journal/entry.ts';
import type { CommentId } from './thread.ts';
import type { CommentWords } from './words.ts';

type FollowerId = Id<'fol'>;
export type FollowHouse = {
  readonly db: Database;
  readonly random: Random;
  readonly seal: Seal;
  readonly words: CommentWords;
  readonly publicUrl: string;
};

const day_ms = 86_400_000;
const answer_days = 7;
/** Confirmation mails to one address in a day: nobody's mailbox is filled by a form. */
const daily_max = 5;
const excerpt_max = 400;
/** Network address and browser of a comment that a checker was told of. */
const sender_days = 15;

/** The same in each mail, so that every way out works; kept as a hash alone. */
const followToken = (seal: Seal, id: FollowerId) =>
  Buffer.from(seal('follow link', id)).toString('base64url');

/** Asks an address whether it wants to read what is answered under an entry. Answers alike whether or not it follows already. */
export async function askToFollow(
  { db, random, seal, words, publicUrl }: FollowHouse,
  entry: { readonly id: EntryId; readonly address: string },
  email: string,
  language: Language,
  now: Instant,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [today] = await tx.rows<{ count: number }>(
      'SELECT count(*) AS count FROM journal_follower WHERE lower(email) = lower($1) AND created_at > $2',
      [email, sqlTime(now - day_ms)],
    );
    if ((today?.count ?? 0) >= daily_max) return;
    const id: FollowerId = newId('fol', now, random);
    const token = followToken(seal, id);
    const [made] = await tx.rows(
      `INSERT INTO journal_follower (id, entry_id, email, language, token_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
      [id, entry.id, email, language, seal('follow', token), sqlTime(now)],
    );
    if (made === undefined) return;
    const mail = words(language).confirm({
      entry: entry.address,
      address: `${publicUrl}/comments/follow/${token}`,
    });
    await putMail(tx, { to: email, relay: null, unsubscribe: null, ...mail }, random, now);
  });
}

/** Whether a token follows something, and whether it was confirmed. */
export async function readFollow(
  db: Queryable,
  seal: Seal,
  token: string,
): Promise<{ readonly title: string; readonly confirmed: boolean } | null> {
  if (!isToken(token)) return null;
  const [row] = await db.rows<{ title: string; confirmed: boolean }>(
    `SELECT e.title, f.confirmed_at IS NOT NULL AS confirmed FROM journal_follower f JOIN journal_entry e ON e.id = f.entry_id WHERE f.token_hash = $1`,
    [seal('follow', token)],
  );
  return row ?? null;
}

export async function confirmFollow(db: Database, seal: Seal, token: string, now: Instant): Promise<boolean> {
  if (!isToken(token)) return false;
  const rows = await db.rows(
    'UPDATE journal_follower SET confirmed_at = coalesce(confirmed_at, $2) WHERE token_hash = $1 RETURNING id',
    [seal('follow', token), sqlTime(now)],
  );
  return rows.length > 0;
}

/** Ends it and forgets the address. */
export async function stopFollowing(db: Database, seal: Seal, token: string): Promise<void> {
  if (isToken(token))
    await db.rows('DELETE FROM journal_follower WHERE token_hash = $1', [seal('follow', token)]);
}

/** Writes to whoever follows the entry, but not to the comment's own writer; in the transaction that publishes it. */
export async function tellFollowers(
  { random, seal, words, publicUrl }: Omit<FollowHouse, 'db'>,
  tx: Transaction,
  comment: CommentId,
  now: Instant,
): Promise<void> {
  const rows = await tx.rows<{
    id: FollowerId;
    to: string;
    language: Language;
    name: string;
    body: string;
    entry: string;
    campaign: string;
    title: string;
  }>(
    `SELECT f.id, f.email AS to, f.language, k.name, k.body, e.slug AS entry, e.title, c.slug AS campaign
     FROM journal_comment k JOIN journal_entry e ON e.id = k.entry_id JOIN campaign c ON c.id = k.campaign_id
     JOIN journal_follower f ON f.entry_id = e.id AND f.confirmed_at IS NOT NULL AND lower(f.email) <> lower(k.email) WHERE k.id = $1`,
    [comment],
  );
  for (const row of rows) {
    const stop = `${publicUrl}/comments/follow/${followToken(seal, row.id)}/stop`;
    const address = `${publicUrl}/c/${row.campaign}/journal/${row.entry}?at=${comment}#${comment}`;
    const excerpt = row.body.length <= excerpt_max ? row.body : `${row.body.slice(0, excerpt_max)}…`;
    const mail = words(row.language).answered({ entry: row.title, name: row.name, excerpt, address, stop });
    await putMail(tx, { to: row.to, relay: null, unsubscribe: stop, ...mail }, random, now);
  }
}

/** Deletes addresses that were never confirmed, links that opened too long ago, and the comments of campaigns that left the wall. */
export async function forgetDialogue(db: Queryable, now: Instant, wall_days: number): Promise<void> {
  await db.rows('DELETE FROM journal_follower WHERE confirmed_at IS NULL AND created_at < $1', [
    sqlTime(now - answer_days * day_ms),
  ]);
  await db.rows('DELETE FROM journal_access WHERE until < $1', [sqlTime(now)]);
  // Kept while a person may tell the checker that it was wrong.
  await db.rows('UPDATE journal_comment SET sender = NULL WHERE sender IS NOT NULL AND created_at < $1', [
    sqlTime(now - sender_days * day_ms),
  ]);
  const over = sqlTime(now - wall_days * day_ms);
  await db.rows(
    'DELETE FROM journal_comment k USING campaign c WHERE c.id = k.campaign_id AND c.closes < $1',
    [over],
  );
  await db.rows(
    'DELETE FROM journal_follower f USING journal_entry e, campaign c WHERE e.id = f.entry_id AND c.id = e.campaign_id AND c.closes < $1',
    [over],
  );
}
