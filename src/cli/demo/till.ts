import { generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { sequence } from './article.ts';

/** A basket as a till sends it. */
export type TillBasket = {
  readonly receipt: string;
  readonly at: string;
  readonly shop: string;
  readonly lines: readonly { readonly gtin: string; readonly quantity: number }[];
  readonly returnOf: string | null;
};

/** Products of a shelf, from a first number on, each with its check digit. */
export function shelf(count: number, first = 303349000000): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const body = String(first + index);
    const sum = [...body].reduce((all, digit, place) => all + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
    return `${body}${(10 - (sum % 10)) % 10}`;
  });
}

/**
 * Baskets of a day in several shops, the same for the same seed: five lines on average, of which one in four names a
 * product of the offer; one basket in fifty is brought back, in part or whole, in whichever shop.
 */
export function* dayOfBaskets(options: {
  readonly retailer: string;
  readonly count: number;
  readonly at: number;
  readonly shops: number;
  readonly offered: readonly string[];
  readonly others: readonly string[];
  readonly seed: number;
}): Generator<TillBasket> {
  const { retailer, count, at, shops, offered, others, seed } = options;
  const random = sequence(seed);
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
  const day = new Date(at).toISOString().slice(0, 10);
  for (let number = 0; number < count; number++) {
    const shop = String(100 + Math.floor(random() * shops)).padStart(4, '0');
    const receipt = `${retailer}/${shop}/${day}/${Math.floor(random() * 20)}/${String(number).padStart(7, '0')}`;
    const lines = Array.from({ length: 1 + Math.floor(random() * 9) }, () => ({
      gtin: random() < 0.25 ? pick(offered) : pick(others),
      quantity: 1 + Math.floor(random() * 4),
    }));
    const bought = { receipt, at: new Date(at + number).toISOString(), shop, lines, returnOf: null };
    yield bought;
    if (random() < 0.02)
      yield {
        ...bought,
        receipt: `${receipt}/r`,
        shop: String(100 + Math.floor(random() * shops)).padStart(4, '0'),
        lines: lines.slice(0, 1 + Math.floor(random() * lines.length)),
        returnOf: receipt,
      };
  }
}

/** Signs requests as a retailer's system does (RFC 9421, Ed25519). `publicKey`: 32 bytes in base64. */
export function tillSigner(): {
  readonly publicKey: string;
  readonly sign: (keyid: string) => TillSignature;
} {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64'),
    sign: (keyid) => ({ keyid, privateKey }),
  };
}
export type TillSignature = { readonly keyid: string; readonly privateKey: KeyObject };

let nonces = 0;

/** The headers that sign a body sent to an address. */
export function signedHeaders(
  url: URL,
  body: Uint8Array,
  { keyid, privateKey }: TillSignature,
  created: number,
): Readonly<Record<string, string>> {
  const digest = `sha-256=:${hash('sha256', body, 'base64')}:`;
  const parameters = `("@method" "@authority" "@path" "@query" "content-digest");created=${created};keyid="${keyid}";nonce="${process.pid}-${nonces++}";alg="ed25519"`;
  const base = [
    '"@method": POST',
    `"@authority": ${url.host}`,
    `"@path": ${url.pathname}`,
    `"@query": ${url.search === '' ? '?' : url.search}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${parameters}`,
  ].join('\n');
  return {
    'content-digest': digest,
    'signature-input': `till=${parameters}`,
    signature: `till=:${sign(null, Buffer.from(base), privateKey).toString('base64')}:`,
  };
}

/** Sends baskets as one compressed request; the answers in their order. Throws where no answer came. */
export async function sendBaskets(
  url: string,
  key: string,
  baskets: readonly TillBasket[],
  signature?: TillSignature,
): Promise<readonly { readonly receipt: string; readonly outcome: string; readonly units?: number }[]> {
  const body = gzipSync(JSON.stringify(baskets));
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      ...(signature === undefined
        ? {}
        : signedHeaders(new URL(url), body, signature, Math.floor(Date.now() / 1000))),
    },
    body,
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as readonly { receipt: string; outcome: string; units?: number }[];
}
