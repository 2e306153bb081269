import type { Instant } from '../kernel/mod.ts';
import type { Stance } from './stance.ts';

/** Where a relay stands. `counted` may be followed by `withdrawn` (link gone) or `gone` (post gone). */
export const relayStates = [
  'received',
  'checking',
  'held',
  'counted',
  'refused',
  'withdrawn',
  'gone',
] as const;
export type RelayState = (typeof relayStates)[number];

/** Why a relay is held, refused or withdrawn (CONTRACT: `reason`). */
export const relayReasons = [
  'link_not_found',
  'link_hidden',
  'link_in_comments',
  'source_not_found',
  'source_gone',
  'source_unreachable',
  'source_timeout',
  'source_too_large',
  'source_not_html',
  'source_blocked',
  'same_site',
  'duplicate',
  'site_already_counted',
  'campaign_not_open',
  'campaign_closed',
  'refused_by_moderator',
  'spam',
  // Beyond the contract: why a relay waits for a human, or is refused because its site is on a list.
  'cloaking_suspected',
  'content_changed',
  'near_copy',
  'burst',
  'site_blocked',
] as const;
export type RelayReason = (typeof relayReasons)[number];

/** How a claim reached us. */
export const relayVias = [
  'webmention',
  'pingback',
  'form',
  'feed',
  'activitypub',
  'trackback',
  'bluesky',
] as const;
export type RelayVia = (typeof relayVias)[number];

/** Where a link to the campaign stands in a post. `none`: nowhere that counts. */
export type LinkPlace = 'content' | 'hidden' | 'comments' | 'none';

/** What a reader sees of a post; every field as plain text, trimmed and bounded, or null. */
export type PostDescription = {
  readonly title: string | null;
  readonly author: string | null;
  readonly site: string | null;
  readonly published: Instant | null;
  readonly excerpt: string | null;
  readonly language: string | null;
};

/** What a page shows of itself beside its link; never a proof, at most a reason for a human to look. */
export type PageSigns = {
  /** It asks search engines to leave it out. */
  readonly noindex: boolean;
  /** It sends its readers on to another site within seconds. */
  readonly sendsOn: boolean;
  /** It was found on another site than the one that was named. */
  readonly elsewhere: boolean;
  /** It is a puzzle that lets browsers in, not the post. */
  readonly puzzle: boolean;
};

/** What reading a page gave: plain facts, no judgement. */
export type PageFacts = {
  readonly link: LinkPlace;
  /** Number of the relay that its link names as the one its author came through. */
  readonly by: number | null;
  /** What its link says that the post thinks of the campaign. */
  readonly stance: Stance | null;
  /** The address the page names as its own (rel=canonical), only where it is on the page's own site; else null. */
  readonly canonical: string | null;
  readonly post: PostDescription;
};
