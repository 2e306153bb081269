import { readCampaign, readCampaigns, readId } from './campaign/mod.ts';
import { userAgentOf } from './compose-feeds.ts';
import type { House, OnError } from './compose-services.ts';
import type { Config } from './config.ts';
import { type Claim, type Claims, guardedGet, guardedPost, type Looker } from './evidence/mod.ts';
import {
  createInbox,
  createPublisher,
  fediverseLooker,
  type Get,
  isShare,
  keepFediverse,
  type NoteKind,
  type Opened,
  openFediverse,
  type Standing,
} from './fediverse/mod.ts';
import { translator } from './i18n/mod.ts';
import { languageCodes } from './kernel/mod.ts';
import { isLimited, type Limit } from './people/mod.ts';
import type { FediverseDoor } from './web/port.ts';

/** Activities by one server, and by all: each may make us ask that server for a key. */
const limits = {
  server: { name: 'fediverse-server', tries: 600, within_ms: 600_000 },
  all: { name: 'fediverse', tries: 6000, within_ms: 600_000 },
} as const satisfies Readonly<Record<string, Limit>>;
const send_timeout_ms = 15_000;
const version = { major: 0, minor: 1, patch: 0 };

export type ActivityPub = Opened & {
  /** A looker that reads messages of the fediverse too, where that is switched on. */
  readonly looker: (otherwise: Looker) => Looker;
};

/** What web and work both need to read others and to sign. */
export function openActivityPub(config: Config, house: House): ActivityPub {
  const get: Get = async (address, accept, signed) => {
    const got = await guardedGet(
      address,
      accept,
      { etag: null, lastModified: null, signed },
      { userAgent: userAgentOf(config), allow: config.fetchAllow },
    );
    if (got.kind === 'document')
      return { kind: 'got', text: got.bytes.toString('utf8'), type: got.type, url: got.finalUrl.href };
    return got.kind === 'failed'
      ? { kind: 'failed', status: got.status, detail: got.detail }
      : { kind: 'failed', status: 304, detail: 'nothing new' };
  };
  const opened = openFediverse({ ...house, get });
  return {
    ...opened,
    looker: (otherwise) =>
      config.fediverse ? fediverseLooker({ ...house, ...opened }, otherwise) : otherwise,
  };
}

/** Claims as they come; a message on a server of the fediverse is a share, whoever brings it. */
export function knowingShares(config: Config, claim: Claims['claim']): Claims['claim'] {
  if (!config.fediverse) return claim;
  return (one: Claim) =>
    claim(one.kind === undefined && isShare(one.source) ? { ...one, kind: 'share' } : one);
}

/** What servers of the fediverse ask of the web; null where that is switched off. */
export function fediverseDoor(
  config: Config,
  house: House,
  claims: Pick<Claims, 'claim'>,
): FediverseDoor | null {
  if (!config.fediverse) return null;
  const { db, clock, seal } = house;
  const opened = openActivityPub(config, house);
  const publisher = createPublisher({
    ...house,
    ...opened,
    version,
    icon: '/icon.png',
    show: async (slug) => {
      const [id, view] = await Promise.all([readId(db, slug), readCampaign(db, slug, clock.now())]);
      if (id === null || view === null) return null;
      return { id, title: view.title.fr, summary: view.summary.fr };
    },
    usage: async () => {
      const campaigns = await readCampaigns(db, clock.now());
      return {
        campaigns: campaigns.length,
        posts: campaigns.reduce((sum, view) => sum + view.totals.relays, 0),
      };
    },
  });
  const inbox = createInbox({
    ...house,
    ...opened,
    claims,
    campaign: (slug) => readId(db, slug),
    admit: async (host) => {
      const now = clock.now();
      return (
        (await isLimited(db, seal, limits.server, host, now)) === null &&
        (await isLimited(db, seal, limits.all, '', now)) === null
      );
    },
  });
  return { ...publisher, inbox };
}

/** Says what is due of campaigns and sends what waits, where that is switched on. */
export function startFediverse(
  config: Config,
  house: House,
  opened: ActivityPub,
  onError: OnError,
): { readonly stop: () => Promise<void> } {
  if (!config.fediverse) return { stop: async () => {} };
  const { db, clock } = house;
  return keepFediverse({
    ...house,
    ...opened,
    userAgent: userAgentOf(config),
    onError,
    send: (to, message) =>
      guardedPost(to, message, { allow: config.fetchAllow, timeout_ms: send_timeout_ms }),
    campaigns: async () => {
      const views = await readCampaigns(db, clock.now());
      const standings = views.map(async (view): Promise<Standing | null> => {
        const id = await readId(db, view.slug);
        if (id === null) return null;
        const { state, granted } = view.totals;
        const words = (kind: NoteKind, reached: number) =>
          Object.fromEntries(
            languageCodes.map((language) => {
              const tr = translator(language);
              return [
                language,
                tr.t(`fediverse.${kind}`, {
                  title: tr.localised(view.title),
                  reached: `${tr.number(reached)} ${tr.unitName(view.unit.names, reached)}`,
                  closes: tr.date(view.closes),
                }),
              ];
            }),
          );
        return { id, slug: view.slug, state, granted, milestones: view.milestones, words };
      });
      return (await Promise.all(standings)).filter((one) => one !== null);
    },
  });
}
