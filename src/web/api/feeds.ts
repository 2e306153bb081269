import { Hono } from 'hono';
import type { CampaignView } from '../../campaign/mod.ts';
import type { RelayCard } from '../../evidence/mod.ts';
import { isoInstant } from '../../kernel/mod.ts';
import { headerOf, openHeaders, problem } from '../answer.ts';
import { answerKept, type Cache } from '../cache.ts';
import { httpUrl } from '../parts/page.tsx';
import type { Services } from '../port.ts';

const entries = 50;
const caching = { ...openHeaders, 'cache-control': 'public, max-age=60' };

/** Where one subscribes to a feed, and under which address (W3C WebSub §4): for its headers. */
export const hubLinks = (publicUrl: string, self: string) => ({
  link: `<${publicUrl}/hub>; rel="hub", <${self}>; rel="self"`,
});

/** Feeds of the newest counted relays: Atom (RFC 4287) and JSON Feed 1.1. */
export function feeds(services: Services, cache: Cache): Hono {
  const app = new Hono();
  const formats = { 'relays.atom': atom, 'relays.json': jsonFeed } as const;
  for (const [name, print] of Object.entries(formats))
    app.get(`/c/:slug/${name}`, (c) => {
      const slug = c.req.param('slug');
      const kept = cache.get(slug, name, async () => {
        const [campaign, wall] = [
          await services.campaign(slug),
          await services.relaysBefore(slug, null, entries),
        ];
        return campaign === null || wall === null ? null : print(services.publicUrl, campaign, wall.cards);
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

function atom(publicUrl: string, campaign: CampaignView, cards: readonly RelayCard[]) {
  const page = `${publicUrl}/c/${campaign.slug}`;
  const updated = cards[0]?.countedAt ?? campaign.opens;
  const items = cards.map(
    (card) =>
      `<entry><id>${xml(`${publicUrl}/relays/${card.id}`)}</id><title>${xml(titleOf(card))}</title>` +
      `<link href="${xml(linkOf(publicUrl, card))}"/><link rel="related" href="${xml(`${publicUrl}/relays/${card.id}`)}"/>` +
      `<updated>${isoInstant(card.countedAt)}</updated><author><name>${xml(card.post.author ?? card.post.site ?? '—')}</name></author>` +
      `<summary>${xml(card.post.excerpt ?? '')}</summary></entry>`,
  );
  const body =
    `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><id>${xml(page)}</id>` +
    `<title>${xml(campaign.title.fr)}</title><link href="${xml(page)}"/><link rel="self" type="application/atom+xml" href="${xml(`${page}/relays.atom`)}"/><link rel="hub" href="${xml(`${publicUrl}/hub`)}"/>` +
    `<updated>${isoInstant(updated)}</updated><author><name>${xml(campaign.charity.name)}</name></author>${items.join('')}</feed>\n`;
  const hub = hubLinks(publicUrl, `${page}/relays.atom`);
  return { body, headers: { ...caching, ...hub, 'content-type': 'application/atom+xml; charset=utf-8' } };
}

function jsonFeed(publicUrl: string, campaign: CampaignView, cards: readonly RelayCard[]) {
  const page = `${publicUrl}/c/${campaign.slug}`;
  const body = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: campaign.title.fr,
    home_page_url: page,
    feed_url: `${page}/relays.json`,
    hubs: [{ type: 'WebSub', url: `${publicUrl}/hub` }],
    language: 'fr',
    items: cards.map((card) => ({
      id: `${publicUrl}/relays/${card.id}`,
      url: linkOf(publicUrl, card),
      title: titleOf(card),
      content_text: card.post.excerpt ?? titleOf(card),
      date_published: isoInstant(card.countedAt),
      ...(card.post.author === null ? {} : { authors: [{ name: card.post.author }] }),
    })),
  });
  const hub = hubLinks(publicUrl, `${page}/relays.json`);
  return { body, headers: { ...caching, ...hub, 'content-type': 'application/feed+json; charset=utf-8' } };
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
