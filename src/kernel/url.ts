/** Longest address we accept, in characters: what common browsers and servers agree on, with room. */
export const url_length_max = 2048;

/**
 * The http(s) address a text stands for, or the reason it is none. No fetching rule is applied here
 * (see `evidence/relay/guard.ts`); only shape: absolute, http or https, no user name or password, not too long.
 */
export type WebAddress =
  | { readonly kind: 'address'; readonly url: URL }
  | { readonly kind: 'invalid'; readonly reason: UrlFault };
export type UrlFault = 'empty' | 'too_long' | 'not_absolute' | 'not_http' | 'userinfo';

export function parseWebAddress(text: string): WebAddress {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'invalid', reason: 'empty' };
  if (trimmed.length > url_length_max) return { kind: 'invalid', reason: 'too_long' };
  // A tab, a line break or a NUL inside an address is never meant; the URL parser would drop some of them silently.
  if (/[\u0000-\u0020\u007f\\]/.test(trimmed)) return { kind: 'invalid', reason: 'not_absolute' };
  const url = URL.parse(trimmed);
  if (url === null) return { kind: 'invalid', reason: 'not_absolute' };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { kind: 'invalid', reason: 'not_http' };
  if (url.username !== '' || url.password !== '') return { kind: 'invalid', reason: 'userinfo' };
  return { kind: 'address', url };
}

const unreserved = /^[A-Za-z0-9\-._~]$/;

/** Percent-encodings in one spelling (RFC 3986 §6.2.2): unreserved characters bare, the rest in upper-case hex. */
function normalPercent(part: string): string {
  return part.replace(/%([0-9A-Fa-f]{2})/g, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return unreserved.test(character) ? character : whole.toUpperCase();
  });
}

/** Query parameters that only say how a reader came; two addresses that differ in them are one post. */
const tracking = /^(utm_[a-z]+|fbclid|gclid|mc_cid|mc_eid|msclkid|igshid|ref_src|replytocom)$/i;

/**
 * One spelling for all addresses that are one page: scheme folded to https, host in lower case without `www.`
 * or final dot, default port, fragment and tracking parameters dropped, percent-encodings normalised, no trailing slash.
 * It is a key for comparing, not an address to fetch.
 */
export function canonicalKey(url: URL): string {
  const query = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !tracking.test(pair.split('=', 1)[0] ?? ''))
    .map(normalPercent)
    .join('&');
  const path = normalPercent(url.pathname).replace(/\/+$/, '');
  return `${siteOf(url)}${path}${query === '' ? '' : `?${query}`}`;
}

/** The site a page belongs to: its host in lower case without `www.` or final dot, with the port if it is not the default. */
export function siteOf(url: URL): string {
  const host = url.hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\./, '');
  const port = url.port === '' || url.port === '80' || url.port === '443' ? '' : `:${url.port}`;
  return host + port;
}
