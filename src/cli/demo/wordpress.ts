import { exchange, headerOf, type Reply, textOf } from './exchange.ts';

/** What became of one link of a post. `known` is fault 48, a success for WordPress; nothing is ever tried again. */
export type PingOutcome = {
  readonly link: string;
  readonly kind: 'skipped' | 'no_endpoint' | 'no_answer' | 'unreadable' | 'fault' | 'known' | 'accepted';
  readonly endpoint: string | null;
  /** Where the endpoint was found: the header of the answer to HEAD, or the text of the page. */
  readonly foundBy: 'header' | 'text' | null;
  readonly fault: { readonly code: number; readonly text: string } | null;
  /** What a successful answer said. */
  readonly answer: string | null;
  readonly ms: { readonly discovery: number; readonly ping: number; readonly total: number };
};

const version = '6.1.9';
const discovery_timeout_ms = 2000;
const ping_timeout_ms = 3000;

/**
 * Does what a stock WordPress does right after a post is published, link by link (recorded from 6.1.9): HEAD of the
 * linked page for `X-Pingback`, else its text, the ping, and a second HEAD that looks for an enclosure. A fault or
 * no answer in time is final.
 */
export async function pingLikeWordPress(postUrl: string, links: readonly string[]): Promise<PingOutcome[]> {
  const outcomes: PingOutcome[] = [];
  for (const link of links) outcomes.push(await pingOne(postUrl, link));
  return outcomes;
}

async function pingOne(postUrl: string, link: string): Promise<PingOutcome> {
  const start = performance.now();
  const since = (from: number) => performance.now() - from;
  const missed = { endpoint: null, foundBy: null, fault: null, answer: null };
  if (!isPinged(link)) return { ...missed, link, kind: 'skipped', ms: { discovery: 0, ping: 0, total: 0 } };

  const found = await discover(new URL(postUrl).origin, link);
  const discovery = since(start);
  const result = found === null ? null : await ping(found.endpoint, postUrl, link);
  const after = since(start);
  await look('HEAD', new URL(postUrl).origin, link);
  const ms = { discovery, ping: after - discovery, total: since(start) };
  if (found === null || result === null) return { ...missed, link, kind: 'no_endpoint', ms };
  return { ...missed, ...found, ...result, link, ms };
}

/** WordPress pings no site root, and sees no address in what has no dot in its host. */
function isPinged(link: string): boolean {
  const url = URL.parse(link);
  if (url === null || !/^https?:$/.test(url.protocol) || !url.hostname.includes('.')) return false;
  return url.search !== '' || url.pathname !== '/';
}

function look(method: 'HEAD' | 'GET', blog: string, link: string): Promise<Reply | null> {
  const headers = {
    'User-Agent': `WordPress/${version}; ${blog}`,
    Accept: '*/*',
    'Accept-Encoding': 'deflate, gzip, br',
    Referer: link,
    Connection: 'close',
  };
  return exchange({ method, url: link, headers, timeout_ms: discovery_timeout_ms });
}

async function discover(
  blog: string,
  link: string,
): Promise<{ endpoint: string; foundBy: 'header' | 'text' } | null> {
  const head = await look('HEAD', blog, link);
  if (head === null) return null;
  const named = head.headers.filter(([name]) => name.toLowerCase() === 'x-pingback');
  // Two such headers are an array in PHP, and WordPress dies of a type error.
  if (named.length > 1) return null;
  if (named[0] !== undefined) return usable(named[0][1], 'header');
  if (/(?:image|audio|video|model)\//i.test(headerOf(head, 'content-type') ?? '')) return null;
  const page = await look('GET', blog, link);
  const text = page === null ? null : await textOf(page);
  return text === null ? null : usable(pingbackLink(text) ?? '', 'text');
}

/** The endpoint must be absolute and have a path. */
function usable(
  endpoint: string,
  foundBy: 'header' | 'text',
): { endpoint: string; foundBy: 'header' | 'text' } | null {
  const url = /^https?:\/\//.test(endpoint) ? URL.parse(endpoint) : null;
  return url === null || url.pathname === '/' ? null : { endpoint, foundBy };
}

/** WordPress's text search: `rel="pingback"`, then `href=` behind it with the same quotes, in lower case. */
export function pingbackLink(html: string): string | null {
  const rel = /rel=(["'])pingback\1/.exec(html);
  if (rel === null) return null;
  const quote = rel[1] ?? '"';
  const start = html.indexOf(`href=${quote}`, rel.index);
  if (start === -1) return null;
  const end = html.indexOf(quote, start + 6);
  return end === -1 ? null : html.slice(start + 6, end);
}

async function ping(
  endpoint: string,
  postUrl: string,
  link: string,
): Promise<Pick<PingOutcome, 'kind' | 'fault' | 'answer'>> {
  const reply = await exchange({
    method: 'POST',
    url: endpoint,
    headers: {
      'User-Agent': `The Incutio XML-RPC PHP Library -- WordPress/${version}`,
      Accept: '*/*',
      'Accept-Encoding': 'deflate, gzip, br',
      'Content-Type': 'text/xml',
      Connection: 'close',
    },
    body: pingXml(postUrl, link),
    timeout_ms: ping_timeout_ms,
  });
  if (reply === null) return { kind: 'no_answer', fault: null, answer: null };
  const text = await textOf(reply);
  if (reply.status !== 200 || text === null) return { kind: 'unreadable', fault: null, answer: text };
  return readResponse(text);
}

/** The call, byte for byte as WordPress 6.1.9 sends it. */
export function pingXml(source: string, target: string): string {
  const param = (value: string) => `<param><value><string>${escapeXml(value)}</string></value></param>\n`;
  return (
    '<?xml version="1.0"?>\n<methodCall>\n<methodName>pingback.ping</methodName>\n<params>\n' +
    `${param(source)}${param(target)}</params></methodCall>\n`
  );
}

function readResponse(text: string): Pick<PingOutcome, 'kind' | 'fault' | 'answer'> {
  // XML from the first byte; only a leading line break is forgiven.
  if (!/^\n?(?:<\?xml[^>]*>\s*)?<methodResponse>/.test(text))
    return { kind: 'unreadable', fault: null, answer: text };
  const code = /<name>faultCode<\/name>\s*<value>\s*<(?:int|i4)>(-?\d+)</.exec(text)?.[1];
  const said = /<name>faultString<\/name>\s*<value>\s*<string>([^<]*)</.exec(text)?.[1] ?? '';
  if (code === '48') return { kind: 'known', fault: { code: 48, text: said }, answer: null };
  if (code !== undefined) return { kind: 'fault', fault: { code: Number(code), text: said }, answer: null };
  const answer = /<params>\s*<param>\s*<value>\s*(?:<(?:string|int)>)?([^<]*)</.exec(text)?.[1];
  if (answer === undefined) return { kind: 'unreadable', fault: null, answer: text };
  return { kind: 'accepted', fault: null, answer };
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
