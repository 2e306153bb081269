/** One basket's JSON text is at most this long, in characters: some 2,000 lines. */
export const item_length_max = 262_144;

/** A piece of a body of baskets: the text of one item, or why no more can be read. */
export type Item =
  | { readonly kind: 'item'; readonly text: string }
  | { readonly kind: 'broken'; readonly sentence: string };

/**
 * Splits a body of baskets into their texts as it comes, whatever the chunks: a JSON array, or one JSON object per line
 * (NDJSON). What is inside an item is left to `JSON.parse`. Keeps no more than one item in memory.
 */
export async function* itemsOf(chunks: AsyncIterable<string>): AsyncGenerator<Item> {
  const splitter = new Splitter();
  for await (const chunk of chunks) {
    yield* splitter.take(chunk);
    if (splitter.broken) return;
  }
  yield* splitter.end();
}

class Splitter {
  #mode: 'unknown' | 'array' | 'lines' | 'after' = 'unknown';
  #rest = '';
  /** Inside an array's item: how deep, and whether in a string. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** A comma was seen, so that an item must follow. */
  #comma = false;
  /** How far `#rest` was looked at. */
  #seen = 0;
  broken = false;

  *take(chunk: string): Generator<Item> {
    this.#rest += chunk;
    if (this.#mode === 'unknown') {
      const start = this.#rest.search(/[^\s\ufeff]/);
      if (start < 0) {
        this.#rest = '';
        return;
      }
      this.#mode = this.#rest[start] === '[' ? 'array' : 'lines';
      this.#rest = this.#rest.slice(this.#mode === 'array' ? start + 1 : start);
    }
    if (this.#mode === 'lines') yield* this.#lines();
    else if (this.#mode === 'array') yield* this.#array();
    else if (this.#rest.trim() !== '') yield this.#break('Something stands behind the end of the list.');
    if (!this.broken && this.#rest.length > item_length_max)
      yield this.#break(`A basket is longer than ${item_length_max} characters.`);
  }

  *end(): Generator<Item> {
    if (this.broken) return;
    if (this.#mode === 'array') yield this.#break('The list ends before its closing bracket.');
    else if (this.#mode === 'lines' && this.#rest.trim() !== '') yield { kind: 'item', text: this.#rest };
    else if (this.#mode === 'unknown') yield this.#break('The body is empty.');
  }

  *#lines(): Generator<Item> {
    for (;;) {
      const end = this.#rest.indexOf('\n', this.#seen);
      if (end < 0) break;
      const text = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + 1);
      this.#seen = 0;
      if (text.trim() !== '') yield { kind: 'item', text };
    }
    this.#seen = this.#rest.length;
  }

  *#array(): Generator<Item> {
    let start = 0;
    let at = this.#seen;
    const text = this.#rest;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === 0x5c) this.#escaped = true;
        else if (code === 0x22) this.#inString = false;
      } else if (code === 0x22) this.#inString = true;
      else if (code === 0x7b || code === 0x5b) this.#depth++;
      else if ((code === 0x7d || code === 0x5d) && this.#depth > 0) this.#depth--;
      else if (this.#depth === 0 && (code === 0x2c || code === 0x5d)) {
        const item = text.slice(start, at);
        const empty = item.trim() === '';
        if (empty && (code === 0x2c || this.#comma)) {
          yield this.#break('The list has an empty place.');
          return;
        }
        if (!empty) yield { kind: 'item', text: item };
        this.#comma = code === 0x2c;
        start = at + 1;
        if (code === 0x5d) {
          this.#mode = 'after';
          this.#rest = text.slice(start);
          if (this.#rest.trim() !== '') yield this.#break('Something stands behind the end of the list.');
          return;
        }
      }
    }
    this.#rest = text.slice(start);
    this.#seen = at - start;
  }

  #break(sentence: string): Item {
    this.broken = true;
    return { kind: 'broken', sentence };
  }
}
