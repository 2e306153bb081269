import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  lease_seconds,
  lease_seconds_max,
  type Subscription,
  shouldAsk,
  told_every_ms,
} from '../../../domain/mod.ts';
import { type Clock, type Id, type Instant, isId, newId, type Random } from '../../../kernel/mod.ts';
import { type Database, type Queryable, sqlTime } from '../../../store/mod.ts';
import type { FetchAllow } from '../fetch/guard.ts';
import { guardedPost } from '../fetch/post.ts';
import type { NamedHub } from './hub.ts';
import type { FeedSiteId } from './site.ts';

export type SubscriptionId = Id<'sub'>;
type Kept = Subscription & { readonly id: SubscriptionId; readonly hub: string; readonly topic: string };

export type HubHouse = {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: URL;
  /** The secret that a hub signs with, from the subscription's id: it is kept nowhere. */
  readonly secretOf: (id: SubscriptionId) => string;
  readonly userAgent: string;
  readonly allow: FetchAllow;
};

const timeout_ms = 10_000;
/** Subscriptions ended in one round. */
const ended_max = 16;
const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
const columns = `h.id, h.hub, h.topic, h.state, ${ms('h.asked_at')} AS "askedAt", h.tries, ${ms('h.lease_until')} AS "leaseUntil",
  ${ms('h.told_at')} AS "toldAt", ${ms('h.missed_at')} AS "missedAt"`;

export async function subscriptionOf(db: Queryable, site: FeedSiteId): Promise<Kept | null> {
  const [row = null] = await db.rows<Kept>(`SELECT ${columns} FROM feed_hub h WHERE feed_site_id = $1`, [
    site,
  ]);
  return row;
}

/** Notes that a poll found what the hub had not told of; until it tells again, the feed is polled as if there were none. */
export async function noteMissed(db: Database, id: SubscriptionId, now: Instant): Promise<void> {
  await db.rows('UPDATE feed_hub SET missed_at = $2::timestamptz WHERE id = $1', [id, sqlTime(now)]);
}

/**
 * Asks the hub that a feed names for a subscription, or for a longer one. The row is committed first: hubs ask back
 * before they answer. A process that dies in between leaves it «asked», and a later poll asks again. Never throws for
 * anything the hub does.
 */
export async function askHub(house: HubHouse, site: FeedSiteId, named: NamedHub): Promise<void> {
  const now = house.clock.now();
  const known = await subscriptionOf(house.db, site);
  const same = known !== null && known.hub === named.hub.href && known.topic === named.topic.href;
  if (!shouldAsk(same ? known : null, now)) return;
  // Another hub or topic is another subscription: it gets an id and a secret of its own.
  const id = same ? known.id : newId('sub', now, house.random);
  await house.db.rows(
    `INSERT INTO feed_hub (id, feed_site_id, hub, topic, state, asked_at) VALUES ($1, $2, $3, $4, 'asked', $5::timestamptz)
     ON CONFLICT (feed_site_id) DO UPDATE SET id = excluded.id, hub = excluded.hub, topic = excluded.topic, asked_at = excluded.asked_at,
       tries = CASE WHEN feed_hub.id = excluded.id THEN feed_hub.tries + 1 ELSE 1 END,
       state = CASE WHEN feed_hub.id = excluded.id AND feed_hub.state = 'active' THEN 'active' ELSE 'asked' END,
       lease_until = CASE WHEN feed_hub.id = excluded.id THEN feed_hub.lease_until END,
       told_at = CASE WHEN feed_hub.id = excluded.id THEN feed_hub.told_at END,
       missed_at = CASE WHEN feed_hub.id = excluded.id THEN feed_hub.missed_at END`,
    [id, site, named.hub.href, named.topic.href, sqlTime(now)],
  );
  await send(house, { id, hub: named.hub.href, topic: named.topic.href }, 'subscribe');
}

/** Ends subscriptions of sites that are polled no more. One that its hub does not confirm runs out by itself. */
export async function endSubscriptions(house: HubHouse): Promise<void> {
  const rows = await house.db.rows<Kept>(
    `UPDATE feed_hub h SET state = 'stopping' FROM feed_site f
     WHERE h.id IN (SELECT i.id FROM feed_hub i JOIN feed_site s ON s.id = i.feed_site_id
       WHERE i.state IN ('asked', 'active') AND s.next_at IS NULL LIMIT ${ended_max}) AND f.id = h.feed_site_id
     RETURNING ${columns}`,
  );
  await Promise.all(rows.map((row) => send(house, row, 'unsubscribe')));
}

