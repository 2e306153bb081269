import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  domainAbove,
  doubts,
  doubtsAbout,
  listedSite,
  listingKeys,
  listingOf,
  noSuspicion,
  reasonOf,
  type SiteListing,
  type Suspicion,
  serverAbove,
} from './doubt.ts';
import { type Circumstances, qualify, type Sighting } from './qualify.ts';
import { type LinkPlace, type PageSigns, relayReasons } from './relay.ts';

const post = { title: null, author: null, site: null, published: null, excerpt: null, language: null };
const plain: PageSigns = { noindex: false, sendsOn: false, elsewhere: false, puzzle: false };
const page = (link: LinkPlace, signs: Partial<PageSigns> = {}): Sighting => ({
  kind: 'page',
  facts: { link, by: null, stance: null, canonical: null, post },
  signs: { ...plain, ...signs },
  sameSite: false,
});
const failed = (status: number | null): Sighting => ({
  kind: 'failed',
  reason: 'source_unreachable',
  status,
});
const fresh: Circumstances = {
  campaign: 'open',
  review: 'none',
  attempt: 1,
  attemptsMax: 5,
  before: 'checking',
  approvedByModerator: false,
  siteCounted: 0,
  perSite: 1,
  siteKnown: false,
  duplicateOf: null,
};

type Row = readonly [
  sighting: Sighting,
  suspicion: Partial<Suspicion>,
  circumstances: Partial<Circumstances>,
  verdict: string,
];
/** One row per case; `hold a+b (reason)`: held with these doubts, the author reads this reason. */
const rows: readonly (readonly [name: string, ...Row])[] = [
  ['an ordinary post', page('content'), {}, {}, 'count'],
  ['a hidden link', page('hidden'), {}, {}, 'hold link_hidden (link_hidden)'],
  [
    'a hidden link that is also a copy',
    page('hidden'),
    { nearCopyOf: 'rly_1' },
    {},
    'hold link_hidden+near_copy (link_hidden)',
  ],
  ['a bot wall', failed(403), {}, {}, 'hold bot_wall (source_unreachable)'],
  ['a bot wall that asks for a name', failed(401), {}, {}, 'hold bot_wall (source_unreachable)'],
  ['a puzzle with status 200', page('none', { puzzle: true }), {}, {}, 'hold bot_wall (source_unreachable)'],
  ['no link, and no puzzle', page('none'), {}, {}, 'refuse link_not_found'],
  ['a post with its link on a page called like a puzzle', page('content', { puzzle: true }), {}, {}, 'count'],
  [
    'a post that was counted, behind a puzzle now',
    page('none', { puzzle: true }),
    {},
    { before: 'counted' },
    'unchanged',
  ],
  [
    'a page that sends readers to another site',
    page('content', { sendsOn: true }),
    {},
    {},
    'hold cloaking (cloaking_suspected)',
  ],
  ['a short address that leads to a blog', page('content', { elsewhere: true }), {}, {}, 'count'],
  ['a blog that search engines leave out', page('content', { noindex: true }), {}, {}, 'count'],
  [
    'a page elsewhere that hides from search engines',
    page('content', { noindex: true, elsewhere: true }),
    {},
    {},
    'hold cloaking (cloaking_suspected)',
  ],
  [
    'a hidden link on a page that hides',
    page('hidden', { noindex: true }),
    {},
    {},
    'hold link_hidden+cloaking (link_hidden)',
  ],
  ['a near-copy', page('content'), { nearCopyOf: 'rly_1' }, {}, 'hold near_copy (near_copy)'],
  ['a burst', page('content'), { burst: true }, {}, 'hold burst (burst)'],
  [
    'a burst in a campaign that reviews',
    page('content'),
    { burst: true },
    { review: 'all' },
    'hold burst+review (burst)',
  ],
  ['a campaign that reviews', page('content'), {}, { review: 'first' }, 'hold review (–)'],
  [
    'a site to watch',
    page('content'),
    { listing: 'held' },
    { siteKnown: true },
    'hold site_blocked (site_blocked)',
  ],
  ['a refused site', page('content'), { listing: 'refused' }, {}, 'refuse site_blocked'],
  ['a refused site without a link', page('none'), { listing: 'refused' }, {}, 'refuse site_blocked'],
  [
    'a refused site out of time',
    page('content'),
    { listing: 'refused' },
    { campaign: 'closed' },
    'refuse campaign_closed',
  ],
  [
    'a refused site, accepted by a human',
    page('content'),
    { listing: 'refused' },
    { approvedByModerator: true },
    'count',
  ],
  [
    'a refused site that was counted before',
    page('content'),
    { listing: 'refused' },
    { before: 'counted' },
    'unchanged',
  ],
  // An allowed site skips doubts, not rules, and not what nobody has seen.
  ['an allowed site with a hidden link', page('hidden'), { listing: 'allowed' }, {}, 'count'],
  [
    'an allowed site that copies in a burst',
    page('content'),
    { listing: 'allowed', burst: true, nearCopyOf: 'rly_1' },
    { review: 'all' },
    'count',
  ],
  ['an allowed site without a link', page('none'), { listing: 'allowed' }, {}, 'refuse link_not_found'],
  [
    'an allowed site beyond its number',
    page('content'),
    { listing: 'allowed' },
    { siteCounted: 1 },
    'refuse site_already_counted',
  ],
  [
    'an allowed site behind a bot wall',
    failed(403),
    { listing: 'allowed' },
    {},
    'hold bot_wall (source_unreachable)',
  ],
  [
    'an allowed site that sends readers on',
    page('content', { sendsOn: true }),
    { listing: 'allowed' },
    {},
    'hold cloaking (cloaking_suspected)',
  ],
  // What a human accepted counts, unless it became another text.
  [
    'accepted, whatever was doubtful',
    page('hidden', { sendsOn: true }),
    { burst: true, nearCopyOf: 'rly_1', listing: 'held' },
    { approvedByModerator: true, review: 'all' },
    'count',
  ],
  ['accepted behind a bot wall', failed(403), {}, { approvedByModerator: true }, 'count'],
  [
    'accepted, then changed',
    page('content'),
    { changed: true },
    { approvedByModerator: true },
    'hold content_changed (content_changed)',
  ],
  ['changed before anybody accepted', page('content'), { changed: true }, {}, 'count'],
  [
    'accepted, then without its link',
    page('none'),
    { changed: true },
    { approvedByModerator: true },
    'refuse link_not_found',
  ],
];

