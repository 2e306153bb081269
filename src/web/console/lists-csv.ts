import { stringify } from 'csv-stringify/sync';
import type { RelayRow, SiteRow } from '../../evidence/mod.ts';
import type { Instant } from '../../kernel/mod.ts';
import { consoleHeaders } from './guard.ts';

/** A column: its name, which is the same in every language for those who read it by program, and its value. */
type Column<Row> = readonly [string, (row: Row) => string | number | null];

const time = (at: Instant | null) => (at === null ? null : new Date(at).toISOString());

export const relayColumns = (publicUrl: string): readonly Column<RelayRow>[] => [
  ['number', (row) => row.number],
  ['state', (row) => row.state],
  ['reason', (row) => row.reason],
  ['via', (row) => row.via],
  ['units', (row) => row.units],
  ['site', (row) => row.site],
  ['source', (row) => row.source],
  ['title', (row) => row.title],
  ['author', (row) => row.author],
  ['published', (row) => time(row.published)],
  ['received', (row) => time(row.receivedAt)],
  ['checked', (row) => time(row.checkedAt)],
  ['counted', (row) => time(row.countedAt)],
  ['relay', (row) => `${publicUrl}/relays/${row.id}`],
];

export const siteColumns: readonly Column<SiteRow>[] = [
  ['site', (row) => row.site],
  ['relays', (row) => row.relays],
  ['counted', (row) => row.counted],
  ['waiting', (row) => row.waiting],
  ['refused', (row) => row.refused],
  ['gone', (row) => row.gone],
  ['units', (row) => row.units],
  ['first', (row) => time(row.firstAt)],
  ['last', (row) => time(row.lastAt)],
];

/** Without it Excel takes UTF-8 for an older code. */
const byte_order_mark = '\uFEFF';

/**
 * Rows as CSV (RFC 4180). Cells that a spreadsheet would take for a formula get an apostrophe in front: titles and
 * authors are written by strangers.
 */
export function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[], first: boolean): string {
  const heads = first ? [columns.map(([name]) => name)] : [];
  const lines = [...heads, ...rows.map((row) => columns.map(([, value]) => value(row)))];
  const text = stringify(lines, { record_delimiter: 'windows', escape_formulas: true });
  return first ? byte_order_mark + text : text;
}

/** A page of rows, and how to get the next one. */
export type Pages<Row> = AsyncGenerator<readonly Row[], void>;

/**
 * A list as a file, written page by page while it is read: it is never whole in memory. Should the database fail half
 * way, the connection breaks off; a file that ends well is complete.
 */
export function csvFile<Row>(columns: readonly Column<Row>[], pages: Pages<Row>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let first = true;
  return new ReadableStream(
    {
      pull: async (controller) => {
        const { done, value } = await pages.next();
        // Names of columns also when there is nothing under them.
        if (done !== true || first) controller.enqueue(encoder.encode(csvOf(columns, value ?? [], first)));
        first = false;
        if (done === true) controller.close();
      },
      cancel: async () => {
        await pages.return();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Headers of a file to keep; `name` holds letters, digits, dots and hyphens. */
export function csvHeaders(name: string): Record<string, string> {
  return {
    ...consoleHeaders,
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${name}.csv"`,
  };
}
