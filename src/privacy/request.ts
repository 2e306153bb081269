import { hash, timingSafeEqual } from 'node:crypto';
import type { RelayState } from '../domain/mod.ts';
import {
  type Id,
  type Instant,
  isId,
  type Language,
  newId,
  type Random,
  type RelayId,
} from '../kernel/mod.ts';
import type { Queue } from '../queue/mod.ts';
import { type Database, type Queryable, sqlTime } from '../store/mod.ts';

/** Somebody asks for what is held about a relay, and shows that the post is theirs. */
export type DataRequestId = Id<'drq'>;
/** `open`: nothing was shown yet; `proven`: whoever holds the link's key may read and erase. */
export type DataRequestState = 'open' | 'checking' | 'proven' | 'not_found' | 'unreachable';

/** A request as its page shows it. */
export type DataRequestView = {
  readonly id: DataRequestId;
  readonly relay: RelayId;
  readonly campaign: string;
  readonly source: string;
  readonly state: DataRequestState;
  /** What the post must link to: the last part of the address. */
  readonly token: string;
  readonly relayState: RelayState;
};

export const privacyCheckJob = 'privacy-check';
export const privacyMailJob = 'privacy-mail';

/** The payload of both jobs. */
export type RequestPayload = { readonly request: DataRequestId };
export function isRequestPayload(value: unknown): value is RequestPayload {
  const { request } = (value ?? {}) as Partial<Record<'request', unknown>>;
  return typeof request === 'string' && isId('drq', request);
}

/** Requests for one relay that are taken in a day: each may cost its blog a visit. */
const daily_max = 10;
const day_ms = 86_400_000;
const key_bytes = 20;

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const digest = (key: string) => hash('sha256', key, 'buffer');

export type OpenedRequest =
  /** `key` stands in the link of whoever asked, and nowhere else. */
  | { readonly kind: 'opened'; readonly request: DataRequestId; readonly key: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'too_many' };

/** Opens a request that is to be proven by a link in the post. */
export async function openRequest(
  db: Database,
  asked: { readonly relay: string; readonly language: Language },
  random: Random,
  now: Instant,
): Promise<OpenedRequest> {
  const key = textOf(random(key_bytes));
  const found = await insert(db, { ...asked, way: 'post', keyHash: digest(key) }, random, now);
  return typeof found === 'string' ? { kind: 'opened', request: found, key } : found;
}

/**
 * Opens a request for whoever left this e-mail address with the post, and has the link sent there. Says nothing of
 * whether the address is the one: it answers all askers alike.
 */
export async function requestByMail(
  house: { readonly db: Database; readonly queue: Queue; readonly random: Random },
  asked: { readonly relay: string; readonly email: string; readonly language: Language },
  now: Instant,
): Promise<void> {
  await house.db.transaction(async (tx) => {
    const [contact] = await tx.rows(
      'SELECT relay_id FROM relay_contact WHERE relay_id = $1 AND lower(email) = lower($2)',
      [asked.relay, asked.email],
    );
    if (contact === undefined) return;
    const found = await insert(tx, { ...asked, way: 'email', keyHash: null }, house.random, now);
    if (typeof found === 'string')
      await house.queue.enqueue(tx, privacyMailJob, [{ payload: { request: found } }]);
  });
}

async function insert(
  db: Queryable,
  asked: {
    readonly relay: string;
    readonly language: Language;
    readonly way: 'post' | 'email';
    readonly keyHash: Uint8Array | null;
  },
  random: Random,
  now: Instant,
): Promise<DataRequestId | { readonly kind: 'unknown' | 'too_many' }> {
  if (!isId('rly', asked.relay)) return { kind: 'unknown' };
  const [relay] = await db.rows<{ recent: number }>(
    `SELECT (SELECT count(*) FROM data_request d WHERE d.relay_id = r.id AND d.made_at > $2::timestamptz) AS recent
     FROM relay r WHERE r.id = $1 AND r.erased_at IS NULL`,
    [asked.relay, sqlTime(now - day_ms)],
  );
  if (relay === undefined) return { kind: 'unknown' };
  if (relay.recent >= daily_max) return { kind: 'too_many' };
  const id = newId('drq', now, random);
  await db.rows(
    `INSERT INTO data_request (id, relay_id, way, state, token, key_hash, language, made_at)
     VALUES ($1, $2, $3, 'open', $4, $5, $6, $7)`,
    [id, asked.relay, asked.way, textOf(random(key_bytes)), asked.keyHash, asked.language, sqlTime(now)],
  );
  return id;
}

/** The request that a link with this key leads to; null for a wrong key as for an unknown request. */
export async function readRequest(db: Queryable, id: string, key: string): Promise<DataRequestView | null> {
  if (!isId('drq', id)) return null;
  const [row] = await db.rows<DataRequestView & { keyHash: Uint8Array | null }>(
    `SELECT d.id, d.relay_id AS relay, c.slug AS campaign, r.source, d.state, d.token, d.key_hash AS "keyHash", r.state AS "relayState"
     FROM data_request d JOIN relay r ON r.id = d.relay_id JOIN campaign c ON c.id = r.campaign_id WHERE d.id = $1`,
    [id],
  );
  if (row === undefined || row.keyHash === null || !timingSafeEqual(row.keyHash, digest(key))) return null;
  const { keyHash: _, ...view } = row;
  return view;
}

/** Has the post looked at for the link; the caller holds the request's key. A proven request stays proven. */
export async function askCheck(db: Database, queue: Queue, id: DataRequestId): Promise<void> {
  await db.transaction(async (tx) => {
    const rows = await tx.rows(
      `UPDATE data_request SET state = 'checking' WHERE id = $1 AND state IN ('open', 'not_found', 'unreachable') RETURNING id`,
      [id],
    );
    if (rows.length === 1) await queue.enqueue(tx, privacyCheckJob, [{ payload: { request: id } }]);
  });
}
