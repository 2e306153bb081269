import { failing_days_max, retryAfter } from '../domain/mod.ts';
import type { Clock, Instant, Random } from '../kernel/mod.ts';
import { type Database, sqlTime, type Transaction } from '../store/mod.ts';
import { putMail } from './mail.ts';
import { recipients } from './recipients.ts';
import { signedHeaders } from './sign.ts';
import { type EndpointId, living, type MessageId } from './webhook.ts';
import type { NoticeWords, RelayNews } from './words.ts';

/** What became of sending one body: the guarded POST gives it. */
export type Sent =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'failed'; readonly detail: string };
export type Send = (
  to: URL,
  message: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<Sent>;

/** Messages under way to one endpoint, and to all: a slow one holds no other up, and one that fails gets one try at a time. */
const per_endpoint_max = 4;
const per_failing_max = 1;
const all_max = 256;
/** How long a message is somebody's to send before another process may take it: longer than any answer may take. */
const lease_ms = 60_000;
const day_ms = 86_400_000;

type Due = {
  id: MessageId;
  endpoint: EndpointId;
  url: string;
  body: string;
  attempts: number;
  secrets: readonly { readonly secret: string; readonly until: string | null }[];
};

export type DeliverHouse = {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly send: Send;
  readonly userAgent: string;
  readonly words: NoticeWords;
  readonly publicUrl: string;
};

/** Takes messages that are due, for this process alone, as many as `busy` (what is under way by endpoint) leaves room for. */
export async function takeDue(
  { db, clock }: Pick<DeliverHouse, 'db' | 'clock'>,
  busy: ReadonlyMap<EndpointId, number>,
): Promise<readonly Due[]> {
  const now = clock.now();
  const underWay = [...busy.values()].reduce((sum, count) => sum + count, 0);
  if (underWay >= all_max) return [];
  return db.rows<Due>(
    `UPDATE webhook_message m SET next_at = $2 FROM (
       SELECT d.id, e.url, e.secrets FROM webhook_endpoint e
       LEFT JOIN unnest($3::text[], $4::integer[]) AS b (id, count) ON b.id = e.id
       JOIN LATERAL (SELECT id, next_at, coalesce(b.count, 0) + row_number() OVER (ORDER BY next_at) AS place FROM (
         SELECT w.id, w.next_at FROM webhook_message w WHERE w.endpoint_id = e.id AND w.next_at <= $1 ORDER BY w.next_at
         LIMIT greatest(0, CASE WHEN e.failing_since IS NULL THEN ${per_endpoint_max} ELSE ${per_failing_max} END - coalesce(b.count, 0))
         FOR UPDATE SKIP LOCKED) waiting) d ON true
       WHERE e.disabled_at IS NULL ORDER BY d.place, d.next_at LIMIT $5) due
     WHERE m.id = due.id AND m.next_at <= $1
     RETURNING m.id, m.endpoint_id AS endpoint, due.url, m.body, m.attempts, due.secrets`,
    [sqlTime(now), sqlTime(now + lease_ms), [...busy.keys()], [...busy.values()], all_max - underWay],
  );
}

/**
 * Gives a function that looks for due messages and sends them; each that ends makes room and looks again. `start` runs
 * work in the background and never rejects.
 */
export function createDeliverer(
  house: DeliverHouse,
  start: (work: () => Promise<unknown>) => Promise<void>,
): () => void {
  const busy = new Map<EndpointId, number>();
  const count = (endpoint: EndpointId, by: 1 | -1) => {
    const now = (busy.get(endpoint) ?? 0) + by;
    if (now === 0) busy.delete(endpoint);
    else busy.set(endpoint, now);
  };
  let looking = false;
  let again = false;
  const look = () => {
    again = true;
    if (looking) return;
    looking = true;
    start(async () => {
      try {
        while (again) {
          again = false;
          for (const message of await takeDue(house, busy)) {
            count(message.endpoint, 1);
            start(() => attempt(house, message)).then(() => {
              count(message.endpoint, -1);
              look();
            });
          }
        }
      } finally {
        looking = false;
      }
    });
  };
  return look;
}

/**
 * Sends a message once and notes how that went. A crash after the answer sends it again, with the same id: receivers
 * know it by that.
 */
export async function attempt(house: DeliverHouse, message: Due): Promise<void> {
  const { db, clock, random, send, userAgent } = house;
  const began = clock.now();
  const secrets = living(message.secrets, began).map((one) => one.secret);
  const headers = {
    'content-type': 'application/json',
    'user-agent': userAgent,
    ...signedHeaders(message, secrets, Math.floor(began / 1000)),
  };
  const sent = await send(new URL(message.url), { headers, body: message.body });
  const now = clock.now();
  const status = sent.kind === 'answered' ? sent.status : null;
  const took = status !== null && status >= 200 && status < 300;
  const jitter = (random(1)[0] ?? 0) / 256;
  const attempts = message.attempts + 1;
  const wait = took || status === 410 ? null : retryAfter(attempts, jitter);
  await db.transaction(async (tx) => {
    await tx.rows(
      'INSERT INTO webhook_attempt (message_id, at, status, took_ms, detail) VALUES ($1, $2, $3, $4, $5)',
      [
        message.id,
        sqlTime(began),
        status,
        Math.max(0, now - began),
        sent.kind === 'answered' ? sent.text : sent.detail,
      ],
    );
    await tx.rows(
      `UPDATE webhook_message SET attempts = $2, next_at = $3::timestamptz, delivered_at = $4::timestamptz WHERE id = $1`,
      [message.id, attempts, wait === null ? null : sqlTime(now + wait * 1000), took ? sqlTime(now) : null],
    );
    await judgeEndpoint(tx, house, message, took ? 'took' : status === 410 ? 'gone' : 'failed', now);
  });
}

/** Switches an endpoint off that said it is gone (410), or that has taken nothing for days, and tells its operators. */
async function judgeEndpoint(
  tx: Transaction,
  { random, words, publicUrl }: DeliverHouse,
  { endpoint, url }: Due,
  answer: 'took' | 'gone' | 'failed',
  now: Instant,
): Promise<void> {
  if (answer === 'took') {
    await tx.rows(
      'UPDATE webhook_endpoint SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL',
      [endpoint],
    );
    return;
  }
  await tx.rows(
    'UPDATE webhook_endpoint SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL AND disabled_at IS NULL',
    [endpoint, sqlTime(now)],
  );
  const [off] = await tx.rows<{ slug: string; operator: string; title: RelayNews['campaign'] }>(
    `UPDATE webhook_endpoint e SET disabled_at = $2, disabled_because = CASE WHEN $3 THEN '410' ELSE 'failing' END
     FROM campaign c JOIN organisation o ON o.id = c.operator_id
     WHERE e.id = $1 AND c.id = e.campaign_id AND e.disabled_at IS NULL AND ($3 OR e.failing_since < $4)
     RETURNING c.slug, o.slug AS operator, c.content -> 'title' AS title`,
    [endpoint, sqlTime(now), answer === 'gone', sqlTime(now - failing_days_max * day_ms)],
  );
  if (off === undefined) return;
  const who = { campaign: off.slug, organisation: off.operator, roles: ['operator'] as const };
  for (const { email, language } of await recipients(tx, who)) {
    const mail = words(language).endpointOff({
      campaign: off.title,
      host: new URL(url).host,
      why: answer === 'gone' ? 'gone' : 'failing',
      address: `${publicUrl}/console/c/${off.slug}/webhooks`,
    });
    await putMail(tx, { to: email, relay: null, unsubscribe: null, ...mail }, random, now);
  }
}
