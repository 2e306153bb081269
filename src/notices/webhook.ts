import { type WebhookEvent, webhookEvents } from '../domain/mod.ts';
import { type CampaignId, type Id, type Instant, isoInstant, newId, type Random } from '../kernel/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../store/mod.ts';
import { newSecret } from './sign.ts';

export type EndpointId = Id<'whe'>;
export type MessageId = Id<'msg'>;
type Secret = { readonly secret: string; readonly until: string | null };

/** How long the replaced secret signs beside the new one. */
const overlap_ms = 24 * 3_600_000;
/** Endpoints of one campaign. */
const endpoints_max = 20;
const url_max = 2048;

/** Where a campaign's messages go. */
export type EndpointView = {
  readonly id: EndpointId;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly createdAt: Instant;
  readonly disabledAt: Instant | null;
  readonly disabledBecause: string | null;
  readonly failingSince: Instant | null;
};

/** The address of an endpoint: HTTPS, or HTTP where somebody tries things out; no user name in it. */
export function isEndpointUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    text.length <= url_max &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === '' &&
    url.hash === ''
  );
}

export type NewEndpoint = { readonly url: string; readonly events: readonly WebhookEvent[] };

/** Adds an endpoint; its secret is shown this once. Null when there are too many. */
export async function addEndpoint(
  tx: Transaction,
  campaign: CampaignId,
  endpoint: NewEndpoint,
  random: Random,
  now: Instant,
): Promise<{ readonly id: EndpointId; readonly secret: string } | null> {
  const id = newId('whe', now, random);
  const secret = newSecret(random);
  // Counted and added in turn, or two at once would both be the last.
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('relais:webhook:' || $1, 0))", [campaign]);
  const rows = await tx.rows(
    `INSERT INTO webhook_endpoint (id, campaign_id, url, events, secrets, created_at)
     SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM webhook_endpoint WHERE campaign_id = $2) < ${endpoints_max} RETURNING id`,
    [
      id,
      campaign,
      endpoint.url,
      endpoint.events.filter((event) => webhookEvents.includes(event)),
      JSON.stringify([{ secret, until: null }] satisfies Secret[]),
      sqlTime(now),
    ],
  );
  return rows.length === 0 ? null : { id, secret };
}

/** A new secret for an endpoint of this campaign, shown this once; the old one signs beside it for a day. */
export async function rotateSecret(
  tx: Transaction,
  campaign: CampaignId,
  endpoint: string,
  random: Random,
  now: Instant,
): Promise<string | null> {
  const [row] = await tx.rows<{ secrets: readonly Secret[] }>(
    'SELECT secrets FROM webhook_endpoint WHERE id = $1 AND campaign_id = $2 FOR UPDATE',
    [endpoint, campaign],
  );
  if (row === undefined) return null;
  const secret = newSecret(random);
  const until = isoInstant(now + overlap_ms);
  const old = living(row.secrets, now).map((one) => ({ ...one, until: one.until ?? until }));
  await tx.rows('UPDATE webhook_endpoint SET secrets = $2 WHERE id = $1', [
    endpoint,
    JSON.stringify([{ secret, until: null }, ...old]),
  ]);
  return secret;
}

/** The secrets that sign now. */
export function living(secrets: readonly Secret[], now: Instant): readonly Secret[] {
  return secrets.filter((one) => one.until === null || Date.parse(one.until) > now);
}

/** Switches an endpoint of this campaign off or on; switched on, it starts with a clean slate. */
export async function setEndpoint(
  tx: Transaction,
  campaign: CampaignId,
  endpoint: string,
  on: boolean,
  now: Instant,
): Promise<boolean> {
  const rows = await tx.rows(
    `UPDATE webhook_endpoint SET disabled_at = $3::timestamptz, disabled_because = $4, failing_since = NULL
     WHERE id = $1 AND campaign_id = $2 RETURNING id`,
    [endpoint, campaign, on ? null : sqlTime(now), on ? null : 'by hand'],
  );
  return rows.length > 0;
}

export async function readEndpoints(db: Queryable, campaign: CampaignId): Promise<readonly EndpointView[]> {
  return db.rows<EndpointView>(
    `SELECT id, url, events, created_at AS "createdAt", disabled_at AS "disabledAt",
       disabled_because AS "disabledBecause", failing_since AS "failingSince"
     FROM webhook_endpoint WHERE campaign_id = $1 ORDER BY created_at`,
    [campaign],
  );
}

