import type { PostDescription, RelayKind, RelayReason, RelayState, RelayVia } from '../../domain/mod.ts';
import type { Instant, RelayId, Units } from '../../kernel/mod.ts';

/** One counted relay as the wall, the feed and the live stream show it. */
export type RelayCard = {
  readonly id: RelayId;
  readonly source: string;
  readonly units: Units;
  /** Place in the order of counting: 1 for the first counted relay of the campaign; never reused. The cursor of lists and streams. */
  readonly number: number;
  readonly countedAt: Instant;
  readonly post: PostDescription;
  /** Its entry in the campaign's public log, and what opens that entry's commitment (salt in base 64). */
  readonly logIndex: number | null;
  readonly opening: { readonly salt: string; readonly record: string } | null;
};

/** A counted relay whose subject was erased on request: the entry of the log stays. */
export type ErasedCard = {
  readonly number: number;
  readonly units: Units;
  readonly logIndex: number | null;
};

/** A page of the wall. `next` is the `number` to continue after, or null at the end. */
export type RelayCards = {
  readonly cards: readonly RelayCard[];
  /** Those of the same page that were erased. */
  readonly erased: readonly ErasedCard[];
  readonly next: number | null;
};

/** One step of a relay's life, for «did mine count?». */
export type RelayStep = {
  readonly at: Instant;
  readonly kind:
    | 'claimed'
    | 'claimed_again'
    | 'check_started'
    | 'checked'
    | 'retry_planned'
    | 'held'
    | 'counted'
    | 'updated'
    | 'refused'
    | 'withdrawn'
    | 'gone'
    | 'reversed'
    | 'approved';
  readonly via: RelayVia | null;
  readonly reason: RelayReason | null;
  readonly units: Units | null;
};

/** Everything about one relay (CONTRACT: `GET /relays/:id`), with its steps and the promises its units came from. */
export type RelayStatus = {
  readonly id: RelayId;
  /** The campaign's slug. */
  readonly campaign: string;
  readonly source: string;
  readonly target: string;
  readonly via: RelayVia;
  readonly kind: RelayKind;
  /** Place in the order of counting: the number that its own link to the campaign names. */
  readonly number: number | null;
  /** Number of the relay that its author came through. */
  readonly referredBy: number | null;
  /** Counted relays whose authors came through this one. */
  readonly brought: number;
  readonly state: RelayState;
  readonly reason: RelayReason | null;
  readonly units: Units;
  readonly logIndex: number | null;
  readonly post: PostDescription;
  readonly receivedAt: Instant;
  readonly checkedAt: Instant | null;
  readonly countedAt: Instant | null;
  readonly steps: readonly RelayStep[];
  readonly parts: readonly {
    readonly pledge: string;
    readonly partner: string;
    readonly units: Units;
    readonly termsVersion: number;
  }[];
  /** True when the act was counted with fewer units than promised because caps were reached. */
  readonly capped: boolean;
};

/** What a receiver passes on: an address that says it relays a campaign. Not yet verified, nothing fetched. */
export type Claim = {
  readonly source: string;
  readonly target: string;
  readonly via: RelayVia;
  /** What its author, or the way it came, says that it is; left out: a post. */
  readonly kind?: RelayKind;
  /** An e-mail address left with a post, to show later that it is theirs; kept with its first claim only. */
  readonly email?: string;
};

/** The outcome of a claim. `accepted` is given only after the claim and its job are committed. */
export type ClaimOutcome =
  | { readonly kind: 'accepted'; readonly relay: RelayId; readonly again: boolean }
  | { readonly kind: 'refused'; readonly reason: ClaimFault };

/** Why a claim is not taken, in the order of the checks. */
export type ClaimFault =
  | 'source_missing'
  | 'target_missing'
  | 'source_invalid'
  | 'target_invalid'
  | 'source_is_target'
  | 'target_not_ours'
  | 'target_unknown'
  | 'same_site';
