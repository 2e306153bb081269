import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Circumstances, type FetchFailure, qualify, type Sighting, type Verdict } from './qualify.ts';
import { type LinkPlace, relayReasons, relayStates } from './relay.ts';
import { nextState } from './relay-machine.ts';

/** An ordinary post: claimed while the campaign is open, its site's first, no review. */
const ordinary: Circumstances = {
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
const post = { title: null, author: null, site: null, published: null, excerpt: null, language: null };

/** What was seen: a page with its link in this place, our own page, or a failure with the status that came. */
type Seen = LinkPlace | 'our own page' | FetchFailure | `${FetchFailure} ${number}`;

function sighting(seen: Seen): Sighting {
  if (seen === 'our own page')
    return {
      kind: 'page',
      facts: { link: 'content', by: null, stance: null, canonical: null, post },
      sameSite: true,
    };
  const [what = '', status] = seen.split(' ');
  if (!what.startsWith('source_')) {
    return {
      kind: 'page',
      facts: { link: what as LinkPlace, by: null, stance: null, canonical: null, post },
      sameSite: false,
    };
  }
  return {
    kind: 'failed',
    reason: what as FetchFailure,
    status: status === undefined ? null : Number(status),
  };
}

/** `count`, `unchanged`, or the verdict's kind with its reason; `hold review`: held because the campaign reviews. */
function words(verdict: Verdict): string {
  if (verdict.kind === 'count' || verdict.kind === 'unchanged') return verdict.kind;
  return `${verdict.kind} ${verdict.reason ?? 'review'}`;
}

type Row = readonly [seen: Seen, circumstances: Partial<Circumstances>, verdict: string];

function rules(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    for (const [seen, circumstances, verdict] of rows) {
      test(`${seen} ${JSON.stringify(circumstances)} → ${verdict}`, () => {
        expect(words(qualify(sighting(seen), { ...ordinary, ...circumstances }))).toBe(verdict);
      });
    }
  });
}

rules('a new relay is counted', [
  ['content', {}, 'count'],
  ['content', { before: 'received' }, 'count'],
  ['content', { before: 'held' }, 'count'],
  ['content', { before: 'refused' }, 'count'],
  ['content', { attempt: 5 }, 'count'],
  ['content', { siteCounted: 2, perSite: 3 }, 'count'],
  ['content', { siteCounted: 1_000, perSite: null }, 'count'],
]);

rules('only while the campaign is open', [
  ['content', { campaign: 'announced' }, 'refuse campaign_not_open'],
  ['content', { campaign: 'closed' }, 'refuse campaign_closed'],
  ['content', { campaign: 'settled' }, 'refuse campaign_closed'],
  ['content', { campaign: 'closed', approvedByModerator: true }, 'refuse campaign_closed'],
  ['content', { campaign: 'announced', before: 'refused' }, 'refuse campaign_not_open'],
  ['source_timeout', { campaign: 'closed' }, 'refuse campaign_closed'],
]);

rules('not our own pages', [
  ['our own page', {}, 'refuse same_site'],
  ['our own page', { approvedByModerator: true }, 'refuse same_site'],
  ['our own page', { before: 'held' }, 'refuse same_site'],
]);

rules('a failure that may pass is looked at again, up to the last attempt', [
  ['source_timeout', {}, 'retry source_timeout'],
  ['source_unreachable', {}, 'retry source_unreachable'],
  ['source_unreachable 500', {}, 'retry source_unreachable'],
  ['source_unreachable 502', { attempt: 4 }, 'retry source_unreachable'],
  ['source_unreachable 503', {}, 'retry source_unreachable'],
  ['source_unreachable 429', {}, 'retry source_unreachable'],
  ['source_unreachable 408', {}, 'retry source_unreachable'],
  ['source_timeout 200', {}, 'retry source_timeout'],
  ['source_timeout', { approvedByModerator: true }, 'retry source_timeout'],
  ['source_timeout', { before: 'held' }, 'retry source_timeout'],
  ['source_timeout', { attempt: 5 }, 'refuse source_timeout'],
  ['source_timeout', { attempt: 6 }, 'refuse source_timeout'],
  ['source_unreachable', { attempt: 5 }, 'refuse source_unreachable'],
  ['source_unreachable 500', { attempt: 5 }, 'refuse source_unreachable'],
  ['source_unreachable', { attempt: 5, approvedByModerator: true }, 'refuse source_unreachable'],
]);

rules('a wall against machines is no proof against the post: a human looks', [
  ['source_unreachable 401', {}, 'hold source_unreachable'],
  ['source_unreachable 403', {}, 'hold source_unreachable'],
  ['source_unreachable 429', { attempt: 5 }, 'hold source_unreachable'],
  ['source_unreachable 503', { attempt: 5 }, 'hold source_unreachable'],
  ['source_unreachable 403', { approvedByModerator: true }, 'count'],
  ['source_unreachable 403', { duplicateOf: 'rly_1' }, 'refuse duplicate'],
  ['source_unreachable 403', { siteCounted: 1 }, 'refuse site_already_counted'],
]);

