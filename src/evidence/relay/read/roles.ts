import type { Attributes } from './attributes.ts';

/** What an element is for the description of a post, as bits. */
export const role = {
  /** A post of its own: h-entry, and its forerunner hentry. */
  entry: 1,
  title: 2,
  author: 4,
  /** A person's or organisation's card: h-card, vcard. */
  card: 8,
  /** A name inside a card. */
  name: 16,
  published: 32,
  summary: 64,
  content: 128,
} as const;

/** Class names by role: microformats2 and what it took over (microformats.org/wiki/h-entry), then common themes. */
const names: readonly (readonly [bits: number, classes: string])[] = [
  [role.entry, 'h-entry hentry'],
  [role.title | role.name, 'p-name'],
  [
    role.title,
    'entry-title wp-block-post-title post-title gh-article-title article-title page-title ob-title',
  ],
  [
    role.author,
    'p-author author byline entry-author post-author author-name post-author-name article-author ' +
      'wp-block-post-author__name wp-block-post-author-name gh-article-author-name',
  ],
  [role.card, 'h-card vcard'],
  [role.name, 'fn'],
  [
    role.published,
    'dt-published published entry-date wp-block-post-date post-date gh-article-meta-date article-date',
  ],
  [role.summary, 'p-summary entry-summary'],
  [
    role.content,
    'e-content entry-content wp-block-post-content post-content post-body gh-content article-content article-body ' +
      'ob-sections post__content',
  ],
];

const roles = new Map<string, number>();
for (const [bits, classes] of names) {
  for (const name of classes.split(' ')) roles.set(name, (roles.get(name) ?? 0) | bits);
}

const telling = /entry|auth|card|byline|fn|name|title|publ|date|summary|cont|post-body|article|ob-/;

/** The roles a class attribute gives. */
export function classRoles(classes: string): number {
  if (!telling.test(classes)) return 0;
  let bits = 0;
  for (const name of classes.split(/\s+/, 50)) bits |= roles.get(name) ?? 0;
  return bits;
}

const properties: ReadonlyMap<string, number> = new Map([
  ['headline', role.title],
  ['author', role.author | role.card],
  ['name', role.name],
  ['datePublished', role.published],
  ['articleBody', role.content],
]);

/** The roles of an element: by class, by microdata, by `rel=author`, and every `time`. */
export function rolesOf(name: string, attributes: Attributes, ofClass: (classes: string) => number): number {
  let bits = attributes.class === null ? 0 : ofClass(attributes.class);
  if (attributes.itemprop !== null) bits |= properties.get(attributes.itemprop) ?? 0;
  if (name === 'a' && attributes.rel !== null && /(?:^|\s)author(?:\s|$)/i.test(attributes.rel))
    bits |= role.author;
  if (name === 'time') bits |= role.published;
  return bits;
}
