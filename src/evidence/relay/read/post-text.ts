import { type PageSigns, printOf, type TextPrint } from '../../../domain/mod.ts';
import { siteOf } from '../../../kernel/mod.ts';
import type { Attributes } from './attributes.ts';
import { endsParagraph } from './elements.ts';
import type { Open } from './open.ts';
import { isTextShown } from './shown.ts';
import { decodeReferences, foldText } from './text.ts';
import { place } from './visibility.ts';

/** What a page showed beside its facts: for the human who may have to judge it, and for knowing copies of it again. */
export type PageSight = {
  readonly signs: Omit<PageSigns, 'elsewhere'>;
  /** The beginning of the post's own text. */
  readonly text: string | null;
  /** The words of the link, and those before and behind it, seen or unseen. */
  readonly around: { readonly before: string; readonly link: string; readonly after: string } | null;
  /** Null for a short text, or where the post's text can't be told from the page around it. */
  readonly print: TextPrint | null;
};

/** As much of a post's text as is looked at, in characters: some 500 words, or two minutes of reading. */
const text_length_max = 3000;
const around_length = 200;
/** Runs of text kept for what stands before a link. */
const recent_max = 12;

const postClass =
  /(?:^|\s)(?:e-content|entry-content|wp-block-post-content|post-content|post-body|gh-content|article-content|article-body|articlebody|entry-body|ob-sections|post__content)(?:\s|$)/;
const besideNames: ReadonlySet<string> = new Set([
  'aside',
  'blockquote',
  'button',
  'footer',
  'form',
  'nav',
  'q',
]);

/** Bits for the text of the post (`article`, and what blog software calls it), and for what stands in it but is not it. */
export function textPlace(name: string, attributes: Attributes): number {
  if (besideNames.has(name)) return place.beside;
  if (name === 'article') return place.post;
  const { class: classes, itemprop } = attributes;
  const isPost =
    (classes !== null && /content|body|ob-/.test(classes) && postClass.test(classes)) ||
    itemprop === 'articleBody';
  return isPost ? place.post : 0;
}

/** Pages that let browsers in when they have solved something: by what they load and by what they are called. */
const puzzleAddress =
  /_Incapsula_Resource|\.well-known\/sgcaptcha|\/cdn-cgi\/challenge-platform\/h\/|captcha-delivery\.com|px-(?:captcha|cloud)|within\.website\/x\/|awswaf\.com|ddos-guard\.net/i;
const puzzleTitle =
  /^(?:just a moment|un instant|one moment, please|attention required! \| cloudflare|ddos-guard|making sure you.re not a bot|access denied|checking your browser|bot verification|human verification|verification required|security check|robot challenge|vérification de sécurité)/i;
/** A page with more text than this is no puzzle. */
const puzzle_text_max = 1500;

type Run = {
  readonly buffer: string;
  readonly start: number;
  readonly end: number;
  readonly literal: boolean;
};

