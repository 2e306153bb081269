import type { Handler } from 'hono';
import { type Basket, type BasketOutcome, readBasket } from '../../domain/mod.ts';
import { itemsOf } from '../../evidence/mod.ts';
import type { CampaignId } from '../../kernel/mod.ts';
import type { KeyView } from '../../people/mod.ts';
import { openHeaders, problem } from '../answer.ts';
import type { Services } from '../port.ts';
import { Counted, TooLarge } from './counted.ts';
import { signedRequest } from './receipt.ts';
import { refuse } from './till-refusal.ts';

/** A request's bytes as sent, and as they are once inflated. */
const bytes_max = 64 * 1024 * 1024;
const inflated_max = 256 * 1024 * 1024;
/** A signed body is read whole before anything of it is believed. */
const signed_bytes_max = 8 * 1024 * 1024;
/** Baskets of one request; more go into further requests, or into a file. */
const baskets_max = 50_000;
/** Baskets of one transaction's part. */
const batch = 500;
/** Requests of one key at once. */
const at_once_max = 8;

/** The answer for one basket that is none: its place in the request, from 0. */
type Invalid = { readonly index: number; readonly outcome: 'invalid'; readonly reason: string };
type Answer = BasketOutcome | Invalid;

/**
 * `POST /api/v1/campaigns/:slug/purchases`: a retailer's baskets as a JSON array or NDJSON, gzip or not. They are read as
 * they come and taken in groups; the answer comes when all are committed, one outcome per basket in their order. Sent
 * again, those that were taken are `already_done`.
 */
export function purchasesApi(services: Services): Handler {
  const { tills } = services;
  const busy = new Map<string, number>();
  const authority = new URL(services.publicUrl).host;

  return async (c) => {
    const key = await tills.key(/^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '');
    if (key === null) return refuse('unknown_key');
    const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (!/^application\/(?:json|x-ndjson|ndjson|jsonl)$/.test(type))
      return problem(415, 'Send application/json (a list) or application/x-ndjson (a basket per line).');
    const coding = (c.req.header('content-encoding') ?? 'identity').trim().toLowerCase();
    if (coding !== 'identity' && coding !== 'gzip')
      return problem(415, 'The body may be sent as it is or with Content-Encoding: gzip.');
    if (Number(c.req.header('content-length') ?? 0) > bytes_max) return tooLarge();
    const now = busy.get(key.id) ?? 0;
    if (now >= at_once_max)
      return problem(
        429,
        `This key has ${at_once_max} requests under way; send the next when one is answered.`,
        {
          'retry-after': '1',
        },
      );
    busy.set(key.id, now + 1);
    try {
      const signed = key.publicKey === null ? null : await whole(c.req.raw.body, signed_bytes_max);
      const admitted = await tills.admit(key, c.req.param('slug') ?? '', 'purchases:write', {
        body: signed,
        signed: signedRequest(c, authority),
      });
      if (admitted.kind === 'refused') return refuse(admitted.reason);
      const body = signed === null ? (c.req.raw.body ?? new Blob([]).stream()) : new Blob([signed]).stream();
      const answers = await takeAll(tills, key, admitted.campaign, textOf(body, coding === 'gzip'));
      return 'broken' in answers
        ? problem(400, answers.broken, {}, { taken: answers.answers })
        : give(c.req.header('accept') ?? '', answers.answers);
    } catch (error) {
      if (error instanceof TooLarge) return tooLarge();
      if (error instanceof TypeError)
        return problem(400, 'The body is not UTF-8 text, or its gzip is broken.');
      throw error;
    } finally {
      const left = (busy.get(key.id) ?? 1) - 1;
      if (left === 0) busy.delete(key.id);
      else busy.set(key.id, left);
    }
  };
}

const tooLarge = () =>
  problem(
    413,
    `A request holds ${bytes_max / 1024 / 1024} MB and ${baskets_max} baskets at most: send several.`,
  );

function give(accept: string, answers: readonly Answer[]): Response {
  const lines = accept.includes('ndjson');
  const body = lines ? answers.map((one) => `${JSON.stringify(one)}\n`).join('') : JSON.stringify(answers);
  return new Response(body, {
    headers: {
      ...openHeaders,
      'content-type': lines ? 'application/x-ndjson' : 'application/json',
      'cache-control': 'no-store',
    },
  });
}

/** Takes baskets group by group; what is no basket is answered in its place. `broken`: the rest could not be read. */
async function takeAll(
  tills: Services['tills'],
  key: KeyView,
  campaign: CampaignId,
  text: AsyncIterable<string>,
): Promise<{ readonly answers: readonly Answer[]; readonly broken?: string }> {
  const answers: Answer[] = [];
  let waiting: { readonly place: number; readonly basket: Basket }[] = [];
  const settle = async () => {
    const group = waiting;
    waiting = [];
    const outcomes = await tills.take(
      campaign,
      key.retailer,
      group.map((one) => one.basket),
    );
    for (const [index, { place }] of group.entries()) answers[place] = outcomes[index] as Answer;
  };
  let index = 0;
  for await (const item of itemsOf(text)) {
    if (item.kind === 'broken') {
      await settle();
      return { answers, broken: item.sentence };
    }
    if (index >= baskets_max) throw new TooLarge();
    const read = parse(item.text);
    if ('problem' in read) answers[index] = { index, outcome: 'invalid', reason: read.problem };
    else waiting.push({ place: index, basket: read.basket });
    index++;
    if (waiting.length >= batch) await settle();
  }
  await settle();
  return { answers };
}

function parse(text: string): ReturnType<typeof readBasket> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'This is not JSON.' };
  }
  return readBasket(value);
}

/** The bytes of a body, at most so many. */
async function whole(
  body: ReadableStream<Uint8Array> | null,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  if (body !== null) for await (const chunk of body.pipeThrough(new Counted(most))) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** A body's text as it comes: counted as sent, inflated, counted again, strict UTF-8. */
function textOf(body: ReadableStream<Uint8Array>, gzip: boolean): AsyncIterable<string> {
  const sent = body.pipeThrough(new Counted(bytes_max));
  const plain = gzip
    ? sent
        .pipeThrough(new DecompressionStream('gzip') as TransformStream<Uint8Array, Uint8Array>)
        .pipeThrough(new Counted(inflated_max))
    : sent;
  return plain.pipeThrough(
    new TextDecoderStream('utf-8', { fatal: true }) as unknown as TransformStream<Uint8Array, string>,
  );
}
