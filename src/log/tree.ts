import { assert } from '../kernel/mod.ts';
import { emptyRoot, type Hash, nodeHash, sameBytes } from './hash.ts';

/** A run of leaves `start..end` (exclusive) whose Merkle Tree Hash takes part in a proof. */
export type Range = { readonly start: number; readonly end: number };

/** A complete subtree: the hash of 2^`height` leaves, the `index`-th of its height from the left. */
export type Subtree = { readonly height: number; readonly index: number };

/** Gives the hash of a complete subtree; the tree is read through it, wherever it is kept. */
export type ReadSubtree = (subtree: Subtree) => Hash | Promise<Hash>;

/** The largest power of two below `n`, for n > 1 (RFC 6962 §2.1: where a tree is split). */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The complete subtrees that make up a range, left to right. The range starts where a subtree of its size may start. */
export function subtreesOf({ start, end }: Range): readonly Subtree[] {
  assert(Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0, 'a range has safe bounds');
  const found: Subtree[] = [];
  let at = start;
  while (at < end) {
    let size = 1;
    let height = 0;
    while (size * 2 <= end - at && at % (size * 2) === 0) {
      size *= 2;
      height++;
    }
    found.push({ height, index: at / size });
    at += size;
  }
  return found;
}

/** The Merkle Tree Hash of a range from its complete subtrees: the smaller ones on the right are joined first. */
export function joinHashes(hashes: readonly Hash[]): Hash {
  let joined: Hash | null = null;
  for (const hash of hashes.toReversed()) joined = joined === null ? hash : nodeHash(hash, joined);
  return joined ?? emptyRoot;
}

/** The hash of a range (RFC 6962 §2.1), read through `read`. */
export async function rangeHash(range: Range, read: ReadSubtree): Promise<Hash> {
  return joinHashes(await Promise.all(subtreesOf(range).map((subtree) => read(subtree))));
}

/** The root of a tree of `size` leaves. */
export function rootHash(size: number, read: ReadSubtree): Promise<Hash> {
  return rangeHash({ start: 0, end: size }, read);
}

/** The ranges whose hashes prove that leaf `index` is in a tree of `size`, leaf to root (RFC 6962 §2.1.1). */
export function inclusionPath(index: number, size: number): readonly Range[] {
  assert(index >= 0 && index < size, 'the leaf is in the tree');
  const path: Range[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  return path.reverse();
}

/** The ranges whose hashes prove that a tree of `size` begins with the one of `old` leaves (RFC 6962 §2.1.2). */
export function consistencyPath(old: number, size: number): readonly Range[] {
  assert(old >= 0 && old <= size, 'the old tree is no larger');
  if (old === 0 || old === size) return [];
  const path: Range[] = [];
  let start = 0;
  let end = size;
  // True while the old tree is exactly a left part whose hash the verifier knows.
  let whole = true;
  while (old !== end) {
    const middle = start + splitOf(end - start);
    if (old <= middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
      whole = false;
    }
  }
  if (!whole) path.push({ start, end });
  return path.reverse();
}

/** Whether `proof` shows that a leaf of this hash stands at `index` of the tree with this root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  claim: { readonly index: number; readonly size: number; readonly root: Hash },
  leaf: Hash,
  proof: readonly Hash[],
): boolean {
  const root = rootFromInclusion(claim.index, claim.size, leaf, proof);
  return root !== null && sameBytes(root, claim.root);
}

/** The root that an inclusion proof leads to, or null when it has not the right number of hashes. */
export function rootFromInclusion(
  index: number,
  size: number,
  leaf: Hash,
  proof: readonly Hash[],
): Hash | null {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return null;
  let position = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return null;
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(sibling, hash);
      while (position % 2 === 0 && position !== 0) {
        position /= 2;
        last = Math.floor(last / 2);
      }
    } else hash = nodeHash(hash, sibling);
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : null;
}

/** A tree head: how many leaves, and the root over them. */
export type TreeHead = { readonly size: number; readonly root: Hash };

/** Whether `proof` shows that the tree `to` begins with the tree `from` (RFC 9162 §2.1.4.2). */
export function verifyConsistency(from: TreeHead, to: TreeHead, proof: readonly Hash[]): boolean {
  if (from.size > to.size) return false;
  if (from.size === to.size) return proof.length === 0 && sameBytes(from.root, to.root);
  if (from.size === 0) return proof.length === 0 && sameBytes(from.root, emptyRoot);
  let [position, last] = [from.size - 1, to.size - 1];
  while (position % 2 === 1) {
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  }
  // An old tree that is one complete subtree is its own first hash.
  const hashes = position === 0 ? [from.root, ...proof] : proof;
  const [first, ...rest] = hashes;
  if (first === undefined) return false;
  let old = first;
  let fresh = first;
  for (const hash of rest) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      old = nodeHash(hash, old);
      fresh = nodeHash(hash, fresh);
      while (position % 2 === 0 && position !== 0) {
        position /= 2;
        last = Math.floor(last / 2);
      }
    } else fresh = nodeHash(fresh, hash);
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameBytes(old, from.root) && sameBytes(fresh, to.root);
}

/** Builds a root entry by entry, holding one hash per level: the whole tree never is in memory. */
export class TreeBuilder {
  /** Hashes of complete subtrees, from the largest to the smallest; sizes are the binary digits of `#size`. */
  readonly #edge: Hash[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds the hash of the next leaf. */
  add(leaf: Hash): void {
    let hash = leaf;
    // Every trailing 1 of the size is a complete subtree of the same size on the left.
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = this.#edge.pop();
      assert(left !== undefined, 'the edge has a hash per binary digit');
      hash = nodeHash(left, hash);
    }
    this.#edge.push(hash);
    this.#size++;
  }

  root(): Hash {
    return joinHashes(this.#edge);
  }
}
