import { siteOf } from '../kernel/mod.ts';

/** Sites where everybody writes: a post there says nothing of who writes the next one. */
const shared = new Set([
  ...['facebook.com', 'linkedin.com', 'x.com', 'twitter.com', 'reddit.com', 'instagram.com', 'tiktok.com'],
  ...[
    'youtube.com',
    'pinterest.com',
    'quora.com',
    'docs.google.com',
    'sites.google.com',
    'notion.site',
    'bsky.app',
  ],
]);

/**
 * What is surely one author's, of the site that a post is on: the host, with the first part of the path where it names a
 * person (`/@kiwi`, `/~kiwi`). Null on sites where everybody writes under one host.
 */
export function relayerScope(source: string): string | null {
  const url = URL.parse(source);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  const person = /^\/([@~][\w.-]{1,64})(?:\/|$)/.exec(url.pathname)?.[1];
  const site = siteOf(url);
  if (person !== undefined) return `${site}/${person}`;
  return shared.has(url.hostname.replace(/^(?:www|m|fr|old)\./, '')) ? null : site;
}

/** A scope as an address may carry it; null for what is none. */
export function readScope(host: string, person: string | null): string | null {
  if (!/^[a-z0-9][a-z0-9.-]{0,252}(?::\d{1,5})?$/.test(host)) return null;
  if (person === null) return host;
  return /^[@~][\w.-]{1,64}$/.test(person) ? `${host}/${person}` : null;
}
