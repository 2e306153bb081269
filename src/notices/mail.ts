import { type Clock, newId, type Random } from '../kernel/mod.ts';
import type { Mailer } from '../mail/mod.ts';
import { type Database, sqlTime, type Transaction } from '../store/mod.ts';

/** A mail to be sent. `unsubscribe`: the address at which one click ends it (RFC 8058). */
export type NoticeMail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly relay: string | null;
  readonly unsubscribe: string | null;
};

/** Puts a mail into the outbox, in the transaction that it tells of. */
export async function putMail(tx: Transaction, mail: NoticeMail, random: Random, now: number): Promise<void> {
  await tx.rows(
    `INSERT INTO notice_mail (id, email, subject, body, unsubscribe, relay_id, created_at, next_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
    [newId('mai', now, random), mail.to, mail.subject, mail.text, mail.unsubscribe, mail.relay, sqlTime(now)],
  );
}

type Due = {
  id: string;
  email: string;
  subject: string;
  body: string;
  unsubscribe: string | null;
  attempts: number;
};

/** How long a mail is one process's to send: longer than any server may take over it. */
const lease_ms = 15 * 60_000;
/** After this many attempts (about a day) a mail is given up. */
const attempts_max = 12;

/**
 * Sends one mail that is due; gives how many it took (0 or 1). Its row goes when it is handed over: a crash in between
 * sends it again under the same Message-ID, by which mailboxes know it.
 */
export async function sendDue(house: {
  readonly db: Database;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly publicHost: string;
  readonly onError: (error: unknown, during: string) => void;
}): Promise<number> {
  const { db, clock } = house;
  const now = clock.now();
  const [mail] = await db.rows<Due>(
    `UPDATE notice_mail SET next_at = $2, attempts = attempts + 1 WHERE id = (
       SELECT id FROM notice_mail WHERE next_at <= $1 ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, email, subject, body, unsubscribe, attempts`,
    [sqlTime(now), sqlTime(now + lease_ms)],
  );
  if (mail === undefined) return 0;
  try {
    await house.mailer.send({
      to: mail.email,
      subject: mail.subject,
      text: mail.body,
      messageId: `<${mail.id}@${house.publicHost}>`,
      ...(mail.unsubscribe === null ? {} : { unsubscribe: mail.unsubscribe }),
    });
  } catch (error) {
    house.onError(withoutAddress(error), 'mail');
    const wait_ms = Math.min(2 ** mail.attempts * 60_000, 6 * 3_600_000);
    if (mail.attempts < attempts_max)
      await db.rows('UPDATE notice_mail SET next_at = $2 WHERE id = $1', [
        mail.id,
        sqlTime(clock.now() + wait_ms),
      ]);
    else await db.rows('DELETE FROM notice_mail WHERE id = $1', [mail.id]);
    return 1;
  }
  await db.rows('DELETE FROM notice_mail WHERE id = $1', [mail.id]);
  return 1;
}

/** What a mail server says may name the address; what is logged may not. */
function withoutAddress(error: unknown): Error {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const why = [code, responseCode].filter((one) => typeof one === 'string' || typeof one === 'number');
  return new Error(`a mail was not taken (${why.join(' ') || 'no code'})`);
}
