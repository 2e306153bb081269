import { lookup as systemLookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import type { FetchAllow } from './guard.ts';

/**
 * Looks host names up in the DNS itself, both families, without the operating system's thread pool: two slow name
 * servers would hold up every other look-up of the process there (libuv gives slow work half of four threads).
 * Names that the operator opened are looked up as the system does, so that hosts files and intranets work.
 */
export function publicLookup(
  allow: FetchAllow,
  resolver = new Resolver({ timeout: 3000, tries: 2 }),
): LookupFunction {
  const opened = new Set(allow.names.map((entry) => entry.name));
  return (hostname, options, done) => {
    if (opened.has(hostname)) systemLookup(hostname, { ...options, all: true }, done);
    else
      resolveBoth(resolver, hostname).then(
        (found) => done(null, found),
        (error: NodeJS.ErrnoException) => done(error, []),
      );
  };
}

/** A and AAAA together, in that order; one family without an answer is no fault, both without is the A query's. */
async function resolveBoth(
  resolver: Resolver,
  hostname: string,
): Promise<{ address: string; family: number }[]> {
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  if (v4.status === 'rejected' && v6.status === 'rejected') throw v4.reason;
  return [
    ...(v4.status === 'fulfilled' ? v4.value : []).map((address) => ({ address, family: 4 })),
    ...(v6.status === 'fulfilled' ? v6.value : []).map((address) => ({ address, family: 6 })),
  ];
}
