import { createHash } from 'node:crypto';
import { entryMatters, nextPoll, pollBesideHub } from '../../../domain/mod.ts';
import { type Clock, type Random, siteOf } from '../../../kernel/mod.ts';
import type { Database } from '../../../store/mod.ts';
import type { Claims } from '../claim.ts';
import type { Fetcher } from '../fetch/fetch.ts';
import { type Conditions, type GetHouse, type Got, guardedGet } from '../fetch/get.ts';
import { createPageReader } from '../read.ts';
import { type CampaignLink, campaignLink } from '../target.ts';
import { feedsNamed } from './discover.ts';
import { hubNamed, type NamedHub } from './hub.ts';
import { type FeedEntry, readFeed } from './read.ts';
import { type DueSite, type PollRecord, takeDue, unseenOf, writePoll } from './site.ts';
import { askHub, endSubscriptions, type HubHouse, noteMissed, subscriptionOf } from './subscription.ts';

export type PollHouse = {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: URL;
  readonly claims: Claims;
  readonly fetcher: Fetcher;
  readonly get: GetHouse;
  readonly hubs: HubHouse;
};

/** Pages that one poll reads because its feed holds no whole posts. */
const pages_max = 10;
/** A site that was never seen to link to the campaign is let go after this long. */
const unconfirmed_ms = 30 * 86_400_000;
const accept =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.7, */*;q=0.1';
const none = { etag: null, lastModified: null };

/** Polls sites whose turn has come, at most `most`; gives how many. Never throws for anything a site does. */
export async function pollDue(house: PollHouse, most: number): Promise<number> {
  const due = await takeDue(house.db, most, house.clock.now());
  await Promise.all(due.map((site) => pollSite(house, site)));
  await endSubscriptions(house.hubs);
  return due.length;
}

type Found = Omit<PollRecord, 'site' | 'nextAt' | 'failures' | 'begunAt'> & {
  readonly freshSeconds: number | null;
  readonly retryAfterSeconds: number | null;
  readonly hub?: NamedHub | null;
};

async function pollSite(house: PollHouse, site: DueSite): Promise<void> {
  const begunAt = house.clock.now();
  const found = await look(house, site);
  const now = house.clock.now();
  const { freshSeconds, retryAfterSeconds, hub = null, ...record } = found;
  const failures = found.problem === null ? 0 : site.failures + 1;
  const [byte = 0] = house.random(1);
  const next = nextPoll({
    now,
    failures,
    changedAt: found.changed ? now : site.changedAt,
    freshSeconds,
    retryAfterSeconds,
    jitter: byte / 256,
  });
  const hopeless = !site.confirmed && !found.confirmed && now - site.registeredAt > unconfirmed_ms;
  const subscription = await subscriptionOf(house.db, site.id);
  const told = subscription?.toldAt ?? null;
  // The hub was silent about what this poll found: it is no longer relied upon, until it tells again.
  const missed = found.changed && told !== null && told < (site.polledAt ?? 0);
  if (subscription !== null && missed) await noteMissed(house.db, subscription.id, now);
  const beside = missed ? next : pollBesideHub(next, subscription, now);
  const nextAt = hopeless ? null : beside;
  await writePoll(house.db, { ...record, site: site.id, failures, nextAt, begunAt }, now);
  const named =
    hub ??
    (subscription === null ? null : { hub: new URL(subscription.hub), topic: new URL(subscription.topic) });
  if (found.problem === null && named !== null && nextAt !== null) await askHub(house.hubs, site.id, named);
}

/** A feed is asked for in its site's turn, as posts are: never two requests to a site at once. */
async function inTurn({ fetcher, get }: PollHouse, url: URL, known: Conditions): Promise<Got> {
  const release = await fetcher.enter(siteOf(url));
  try {
    return await guardedGet(url, accept, known, get);
  } finally {
    release();
  }
}

