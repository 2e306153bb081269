import { Hono } from 'hono';
import type { CampaignView } from '../../campaign/mod.ts';
import { type Entry, plainOf, renderMarkdown, type WriteUp } from '../../dialogue/mod.ts';
import { isoInstant } from '../../kernel/mod.ts';
import { headerOf, openHeaders, problem } from '../answer.ts';
import { answerKept, type Cache } from '../cache.ts';
import { httpUrl } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { hubLinks, xml } from './feeds.ts';

const items_max = 50;
const caching = { ...openHeaders, 'cache-control': 'public, max-age=60' };

type Item = {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly author: string;
  readonly at: number;
  readonly changed: number;
  readonly html: string | null;
  readonly text: string;
  readonly language: string | null;
};

/** Feeds of the journal's entries and of the write-ups: Atom (RFC 4287) and JSON Feed 1.1. */
export function journalFeeds(services: Services, cache: Cache): Hono {
  const { publicUrl, journal } = services;
  const app = new Hono();
  const lists = {
    journal: async (campaign: CampaignView) =>
      (await journal.entries(campaign.slug, 0, items_max)).map((entry) =>
        entryItem(publicUrl, campaign.slug, entry),
      ),
    'write-ups': async (campaign: CampaignView) =>
      ((await journal.writeUps(campaign.slug, null, items_max))?.posts ?? []).map((post) =>
        postItem(publicUrl, post),
      ),
  };
  for (const [name, list] of Object.entries(lists))
    for (const [ending, print] of [
      ['atom', atom],
      ['json', jsonFeed],
    ] as const)
      app.get(`/c/:slug/${name}.${ending}`, (c) => {
        const slug = c.req.param('slug');
        const kept = cache.get(slug, `${name}.${ending}`, async () => {
          const campaign = /^[a-z0-9-]{1,64}$/.test(slug) ? await services.campaign(slug) : null;
          return campaign === null ? null : print(publicUrl, campaign, name, await list(campaign));
        });
        return answerKept(kept, headerOf(c, 'if-none-match'), () =>
          problem(404, 'There is no campaign of this name.'),
        );
      });
  return app;
}

function entryItem(publicUrl: string, slug: string, entry: Entry): Item {
  const url = `${publicUrl}/c/${slug}/journal/${entry.slug}`;
  // Readers of feeds show an entry elsewhere: its images need whole addresses.
  const html = renderMarkdown(entry.body).replaceAll('src="/c/', `src="${publicUrl}/c/`);
  const at = entry.publishedAt ?? entry.changedAt;
  return {
    id: url,
    url,
    title: entry.title,
    author: entry.author,
    at,
    changed: entry.changedAt,
    html,
    text: plainOf(entry.body, 500),
    language: entry.language,
  };
}

function postItem(publicUrl: string, post: WriteUp): Item {
  const id = `${publicUrl}/relays/${post.id}`;
  const url = httpUrl(post.source) ?? id;
  return {
    id,
    url,
    title: post.title ?? post.source,
    author: post.author ?? post.site,
    at: post.at,
    changed: post.at,
    html: null,
    text: post.excerpt ?? '',
    language: null,
  };
}

function atom(publicUrl: string, campaign: CampaignView, name: string, items: readonly Item[]) {
  const page = `${publicUrl}/c/${campaign.slug}/${name}`;
  const updated = Math.max(campaign.opens, ...items.map((item) => item.changed));
  const entries = items.map(
    (item) =>
      `<entry${item.language === null ? '' : ` xml:lang="${item.language}"`}><id>${xml(item.id)}</id><title>${xml(item.title)}</title><link href="${xml(item.url)}"/>` +
      `<published>${isoInstant(item.at)}</published><updated>${isoInstant(item.changed)}</updated><author><name>${xml(item.author)}</name></author>` +
      `${item.html === null ? `<summary>${xml(item.text)}</summary>` : `<content type="html">${xml(item.html)}</content>`}</entry>`,
  );
  const body =
    `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><id>${xml(page)}</id>` +
    `<title>${xml(campaign.title.fr)} · ${name === 'journal' ? 'le journal' : 'les comptes rendus'}</title><link href="${xml(page)}"/>` +
    `<link rel="self" type="application/atom+xml" href="${xml(`${page}.atom`)}"/><link rel="hub" href="${xml(`${publicUrl}/hub`)}"/><updated>${isoInstant(updated)}</updated>` +
    `<author><name>${xml(campaign.charity.name)}</name></author>${entries.join('')}</feed>\n`;
  const hub = hubLinks(publicUrl, `${page}.atom`);
  return { body, headers: { ...caching, ...hub, 'content-type': 'application/atom+xml; charset=utf-8' } };
}

function jsonFeed(publicUrl: string, campaign: CampaignView, name: string, items: readonly Item[]) {
  const page = `${publicUrl}/c/${campaign.slug}/${name}`;
  const body = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: `${campaign.title.fr} · ${name === 'journal' ? 'le journal' : 'les comptes rendus'}`,
    home_page_url: page,
    feed_url: `${page}.json`,
    hubs: [{ type: 'WebSub', url: `${publicUrl}/hub` }],
    language: 'fr',
    items: items.map((item) => ({
      id: item.id,
      url: item.url,
      title: item.title,
      ...(item.html === null
        ? { content_text: item.text === '' ? item.title : item.text }
        : { content_html: item.html }),
      date_published: isoInstant(item.at),
      date_modified: isoInstant(item.changed),
      authors: [{ name: item.author }],
      ...(item.language === null ? {} : { language: item.language }),
    })),
  });
  const hub = hubLinks(publicUrl, `${page}.json`);
  return { body, headers: { ...caching, ...hub, 'content-type': 'application/feed+json; charset=utf-8' } };
}
