import { type BasketFault, type BasketRead, readBasket } from './basket.ts';
import { readCsv } from './csv.ts';
import type { Bytes } from './inflate.ts';
import { type Item, splitArray, splitLines } from './json.ts';

export const basketFormats = ['json', 'ndjson', 'csv'] as const;
export type BasketFormat = (typeof basketFormats)[number];

/** A basket, or what is wrong with it, by its place among those sent: 1 is the first. */
export type PlacedBasket = { readonly place: number } & BasketRead;

/**
 * Reads baskets while they come in, in groups as they are there; memory is bounded by a chunk and a basket. A basket
 * that is wrong is one answer among the others. Throws `BasketsBroken` where nothing more can be read.
 */
export async function* readBaskets(
  source: Bytes,
  format: BasketFormat,
): AsyncGenerator<readonly PlacedBasket[]> {
  let place = 0;
  const placed = (read: BasketRead): PlacedBasket => ({ place: ++place, ...read });
  if (format === 'csv') {
    for await (const group of readCsv(source))
      yield group.map((one) => {
        const read = 'fault' in one ? fault(one.fault) : readBasket(one.value);
        if (read.kind === 'basket') return placed(read);
        const { reason, sentence } = read.fault;
        return placed({ ...read, fault: { reason, sentence: `Line ${one.line}: ${sentence}` } });
      });
    return;
  }
  for await (const group of format === 'json' ? splitArray(source) : splitLines(source))
    yield group.map((item) => placed(parse(item)));
}

function parse(item: Item): BasketRead {
  if ('fault' in item) return fault(item.fault);
  let value: unknown;
  try {
    value = JSON.parse(item.text);
  } catch {
    return fault('It is not JSON.');
  }
  return readBasket(value);
}

function fault(sentence: string): BasketRead {
  const given: BasketFault = { reason: 'malformed', sentence };
  return { kind: 'fault', receipt: null, fault: given };
}

/** What a file is by its first bytes. */
export function guessFormat(head: Uint8Array): { readonly gzip: boolean } {
  return { gzip: head[0] === 0x1f && head[1] === 0x8b };
}

/** The format of text by its first sign; anything but brackets is CSV. */
export function guessTextFormat(head: Uint8Array): BasketFormat {
  const first = Buffer.from(head)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()[0];
  return first === '[' ? 'json' : first === '{' ? 'ndjson' : 'csv';
}
