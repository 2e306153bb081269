import type { Instant } from './clock.ts';
import type { Random } from './random.ts';

/** An identifier with its kind in front: `rly_01k…`. The kind is part of the type. */
export type Id<Prefix extends string> = `${Prefix}_${string}`;
export type OrganisationId = Id<'org'>;
export type CampaignId = Id<'cmp'>;
export type PledgeId = Id<'plg'>;
export type RelayId = Id<'rly'>;
export type AccountId = Id<'acc'>;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new identifier: prefix, `_`, 26 characters of Crockford's base 32 — 48 bits of time (so that ids of one
 * process sort roughly by age and indexes grow at one end), then 80 random bits (so that ids can't be guessed).
 */
export function newId<P extends string>(prefix: P, now: Instant, random: Random): Id<P> {
  let time = now;
  let head = '';
  for (let i = 0; i < 10; i++) {
    head = alphabet[time % 32] + head;
    time = Math.floor(time / 32);
  }
  let tail = '';
  let bits = 0;
  let held = 0;
  for (const byte of random(10)) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      tail += alphabet[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return `${prefix}_${head}${tail}`;
}

/** Whether a text has the shape of an identifier of this kind (it need not exist). */
export function isId<P extends string>(prefix: P, text: string): text is Id<P> {
  return text.startsWith(`${prefix}_`) && /^[0-9a-hjkmnp-tv-z]{26}$/.test(text.slice(prefix.length + 1));
}