async function send(
  house: HubHouse,
  { id, hub, topic }: Pick<Kept, 'id' | 'hub' | 'topic'>,
  mode: 'subscribe' | 'unsubscribe',
): Promise<void> {
  const form = new URLSearchParams({
    'hub.mode': mode,
    'hub.topic': topic,
    'hub.callback': `${house.publicUrl.href.replace(/\/$/, '')}/websub/${id}`,
  });
  if (mode === 'subscribe') {
    form.set('hub.secret', house.secretOf(id));
    form.set('hub.lease_seconds', String(lease_seconds));
  }
  await guardedPost(
    new URL(hub),
    {
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': house.userAgent },
      body: form.toString(),
    },
    { allow: house.allow, timeout_ms },
  );
}

/** What a hub asks back (W3C WebSub §5.3). */
export type HubQuestion = {
  readonly mode: string;
  readonly topic: string;
  readonly leaseSeconds: string | undefined;
};

/** Whether a hub's question is about something we asked of it; it is then taken as said. */
export async function confirmIntent(
  house: Pick<HubHouse, 'db' | 'clock'>,
  id: string,
  asked: HubQuestion,
): Promise<boolean> {
  if (!isId('sub', id)) return false;
  const now = house.clock.now();
  const given = /^\d{1,12}$/.test(asked.leaseSeconds ?? '') ? Number(asked.leaseSeconds) : lease_seconds;
  const until = now + Math.min(Math.max(given, 60), lease_seconds_max) * 1000;
  const [sql, values] =
    asked.mode === 'subscribe'
      ? [
          `state = 'active', tries = 0, lease_until = $3::timestamptz WHERE id = $1 AND topic = $2 AND state IN ('asked', 'active')`,
          [id, asked.topic, sqlTime(until)],
        ]
      : asked.mode === 'unsubscribe'
        ? [`state = 'stopped' WHERE id = $1 AND topic = $2 AND state = 'stopping'`, [id, asked.topic]]
        : asked.mode === 'denied'
          ? [
              `state = 'stopped' WHERE id = $1 AND topic = $2 AND state IN ('asked', 'active')`,
              [id, asked.topic],
            ]
          : [null, []];
  if (sql === null) return false;
  return (await house.db.rows(`UPDATE feed_hub SET ${sql} RETURNING id`, values)).length > 0;
}

/** What a hub sent: its signature fields and the bytes they are said to be of. */
export type HubPush = { readonly signatures: readonly string[]; readonly bytes: Uint8Array };

/**
 * A hub tells of a feed. `gone`: we have no such subscription (any more), and the hub may forget it. A push whose
 * signature is not its subscription's is `ignored`. What was sent is not read any further: it makes the feed itself be
 * polled now, at most once a minute, so that a hub can say «look», and never what there is to see.
 */
export async function takePush(
  house: Pick<HubHouse, 'db' | 'clock' | 'secretOf'>,
  id: string,
  push: HubPush,
): Promise<'taken' | 'ignored' | 'gone'> {
  if (!isId('sub', id)) return 'gone';
  const [row] = await house.db.rows<{ site: FeedSiteId }>(
    `SELECT feed_site_id AS site FROM feed_hub WHERE id = $1 AND state = 'active'`,
    [id],
  );
  if (row === undefined) return 'gone';
  if (!isSigned(push, house.secretOf(id as SubscriptionId))) return 'ignored';
  const now = house.clock.now();
  await house.db.transaction(async (tx) => {
    await tx.rows('UPDATE feed_hub SET told_at = $2::timestamptz WHERE id = $1', [id, sqlTime(now)]);
    // A feed that is asked for at this moment is asked again afterwards: the poll writes its own next turn, told or not.
    await tx.rows(
      `UPDATE feed_site SET next_at = greatest($2::timestamptz, polled_at + $3 * interval '1 millisecond')
       WHERE id = $1 AND next_at IS NOT NULL AND removed_at IS NULL`,
      [row.site, sqlTime(now), told_every_ms],
    );
    await tx.rows("SELECT pg_notify('relais_feed', '')");
  });
  return 'taken';
}

const methods = new Set(['sha1', 'sha256', 'sha384', 'sha512']);

/** Whether one of the signatures (`method=hex`, W3C WebSub §7.1) is the secret's over these bytes. */
export function isSigned({ signatures, bytes }: HubPush, secret: string): boolean {
  return signatures.some((text) => {
    const [, method = '', hex = ''] = /^\s*(sha\d{1,3})=([0-9a-f]{40,128})\s*$/i.exec(text) ?? [];
    if (!methods.has(method.toLowerCase())) return false;
    const given = Buffer.from(hex, 'hex');
    const own = createHmac(method.toLowerCase(), secret).update(bytes).digest();
    return given.length === own.length && timingSafeEqual(given, own);
  });
}