rules('a failure that stays is refused at once', [
  ['source_not_found 404', {}, 'refuse source_not_found'],
  ['source_gone 410', {}, 'refuse source_gone'],
  ['source_too_large 200', {}, 'refuse source_too_large'],
  ['source_not_html 200', {}, 'refuse source_not_html'],
  ['source_blocked', {}, 'refuse source_blocked'],
  ['source_blocked', { approvedByModerator: true }, 'refuse source_blocked'],
  ['source_blocked 403', {}, 'refuse source_blocked'],
  ['source_unreachable 400', {}, 'refuse source_unreachable'],
  ['source_unreachable 451', {}, 'refuse source_unreachable'],
  ['source_not_found 404', { before: 'held' }, 'refuse source_not_found'],
]);

rules('without a link there is no relay', [
  ['none', {}, 'refuse link_not_found'],
  ['none', { before: 'held' }, 'refuse link_not_found'],
  ['none', { approvedByModerator: true }, 'refuse link_not_found'],
  ['none', { review: 'all' }, 'refuse link_not_found'],
]);

rules('one post counts once, and a site as often as the campaign says', [
  ['content', { duplicateOf: 'rly_1' }, 'refuse duplicate'],
  ['content', { duplicateOf: 'rly_1', approvedByModerator: true }, 'refuse duplicate'],
  ['content', { duplicateOf: 'rly_1', siteCounted: 1 }, 'refuse duplicate'],
  ['content', { siteCounted: 1 }, 'refuse site_already_counted'],
  ['content', { siteCounted: 3, perSite: 3 }, 'refuse site_already_counted'],
  ['content', { siteCounted: 0, perSite: 0 }, 'refuse site_already_counted'],
  ['content', { siteCounted: 1, approvedByModerator: true }, 'refuse site_already_counted'],
  // nobody is asked to look at what can't be counted anyway
  ['hidden', { duplicateOf: 'rly_1' }, 'refuse duplicate'],
  ['comments', { siteCounted: 1 }, 'refuse site_already_counted'],
  ['content', { siteCounted: 1, review: 'all' }, 'refuse site_already_counted'],
]);

rules('what is doubtful waits for a human', [
  ['hidden', {}, 'hold link_hidden'],
  ['comments', {}, 'hold link_in_comments'],
  ['hidden', { before: 'refused' }, 'hold link_hidden'],
  ['hidden', { review: 'all' }, 'hold link_hidden'],
  ['hidden', { siteKnown: true }, 'hold link_hidden'],
  ['hidden', { approvedByModerator: true }, 'count'],
  ['comments', { approvedByModerator: true }, 'count'],
]);

rules('a campaign may review', [
  ['content', { review: 'all' }, 'hold review'],
  ['content', { review: 'all', siteKnown: true }, 'hold review'],
  ['content', { review: 'all', before: 'held' }, 'hold review'],
  ['content', { review: 'first' }, 'hold review'],
  ['content', { review: 'first', siteKnown: true }, 'count'],
  ['content', { review: 'all', approvedByModerator: true }, 'count'],
  ['content', { review: 'first', approvedByModerator: true }, 'count'],
]);

rules('what a moderator refused stays refused until a moderator says otherwise', [
  ['content', { before: 'refused', refusedByModerator: true }, 'refuse refused_by_moderator'],
  ['none', { before: 'refused', refusedByModerator: true }, 'refuse refused_by_moderator'],
  ['source_timeout', { before: 'refused', refusedByModerator: true }, 'refuse refused_by_moderator'],
  ['content', { before: 'refused', refusedByModerator: true, approvedByModerator: true }, 'count'],
  ['content', { before: 'withdrawn', refusedByModerator: true }, 'unchanged'],
]);

rules('a counted relay, looked at again, loses its link or its post only for certain', [
  ['none', { before: 'counted' }, 'withdraw link_not_found'],
  ['our own page', { before: 'counted' }, 'withdraw link_not_found'],
  ['source_not_found 404', { before: 'counted' }, 'gone source_not_found'],
  ['source_gone 410', { before: 'counted' }, 'gone source_gone'],
  ['content', { before: 'counted' }, 'unchanged'],
  ['hidden', { before: 'counted' }, 'unchanged'],
  ['comments', { before: 'counted' }, 'unchanged'],
  ['source_timeout', { before: 'counted' }, 'retry source_timeout'],
  ['source_unreachable 500', { before: 'counted', attempt: 4 }, 'retry source_unreachable'],
  ['source_timeout', { before: 'counted', attempt: 5 }, 'unchanged'],
  ['source_unreachable 403', { before: 'counted' }, 'unchanged'],
  ['source_unreachable 503', { before: 'counted', attempt: 5 }, 'unchanged'],
  ['source_too_large', { before: 'counted' }, 'unchanged'],
  ['source_not_html', { before: 'counted' }, 'unchanged'],
  ['source_blocked', { before: 'counted' }, 'unchanged'],
]);

