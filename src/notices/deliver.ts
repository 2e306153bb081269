import { failing_days_max, retryAfter } from '../domain/mod.ts';
import type { Clock, Instant, Random } from '../kernel/mod.ts';
import { type Database, sqlTime } from '../store/mod.ts';
import { signedHeaders } from './sign.ts';
import { type EndpointId, living, type MessageId } from './webhook.ts';

/** What became of sending one body: the guarded POST gives it. */
export type Sent =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'failed'; readonly detail: string };
export type Send = (
  to: URL,
  message: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<Sent>;

/** Messages under way to one endpoint, and to all: a slow one holds no other up. */
const per_endpoint_max = 4;
const all_max = 64;
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
};

/**
 * Takes messages that are due, for this process alone, and sends them; resolves when all that it took were answered.
 * `busy` counts what is under way per endpoint across calls. A crash after the answer sends a message again, with the
 * same id: receivers know it by that.
 */
export async function deliverDue(house: DeliverHouse, busy: Map<EndpointId, number>): Promise<number> {
  const { db, clock } = house;
  const now = clock.now();
  const full = [...busy].filter(([, count]) => count >= per_endpoint_max).map(([id]) => id);
  const underWay = [...busy.values()].reduce((sum, count) => sum + count, 0);
  if (underWay >= all_max) return 0;
  const due = await db.rows<Due>(
    `UPDATE webhook_message m SET next_at = $2 FROM webhook_endpoint e
     WHERE e.id = m.endpoint_id AND m.id IN (
       SELECT id FROM (
         SELECT m.id, m.next_at, row_number() OVER (PARTITION BY m.endpoint_id ORDER BY m.next_at) AS place
         FROM webhook_message m JOIN webhook_endpoint e ON e.id = m.endpoint_id
         WHERE m.next_at <= $1 AND e.disabled_at IS NULL AND NOT m.endpoint_id = ANY ($3)
       ) waiting WHERE place <= ${per_endpoint_max} ORDER BY next_at LIMIT $4)
       AND m.next_at <= $1
     RETURNING m.id, m.endpoint_id AS endpoint, e.url, m.body, m.attempts, e.secrets`,
    [sqlTime(now), sqlTime(now + lease_ms), full, all_max - underWay],
  );
  await Promise.all(
    due.map(async (message) => {
      busy.set(message.endpoint, (busy.get(message.endpoint) ?? 0) + 1);
      try {
        await attempt(house, message);
      } finally {
        const left = (busy.get(message.endpoint) ?? 1) - 1;
        if (left === 0) busy.delete(message.endpoint);
        else busy.set(message.endpoint, left);
      }
    }),
  );
  return due.length;
}

async function attempt({ db, clock, random, send, userAgent }: DeliverHouse, message: Due): Promise<void> {
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
    await judgeEndpoint(tx, message.endpoint, took, status === 410, now);
  });
}

/** Switches an endpoint off that said it is gone (410), or that has taken nothing for days. */
async function judgeEndpoint(
  tx: Pick<Database, 'rows'>,
  endpoint: EndpointId,
  took: boolean,
  gone: boolean,
  now: Instant,
): Promise<void> {
  if (took) {
    await tx.rows(
      'UPDATE webhook_endpoint SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL',
      [endpoint],
    );
    return;
  }
  await tx.rows(
    `UPDATE webhook_endpoint SET failing_since = coalesce(failing_since, $2),
       disabled_at = CASE WHEN $3 OR failing_since < $4 THEN $2 ELSE disabled_at END,
       disabled_because = CASE WHEN $3 THEN '410' WHEN failing_since < $4 THEN 'failing' ELSE disabled_because END
     WHERE id = $1`,
    [endpoint, sqlTime(now), gone, sqlTime(now - failing_days_max * day_ms)],
  );
}
