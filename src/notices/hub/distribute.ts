import { createHash, createHmac } from 'node:crypto';
import { failing_days_max, retryAfter } from '../../domain/mod.ts';
import { type Clock, type Instant, inTurn, isoInstant, type Random } from '../../kernel/mod.ts';
import { type Database, sqlTime } from '../../store/mod.ts';
import type { Send } from '../deliver.ts';
import type { SubscriberId } from './subscribe.ts';

/** A feed as it stands; null where there is none (any more). */
export type Feed = { readonly body: string; readonly type: string };

export type HubHouse = {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly userAgent: string;
  /** The guarded POST. */
  readonly send: Send;
  /** The guarded GET: what the address answers with success, else null. */
  readonly ask: (address: URL) => Promise<string | null>;
  readonly feed: (path: string) => Promise<Feed | null>;
};

/** Subscribers dealt with at once, and in one round. */
const hands = 16;
const round_max = 500;
/** A lively campaign changes every second; nobody is told more often than this. */
const pause_ms = 10_000;
const day_ms = 86_400_000;

type Row = {
  readonly id: SubscriberId;
  readonly topic: string;
  readonly callback: string;
  readonly secret: string | null;
  readonly attempts: number;
};

/** Asks back who asked something, and tells who subscribed to a feed that changed. Gives how many it dealt with. */
export async function hubRound(house: HubHouse): Promise<number> {
  return (await confirmAsked(house)) + (await distribute(house));
}

/** Each asked intent is asked back once (W3C WebSub §5.3): a challenge echoed by a 2xx confirms it, anything else ends it. */
async function confirmAsked(house: HubHouse): Promise<number> {
  const { db, clock, random, publicUrl } = house;
  const rows = await db.rows<Row & { asked: 'subscribe' | 'unsubscribe'; lease: number }>(
    `SELECT id, topic, callback, asked, coalesce(asked_lease, 0) AS lease, asked_secret AS secret, attempts FROM hub_subscriber
     WHERE asked IS NOT NULL AND next_at <= $1 ORDER BY next_at LIMIT ${round_max}`,
    [sqlTime(clock.now())],
  );
  await inTurn(rows, hands, async ({ id, topic, callback, asked, lease, secret }) => {
    const challenge = Buffer.from(random(24)).toString('base64url');
    const address = new URL(callback);
    const said: Readonly<Record<string, string>> = {
      mode: asked,
      topic: publicUrl + topic,
      challenge,
      ...(asked === 'subscribe' ? { lease_seconds: String(lease) } : {}),
    };
    for (const [name, value] of Object.entries(said)) address.searchParams.append(`hub.${name}`, value);
    const confirmed = (await house.ask(address)) === challenge;
    const now = clock.now();
    if (!confirmed) {
      await db.rows('UPDATE hub_subscriber SET asked = NULL, asked_secret = NULL WHERE id = $1', [id]);
      await db.rows('DELETE FROM hub_subscriber WHERE id = $1 AND lease_until IS NULL', [id]);
    } else if (asked === 'unsubscribe') await db.rows('DELETE FROM hub_subscriber WHERE id = $1', [id]);
    else {
      // What the feed holds now, the subscriber reads there; told is what comes after.
      const feed = await house.feed(topic);
      await db.rows(
        `UPDATE hub_subscriber SET asked = NULL, asked_secret = NULL, secret = $2, lease_until = $3, attempts = 0, failing_since = NULL,
           taken = coalesce(taken, $4) WHERE id = $1`,
        [id, secret, sqlTime(now + lease * 1000), feed === null ? null : digestOf(feed)],
      );
    }
  });
  return rows.length;
}

const digestOf = ({ body }: Feed) => createHash('sha256').update(body).digest();

/** Sends each feed that changed to who subscribed to it and has not taken it yet. */
async function distribute(house: HubHouse): Promise<number> {
  const { db, clock } = house;
  const topics = await db.rows<{ topic: string }>(
    'SELECT DISTINCT topic FROM hub_subscriber WHERE lease_until > $1 AND next_at <= $1',
    [sqlTime(clock.now())],
  );
  let told = 0;
  for (const { topic } of topics) {
    const feed = await house.feed(topic);
    if (feed === null) continue;
    const digest = digestOf(feed);
    const rows = await db.rows<Row>(
      `SELECT id, topic, callback, secret, attempts FROM hub_subscriber
       WHERE topic = $1 AND lease_until > $2 AND next_at <= $2 AND taken IS DISTINCT FROM $3 ORDER BY next_at LIMIT ${round_max}`,
      [topic, sqlTime(clock.now()), digest],
    );
    await inTurn(rows, hands, (row) => tell(house, row, feed, digest));
    told += rows.length;
  }
  return told;
}

/** Sends a feed once (W3C WebSub §7), signed where a secret was given, and notes how that went. */
async function tell(house: HubHouse, row: Row, feed: Feed, digest: Buffer): Promise<void> {
  const { db, clock, random, publicUrl, userAgent } = house;
  const { id, secret } = row;
  const signature =
    secret === null ? null : `sha256=${createHmac('sha256', secret).update(feed.body).digest('hex')}`;
  const sent = await house.send(new URL(row.callback), {
    headers: {
      'content-type': feed.type,
      'user-agent': userAgent,
      link: `<${publicUrl}/hub>; rel="hub", <${publicUrl}${row.topic}>; rel="self"`,
      ...(signature === null ? {} : { 'x-hub-signature': signature, 'x-hub-signature-256': signature }),
    },
    body: feed.body,
  });
  const now = clock.now();
  const status = sent.kind === 'answered' ? sent.status : null;
  if (status === 410) return void (await db.rows('DELETE FROM hub_subscriber WHERE id = $1', [id]));
  if (status !== null && status >= 200 && status < 300)
    return void (await db.rows(
      'UPDATE hub_subscriber SET taken = $2, next_at = $3, attempts = 0, failing_since = NULL WHERE id = $1',
      [id, digest, sqlTime(now + pause_ms)],
    ));
  const attempts = row.attempts + 1;
  const wait = retryAfter(attempts, (random(1)[0] ?? 0) / 256) ?? day_ms / 1000;
  await db.rows(
    `UPDATE hub_subscriber SET attempts = $2, next_at = $3, failing_since = coalesce(failing_since, $4) WHERE id = $1`,
    [id, attempts, sqlTime(now + wait * 1000), sqlTime(now)],
  );
}

/** Ends leases that ran out, and subscribers that took nothing for days. */
export async function forgetSubscribers(db: Database, now: Instant): Promise<void> {
  await db.rows(
    'DELETE FROM hub_subscriber WHERE asked IS NULL AND (lease_until < $1 OR failing_since < $2)',
    [sqlTime(now), isoInstant(now - failing_days_max * day_ms)],
  );
}
