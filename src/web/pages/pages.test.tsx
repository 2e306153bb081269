import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { relayReasons, relayStates, relayVias } from '../../domain/mod.ts';
import { type Language, translator } from '../../i18n/mod.ts';
import type { PublicSettlement } from '../../settlement/mod.ts';
import { renderEmbedCard } from '../embed/card.tsx';
import * as views from '../fixture.suite.ts';
import { factsOf } from '../parts/dialogue-facts.ts';
import type { PageContext } from '../parts/page.tsx';
import { renderApiDocs } from './api-docs.tsx';
import { renderCampaign } from './campaign.tsx';
import { renderHome } from './home.tsx';
import { renderCharityHouse, renderPartnerHouse } from './house.tsx';
import { renderPartners } from './partners.tsx';
import { renderRefusal } from './refusal.tsx';
import { renderRelay } from './relay.tsx';
import { renderResults } from './results.tsx';
import type { ResultsGiven } from './results-data.ts';
import { renderThanks } from './thanks.tsx';

const languages: readonly Language[] = ['fr', 'en'];
const path = '/c/un-billet-dix-repas';
const openapi = {
  paths: { '/x': { get: { summary: views.attack.title, responses: { 200: { description: 'ok' } } } } },
};
const hostileRelay = {
  ...views.counted,
  source: views.attack.source,
  target: views.attack.source,
  post: {
    ...views.counted.post,
    title: views.attack.title,
    author: views.attack.author,
    excerpt: views.attack.title,
  },
};

/** What became of the promises, as somebody would write it who wants to break the page. */
const settlement: PublicSettlement = {
  pledges: views.open.totals.pledges.map(({ id, partner, mechanic, for: ground, cap, minimum, granted }) => ({
    ...{
      pledge: id,
      partner,
      mechanic,
      for: ground,
      promised: cap,
      minimum,
      granted,
      settled: 7000,
      delivered: 1,
    },
  })),
  late: [{ partner: 'danone', days: 3 }],
  deliveries: [
    {
      ...{
        id: 'dlv_01kaz5m3v8q2w4x6y8z0a1b2c3',
        units: 1,
        what: views.attack.title,
        place: views.attack.title,
      },
      ...{ on: '2026-12-01', document: 'javascript:alert(1)', at: 0 },
    },
  ],
  periods: [
    {
      ...{ partner: 'danone', number: 1, through: 0, final: false, logSize: 9, payableBy: 0 },
      ...{ pledge: 'danone-billets', section: 'gift-EUR', flat: false, units: 7000, amount: 700_000 },
    },
  ],
  payments: [],
  undone: { relay: 2 },
  refusedRelays: 3,
};

const resultsOf = (view: typeof views.open, relays: ResultsGiven['relays']): ResultsGiven => ({
  ...{ view, settlement, relays },
  results: {
    days: [
      { day: '2026-11-01', units: 6000, relays: 600 },
      { day: '2026-11-23', units: -10, relays: 0 },
    ],
    mechanics: [{ mechanic: 'relay', units: 5990, credits: 600, undone: 1, undoneUnits: 10 }],
    undone: [{ mechanic: 'relay', reason: views.attack.title, acts: 1, units: 10 }],
    refused: [
      { reason: 'link_not_found', relays: 2 },
      { reason: views.attack.title, relays: 1 },
    ],
    sites: 12,
  },
  hours: { groups: [], others: null, all: { people: 5, minutes: 615 } },
  appeals: { open: 1, overdue: 1, accepted: 2, refused: 3, medianHours: 30 },
  dialogue: {
    ...{ questions: 2, unanswered: 1, overdue: 0, daysBefore: 9, tooShort: false },
    organisations: [{ organisation: 'danone', answered: 1, waiting: 1, overdue: 0, medianHours: 70 }],
  },
});

