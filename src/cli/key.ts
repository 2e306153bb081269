import {
  commandLine,
  createKey,
  type KeyView,
  key_overlap_ms,
  readKeys,
  revokeKey,
  rotateKey,
  works,
} from '../people/mod.ts';
import { type Command, refused, succeeded } from './command.ts';

const day_ms = 86_400_000;

/**
 * `relais key create NAME RETAILER CAMPAIGN|- DAYS|- PUBLIC_KEY|- read|-`, `key list`, `key rotate ID`, `key revoke ID`: keys of
 * retailers' tills.
 */
export const keyCommand: Command = async (house, { words: [action, ...rest] }) => {
  const { db, clock } = house;
  const now = clock.now();
  switch (action) {
    case 'list': {
      const keys = await readKeys(db, null);
      return succeeded(keys.length === 0 ? 'No key yet.' : keys.map((key) => line(key, now)).join('\n'));
    }
    case 'create':
      return create(house, rest, now);
    case 'rotate': {
      const made = await rotateKey(house, rest[0] ?? '', key_overlap_ms, commandLine, now);
      return made === null
        ? refused(`There is no key ${rest[0]} that works.`)
        : succeeded(`${made.text}\n${made.id}: shown this once. The old key works for 7 more days.`);
    }
    case 'revoke':
      return (await revokeKey(db, rest[0] ?? '', commandLine, now))
        ? succeeded('It works no more.')
        : refused(`There is no key ${rest[0]} that works.`);
    default:
      return refused(`${action} is not one of create, list, rotate, revoke.`);
  }
};

async function create(house: Parameters<Command>[0], words: readonly string[], now: number) {
  const [name = '', retailer = '', campaign = '-', days = '-', publicKey = '-', also = '-'] = words;
  if (name === '' || retailer === '') return refused('A key needs a name and --retailer.');
  const life = days === '-' ? null : Number(days);
  if (life !== null && !(Number.isInteger(life) && life >= 1 && life <= 3650))
    return refused('--days is not a whole number from 1 to 3650.');
  const raw = publicKey === '-' ? null : Buffer.from(publicKey, 'base64');
  if (raw !== null && raw.length !== 32)
    return refused('--public-key is not an Ed25519 key: 32 bytes in base 64.');
  const made = await createKey(
    house,
    {
      ...{ name: name.slice(0, 80), retailer, campaign: campaign === '-' ? null : campaign },
      scopes: also === 'read' ? ['purchases:write', 'purchases:read'] : ['purchases:write'],
      publicKey: raw,
      expiresAt: life === null ? null : now + life * day_ms,
    },
    commandLine,
    now,
  );
  return made === null
    ? refused(`There is no organisation ${retailer}.`)
    : succeeded(`${made.text}\n${made.id}: shown this once; send it as Authorization: Bearer rk_….`);
}

function line(key: KeyView, now: number): string {
  const day = (instant: number) => new Date(instant).toISOString().slice(0, 10);
  const state = works(key, now)
    ? key.expiresAt === null
      ? 'works'
      : `until ${day(key.expiresAt)}`
    : key.revokedAt === null
      ? 'expired'
      : 'revoked';
  const signed = key.publicKey === null ? '' : ', signed requests';
  return `${key.id}  ${key.retailer}  ${key.campaign ?? 'all campaigns'}  ${state}${signed}, last used ${key.lastUsed ?? 'never'}: ${key.name}`;
}
