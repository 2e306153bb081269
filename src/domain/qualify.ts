import { unreachable } from '../kernel/mod.ts';
import type { CampaignState } from './campaign.ts';
import {
  type Doubt,
  doubtsAbout,
  isPuzzle,
  isWalled,
  noSuspicion,
  reasonOf,
  type Suspicion,
} from './doubt.ts';
import type { PageFacts, PageSigns, RelayReason, RelayState } from './relay.ts';

/** Why a post could not be read. */
export type FetchFailure =
  | 'source_not_found'
  | 'source_gone'
  | 'source_unreachable'
  | 'source_timeout'
  | 'source_too_large'
  | 'source_not_html'
  | 'source_blocked';

/** What a look at a post gave: the facts of its page, or why there are none (`status`: the HTTP status, if any came). */
export type Sighting =
  | {
      readonly kind: 'page';
      readonly facts: PageFacts;
      readonly signs?: PageSigns;
      /** The page is one of ours, after redirects. */
      readonly sameSite: boolean;
    }
  | { readonly kind: 'failed'; readonly reason: FetchFailure; readonly status: number | null };

/** What the verdict depends on beside the page. */
export type Circumstances = {
  /** The campaign's state when the relay was claimed: what was in time stays in time. */
  readonly campaign: CampaignState;
  /** Which relays wait for a moderator: none, a site's first, all. */
  readonly review: 'none' | 'first' | 'all';
  /** 1 for the first look. */
  readonly attempt: number;
  readonly attemptsMax: number;
  /** The relay's state before this look. */
  readonly before: RelayState;
  readonly approvedByModerator: boolean;
  /** A moderator refused this relay; only a moderator can take that back. */
  readonly refusedByModerator?: boolean;
  /** Relays of this site already counted for the campaign, this one not included. */
  readonly siteCounted: number;
  readonly perSite: number | null;
  /** An earlier relay of the site was counted or approved. */
  readonly siteKnown: boolean;
  /** Another counted relay is the same post (by its canonical address). */
  readonly duplicateOf: string | null;
  /** What makes it doubtful beside the page itself. */
  readonly suspicion?: Suspicion;
};

/** What is to be done with a relay. */
export type Verdict =
  /** Verified: credit it. The credit of a relay is given once; counting it again changes nothing. */
  | { readonly kind: 'count' }
  /** Nothing changes; a page that was read may update the description. */
  | { readonly kind: 'unchanged' }
  /** Waits for a human; `reason` is the weightiest doubt's, null: because the campaign reviews such relays. */
  | { readonly kind: 'hold'; readonly reason: RelayReason | null; readonly doubts: readonly Doubt[] }
  | { readonly kind: 'refuse'; readonly reason: RelayReason }
  /** Was counted; the link is gone from the post. */
  | { readonly kind: 'withdraw'; readonly reason: 'link_not_found' | 'link_hidden' | 'link_in_comments' }
  /** Was counted; the post is gone. */
  | { readonly kind: 'gone'; readonly reason: 'source_not_found' | 'source_gone' }
  /** May pass: look again after `retryDelaySeconds`. */
  | { readonly kind: 'retry'; readonly reason: FetchFailure };

/**
 * The rules of what counts. The order of checks is part of the contract: one check a line, the first that fails gives
 * the verdict. `qualify.test.ts` is the rule book, row by row.
 */
export function qualify(sighting: Sighting, c: Circumstances): Verdict {
  switch (c.before) {
    case 'counted':
      return recheck(sighting, c);
    case 'withdrawn':
    case 'gone':
      return lookForReturn(sighting, c);
    case 'received':
    case 'checking':
    case 'held':
    case 'refused':
      return judgeNew(sighting, c);
    default:
      return unreachable(c.before);
  }
}

const count: Verdict = { kind: 'count' };
const unchanged: Verdict = { kind: 'unchanged' };
const refuse = (reason: RelayReason): Verdict => ({ kind: 'refuse', reason });

/**
 * A relay that was never counted. What no human could change comes first, so that nobody is asked in vain; then what
 * is doubtful, which a moderator's approval settles; last the campaign's own wish to review.
 */
