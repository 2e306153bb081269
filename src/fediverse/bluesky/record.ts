/** A post on Bluesky: who wrote it (a DID, or a handle where somebody typed one) and its key in their repository. */
export type AtPost = { readonly actor: string; readonly key: string };

const actorPattern = /^(?:did:(?:plc:[a-z2-7]{24}|web:[a-zA-Z0-9.%:-]{1,200})|[a-zA-Z0-9.-]{3,253})$/;
const keyPattern = /^[a-zA-Z0-9._~:-]{1,512}$/;
const uri_max = 2048;
/** Links of one record that are looked at. */
const links_max = 50;

const app = 'https://bsky.app';

/** The post that an address of the app shows; null for any other address. */
export function atPostIn(address: string): AtPost | null {
  const url = URL.parse(address);
  if (url?.origin !== app) return null;
  const [, actor = '', key = ''] = /^\/profile\/([^/]+)\/post\/([^/]+)\/?$/.exec(url.pathname) ?? [];
  return actorPattern.test(actor) && keyPattern.test(key) ? { actor, key } : null;
}

/** Where people read a post. */
export const addressOf = ({ actor, key }: AtPost) => `${app}/profile/${actor}/post/${key}`;
/** How it is named (AT URI). */
export const nameOf = ({ actor, key }: AtPost) => `at://${actor}/app.bsky.feed.post/${key}`;

export const isAtPost = ({ actor, key }: AtPost) => actorPattern.test(actor) && keyPattern.test(key);

type Json = Readonly<Record<string, unknown>>;
const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce((inner: unknown, name) => (isJson(inner) ? inner[name] : undefined), value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, 100) : []);
const isLink = (value: unknown): value is string => typeof value === 'string' && value.length <= uri_max;

/**
 * Where a record of a post (`app.bsky.feed.post`) leads: links in its text (facets) and the page that it shows as a card
 * (embed), the first of all. What a stranger wrote is taken for nothing but text.
 */
export function linksOf(record: unknown): readonly string[] {
  const facets = list(at(record, 'facets')).flatMap((facet) =>
    list(at(facet, 'features')).map((feature) => at(feature, 'uri')),
  );
  const embed = at(record, 'embed');
  return [...facets, at(embed, 'external', 'uri'), at(embed, 'media', 'external', 'uri')]
    .filter(isLink)
    .slice(0, links_max);
}

/** The page of a long post (`site.standard.document`) whose site is an address on the web; null where it names none. */
export function documentAddress(record: unknown): string | null {
  const [site, path] = [at(record, 'site'), at(record, 'path')];
  if (!isLink(site) || !/^https?:\/\//.test(site)) return null;
  if (path !== undefined && !(isLink(path) && path.startsWith('/'))) return null;
  return `${site.replace(/\/$/, '')}${path ?? ''}`;
}

/** What a record says in words, its time, and its language. */
export function wordsOf(record: unknown): {
  readonly text: string;
  readonly published: number | null;
  readonly language: string | null;
} {
  const [text, created, [language]] = [
    at(record, 'text'),
    at(record, 'createdAt'),
    list(at(record, 'langs')),
  ];
  const published = typeof created === 'string' ? Date.parse(created) : Number.NaN;
  return {
    text: typeof text === 'string' ? text.slice(0, 3000) : '',
    published: Number.isNaN(published) ? null : published,
    language:
      typeof language === 'string' && /^[a-z]{2}(?:-[A-Za-z0-9-]{1,20})?$/.test(language) ? language : null,
  };
}

/** A post as the app's public API gives it (`app.bsky.feed.getPosts`); null where there is none (any more). */
export function postIn(answer: string): {
  readonly did: string;
  readonly author: string | null;
  readonly record: unknown;
} | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer);
  } catch {
    return null;
  }
  const [post] = list(at(parsed, 'posts'));
  const [did, name, handle] = [
    at(post, 'author', 'did'),
    at(post, 'author', 'displayName'),
    at(post, 'author', 'handle'),
  ];
  if (typeof did !== 'string' || !/^did:/.test(did) || !actorPattern.test(did)) return null;
  const author = [name, handle].find((one) => typeof one === 'string' && one.trim() !== '');
  return { did, author: (author as string | undefined) ?? null, record: at(post, 'record') };
}
