import { assert } from '../kernel/mod.ts';
import type { Database, Queryable, Transaction } from '../store/mod.ts';
import { emptyRoot, hash_bytes, leafHash } from './hash.ts';
import { readRuns } from './read.ts';
import { hashOver, subtreeReader, tile_width } from './tile.ts';
import { rootHash, type TreeHead } from './tree.ts';

/** As many entries as one transaction takes into the tree; what is left follows in the next. */
const round_max = 32_768;

/** Keeps the tree's row of a log, with the origin that stays its name. */
export async function ensureTree(db: Queryable, log: string, origin: string): Promise<void> {
  await db.rows(
    'INSERT INTO log_tree (log_id, origin, root) VALUES ($1, $2, $3) ON CONFLICT (log_id) DO NOTHING',
    [log, origin, emptyRoot],
  );
}

/**
 * Takes appended entries into the tree: tiles and tree head are written in one transaction, so that a crash leaves the
 * tree as it was or as it is to be. Gives the head, and whether entries are left for another round. Two processes at
 * once wait for each other and find the work done.
 */
export async function integrate(
  db: Database,
  log: string,
): Promise<{ readonly head: TreeHead; readonly more: boolean }> {
  return db.transaction(async (tx) => {
    const [tree] = await tx.rows<TreeHead>('SELECT size, root FROM log_tree WHERE log_id = $1 FOR UPDATE', [
      log,
    ]);
    const [appended] = await tx.rows<{ size: number }>('SELECT size FROM log WHERE id = $1', [log]);
    assert(tree !== undefined, 'a log that is integrated has its tree');
    const wanted = appended?.size ?? 0;
    assert(tree.size <= wanted, `the tree of ${log} has no more leaves than the log entries`);
    if (wanted === tree.size) return { head: tree, more: false };
    const size = Math.min(wanted, tree.size + round_max);
    const tiles = new Tiles(tx, log);
    for (const run of await readRuns(tx, log, tree.size, size))
      await tiles.add(0, run.first, run.entries.map(leafHash));
    const root = await rootHash(
      size,
      subtreeReader((level, n) => tiles.read(level, n)),
    );
    await tiles.write();
    await tx.rows('UPDATE log_tree SET size = $2, root = $3 WHERE log_id = $1', [log, size, root]);
    return { head: { size, root }, more: size < wanted };
  });
}

/** The right edge of a tree's tiles while hashes are added to it. */
class Tiles {
  readonly #tx: Transaction;
  readonly #log: string;
  readonly #tiles = new Map<string, { level: number; n: number; bytes: Uint8Array; changed: boolean }>();

  constructor(tx: Transaction, log: string) {
    this.#tx = tx;
    this.#log = log;
  }

  async read(level: number, n: number): Promise<Uint8Array> {
    return (await this.#tile(level, n)).bytes;
  }

  /** Adds hashes to a level from place `at` on; a tile that becomes full gives one hash to the level above. */
  async add(level: number, at: number, hashes: readonly Uint8Array[]): Promise<void> {
    const above: Uint8Array[] = [];
    let aboveAt = -1;
    for (let done = 0; done < hashes.length; ) {
      const n = Math.floor((at + done) / tile_width);
      const tile = await this.#tile(level, n);
      const width = tile.bytes.length / hash_bytes;
      assert(n * tile_width + width === at + done, `level ${level} is continued where it ends`);
      const fresh = hashes.slice(done, done + tile_width - width);
      tile.bytes = Buffer.concat([tile.bytes, ...fresh]);
      tile.changed = true;
      done += fresh.length;
      if (width + fresh.length < tile_width) continue;
      if (aboveAt < 0) aboveAt = n;
      above.push(hashOver(tile.bytes, 0, tile_width));
    }
    if (above.length > 0) await this.add(level + 1, aboveAt, above);
  }

  async write(): Promise<void> {
    const changed = [...this.#tiles.values()].filter((tile) => tile.changed);
    for (const { level, n, bytes } of changed)
      await this.#tx.rows(
        `INSERT INTO log_tile (log_id, level, n, hashes) VALUES ($1, $2, $3, $4)
         ON CONFLICT (log_id, level, n) DO UPDATE SET hashes = excluded.hashes`,
        [this.#log, level, n, bytes],
      );
  }

  async #tile(level: number, n: number) {
    const name = `${level}/${n}`;
    const known = this.#tiles.get(name);
    if (known !== undefined) return known;
    const [row] = await this.#tx.rows<{ hashes: Uint8Array }>(
      'SELECT hashes FROM log_tile WHERE log_id = $1 AND level = $2 AND n = $3',
      [this.#log, level, n],
    );
    const tile = { level, n, bytes: row?.hashes ?? new Uint8Array(), changed: false };
    this.#tiles.set(name, tile);
    return tile;
  }
}
