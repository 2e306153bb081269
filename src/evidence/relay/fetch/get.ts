import type { LookupFunction } from 'node:net';
import { Client } from 'undici';
import { judgeHead } from './answer-head.ts';
import { BlockedError, guardedConnector } from './connect.ts';
import { type FetchAllow, judgeUrl } from './guard.ts';
import { accept_encoding, type Coding, createInflater } from './inflate.ts';
import { publicLookup } from './lookup.ts';

/** A document that was asked for. `fresh_seconds`: how long its server says that it stays as it is. */
export type Got =
  | {
      readonly kind: 'document';
      readonly finalUrl: URL;
      readonly type: string;
      readonly bytes: Buffer;
      readonly etag: string | null;
      readonly lastModified: string | null;
      readonly fresh_seconds: number | null;
      /** The Link header, where there is one of a bearable length. */
      readonly link: string | null;
    }
  | { readonly kind: 'unchanged'; readonly fresh_seconds: number | null }
  | {
      readonly kind: 'failed';
      readonly status: number | null;
      readonly detail: string;
      readonly retryAfterSeconds: number | null;
    };

export type GetHouse = {
  readonly userAgent: string;
  readonly allow: FetchAllow;
  readonly lookup?: LookupFunction;
};
/** What is asked beside the document; not repeated where a redirect leads. */
export type Conditions = {
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** A signature and what it covers. */
  readonly signed?: Readonly<Record<string, string>>;
};

const timeout_ms = 15_000;
const redirects_max = 5;
/** A feed of full posts has some hundred kilobytes. */
const bytes_max = 2 * 1024 * 1024;
const ratio_max = 200;
const field_length_max = 1000;
const link_length_max = 4000;

/**
 * Asks for a document of any type under the fetcher's guard: address, every resolved address and the connected peer are
 * judged on each hop. At most 2 MB after decompression, 15 s and five redirects in all. Never throws.
 */
export async function guardedGet(
  to: URL,
  accept: string,
  conditions: Conditions,
  house: GetHouse,
): Promise<Got> {
  const end = performance.now() + timeout_ms;
  let target = to;
  for (let hop = 0; hop <= redirects_max; hop++) {
    const left = end - performance.now();
    const got = await one(target, accept, hop === 0 ? conditions : null, house, Math.max(1, left));
    if (!('location' in got)) return got;
    const next = got.location === null ? null : URL.parse(got.location, target);
    if (next === null) return failed('a redirect to nowhere');
    target = next;
  }
  return failed(`more than ${redirects_max} redirects`);
}

async function one(
  target: URL,
  accept: string,
  conditions: Conditions | null,
  house: GetHouse,
  left_ms: number,
): Promise<Got | { readonly location: string | null }> {
  const judged = judgeUrl(target, house.allow);
  if (judged.kind === 'blocked') return failed(`not a public address: ${judged.why}`);
  const connector = guardedConnector(house.allow, house.lookup ?? publicLookup(house.allow));
  const client = new Client(target.origin, {
    connect: connector.connect,
    pipelining: 1,
    maxHeaderSize: 16_384,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const timer = setTimeout(() => {
    connector.abandon();
    client.destroy(new Error('no answer in time'), () => {});
  }, left_ms);
  try {
    const headers: Record<string, string> = {
      ...conditions?.signed,
      'user-agent': house.userAgent,
      accept,
      'accept-encoding': accept_encoding,
      ...(conditions?.etag == null ? {} : { 'if-none-match': conditions.etag }),
      ...(conditions?.lastModified == null ? {} : { 'if-modified-since': conditions.lastModified }),
    };
    const {
      statusCode,
      headers: fields,
      body,
    } = await client.request({
      method: 'GET',
      path: `${target.pathname}${target.search}`,
      headers,
    });
    const field = (name: string) => {
      const value = fields[name];
      const text = (Array.isArray(value) ? value[0] : value) ?? '';
      return text === '' || text.length > field_length_max ? null : text;
    };
    const age = /(?:^|[\s,])max-age=(\d{1,9})/i.exec(field('cache-control') ?? '')?.[1];
    const fresh_seconds = age === undefined ? null : Number(age);
    if (statusCode === 304) return { kind: 'unchanged', fresh_seconds };
    // The type is the caller's to judge here; status, redirect and coding are judged as for every page.
    const verdict = judgeHead(statusCode, { ...fields, 'content-type': undefined });
    if (verdict.kind === 'redirect') return { location: verdict.location };
    if (verdict.kind === 'failed')
      return {
        kind: 'failed',
        status: statusCode,
        detail: verdict.detail,
        retryAfterSeconds: verdict.retryAfterSeconds,
      };
    const bytes = await readAll(body, verdict.coding);
    if (typeof bytes === 'string')
      return { kind: 'failed', status: statusCode, detail: bytes, retryAfterSeconds: null };
    return {
      kind: 'document',
      finalUrl: target,
      type: (field('content-type') ?? '').toLowerCase(),
      bytes,
      etag: field('etag'),
      lastModified: field('last-modified'),
      fresh_seconds,
      link: linkOf(fields.link),
    };
  } catch (error) {
    return failed(error instanceof BlockedError ? `not a public address: ${error.message}` : plain(error));
  } finally {
    clearTimeout(timer);
    client.destroy(() => {});
  }
}

/** The whole body within bounds, or one phrase that says why not. */
async function readAll(body: AsyncIterable<Uint8Array>, coding: Coding | null): Promise<Buffer | string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const tooLarge = 'larger than we read';
  const take = (bytes: Uint8Array): boolean => {
    size += bytes.length;
    if (size <= bytes_max) chunks.push(Buffer.from(bytes));
    return size <= bytes_max;
  };
  if (coding === null) {
    for await (const chunk of body) if (!take(chunk)) return tooLarge;
    return Buffer.concat(chunks);
  }
  let settle: (outcome: Buffer | string) => void = () => {};
  const done = new Promise<Buffer | string>((resolve) => {
    settle = resolve;
  });
  let ended = false;
  const finish = (outcome: Buffer | string) => {
    ended = true;
    settle(outcome);
  };
  const inflater = createInflater(coding, ratio_max, {
    onBytes: (bytes) => {
      if (!ended && !take(bytes)) finish(tooLarge);
    },
    onEnd: () => finish(Buffer.concat(chunks)),
    onFail: (why) => finish(why === 'ratio' ? tooLarge : 'the compressed body is broken'),
  });
  try {
    for await (const chunk of body) {
      if (ended) break;
      inflater.write(chunk);
    }
    if (!ended) inflater.end();
    return await done;
  } finally {
    inflater.stop();
  }
}

/** All Link headers as one (RFC 9110 §5.3). */
function linkOf(value: string | string[] | undefined): string | null {
  const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return text === '' || text.length > link_length_max ? null : text;
}

function failed(detail: string): Extract<Got, { kind: 'failed' }> {
  return { kind: 'failed', status: null, detail, retryAfterSeconds: null };
}

/** One short phrase without an address in it. */
function plain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (message === 'no answer in time') return message;
  return code === undefined ? 'the connection failed' : `the connection failed (${code})`;
}
