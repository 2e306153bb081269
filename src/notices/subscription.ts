import { type Id, type Instant, type Language, newId, type Random, type RelayId } from '../kernel/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../store/mod.ts';
import { putMail } from './mail.ts';
import type { NoticeWords } from './words.ts';

export type SubscriptionId = Id<'sub'>;
/** A keyed hash under the house's secret. */
export type Seal = (purpose: string, text: string) => Uint8Array;

export type SubscribeHouse = {
  readonly db: Database;
  readonly random: Random;
  readonly seal: Seal;
  readonly words: NoticeWords;
  readonly publicUrl: string;
};

/** Requests for one post, or one address, that are taken in a day: each sends a mail to whom somebody typed. */
const daily_max = 5;
const day_ms = 86_400_000;
/** How long a question waits for its answer; then its address is deleted. */
const answer_days = 7;
const isToken = (text: string) => /^[A-Za-z0-9_-]{43}$/.test(text);

/** What a subscription's links end with: the same in each mail, so that every way out works; kept as a hash alone. */
export function subscriptionToken(seal: Seal, id: SubscriptionId): string {
  return Buffer.from(seal('notice link', id)).toString('base64url');
}

/**
 * Asks an address whether it wants to hear what becomes of a post. Answers alike whether or not it was asked before;
 * `too_many` for a post that mails were asked for too often today. Asked again within a day, an address gets no second
 * mail: nobody's mailbox is filled by a form.
 */
export async function askToBeTold(
  { db, random, seal, words, publicUrl }: SubscribeHouse,
  asked: { readonly relay: RelayId; readonly email: string; readonly language: Language },
  now: Instant,
): Promise<'asked' | 'too_many' | 'unknown'> {
  return db.transaction(async (tx) => {
    const relays = await tx.rows('SELECT id FROM relay WHERE id = $1 AND erased_at IS NULL FOR SHARE', [
      asked.relay,
    ]);
    if (relays.length === 0) return 'unknown';
    const [today] = await tx.rows<{ count: number }>(
      'SELECT count(*) AS count FROM relay_subscription WHERE (relay_id = $1 OR lower(email) = lower($3)) AND created_at > $2',
      [asked.relay, sqlTime(now - day_ms), asked.email],
    );
    if ((today?.count ?? 0) >= daily_max) return 'too_many';
    const fresh: SubscriptionId = newId('sub', now, random);
    const [made] = await tx.rows<{ id: SubscriptionId }>(
      `INSERT INTO relay_subscription (id, relay_id, email, language, token_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (relay_id, lower(email)) DO UPDATE SET created_at = excluded.created_at
         WHERE relay_subscription.confirmed_at IS NULL AND relay_subscription.created_at < $7 RETURNING id`,
      [
        fresh,
        asked.relay,
        asked.email,
        asked.language,
        seal('notice', subscriptionToken(seal, fresh)),
        sqlTime(now),
        sqlTime(now - day_ms),
      ],
    );
    // Who is subscribed already gets no second question, and whoever asked learns nothing of it.
    if (made !== undefined) {
      const address = `${publicUrl}/notices/${subscriptionToken(seal, made.id)}`;
      const mail = words(asked.language).confirm({ relay: `${publicUrl}/relays/${asked.relay}`, address });
      await putMail(tx, { to: asked.email, relay: asked.relay, unsubscribe: null, ...mail }, random, now);
    }
    return 'asked';
  });
}

export type SubscriptionView = {
  readonly relay: RelayId;
  readonly source: string;
  readonly confirmed: boolean;
};

/** What a link is about; null when it leads nowhere any more. */
export async function readSubscription(
  db: Queryable,
  seal: Seal,
  token: string,
  now: Instant,
): Promise<SubscriptionView | null> {
  if (!isToken(token)) return null;
  const [row] = await db.rows<SubscriptionView>(
    `SELECT w.relay_id AS relay, r.source, w.confirmed_at IS NOT NULL AS confirmed
     FROM relay_subscription w JOIN relay r ON r.id = w.relay_id WHERE w.token_hash = $1 AND r.erased_at IS NULL
       AND (w.confirmed_at IS NOT NULL OR w.created_at > $2)`,
    [seal('notice', token), sqlTime(now - answer_days * day_ms)],
  );
  return row ?? null;
}

/** Confirms an address; what the post has become by now is told at once. */
export async function confirmSubscription(
  db: Database,
  seal: Seal,
  token: string,
  now: Instant,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const known = await readSubscription(tx, seal, token, now);
    if (known === null) return false;
    // Whoever changes the relay holds its row and notes the news if it sees the address confirmed: with the row held
    // here, the news is told by one of the two and never by both.
    await tx.rows('SELECT id FROM relay WHERE id = $1 FOR SHARE', [known.relay]);
    const [row] = await tx.rows<{ relay: RelayId }>(
      `UPDATE relay_subscription SET confirmed_at = $2 WHERE token_hash = $1 AND confirmed_at IS NULL RETURNING relay_id AS relay`,
      [seal('notice', token), sqlTime(now)],
    );
    if (row === undefined) return (await readSubscription(tx, seal, token, now)) !== null;
    await tx.rows(
      `INSERT INTO notice_event (at, kind, campaign_id, subject, data)
       SELECT $2, 'relay.' || state, campaign_id, id, jsonb_build_object('reason', reason, 'units', units, 'mailsOnly', true)
       FROM relay WHERE id = $1 AND state IN ('counted', 'held', 'refused', 'withdrawn', 'gone')`,
      [row.relay, sqlTime(now)],
    );
    return true;
  });
}

/** Ends a subscription and forgets its address. */
export async function unsubscribe(db: Database, seal: Seal, token: string): Promise<void> {
  if (!isToken(token)) return;
  await db.transaction(async (tx) => {
    const rows = await tx.rows<{ relay: RelayId; email: string }>(
      'DELETE FROM relay_subscription WHERE token_hash = $1 RETURNING relay_id AS relay, email',
      [seal('notice', token)],
    );
    for (const { relay, email } of rows)
      await tx.rows('DELETE FROM notice_mail WHERE relay_id = $1 AND lower(email) = lower($2)', [
        relay,
        email,
      ]);
  });
}

/** Deletes addresses that were never confirmed. */
export async function forgetUnconfirmed(db: Queryable, now: Instant): Promise<void> {
  await db.rows('DELETE FROM relay_subscription WHERE confirmed_at IS NULL AND created_at < $1', [
    sqlTime(now - answer_days * day_ms),
  ]);
}

/** Deletes whoever wanted to hear of a relay, with mails that wait; part of its erasure. */
export async function forgetSubscriptions(tx: Transaction, relay: RelayId): Promise<void> {
  await tx.rows('DELETE FROM relay_subscription WHERE relay_id = $1', [relay]);
  await tx.rows('DELETE FROM notice_mail WHERE relay_id = $1', [relay]);
  await tx.rows('DELETE FROM notice_event WHERE subject = $1', [relay]);
}
