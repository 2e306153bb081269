import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { CampaignId, Clock, Random } from '../../kernel/mod.ts';
import type { Seal } from '../../people/mod.ts';
import { type Database, sqlTime } from '../../store/mod.ts';

/** What a campaign's actor signs with. */
export type ActorKeys = { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey };
export type Keys = (campaign: CampaignId) => Promise<ActorKeys>;

type Row = { jwk: JsonWebKey; sealed: Uint8Array };

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const nonce_bytes = 12;
const tag_bytes = 16;

/**
 * The keys of actors, each made when it is first needed: RSA of 2048 bits, which all of the fediverse reads. The private
 * half is kept sealed under the house's secret, so that the database alone signs nothing. Where the secret was changed,
 * a new key takes the old one's place; others read it anew when a signature fails.
 */
export function openKeys(house: {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly seal: Seal;
}): Keys {
  const { db, clock, random, seal } = house;
  const kept = new Map<CampaignId, Promise<ActorKeys>>();
  const sealKey = (campaign: CampaignId) => seal('fediverse-key', campaign);
  const read = async (campaign: CampaignId): Promise<ActorKeys> => {
    const [row] = await db.rows<Row>(
      'SELECT public_jwk AS jwk, sealed FROM fediverse_key WHERE campaign_id = $1',
      [campaign],
    );
    const opened = row === undefined ? null : open(row.sealed, sealKey(campaign));
    if (row !== undefined && opened !== null) return imported(row.jwk, opened);
    const made = await crypto.subtle.generateKey(
      { ...algorithm, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
      true,
      ['sign', 'verify'],
    );
    const jwk = await crypto.subtle.exportKey('jwk', made.publicKey);
    const secret = Buffer.from(JSON.stringify(await crypto.subtle.exportKey('jwk', made.privateKey)));
    // Of two processes that make one at once, the first's is everybody's.
    await db.rows(
      `INSERT INTO fediverse_key (campaign_id, public_jwk, sealed, made_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (campaign_id) DO UPDATE SET public_jwk = excluded.public_jwk, sealed = excluded.sealed, made_at = excluded.made_at
       WHERE fediverse_key.sealed = $5`,
      [
        campaign,
        JSON.stringify(jwk),
        shut(secret, sealKey(campaign), random),
        sqlTime(clock.now()),
        row?.sealed ?? new Uint8Array(),
      ],
    );
    return read(campaign);
  };
  return (campaign) => {
    const known = kept.get(campaign) ?? read(campaign);
    kept.set(campaign, known);
    known.catch(() => kept.delete(campaign));
    return known;
  };
}

async function imported(publicJwk: JsonWebKey, privateJwk: JsonWebKey): Promise<ActorKeys> {
  return {
    publicKey: await crypto.subtle.importKey('jwk', publicJwk, algorithm, true, ['verify']),
    privateKey: await crypto.subtle.importKey('jwk', privateJwk, algorithm, true, ['sign']),
  };
}

/** AES-256-GCM: nonce, tag, text. */
function shut(text: Uint8Array, key: Uint8Array, random: Random): Uint8Array {
  const nonce = random(nonce_bytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function open(sealed: Uint8Array, key: Uint8Array): JsonWebKey | null {
  const bytes = Buffer.from(sealed);
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonce_bytes));
    cipher.setAuthTag(bytes.subarray(nonce_bytes, nonce_bytes + tag_bytes));
    const text = Buffer.concat([cipher.update(bytes.subarray(nonce_bytes + tag_bytes)), cipher.final()]);
    return JSON.parse(text.toString('utf8')) as JsonWebKey;
  } catch {
    return null;
  }
}
