import type { Sighting } from './qualify.ts';
import type { RelayReason } from './relay.ts';

/** Why a human is asked to look at a relay, the weightiest first. */
export const doubts = [
  /** The site is on a list of sites whose posts wait. */
  'site_blocked',
  /** Its server refuses machines, or answers with a puzzle in place of the post. */
  'bot_wall',
  'link_hidden',
  'link_in_comments',
  /** Accepted by a human, but the text is not the one that was accepted. */
  'content_changed',
  /** Readers are led elsewhere than to what we read. */
  'cloaking',
  /** Nearly the same text as a post that was counted before. */
  'near_copy',
  /** Very many posts of one site, or sites of one domain, within an hour. */
  'burst',
  /** The campaign has such relays looked at. */
  'review',
] as const;
export type Doubt = (typeof doubts)[number];

/** What a list of sites says of a site: `allowed` settles doubts, `held` asks for a human each time, `refused` counts nothing. */
export const siteListings = ['none', 'allowed', 'held', 'refused'] as const;
export type SiteListing = (typeof siteListings)[number];

/** What else is known of a relay that may make it doubtful. */
export type Suspicion = {
  readonly listing: SiteListing;
  /** The counted relay whose text is nearly the same. */
  readonly nearCopyOf: string | null;
  readonly burst: boolean;
  /** The text is another one than at the look before. */
  readonly changed: boolean;
};
export const noSuspicion: Suspicion = { listing: 'none', nearCopyOf: null, burst: false, changed: false };

/**
 * Every doubt about a relay that no rule refuses, the weightiest first. An allowed site is trusted in all but what
 * nobody has seen: a page behind a bot wall, or one that shows readers something else.
 */
export function doubtsAbout(
  sighting: Sighting,
  { listing, nearCopyOf, burst, changed }: Suspicion,
  c: { readonly review: boolean; readonly approved: boolean },
): readonly Doubt[] {
  const page = sighting.kind === 'page' ? sighting : null;
  const trusted = listing === 'allowed' || c.approved;
  const held: Readonly<Record<Doubt, boolean>> = {
    site_blocked: listing === 'held' && !c.approved,
    bot_wall: !c.approved && isWalled(sighting),
    link_hidden: !trusted && page?.facts.link === 'hidden',
    link_in_comments: !trusted && page?.facts.link === 'comments',
    content_changed: c.approved && changed,
    cloaking: !c.approved && leadsElsewhere(sighting),
    near_copy: !trusted && nearCopyOf !== null,
    burst: !trusted && burst,
    review: !trusted && c.review,
  };
  return doubts.filter((doubt) => held[doubt]);
}

/** The reason that the author reads for a doubt (CONTRACT: `reason`); null: because the campaign reviews such relays. */
export function reasonOf(doubt: Doubt, sighting: Sighting): RelayReason | null {
  switch (doubt) {
    case 'bot_wall':
      return sighting.kind === 'failed' ? sighting.reason : 'source_unreachable';
    case 'cloaking':
      return 'cloaking_suspected';
    case 'review':
      return null;
    default:
      return doubt;
  }
}

/** The page is a puzzle for browsers, not the post: nothing is proven by a link that is not there. */
export function isPuzzle(sighting: Sighting): boolean {
  return sighting.kind === 'page' && sighting.facts.link === 'none' && sighting.signs?.puzzle === true;
}

/** Refused to us as a machine, though people may be let in: no proof against the post. */
export function isWalled(sighting: Sighting): boolean {
  if (sighting.kind === 'page') return isPuzzle(sighting);
  const { reason, status } = sighting;
  if (reason !== 'source_unreachable' && reason !== 'source_timeout') return false;
  return status === 401 || status === 403 || status === 429 || status === 503;
}

/**
 * What can be told of cloaking from one look: the page sends its readers on to another site at once, or it hides from
 * search engines what it shows to nobody, or what stands on another site than the one that was named.
 */
function leadsElsewhere(sighting: Sighting): boolean {
  if (sighting.kind !== 'page' || sighting.signs === undefined) return false;
  const { sendsOn, noindex, elsewhere } = sighting.signs;
  return sendsOn || (noindex && (elsewhere || sighting.facts.link === 'hidden'));
}

/** Posts of one site within an hour from which on the next ones wait: no hand writes fifty, a program does. */
export const burst_site_min = 50;
/** Sites under one domain within an hour from which on posts of further ones wait. */
export const burst_domain_min = 20;
export const burst_window_ms = 3_600_000;

/**
 * Where anybody gets a blog: many new sites under these are no sign of anything. A short list by hand, of what French
 * and English bloggers use; the rule is no worse than a moderator's minute where it misses one.
 */
