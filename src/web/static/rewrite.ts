import { posix } from 'node:path';
import type { Language } from '../../i18n/mod.ts';
import { isLanguage } from '../../kernel/mod.ts';
import type { Places } from './place.ts';

/** A page as a file of its own, and the addresses of the copy that it leads to. */
export type StaticPage = { readonly html: string; readonly links: readonly Link[] };
export type Link = { readonly url: string; readonly language: Language };

/** Whoever serves the copy may send no headers: the page carries its policy itself. */
const policy =
  "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'";

const entity = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const plain = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');

/**
 * Turns a page that we rendered into one that needs no server: links into the copy become relative, others absolute, what
 * only a server can do (forms, live updates, receivers) is gone, and `notice` says what this is. `html` is our own
 * output: attributes in double quotes, no script in the text.
 */
export function staticPage(
  html: string,
  at: { readonly url: URL; readonly language: Language; readonly file: string; readonly notice: string },
  places: Places,
): StaticPage {
  const links: Link[] = [];
  const relative = (text: string): string => {
    const [address = '', fragment] = plain(text).split('#');
    if (address === '' && fragment !== undefined) return text;
    const url = URL.parse(address, at.url);
    if (url === null) return text;
    const asked = url.searchParams.get('lang') ?? undefined;
    const language = isLanguage(asked) ? asked : at.language;
    const file = places.fileOf(url, language);
    const tail = fragment === undefined ? '' : `#${fragment}`;
    if (file === null) return entity(`${url.href}${tail}`);
    url.hash = '';
    links.push({ url: url.href, language });
    return entity(`${posix.relative(posix.dirname(at.file), file)}${tail}`);
  };
  const body = html
    .replace(/<form\b[\s\S]*?<\/form>/g, '')
    .replace(/<template\b[\s\S]*?<\/template>/g, '')
    .replace(
      /<script\b[^>]*\bsrc="[^"]*\/(?:live|embed|card|moderation|passkey|door)\.js[^"]*"[^>]*><\/script>/g,
      '',
    )
    .replace(/<link\b[^>]*\brel="(?:webmention|pingback)"[^>]*>/g, '')
    .replace(/<link\b[^>]*\btype="(?:application\/json|text\/xml)\+oembed"[^>]*>/g, '')
    // The page's own address stays what it was; everything else leads into the copy.
    .replace(
      /(<link\b[^>]*\brel="canonical"[^>]*>)|(\b(?:href|src|data-proof)=")([^"]*)(")/g,
      (whole, canonical, before, value, after) =>
        canonical === undefined ? `${before}${relative(value)}${after}` : whole,
    )
    .replace(
      /(<meta charset="utf-8"\/?>)/,
      `$1<meta http-equiv="Content-Security-Policy" content="${policy}"/>`,
    )
    .replace(
      /(<main\b[^>]*>)/,
      (main) => `${main}<p class="wide small frozen">${entity(at.notice).replaceAll('<', '&lt;')}</p>`,
    );
  return { html: body, links };
}
