import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { fromBase64, type Hash, hash_bytes, leafHash, toBase64 } from './hash.ts';
import { printNote } from './note.ts';
import { verifyInclusion } from './tree.ts';

/** An inclusion proof that stands by itself (C2SP tlog-proof). `extra` is carried, not proven. */
export type LogProof = {
  readonly extra: Uint8Array | null;
  readonly index: number;
  readonly hashes: readonly Hash[];
  readonly signed: SignedCheckpoint;
};

const head = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^53 entries has no longer path. */
const hashes_max = 63;

export function printProof({ extra, index, hashes, signed }: LogProof): string {
  const lines = [
    head,
    ...(extra === null ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
  ];
  return `${lines.join('\n')}\n\n${printNote(signed.note)}`;
}

/** Reads a proof strictly; null when it is none. Nothing is verified. */
export function parseProof(text: string): LogProof | null {
  const split = text.indexOf('\n\n');
  if (split < 0) return null;
  const lines = text.slice(0, split).split('\n');
  if (lines.shift() !== head) return null;
  const extraText = lines[0]?.startsWith('extra ') ? lines.shift()?.slice(6) : undefined;
  const extra = extraText === undefined ? null : fromBase64(extraText);
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1];
  const hashes = lines.map(fromBase64);
  const signed = parseCheckpoint(text.slice(split + 2));
  if ((extraText !== undefined && extra === null) || index === undefined || signed === null) return null;
  if (lines.length > hashes_max || !hashes.every((hash) => hash !== null && hash.length === hash_bytes))
    return null;
  return { extra, index: Number(index), hashes: hashes as Hash[], signed };
}

/** Whether a proof shows this entry under its checkpoint's root. Signatures are judged by `signersOf`. */
export function provesEntry(proof: LogProof, entry: Uint8Array): boolean {
  const { size, root } = proof.signed.checkpoint;
  return verifyInclusion({ index: proof.index, size, root }, leafHash(entry), proof.hashes);
}
