import type { Rekinded } from '../../credit/mod.ts';
import type { Doubt, RelayKind, SiteListing } from '../../domain/mod.ts';
import type {
  AppealAnswer,
  AppealCursor,
  AppealDecided,
  AppealRow,
  Decided,
  Decision,
  HeldRelays,
  ListingEntry,
  NewListing,
  QueueCursor,
  QueueFilter,
  RelayCase,
} from '../../evidence/mod.ts';
import type { Person } from '../../people/mod.ts';

/** What moderators read and do; who may is decided before. Null for a campaign that is not public. */
export type ModerationServices = {
  readonly queue: (
    slug: string,
    filter: QueueFilter,
    after: QueueCursor | null,
    limit: number,
  ) => Promise<HeldRelays | null>;
  /** How many wait, by their weightiest doubt; each counted up to `queue_count_max`. */
  readonly counts: (slug: string) => Promise<ReadonlyMap<Doubt, number>>;
  readonly relay: (slug: string, relay: string) => Promise<RelayCase | null>;
  readonly decide: (
    person: Person,
    slug: string,
    decisions: readonly Decision[],
  ) => Promise<ReadonlyMap<string, Decided> | null>;
  /** Says what a relay is; one that counts is credited anew. */
  readonly setKind: (
    person: Person,
    slug: string,
    relay: string,
    kind: RelayKind,
  ) => Promise<Rekinded | null>;
  readonly appeals: (
    slug: string,
    open: boolean,
    after: AppealCursor | null,
    limit: number,
  ) => Promise<{ readonly rows: readonly AppealRow[]; readonly next: AppealCursor | null } | null>;
  readonly answer: (person: Person, slug: string, answer: AppealAnswer) => Promise<AppealDecided>;
  readonly listed: (
    slug: string,
    filter: { readonly listing: SiteListing | null; readonly text: string | null },
    after: string | null,
    limit: number,
  ) => Promise<readonly ListingEntry[] | null>;
  readonly history: (
    slug: string,
    before: number | null,
    limit: number,
  ) => Promise<readonly ListingEntry[] | null>;
  readonly list: (person: Person, slug: string, listing: NewListing) => Promise<'listed' | 'same' | null>;
};
