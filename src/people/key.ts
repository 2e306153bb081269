import { createPublicKey } from 'node:crypto';
import { type Id, type Instant, newId, type Random } from '../kernel/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../store/mod.ts';
import { newToken, type Seal } from './secret.ts';

export type KeyId = Id<'key'>;
/** What a key may be used for. */
export const keyScopes = ['purchases:write', 'purchases:read'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** A key as lists show it: everything but the key. */
export type ApiKey = {
  readonly id: KeyId;
  /** Slug of the organisation that it speaks for. */
  readonly organisation: string;
  /** Slug; null: every campaign. */
  readonly campaign: string | null;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  /** Whether requests must be signed. */
  readonly signed: boolean;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
  readonly replacedBy: KeyId | null;
  /** `YYYY-MM-DD`; null: never used. */
  readonly usedOn: string | null;
};

/** A key that was presented, with what its signatures are verified by (SubjectPublicKeyInfo). */
export type PresentedKey = ApiKey & { readonly publicKey: Uint8Array | null };

type House = { readonly seal: Seal; readonly random: Random };
type NewKey = {
  readonly organisation: string;
  readonly campaign: string | null;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly publicKey: Uint8Array | null;
  readonly expiresAt: Instant | null;
};

const columns = `k.id, o.slug AS organisation, k.campaign, k.name, k.scopes, k.public_key IS NOT NULL AS signed,
  k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt",
  k.replaced_by AS "replacedBy", k.used_on::text AS "usedOn"`;
const tables = 'api_key k JOIN organisation o ON o.id = k.organisation_id';

/** A new key; `secret` (`rk_…`) is shown now and never again. Null: there is no such organisation. */
export async function createKey(
  tx: Transaction,
  { seal, random }: House,
  key: NewKey,
  now: Instant,
): Promise<{ readonly id: KeyId; readonly secret: string } | null> {
  const id = newId('key', now, random);
  const secret = `rk_${newToken(random)}`;
  const made = await tx.rows(
    `INSERT INTO api_key (id, secret_hash, organisation_id, campaign, name, scopes, public_key, created_at, expires_at)
     SELECT $1, $2, o.id, $4, $5, $6::text[], $7, $8, $9 FROM organisation o WHERE o.slug = $3 RETURNING 1`,
    [
      id,
      seal('api key', secret),
      key.organisation,
      key.campaign,
      key.name,
      key.scopes,
      key.publicKey,
      sqlTime(now),
      key.expiresAt === null ? null : sqlTime(key.expiresAt),
    ],
  );
  return made.length === 0 ? null : { id, secret };
}

/**
 * A new key like an old one, which works on for `overlap_ms` and then no more. Null: there is no such key, or it is
 * no longer in force or was replaced before.
 */
export async function rotateKey(
  tx: Transaction,
  house: House,
  id: string,
  overlap_ms: number,
  now: Instant,
): Promise<{ readonly id: KeyId; readonly secret: string } | null> {
  const [old] = await tx.rows<PresentedKey & { lifetime: number | null }>(
    `SELECT ${columns}, k.public_key AS "publicKey" FROM ${tables} WHERE k.id = $1 FOR UPDATE OF k`,
    [id],
  );
  if (old === undefined || old.replacedBy !== null || !isInForce(old, now)) return null;
  // The new key lives as long as the old one was made for.
  const expiresAt = old.expiresAt === null ? null : now + (old.expiresAt - old.createdAt);
  const made = await createKey(tx, house, { ...old, expiresAt }, now);
  if (made === null) return null;
  const ends = Math.min(old.expiresAt ?? Number.POSITIVE_INFINITY, now + overlap_ms);
  await tx.rows('UPDATE api_key SET replaced_by = $2, expires_at = $3 WHERE id = $1', [
    id,
    made.id,
    sqlTime(ends),
  ]);
  return made;
}

/** Ends a key at once; false where there is none or it has ended. */
export async function revokeKey(tx: Queryable, id: string, now: Instant): Promise<boolean> {
  const rows = await tx.rows(
    'UPDATE api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING 1',
    [id, sqlTime(now)],
  );
  return rows.length === 1;
}

/** Keys of an organisation, or of everybody, newest first. */
export function readKeys(db: Queryable, organisation: string | null): Promise<readonly ApiKey[]> {
  return db.rows<ApiKey>(
    `SELECT ${columns} FROM ${tables} WHERE $1::text IS NULL OR o.slug = $1 ORDER BY k.created_at DESC, k.id DESC`,
    [organisation],
  );
}

/** The key that was presented, in force or not; null for a text that is no key of ours. Notes the day of use. */
export async function findKey(
  db: Database,
  seal: Seal,
  secret: string,
  now: Instant,
): Promise<PresentedKey | null> {
  if (!/^rk_[A-Za-z0-9_-]{43}$/.test(secret)) return null;
  const [key] = await db.rows<PresentedKey>(
    `SELECT ${columns}, k.public_key AS "publicKey" FROM ${tables} WHERE k.secret_hash = $1`,
    [seal('api key', secret)],
  );
  if (key === undefined) return null;
  const today = sqlTime(now).slice(0, 10);
  if (isInForce(key, now) && key.usedOn !== today)
    await db.rows('UPDATE api_key SET used_on = $2 WHERE id = $1', [key.id, today]);
  return key;
}

export function isInForce(key: Pick<ApiKey, 'expiresAt' | 'revokedAt'>, now: Instant): boolean {
  return key.revokedAt === null && (key.expiresAt === null || key.expiresAt > now);
}

/** Uses up a signature's nonce; false where it was used before. Those too old to matter are forgotten on the way. */
export async function spendNonce(
  db: Database,
  key: KeyId,
  nonce: string,
  until: Instant,
  now: Instant,
): Promise<boolean> {
  await db.rows('DELETE FROM api_nonce WHERE until < $1', [sqlTime(now)]);
  const rows = await db.rows(
    'INSERT INTO api_nonce (key_id, nonce, until) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1',
    [key, nonce, sqlTime(until)],
  );
  return rows.length === 1;
}

/** An Ed25519 public key from PEM, or from its 32 bytes in base64 or base64url (as `x` in a JWK); null for anything else. */
export function readPublicKey(text: string): Uint8Array | null {
  const bare = text.trim();
  try {
    const key = bare.startsWith('-----BEGIN PUBLIC KEY-----')
      ? createPublicKey(bare)
      : createPublicKey({
          key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(bare, 'base64').toString('base64url') },
          format: 'jwk',
        });
    return key.asymmetricKeyType === 'ed25519' ? key.export({ type: 'spki', format: 'der' }) : null;
  } catch {
    return null;
  }
}
