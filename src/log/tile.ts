import { assert } from '../kernel/mod.ts';
import { type Hash, hash_bytes, nodeHash } from './hash.ts';
import type { ReadSubtree } from './tree.ts';

/** Hashes, or entries, in a full tile (C2SP tlog-tiles, «Merkle Tree»). */
export const tile_width = 256;
const tile_height = 8;
/** The longest entry that a bundle can hold: its length is a uint16. */
export const entry_bytes_max = 65_535;

/** A resource of a tiled log. `width` below 256 is a partial one. */
export type Tile = { readonly level: number | 'entries'; readonly n: number; readonly width: number };

/** `tile/<L>/<N>[.p/<W>]` (C2SP tlog-tiles): 1234067 is written `x001/x234/067`. */
export function tilePath({ level, n, width }: Tile): string {
  const groups: string[] = [];
  let rest = n;
  do {
    groups.unshift(`${groups.length === 0 ? '' : 'x'}${String(rest % 1000).padStart(3, '0')}`);
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  return `tile/${level}/${groups.join('/')}${width === tile_width ? '' : `.p/${width}`}`;
}

/** Reads a tile's path in its one spelling, or null. */
export function parseTilePath(path: string): Tile | null {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (match === null) return null;
  const [, levelText = '', groups = '', widthText] = match;
  const level = levelText === 'entries' ? levelText : Number(levelText);
  const n = Number(groups.replaceAll(/[x/]/g, ''));
  const width = widthText === undefined ? tile_width : Number(widthText);
  if ((level !== 'entries' && level > 63) || !Number.isSafeInteger(n) || width > tile_width) return null;
  const tile: Tile = { level, n, width };
  // 256 is never written as a width, and leading zeroes never come back.
  return tilePath(tile) === path ? tile : null;
}

/** How many hashes a level has in a tree of `size`: floor(size / 256^level). */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / tile_width ** level);
}

/** Whether a tree of `size` has this tile with this width: full tiles, and narrower views of what is there. */
export function isServed({ level, n, width }: Tile, size: number): boolean {
  return n * tile_width + width <= hashesAt(level === 'entries' ? 0 : level, size);
}

/** Every tile of a tree of `size` (hash tiles of all levels), each as wide as it is. */
export function tilesOf(size: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    const hashes = hashesAt(level, size);
    for (let n = 0; n * tile_width < hashes; n++)
      tiles.push({ level, n, width: Math.min(tile_width, hashes - n * tile_width) });
  }
  return tiles;
}

/** The `index`-th hash of a tile. */
export function hashIn(tile: Uint8Array, index: number): Hash {
  const start = index * hash_bytes;
  assert(start + hash_bytes <= tile.length, 'the tile is wide enough');
  return tile.subarray(start, start + hash_bytes);
}

/** The hash over hashes `from..to` of a tile; their number is a power of two. */
export function hashOver(tile: Uint8Array, from: number, to: number): Hash {
  if (to - from === 1) return hashIn(tile, from);
  const middle = (from + to) / 2;
  return nodeHash(hashOver(tile, from, middle), hashOver(tile, middle, to));
}

/** Reads complete subtrees out of tiles. `tile` gives a tile's bytes; it must be at least as wide as a subtree needs. */
export function subtreeReader(
  tile: (level: number, n: number) => Uint8Array | Promise<Uint8Array>,
): ReadSubtree {
  return ({ height, index }) => {
    const level = Math.floor(height / tile_height);
    const hashes = 2 ** (height % tile_height);
    const first = index * hashes;
    const n = Math.floor(first / tile_width);
    const from = first - n * tile_width;
    const bytes = tile(level, n);
    return bytes instanceof Promise
      ? bytes.then((it) => hashOver(it, from, from + hashes))
      : hashOver(bytes, from, from + hashes);
  };
}

/** Entries one after the other, each behind its length as a big-endian uint16 (C2SP tlog-tiles, «Log entries»). */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    assert(entry.length <= entry_bytes_max, 'an entry fits its length');
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 255;
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** The entries of a bundle, as views of its bytes; null when lengths and bytes don't agree. */
export function decodeEntries(bundle: Uint8Array): readonly Uint8Array[] | null {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length) {
    if (at + 2 > bundle.length) return null;
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0);
    at += 2;
    if (at + length > bundle.length) return null;
    entries.push(bundle.subarray(at, at + length));
    at += length;
  }
  return entries;
}
