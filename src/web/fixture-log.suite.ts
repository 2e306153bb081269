import type { CreditProof } from '../credit/mod.ts';
import { type CreditLeaf, printLeaf } from '../domain/mod.ts';
import { canonicalJson } from '../kernel/mod.ts';
import {
  commit,
  createSigner,
  type Hash,
  inclusionPath,
  type LogView,
  leafHash,
  nodeHash,
  parseCheckpoint,
  printPolicy,
  printProof,
  printVerifierKey,
  type ReadSubtree,
  rangeHash,
  rootHash,
  signCheckpoint,
  toBase64,
} from '../log/mod.ts';

const size = 1300;
const index = 1242;
const at = Date.parse('2026-11-22T18:31:00Z');
const seed = (n: number) => new Uint8Array(32).fill(n);

export type ProofFixture = {
  readonly view: LogView;
  readonly proof: Extract<CreditProof, { kind: 'proof' }>;
};

/** A log that is really signed, by the site and by a witness, with the proof of one of its entries. */
export async function signedLog(
  origin: string,
  change: { readonly source?: string; readonly reversedBy?: number } = {},
): Promise<ProofFixture> {
  const salt = seed(5);
  const record = canonicalJson({
    at: '2026-11-22T18:30:00.000Z',
    kind: 'credit',
    mechanic: 'relay',
    source: change.source ?? 'https://kiwi.example/un-billet-dix-repas',
    subject: 'rly_01kaz5m3v8q2w4x6y8z0a1b2c0',
  });
  const leaf: CreditLeaf = {
    version: 1,
    kind: 'credit',
    campaign: 'un-billet-dix-repas',
    day: '2026-11-22',
    mechanic: 'relay',
    units: 10,
    parts: [
      { pledge: 'danone-billets', terms: 1, units: 6 },
      { pledge: 'carrefour-billets', terms: 1, units: 4 },
    ],
    commitment: toBase64(commit(salt, Buffer.from(record))),
  };
  const entry = printLeaf(leaf);
  const leaves = Array.from({ length: size }, (_, n) =>
    leafHash(Buffer.from(n === index ? entry : `other ${n}`)),
  );
  const read: ReadSubtree = ({ height, index: place }): Hash => {
    if (height === 0) return leaves[place] as Hash;
    const child = (n: number) => read({ height: height - 1, index: n }) as Hash;
    return nodeHash(child(place * 2), child(place * 2 + 1));
  };
  const site = createSigner(origin, 1, seed(1));
  const witness = createSigner('temoin.example/relais', 4, seed(2));
  const root = await rootHash(size, read);
  const checkpoint = signCheckpoint({ origin, size, root }, [site, witness], Math.floor(at / 1000));
  const signed = parseCheckpoint(checkpoint);
  if (signed === null) throw new Error('a checkpoint');
  const opening = { salt: toBase64(salt), record };
  const hashes = await Promise.all(inclusionPath(index, size).map((range) => rangeHash(range, read)));
  const extra = Buffer.from(canonicalJson({ entry, opening }));
  const vkeys = { site: printVerifierKey(site.key), witness: printVerifierKey(witness.key) };
  const url = 'https://temoin.example/relais';
  return {
    view: {
      origin,
      size,
      root: toBase64(root),
      checkpoint,
      publishedAt: at,
      keys: [vkeys.site],
      witnesses: [{ name: 'temoin.example/relais', vkey: vkeys.witness, url, cosignedAt: at }],
      policy: printPolicy(`https://${origin}`, [vkeys.site], [{ url, keys: [vkeys.witness] }]),
      restarts: [],
    },
    proof: {
      kind: 'proof',
      campaign: 'un-billet-dix-repas',
      index,
      entry,
      opening,
      reversedBy: change.reversedBy ?? null,
      file: printProof({ extra, index, hashes, signed }),
    },
  };
}
