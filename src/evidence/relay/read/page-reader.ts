import { type LinkPlace, type PageFacts, referrerIn, type Stance, stanceIn } from '../../../domain/mod.ts';
import { siteOf } from '../../../kernel/mod.ts';
import type { Attributes } from './attributes.ts';
import { createPageDecoder } from './charset.ts';
import { createGatherer } from './gather.ts';
import type { Open } from './open.ts';
import { createPostText, type PageSight, textPlace } from './post-text.ts';
import { createScanner } from './scanner.ts';
import { drawsItself, isTextShown, judge, shows } from './shown.ts';
import { decodeReferences, showsText } from './text.ts';
import { createTree } from './tree.ts';
import { place, unseen_box } from './visibility.ts';

/**
 * Reads one page from its bytes. `write` takes them in any chunking and says `enough` once nothing more is needed;
 * what is written after that is not looked at. `end` gives the facts, the same for every chunking; call it once,
 * whether the page came whole or not. Neither ever throws, whatever the bytes are.
 */
export type PageReader = {
  readonly write: (bytes: Uint8Array) => 'more' | 'enough';
  readonly end: () => PageFacts;
  /** Where the link that counts leads, absolute; null before one is found. */
  readonly address: () => string | null;
  /** What else was seen; call it once, after `end`. */
  readonly sight: () => PageSight;
};

export type PageReaderOptions = {
  /** Where the page was found, after redirects. */
  readonly pageUrl: URL;
  /** The `charset` of the Content-Type header. */
  readonly charset: string | null;
  /** The campaign whose link is looked for. */
  readonly slug: string;
  /** The campaign an address points at, or null (`campaignLink`). Must not throw. */
  readonly linkSlug: (href: string, base: URL) => string | null;
};

/** How much further the description is looked for behind the link, in characters: a post's footer with its author. */
export const lookahead_max = 16_384;

/**
 * The rules. A link is `a[href]`, `area[href]` or `iframe[src]`, whatever its `rel`. It stands in the readers'
 * comments (`comments.ts`), is hidden (`visibility.ts`, or an `a` with nothing in it that shows), or is content.
 * Of several links the best place holds: content, then comments, then hidden. Reading ends early once a link in the
 * content is certain and either every field of the description and the text of its post were found, or the readers'
 * comments begin, or 16,384 more characters have passed.
 */
export function createPageReader(options: PageReaderOptions): PageReader {
  const decoder = createPageDecoder(options.charset);
  const gatherer = createGatherer();
  const postText = createPostText(options.pageUrl);
  const found = { content: false, comments: false, hidden: false };
  /** Links not yet seen to show anything. */
  let unshown: Open[] = [];
  /** Where those lead. */
  const addresses = new WeakMap<Open, string>();
  let by: number | null = null;
  let stance: Stance | null = null;
  let leadsTo: string | null = null;
  let base = options.pageUrl;
  let baseSeen = false;
  let canonical: string | null = null;
  let inHead = true;
  let enough = false;
  let position = 0;
  let linkPosition = Number.POSITIVE_INFINITY;

  const contentFound = (address: string | undefined): void => {
    const url = address === undefined ? null : URL.parse(address, base);
    by = url === null ? null : referrerIn(url);
    stance = url === null ? null : stanceIn(url);
    leadsTo = url?.href ?? null;
    found.content = true;
    unshown = [];
    linkPosition = position;
    gatherer.linkFound();
  };

  const isOurs = (address: string): boolean =>
    !found.content && options.linkSlug(address, base) === options.slug;

  const shownAfterAll = (): void => {
    const innermost = unshown.at(-1);
    contentFound(innermost === undefined ? undefined : addresses.get(innermost));
  };

  const link = (element: Open, address: string | null): void => {
    const { inside, attributes } = element;
    if (address === null || !isOurs(address) || inside & place.ignored) return;
    addresses.set(element, address);
    postText.linkBegins(element);
    if (inside & place.comments) found.comments = true;
    else if (inside & unseen_box & ~place.invisible) found.hidden = true;
    // Inside an invisible link something may be visible again; then it is a link that can be followed.
    else if (element.name === 'a' && (inside & place.invisible || !drawsItself(attributes)))
      unshown.push(element);
    else if (inside & place.invisible) found.hidden = true;
    else contentFound(address);
  };

  const opened = (element: Open): void => {
    const { name, attributes } = element;
    postText.opened(element);
    if (name === 'a' || name === 'area') {
      link(element, attributes.href ?? (element.namespace === 'svg' ? attributes['xlink:href'] : null));
    } else if (name === 'iframe')
      link(element, attributes.src === null ? null : decodeReferences(attributes.src, true));
    else if (name === 'base') newBase(attributes.href);
    else if (name === 'link') newCanonical(attributes);
    else if (name === 'body') inHead = false;
    if (unshown.length > 0 && shows(element, element.inside)) shownAfterAll();
    if (found.content && element.own & place.comments) enough = true;
    gatherer.opened(element);
  };

  const newBase = (href: string | null): void => {
    if (baseSeen || href === null) return;
    baseSeen = true;
    const url = URL.parse(href, options.pageUrl);
    if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) base = url;
  };

  const newCanonical = ({ rel, href }: Attributes): void => {
    // Only in the head: what stands in the body may be a reader's.
    if (!inHead || canonical !== null || href === null || !/(?:^|\s)canonical(?:\s|$)/i.test(rel ?? ''))
      return;
    const url = URL.parse(href.trim(), base);
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return;
    if (url.username === '' && url.password === '' && siteOf(url) === siteOf(options.pageUrl))
      canonical = url.href;
  };

  const scanner = createScanner(
    createTree({
      judge: (name, attributes, namespace) =>
        judge(name, attributes, namespace) | textPlace(name, attributes),
      opened,
      closed: (element) => {
        if (unshown.length > 0 && unshown.includes(element)) {
          unshown = unshown.filter((other) => other !== element);
          found.hidden = true;
        }
        gatherer.closed(element);
        postText.closed(element);
      },
      text: (buffer, start, end, literal, element, inside) => {
        if (unshown.length > 0 && isTextShown(element, inside)) {
          const written = buffer.slice(start, end);
          if (showsText(literal ? written : decodeReferences(written, false))) shownAfterAll();
        }
        gatherer.text(buffer, start, end, literal, element, inside);
        postText.text(buffer, start, end, literal, element, inside);
      },
      finished: (at) => {
        position = at;
        if (found.content && !enough) {
          enough =
            (gatherer.description.complete() && postText.complete()) || at - linkPosition > lookahead_max;
        }
        return enough;
      },
    }),
  );

  return {
    write: (bytes) => {
      if (!enough) scanner.write(decoder.write(bytes));
      return enough ? 'enough' : 'more';
    },
    end: () => {
      if (!enough) scanner.write(decoder.end());
      scanner.end();
      found.hidden ||= unshown.length > 0;
      return { link: bestPlace(found), by, stance, canonical, post: gatherer.finish() };
    },
    address: () => leadsTo,
    sight: postText.finish,
  };
}

function bestPlace(found: { content: boolean; comments: boolean; hidden: boolean }): LinkPlace {
  if (found.content) return 'content';
  if (found.comments) return 'comments';
  return found.hidden ? 'hidden' : 'none';
}
