import { Parser } from 'htmlparser2';

/** How a link to the campaign is written in a page, as somebody who edits it would say. */
export type WrittenLink = {
  readonly address: string;
  /** What a reader clicks on; `nothing`: neither words nor a picture. */
  readonly shape: 'words' | 'picture' | 'frame' | 'nothing';
  /** Words of its `rel`, in lower case. None of them matters for the count. */
  readonly rel: readonly string[];
};

/** Everything in a page that names the campaign. */
export type Written = {
  readonly links: readonly WrittenLink[];
  /** The campaign's badge is shown without a link around it. */
  readonly badgeAlone: boolean;
};

/** More are not listed: the first ones tell. */
const links_max = 5;
const text_max = 200;

/**
 * Lists links to a campaign and pictures of it, for explaining. It judges nothing: whether a link counts is said by
 * the reader that verification uses. Never throws, whatever the text is.
 */
export function writtenLinks(
  html: string,
  base: URL,
  slug: string,
  linkSlug: (href: string, base: URL) => string | null,
): Written {
  const links: WrittenLink[] = [];
  let badgeAlone = false;
  let within: { address: string; rel: readonly string[]; words: boolean; picture: boolean } | null = null;
  const isOurs = (address: string | undefined): address is string =>
    address !== undefined && linkSlug(address, base) === slug;
  const keep = (link: WrittenLink) => {
    if (links.length < links_max) links.push({ ...link, address: link.address.slice(0, text_max) });
  };
  const finish = () => {
    if (within === null) return;
    const { address, rel, words, picture } = within;
    keep({ address, rel, shape: words ? 'words' : picture ? 'picture' : 'nothing' });
    within = null;
  };
  const relOf = (text: string | undefined) =>
    (text ?? '').slice(0, text_max).toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === 'a') {
        finish();
        if (isOurs(attributes.href))
          within = { address: attributes.href, rel: relOf(attributes.rel), words: false, picture: false };
      } else if (name === 'area' && isOurs(attributes.href))
        keep({ address: attributes.href, rel: relOf(attributes.rel), shape: 'picture' });
      else if (name === 'iframe' && isOurs(attributes.src))
        keep({ address: attributes.src, rel: [], shape: 'frame' });
      else if (name === 'img' || name === 'svg') {
        if (within !== null) within.picture = true;
        else if (name === 'img' && isOurs(attributes.src)) badgeAlone = true;
      }
    },
    ontext: (text) => {
      if (within !== null && text.trim() !== '') within.words = true;
    },
    onclosetag: (name) => {
      if (name === 'a') finish();
    },
    onend: finish,
  });
  parser.write(html);
  parser.end();
  return { links, badgeAlone: badgeAlone && links.length === 0 };
}
