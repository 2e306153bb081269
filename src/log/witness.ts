import { type Checkpoint, parseCheckpoint, signersOf } from './checkpoint.ts';
import { fromBase64, type Hash, hash_bytes, sameBytes, toBase64 } from './hash.ts';
import { printSignatureLine, type VerifierKey } from './note.ts';
import type { Signer } from './signature.ts';
import { type TreeHead, verifyConsistency } from './tree.ts';

/** A request to `add-checkpoint` (C2SP tlog-witness): the size it starts from, the proof, the new checkpoint as text. */
export type AddCheckpoint = {
  readonly old: number;
  readonly proof: readonly Hash[];
  readonly checkpoint: string;
};

const proof_hashes_max = 63;

export function printAddCheckpoint({ old, proof, checkpoint }: AddCheckpoint): string {
  return `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpoint}`;
}

/** Reads a request strictly; null when it is malformed. */
export function parseAddCheckpoint(body: string): AddCheckpoint | null {
  const split = body.indexOf('\n\n');
  if (split < 0) return null;
  const [oldLine = '', ...lines] = body.slice(0, split).split('\n');
  const old = /^old (0|[1-9]\d{0,15})$/.exec(oldLine)?.[1];
  const proof = lines.map(fromBase64);
  if (old === undefined || lines.length > proof_hashes_max) return null;
  if (!proof.every((hash) => hash !== null && hash.length === hash_bytes)) return null;
  return { old: Number(old), proof: proof as Hash[], checkpoint: body.slice(split + 2) };
}

/** What a witness knows of a log: its keys, and the newest tree it has cosigned (null: none yet). */
export type Witnessed = { readonly keys: readonly VerifierKey[]; readonly latest: TreeHead | null };

/** A witness's judgement, in the order of its checks; each but the first is a status of C2SP tlog-witness. */
export type WitnessVerdict =
  | { readonly kind: 'cosign'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'unknown_log' }
  | { readonly kind: 'not_signed' }
  | { readonly kind: 'old_too_large' }
  /** The client must start from `size`, or shows another tree of the same size. */
  | { readonly kind: 'conflict'; readonly size: number }
  | { readonly kind: 'inconsistent' };

/**
 * Judges a request (C2SP tlog-witness, «add-checkpoint»): pure, so that the caller can make check and store one atomic
 * step. `find` gives what is known of an origin, or null for an unknown one.
 */
export function judgeAddCheckpoint(body: string, find: (origin: string) => Witnessed | null): WitnessVerdict {
  const request = parseAddCheckpoint(body);
  const signed = request === null ? null : parseCheckpoint(request.checkpoint);
  if (request === null || signed === null) return { kind: 'malformed' };
  const { checkpoint } = signed;
  const known = find(checkpoint.origin);
  if (known === null) return { kind: 'unknown_log' };
  const signers = signersOf(signed, known.keys);
  if (signers.kind === 'spoiled' || signers.signed.length === 0) return { kind: 'not_signed' };
  if (request.old > checkpoint.size) return { kind: 'old_too_large' };
  const latest = known.latest ?? { size: 0, root: null };
  if (request.old !== latest.size) return { kind: 'conflict', size: latest.size };
  if (latest.root !== null && latest.size === checkpoint.size && !sameBytes(latest.root, checkpoint.root))
    return { kind: 'conflict', size: latest.size };
  if (latest.root === null)
    return request.proof.length === 0 ? { kind: 'cosign', checkpoint } : { kind: 'inconsistent' };
  return verifyConsistency({ size: latest.size, root: latest.root }, checkpoint, request.proof)
    ? { kind: 'cosign', checkpoint }
    : { kind: 'inconsistent' };
}

/** The body of a witness's answer: one line per key. */
export function cosignatures(checkpoint: Checkpoint, signers: readonly Signer[], time: number): string {
  return signers.map((signer) => printSignatureLine(signer.sign(checkpoint, time))).join('');
}
