import { stringify } from 'csv-stringify/sync';
import { isoInstant } from '../../kernel/mod.ts';
import { type DataRow, type DataSet, dataSets, dictionary } from './dictionary.ts';
import { giving360 } from './giving360.ts';
import { type DataHouse, readRows } from './rows.ts';

/** A file of open data, written piece by piece while it is read. */
export type DataFile = {
  readonly type: 'text/csv' | 'application/json';
  readonly text: AsyncIterable<string>;
};

/** Where the data are published and under which licence (its address). */
export type Publishing = { readonly publicUrl: string; readonly licence: string };

/** The files there are, as they are named in addresses and on the command line. */
export const dataFiles: readonly string[] = [
  'dictionary.json',
  'all.json',
  '360giving.json',
  ...dataSets.flatMap((set) => [`${set}.csv`, `${set}.json`]),
];

/** One of the files; null for a name that is none, and for a 360Giving package without a grant. */
export function dataFile(house: DataHouse, name: string, publishing: Publishing): DataFile | null {
  if (name === 'dictionary.json') return json(whole(describe(house, publishing)));
  if (name === 'all.json') return json(everything(house, publishing));
  if (name === '360giving.json') {
    const made = giving360(house, publishing.publicUrl, publishing.licence);
    return made === null ? null : json(whole(made));
  }
  const [, set = '', kind] = /^([a-z]+)\.(csv|json)$/.exec(name) ?? [];
  if (!isDataSet(set)) return null;
  return kind === 'csv' ? { type: 'text/csv', text: csv(house, set) } : json(oneSet(house, set, publishing));
}

function isDataSet(name: string): name is DataSet {
  return (dataSets as readonly string[]).includes(name);
}

const json = (text: AsyncIterable<string>): DataFile => ({ type: 'application/json', text });

async function* whole(value: object): AsyncGenerator<string> {
  yield `${JSON.stringify(value, null, 2)}\n`;
}

/** What stands above every file: which campaign, when, under which licence, from where. */
function head({ campaign, now }: DataHouse, { publicUrl, licence }: Publishing) {
  return {
    campaign: campaign.slug,
    publisher: campaign.operator.name,
    licence,
    source: `${publicUrl}/c/${campaign.slug}`,
    log: `${publicUrl}/c/${campaign.slug}/log`,
    asOf: isoInstant(now),
  };
}

/** The data dictionary: every set, every column with its type and what it says, in both languages. */
function describe(house: DataHouse, publishing: Publishing) {
  const base = `${publishing.publicUrl}/api/v1/campaigns/${house.campaign.slug}/data`;
  return {
    ...head(house, publishing),
    all: `${base}/all.json`,
    giving360: `${base}/360giving.json`,
    sets: dataSets.map((set) => ({
      name: set,
      csv: `${base}/${set}.csv`,
      json: `${base}/${set}.json`,
      columns: dictionary[set],
    })),
  };
}

async function* csv(house: DataHouse, set: DataSet): AsyncGenerator<string> {
  const names = dictionary[set].map((column) => column.name);
  const print = (rows: readonly (readonly unknown[])[]) =>
    stringify([...rows], {
      record_delimiter: 'windows',
      // Titles and authors are written by strangers: no cell is a formula.
      escape_formulas: true,
      cast: { boolean: (value) => String(value) },
    });
  // Without the mark Excel takes UTF-8 for an older code.
  yield `\uFEFF${print([names])}`;
  for await (const rows of readRows(house, set))
    if (rows.length > 0) yield print(rows.map((row) => names.map((name) => row[name] ?? null)));
}

/** Exactly the columns of the dictionary, in its order. */
function exact(set: DataSet, row: DataRow): DataRow {
  return Object.fromEntries(dictionary[set].map(({ name }) => [name, row[name] ?? null]));
}

async function* oneSet(house: DataHouse, set: DataSet, publishing: Publishing): AsyncGenerator<string> {
  const above = JSON.stringify({ ...head(house, publishing), set, columns: dictionary[set] });
  yield `${above.slice(0, -1)},"rows":`;
  yield* rowsOf(house, set);
  yield '}\n';
}

async function* everything(house: DataHouse, publishing: Publishing): AsyncGenerator<string> {
  const above = JSON.stringify({ ...head(house, publishing), dictionary });
  yield `${above.slice(0, -1)},"sets":{`;
  for (const [place, set] of dataSets.entries()) {
    yield `${place === 0 ? '' : ','}"${set}":`;
    yield* rowsOf(house, set);
  }
  yield '}}\n';
}

async function* rowsOf(house: DataHouse, set: DataSet): AsyncGenerator<string> {
  yield '[';
  let first = true;
  for await (const rows of readRows(house, set)) {
    if (rows.length === 0) continue;
    const text = rows.map((row) => JSON.stringify(exact(set, row))).join(',\n');
    yield first ? text : `,\n${text}`;
    first = false;
  }
  yield ']';
}
