import type { CampaignTotals, CampaignView } from '../campaign/mod.ts';
import type { Claim, ClaimOutcome, RelayCard, RelayCards, RelayStatus } from '../evidence/mod.ts';
import type { Clock } from '../kernel/mod.ts';

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

/** All that the web needs from the rest of the house; wired in the composition root. Reads may be a second old at most. */
export type Services = {
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
  /** Takes a claim: commits it with its job and only then answers. Throws when it could not be committed. */
  readonly claim: (claim: Claim) => Promise<ClaimOutcome>;
  /** Calls back on each change of a campaign until the returned function is called. */
  readonly watch: (slug: string, listener: (event: LiveEvent) => void) => () => void;
  /** Calls back with a campaign's slug on each commit that changes it (the empty text stands for all). */
  readonly changes: (listener: (slug: string) => void) => () => void;
  readonly readiness: () => Promise<Readiness>;
};