const answer = { organisation: 'danone', by: views.attack.author, body: views.attack.title, at: 0 };
const houseOf = (view: typeof views.open) => ({
  ...{ view, organisation: { ...view.charity, mission: { fr: views.attack.title } } },
  questions: [
    {
      ...{
        id: 'qst_01kaz5m3v8q2w4x6y8z0a1b2c3' as const,
        name: views.attack.author,
        body: views.attack.title,
      },
      ...{ organisation: 'danone', meeting: null, openedAt: 0, dueAt: 0, askers: 3, answers: [answer] },
    },
  ],
});
const partnerOf = (view: typeof views.open) => ({
  ...houseOf(view),
  organisation: view.organisations.danone ?? view.charity,
  settlement,
  hours: {
    groups: [{ company: 'danone', people: 7, minutes: 615 }],
    others: null,
    all: { people: 7, minutes: 615 },
  },
  reservations: [
    {
      ...{ id: 'rsv_01kaz5m3v8q2w4x6y8z0a1b2c3' as const, relay: 'rly_01kaz5m3v8q2w4x6y8z0a1b2c3' as const },
      ...{ state: 'listed' as const, source: 'javascript:alert(1)', title: views.attack.title },
      ...{
        author: views.attack.author,
        site: null,
        excerpt: views.attack.title,
        published: 0,
        submittedAt: 0,
        stance: null,
      },
      ...{ units: 10, offTopic: null, answers: [answer] },
    },
  ],
});

const pages: Readonly<Record<string, (context: PageContext) => string>> = {
  home: (c) => renderHome([views.open, views.closed], c),
  'home without campaigns': (c) => renderHome([], c),
  'home, hostile': (c) => renderHome([views.hostile], c),
  open: (c) => renderCampaign(views.open, views.wall, c),
  older: (c) => renderCampaign(views.open, views.olderWall, c),
  announced: (c) => renderCampaign(views.announced, views.emptyWall, c),
  capped: (c) => renderCampaign(views.capped, views.wall, c),
  closed: (c) => renderCampaign(views.closed, views.wall, c),
  empty: (c) => renderCampaign(views.empty, views.emptyWall, c),
  hostile: (c) => renderCampaign(views.hostile, views.hostileWall, c),
  results: (c) => renderResults(resultsOf(views.open, views.wall), c),
  'results, hostile': (c) => renderResults(resultsOf(views.hostile, views.hostileWall), c),
  charity: (c) => renderCharityHouse({ ...houseOf(views.open), shifts: [], context: c }),
  'charity, hostile': (c) => renderCharityHouse({ ...houseOf(views.hostile), shifts: [], context: c }),
  partner: (c) => renderPartnerHouse({ ...partnerOf(views.open), context: c }),
  'partner, hostile': (c) => renderPartnerHouse({ ...partnerOf(views.hostile), context: c }),
  thanks: (c) => renderThanks(views.open, views.wall, c),
  'thanks, hostile': (c) => renderThanks(views.hostile, { ...views.hostileWall, next: 3 }, c),
  'partners, settled': (c) => renderPartners(views.hostile, settlement, factsOf(views.hostile, [], 0), c),
  partners: (c) => renderPartners(views.open, null, factsOf(views.open, [], 0), c),
  'partners, hostile': (c) => renderPartners(views.hostile, null, factsOf(views.hostile, [], 0), c),
  relay: (c) => renderRelay(views.counted, views.open, c),
  'relay, hostile': (c) => renderRelay(hostileRelay, views.hostile, c),
  refused: (c) => renderRelay(views.refused, views.open, c),
  checking: (c) => renderRelay(views.checking, views.open, c),
  refusal: (c) => renderRefusal({ status: 404, title: views.attack.title, sentence: 'x', hint: 'y' }, c),
  docs: (c) => renderApiDocs(openapi, c),
  card: (c) => renderEmbedCard(views.open, c),
  'card, hostile': (c) => renderEmbedCard(views.hostile, c),
};