rules('the end of the campaign, its limits and reviews do not touch what was counted', [
  ['content', { before: 'counted', campaign: 'closed' }, 'unchanged'],
  ['none', { before: 'counted', campaign: 'settled' }, 'withdraw link_not_found'],
  ['content', { before: 'counted', siteCounted: 1 }, 'unchanged'],
  ['content', { before: 'counted', duplicateOf: 'rly_1' }, 'unchanged'],
  ['content', { before: 'counted', review: 'all' }, 'unchanged'],
]);

rules('a link that comes back is counted again; until then nothing changes', [
  ['content', { before: 'withdrawn' }, 'count'],
  ['content', { before: 'gone' }, 'count'],
  ['content', { before: 'withdrawn', campaign: 'closed' }, 'count'],
  ['content', { before: 'withdrawn', review: 'all' }, 'count'],
  ['hidden', { before: 'gone', approvedByModerator: true }, 'count'],
  ['none', { before: 'withdrawn' }, 'unchanged'],
  ['none', { before: 'gone' }, 'unchanged'],
  ['hidden', { before: 'withdrawn' }, 'unchanged'],
  ['comments', { before: 'withdrawn' }, 'unchanged'],
  ['our own page', { before: 'gone' }, 'unchanged'],
  ['source_not_found 404', { before: 'gone' }, 'unchanged'],
  ['source_gone 410', { before: 'withdrawn' }, 'unchanged'],
  ['source_timeout', { before: 'gone' }, 'retry source_timeout'],
  ['source_timeout', { before: 'gone', attempt: 5 }, 'unchanged'],
  ['source_unreachable 403', { before: 'withdrawn' }, 'unchanged'],
  ['content', { before: 'withdrawn', duplicateOf: 'rly_1' }, 'refuse duplicate'],
  ['content', { before: 'gone', siteCounted: 1 }, 'refuse site_already_counted'],
]);

describe('always', () => {
  const seen = fc.constantFrom<Seen[]>(
    'content',
    'hidden',
    'comments',
    'none',
    'our own page',
    'source_timeout',
    'source_unreachable',
    'source_unreachable 403',
    'source_unreachable 503',
    'source_not_found 404',
    'source_gone 410',
    'source_blocked',
    'source_too_large',
    'source_not_html',
  );
  const circumstances: fc.Arbitrary<Circumstances> = fc.record({
    campaign: fc.constantFrom('announced', 'open', 'closed', 'settled'),
    review: fc.constantFrom('none', 'first', 'all'),
    attempt: fc.integer({ min: 1, max: 7 }),
    attemptsMax: fc.constant(5),
    before: fc.constantFrom(...relayStates),
    approvedByModerator: fc.boolean(),
    refusedByModerator: fc.boolean(),
    siteCounted: fc.integer({ min: 0, max: 3 }),
    perSite: fc.option(fc.integer({ min: 0, max: 3 })),
    siteKnown: fc.boolean(),
    duplicateOf: fc.option(fc.constant('rly_1')),
  });

  test('every verdict is possible in the state it is given for, and every reason is one of the contract', () => {
    fc.assert(
      fc.property(seen, circumstances, (what, c) => {
        const verdict = qualify(sighting(what), c);
        expect(nextState(c.before, verdict.kind).kind).toBe('next');
        if ('reason' in verdict && verdict.reason !== null) expect(relayReasons).toContain(verdict.reason);
      }),
      { numRuns: 5_000 },
    );
  });

  test('nothing is counted beyond perSite, twice, without a page or approval, or out of time for the first time', () => {
    fc.assert(
      fc.property(seen, circumstances, (what, c) => {
        if (qualify(sighting(what), c).kind !== 'count') return;
        expect(c.duplicateOf).toBeNull();
        expect(c.perSite === null || c.siteCounted < c.perSite).toBe(true);
        expect(what === 'content' || c.approvedByModerator).toBe(true);
        expect(c.campaign === 'open' || c.before === 'withdrawn' || c.before === 'gone').toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  test('the last attempt is the last', () => {
    fc.assert(
      fc.property(seen, circumstances, (what, c) => {
        expect(qualify(sighting(what), { ...c, attempt: c.attemptsMax }).kind).not.toBe('retry');
      }),
    );
  });
});
