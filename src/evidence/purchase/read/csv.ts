import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { lines_max, nameFault } from './basket.ts';
import { BasketsBroken } from './broken.ts';
import type { Bytes } from './inflate.ts';

const columns = ['receipt', 'at', 'shop', 'gtin', 'quantity', 'return_of'] as const;
type Column = (typeof columns)[number];
const needed: readonly Column[] = ['receipt', 'at', 'gtin', 'quantity'];
const record_bytes_max = 10_000;
/** Baskets that are handed on together. */
const group = 500;

/** A basket as its lines say it, with the line on which it begins; or what is wrong with the line. */
export type CsvBasket =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly fault: string };

/** Baskets of a CSV file (RFC 4180; comma or semicolon). Lines of one receipt follow each other. */
export async function* readCsv(source: Bytes): AsyncGenerator<readonly CsvBasket[]> {
  const input = Readable.from(source, { objectMode: false });
  const parser = parse({
    bom: true,
    delimiter: [',', ';'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: record_bytes_max,
  });
  input.once('error', (error) => parser.destroy(error));
  input.pipe(parser);
  let places: ReadonlyMap<Column, number> | null = null;
  let line = 0;
  let baskets: CsvBasket[] = [];
  let current: Draft | null = null;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      line++;
      if (places === null) {
        places = placesOf(record);
        continue;
      }
      const row = rowOf(places, record);
      if (current !== null && current.receipt === row.receipt) {
        current.add(row);
        continue;
      }
      if (current !== null) baskets.push(current.done());
      current = new Draft(line, row);
      if (baskets.length >= group) {
        yield baskets;
        baskets = [];
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (baskets.length > 0) yield baskets;
    throw new BasketsBroken('malformed', `The CSV cannot be read after line ${line}.`);
  } finally {
    input.destroy();
    parser.destroy();
  }
  if (places === null) throw new BasketsBroken('malformed', 'The file is empty.');
  if (current !== null) baskets.push(current.done());
  if (baskets.length > 0) yield baskets;
}

type Row = Readonly<Record<Column, string>>;

/** Where each column stands; a column that says who bought, or that is none of ours, ends the file. */
function placesOf(header: readonly string[]): ReadonlyMap<Column, number> {
  const names = header.map((name) => name.trim());
  for (const name of names)
    if (!(columns as readonly string[]).includes(name)) {
      const { reason, sentence } = nameFault(name);
      throw new BasketsBroken(reason, `The first line names the columns. ${sentence}`);
    }
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new BasketsBroken('malformed', `The first line names the columns; ${missing.join(', ')} missing.`);
  return new Map(columns.filter((name) => names.includes(name)).map((name) => [name, names.indexOf(name)]));
}

function rowOf(places: ReadonlyMap<Column, number>, record: readonly string[]): Row {
  const at = (name: Column) => record[places.get(name) ?? -1]?.trim() ?? '';
  return {
    receipt: at('receipt'),
    at: at('at'),
    shop: at('shop'),
    gtin: at('gtin'),
    quantity: at('quantity'),
    return_of: at('return_of'),
  };
}

/** A basket while its lines come. */
class Draft {
  readonly #line: number;
  readonly #first: Row;
  readonly #lines: { gtin: string; quantity: number | string }[] = [];
  #fault: string | null = null;

  constructor(line: number, first: Row) {
    this.#line = line;
    this.#first = first;
    this.add(first);
  }
  get receipt(): string {
    return this.#first.receipt;
  }
  add(row: Row): void {
    const { at, shop, return_of } = this.#first;
    if (row.at !== at || row.shop !== shop || row.return_of !== return_of)
      this.#fault ??= 'Lines of one receipt differ in at, shop or return_of.';
    // One more than may be is enough to be refused.
    if (this.#lines.length > lines_max) return;
    const quantity = /^\d{1,9}$/.test(row.quantity) ? Number(row.quantity) : row.quantity;
    this.#lines.push({ gtin: row.gtin, quantity });
  }
  done(): CsvBasket {
    if (this.#fault !== null) return { line: this.#line, fault: this.#fault };
    const { receipt, at, shop, return_of } = this.#first;
    return {
      line: this.#line,
      value: { receipt, at, shop: shop || null, lines: this.#lines, returnOf: return_of || null },
    };
  }
}
