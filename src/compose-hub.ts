import { userAgentOf } from './compose-feeds.ts';
import type { House, OnError } from './compose-services.ts';
import type { Config } from './config.ts';
import { guardedGet, guardedPost } from './evidence/mod.ts';
import { askHub, isCallback, isHubSecret, keepHub } from './notices/mod.ts';
import { isLimited, type Limit } from './people/mod.ts';
import type { HubDoor } from './web/port.ts';

const limits = {
  asker: { name: 'hub-asker', tries: 60, within_ms: 3_600_000 },
  all: { name: 'hub', tries: 2000, within_ms: 3_600_000 },
} as const satisfies Readonly<Record<string, Limit>>;
/** How long a subscriber may take to answer. */
const timeout_ms = 15_000;

/** What anybody asks of our hub. */
export function hubDoor({ db, seal, clock, random }: House): HubDoor {
  return async (asked, visitor) => {
    const { mode, callback, secret } = asked;
    if (!isCallback(callback)) return 'callback_wrong';
    if (!isHubSecret(secret)) return 'secret_long';
    const now = clock.now();
    const wait =
      (await isLimited(db, seal, limits.asker, visitor, now)) ??
      (await isLimited(db, seal, limits.all, '', now));
    return wait === null ? askHub({ db, random }, { ...asked, mode }, now) : 'wait';
  };
}

/** Asks back and tells subscribers; `serve` answers requests as this house's web does, without a network. */
export function startHub(
  config: Config,
  house: House,
  serve: (request: Request) => Response | Promise<Response>,
  onError: OnError,
) {
  const publicUrl = config.publicUrl.href.replace(/\/$/, '');
  const userAgent = userAgentOf(config);
  const nothing = { etag: null, lastModified: null };
  return keepHub({
    ...house,
    publicUrl,
    userAgent,
    onError,
    send: (to, message) => guardedPost(to, message, { allow: config.fetchAllow, timeout_ms }),
    ask: async (address) => {
      const got = await guardedGet(address, '*/*', nothing, { userAgent, allow: config.fetchAllow });
      return got.kind === 'document' ? got.bytes.toString('utf8') : null;
    },
    feed: async (path) => {
      const answer = await serve(new Request(publicUrl + path));
      if (answer.status !== 200) return null;
      return { body: await answer.text(), type: answer.headers.get('content-type') ?? 'text/xml' };
    },
  });
}