const blogHosts: ReadonlySet<string> = new Set(
  (
    'blogspot.com blogspot.fr wordpress.com canalblog.com over-blog.com overblog.com over-blog.fr eklablog.com eklablog.fr ' +
    'hautetfort.com skyrock.com unblog.fr typepad.com typepad.fr tumblr.com free.fr blog4ever.com centerblog.net ' +
    'e-monsite.com jimdofree.com jimdosite.com weebly.com wixsite.com webnode.fr webnode.page squarespace.com ' +
    'substack.com medium.com ghost.io github.io gitlab.io netlify.app pages.dev vercel.app neocities.org bearblog.dev ' +
    'write.as micro.blog livejournal.com dreamwidth.org blogs.liberation.fr blog.lemonde.fr'
  ).split(' '),
);

/** The domain a site stands under, where many sites under it would be one hand's: `a.example.com` → `example.com`. */
export function domainAbove(site: string): string | null {
  const above = site.slice(site.indexOf('.') + 1);
  if (/^[\d.]+(?::\d+)?$/.test(site) || site.startsWith('[') || !above.includes('.') || above === site)
    return null;
  // `example.co.uk` stands under a suffix, not under somebody's domain.
  if (/^(?:com?|org|net|ac|gov|asso|gouv)\.[a-z]{2}(?::\d+)?$/.test(above)) return null;
  return blogHosts.has(above) ? null : above;
}

/** Messages by people of one server within an hour from which on the next ones wait: a server can invent its people. */
export const burst_server_min = 50;

/** Servers so large that many people of them in an hour are no sign of anything; by hand, as the list of blogs' hosts. */
const largeServers: ReadonlySet<string> = new Set(
  (
    'bsky.app mastodon.social mastodon.online mstdn.social mastodon.world mas.to mstdn.jp pawoo.net misskey.io pixelfed.social ' +
    'threads.net piaille.fr mamot.fr framapiaf.org mastodon.zaclys.com toot.aquilenet.fr social.vivaldi.net hachyderm.io ' +
    'fosstodon.org infosec.exchange mastodon.art techhub.social universeodon.com c.im flipboard.social wordpress.com'
  ).split(' '),
);

/** The server that a person writes on, where many people of it would be one hand's: `m.example/@a` → `m.example`. */
export function serverAbove(site: string): string | null {
  const slash = site.indexOf('/');
  const server = site.slice(0, slash);
  return slash === -1 || largeServers.has(server) ? null : server;
}

/**
 * What a list may name to mean this site, the most exact first: itself, for a person their server, then `*.domain` for
 * each domain it stands in.
 */
export function listingKeys(site: string): readonly string[] {
  const slash = site.indexOf('/');
  if (slash !== -1) return [site, ...listingKeys(site.slice(0, slash))];
  const keys = [site, `*.${site}`];
  for (let dot = site.indexOf('.'); dot !== -1; dot = site.indexOf('.', dot + 1)) {
    const rest = site.slice(dot + 1);
    if (rest.includes('.')) keys.push(`*.${rest}`);
  }
  return keys;
}

/** A site as a list keeps it, from what was typed: an address or a host, `*.` before a domain for all under it; null for anything else. */
export function listedSite(typed: string): string | null {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/?#].*$/s, '');
  const wild = text.startsWith('*.');
  const host = (wild ? text.slice(2) : text).replace(/^www\./, '').replace(/\.$/, '');
  if (
    host.length > 253 ||
    !/^(?:[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff_-]{0,61}[a-z0-9\u00a1-\uffff])?\.)+[a-z0-9\u00a1-\uffff-]{2,63}(?::\d{1,5})?$|^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?$/.test(
      host,
    )
  )
    return null;
  return wild ? `*.${host}` : host;
}

/** What the lists say of a site: the most exact entry, a campaign's own before the installation's. */
export function listingOf(
  site: string,
  entries: ReadonlyMap<string, { readonly own: SiteListing | null; readonly everywhere: SiteListing | null }>,
): SiteListing {
  const own = listingKeys(site).flatMap((key) => entries.get(key)?.own ?? []);
  const everywhere = listingKeys(site).flatMap((key) => entries.get(key)?.everywhere ?? []);
  return own[0] ?? everywhere[0] ?? 'none';
}

/** What a moderator decides. An approval settles doubts, never rules: the post is looked at again. */
export const moderations = ['approve', 'refuse', 'spam'] as const;
export type Moderation = (typeof moderations)[number];

/** Why a moderator refuses; none is about an opinion. `other` must be said in words. */
export const refusalReasons = [
  'not_about_campaign',
  'link_not_for_readers',
  'copied',
  'mass_produced',
  'not_a_post',
  'unlawful',
  'other',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];
