import type { Hono } from 'hono';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { CampaignView } from '../campaign/mod.ts';
import type { CreditProof, ReceiptView } from '../credit/mod.ts';
import type { AppealCounts, PurchaseDay, RelayCard, RelayStanding, RelayStatus } from '../evidence/mod.ts';
import type { LogView } from '../log/mod.ts';
import { type DataRequestView, retention_default } from '../privacy/mod.ts';
import { dataFile } from '../settlement/mod.ts';
import { createApp } from './app.ts';
import { nobody } from './console/nobody.suite.ts';
import { checking, counted, heldForReview, open, refused, wall, withdrawn } from './fixture.suite.ts';
import { noJournal } from './journal.suite.ts';
import { noMeetings } from './meetings.suite.ts';
import type { Contacts, LiveEvent, PrivacyView, Services } from './port.ts';
import { noVolunteering } from './volunteer.suite.ts';

export const site = 'https://relais.example';
export const browser = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };

/** The whole web over views kept in memory; what a test changes is seen at once. */
export type FrontDoor = {
  readonly app: Hono;
  readonly services: Services;
  readonly campaigns: Map<string, CampaignView>;
  /** Counted relays, newest first. */
  cards: readonly RelayCard[];
  readonly relays: Map<string, RelayStatus>;
  /** Proofs by relay, the published log, a request for data and the settings of the privacy page. */
  readonly proofs: Map<string, CreditProof>;
  purchaseDays: readonly PurchaseDay[];
  readonly receipts: Map<string, ReceiptView>;
  log: LogView | null;
  request: DataRequestView | null;
  privacy: PrivacyView;
  contacts: Contacts;
  /** What people said of any relay, and how appeals were answered. */
  standing: RelayStanding | null;
  appeals: AppealCounts;
  /** How often each reading was asked for. */
  readonly asked: Record<'campaign' | 'relaysBefore' | 'relaysAfter' | 'relay', number>;
  /** What was logged. */
  readonly logged: string[];
  /** Milliseconds since the first of the fixture's instants; the clock stands still otherwise. */
  now: number;
  readonly tell: (slug: string, event: LiveEvent) => void;
  readonly change: (slug: string) => void;
  /** Live readers just now. */
  readonly watching: () => number;
  /** A GET as a browser makes it. */
  readonly look: (path: string, headers?: Record<string, string>) => Promise<Response>;
};

const statuses = { counted, checking, refused, held: heldForReview, withdrawn };
/** Ids of relays per state. */
export const relayIds = {
  counted: 'rly_01kaz5m3v8q2w4x6y8z0a1b2c0',
  checking: 'rly_01kaz5m3v8q2w4x6y8z0a1b2d1',
  refused: 'rly_01kaz5m3v8q2w4x6y8z0a1b2d2',
  held: 'rly_01kaz5m3v8q2w4x6y8z0a1b2d3',
  withdrawn: 'rly_01kaz5m3v8q2w4x6y8z0a1b2d4',
} as const satisfies Record<keyof typeof statuses, RelayStatus['id']>;

export const dataKey = '0123456789abcdef0123456789abcdef01234567';
export const dataRequest: DataRequestView = {
  id: 'drq_01kaz5m3v8q2w4x6y8z0a1b2d1',
  relay: relayIds.counted,
  campaign: 'un-billet-dix-repas',
  source: 'https://kiwi.example/un-billet-dix-repas',
  state: 'open',
  token: 'fedcba9876543210fedcba9876543210fedcba98',
  relayState: 'counted',
};

