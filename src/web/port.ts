import type { CampaignTotals, CampaignView } from '../campaign/mod.ts';
import type { CreditProof, ReceiptView, Tried } from '../credit/mod.ts';
import type { Basket, BasketOutcome, Stance } from '../domain/mod.ts';
import type {
  AppealCounts,
  AppealOpened,
  Claim,
  ClaimOutcome,
  HubPush,
  HubQuestion,
  NewAppeal,
  PurchaseDay,
  Registered,
  RelayCard,
  RelayCards,
  RelayerChoice,
  RelayerView,
  RelayStanding,
  RelayStatus,
} from '../evidence/mod.ts';
import type { CampaignId, Clock, Instant, Language, RelayId } from '../kernel/mod.ts';
import type { LogFile, LogView } from '../log/mod.ts';
import type { HubRequest, SubscriptionView } from '../notices/mod.ts';
import type { KeyScope, KeyView, SignedRequest } from '../people/mod.ts';
import type { DataRequestId, DataRequestView, OpenedRequest, Retention } from '../privacy/mod.ts';
import type { DataFile, PublicSettlement, Results } from '../settlement/mod.ts';
import type { ConsoleServices } from './console/port.ts';
import type { DialogueServices } from './dialogue-port.ts';
import type { JournalServices } from './journal-port.ts';
import type { MeetingServices } from './meetings-port.ts';
import type { VolunteerServices } from './volunteer-port.ts';

/** What a live stream hears of a campaign. `total` may be skipped when several changes come at once; `relay` never is. */
export type LiveEvent =
  | { readonly kind: 'total'; readonly totals: CampaignTotals }
  | { readonly kind: 'relay'; readonly card: RelayCard };

/** How ready the process is to work (`/readyz`). Each check is true when it holds. */
export type Readiness = {
  readonly database: boolean;
  readonly migrations: boolean;
  /** Age of the oldest job that waits, in seconds; null when the database can't tell. */
  readonly workerLagSeconds: number | null;
};

/** Access and erasure; `key` is the secret in the asker's link. */
export type DataServices = {
  readonly open: (relay: string, language: Language) => Promise<OpenedRequest>;
  /** Answers alike whether or not the address was left with the relay. */
  readonly byMail: (relay: string, email: string, language: Language) => Promise<void>;
  readonly read: (request: string, key: string) => Promise<DataRequestView | null>;
  readonly check: (request: DataRequestId) => Promise<void>;
  readonly held: (relay: RelayId) => Promise<string | null>;
  readonly erase: (relay: RelayId) => Promise<boolean>;
  /** What a relay's author says of the campaign. */
  readonly stance: (relay: RelayId) => Promise<Stance | null>;
  readonly chooseStance: (relay: RelayId, stance: Stance | null) => Promise<void>;
  /** Whether a relay's author can have a page of all their posts, and has one. */
  readonly pageChoice: (relay: RelayId) => Promise<RelayerChoice>;
  /** Shows that page under a name, or no longer (null). False where there can be none. */
  readonly choosePage: (relay: RelayId, name: string | null, language: Language) => Promise<boolean>;
};

/** Hearing what becomes of a post. `token` is the secret in the link of whoever holds the mailbox. */
export type NoticeServices = {
  readonly ask: (
    relay: RelayId,
    email: string,
    language: Language,
  ) => Promise<'asked' | 'too_many' | 'unknown'>;
  readonly read: (token: string) => Promise<SubscriptionView | null>;
  readonly confirm: (token: string) => Promise<boolean>;
  readonly stop: (token: string) => Promise<void>;
};

/** What whoever was refused may do about it. */
export type AppealServices = {
  readonly standing: (relay: string) => Promise<RelayStanding | null>;
  /** How a campaign answers appeals; null for an unknown campaign. */
  readonly counts: (slug: string) => Promise<AppealCounts | null>;
  /** `wait`: too many in a short time; nothing was kept. */
  readonly open: (
    slug: string,
    appeal: NewAppeal,
  ) => Promise<AppealOpened | { readonly kind: 'wait'; readonly seconds: number }>;
};

