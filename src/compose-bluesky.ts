import { userAgentOf } from './compose-feeds.ts';
import type { House, OnError } from './compose-services.ts';
import type { Config } from './config.ts';
import { type Claim, type Claims, createClaims, guardedGet, type Looker } from './evidence/mod.ts';
import { atLooker, atPostIn, keepStream } from './fediverse/mod.ts';

/** Claims as they come; a post on Bluesky is a short message, whoever brings it. */
export function knowingPosts(config: Config, claim: Claims['claim']): Claims['claim'] {
  if (config.bluesky === null) return claim;
  return (one: Claim) => claim(atPostIn(one.source) === null ? one : { ...one, kind: 'mention' });
}

/** A looker that reads posts on Bluesky too, where that is switched on. */
export function lookerOf(config: Config, { clock, publicUrl }: House, otherwise: Looker): Looker {
  if (config.bluesky === null) return otherwise;
  const get = { userAgent: userAgentOf(config), allow: config.fetchAllow };
  const { api } = config.bluesky;
  const ask: Parameters<typeof atLooker>[0]['ask'] = async (address) => {
    const got = await guardedGet(address, 'application/json', { etag: null, lastModified: null }, get);
    if (got.kind === 'document') return { text: got.bytes.toString('utf8') };
    return { status: got.kind === 'failed' ? got.status : null };
  };
  return atLooker({ clock, publicUrl, api, ask }, otherwise);
}

/** Reads the public stream of posts, where it is switched on. */
export function startBluesky(
  config: Config,
  house: House,
  onError: OnError,
): { readonly stop: () => Promise<void> } {
  if (config.bluesky === null) return { stop: async () => {} };
  const claims = createClaims(house);
  const stream = keepStream({ ...house, stream: new URL(config.bluesky.stream), claims, onError });
  return {
    stop: async () => {
      await stream.stop();
      await claims.idle();
    },
  };
}