function judgeNew(sighting: Sighting, c: Circumstances): Verdict {
  if (c.refusedByModerator === true && !c.approvedByModerator) return refuse('refused_by_moderator');
  if (c.campaign === 'announced') return refuse('campaign_not_open');
  if (c.campaign === 'closed' || c.campaign === 'settled') return refuse('campaign_closed');
  const suspicion = c.suspicion ?? noSuspicion;
  if (sighting.kind === 'page' && sighting.sameSite) return refuse('same_site');
  if (suspicion.listing === 'refused' && !c.approvedByModerator) return refuse('site_blocked');
  if (sighting.kind === 'failed' && mayPass(sighting) && c.attempt < c.attemptsMax) return retry(sighting);
  if (sighting.kind === 'failed' && !isWalled(sighting)) return refuse(sighting.reason);
  if (sighting.kind === 'page' && sighting.facts.link === 'none' && !isPuzzle(sighting))
    return refuse('link_not_found');
  if (c.duplicateOf !== null) return refuse('duplicate');
  if (c.perSite !== null && c.siteCounted >= c.perSite) return refuse('site_already_counted');
  const found = doubtsAbout(sighting, suspicion, {
    review: c.review === 'all' || (c.review === 'first' && !c.siteKnown),
    approved: c.approvedByModerator,
  });
  const [weightiest] = found;
  if (weightiest === undefined) return count;
  return { kind: 'hold', reason: reasonOf(weightiest, sighting), doubts: found };
}

/**
 * A counted relay, looked at again; the campaign's end does not matter. Only what is certain takes it away: the post
 * answers that it is gone, or is there without the link. A link that is now hidden or only in the comments is still
 * there: a new theme must not undo what was counted in good faith.
 */
function recheck(sighting: Sighting, c: Circumstances): Verdict {
  if (sighting.kind === 'failed') {
    if (isAbsent(sighting.reason)) return { kind: 'gone', reason: sighting.reason };
    if (mayPass(sighting) && c.attempt < c.attemptsMax) return retry(sighting);
    return unchanged;
  }
  if (sighting.sameSite) return { kind: 'withdraw', reason: 'link_not_found' };
  if (isPuzzle(sighting)) return unchanged;
  if (sighting.facts.link === 'none') return { kind: 'withdraw', reason: 'link_not_found' };
  return unchanged;
}

/**
 * A relay that was counted once and lost its link or its page. It is counted again when the link is back in the
 * content, unless the site or the post was counted by another relay meanwhile; until then it stays as it is. It was
 * in time and reviewed when it was first counted.
 */
function lookForReturn(sighting: Sighting, c: Circumstances): Verdict {
  if (c.refusedByModerator === true && !c.approvedByModerator) return unchanged;
  if (sighting.kind === 'failed' && mayPass(sighting) && c.attempt < c.attemptsMax) return retry(sighting);
  if (sighting.kind === 'failed') return unchanged;
  if (sighting.sameSite) return unchanged;
  if (sighting.facts.link === 'none') return unchanged;
  if (c.duplicateOf !== null) return refuse('duplicate');
  if (c.perSite !== null && c.siteCounted >= c.perSite) return refuse('site_already_counted');
  if (sighting.facts.link !== 'content' && !c.approvedByModerator) return unchanged;
  return count;
}

type Failed = Extract<Sighting, { kind: 'failed' }>;

function retry(sighting: Failed): Verdict {
  return { kind: 'retry', reason: sighting.reason };
}

/** The answer «gone» or «not found», by the one who must know. */
function isAbsent(reason: FetchFailure): reason is 'source_not_found' | 'source_gone' {
  return reason === 'source_not_found' || reason === 'source_gone';
}

/** No answer in time, none at all, or one that says «later» (408, 429, 5xx): asking again helps. */
function mayPass({ reason, status }: Failed): boolean {
  if (reason !== 'source_unreachable' && reason !== 'source_timeout') return false;
  return status === null || status === 408 || status === 429 || status >= 500 || status < 400;
}
