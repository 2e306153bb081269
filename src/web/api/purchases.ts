import { type Context, Hono } from 'hono';
import type { Basket } from '../../domain/mod.ts';
import {
  type BasketFormat,
  BasketsBroken,
  type Bytes,
  openBytes,
  type PlacedBasket,
  readBaskets,
} from '../../evidence/mod.ts';
import { hasDigest } from '../../people/mod.ts';
import { openHeaders, type ProblemStatus, problem } from '../answer.ts';
import type { Services } from '../port.ts';
import { admit, signatureOf } from './key.ts';

/**
 * A night’s millions come as files; a till’s batch has hundreds. The number of baskets keeps the answer small, and the
 * request within the 30 s that the server gives it.
 */
const bounds = { sent_max: 32 * 2 ** 20, unpacked_max: 256 * 2 ** 20 };
export const request_baskets_max = 20_000;
/** A sender that says nothing for so long has gone. */
const silence_ms = 30_000;
/** Baskets in one call: what is answered together is committed together. */
const batch_max = 500;

const formats: Readonly<Record<string, BasketFormat>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'text/csv': 'csv',
};
const statusOf: Readonly<Record<BasketsBroken['kind'], ProblemStatus>> = {
  malformed: 422,
  identity: 422,
  too_large: 413,
};
class Silent extends Error {
  override readonly name = 'Silent';
}

