import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  consistencyPath,
  emptyRoot,
  type Hash,
  inclusionPath,
  leafHash,
  nodeHash,
  type Range,
  type ReadSubtree,
  rangeHash,
  rootHash,
  TreeBuilder,
  verifyConsistency,
  verifyInclusion,
} from './mod.ts';

const hex = (hash: Hash) => Buffer.from(hash).toString('hex');

/** The eight leaves and their trees that Certificate Transparency publishes for implementers. */
const published = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((text) => leafHash(Buffer.from(text, 'hex')));
const publishedRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const publishedInclusions: readonly [index: number, size: number, proof: readonly string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
const publishedConsistencies: readonly [old: number, size: number, proof: readonly string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];

/** The definitions of RFC 6962 §2.1 as they are written there, over all leaves: slow, and nothing of ours. */
const split = (n: number) => 2 ** Math.floor(Math.log2(n - 1));
function mth(leaves: readonly Hash[]): Hash {
  if (leaves.length < 2) return leaves[0] ?? emptyRoot;
  const k = split(leaves.length);
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}
function pathOf(m: number, leaves: readonly Hash[]): Hash[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...pathOf(m, leaves.slice(0, k)), mth(leaves.slice(k))]
    : [...pathOf(m - k, leaves.slice(k)), mth(leaves.slice(0, k))];
}
function subproof(m: number, leaves: readonly Hash[], whole: boolean): Hash[] {
  if (m === leaves.length) return whole ? [] : [mth(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
}

/** Reads subtrees of leaves in memory, each hashed once. */
function reader(leaves: readonly Hash[]): (subtree: { height: number; index: number }) => Hash {
  const known = new Map<number, Hash>();
  const read = ({ height, index }: { height: number; index: number }): Hash => {
    if (height === 0) return leaves[index] as Hash;
    const name = height * 2 ** 20 + index;
    let hash = known.get(name);
    if (hash === undefined) {
      hash = nodeHash(
        read({ height: height - 1, index: index * 2 }),
        read({ height: height - 1, index: index * 2 + 1 }),
      );
      known.set(name, hash);
    }
    return hash;
  };
  return read;
}
const leaves = Array.from({ length: 1000 }, (_, n) => leafHash(Buffer.from(`entry ${n}`)));
const read = reader(leaves);
const all = (path: readonly Range[], from: ReadSubtree = read) =>
  Promise.all(path.map((range) => rangeHash(range, from)));

describe('published vectors (RFC 6962, RFC 9162)', () => {
  test('roots of the eight trees', async () => {
    const from = reader(published);
    for (const [n, root] of publishedRoots.entries()) expect(hex(await rootHash(n + 1, from))).toBe(root);
    expect(hex(emptyRoot)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test.each(publishedInclusions)('inclusion of leaf %i in %i', async (index, size, proof) => {
    const made = await all(inclusionPath(index, size), reader(published));
    expect(made.map(hex)).toEqual(proof);
    const root = Buffer.from(publishedRoots[size - 1] ?? '', 'hex');
    expect(verifyInclusion({ index, size, root }, published[index] as Hash, made)).toBe(true);
  });

  test.each(publishedConsistencies)('consistency of %i with %i', async (old, size, proof) => {
    const made = await all(consistencyPath(old, size), reader(published));
    expect(made.map(hex)).toEqual(proof);
    const head = (n: number) => ({ size: n, root: Buffer.from(publishedRoots[n - 1] ?? '', 'hex') });
    expect(verifyConsistency(head(old), head(size), made)).toBe(true);
  });
});

describe('proofs', () => {
  test('agree with the definitions for every pair of sizes and every leaf to 64', async () => {
    for (let size = 1; size <= 64; size++) {
      const part = leaves.slice(0, size);
      for (let n = 0; n < size; n++) expect(await all(inclusionPath(n, size))).toEqual(pathOf(n, part));
      for (let old = 1; old <= size; old++)
        expect(await all(consistencyPath(old, size))).toEqual(subproof(old, part, true));
    }
  });

  test('prove every size to 1,000: each leaf of the small, the telling ones of the large', async () => {
    const builder = new TreeBuilder();
    const roots: Hash[] = [emptyRoot];
    for (const leaf of leaves) {
      builder.add(leaf);
      roots.push(builder.root());
    }
    for (let size = 1; size <= 1000; size++) {
      const root = roots[size] as Hash;
      if (size % 97 === 0) expect(mth(leaves.slice(0, size))).toEqual(root);
      const telling = [0, 1, size >> 1, (size * 7919) % size, split(size + 1) - 1, size - 2, size - 1];
      const indexes =
        size <= 130 ? Array.from({ length: size }, (_, n) => n) : telling.filter((n) => n >= 0 && n < size);
      for (const index of indexes) {
        const proof = await all(inclusionPath(index, size));
        if (!verifyInclusion({ index, size, root }, leaves[index] as Hash, proof))
          throw new Error(`leaf ${index} of ${size}`);
      }
      const olds =
        size <= 130
          ? Array.from({ length: size + 1 }, (_, n) => n)
          : [0, 1, 2, 127, 128, 129, split(size), size - 1, size];
      for (const old of olds) {
        const proof = await all(consistencyPath(old, size));
        if (!verifyConsistency({ size: old, root: roots[old] as Hash }, { size, root }, proof))
          throw new Error(`${old} in ${size}`);
      }
    }
  }, 60_000);

  test('are refused when anything of them is another', async () => {
    const size = fc.integer({ min: 1, max: 1000 });
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), fc.nat({ max: 255 }), async (n, seed, place, bit) => {
        const index = seed % n;
        const root = await rootHash(n, read);
        const leaf = leaves[index] as Hash;
        const proof = await all(inclusionPath(index, n));
        const bent = (hash: Hash) =>
          Buffer.from(hash).fill((hash[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3, (bit >> 3) + 1);
        const at = proof.length === 0 ? 0 : place % proof.length;
        const claim = { index, size: n, root };
        expect(verifyInclusion(claim, leaf, proof)).toBe(true);
        expect(verifyInclusion(claim, bent(leaf), proof)).toBe(false);
        expect(verifyInclusion({ ...claim, root: bent(root) }, leaf, proof)).toBe(false);
        expect(verifyInclusion(claim, leaf, [...proof, leaf])).toBe(false);
        if (proof.length > 0) {
          expect(verifyInclusion(claim, leaf, proof.slice(1))).toBe(false);
          expect(verifyInclusion(claim, leaf, proof.slice(0, -1))).toBe(false);
          expect(verifyInclusion(claim, leaf, proof.with(at, bent(proof[at] as Hash)))).toBe(false);
        }
        for (const other of [index + 1, index - 1, n, -1, 0.5, Number.NaN])
          expect(verifyInclusion({ ...claim, index: other }, leaf, proof)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('of consistency are refused when anything of them is another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 1000 }), fc.nat(), fc.nat(), async (size, seed, place) => {
        const old = 1 + (seed % (size - 1));
        const from = { size: old, root: await rootHash(old, read) };
        const to = { size, root: await rootHash(size, read) };
        const proof = await all(consistencyPath(old, size));
        const other = leafHash(Buffer.from('other'));
        expect(verifyConsistency(from, to, proof)).toBe(true);
        expect(verifyConsistency(to, from, proof)).toBe(false);
        expect(verifyConsistency(from, to, [...proof, other])).toBe(false);
        expect(verifyConsistency(from, to, proof.slice(0, -1))).toBe(false);
        expect(verifyConsistency(from, to, proof.with(place % proof.length, other))).toBe(false);
        expect(verifyConsistency({ ...from, root: other }, to, proof)).toBe(false);
        expect(verifyConsistency(from, { ...to, root: other }, proof)).toBe(false);
        expect(verifyConsistency({ ...from, size: old + 1 }, to, proof)).toBe(false);
        expect(verifyConsistency({ size: 0, root: other }, to, [])).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('hold for random sizes up to 2^40, where only the mathematics is there', async () => {
    // A tree of one repeated leaf: every complete subtree of a height has the same hash, so none has to be built.
    const heights: Hash[] = [leafHash(Buffer.from('same'))];
    for (let height = 1; height <= 53; height++)
      heights.push(nodeHash(heights[height - 1] as Hash, heights[height - 1] as Hash));
    const huge: ReadSubtree = ({ height }) => heights[height] as Hash;
    const size = fc.integer({ min: 1, max: 2 ** 40 });
    await fc.assert(
      fc.asyncProperty(size, fc.double({ min: 0, max: 1, noNaN: true }), async (n, part) => {
        const index = Math.min(n - 1, Math.floor(part * n));
        const root = await rootHash(n, huge);
        const proof = await all(inclusionPath(index, n), huge);
        expect(proof.length).toBeLessThanOrEqual(41);
        expect(verifyInclusion({ index, size: n, root }, heights[0] as Hash, proof)).toBe(true);
        const old = index + 1;
        const steps = await all(consistencyPath(old, n), huge);
        expect(steps.length).toBeLessThanOrEqual(63);
        expect(
          verifyConsistency({ size: old, root: await rootHash(old, huge) }, { size: n, root }, steps),
        ).toBe(true);
        expect(verifyInclusion({ index, size: n, root: heights[3] as Hash }, heights[0] as Hash, proof)).toBe(
          n === 8,
        );
      }),
      { numRuns: 500 },
    );
  });
});
