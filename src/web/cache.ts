import { hash } from 'node:crypto';
import { zipped } from './zip.ts';

/** An answer made once and given many times. */
export type Ready = {
  readonly status: 200 | 404;
  readonly body: string;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** What makes an answer: its body and headers, or null for «no such campaign». */
export type Make = () => Promise<{
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
} | null>;

/**
 * Answers kept in memory until their campaign changes, and for a second at most: a campaign also opens and closes by
 * the clock. However many ask for an answer that is not there, it is made once.
 */
export type Cache = {
  /** The kept answer of a campaign under a name, made by `make` if need be; null when `make` gives null. */
  readonly get: (slug: string, name: string, make: Make) => Ready | null | Promise<Ready | null>;
  readonly drop: (slug: string) => void;
};

const kept_ms = 1000;
/** Names of campaigns that don't exist cost nothing to ask for; they are not kept. */
const campaigns_max = 10_000;

export function createCache(now: () => number): Cache {
  type Entry = { ready: Ready | null; until: number; making: Promise<Ready | null> | null; stale: boolean };
  const campaigns = new Map<string, Map<string, Entry>>();

  const fill = async (slug: string, name: string, entry: Entry, make: Make): Promise<Ready | null> => {
    entry.stale = false;
    try {
      const made = await make();
      if (made === null) {
        forget(slug, name);
        return null;
      }
      const etag = `"${hash('sha256', made.body, 'base64url').slice(0, 22)}"`;
      const ready: Ready = { status: 200, body: made.body, etag, headers: { ...made.headers, etag } };
      entry.ready = ready;
      // What changed while it was made may not be in it: it is given once and not kept.
      entry.until = entry.stale ? 0 : now() + kept_ms;
      return ready;
    } catch (error) {
      forget(slug, name);
      throw error;
    } finally {
      entry.making = null;
    }
  };
  const forget = (slug: string, name: string) => {
    const entries = campaigns.get(slug);
    entries?.delete(name);
    if (entries?.size === 0) campaigns.delete(slug);
  };
  return {
    get: (slug, name, make) => {
      let entries = campaigns.get(slug);
      if (entries === undefined) {
        if (campaigns.size >= campaigns_max) campaigns.clear();
        entries = new Map();
        campaigns.set(slug, entries);
      }
      let entry = entries.get(name);
      if (entry === undefined) {
        entry = { ready: null, until: 0, making: null, stale: false };
        entries.set(name, entry);
      }
      if (entry.until > now() && entry.ready !== null) return entry.ready;
      entry.making ??= fill(slug, name, entry, make);
      return entry.making;
    },
    drop: (slug) => {
      for (const entries of slug === ''
        ? campaigns.values()
        : [campaigns.get(slug) ?? new Map<string, Entry>()])
        for (const entry of entries.values()) {
          entry.until = 0;
          entry.stale = true;
        }
    },
  };
}

/**
 * Answers with what is kept, at once where it is there: a promise would cost more than all the rest of the way. `none`
 * answers where there is no such campaign. With `acceptEncoding`, for public pages alone, it is packed for who takes that.
 */
export function answerKept(
  kept: ReturnType<Cache['get']>,
  ifNoneMatch: string | undefined,
  none: () => Response,
  acceptEncoding?: string,
): Response | Promise<Response> {
  if (kept instanceof Promise)
    return kept.then((ready) => (ready === null ? none() : give(ready, ifNoneMatch, acceptEncoding)));
  return kept === null ? none() : give(kept, ifNoneMatch, acceptEncoding);
}

/** The answer itself, or 304 when the asker has it (RFC 9110 §13.1.2). */
function give(ready: Ready, ifNoneMatch: string | undefined, acceptEncoding?: string): Response {
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, ready.etag)) {
    const { 'content-type': _type, ...headers } = ready.headers;
    return new Response(null, { status: 304, headers });
  }
  const small = zipped(ready, ready.body, acceptEncoding);
  if (small === null) return new Response(ready.body, { status: ready.status, headers: ready.headers });
  // A form of its own needs a tag of its own (RFC 9110 §8.8.3.3).
  const headers = { ...ready.headers, 'content-encoding': 'gzip', etag: packedTag(ready.etag) };
  return new Response(small, { status: ready.status, headers });
}

const packedTag = (etag: string) => `${etag.slice(0, -1)}-gz"`;

function matches(header: string, etag: string): boolean {
  if (header.trim() === '*') return true;
  const both = [etag, packedTag(etag)];
  return header.split(',').some((one) => both.includes(one.trim().replace(/^W\//, '')));
}
