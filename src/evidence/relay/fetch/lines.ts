import type { LookupFunction } from 'node:net';
import { Client } from 'undici';
import { type GuardedConnector, guardedConnector } from './connect.ts';
import type { FetchAllow } from './guard.ts';

/** The one connection to a site, used by one fetch at a time and kept open a little for the next. */
export type Line = {
  readonly client: Client;
  readonly origin: string;
  /** True once an answer came whole over the present connection: a sudden end then may only mean it went stale. */
  reused: boolean;
  /** Cuts the connection, in whatever state; the line can't be used again. */
  readonly cut: (why: Error) => void;
};

/** All lines of a fetcher. `take` gives the site's line for an origin; the caller holds the site's place in the queue. */
export type Lines = {
  readonly take: (site: string, origin: string) => Line;
  readonly close: () => Promise<void>;
};

/** How long an unused connection stays open, in ms: long enough for a burst from one blog, short enough to be no burden. */
const idle_ms = 4000;
const idle_ms_max = 10_000;

export function createLines(options: {
  readonly allow: FetchAllow;
  readonly lookup: LookupFunction;
  readonly headerBytesMax: number;
  /** Lines kept at once; beyond it the one unused for longest is cut. Must be more than can be in use at once. */
  readonly keep: number;
}): Lines {
  const lines = new Map<string, Line>();

  const open = (site: string, origin: string): Line => {
    const connector: GuardedConnector = guardedConnector(options.allow, options.lookup);
    const client = new Client(origin, {
      connect: connector.connect,
      pipelining: 1,
      maxHeaderSize: options.headerBytesMax,
      keepAliveTimeout: idle_ms,
      keepAliveMaxTimeout: idle_ms_max,
      // The fetch has one clock for everything; undici's own would only cost.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const line: Line = {
      client,
      origin,
      reused: false,
      cut: (why) => {
        if (lines.get(site) === line) lines.delete(site);
        connector.abandon();
        client.destroy(why, () => {});
      },
    };
    client.on('disconnect', () => {
      line.reused = false;
      if (client.stats.size === 0) line.cut(new Error('idle'));
    });
    return line;
  };

  const cutOldest = (): void => {
    for (const line of lines.values()) {
      if (line.client.stats.size > 0) continue;
      line.cut(new Error('too many lines'));
      return;
    }
  };

  return {
    take: (site, origin) => {
      const known = lines.get(site);
      // http and https, or with and without www, are one site: the other's connection goes before a new one comes.
      if (known !== undefined && known.origin !== origin) known.cut(new Error('another origin of the site'));
      const line =
        known !== undefined && known.origin === origin && !known.client.destroyed
          ? known
          : open(site, origin);
      lines.delete(site);
      lines.set(site, line);
      if (lines.size > options.keep) cutOldest();
      return line;
    },
    close: async () => {
      const open = [...lines.values()];
      lines.clear();
      for (const line of open) line.cut(new Error('the fetcher was closed'));
    },
  };
}
