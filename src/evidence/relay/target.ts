/** First path segments that the site uses itself: a short address `/:slug` never hides one of them. */
export const reservedSegments: ReadonlySet<string> = new Set([
  'c',
  'ap',
  'nodeinfo',
  'relays',
  'purchases',
  'webmention',
  'pingback',
  'websub',
  'hub',
  'api',
  'console',
  'comments',
  'volunteer',
  'meetings',
  'oembed',
  'embed.js',
  'healthz',
  'readyz',
  'metrics',
  'assets',
  'data',
  'privacy',
  'accessibility',
  'sitemap.xml',
  '.well-known',
  'robots.txt',
  'favicon.ico',
  'icon.png',
]);

/** Gives the slug of the campaign whose page an address points at, or null. `href` may be relative to `base`. */
export type CampaignLink = (href: string, base: URL) => string | null;

/**
 * Recognises addresses of campaign pages under `publicUrl` (which may have a port and a path prefix):
 * `/c/:slug`, every page under it, and the short address `/:slug` that our site redirects there.
 * All equivalent spellings are one address (RFC 3986 §6.2.2, §6.2.3): http or https, upper-case host, final dot,
 * default port, dot segments, percent-encoded unreserved characters, trailing slash, any query and fragment.
 * A port that is not the scheme's default must be the same; user names are never part of our address.
 */
export function campaignLink(publicUrl: URL): CampaignLink {
  const host = plainHost(publicUrl);
  const prefix = unreservedBare(publicUrl.pathname).replace(/\/+$/, '');
  let baseSeen: URL | null = null;
  let baseIsOurs = false;

  return (href, base) => {
    if (base !== baseSeen) {
      baseSeen = base;
      baseIsOurs = plainHost(base) === host;
    }
    if (surelyElsewhere(href, host, baseIsOurs)) return null;
    const url = URL.parse(href, base);
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
    if (plainHost(url) !== host || url.port !== publicUrl.port) return null;
    if (url.username !== '' || url.password !== '') return null;
    return slugOf(unreservedBare(url.pathname), prefix);
  };
}

const absolute = /^\s*https?:\/\/([a-z0-9.-]+)(?::\d*)?(?:[/?#]|$)/i;
const otherScheme = /^\s*(?!https?:)[a-z][a-z0-9+.-]*:/i;

/** True only for spellings that can't be ours; a full parse costs 20 times more and a page has hundreds of links. */
function surelyElsewhere(href: string, host: string, baseIsOurs: boolean): boolean {
  const written = absolute.exec(href)?.[1];
  if (written !== undefined) {
    const elsewhere = written.toLowerCase().replace(/\.$/, '') !== host;
    return elsewhere && !numeric.test(written);
  }
  // The URL parser drops tabs and line breaks and reads \ as /, so such spellings get the full parse.
  if (/[\t\n\r\\]/.test(href)) return false;
  if (otherScheme.test(href)) return true;
  return !baseIsOurs && !/^\s*(?:https?:|\/\/)/i.test(href);
}

/** Hosts whose last label is a number are IPv4 addresses in one of many spellings; the URL parser folds them. */
const numeric = /(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/i;

function plainHost(url: URL): string {
  return url.hostname.replace(/\.$/, '');
}

function unreservedBare(path: string): string {
  if (!path.includes('%')) return path;
  return path.replace(/%([2-7][0-9a-f])/gi, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : whole;
  });
}

function slugOf(path: string, prefix: string): string | null {
  if (!path.startsWith(`${prefix}/`)) return null;
  const rest = path.slice(prefix.length);
  const page = /^\/c\/([a-z0-9-]+)(?:\/|$)/.exec(rest)?.[1];
  if (page !== undefined) return page;
  const short = /^\/([a-z0-9-]+)\/?$/.exec(rest)?.[1];
  return short === undefined || reservedSegments.has(short) ? null : short;
}
