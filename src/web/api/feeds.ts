import { type Context, Hono } from 'hono';
import type { CampaignView } from '../../campaign/mod.ts';
import type { RelayCard } from '../../evidence/mod.ts';
import { type Language, type MessageKey, translator } from '../../i18n/mod.ts';
import { isoInstant, languageOr, mainLanguage } from '../../kernel/mod.ts';
import { headerOf, openHeaders, problem } from '../answer.ts';
import { answerKept, type Cache } from '../cache.ts';
import { httpUrl } from '../parts/page.tsx';
import type { Services } from '../port.ts';

const entries = 50;
const caching = { ...openHeaders, 'cache-control': 'public, max-age=60' };

/** What every feed says of itself: its language, where it is, whose page it belongs to, and where one subscribes (W3C WebSub §4). */
export type FeedHead = {
  readonly language: Language;
  readonly title: string;
  readonly page: string;
  readonly self: string;
  readonly hub: string;
  readonly headers: Readonly<Record<string, string>>;
};

const types = { atom: 'application/atom+xml', json: 'application/feed+json' } as const;

/** `path`: of the page that the feed belongs to, and its own without the ending. French is spoken unless `?lang=en` asks. */
export function feedHead(
  publicUrl: string,
  campaign: CampaignView,
  feed: {
    readonly page: string;
    readonly path: string;
    readonly form: keyof typeof types;
    readonly part: MessageKey | null;
    readonly language: Language;
  },
): FeedHead {
  const tr = translator(feed.language);
  const base = `${publicUrl}/c/${campaign.slug}`;
  const self = `${base}${feed.path}.${feed.form}${feed.language === mainLanguage ? '' : `?lang=${feed.language}`}`;
  const hub = `${publicUrl}/hub`;
  const title = tr.localised(campaign.title);
  return {
    language: feed.language,
    title: feed.part === null ? title : `${title} · ${tr.t(feed.part)}`,
    page: `${base}${feed.page}`,
    self,
    hub,
    headers: {
      ...caching,
      'content-type': `${types[feed.form]}; charset=utf-8`,
      link: `<${hub}>; rel="hub", <${self}>; rel="self"`,
    },
  };
}

/** The language that a feed's address asks for. */
export const feedLanguage = (c: Context): Language => languageOr(c.req.query('lang'));

/** How an Atom feed begins. */
export const atomHead = (head: FeedHead, campaign: CampaignView, updated: number): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${head.language}"><id>${xml(head.page)}</id>` +
  `<title>${xml(head.title)}</title><link href="${xml(head.page)}"/><link rel="self" type="application/atom+xml" href="${xml(head.self)}"/>` +
  `<link rel="hub" href="${xml(head.hub)}"/><updated>${isoInstant(updated)}</updated><author><name>${xml(campaign.charity.name)}</name></author>`;

/** How a JSON feed begins. */
export const jsonHead = (head: FeedHead) => ({
  version: 'https://jsonfeed.org/version/1.1',
  title: head.title,
  home_page_url: head.page,
  feed_url: head.self,
  hubs: [{ type: 'WebSub', url: head.hub }],
  language: head.language,
});

/** Feeds of the newest counted relays: Atom (RFC 4287) and JSON Feed 1.1. */
export function feeds(services: Services, cache: Cache): Hono {
  const app = new Hono();
  for (const [form, print] of [
    ['atom', atom],
    ['json', jsonFeed],
  ] as const)
    app.get(`/c/:slug/relays.${form}`, (c) => {
      const slug = c.req.param('slug');
      const language = feedLanguage(c);
      const kept = cache.get(slug, `relays.${form} ${language}`, async () => {
        const [campaign, wall] = [
          await services.campaign(slug),
          await services.relaysBefore(slug, null, entries),
        ];
        if (campaign === null || wall === null) return null;
        const feed = { page: '', path: '/relays', form, part: null, language };
        const head = feedHead(services.publicUrl, campaign, feed);
        return print(services.publicUrl, head, campaign, wall.cards);
      });
      return answerKept(kept, headerOf(c, 'if-none-match'), () =>
        problem(404, 'There is no campaign of this name.'),
      );
    });
  return app;
}

/** Where an entry leads: to the post, or to its status where the post's address is none a reader may follow. */
const linkOf = (publicUrl: string, card: RelayCard) =>
  httpUrl(card.source) === null ? `${publicUrl}/relays/${card.id}` : card.source;

const titleOf = (card: RelayCard) => card.post.title ?? card.post.site ?? card.source;

function atom(publicUrl: string, head: FeedHead, campaign: CampaignView, cards: readonly RelayCard[]) {
  const items = cards.map(
    (card) =>
      `<entry><id>${xml(`${publicUrl}/relays/${card.id}`)}</id><title>${xml(titleOf(card))}</title>` +
      `<link href="${xml(linkOf(publicUrl, card))}"/><link rel="related" href="${xml(`${publicUrl}/relays/${card.id}`)}"/>` +
      `<updated>${isoInstant(card.countedAt)}</updated><author><name>${xml(card.post.author ?? card.post.site ?? '—')}</name></author>` +
      `<summary>${xml(card.post.excerpt ?? '')}</summary></entry>`,
  );
  const updated = cards[0]?.countedAt ?? campaign.opens;
  return { body: `${atomHead(head, campaign, updated)}${items.join('')}</feed>\n`, headers: head.headers };
}

function jsonFeed(publicUrl: string, head: FeedHead, _campaign: CampaignView, cards: readonly RelayCard[]) {
  const body = JSON.stringify({
    ...jsonHead(head),
    items: cards.map((card) => ({
      id: `${publicUrl}/relays/${card.id}`,
      url: linkOf(publicUrl, card),
      title: titleOf(card),
      content_text: card.post.excerpt ?? titleOf(card),
      date_published: isoInstant(card.countedAt),
      ...(card.post.author === null ? {} : { authors: [{ name: card.post.author }] }),
    })),
  });
  return { body, headers: head.headers };
}

/** Text inside XML content and attributes; characters that XML 1.0 forbids (§2.2) are left out. */
export function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