/** Why a till's request is not taken. */
export type TillRefusal =
  | 'unknown_key'
  | 'unknown_campaign'
  | 'not_allowed'
  | 'not_named'
  | 'not_signed'
  | 'wrong_signature'
  | 'old_signature'
  | 'replayed';

/** The tills of retailers. */
export type TillServices = {
  /** The key that a request carries; null for none that works. */
  readonly key: (text: string) => Promise<KeyView | null>;
  /** Whether a key may do this in a campaign whose rules name its retailer, and whether its request is signed where it must be. */
  readonly admit: (
    key: KeyView,
    slug: string,
    scope: KeyScope,
    request: { readonly signed: SignedRequest; readonly body: Uint8Array | null },
  ) => Promise<
    | { readonly kind: 'admitted'; readonly campaign: CampaignId }
    | { readonly kind: 'refused'; readonly reason: TillRefusal }
  >;
  readonly take: (
    campaign: CampaignId,
    retailer: string,
    baskets: readonly Basket[],
  ) => Promise<readonly BasketOutcome[]>;
};

/** What is public of purchases, and what somebody sees who holds a receipt. */
export type PurchaseServices = {
  /** The latest first; null for an unknown campaign. */
  readonly days: (slug: string) => Promise<readonly PurchaseDay[] | null>;
  readonly receipt: (slug: string, retailer: string, receipt: string) => Promise<ReceiptView | null>;
};

/** Sites whose feed is read. */
export type SiteServices = {
  readonly register: (slug: string, address: string, visitor: string) => Promise<Registered>;
  /** What would become of a post, told and not kept; `visitor`: the asker's network address. */
  readonly test: (
    slug: string,
    source: string,
    visitor: string,
  ) => Promise<Tried | { readonly kind: 'turned_away'; readonly why: 'asker' | 'site' | 'house' }>;
};

/** Hubs that tell of feeds (W3C WebSub). */
/** What anybody asks of our own hub; `visitor`: the network address. */
export type HubDoor = (
  asked: HubRequest & { readonly mode: 'subscribe' | 'unsubscribe' },
  visitor: string,
) => Promise<'asked' | 'full' | 'wait' | 'callback_wrong' | 'secret_long'>;

export type HubServices = {
  /** Whether what a hub asks back was asked of it. */
  readonly confirm: (id: string, asked: HubQuestion) => Promise<boolean>;
  readonly push: (id: string, push: HubPush) => Promise<'taken' | 'ignored' | 'gone'>;
};

/** Where people write to, as links; null where none is set. */
export type Contacts = { readonly people: string | null; readonly security: string | null };

/** Settings that the privacy page is written from. */
export type PrivacyView = {
  readonly retention: Retention;
  readonly mailServer: boolean;
  /** Whether the public stream of posts on Bluesky is listened to. */
  readonly bluesky: boolean;
  /** Whether campaigns are actors of the fediverse. */
  readonly fediverse: boolean;
  /** Name of the provider at which people of the console sign in; null where there is none. */
  readonly sso: string | null;
  /** Names of the public log's witnesses. */
  readonly witnesses: readonly string[];
  readonly erasures: readonly { readonly month: string; readonly count: number }[];
};

/** The last reconciliation: null where there was none. */
export type BooksView = {
  readonly passedAt: Instant | null;
  readonly differences: number | null;
  /** Public logs that sign nothing until an operator decides. */
  readonly haltedLogs: number;
};

