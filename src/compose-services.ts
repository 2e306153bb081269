import { readCampaign, readCampaigns, readId, readSlug } from './campaign/mod.ts';
import { knowingPosts } from './compose-bluesky.ts';
import { consoleServices } from './compose-console.ts';
import { dialogueServices } from './compose-dialogue.ts';
import { fediverseDoor, knowingShares } from './compose-fediverse.ts';
import { hubServices, siteServices } from './compose-feeds.ts';
import { hubDoor } from './compose-hub.ts';
import { journalServices } from './compose-journal.ts';
import { meetingServices } from './compose-meetings.ts';
import { appealServices } from './compose-moderation.ts';
import { noticeWords } from './compose-notices.ts';
import { tillServices } from './compose-tills.ts';
import { volunteerServices } from './compose-volunteering.ts';
import type { Config } from './config.ts';
import {
  readPurchaseProof,
  readReceipt,
  readReconciliations,
  readRelayProof,
  readRelayStatus,
} from './credit/mod.ts';
import {
  chooseRelayerPage,
  chooseStance,
  createClaims,
  readPurchaseDays,
  readRelayer,
  readRelayerChoice,
  readRelaysAfter,
  readRelaysBefore,
  readStance,
} from './evidence/mod.ts';
import { type CampaignId, type Clock, type Random, shareReads } from './kernel/mod.ts';
import { readHalted, readLogFile, readLogView } from './log/mod.ts';
import { askToBeTold, confirmSubscription, readSubscription, unsubscribe } from './notices/mod.ts';
import type { Seal } from './people/mod.ts';
import {
  askCheck,
  eraseRelay,
  heldAbout,
  openRequest,
  readErasures,
  readRequest,
  requestByMail,
} from './privacy/mod.ts';
import type { Queue } from './queue/mod.ts';
import { dataFile, openData, readPublicSettlement, readResults } from './settlement/mod.ts';
import { type Database, isMigrated } from './store/mod.ts';
import { createLive } from './web/live.ts';
import type { DataServices, NoticeServices, Services } from './web/port.ts';

/** What both halves of the house are wired with: the web and the work. */
export type House = {
  readonly db: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: URL;
  /** Hashes what is handed out to people: sessions, links, codes. */
  readonly seal: Seal;
};
export type OnError = (error: unknown, during: string) => void;