/** The retailers' door: baskets in, what became of each out. */
export function purchaseApi(services: Services): Hono {
  const app = new Hono();
  app.post('/api/v1/campaigns/:slug/purchases', async (c) => {
    const slug = c.req.param('slug');
    const admitted = await admit(c, services, { slug, scope: 'purchases:write' });
    if (admitted.kind === 'answer') return admitted.answer;
    const { key, leave } = admitted;
    let streaming = false;
    try {
      const format =
        formats[(c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''];
      if (format === undefined)
        return problem(415, 'Send application/json (an array), application/x-ndjson or text/csv.');
      const encoding = (c.req.header('content-encoding') ?? 'identity').trim().toLowerCase();
      if (!['identity', 'gzip', 'x-gzip'].includes(encoding))
        return problem(415, 'Of content encodings only gzip is understood here.');
      if (Number(c.req.header('content-length') ?? 0) > bounds.sent_max)
        return problem(
          413,
          `The body has more than ${bounds.sent_max / 2 ** 20} MiB; send several, or a file.`,
        );
      const signature = signatureOf(c, services, key);
      if (signature.kind === 'answer') return signature.answer;
      let source = incoming(c);
      if (signature.kind === 'signed') {
        // What is signed is believed only whole: nothing is taken before the digest was seen to fit.
        const body = await whole(source);
        if (!hasDigest(c.req.header('content-digest') ?? null, body))
          return problem(401, 'The body does not have the digest of Content-Digest.');
        if (!(await services.intake.spend(key.id, signature.nonce, signature.until)))
          return problem(401, 'This signature was used before; sign each request anew.');
        source = once(body);
      }
      const read = readBaskets(openBytes(source, encoding !== 'identity', bounds), format);
      const take = (baskets: readonly Basket[]) => services.intake.take(slug, key.organisation, baskets);
      const answers = answer(read, take);
      // The first answers decide the status; from then on what goes wrong is said in its place.
      const first = await answers.next();
      streaming = true;
      return stream(c, first, answers, leave);
    } catch (error) {
      if (error instanceof BasketsBroken) return problem(statusOf[error.kind], error.message);
      if (error instanceof Silent) return problem(408, error.message);
      throw error;
    } finally {
      if (!streaming) leave();
    }
  });
  app.get('/api/v1/campaigns/:slug/purchases', async (c) => {
    const slug = c.req.param('slug');
    const admitted = await admit(c, services, { slug, scope: 'purchases:read' });
    if (admitted.kind === 'answer') return admitted.answer;
    try {
      const signature = signatureOf(c, services, admitted.key);
      if (signature.kind === 'answer') return signature.answer;
      if (
        signature.kind === 'signed' &&
        !(await services.intake.spend(admitted.key.id, signature.nonce, signature.until))
      )
        return problem(401, 'This signature was used before; sign each request anew.');
      const receipt = c.req.query('receipt') ?? '';
      if (receipt === '' || receipt.length > 200) return problem(400, 'Say which by ?receipt=….');
      const view = await services.purchases.receipt(slug, admitted.key.organisation, receipt);
      if (view === null) return problem(404, 'This receipt triggered nothing here, or has not been sent.');
      const units = view.acts.reduce((sum, act) => sum + act.units, 0);
      const body = { receipt, day: view.day, acts: view.acts.length, units, returned: view.returned };
      return c.body(JSON.stringify(body), 200, {
        ...openHeaders,
        'content-type': 'application/json',
        'cache-control': 'no-store',
      });
    } finally {
      admitted.leave();
    }
  });
  return app;
}

/** One basket's answer, as it is sent. */
type Answer = Readonly<Record<string, string | number | null>>;

/** What became of each basket, in groups, each after its commit. Throws `BasketsBroken` only before the first group. */
async function* answer(
  read: AsyncIterable<readonly PlacedBasket[]>,
  take: (baskets: readonly Basket[]) => Promise<readonly (Answer & { receipt: string })[]>,
): AsyncGenerator<readonly Answer[]> {
  let last = 0;
  try {
    for await (const group of read) {
      for (let start = 0; start < group.length; start += batch_max) {
        const batch = group.slice(start, start + batch_max);
        if (last + batch.length > request_baskets_max)
          throw new BasketsBroken('too_large', `It has more than ${request_baskets_max} baskets.`);
        const outcomes = await take(batch.flatMap((one) => (one.kind === 'basket' ? [one.basket] : [])));
        let next = 0;
        yield batch.map(
          (one): Answer =>
            one.kind === 'basket'
              ? { place: one.place, ...outcomes[next++] }
              : refusal(one.place, one.receipt, one.fault.reason, one.fault.sentence),
        );
        last += batch.length;
      }
    }
  } catch (error) {
    if (last === 0 || !(error instanceof BasketsBroken || error instanceof Silent)) throw error;
    const reason = error instanceof BasketsBroken ? error.kind : 'timeout';
    yield [refusal(last + 1, null, reason, `Nothing from here on was taken. ${error.message}`)];
  }
}

function refusal(place: number, receipt: string | null, reason: string, detail: string): Answer {
  return { place, receipt, outcome: 'refused', reason, detail };
}

/**
 * Sends answers as they come. Nobody is waited for who does not read: many clients read only when they have sent all,
 * and `request_baskets_max` bounds what is kept for them. An error of ours breaks the connection, so that what has no
 * answer is sent again.
 */
function stream(
  c: Context,
  first: IteratorResult<readonly Answer[]>,
  rest: AsyncGenerator<readonly Answer[]>,
  leave: () => void,
): Response {
  const lines = /ndjson|jsonl/.test(c.req.header('accept') ?? '');
  const encoder = new TextEncoder();
  let begun = false;
  const print = (answers: readonly Answer[]) => {
    if (lines) return answers.map((one) => `${JSON.stringify(one)}\n`).join('');
    const text = answers.map((one) => JSON.stringify(one)).join(',\n');
    const opened = begun ? ',\n' : '[';
    begun = true;
    return opened + text;
  };
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      try {
        for (let next = first; next.done !== true; next = await rest.next())
          if (next.value.length > 0) controller.enqueue(encoder.encode(print(next.value)));
        if (!lines) controller.enqueue(encoder.encode(begun ? ']\n' : '[]\n'));
        controller.close();
      } catch (error) {
        controller.error(error);
      } finally {
        leave();
      }
    },
    cancel: async () => {
      await rest.return(undefined);
    },
  });
  return new Response(body, {
    status: 200,
    headers: {
      ...openHeaders,
      'content-type': lines ? 'application/x-ndjson' : 'application/json',
      'cache-control': 'no-store',
    },
  });
}

/** The request's bytes as they come; throws `Silent` when nothing comes for too long. */
async function* incoming(c: Context): AsyncGenerator<Uint8Array> {
  const body = c.req.raw.body;
  if (body === null) return;
  const reader = body.getReader();
  try {
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const silent = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(new Silent(`Nothing came for ${silence_ms / 1000} seconds.`)),
          silence_ms,
        );
      });
      const { done, value } = await Promise.race([reader.read(), silent]).finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function whole(source: Bytes): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of openBytes(source, false, bounds)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.byteLength > 0) yield bytes;
}