/** Puts a message for each endpoint of a campaign that wants the event; within the caller's transaction. */
export async function putMessages(
  tx: Transaction,
  campaign: CampaignId,
  event: WebhookEvent,
  told: { readonly at: Instant; readonly data: object },
  random: Random,
  now: Instant,
): Promise<void> {
  const endpoints = await tx.rows<{ id: EndpointId }>(
    'SELECT id FROM webhook_endpoint WHERE campaign_id = $1 AND disabled_at IS NULL AND $2 = ANY (events)',
    [campaign, event],
  );
  for (const { id } of endpoints) await putMessage(tx, id, event, told, random, now);
}

async function putMessage(
  tx: Transaction,
  endpoint: EndpointId,
  event: string,
  told: { readonly at: Instant; readonly data: object },
  random: Random,
  now: Instant,
): Promise<void> {
  const body = JSON.stringify({ type: event, timestamp: isoInstant(told.at), data: told.data });
  await tx.rows(
    `INSERT INTO webhook_message (id, endpoint_id, event, body, created_at, next_at) VALUES ($1, $2, $3, $4, $5, $5)`,
    [newId('msg', now, random), endpoint, event, body, sqlTime(now)],
  );
}

/** A message that says nothing, to try an endpoint of this campaign. */
export async function testEndpoint(
  tx: Transaction,
  campaign: CampaignId,
  endpoint: string,
  random: Random,
  now: Instant,
): Promise<boolean> {
  const [row] = await tx.rows<{ id: EndpointId }>(
    'SELECT id FROM webhook_endpoint WHERE id = $1 AND campaign_id = $2',
    [endpoint, campaign],
  );
  if (row === undefined) return false;
  await putMessage(tx, row.id, 'test', { at: now, data: {} }, random, now);
  return true;
}

export type MessageView = {
  readonly id: MessageId;
  readonly endpoint: EndpointId;
  readonly event: string;
  readonly createdAt: Instant;
  readonly attempts: number;
  readonly nextAt: Instant | null;
  readonly deliveredAt: Instant | null;
  /** The last attempt: status, or why there was no answer. */
  readonly status: number | null;
  readonly detail: string | null;
  readonly tookMs: number | null;
};

/** The last messages of a campaign with how they went, newest first. */
export async function readMessages(
  db: Queryable,
  campaign: CampaignId,
  limit: number,
): Promise<readonly MessageView[]> {
  return db.rows<MessageView>(
    `SELECT m.id, m.endpoint_id AS endpoint, m.event, m.created_at AS "createdAt", m.attempts, m.next_at AS "nextAt",
       m.delivered_at AS "deliveredAt", a.status, a.detail, a.took_ms AS "tookMs"
     FROM webhook_endpoint e JOIN LATERAL (
       SELECT * FROM webhook_message WHERE endpoint_id = e.id ORDER BY created_at DESC LIMIT $2) m ON true
     LEFT JOIN LATERAL (SELECT * FROM webhook_attempt WHERE message_id = m.id ORDER BY id DESC LIMIT 1) a ON true
     WHERE e.campaign_id = $1 ORDER BY m.created_at DESC, m.id DESC LIMIT $2`,
    [campaign, limit],
  );
}

/**
 * Sends messages of this campaign again, with the same ids: one, or all of an endpoint that never came through. Gives how
 * many; null when the campaign has no such message or endpoint.
 */
export async function replay(
  tx: Transaction,
  campaign: CampaignId,
  which: { readonly message: string } | { readonly endpoint: string },
  now: Instant,
): Promise<number | null> {
  const [about, id] =
    'message' in which
      ? ['m.id = $1', which.message]
      : ['e.id = $1 AND m.delivered_at IS NULL', which.endpoint];
  const rows = await tx.rows(
    `UPDATE webhook_message m SET next_at = $3, attempts = 0 FROM webhook_endpoint e
     WHERE ${about} AND e.id = m.endpoint_id AND e.campaign_id = $2 RETURNING m.id`,
    [id, campaign, sqlTime(now)],
  );
  if (rows.length > 0) return rows.length;
  const own = await tx.rows('SELECT id FROM webhook_endpoint WHERE id = $1 AND campaign_id = $2', [
    id,
    campaign,
  ]);
  return own.length === 0 ? null : 0;
}

/** Deletes messages from before an instant, with their attempts, unless they are still to be sent. */
export async function forgetMessages(db: Database, before: Instant): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.rows(
      `DELETE FROM webhook_attempt a USING webhook_message m
       WHERE m.id = a.message_id AND m.created_at < $1 AND (m.next_at IS NULL OR m.next_at < $1)`,
      [sqlTime(before)],
    );
    await tx.rows('DELETE FROM webhook_message WHERE created_at < $1 AND (next_at IS NULL OR next_at < $1)', [
      sqlTime(before),
    ]);
  });
}
