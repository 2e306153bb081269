import { failing_days_max, retryAfter } from '../../domain/mod.ts';
import {
  type CampaignId,
  type Clock,
  type Instant,
  inTurn,
  isoInstant,
  type Random,
} from '../../kernel/mod.ts';
import { type Database, type Queryable, sqlTime } from '../../store/mod.ts';
import type { Addresses } from './addresses.ts';
import type { Keys } from './keys.ts';
import type { Thing } from './thing.ts';

/** The guarded POST. */
export type Send = (
  to: URL,
  message: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'failed'; readonly detail: string }
>;

export type Outbound = {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly at: Addresses;
  readonly keys: Keys;
  readonly userAgent: string;
  readonly send: Send;
};

/** Inboxes that are written to at once, and in one round. */
const hands = 16;
const round_max = 200;
const day_ms = 86_400_000;
/** Messages that wait for one inbox; of a server that is away for long, the oldest are dropped. */
const waiting_max = 1000;

type Row = {
  readonly id: number;
  readonly campaign: CampaignId;
  readonly slug: string;
  readonly inbox: string;
  readonly body: string;
  readonly attempts: number;
  readonly failingSince: Instant | null;
};

/** Puts a message into the queue, once for each inbox; it goes out after the transaction that it was written in. */
export async function putMessage(
  tx: Queryable,
  campaign: CampaignId,
  inboxes: readonly string[],
  message: Thing,
  now: Instant,
): Promise<void> {
  await tx.rows(
    `INSERT INTO fediverse_delivery (campaign_id, inbox, body, next_at)
     SELECT $1, inbox, $3, $4::timestamptz FROM unnest($2::text[]) AS inbox`,
    [campaign, [...new Set(inboxes)], JSON.stringify(message), sqlTime(now)],
  );
}

/**
 * Sends what is due, the oldest of each inbox, and gives how many were tried. An inbox that fails is asked again after
 * longer and longer pauses, everything behind it waiting; after days of failing, or where it is gone, its messages and
 * the followers that lived there are dropped.
 */
export async function deliverRound(house: Outbound): Promise<number> {
  const { db, clock } = house;
  const rows = await db.rows<Row>(
    `SELECT * FROM (
       SELECT DISTINCT ON (d.inbox) d.id, d.campaign_id AS campaign, c.slug, d.inbox, d.body, d.attempts, d.next_at,
         d.failing_since AS "failingSince"
       FROM fediverse_delivery d JOIN campaign c ON c.id = d.campaign_id ORDER BY d.inbox, d.id) AS first
     WHERE next_at <= $1 ORDER BY next_at LIMIT ${round_max}`,
    [sqlTime(clock.now())],
  );
  await inTurn(rows, hands, (row) => deliver(house, row));
  return rows.length;
}

async function deliver(house: Outbound, row: Row): Promise<void> {
  const { db, clock, random } = house;
  const outcome = await sendSigned(house, row);
  const now = clock.now();
  if (outcome === 'taken')
    return void (await db.rows('DELETE FROM fediverse_delivery WHERE id = $1', [row.id]));
  const failingSince = row.failingSince ?? now;
  if (outcome === 'gone' || now - failingSince > failing_days_max * day_ms) return forgetInbox(db, row.inbox);
  const attempts = row.attempts + 1;
  const wait = retryAfter(attempts, (random(1)[0] ?? 0) / 256) ?? day_ms / 1000;
  await db.rows(
    'UPDATE fediverse_delivery SET attempts = $2, next_at = $3, failing_since = $4 WHERE id = $1',
    [row.id, attempts, sqlTime(now + wait * 1000), isoInstant(failingSince)],
  );
  await db.rows(
    `DELETE FROM fediverse_delivery WHERE inbox = $1 AND id <> $2 AND id <= (
       SELECT id FROM fediverse_delivery WHERE inbox = $1 ORDER BY id DESC OFFSET ${waiting_max} LIMIT 1)`,
    [row.inbox, row.id],
  );
}

/** Whether an inbox took a message. A server that wants the newer kind of signature is asked again with that. */
async function sendSigned(house: Outbound, row: Row): Promise<'taken' | 'gone' | 'failed'> {
  const { signRequest } = await import('@fedify/fedify/sig');
  const { keys, at, send, userAgent, clock } = house;
  const url = new URL(row.inbox);
  const { privateKey } = await keys(row.campaign);
  for (const spec of ['draft-cavage-http-signatures-12', 'rfc9421'] as const) {
    const signed = await signRequest(
      new Request(url, {
        method: 'POST',
        headers: {
          host: url.host,
          date: new Date(clock.now()).toUTCString(),
          'content-type': 'application/activity+json',
          'user-agent': userAgent,
        },
        body: row.body,
      }),
      privateKey,
      new URL(at.key(row.slug)),
      { spec },
    );
    const sent = await send(url, { headers: Object.fromEntries(signed.headers), body: row.body });
    if (sent.kind === 'failed') return 'failed';
    if (sent.status >= 200 && sent.status < 300) return 'taken';
    if (sent.status === 410) return 'gone';
    if (sent.status !== 401) return sent.status === 400 || sent.status === 403 ? 'taken' : 'failed';
  }
  return 'failed';
}

/** Drops an inbox that takes nothing any more, with those who read there. */
async function forgetInbox(db: Database, inbox: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.rows('DELETE FROM fediverse_delivery WHERE inbox = $1', [inbox]);
    await tx.rows('DELETE FROM fediverse_follower WHERE inbox = $1', [inbox]);
  });
}
