import type { CampaignId } from '../../kernel/mod.ts';
import type { Addresses } from './addresses.ts';
import type { Keys } from './keys.ts';
import { readThing, type Thing } from './thing.ts';

/** What an address answers: the bytes of a success with their type, or the status; null: no answer. */
export type Get = (
  address: URL,
  accept: string,
  headers: Readonly<Record<string, string>>,
) => Promise<
  | { readonly kind: 'got'; readonly text: string; readonly type: string; readonly url: string }
  | { readonly kind: 'failed'; readonly status: number | null; readonly detail: string }
>;

/** A document of the fediverse; `html`: the address has a page, but no document. */
export type Answer =
  | { readonly kind: 'thing'; readonly thing: Thing; readonly text: string; readonly url: string }
  | { readonly kind: 'html' }
  | { readonly kind: 'failed'; readonly status: number | null; readonly detail: string };

/** In whose name something is asked. */
export type Asker = { readonly id: CampaignId; readonly slug: string };
export type Ask = (address: string, asker: Asker | null) => Promise<Answer>;

const accept =
  'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"';
const types = /^application\/(?:activity\+json|ld\+json|json)\b/;

/** Asks for documents under the guard; where a server answers strangers with 401 or 403, once more signed by the campaign. */
export function createAsk(house: { readonly get: Get; readonly keys: Keys; readonly at: Addresses }): Ask {
  return async (address, asker) => {
    const url = URL.parse(address);
    if (url === null) return { kind: 'failed', status: null, detail: 'no address' };
    url.hash = '';
    const got = await house.get(url, accept, {});
    if (got.kind !== 'failed' || (got.status !== 401 && got.status !== 403) || asker === null)
      return answerOf(got);
    return answerOf(await house.get(url, accept, await signedHeaders(house, url, asker)));
  };
}

function answerOf(got: Awaited<ReturnType<Get>>): Answer {
  if (got.kind === 'failed') return got;
  if (!types.test(got.type)) return { kind: 'html' };
  const thing = readThing(got.text);
  return thing === null
    ? { kind: 'failed', status: 200, detail: 'no document of the fediverse' }
    : { kind: 'thing', thing, text: got.text, url: got.url };
}

async function signedHeaders(
  { keys, at }: { readonly keys: Keys; readonly at: Addresses },
  url: URL,
  asker: Asker,
): Promise<Readonly<Record<string, string>>> {
  const { signRequest } = await import('@fedify/fedify/sig');
  const { privateKey } = await keys(asker.id);
  const signed = await signRequest(
    new Request(url, { headers: { host: url.host } }),
    privateKey,
    new URL(at.key(asker.slug)),
  );
  return Object.fromEntries(signed.headers);
}
