import { readId } from './campaign/mod.ts';
import type { House, OnError } from './compose-services.ts';
import type { Config } from './config.ts';
import { tryRelay } from './credit/mod.ts';
import type { HubHouse } from './evidence/mod.ts';
import {
  changeSite,
  confirmIntent,
  createClaims,
  createFetcher,
  type Fetcher,
  type PollHouse,
  pollDue,
  readRegistered,
  registerSite,
  takePush,
} from './evidence/mod.ts';
import { keepPolling } from './jobs/mod.ts';
import { isLimited, type Limit } from './people/mod.ts';
import type { FeedDesk } from './web/console/feeds-port.ts';
import type { HubServices, SiteServices } from './web/port.ts';

/** Tests of pages: enough for somebody who repairs a theme, too few to make us a tool against a site. */
const limits = {
  asker: { name: 'test-asker', tries: 15, within_ms: 600_000 },
  site: { name: 'test-site', tries: 10, within_ms: 600_000 },
  house: { name: 'test-house', tries: 600, within_ms: 3_600_000 },
} as const satisfies Readonly<Record<string, Limit>>;
/** Registrations by one asker: a network of many blogs in an afternoon, a tenth of what the house takes in an hour. */
const registrations = { name: 'site-asker', tries: 30, within_ms: 3_600_000 } as const satisfies Limit;
const tests_at_once = 8;

/** What the web asks of registered sites, and of pages that somebody tests; `close` ends what is being fetched. */
export function siteServices(config: Config, house: House) {
  const { db, seal, clock } = house;
  const fetcher = createFetcher({
    userAgent: userAgentOf(config),
    allow: config.fetchAllow,
    concurrency: tests_at_once,
  });
  const admit = async (visitor: string, site: string) => {
    const now = clock.now();
    if ((await isLimited(db, seal, limits.asker, visitor, now)) !== null) return 'asker' as const;
    if ((await isLimited(db, seal, limits.site, site, now)) !== null) return 'site' as const;
    return (await isLimited(db, seal, limits.house, '', now)) === null ? null : ('house' as const);
  };
  const services: SiteServices = {
    register: async (slug, address, visitor) => {
      const wait = await isLimited(db, seal, registrations, visitor, clock.now());
      return wait === null
        ? registerSite(house, { slug, address }, clock.now())
        : { kind: 'refused', reason: 'too_many' };
    },
    test: (slug, source, visitor) =>
      tryRelay({ ...house, fetcher }, { slug, source }, (site) => admit(visitor, site)),
  };
  return { services, close: fetcher.close };
}

/** How we name ourselves to other people's servers. */
export function userAgentOf(config: Pick<Config, 'publicUrl'>): string {
  return `Relais/0.1 (+${config.publicUrl.href}; looks whether a post links to a campaign)`;
}

/** What operators see and do of registered sites. */
export function feedDesk({ db, clock }: House): FeedDesk {
  return {
    list: async (slug, before, limit) => {
      const id = await readId(db, slug);
      return id === null ? null : readRegistered(db, id, before, limit);
    },
    change: async (slug, site, change) => {
      const id = await readId(db, slug);
      return id !== null && changeSite(db, id, site, change, clock.now());
    },
  };
}

/** What polling and the web need to deal with hubs. */
function hubHouse(config: Config, house: House): HubHouse {
  return {
    ...house,
    allow: config.fetchAllow,
    userAgent: userAgentOf(config),
    secretOf: (id) => Buffer.from(house.seal('websub', id)).toString('hex'),
  };
}

/** What hubs ask of the web. */
export function hubServices(config: Config, house: House): HubServices {
  const hubs = hubHouse(config, house);
  return {
    confirm: (id, asked) => confirmIntent(hubs, id, asked),
    push: (id, push) => takePush(hubs, id, push),
  };
}

/** All that polling takes. */
export function pollHouse(config: Config, house: House, fetcher: Fetcher, userAgent: string): PollHouse {
  return {
    ...house,
    fetcher,
    claims: createClaims(house),
    get: { userAgent, allow: config.fetchAllow },
    hubs: hubHouse(config, house),
  };
}

/** Polls the feeds of registered sites, those that a hub tells of at once. */
export async function startFeeds(house: PollHouse, onError: OnError) {
  const poll = (most: number) => pollDue(house, most);
  const polling = keepPolling({ poll, onError });
  const stopListening = await house.db.listen('relais_feed', polling.look);
  return {
    round: () => poll(100),
    stop: async () => {
      await stopListening();
      await polling.stop();
    },
  };
}