async function look(house: PollHouse, site: DueSite): Promise<Found> {
  const linkSlug = campaignLink(house.publicUrl);
  let confirmed = site.confirmed;
  let got: Got;
  if (site.feed === null) {
    got = await inTurn(house, new URL(site.address), none);
    if (got.kind === 'document' && readFeed(got.bytes, got.finalUrl).kind === 'unreadable') {
      confirmed ||= linkIn(got.bytes.toString('utf8'), got.finalUrl, site.slug, linkSlug) !== null;
      const [feed] = feedsNamed(got.bytes.toString('utf8'), got.finalUrl);
      if (feed === undefined) return failed(site, confirmed, 'no_feed', null);
      got = await inTurn(house, feed, none);
    }
  } else got = await inTurn(house, new URL(site.feed), site);

  if (got.kind === 'failed') return failed(site, confirmed, got.detail, got.retryAfterSeconds);
  const kept = { confirmed, problem: null, retryAfterSeconds: null, freshSeconds: got.fresh_seconds };
  if (got.kind === 'unchanged')
    return {
      ...kept,
      feed: site.feed,
      etag: site.etag,
      lastModified: site.lastModified,
      changed: false,
      seen: [],
    };
  const reading = readFeed(got.bytes, got.finalUrl);
  if (reading.kind === 'unreadable') return failed(site, confirmed, reading.why, null);
  const taken = await takeEntries(house, site, reading.entries, linkSlug);
  return {
    ...kept,
    confirmed: confirmed || taken.linked,
    feed: got.finalUrl.href,
    hub: hubNamed(got.bytes, got.link, got.finalUrl),
    // With pages left to read, the next poll must not be answered «unchanged».
    etag: taken.complete ? got.etag : null,
    lastModified: taken.complete ? got.lastModified : null,
    changed: taken.seen.length > 0,
    seen: taken.seen,
  };
}

function failed(site: DueSite, confirmed: boolean, problem: string, retryAfterSeconds: number | null): Found {
  const { feed, etag, lastModified } = site;
  return {
    feed,
    etag,
    lastModified,
    confirmed,
    problem,
    retryAfterSeconds,
    freshSeconds: null,
    changed: false,
    seen: [],
  };
}

/** Claims the entries that link to the campaign; an entry without its whole post is judged by its page. */
async function takeEntries(
  house: PollHouse,
  site: DueSite,
  entries: readonly FeedEntry[],
  linkSlug: CampaignLink,
) {
  const matter = entries.filter((one) =>
    entryMatters({ ...site, published: one.published, sameSite: siteOf(one.url) === site.site }),
  );
  const unseen = await unseenOf(house.db, site.id, matter.map(digestOf));
  const seen: string[] = [];
  let pages = 0;
  let linked = false;
  let complete = true;
  for (const one of matter) {
    if (!unseen.has(digestOf(one))) continue;
    let link = linkIn(one.html, one.url, site.slug, linkSlug);
    if (link === null && !one.whole) {
      if (pages++ >= pages_max) {
        complete = false;
        continue;
      }
      const found = await pageLink(house, one.url, site.slug, linkSlug);
      if (found === undefined) {
        // A page that could not be read now is no page without a link: the next poll asks again.
        complete = false;
        continue;
      }
      link = found;
    }
    if (link !== null) {
      linked = true;
      await house.claims.claim({
        source: one.url.href,
        // To which page it leads: a post about a meeting or an entry is listed there.
        target: link === '' ? `${house.publicUrl.href.replace(/\/$/, '')}/c/${site.slug}` : link,
        via: 'feed',
      });
    }
    seen.push(digestOf(one));
  }
  return { seen, linked, complete };
}

function digestOf(one: FeedEntry): string {
  return createHash('sha256').update(`${one.url.href}\n${one.html}`).digest('hex');
}

/** Where the entry links to the campaign; empty where that is not known, null where it does not. */
function linkIn(html: string, pageUrl: URL, slug: string, linkSlug: CampaignLink): string | null {
  const reader = createPageReader({ pageUrl, charset: 'utf-8', slug, linkSlug });
  reader.write(Buffer.from(html));
  return reader.end().link === 'none' ? null : (reader.address() ?? '');
}

/** Where a page links to the campaign (as `linkIn`); a page that is gone for good does not. Undefined where it could not be read now. */
async function pageLink(
  house: PollHouse,
  url: URL,
  slug: string,
  linkSlug: CampaignLink,
): Promise<string | null | undefined> {
  let reader: ReturnType<typeof createPageReader> | null = null;
  const outcome = await house.fetcher.fetchPage(url, (head) => {
    reader = createPageReader({ pageUrl: head.finalUrl, charset: head.charset, slug, linkSlug });
    return reader;
  });
  if (outcome.kind === 'failed') {
    const passing = outcome.reason === 'source_unreachable' || outcome.reason === 'source_timeout';
    return passing ? undefined : null;
  }
  if (reader === null) return undefined;
  const read = reader as ReturnType<typeof createPageReader>;
  return read.end().link === 'none' ? null : (read.address() ?? '');
}