/** Gathers the sight of one page from its elements as they come. */
export function createPostText(pageUrl: URL) {
  let post = '';
  let elsewhere = '';
  let postSeen = false;
  /** The outermost part that holds the post's text, and whether the one with the link has ended. */
  let region: Open | null = null;
  let linkRegion: Open | null = null;
  let regionEnded = false;
  const recent: Run[] = [];
  let link: Open | null = null;
  let around: { before: string; link: string; after: string } | null = null;
  let noscript = 0;
  let title = '';
  const signs = { noindex: false, sendsOn: false };
  let puzzling = false;
  let shownLength = 0;

  const meta = ({ name, content, 'http-equiv': equivalent }: Attributes): void => {
    if (content === null) return;
    if (/^(?:robots|googlebot)$/i.test(name ?? '') && /\b(?:noindex|none)\b/i.test(content))
      signs.noindex = true;
    if (!/^refresh$/i.test(equivalent ?? '')) return;
    const [, seconds = '', target = ''] =
      /^\s*(\d+)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?['"]?([^'"]*)/i.exec(content) ?? [];
    if (puzzleAddress.test(target)) puzzling = true;
    const url = URL.parse(target.trim(), pageUrl);
    if (url === null || seconds === '' || Number(seconds) > 10 || noscript > 0) return;
    if (/^https?:$/.test(url.protocol) && siteOf(url) !== siteOf(pageUrl)) signs.sendsOn = true;
  };

  const paragraphEnds = (inside: number): void => {
    gather('\n', inside);
    if (around !== null && link === null && around.after.length < around_length) around.after += ' ';
  };
  const gather = (text: string, inside: number): void => {
    if (inside & place.beside) return;
    if (inside & place.post) {
      if (post.length < text_length_max) post += text;
    } else if (elsewhere.length < text_length_max) elsewhere += text;
  };

  return {
    /** Whether more of the page would add nothing to the post's text. */
    complete: (): boolean => post.length >= text_length_max || regionEnded || linkRegion === null,
    opened: (element: Open): void => {
      const { name, attributes } = element;
      if (name === 'meta') meta(attributes);
      else if (name === 'noscript') noscript++;
      else if ((name === 'script' || name === 'iframe') && attributes.src !== null)
        puzzling ||= puzzleAddress.test(attributes.src);
      if (region === null && element.own & place.post && element.open) {
        region = element;
        postSeen = true;
      }
      if (element.traits & endsParagraph || name === 'br') paragraphEnds(element.inside);
    },
    closed: (element: Open): void => {
      if (element.name === 'noscript') noscript--;
      if (element === region) {
        if (region === linkRegion) regionEnded = true;
        region = null;
      }
      if (element === link) link = null;
      if (element.traits & endsParagraph) paragraphEnds(element.inside);
    },
    text: (
      buffer: string,
      start: number,
      end: number,
      literal: boolean,
      element: Open,
      inside: number,
    ): void => {
      const { name } = element;
      if (name === 'title') title ||= buffer.slice(start, Math.min(end, start + 200));
      if (name === 'script' || name === 'style' || name === 'title' || inside & place.ignored) return;
      if (around === null) {
        recent.push({ buffer, start, end, literal });
        if (recent.length > recent_max) recent.shift();
      } else if (around.after.length < around_length) {
        const words = read({ buffer, start, end: Math.min(end, start + 2 * around_length), literal });
        if (link !== null) around.link += words;
        else around.after += words;
      }
      if (!isTextShown(element, inside)) return;
      const wantsPost = inside & place.post && post.length < text_length_max;
      const wantsElsewhere = !postSeen && elsewhere.length < text_length_max;
      if (!(wantsPost || wantsElsewhere || shownLength < puzzle_text_max)) return;
      const words = read({ buffer, start, end: Math.min(end, start + text_length_max), literal });
      shownLength += words.trim().length;
      gather(words.trim() === '' ? ' ' : words, inside);
    },
    /** A link to the campaign begins here; of several the last that is told holds. */
    linkBegins: (element: Open): void => {
      const before = around?.before ?? recent.map(read).join(' ');
      around = { before, link: '', after: '' };
      link = element.open ? element : null;
      linkRegion = region;
    },
    finish: (): PageSight => {
      const text = foldText((postSeen ? post : elsewhere).slice(0, text_length_max));
      const puzzle =
        shownLength < puzzle_text_max &&
        (puzzling || puzzleTitle.test(foldText(decodeReferences(title, false))));
      return {
        signs: { ...signs, puzzle },
        text: text === '' ? null : text,
        around:
          around === null
            ? null
            : {
                before: foldText(around.before).slice(-around_length).toWellFormed(),
                link: foldText(around.link).slice(0, around_length).toWellFormed(),
                after: foldText(around.after).slice(0, around_length).toWellFormed(),
              },
        print: postSeen ? printOf(text) : null,
      };
    },
  };
}

function read({ buffer, start, end, literal }: Run): string {
  const written = buffer.slice(start, end);
  return literal || !written.includes('&') ? written : decodeReferences(written, false);
}
