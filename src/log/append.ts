import { assert } from '../kernel/mod.ts';
import type { Transaction } from '../store/mod.ts';
import { encodeEntries, entry_bytes_max, tile_width } from './tile.ts';

/**
 * Appends entries to a log in the caller's transaction and gives the index of the first. Index order is commit order,
 * without gap or duplicate: the log's row stays locked until the transaction ends. A crash before the commit leaves
 * nothing; after it, the publisher finds them. Entries are public for ever: the caller has judged what they hold.
 */
export async function append(tx: Transaction, log: string, entries: readonly Uint8Array[]): Promise<number> {
  assert(entries.length > 0, 'there is something to append');
  assert(
    entries.every((entry) => entry.length <= entry_bytes_max),
    'an entry fits a bundle',
  );
  const [row] = await tx.rows<{ size: number }>(
    `INSERT INTO log (id, size) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET size = log.size + excluded.size RETURNING size`,
    [log, entries.length],
  );
  assert(row !== undefined, 'a log has a size');
  const first = row.size - entries.length;
  const bundles = bundlesOf(first, row.size);
  const encoded = bundles.map(({ start, end }) => encodeEntries(entries.slice(start - first, end - first)));
  // One value for all bundles: an array of them would travel as text, twice as long.
  await tx.rows(
    `INSERT INTO log_entries (log_id, first_index, count, entries)
     SELECT $1, first_index, count, substring($5::bytea FROM after + 1 FOR length)
     FROM unnest($2::bigint[], $3::integer[], $4::integer[], $6::integer[]) AS b (first_index, count, length, after)`,
    [
      log,
      bundles.map(({ start }) => start),
      bundles.map(({ start, end }) => end - start),
      encoded.map((one) => one.length),
      Buffer.concat(encoded),
      offsetsOf(encoded),
    ],
  );
  await tx.rows("SELECT pg_notify('relais_log', $1)", [log]);
  return first;
}

/** Where each begins when all stand one after the other. */
function offsetsOf(parts: readonly Uint8Array[]): readonly number[] {
  let at = 0;
  return parts.map((part) => {
    const here = at;
    at += part.length;
    return here;
  });
}

/** The indexes `first..end` cut where bundles begin, so that a bundle is its rows one after the other. */
function bundlesOf(first: number, end: number): readonly { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  for (let start = first; start < end; ) {
    const next = Math.min(end, (Math.floor(start / tile_width) + 1) * tile_width);
    runs.push({ start, end: next });
    start = next;
  }
  return runs;
}
