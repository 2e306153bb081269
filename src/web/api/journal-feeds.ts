import { Hono } from 'hono';
import type { CampaignView } from '../../campaign/mod.ts';
import { type Entry, plainOf, renderMarkdown, type WriteUp } from '../../dialogue/mod.ts';
import { isoInstant } from '../../kernel/mod.ts';
import { headerOf, problem } from '../answer.ts';
import { answerKept, type Cache } from '../cache.ts';
import { httpUrl } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { atomHead, type FeedHead, feedHead, feedLanguage, jsonHead, xml } from './feeds.ts';

const items_max = 50;
const parts = { journal: 'journal.title', 'write-ups': 'writeUps.title' } as const;

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
  for (const name of ['journal', 'write-ups'] as const)
    for (const [form, print] of [
      ['atom', atom],
      ['json', jsonFeed],
    ] as const)
      app.get(`/c/:slug/${name}.${form}`, (c) => {
        const slug = c.req.param('slug');
        const language = feedLanguage(c);
        const kept = cache.get(slug, `${name}.${form} ${language}`, async () => {
          const campaign = /^[a-z0-9-]{1,64}$/.test(slug) ? await services.campaign(slug) : null;
          if (campaign === null) return null;
          const feed = { page: `/${name}`, path: `/${name}`, form, part: parts[name], language };
          return print(feedHead(publicUrl, campaign, feed), campaign, await lists[name](campaign));
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

function atom(head: FeedHead, campaign: CampaignView, items: readonly Item[]) {
  const updated = Math.max(campaign.opens, ...items.map((item) => item.changed));
  const entries = items.map(
    (item) =>
      `<entry${item.language === null ? '' : ` xml:lang="${item.language}"`}><id>${xml(item.id)}</id><title>${xml(item.title)}</title><link href="${xml(item.url)}"/>` +
      `<published>${isoInstant(item.at)}</published><updated>${isoInstant(item.changed)}</updated><author><name>${xml(item.author)}</name></author>` +
      `${item.html === null ? `<summary>${xml(item.text)}</summary>` : `<content type="html">${xml(item.html)}</content>`}</entry>`,
  );
  return { body: `${atomHead(head, campaign, updated)}${entries.join('')}</feed>\n`, headers: head.headers };
}

function jsonFeed(head: FeedHead, _campaign: CampaignView, items: readonly Item[]) {
  const body = JSON.stringify({
    ...jsonHead(head),
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
  return { body, headers: head.headers };
}
