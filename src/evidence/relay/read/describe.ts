import type { PostDescription } from '../../../domain/mod.ts';
import type { Attributes } from './attributes.ts';
import type { LinkedData } from './linked-data.ts';
import { publishedInstant, splitPageTitle, withoutByline } from './phrases.ts';
import { decodeReferences, foldText, plainText } from './text.ts';

/** Longest fields, in characters. */
export const title_length_max = 300;
export const author_length_max = 120;
export const site_length_max = 120;
export const excerpt_length_max = 500;
/** What is taken of a text when no summary is given. */
const opening_length = 280;

/** How good a source is, best first. Ranks of `entry` hold for the h-entry the link stands in. */
export const rank = {
  entry: 1,
  openGraph: 2,
  linkedData: 3,
  meta: 4,
  marked: 5,
  guessed: 6,
  last: 7,
} as const;
type Rank = (typeof rank)[keyof typeof rank];

export type Field = 'title' | 'author' | 'site' | 'published' | 'excerpt' | 'language';
type Found = { readonly rank: Rank; readonly text: string };

export type Description = ReturnType<typeof createDescription>;

/** Gathers what a page says of its post; of several sources the best one holds, of equal ones the first. */
export function createDescription() {
  const found: { [field in Field]?: Found } = {};
  let pageTitle: string | null = null;

  const offer = (field: Field, from: Rank, text: string | null): void => {
    if (text === null || (found[field]?.rank ?? 99) <= from) return;
    const value = field === 'author' ? withoutByline(foldText(text)) : text;
    if (foldText(value) === '') return;
    if (field === 'published' && publishedInstant(value) === null) return;
    if (field === 'author' && /^https?:/i.test(value)) return;
    found[field] = { rank: from, text: value };
  };

  return {
    offer,
    /** A post begins that is not the one before it: what was marked up in that one is not this one's. */
    entryBegins: (): void => {
      for (const field of Object.keys(found) as Field[]) {
        if (found[field]?.rank === rank.entry) delete found[field];
      }
    },
    pageTitle: (text: string): void => {
      pageTitle ??= foldText(text) === '' ? null : text;
      offer('title', rank.last, text);
    },
    meta: (attributes: Attributes): void => {
      const { content } = attributes;
      if (content === null || content === '') return;
      const key = (attributes.property ?? attributes.name ?? attributes.itemprop ?? '').toLowerCase();
      const target = metaFields.get(key);
      if (target !== undefined) offer(target[0], target[1], content);
    },
    linkedData: (data: LinkedData): void => {
      offer('title', rank.linkedData, decoded(data.headline));
      offer('author', rank.linkedData, decoded(data.author));
      offer('site', rank.linkedData, decoded(data.site));
      offer('published', rank.linkedData, data.published);
      offer('excerpt', rank.meta, decoded(data.description));
    },
    /** Whether every field that a reader is shown has been found somewhere. */
    complete: (): boolean =>
      found.title !== undefined &&
      found.author !== undefined &&
      found.site !== undefined &&
      found.published !== undefined &&
      found.excerpt !== undefined,
    finish: (): PostDescription => {
      const marked = found.title?.rank === rank.last ? null : (found.title?.text ?? null);
      const split = splitPageTitle(pageTitle, marked, found.site?.text ?? null);
      const language = foldText(found.language?.text ?? '').replaceAll('_', '-');
      const long = found.excerpt !== undefined && found.excerpt.rank >= rank.marked;
      return {
        title: plainText(split.title, title_length_max),
        author: plainText(found.author?.text ?? null, author_length_max),
        site: plainText(split.site, site_length_max),
        published: found.published === undefined ? null : publishedInstant(found.published.text),
        excerpt: plainText(found.excerpt?.text ?? null, long ? opening_length : excerpt_length_max),
        language: /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(language) ? language : null,
      };
    },
  };
}

function decoded(text: string | null): string | null {
  return text?.includes('&') ? decodeReferences(text.slice(0, 4096), false) : text;
}

const metaFields: ReadonlyMap<string, readonly [Field, Rank]> = new Map<string, readonly [Field, Rank]>([
  ['og:title', ['title', rank.openGraph]],
  ['twitter:title', ['title', rank.meta]],
  ['og:site_name', ['site', rank.openGraph]],
  ['application-name', ['site', rank.meta]],
  ['og:description', ['excerpt', rank.openGraph]],
  ['description', ['excerpt', rank.linkedData]],
  ['twitter:description', ['excerpt', rank.meta]],
  ['article:published_time', ['published', rank.openGraph]],
  ['og:article:published_time', ['published', rank.openGraph]],
  ['datepublished', ['published', rank.meta]],
  ['date', ['published', rank.guessed]],
  ['dc.date', ['published', rank.guessed]],
  ['author', ['author', rank.meta]],
  ['article:author', ['author', rank.openGraph]],
  ['dc.creator', ['author', rank.meta]],
  ['og:locale', ['language', rank.meta]],
]);
