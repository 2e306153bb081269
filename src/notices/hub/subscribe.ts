import { leaseSeconds } from '../../domain/mod.ts';
import { type Id, type Instant, newId, type Random } from '../../kernel/mod.ts';
import { type Database, sqlTime } from '../../store/mod.ts';

export type SubscriberId = Id<'hub'>;

/** Subscribers to one feed; more is another kind of hub. */
const subscribers_max = 1000;
const callback_max = 2048;
/** W3C WebSub §5.1: shorter than 200 bytes. */
const secret_max = 199;

/** What somebody asks of the hub, as the form had it. */
export type HubRequest = {
  readonly mode: string;
  /** The feed's path. */
  readonly topic: string;
  readonly callback: string;
  readonly secret: string;
  readonly lease: string;
};

/** Where subscribers are told: HTTP or HTTPS, no user name, no fragment. */
export function isCallback(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    text.length <= callback_max &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === '' &&
    url.hash === ''
  );
}

export const isHubSecret = (text: string): boolean => Buffer.byteLength(text) <= secret_max;

/**
 * Notes what was asked; the subscriber is asked back before anything holds (W3C WebSub §5.3). `full`: the feed has as many
 * as it may have.
 */
export async function askHub(
  { db, random }: { readonly db: Database; readonly random: Random },
  { mode, topic, callback, secret, lease }: HubRequest & { readonly mode: 'subscribe' | 'unsubscribe' },
  now: Instant,
): Promise<'asked' | 'full'> {
  return db.transaction(async (tx) => {
    await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('relais:hub:' || $1, 0))", [topic]);
    const [other] = await tx.rows<{ count: number }>(
      'SELECT count(*) AS count FROM hub_subscriber WHERE topic = $1 AND callback <> $2',
      [topic, callback],
    );
    if ((other?.count ?? 0) >= subscribers_max) return 'full';
    const id: SubscriberId = newId('hub', now, random);
    await tx.rows(
      `INSERT INTO hub_subscriber (id, topic, callback, asked, asked_secret, asked_lease, next_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (topic, callback) DO UPDATE SET asked = excluded.asked, asked_secret = excluded.asked_secret,
         asked_lease = excluded.asked_lease, next_at = excluded.next_at`,
      [id, topic, callback, mode, secret === '' ? null : secret, leaseSeconds(lease), sqlTime(now)],
    );
    return 'asked';
  });
}
