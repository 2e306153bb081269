import {
  decodeEntries,
  entry_bytes_max,
  type Hash,
  hash_bytes,
  hashOver,
  leafHash,
  rootHash,
  subtreeReader,
  type Tile,
  type TreeHead,
  tile_width,
  tilePath,
  toBase64,
} from '../../log/mod.ts';
import { type AuditDifference, CannotCheck } from './difference.ts';
import type { Shelf } from './source.ts';

export type Walked =
  | { readonly kind: 'walked'; readonly roots: ReadonlyMap<number, string> }
  | { readonly kind: 'differs'; readonly difference: AuditDifference };

/** What a walk tells on its way. */
export type Visitor = {
  /** An entry whose hash is in its tile. Not yet proven by the root: that comes last. */
  readonly entry: (entry: Uint8Array, index: number) => void;
  /** How many entries have been read. */
  readonly progress: (entries: number) => void;
};

const tile_bytes = tile_width * hash_bytes;
const bundle_bytes_max = tile_width * (2 + entry_bytes_max);
/** Bundles under way at once, each with its tile. */
const ahead = 8;

/**
 * Reads every entry and every tile that a checkpoint implies, and no other, in index order; rebuilds the tree from the
 * entries alone and compares it with each tile and with the root. Gives the roots (base 64) at the sizes `at`, which
 * are no larger than the tree. Keeps one unfinished tile per level: memory grows with the logarithm of the size.
 */
export async function walkTree(
  shelf: Shelf,
  head: TreeHead,
  at: readonly number[],
  visitor: Visitor,
): Promise<Walked> {
  const tree = new GrowingTree(shelf);
  const roots = new Map<number, string>();
  const mark = async (size: number) => {
    if (at.includes(size)) roots.set(size, toBase64(await tree.root(size)));
  };
  await mark(0);
  let index = 0;
  for await (const bundle of readBundles(shelf, head.size)) {
    if (bundle.kind === 'differs') return bundle;
    for (const [position, entry] of bundle.entries.entries()) {
      visitor.entry(entry, index++);
      const wrong = await tree.add(
        0,
        bundle.hashes.subarray(position * hash_bytes, (position + 1) * hash_bytes),
      );
      if (wrong !== null) return { kind: 'differs', difference: wrong };
      if (at.includes(index)) await mark(index);
    }
    visitor.progress(index);
  }
  const wrong = await tree.checkEdge();
  if (wrong !== null) return { kind: 'differs', difference: wrong };
  const [found, signed] = [toBase64(await tree.root(head.size)), toBase64(head.root)];
  if (found !== signed)
    return { kind: 'differs', difference: { kind: 'wrong_root', size: head.size, signed, found } };
  return { kind: 'walked', roots };
}

type Bundle =
  | { readonly kind: 'read'; readonly entries: readonly Uint8Array[]; readonly hashes: Buffer }
  | { readonly kind: 'differs'; readonly difference: AuditDifference };

/** The bundles of a tree in their order, a few fetched ahead. */
async function* readBundles(shelf: Shelf, size: number): AsyncGenerator<Bundle> {
  const queue: Promise<Bundle>[] = [];
  const bundles = Math.ceil(size / tile_width);
  for (let n = 0; n < bundles + ahead; n++) {
    if (n < bundles) {
      const bundle = readBundle(shelf, n, Math.min(tile_width, size - n * tile_width));
      // A failure is heard of when its turn comes; until then it is not an unhandled one.
      bundle.catch(() => {});
      queue.push(bundle);
    }
    if (n >= ahead - 1 || n >= bundles) {
      const first = queue.shift();
      if (first === undefined) return;
      yield await first;
    }
  }
}

