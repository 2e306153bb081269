import { type Id, type Instant, isoInstant, newId, type Random } from '../kernel/mod.ts';
import type { Database, Queryable } from '../store/mod.ts';
import { isToken, newToken, type Seal } from './secret.ts';
import { type Actor, record } from './trail.ts';

export type KeyId = Id<'key'>;
/** What a key may do. */
export const keyScopes = ['purchases:write', 'purchases:read'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** A retailer's key as lists show it; the key itself is shown once, when it is made. */
export type KeyView = {
  readonly id: KeyId;
  readonly name: string;
  /** The organisation's slug. */
  readonly retailer: string;
  /** The campaign's slug; null: every campaign that the retailer is in. */
  readonly campaign: string | null;
  readonly scopes: readonly KeyScope[];
  /** Ed25519 in base64: requests must be signed with it. */
  readonly publicKey: string | null;
  readonly madeAt: Instant;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
  /** The day of its last use, `YYYY-MM-DD`. */
  readonly lastUsed: string | null;
};

export type NewKey = {
  readonly name: string;
  readonly retailer: string;
  readonly campaign: string | null;
  readonly scopes: readonly KeyScope[];
  /** 32 bytes. */
  readonly publicKey: Uint8Array | null;
  readonly expiresAt: Instant | null;
};

const prefix = 'rk_';
const day_ms = 86_400_000;
/** For how long the old key goes on working beside the new one, if nobody says otherwise. */
export const key_overlap_ms = 7 * day_ms;

/** Makes a key and gives its text, which is shown this once. Null when there is no such organisation. */
export async function createKey(
  house: { readonly db: Database; readonly random: Random; readonly seal: Seal },
  key: NewKey,
  actor: Actor,
  now: Instant,
): Promise<{ readonly id: KeyId; readonly text: string } | null> {
  return house.db.transaction(async (tx) => {
    const [known] = await tx.rows('SELECT FROM organisation WHERE slug = $1', [key.retailer]);
    if (known === undefined) return null;
    const made = await insert(tx, house, key, now);
    await note(tx, actor, 'key.create', key, made.id, now);
    return made;
  });
}

async function insert(
  tx: Queryable,
  { random, seal }: { readonly random: Random; readonly seal: Seal },
  key: NewKey,
  now: Instant,
) {
  const id = newId('key', now, random);
  const token = newToken(random);
  await tx.rows(
    `INSERT INTO api_key (id, name, token_hash, retailer, campaign, scopes, public_key, made_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      key.name,
      seal('api key', token),
      key.retailer,
      key.campaign,
      key.scopes,
      key.publicKey,
      isoInstant(now),
      key.expiresAt === null ? null : isoInstant(key.expiresAt),
    ],
  );
  return { id, text: `${prefix}${token}` };
}

const columns = `id, name, retailer, campaign, scopes, encode(public_key, 'base64') AS "publicKey", made_at AS "madeAt",
  expires_at AS "expiresAt", revoked_at AS "revokedAt", last_used::text AS "lastUsed"`;

/** The keys of these retailers (null: of all), the newest first. */
export function readKeys(db: Queryable, retailers: readonly string[] | null): Promise<readonly KeyView[]> {
  return db.rows<KeyView>(
    `SELECT ${columns} FROM api_key WHERE $1::text[] IS NULL OR retailer = ANY($1::text[]) ORDER BY made_at DESC, id`,
    [retailers],
  );
}

export async function readKey(db: Queryable, id: string): Promise<KeyView | null> {
  const [row] = await db.rows<KeyView>(`SELECT ${columns} FROM api_key WHERE id = $1`, [id]);
  return row ?? null;
}

/** A new key like this one; the old one works until the overlap has passed. Null for a key that does not work any more. */
export async function rotateKey(
  house: { readonly db: Database; readonly random: Random; readonly seal: Seal },
  id: string,
  overlap_ms: number,
  actor: Actor,
  now: Instant,
): Promise<{ readonly id: KeyId; readonly text: string } | null> {
  return house.db.transaction(async (tx) => {
    const old = await readKey(tx, id);
    if (old === null || !works(old, now)) return null;
    const life = old.expiresAt === null ? null : old.expiresAt - old.madeAt;
    const made = await insert(
      tx,
      house,
      {
        ...old,
        publicKey: old.publicKey === null ? null : Buffer.from(old.publicKey, 'base64'),
        expiresAt: life === null ? null : now + life,
      },
      now,
    );
    await tx.rows('UPDATE api_key SET expires_at = least(expires_at, $2::timestamptz) WHERE id = $1', [
      id,
      isoInstant(now + overlap_ms),
    ]);
    await note(tx, actor, 'key.rotate', old, made.id, now);
    return made;
  });
}

/** Ends a key at once. False when there is none that works. */
export async function revokeKey(db: Database, id: string, actor: Actor, now: Instant): Promise<boolean> {
  return db.transaction(async (tx) => {
    const key = await readKey(tx, id);
    if (key === null || key.revokedAt !== null) return false;
    await tx.rows('UPDATE api_key SET revoked_at = $2 WHERE id = $1', [id, isoInstant(now)]);
    await note(tx, actor, 'key.revoke', key, key.id, now);
    return true;
  });
}

/** The key that a request carries (`Bearer rk_…`); null for none that works. */
export async function findKey(db: Database, seal: Seal, text: string, now: Instant): Promise<KeyView | null> {
  const token = text.startsWith(prefix) ? text.slice(prefix.length) : '';
  if (!isToken(token)) return null;
  const [key] = await db.rows<KeyView>(`SELECT ${columns} FROM api_key WHERE token_hash = $1`, [
    seal('api key', token),
  ]);
  if (key === undefined || !works(key, now)) return null;
  const today = isoInstant(now).slice(0, 10);
  if (key.lastUsed !== today)
    await db.rows('UPDATE api_key SET last_used = $2 WHERE id = $1', [key.id, today]);
  return key;
}

export function works(key: Pick<KeyView, 'expiresAt' | 'revokedAt'>, now: Instant): boolean {
  return key.revokedAt === null && (key.expiresAt === null || now < key.expiresAt);
}

/** Takes a nonce of a signed request; false when it was there before. Those older than `kept_ms` are forgotten. */
export async function takeNonce(
  db: Database,
  key: KeyId,
  nonce: string,
  now: Instant,
  kept_ms: number,
): Promise<boolean> {
  const rows = await db.rows(
    'INSERT INTO api_key_nonce (key_id, nonce, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING nonce',
    [key, nonce, isoInstant(now)],
  );
  await db.rows('DELETE FROM api_key_nonce WHERE at < $1', [isoInstant(now - kept_ms)]);
  return rows.length === 1;
}

async function note(
  tx: Queryable,
  actor: Actor,
  action: string,
  { name, retailer, campaign }: Pick<KeyView, 'name' | 'retailer' | 'campaign'>,
  id: KeyId,
  now: Instant,
): Promise<void> {
  await record(tx, actor, { action, organisation: retailer, campaign, subject: id, details: { name } }, now);
}
