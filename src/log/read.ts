import { assert } from '../kernel/mod.ts';
import type { Queryable } from '../store/mod.ts';
import { type Hash, hash_bytes } from './hash.ts';
import { decodeEntries, hashIn, isServed, subtreeReader, type Tile, tile_width } from './tile.ts';
import { inclusionPath, type ReadSubtree, rangeHash, rootHash } from './tree.ts';

/** A run of entries as they are kept. */
export type EntryRun = { readonly first: number; readonly entries: readonly Uint8Array[] };

/** The entries from `from` (a bundle's beginning) to `to`, exclusive. */
export async function readRuns(
  db: Queryable,
  log: string,
  from: number,
  to: number,
): Promise<readonly EntryRun[]> {
  const rows = await db.rows<{ first: number; entries: Uint8Array }>(
    `SELECT first_index AS first, entries FROM log_entries
     WHERE log_id = $1 AND first_index >= $2 AND first_index < $3 ORDER BY first_index`,
    [log, from - (from % tile_width), to],
  );
  const runs: EntryRun[] = [];
  let next = from - (from % tile_width);
  for (const row of rows) {
    const entries = decodeEntries(row.entries);
    assert(entries !== null && row.first === next, `the entries of ${log} have no gap at ${next}`);
    next = row.first + entries.length;
    const start = Math.max(0, from - row.first);
    const end = Math.min(entries.length, to - row.first);
    if (start < end) runs.push({ first: row.first + start, entries: entries.slice(start, end) });
  }
  return runs;
}

/** The leaf hashes that the tiles hold for `from` (a tile's beginning) to `to`, exclusive; fewer where tiles end. */
export async function readLeafHashes(
  db: Queryable,
  log: string,
  from: number,
  to: number,
): Promise<readonly Hash[]> {
  const rows = await db.rows<{ hashes: Uint8Array }>(
    'SELECT hashes FROM log_tile WHERE log_id = $1 AND level = 0 AND n >= $2 AND n < $3 ORDER BY n',
    [log, from / tile_width, Math.ceil(to / tile_width)],
  );
  return rows.flatMap(({ hashes }) =>
    Array.from({ length: hashes.length / hash_bytes }, (_, index) => hashIn(hashes, index)),
  );
}

/** One entry, or null when the log has no such index. */
export async function readEntry(db: Queryable, log: string, index: number): Promise<Uint8Array | null> {
  const [run] = await readRuns(db, log, index, index + 1);
  return run?.entries[0] ?? null;
}

/** A tile of the published tree, or null when the tree of `size` entries has none of this width. */
export async function readTile(
  db: Queryable,
  log: string,
  tile: Tile,
  size: number,
): Promise<Uint8Array | null> {
  if (!isServed(tile, size)) return null;
  if (tile.level === 'entries') return readBundle(db, log, tile);
  const [row] = await db.rows<{ hashes: Uint8Array }>(
    'SELECT hashes FROM log_tile WHERE log_id = $1 AND level = $2 AND n = $3',
    [log, tile.level, tile.n],
  );
  assert(row !== undefined && row.hashes.length >= tile.width * hash_bytes, 'a published tile is kept');
  return row.hashes.subarray(0, tile.width * hash_bytes);
}

/** A bundle's rows one after the other, up to its width. */
async function readBundle(db: Queryable, log: string, { n, width }: Tile): Promise<Uint8Array> {
  const rows = await db.rows<{ entries: Uint8Array; count: number }>(
    `SELECT entries, count FROM log_entries WHERE log_id = $1 AND first_index >= $2 AND first_index < $3 ORDER BY first_index`,
    [log, n * tile_width, n * tile_width + width],
  );
  let left = width;
  const parts: Uint8Array[] = [];
  for (const row of rows) {
    parts.push(row.count <= left ? row.entries : beginning(row.entries, left));
    left -= Math.min(left, row.count);
  }
  assert(left === 0, 'a published bundle is kept');
  return parts.length === 1 ? (parts[0] ?? new Uint8Array()) : Buffer.concat(parts);
}

/** The first `count` entries of a run, still behind their lengths. */
function beginning(run: Uint8Array, count: number): Uint8Array {
  let at = 0;
  for (let i = 0; i < count; i++) at += 2 + ((run[at] ?? 0) << 8) + (run[at + 1] ?? 0);
  return run.subarray(0, at);
}

/** Reads complete subtrees of a tree of `size` from its tiles; a tile is read once. */
export function databaseSubtrees(db: Queryable, log: string, size: number): ReadSubtree {
  const tiles = new Map<string, Promise<Uint8Array>>();
  return subtreeReader((level, n) => {
    const name = `${level}/${n}`;
    let tile = tiles.get(name);
    if (tile === undefined) {
      const width = Math.min(tile_width, Math.floor(size / tile_width ** level) - n * tile_width);
      tile = readTile(db, log, { level, n, width }, size).then((bytes) => {
        assert(bytes !== null, `tile ${name} is part of a tree of ${size}`);
        return bytes;
      });
      tiles.set(name, tile);
    }
    return tile;
  });
}

/** The root that the tree had at `size`. */
export function readRoot(db: Queryable, log: string, size: number): Promise<Hash> {
  return rootHash(size, databaseSubtrees(db, log, size));
}

/** The hashes that prove entry `index` in the tree of `size`. */
export function readInclusion(
  db: Queryable,
  log: string,
  index: number,
  size: number,
): Promise<readonly Hash[]> {
  const read = databaseSubtrees(db, log, size);
  return Promise.all(inclusionPath(index, size).map((range) => rangeHash(range, read)));
}