async function readBundle(shelf: Shelf, n: number, width: number): Promise<Bundle> {
  const paths = [tilePath({ level: 'entries', n, width }), tilePath({ level: 0, n, width })] as const;
  const [bundle, tile] = await Promise.all([
    shelf.lasting(`log/${paths[0]}`, bundle_bytes_max),
    shelf.lasting(`log/${paths[1]}`, tile_bytes),
  ]);
  const judged = judgeBundle(bundle.bytes, tile.bytes, n, width);
  if (judged.kind === 'read' || !(bundle.kept || tile.kept)) return judged;
  // The copies on this disk may have suffered: the log itself has the last word.
  const [freshBundle, freshTile] = await Promise.all([
    shelf.afresh(`log/${paths[0]}`, bundle_bytes_max),
    shelf.afresh(`log/${paths[1]}`, tile_bytes),
  ]);
  return judgeBundle(freshBundle, freshTile, n, width);
}

/** Whether a bundle has the entries whose hashes its tile has. */
function judgeBundle(bundle: Uint8Array, tile: Uint8Array, n: number, width: number): Bundle {
  const differs = (difference: AuditDifference): Bundle => ({ kind: 'differs', difference });
  const path = tilePath({ level: 'entries', n, width });
  const entries = decodeEntries(bundle);
  if (entries === null) return differs({ kind: 'torn_bundle', path });
  if (entries.length !== width)
    return differs({ kind: 'wrong_bundle', path, wanted: width, found: entries.length });
  if (tile.length !== width * hash_bytes)
    return differs({ kind: 'wrong_tile', path: tilePath({ level: 0, n, width }) });
  const hashes = Buffer.alloc(width * hash_bytes);
  for (const [position, entry] of entries.entries()) hashes.set(leafHash(entry), position * hash_bytes);
  if (hashes.equals(tile)) return { kind: 'read', entries, hashes };
  for (let position = 0; position < width; position++) {
    const [from, to] = [position * hash_bytes, (position + 1) * hash_bytes];
    if (!hashes.subarray(from, to).equals(tile.subarray(from, to)))
      return differs({ kind: 'wrong_entry', index: n * tile_width + position });
  }
  throw new CannotCheck(`${path} differs from its tile nowhere.`);
}

/** The right edge of a tree that grows by one hash at a time. */
class GrowingTree {
  readonly #shelf: Shelf;
  readonly #levels: { readonly bytes: Buffer; width: number; n: number }[] = [];

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** Adds a hash to a level. A tile that becomes full is compared with the log's and gives one hash to the level above. */
  async add(level: number, hash: Hash): Promise<AuditDifference | null> {
    let edge = this.#levels[level];
    if (edge === undefined) {
      edge = { bytes: Buffer.alloc(tile_bytes), width: 0, n: 0 };
      this.#levels.push(edge);
    }
    edge.bytes.set(hash, edge.width * hash_bytes);
    edge.width++;
    if (edge.width < tile_width) return null;
    // Level 0 was compared entry by entry.
    const wrong = level === 0 ? null : await this.#check({ level, n: edge.n, width: tile_width });
    if (wrong !== null) return wrong;
    const above = hashOver(edge.bytes, 0, tile_width);
    edge.width = 0;
    edge.n++;
    return this.add(level + 1, above);
  }

  /** Compares the unfinished tiles above level 0. */
  async checkEdge(): Promise<AuditDifference | null> {
    for (const [level, { n, width }] of this.#levels.entries()) {
      const wrong = level === 0 || width === 0 ? null : await this.#check({ level, n, width });
      if (wrong !== null) return wrong;
    }
    return null;
  }

  /** The root of what was added, which is `size` entries. */
  async root(size: number): Promise<Hash> {
    const root = await rootHash(
      size,
      subtreeReader((level) => this.#levels[level]?.bytes ?? new Uint8Array()),
    );
    // A view of a tile that will change.
    return Uint8Array.from(root);
  }

  async #check(tile: Tile & { readonly level: number }): Promise<AuditDifference | null> {
    const path = `log/${tilePath(tile)}`;
    const wanted = this.#levels[tile.level]?.bytes.subarray(0, tile.width * hash_bytes);
    const { bytes, kept } = await this.#shelf.lasting(path, tile_bytes);
    const right = (found: Uint8Array) => wanted?.equals(found) === true;
    if (right(bytes) || (kept && right(await this.#shelf.afresh(path, tile_bytes)))) return null;
    return { kind: 'wrong_tile', path: tilePath(tile) };
  }
}