const all = languages.flatMap((language) =>
  Object.entries(pages).map(([name, render]) => ({
    language,
    name,
    html: render(views.pageContext(language, path)),
  })),
);
const count = (html: string, part: string) => html.split(part).length - 1;
const french = (view: typeof views.open) => renderCampaign(view, views.wall, views.pageContext('fr', path));

describe.each(all)('$name in $language', ({ html, language }) => {
  test('is one document in its language', () => {
    expect(html.startsWith(`<!doctype html><html lang="${language}"`)).toBe(true);
    expect(count(html, '<h1')).toBe(1);
    expect(count(html, '<title>')).toBeGreaterThanOrEqual(1);
    expect(html).not.toMatch(/\bundefined\b|\bNaN\b|\[object /);
  });

  test('has no inline script or style, so that the policy need not allow any', () => {
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map((match) => match[0]);
    expect(scripts.filter((tag) => !/ src="\/|type="application\/ld\+json"/.test(tag))).toEqual([]);
    expect(html).not.toMatch(/<style|\sstyle=|<[a-z][^<>"]*(?:"[^"]*"[^<>"]*)*\son[a-z]+=/);
  });

  test('leads nowhere but to http, https, a mailbox and itself', () => {
    const links = [...html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !/^(?:https?:\/\/|mailto:|\/(?!\/)|\?lang=|#)/.test(link))).toEqual([]);
  });

  test('lets no stored text break out', () => {
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<b>"');
  });
});

describe('the head of a campaign page', () => {
  const base = 'https://relais.example';
  const asked = encodeURIComponent(`${base}${path}`);
  const links = [
    `<link rel="webmention" href="${base}/webmention"/>`,
    `<link rel="pingback" href="${base}/pingback"/>`,
    `type="application/json+oembed" href="${base}/oembed?url=${asked}&amp;format=json"`,
    `type="text/xml+oembed" href="${base}/oembed?url=${asked}&amp;format=xml"`,
    `<link rel="canonical" href="${base}${path}"/>`,
    `<link rel="alternate" hreflang="fr" href="${base}${path}?lang=fr"/>`,
    `<link rel="alternate" hreflang="en" href="${base}${path}?lang=en"/>`,
    `<link rel="alternate" hreflang="x-default" href="${base}${path}"/>`,
  ];
  const feeds = [
    `type="application/atom+xml" href="${base}${path}/relays.atom"`,
    `type="application/feed+json" href="${base}${path}/relays.json"`,
    '<meta property="og:title"',
    '<meta property="og:url"',
    '<meta name="twitter:card"',
    '<script type="application/ld+json">',
  ];
  const headOf = (html: string) => html.slice(0, html.indexOf('</head>'));

  test.each([...links, ...feeds])('holds once: %s', (part) => {
    expect(count(headOf(french(views.open)), part)).toBe(1);
    expect(count(french(views.open), part)).toBe(1);
  });
  test.each(links)('the promises’ page too: %s', (part) => {
    expect(
      count(
        headOf(renderPartners(views.open, null, factsOf(views.open, [], 0), views.pageContext('fr', path))),
        part,
      ),
    ).toBe(1);
  });
  test.each([views.open, views.hostile])('describes the campaign in JSON-LD that is JSON', (view) => {
    const text = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(french(view))?.[1] ?? '';
    expect(JSON.parse(text)).toMatchObject({ '@type': 'Project', name: view.title.fr });
    expect(text).not.toContain('<');
  });
});

describe('what the page says of caps', () => {
  const visible = (html: string) =>
    html
      .replace(/ data-words="[^"]*"/, '')
      .replace(/<([a-z]+)[^>]* hidden=""[^>]*>.*?<\/\1>/gs, '')
      .replace(/[\u00A0\u202F]/g, ' ');
  const says = 'Tous les plafonds sont atteints : un billet ne déclenche plus de don.';

  test('nothing while there is something left', () => {
    expect(visible(french(views.open))).not.toContain('ne déclenche plus');
    expect(visible(french(views.open))).toContain('Un billet donne 10 repas');
  });
  test('which promise is used up, and what a post gives now', () => {
    const text = visible(french(views.halfCapped));
    expect(text).toContain('Plafond atteint : un billet ne déclenche plus de don de Carrefour.');
    expect(text).not.toContain('plus de don de Danone');
    expect(text).toContain('Un billet donne 6 repas en ce moment');
    expect(text).not.toContain(says);
  });
  test('at the top, that a post no longer triggers a gift', () => {
    const text = visible(french(views.capped));
    expect(text.indexOf(says)).toBeGreaterThan(0);
    expect(text.indexOf(says)).toBeLessThan(text.indexOf('<h1'));
  });
  test('on the card as well', () => {
    expect(renderEmbedCard(views.capped, views.pageContext('en', path))).toContain(
      'no longer triggers a gift',
    );
  });
});

describe('words', () => {
  test.each(languages)('every state, way and reason has words in %s', (language) => {
    const { t } = translator(language);
    const context = views.pageContext(language, '/relays/x');
    for (const reason of relayReasons) {
      expect(t(`reason.${reason}`).length).toBeGreaterThan(20);
      expect(t(`reason.${reason}.next`).length).toBeGreaterThan(20);
      const html = renderRelay({ ...views.refused, reason }, views.open, context);
      expect(html).toContain(t(`reason.${reason}.next`));
    }
    for (const via of relayVias) expect(t(`via.${via}`)).not.toBe('');
    const verdicts = relayStates.map(
      (state) =>
        /class="verdict[^>]*>([^<]+)</.exec(
          renderRelay({ ...views.counted, state }, views.open, context),
        )?.[1],
    );
    expect(new Set(verdicts).size).toBe(relayStates.length);
  });
  test('French spaces do not break', () => {
    const text = renderCampaign(views.open, views.emptyWall, views.pageContext('fr', path))
      .replace(/<script.*?<\/script>/gs, '')
      .replace(/<[^>]+>/g, '\n');
    expect(text.match(/.{0,20} [;!?»].{0,10}|.{0,20}« .{0,10}|.{0,20}[^\s] :.{0,10}/g)).toBeNull();
  });
  test.each([
    [0, 'repas'],
    [1, 'repas'],
    [2, 'repas'],
    [1_000_000, 'de repas'],
  ])('%d in French: %s', (n, name) => {
    expect(translator('fr').unitName(views.open.unit.names, n)).toBe(name);
  });
  test.each([
    [0, 'meals'],
    [1, 'meal'],
    [1_000_000, 'meals'],
  ])('%d in English: %s', (n, name) => {
    expect(translator('en').unitName(views.open.unit.names, n)).toBe(name);
  });
  test('times are those of Paris, the first of a month is said as such', () => {
    expect(translator('fr').dateTime(Date.parse('2026-10-31T23:00:00Z'))).toBe('1er novembre 2026 à 00:00');
    expect(translator('fr').day('2026-11-01')).toBe('1er novembre 2026');
    expect(translator('en').day('not a day')).toBe('not a day');
  });
  test('links keep the language that was asked for, and only then', () => {
    const context = { ...views.pageContext('en', path), languageChosen: true };
    expect(renderCampaign(views.open, views.wall, context)).toContain(
      `href="${path}?before=1239&amp;lang=en"`,
    );
    expect(renderCampaign(views.open, views.wall, views.pageContext('en', path))).toContain(
      `href="${path}?before=1239"`,
    );
  });
});

describe('files sent to the browser', () => {
  const file = (name: string) => readFileSync(join(import.meta.dirname, '..', 'public', name), 'utf8');
  test.each(['live.js', 'card.js', 'embed.js'])('%s writes texts as texts (Trusted Types)', (name) => {
    expect(file(name)).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/,
    );
    expect(file(name)).not.toMatch(/document\.cookie|localStorage|sessionStorage/);
  });
  test('the style sheet stays small and fetches nothing', () => {
    expect(file('style.css').length).toBeLessThan(20_480);
    expect(file('style.css')).not.toMatch(/@import|url\(/);
  });
});
