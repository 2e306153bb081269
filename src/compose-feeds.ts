import type { House, OnError } from './compose-services.ts';
import type { Config } from './config.ts';
import { createClaims, type Fetcher, type PollHouse, pollDue, registerSite } from './evidence/mod.ts';
import { keepPolling } from './jobs/mod.ts';
import type { SiteServices } from './web/port.ts';

/** What the web asks of registered sites. */
export function siteServices(house: House): SiteServices {
  return { register: (slug, address) => registerSite(house, { slug, address }, house.clock.now()) };
}

/** All that polling takes. */
export function pollHouse(config: Config, house: House, fetcher: Fetcher, userAgent: string): PollHouse {
  return {
    ...house,
    fetcher,
    claims: createClaims(house),
    get: { userAgent, allow: config.fetchAllow },
  };
}

/** Polls the feeds of registered sites. */
export function startFeeds(house: PollHouse, onError: OnError) {
  const poll = (most: number) => pollDue(house, most);
  return { ...keepPolling({ poll, onError }), round: () => poll(100) };
}
