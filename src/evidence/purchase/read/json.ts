import { BasketsBroken } from './broken.ts';
import type { Bytes } from './inflate.ts';

/** A basket of a thousand lines has some 50 kB. */
const item_bytes_max = 262_144;

/** The text of one basket, or the sentence that says why it is none. */
export type Item = { readonly text: string } | { readonly fault: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What comes together: chunks become items in groups, since a turn of the event loop per basket would cost most. */
class Gathering {
  #parts: Uint8Array[] = [];
  #bytes = 0;
  add(part: Uint8Array): void {
    this.#bytes += part.byteLength;
    // What is too long is no longer kept, only counted.
    if (this.#bytes <= item_bytes_max) this.#parts.push(part);
    else this.#parts = [];
  }
  get bytes(): number {
    return this.#bytes;
  }
  take(): Item {
    const [parts, bytes] = [this.#parts, this.#bytes];
    this.#parts = [];
    this.#bytes = 0;
    if (bytes > item_bytes_max) return { fault: `A basket has more than ${item_bytes_max} bytes.` };
    try {
      return { text: utf8.decode(parts.length === 1 ? parts[0] : Buffer.concat(parts)) };
    } catch {
      return { fault: 'A basket is not UTF-8 text.' };
    }
  }
}

/** Lines (NDJSON); empty ones are passed over. */
export async function* splitLines(source: Bytes): AsyncGenerator<readonly Item[]> {
  const gathering = new Gathering();
  const push = (items: Item[]) => {
    const item = gathering.take();
    if ('fault' in item || item.text.trim() !== '') items.push(item);
  };
  for await (const chunk of source) {
    const items: Item[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      gathering.add(chunk.subarray(start, end));
      push(items);
      start = end + 1;
    }
    if (start < chunk.length) gathering.add(Buffer.from(chunk.subarray(start)));
    if (items.length > 0) yield items;
  }
  const last: Item[] = [];
  if (gathering.bytes > 0) push(last);
  if (last.length > 0) yield last;
}

const [quote, backslash, comma, open, close, openBrace, closeBrace] = [34, 92, 44, 91, 93, 123, 125];
const isSpace = (byte: number) => byte === 32 || byte === 10 || byte === 13 || byte === 9;

/**
 * Members of a JSON array as their texts, while it comes in: brackets are counted outside of strings, each member is
 * left to the parser. So a member that is no JSON is one fault, and the others are read.
 */
export async function* splitArray(source: Bytes): AsyncGenerator<readonly Item[]> {
  const gathering = new Gathering();
  let [depth, inString, escaped, members, ended, started] = [0, false, false, 0, false, false];
  for await (const chunk of source) {
    const items: Item[] = [];
    let start = 0;
    for (let place = 0; place < chunk.length; place++) {
      const byte = chunk[place] as number;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inString = false;
        continue;
      }
      if (depth === 0) {
        const bom = !started && (byte === 0xef || byte === 0xbb || byte === 0xbf);
        if (isSpace(byte) || bom) continue;
        if (started || byte !== open) throw notAnArray(started);
        [started, depth, start] = [true, 1, place + 1];
        continue;
      }
      if (byte === quote) inString = true;
      else if (byte === open || byte === openBrace) depth++;
      else if (byte === closeBrace && depth > 1) depth--;
      else if (byte === close && depth > 1) depth--;
      else if ((byte === comma || byte === close) && depth === 1) {
        gathering.add(chunk.subarray(start, place));
        const item = gathering.take();
        const empty = 'text' in item && item.text.trim() === '';
        // Only `[]` may have nothing between its brackets.
        if (!empty) items.push(item);
        else if (byte === comma || members > 0) items.push({ fault: 'There is nothing between two commas.' });
        members++;
        start = place + 1;
        if (byte === close) [depth, ended] = [0, true];
      }
    }
    if (depth > 0 && start < chunk.length) gathering.add(Buffer.from(chunk.subarray(start)));
    if (items.length > 0) yield items;
  }
  if (!ended) throw notAnArray(started);
}

function notAnArray(started: boolean): BasketsBroken {
  return new BasketsBroken(
    'malformed',
    started
      ? 'The JSON array ends too early, or something follows it.'
      : 'It is not a JSON array of baskets.',
  );
}