describe('doubts', () => {
  test.each(rows)('%s', (_, sighting, suspicion, circumstances, expected) => {
    const verdict = qualify(sighting, {
      ...fresh,
      ...circumstances,
      suspicion: { ...noSuspicion, ...suspicion },
    });
    const said =
      verdict.kind === 'hold'
        ? `hold ${verdict.doubts.join('+')} (${verdict.reason ?? '–'})`
        : 'reason' in verdict
          ? `${verdict.kind} ${verdict.reason}`
          : verdict.kind;
    expect(said).toBe(expected);
  });

  const sightings = fc.oneof(
    fc
      .tuple(
        fc.constantFrom<LinkPlace[]>('content', 'hidden', 'comments', 'none'),
        fc.record({
          noindex: fc.boolean(),
          sendsOn: fc.boolean(),
          elsewhere: fc.boolean(),
          puzzle: fc.boolean(),
        }),
      )
      .map(([link, signs]) => page(link, signs)),
    fc.constantFrom(401, 403, 429, 503, 500, null).map(failed),
  );
  const suspicions: fc.Arbitrary<Suspicion> = fc.record({
    listing: fc.constantFrom<SiteListing[]>('none', 'allowed', 'held', 'refused'),
    nearCopyOf: fc.option(fc.constant('rly_1')),
    burst: fc.boolean(),
    changed: fc.boolean(),
  });

  test('a doubt never refuses: what is refused with suspicions is refused without them, but for refused sites', () => {
    fc.assert(
      fc.property(sightings, suspicions, fc.boolean(), (sighting, suspicion, approved) => {
        const c = { ...fresh, approvedByModerator: approved };
        const verdict = qualify(sighting, { ...c, suspicion });
        if (verdict.kind !== 'refuse' || verdict.reason === 'site_blocked') return;
        expect(qualify(sighting, c)).toEqual(verdict);
      }),
    );
  });

  test('every doubt is named once, in order of weight, with a reason of the contract or none', () => {
    fc.assert(
      fc.property(
        sightings,
        suspicions,
        fc.boolean(),
        fc.boolean(),
        (sighting, suspicion, review, approved) => {
          const found = doubtsAbout(sighting, suspicion, { review, approved });
          expect(found).toEqual(doubts.filter((doubt) => found.includes(doubt)));
          for (const doubt of found) {
            const reason = reasonOf(doubt, sighting);
            if (doubt === 'review') expect(reason).toBeNull();
            else expect(relayReasons).toContain(reason);
          }
        },
      ),
    );
  });
});

