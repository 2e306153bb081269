import type { LookupFunction } from 'node:net';
import { Client } from 'undici';
import { BlockedError, guardedConnector } from './connect.ts';
import { type FetchAllow, judgeUrl } from './guard.ts';
import { publicLookup } from './lookup.ts';

/** What became of a message that was sent. `text`: the first of the answer, for people to read. */
export type Posted =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'failed'; readonly detail: string };

const text_bytes_max = 1000;

/**
 * Sends a body to an address that somebody else named, under the fetcher's guard: address, every resolved address and
 * the connected peer are judged. One connection for one message, no redirect is followed. Never throws.
 */
export async function guardedPost(
  to: URL,
  message: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  house: {
    readonly allow: FetchAllow;
    readonly timeout_ms: number;
    readonly lookup?: LookupFunction;
  },
): Promise<Posted> {
  const judged = judgeUrl(to, house.allow);
  if (judged.kind === 'blocked') return { kind: 'failed', detail: `not a public address: ${judged.why}` };
  const connector = guardedConnector(house.allow, house.lookup ?? publicLookup(house.allow));
  const client = new Client(to.origin, {
    connect: connector.connect,
    pipelining: 1,
    maxHeaderSize: 16_384,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const timer = setTimeout(() => {
    connector.abandon();
    client.destroy(new Error('no answer in time'), () => {});
  }, house.timeout_ms);
  try {
    const answer = await client.request({
      method: 'POST',
      path: `${to.pathname}${to.search}`,
      headers: message.headers,
      body: message.body,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size >= text_bytes_max) break;
    }
    const text = Buffer.concat(chunks).subarray(0, text_bytes_max).toString('utf8').replaceAll('\0', '');
    return { kind: 'answered', status: answer.statusCode, text };
  } catch (error) {
    const why = error instanceof BlockedError ? `not a public address: ${error.message}` : plain(error);
    return { kind: 'failed', detail: why };
  } finally {
    clearTimeout(timer);
    client.destroy(() => {});
  }
}

/** One short phrase without an address in it. */
function plain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (message === 'no answer in time') return message;
  return code === undefined ? 'the connection failed' : `the connection failed (${code})`;
}
