import { siteOf } from '../../../kernel/mod.ts';

/** The hub a feed names, and the address under which the hub knows the feed. */
export type NamedHub = { readonly hub: URL; readonly topic: URL };

const head_max = 64 * 1024;
const address_max = 2000;

/**
 * The hub of a feed (W3C WebSub §4), from its Link header or from the feed itself. A topic on another site than the
 * feed's is not believed: a feed speaks for itself alone. Never throws.
 */
export function hubNamed(bytes: Buffer, linkHeader: string | null, found: URL): NamedHub | null {
  const text = bytes.subarray(0, head_max).toString('latin1');
  const links = [...inHeader(linkHeader ?? ''), ...(/^\s*\{/.test(text) ? inJson(bytes) : inXml(text))];
  const first = (rel: string) => links.find((link) => link.rel.includes(rel))?.href;
  const hub = webUrl(first('hub'), found);
  if (hub === null) return null;
  const self = webUrl(first('self'), found);
  return { hub, topic: self !== null && siteOf(self) === siteOf(found) ? self : found };
}

type Link = { readonly rel: readonly string[]; readonly href: string };

function inHeader(header: string): readonly Link[] {
  return [...header.slice(0, 4000).matchAll(/<([^<>]*)>((?:\s*;[^,<]*)*)/g)].map((match) => ({
    href: match[1] ?? '',
    rel: words(/;\s*rel\s*=\s*"?([^";]*)/i.exec(match[2] ?? '')?.[1]),
  }));
}

function inXml(text: string): readonly Link[] {
  // Only before the first entry: what stands in a post is its author's, or a reader's.
  const end = text.search(/<(?:[\w-]+:)?(?:item|entry)[\s>]/);
  return [
    ...(end === -1 ? text : text.slice(0, end)).matchAll(/<(?:[\w-]+:)?link\s([^<>]{1,4000}?)\/?>/g),
  ].map((match) => {
    const value = (name: string) =>
      new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(match[1] ?? '');
    const [rel, href] = [value('rel'), value('href')];
    return {
      rel: words(rel?.[1] ?? rel?.[2]),
      href: (href?.[1] ?? href?.[2] ?? '').replace(/&(?:amp|#38|#x26);/gi, '&'),
    };
  });
}

/** JSON Feed 1.1: `hubs` and `feed_url`. The bytes were bounded and found to be a feed before. */
function inJson(bytes: Buffer): readonly Link[] {
  try {
    const feed: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof feed !== 'object' || feed === null) return [];
    const hubs = 'hubs' in feed && Array.isArray(feed.hubs) ? feed.hubs.slice(0, 5) : [];
    const named = hubs.find(
      (one: unknown): one is { url: string } =>
        typeof one === 'object' && one !== null && 'url' in one && typeof one.url === 'string',
    );
    const self = 'feed_url' in feed && typeof feed.feed_url === 'string' ? feed.feed_url : null;
    return [
      ...(named === undefined ? [] : [{ rel: ['hub'], href: named.url }]),
      ...(self === null ? [] : [{ rel: ['self'], href: self }]),
    ];
  } catch {
    return [];
  }
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
}

function webUrl(href: string | undefined, base: URL): URL | null {
  if (href === undefined || href === '' || href.length > address_max) return null;
  const url = URL.parse(href, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  return url.username === '' && url.password === '' ? url : null;
}