export function openFrontDoor(publicUrl = site): FrontDoor {
  const listeners = new Map<string, Set<(event: LiveEvent) => void>>();
  const changed = new Set<(slug: string) => void>();
  const campaigns = new Map([[open.slug, open]]);
  const relays = new Map(
    (Object.keys(statuses) as (keyof typeof statuses)[]).map((name): [string, RelayStatus] => [
      relayIds[name],
      { ...statuses[name], id: relayIds[name] },
    ]),
  );
  const asked = { campaign: 0, relaysBefore: 0, relaysAfter: 0, relay: 0 };
  const logged: string[] = [];
  const known = (slug: string) => campaigns.has(slug);
  const services: Services = {
    console: nobody,
    journal: noJournal,
    dialogue: {
      questions: async () => [],
      reservations: async () => [],
      ask: async () => ({ kind: 'asked' }),
      follow: async () => ({ kind: 'asked' }),
      link: async () => null,
      confirm: async () => null,
      withdraw: async () => {},
      submit: async () => ({ kind: 'submitted' }),
    },
    meetings: noMeetings,
    appeals: {
      standing: async () => door.standing,
      counts: async (slug) => (known(slug) ? door.appeals : null),
      open: async () => ({
        kind: 'opened',
        appeal: 'apl_01kaz5m3v8q2w4x6y8z0a1b2c0',
        dueAt: open.totals.asOf,
      }),
    },
    hub: async () => 'asked',
    fediverse: {
      answer: async () => new Response(null, { status: 404 }),
      document: async () => null,
      inbox: async () => ({ kind: 'taken' }),
    },
    hubs: { confirm: async () => false, push: async () => 'gone' },
    sites: {
      register: async () => ({ kind: 'registered', id: 'fds_01kaz5m3v8q2w4x6y8z0a1b2c0' }),
      test: async () => ({ kind: 'refused', reason: 'source_invalid' }),
    },
    notices: {
      ask: async () => 'asked',
      read: async () => null,
      confirm: async () => false,
      stop: async () => {},
    },
    publicUrl,
    clock: { now: () => door.now },
    campaigns: async () => [...campaigns.values()],
    campaign: async (slug) => {
      asked.campaign++;
      return campaigns.get(slug) ?? null;
    },
    relaysAfter: async (slug, after, limit) => {
      asked.relaysAfter++;
      const all = door.cards.toReversed().filter((card) => card.number > after);
      const cards = all.slice(0, limit);
      return known(slug)
        ? { cards, erased: [], next: all.length > limit ? (cards.at(-1)?.number ?? null) : null }
        : null;
    },
    relaysBefore: async (slug, before, limit) => {
      asked.relaysBefore++;
      const all = door.cards.filter((card) => before === null || card.number < before);
      const cards = all.slice(0, limit);
      return known(slug)
        ? { cards, erased: [], next: all.length > limit ? (cards.at(-1)?.number ?? null) : null }
        : null;
    },
    relay: async (id) => {
      asked.relay++;
      return relays.get(id) ?? null;
    },
    tills: {
      key: async () => null,
      admit: async () => ({ kind: 'refused', reason: 'unknown_campaign' }),
      take: async () => [],
    },
    settlement: async () => null,
    results: async () => null,
    relayer: async () => null,
    volunteer: noVolunteering,
    openData: async (slug, file) => {
      const campaign = campaigns.get(slug);
      if (campaign === undefined) return null;
      const settlement = {
        pledges: [],
        late: [],
        deliveries: [],
        periods: [],
        payments: [],
        undone: {},
        refusedRelays: 0,
      };
      // Only relays and purchases are read from a database; nobody asks for them here.
      const house = { db: undefined as never, slug, now: door.now, campaign, settlement };
      return dataFile(house, file, { publicUrl, licence: 'https://creativecommons.org/licenses/by/4.0/' });
    },
    purchases: {
      days: async (slug) => (known(slug) ? door.purchaseDays : null),
      receipt: async (_, retailer, receipt) => door.receipts.get(`${retailer} ${receipt}`) ?? null,
    },
    proof: async (id) => door.proofs.get(id) ?? { kind: 'unknown' },
    log: async (slug) => (known(slug) ? door.log : null),
    logFile: async () => null,
    data: {
      open: async () => ({ kind: 'opened', request: dataRequest.id, key: dataKey }),
      byMail: async () => {},
      read: async (request, key) => (request === dataRequest.id && key === dataKey ? door.request : null),
      check: async () => {},
      held: async () => '{}\n',
      erase: async () => true,
      stance: async () => null,
      chooseStance: async () => {},
      pageChoice: async () => ({ scope: null, shown: null }),
      choosePage: async () => false,
    },
    contacts: () => door.contacts,
    privacy: async () => door.privacy,
    books: async () => ({ passedAt: null, differences: null, haltedLogs: 0 }),
    claim: async () => ({ kind: 'accepted', relay: relayIds.checking, again: false }),
    watch: (slug, listener) => {
      const room = listeners.get(slug) ?? new Set();
      listeners.set(slug, room.add(listener));
      return () => room.delete(listener);
    },
    changes: (listener) => {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    readiness: async () => ({ database: true, migrations: true, workerLagSeconds: 0 }),
  };
  const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) });
  const app = createApp(services, { registry: new Registry(), log });
  const door: FrontDoor = {
    app,
    services,
    campaigns,
    cards: wall.cards,
    relays,
    asked,
    proofs: new Map(),
    purchaseDays: [],
    receipts: new Map(),
    log: null,
    request: dataRequest,
    privacy: {
      retention: retention_default,
      mailServer: false,
      bluesky: false,
      fediverse: false,
      sso: null,
      witnesses: [],
      erasures: [],
    },
    contacts: { people: null, security: null },
    standing: null,
    appeals: { open: 0, accepted: 0, refused: 0, overdue: 0, medianHours: null },
    logged,
    now: open.totals.asOf,
    tell: (slug, event) => {
      for (const listener of listeners.get(slug) ?? []) listener(event);
    },
    change: (slug) => {
      for (const listener of changed) listener(slug);
    },
    watching: () => [...listeners.values()].reduce((sum, room) => sum + room.size, 0),
    look: async (path, headers = {}) => app.request(path, { headers: { ...browser, ...headers } }),
  };
  return door;
}

/** As many counted relays as wanted, newest first. */
export function manyCards(count: number): readonly RelayCard[] {
  const [sample] = wall.cards;
  if (sample === undefined) throw new Error('the fixture has no card');
  return Array.from({ length: count }, (_, i) => ({
    ...sample,
    id: `rly_${String(count - i).padStart(26, '0')}` as const,
    source: `https://blog${count - i}.example/billet`,
    number: count - i,
  }));
}