describe('sites', () => {
  test.each([
    ['blog.example', null],
    ['a.blog.example', 'blog.example'],
    ['x.a.blog.example', 'a.blog.example'],
    ['camille.wordpress.com', null],
    ['camille.blogspot.fr', null],
    ['shop.co.uk', null],
    ['a.shop.co.uk', 'shop.co.uk'],
    ['association.asso.fr', null],
    ['localhost', null],
    ['127.0.4.12', null],
    ['127.0.4.12:8080', null],
    ['[::1]:8080', null],
    ['a.blog.example:8080', 'blog.example:8080'],
  ])('%s stands under %s', (site, domain) => {
    expect(domainAbove(site)).toBe(domain);
  });

  test.each([
    ['m.example/@a', 'm.example'],
    ['127.0.0.1:8080/@a', '127.0.0.1:8080'],
    ['mastodon.social/@a', null],
    ['bsky.app/did:plc:x', null],
    ['m.example', null],
  ])('%s is somebody of the server %s', (site, server) => {
    expect(serverAbove(site)).toBe(server);
  });

  test('a person is meant by a list that names them, their server, or what that stands in', () => {
    expect(listingKeys('a.m.example/@kiwi')).toEqual([
      'a.m.example/@kiwi',
      'a.m.example',
      '*.a.m.example',
      '*.m.example',
    ]);
  });

  test.each([
    ['blog.example', 'blog.example'],
    [' https://WWW.Blog.Example/un-billet?x#y ', 'blog.example'],
    ['*.blog.example', '*.blog.example'],
    ['blog.example:8443', 'blog.example:8443'],
    ['blog.example.', 'blog.example'],
    ['127.0.0.5:81', '127.0.0.5:81'],
    ['cuisine-éléonore.example', 'cuisine-éléonore.example'],
    ['', null],
    ['blog', null],
    ['*', null],
    ['*.*.example', null],
    ['blog example', null],
    ['blog.example<script>', null],
    ['user@blog.example', null],
    ['-a.example', null],
    [`${'a'.repeat(70)}.example`, null],
    [`${'a.'.repeat(130)}example`, null],
  ])('«%s» is listed as %s', (typed, site) => {
    expect(listedSite(typed)).toBe(site);
  });

  const entries = new Map<string, { own: SiteListing | null; everywhere: SiteListing | null }>([
    ['*.farm.example', { own: null, everywhere: 'refused' }],
    ['good.farm.example', { own: null, everywhere: 'allowed' }],
    ['ours.farm.example', { own: 'held', everywhere: null }],
    ['*.deep.farm.example', { own: 'allowed', everywhere: null }],
  ]);
  test.each([
    ['farm.example', 'refused'],
    ['a.farm.example', 'refused'],
    ['good.farm.example', 'allowed'],
    ['www2.good.farm.example', 'refused'],
    ['ours.farm.example', 'held'],
    ['x.deep.farm.example', 'allowed'],
    ['notfarm.example', 'none'],
    ['farm.example.org', 'none'],
  ])('of %s the lists say %s', (site, listing) => {
    expect(listingOf(site, entries)).toBe(listing);
  });
});