/** Everything the web asks for, over the database. */
export async function openServices(config: Config, house: House, onError: OnError) {
  const { db, clock } = house;
  const claims = createClaims(house);
  const knowing = knowingPosts(config, knowingShares(config, claims.claim));
  const live = createLive(
    {
      campaign: (slug) => readCampaign(db, slug, clock.now()),
      relaysAfter: (slug, after, limit) => readRelaysAfter(db, slug, after, limit),
      newest: async (slug) => {
        const page = await readRelaysBefore(db, slug, null, 1);
        return page?.cards[0]?.number ?? page?.erased[0]?.number ?? 0;
      },
    },
    (error) => onError(error, 'live'),
  );
  const results = shareReads(async (key) => {
    const [slug = '', timeZone = ''] = key.split(' ');
    const id = await readId(db, slug);
    return id === null ? null : readResults(db, id, timeZone);
  });
  const publicUrl = config.publicUrl.href.replace(/\/$/, '');
  const logHouse = (slug: string) => ({
    url: `${publicUrl}/c/${slug}/log`,
    witnesses: config.log.witnesses,
  });
  const listeners = new Set<(slug: string) => void>();
  const stopListening = await db.listen('relais_campaign', (slug) => {
    for (const listener of listeners) listener(slug);
    live.changed(slug);
  });
  const stopListeningToLogs = await db.listen('relais_log_published', (log) => {
    readSlug(db, log as CampaignId).then(
      (slug) => {
        for (const listener of listeners) listener(slug ?? '');
      },
      (error) => onError(error, 'log'),
    );
  });
  const tills = tillServices(house);
  const volunteer = volunteerServices(house);
  const sites = siteServices(config, house);
  const services: Services = {
    publicUrl,
    clock,
    campaigns: () => readCampaigns(db, clock.now()),
    campaign: shareReads((slug) => readCampaign(db, slug, clock.now())),
    relaysAfter: (slug, after, limit) => readRelaysAfter(db, slug, after, limit),
    relaysBefore: (slug, before, limit) => readRelaysBefore(db, slug, before, limit),
    relay: (id) => readRelayStatus(db, id),
    proof: (id) => {
      const [purchase = '', act] = id.split('.');
      return act === undefined ? readRelayProof(db, id) : readPurchaseProof(db, purchase, Number(act));
    },
    log: async (slug) => {
      const id = await readId(db, slug);
      return id === null ? null : readLogView(db, id, logHouse(slug));
    },
    logFile: async (slug, path) => {
      const id = await readId(db, slug);
      return id === null ? null : readLogFile(db, id, path, logHouse(slug));
    },
    data: dataServices(house),
    contacts: () => config.contacts,
    privacy: async () => ({
      retention: config.retention,
      mailServer: config.mail.smtp !== null,
      bluesky: config.bluesky !== null,
      fediverse: config.fediverse,
      sso: config.sso?.name ?? null,
      witnesses: config.log.witnesses.map((one) => one.keys[0]?.split('+')[0] ?? one.url),
      erasures: await readErasures(db),
    }),
    relayer: (scope) => readRelayer(db, scope),
    tills,
    purchases: {
      days: async (slug) => {
        const id = await readId(db, slug);
        return id === null ? null : readPurchaseDays(db, id);
      },
      receipt: async (slug, retailer, receipt) => {
        const id = await readId(db, slug);
        return id === null ? null : readReceipt(db, id, retailer, receipt);
      },
    },
    settlement: shareReads((slug) => readPublicSettlement(db, slug, clock.now())),
    results: (slug, timeZone) => results(`${slug} ${timeZone}`),
    openData: async (slug, file) => {
      const data = await openData(db, slug, clock.now());
      return data === null ? null : dataFile(data, file, { publicUrl, licence: config.dataLicence });
    },
    claim: (claim) =>
      knowing(claim).catch((error) => {
        onError(error, 'claim');
        throw error;
      }),
    watch: live.watch,
    changes: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    books: async () => {
      const { last, passedAt } = await readReconciliations(db);
      return { passedAt, differences: last?.differences ?? null, haltedLogs: (await readHalted(db)).length };
    },
    sites: sites.services,
    hubs: hubServices(config, house),
    hub: hubDoor(house),
    fediverse: fediverseDoor(config, house, claims),
    notices: noticeServices(house, publicUrl),
    appeals: appealServices(house),
    journal: journalServices(config, house),
    dialogue: dialogueServices(house, claims),
    meetings: meetingServices(house),
    volunteer,
    console: consoleServices(config, house),
    readiness: async () => {
      try {
        return {
          database: true,
          migrations: await isMigrated(db),
          workerLagSeconds: await house.queue.lagSeconds(),
        };
      } catch {
        return { database: false, migrations: false, workerLagSeconds: null };
      }
    },
  };
  return {
    services,
    stop: async () => {
      await claims.idle();
      await tills.idle();
      await volunteer.idle();
      await sites.close();
      await stopListening();
      await stopListeningToLogs();
    },
  };
}

function dataServices({ db, queue, clock, random }: House): DataServices {
  return {
    open: (relay, language) => openRequest(db, { relay, language }, random, clock.now()),
    byMail: (relay, email, language) =>
      requestByMail({ db, queue, random }, { relay, email, language }, clock.now()),
    read: (request, key) => readRequest(db, request, key),
    check: (request) => askCheck(db, queue, request),
    held: (relay) => heldAbout(db, relay),
    erase: (relay) => eraseRelay(db, relay, random, clock.now()),
    stance: (relay) => readStance(db, relay),
    chooseStance: (relay, stance) => chooseStance(db, relay, stance),
    pageChoice: (relay) => readRelayerChoice(db, relay),
    choosePage: (relay, name, language) => chooseRelayerPage(db, relay, name, language, clock.now()),
  };
}

function noticeServices({ db, clock, random, seal }: House, publicUrl: string): NoticeServices {
  const house = { db, random, seal, words: noticeWords, publicUrl };
  return {
    ask: (relay, email, language) => askToBeTold(house, { relay, email, language }, clock.now()),
    read: (token) => readSubscription(db, seal, token, clock.now()),
    confirm: (token) => confirmSubscription(db, seal, token, clock.now()),
    stop: (token) => unsubscribe(db, seal, token),
  };
}
