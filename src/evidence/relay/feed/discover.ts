import { Tokenizer } from 'htmlparser2';

/** Longest head that is looked through, in characters. */
const head_max = 512 * 1024;
const feed_types = /^(?:application\/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)|application\/json)$/;

/**
 * Feeds that a page names (`link rel=alternate` with a feed's type), as it orders them, those of comments last: every
 * blog system names its posts first, but some themes do not.
 */
export function feedsNamed(html: string, base: URL): readonly URL[] {
  const found: { url: URL; comments: boolean }[] = [];
  for (const link of linksIn(html.slice(0, head_max))) {
    const rel = (link.rel ?? '').toLowerCase().split(/\s+/);
    if (
      !rel.includes('alternate') ||
      !feed_types.test((link.type ?? '').split(';')[0]?.trim().toLowerCase() ?? '')
    )
      continue;
    const url = URL.parse(link.href ?? '', base);
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) continue;
    // WordPress names its API and oEmbed with the same relation.
    if (/\/wp-json\/|oembed/.test(url.href)) continue;
    found.push({ url, comments: /comment/i.test(`${url.pathname} ${link.title ?? ''}`) });
  }
  return [...found.filter((one) => !one.comments), ...found.filter((one) => one.comments)].map(
    (one) => one.url,
  );
}

type Attributes = { rel?: string; type?: string; href?: string; title?: string };

function linksIn(html: string): readonly Attributes[] {
  const links: Attributes[] = [];
  let current: Record<string, string> | null = null;
  let name = '';
  let value = '';
  const nothing = () => {};
  const end = () => {
    if (current !== null) links.push(current);
    current = null;
  };
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname: (start, stop) => {
        current = html.slice(start, stop).toLowerCase() === 'link' ? {} : null;
      },
      onattribname: (start, stop) => {
        name = html.slice(start, stop).toLowerCase();
        value = '';
      },
      onattribdata: (start, stop) => {
        value += html.slice(start, stop);
      },
      onattribentity: (code) => {
        value += String.fromCodePoint(code);
      },
      onattribend: () => {
        if (current !== null && current[name] === undefined) current[name] = value;
      },
      onopentagend: end,
      onselfclosingtag: end,
      onclosetag: nothing,
      oncomment: nothing,
      oncdata: nothing,
      ondeclaration: nothing,
      onprocessinginstruction: nothing,
      ontext: nothing,
      ontextentity: nothing,
      onend: nothing,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return links;
}
