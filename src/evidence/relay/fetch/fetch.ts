import type { LookupFunction } from 'node:net';
import type { FetchFailure } from '../../../domain/mod.ts';
import { siteOf } from '../../../kernel/mod.ts';
import { type Exchanged, exchange } from './exchange.ts';
import { type FetchAllow, judgeUrl } from './guard.ts';
import { createHostQueue, type Release } from './host-queue.ts';
import { accept_encoding } from './inflate.ts';
import { createLines } from './lines.ts';
import { publicLookup } from './lookup.ts';
import type { PageSink } from './page-body.ts';

export type { PageSink } from './page-body.ts';

/** What is known of a page before its first byte. `charset` is the Content-Type field's, in lower case, or null. */
export type PageHead = { readonly finalUrl: URL; readonly status: number; readonly charset: string | null };

/** One answer that led elsewhere. */
export type Redirect = { readonly from: URL; readonly to: URL; readonly status: number };

/**
 * `read`: `bytes` and `sha256` (hex) are of the decompressed bytes passed to the sink; `complete` is false when the sink
 * had enough. `failed`: `status` is the last answer's, if there was one; `detail` is one plain technical phrase without
 * personal data; `retryAfterSeconds` is what the server asked for.
 */
export type FetchOutcome =
  | {
      readonly kind: 'read';
      readonly finalUrl: URL;
      readonly status: number;
      readonly bytes: number;
      readonly complete: boolean;
      readonly sha256: string;
    }
  | {
      readonly kind: 'failed';
      readonly reason: FetchFailure;
      readonly status: number | null;
      readonly detail: string;
      readonly retryAfterSeconds: number | null;
    };

/**
 * Fetches pages of strangers. `fetchPage` calls `open` at most once, when the page itself begins (after redirects, and
 * only for HTML), and never rejects for anything the other side does; it rejects with what `open` or the sink threw.
 * `close` cuts every connection; fetches under way then fail as unreachable.
 */
export type Fetcher = {
  readonly fetchPage: (
    url: URL,
    open: (head: PageHead) => PageSink,
    /** Told of each redirect that is followed. */
    redirected?: (hop: Redirect) => void,
  ) => Promise<FetchOutcome>;
  /** Waits for a site's turn, for whoever asks it for something else than a page; `Release` gives it back. */
  readonly enter: (site: string) => Promise<Release>;
  readonly close: () => Promise<void>;
};

export type FetchLimits = {
  /** For all hops of one fetch together: look-up, connection, answer and body; waiting for the host's turn is not counted. */
  readonly totalMs: number;
  /** Of one page, after decompression. */
  readonly bytesMax: number;
  readonly redirectsMax: number;
  /** Bytes out per compressed byte in. Real HTML reaches 10 to 30; gzip can do 1000, br and zstd far more. */
  readonly ratioMax: number;
  /** Names and values of one answer's header fields together. */
  readonly headerBytesMax: number;
};

const limits_default: FetchLimits = {
  totalMs: 10_000,
  bytesMax: 2 * 1024 * 1024,
  redirectsMax: 5,
  ratioMax: 200,
  headerBytesMax: 32 * 1024,
};

export type FetcherOptions = {
  /** Sent as it is; names us and where to read about us. */
  readonly userAgent: string;
  readonly allow: FetchAllow;
  /** Fetches at once in all; per site it is always one. */
  readonly concurrency: number;
  readonly lookup?: LookupFunction;
  readonly limits?: Partial<FetchLimits>;
};

/**
 * The worker's one fetcher: GET only, no cookies, HTML only, public addresses only (see guard.ts; each hop is judged
 * anew, by URL, by every resolved address and by the connected peer), redirects by hand.
 */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { allow, concurrency } = options;
  const limits = { ...limits_default, ...options.limits };
  const queue = createHostQueue(concurrency);
  const lines = createLines({
    allow,
    lookup: options.lookup ?? publicLookup(allow),
    headerBytesMax: limits.headerBytesMax,
    keep: Math.max(256, concurrency * 4),
  });
  const headers = [
    ['user-agent', options.userAgent],
    ['accept', 'text/html, application/xhtml+xml;q=0.9'],
    ['accept-encoding', accept_encoding],
  ].flat();
  let closed = false;

  /** One hop, when its site's turn has come. A connection that went stale while idle is replaced, once. */
  const hop = async (
    target: URL,
    leftMs: number,
    open: (head: PageHead) => PageSink,
  ): Promise<{ exchanged: Exchanged; tookMs: number }> => {
    const site = siteOf(target);
    const release = await queue.enter(site);
    if (closed) {
      release();
      return { exchanged: failure('source_unreachable', 'the fetcher was closed'), tookMs: 0 };
    }
    const begun = performance.now();
    const exchanged = await exchange({
      line: lines.take(site, target.origin),
      path: target.pathname + target.search,
      headers,
      leftMs,
      bytesMax: limits.bytesMax,
      ratioMax: limits.ratioMax,
      open: (status, charset) => open({ finalUrl: target, status, charset }),
      onFree: release,
    });
    return { exchanged, tookMs: performance.now() - begun };
  };

  const fetchPage: Fetcher['fetchPage'] = async (url, open, redirected) => {
    const seen = new Set<string>();
    let target = url;
    let leftMs = limits.totalMs;
    let stale = 0;
    for (;;) {
      const verdict = judgeUrl(target, allow);
      if (verdict.kind === 'blocked') return failure('source_blocked', verdict.why);
      const { exchanged, tookMs } = await hop(target, leftMs, open);
      leftMs = Math.max(1, leftMs - tookMs);
      if (exchanged.kind === 'read') return { ...exchanged, finalUrl: target };
      if (exchanged.kind === 'failed') return exchanged;
      if (exchanged.kind === 'stale') {
        if (++stale > 1) return failure('source_unreachable', 'the connection was closed without an answer');
        continue;
      }
      seen.add(pageOf(target));
      const next = exchanged.location === null ? null : URL.parse(exchanged.location, target.href);
      const fault = redirectFault(next, seen, limits.redirectsMax);
      if (next === null || fault !== null)
        return failure('source_unreachable', fault ?? 'a redirect to nowhere', exchanged.status);
      redirected?.({ from: target, to: next, status: exchanged.status });
      target = next;
    }
  };

  const close = async (): Promise<void> => {
    closed = true;
    await lines.close();
  };
  return { fetchPage, enter: queue.enter, close };
}

/** Why a redirect is not followed, or null. `seen` holds the pages that redirected so far. */
function redirectFault(next: URL | null, seen: ReadonlySet<string>, redirectsMax: number): string | null {
  if (next === null) return 'a redirect to nowhere';
  if (seen.has(pageOf(next))) return 'the redirects go in a circle';
  return seen.size > redirectsMax ? `more than ${redirectsMax} redirects` : null;
}

/** A page's address as it is asked for: the fragment is never sent. */
function pageOf(url: URL): string {
  return url.href.split('#', 1)[0] ?? '';
}

function failure(
  reason: FetchFailure,
  detail: string,
  status: number | null = null,
): Extract<FetchOutcome, { kind: 'failed' }> {
  return { kind: 'failed', reason, status, detail, retryAfterSeconds: null };
}
