import { parseFeed } from 'feedsmith';
import type { Instant } from '../../../kernel/mod.ts';

/** An entry of a feed. `html` is what the feed holds of the post; `whole` says that it means to be all of it. */
export type FeedEntry = {
  readonly url: URL;
  readonly published: Instant | null;
  readonly html: string;
  readonly whole: boolean;
};

/** What bytes that claim to be a feed gave; `why` is one plain phrase. */
export type FeedReading =
  | { readonly kind: 'feed'; readonly entries: readonly FeedEntry[] }
  | { readonly kind: 'unreadable'; readonly why: 'not_feed' | 'too_large' | 'document_type' | 'too_deep' };

export const feed_bytes_max = 2 * 1024 * 1024;
/** The newest of a feed: what is further down was there at an earlier poll. */
export const entries_max = 100;
/** Elements or brackets within each other; real feeds with XHTML content reach 30. */
const depth_max = 200;

/**
 * RSS 0.9 to 2.0, Atom, RDF and JSON Feed from their bytes. Bounded before anything is parsed: size, nesting, and no
 * document type at all (RSS 0.91 alone ever had one), so that there is no entity to expand. Never throws.
 */
export function readFeed(bytes: Uint8Array, base: URL): FeedReading {
  if (bytes.length > feed_bytes_max) return { kind: 'unreadable', why: 'too_large' };
  const text = decode(bytes);
  if (/<!(?:DOCTYPE|ENTITY)/i.test(outsideData(text))) return { kind: 'unreadable', why: 'document_type' };
  if (depthOf(text) > depth_max) return { kind: 'unreadable', why: 'too_deep' };
  try {
    return { kind: 'feed', entries: entriesOf(parseFeed(text), base) };
  } catch {
    return { kind: 'unreadable', why: 'not_feed' };
  }
}

type Parsed = ReturnType<typeof parseFeed>;

function entriesOf(parsed: Parsed, base: URL): readonly FeedEntry[] {
  switch (parsed.format) {
    case 'atom':
      return (parsed.feed.entries ?? []).slice(0, entries_max).flatMap((one) => {
        const links = one.links ?? [];
        const own = links.find((link) => link.rel === undefined || link.rel === 'alternate');
        const content = one.content?.value;
        return entry(own?.href, one.published ?? one.updated, content, one.summary?.value, base);
      });
    case 'json':
      return (parsed.feed.items ?? [])
        .slice(0, entries_max)
        .flatMap((one) => entry(one.url, one.date_published, one.content_html, one.summary, base));
    case 'rdf':
      return (parsed.feed.items ?? [])
        .slice(0, entries_max)
        .flatMap((one) => entry(one.link, one.dc?.dates?.[0], one.content?.encoded, one.description, base));
    case 'rss':
      return (parsed.feed.items ?? []).slice(0, entries_max).flatMap((one) => {
        const permanent = one.guid?.isPermaLink === false ? undefined : one.guid?.value;
        const date = one.pubDate ?? one.dc?.dates?.[0];
        return entry(one.link ?? permanent, date, one.content?.encoded, one.description, base);
      });
  }
}

function entry(
  link: string | undefined,
  date: unknown,
  content: string | undefined,
  summary: string | undefined,
  base: URL,
): readonly FeedEntry[] {
  const url = link === undefined ? null : URL.parse(link.trim(), base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return [];
  const published = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return [
    {
      url,
      published: Number.isFinite(published) ? published : null,
      html: content ?? summary ?? '',
      whole: content !== undefined,
    },
  ];
}

/** The encoding by its byte order mark or XML declaration; UTF-8 where it is none that is known. */
function decode(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1');
  const named = /^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1] ?? 'utf-8';
  const mark = head.startsWith('ÿþ') ? 'utf-16le' : head.startsWith('þÿ') ? 'utf-16be' : null;
  try {
    return new TextDecoder(mark ?? named).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** The text without its CDATA sections and comments: a post about XML may well name a document type. */
function outsideData(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const data = nearest(text, from);
    if (data === null) return parts.join('') + text.slice(from);
    parts.push(text.slice(from, data.start));
    const end = text.indexOf(data.closes, data.start);
    if (end === -1) return parts.join('');
    from = end + data.closes.length;
  }
}

function nearest(text: string, from: number): { start: number; closes: string } | null {
  for (let at = text.indexOf('<!', from); at !== -1; at = text.indexOf('<!', at + 2)) {
    if (text.startsWith('<![CDATA[', at)) return { start: at, closes: ']]>' };
    if (text.startsWith('<!--', at)) return { start: at, closes: '-->' };
  }
  return null;
}

/** How deep elements (or JSON's brackets) stand within each other at most; one pass, no memory. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  if (/^\s*[{[]/.test(text)) {
    const strings = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;
    for (let found = strings.exec(text); found !== null; found = strings.exec(text)) {
      if (found[0] === '{' || found[0] === '[') most = Math.max(most, ++depth);
      else if (found[0] === '}' || found[0] === ']') depth--;
    }
    return most;
  }
  const bare = outsideData(text);
  for (let at = bare.indexOf('<'); at !== -1; at = bare.indexOf('<', at + 1)) {
    const next = bare.charCodeAt(at + 1);
    if (next === 47) depth--;
    else if (next !== 33 && next !== 63) {
      const close = bare.indexOf('>', at);
      if (close !== -1 && bare.charCodeAt(close - 1) !== 47) most = Math.max(most, ++depth);
      if (close === -1) break;
    }
  }
  return most;
}