/** All that the web needs from the rest of the house; wired in the composition root. Reads may be a second old at most. */
export type Services = {
  readonly journal: JournalServices;
  readonly dialogue: DialogueServices;
  readonly meetings: MeetingServices;
  /** Public base URL, without a trailing slash. */
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly campaigns: () => Promise<readonly CampaignView[]>;
  readonly campaign: (slug: string) => Promise<CampaignView | null>;
  /** Counted relays in the order of counting after `after` (0 = from the first). */
  readonly relaysAfter: (slug: string, after: number, limit: number) => Promise<RelayCards | null>;
  /** The newest counted relays before `before` (null = from the newest), newest first: the wall. */
  readonly relaysBefore: (slug: string, before: number | null, limit: number) => Promise<RelayCards | null>;
  readonly relay: (id: string) => Promise<RelayStatus | null>;
  /** The proof of a credit under the published checkpoint: of a relay by its id, of a purchase's act by `pur_….1`. */
  readonly proof: (id: string) => Promise<CreditProof>;
  /** The campaign's published log; null for an unknown campaign or before the first checkpoint. */
  readonly log: (slug: string) => Promise<LogView | null>;
  /** A file of the campaign's public log, by its path below `/c/:slug/log/`. */
  readonly logFile: (slug: string, path: string) => Promise<LogFile | null>;
  /** What somebody may do about the data of a relay that is theirs (GDPR articles 15 and 17). */
  readonly data: DataServices;
  readonly contacts: () => Contacts;
  /** What the privacy page says: the actual settings. */
  readonly privacy: () => Promise<PrivacyView>;
  /** The page of a relayer who chose to have one. */
  readonly relayer: (scope: string) => Promise<RelayerView | null>;
  readonly purchases: PurchaseServices;
  readonly sites: SiteServices;
  readonly hubs: HubServices;
  readonly hub: HubDoor;
  /** Campaigns as actors of the fediverse; null where that is switched off. */
  readonly fediverse: FediverseDoor | null;
  readonly tills: TillServices;
  /** What became of the promises; null for an unknown campaign. */
  readonly settlement: (slug: string) => Promise<PublicSettlement | null>;
  /** What it came to, beside the balances; days are those of the time zone (IANA). */
  readonly results: (slug: string, timeZone: string) => Promise<Results | null>;
  readonly volunteer: VolunteerServices;
  /** A file of the campaign's open data; null for an unknown campaign or file. */
  readonly openData: (slug: string, file: string) => Promise<DataFile | null>;
  /** Takes a claim: commits it with its job and only then answers. Throws when it could not be committed. */
  readonly claim: (claim: Claim) => Promise<ClaimOutcome>;
  /** Calls back on each change of a campaign until the returned function is called. */
  readonly watch: (slug: string, listener: (event: LiveEvent) => void) => () => void;
  /** Calls back with a campaign's slug on each commit that changes it (the empty text stands for all). */
  readonly changes: (listener: (slug: string) => void) => () => void;
  /** When the books were last found to agree, and what is wrong now. */
  readonly books: () => Promise<BooksView>;
  readonly readiness: () => Promise<Readiness>;
  /** Hearing what becomes of a post, by mail. */
  readonly notices: NoticeServices;
  readonly appeals: AppealServices;
  /** What people do who carry responsibility for a campaign. */
  readonly console: ConsoleServices;
};

/** What servers of the fediverse ask of the campaigns' actors. */
export type FediverseDoor = {
  /** Actor, followers, WebFinger and NodeInfo, as the request asks for them. */
  readonly answer: (request: Request) => Promise<Response>;
  /** A document of a campaign's actor; null where there is none. */
  readonly document: (
    slug: string,
    kind: 'notes' | 'quotes' | 'outbox' | 'featured',
    id: string,
  ) => Promise<object | null>;
  readonly inbox: (letter: {
    readonly path: string;
    readonly headers: Headers;
    readonly body: string;
  }) => Promise<
    | { readonly kind: 'taken' | 'busy' }
    | { readonly kind: 'malformed' | 'unsigned' | 'not_theirs'; readonly sentence: string }
  >;
};
