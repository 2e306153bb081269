import { exchange, headerOf, textOf } from './exchange.ts';

/** What became of one link of a post. */
export type MentionOutcome = {
  readonly link: string;
  readonly kind: 'no_endpoint' | 'no_answer' | 'refused' | 'accepted';
  readonly endpoint: string | null;
  readonly status: number | null;
  /** Where the receiver says the mention can be followed (`Location`). */
  readonly location: string | null;
  readonly text: string | null;
  readonly ms: number;
};

const agent = 'Ghost(https://github.com/TryGhost/Ghost)';
const timeout_ms = 15_000;

/**
 * Does what Ghost does when a post is published, edited, taken back or deleted (recorded from 6.65): looks at each
 * linked page for a Webmention endpoint and posts source, target and a field of its own. Also after a removal.
 */
export async function sendLikeGhost(postUrl: string, links: readonly string[]): Promise<MentionOutcome[]> {
  const outcomes: MentionOutcome[] = [];
  for (const link of links) outcomes.push(await sendOne(postUrl, link));
  return outcomes;
}

async function sendOne(source: string, target: string): Promise<MentionOutcome> {
  const start = performance.now();
  const endpoint = await discover(target);
  const missed = { link: target, endpoint, status: null, location: null, text: null };
  if (endpoint === null) return { ...missed, kind: 'no_endpoint', ms: performance.now() - start };
  const reply = await exchange({
    method: 'POST',
    url: endpoint,
    headers: { 'user-agent': agent, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ source, target, source_is_ghost: 'true' }).toString(),
    timeout_ms,
  });
  const ms = performance.now() - start;
  if (reply === null) return { ...missed, kind: 'no_answer', ms };
  return {
    link: target,
    kind: reply.status >= 200 && reply.status < 300 ? 'accepted' : 'refused',
    endpoint,
    status: reply.status,
    location: headerOf(reply, 'location'),
    text: await textOf(reply),
    ms,
  };
}

async function discover(target: string): Promise<string | null> {
  const headers = { 'user-agent': agent, 'accept-encoding': 'gzip, deflate, br, zstd', accept: '*/*' };
  const reply = await exchange({ method: 'GET', url: target, headers, timeout_ms });
  if (reply === null || reply.status >= 400) return null;
  const named = reply.headers.filter(([name]) => name.toLowerCase() === 'link').map(([, value]) => value);
  return webmentionEndpoint(named.join(', '), (await textOf(reply)) ?? '');
}

/** Ghost's discovery: header first, then `<link>` and `<a>`; absolute addresses only, and a relative header hides the rest. */
export function webmentionEndpoint(linkHeader: string, html: string): string | null {
  for (const one of linkHeader.split(',')) {
    const named = /^\s*<([^>]*)>\s*;\s*rel="webmention"\s*$/.exec(one)?.[1];
    if (named !== undefined) return absolute(named);
  }
  for (const [tag] of html.matchAll(/<(?:link|a)\s[^>]*>/gi)) {
    if (!/\srel=(?:"(?:[^"]*\s)?webmention(?:\s[^"]*)?"|'webmention'|webmention[\s>])/i.test(tag)) continue;
    const href = /\shref=(?:"([^"]*)"|'([^']*)')/i.exec(tag);
    return absolute((href?.[1] ?? href?.[2] ?? '').replaceAll('&amp;', '&'));
  }
  return null;
}

function absolute(address: string): string | null {
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? address : null;
}
