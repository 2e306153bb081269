import { fromBase64, hash_bytes, toBase64 } from './hash.ts';
import { isSignatureOf, parseNote, type SignedNote, type VerifierKey } from './note.ts';
import { verifySignature } from './signature.ts';
import type { TreeHead } from './tree.ts';

/** What a checkpoint says: which log, how many entries, which root (C2SP tlog-checkpoint). */
export type Checkpoint = TreeHead & { readonly origin: string };

/** The note text of a checkpoint: origin, size, root, no extension lines. */
export function printCheckpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads a checkpoint's text. Extension lines are allowed by the format and ignored; null when it is no checkpoint. */
export function parseCheckpointText(text: string): Checkpoint | null {
  if (!text.endsWith('\n')) return null;
  const [origin = '', sizeText = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n');
  if (origin === '' || !/^(0|[1-9]\d{0,15})$/.test(sizeText) || extensions.some((line) => line === ''))
    return null;
  const size = Number(sizeText);
  const root = fromBase64(rootText);
  if (!Number.isSafeInteger(size) || root === null || root.length !== hash_bytes) return null;
  return { origin, size, root };
}

/** A checkpoint with its signatures, as it was read. */
export type SignedCheckpoint = {
  readonly checkpoint: Checkpoint;
  readonly note: SignedNote;
};

/** Reads a signed checkpoint without checking who signed; null when it is none. */
export function parseCheckpoint(text: string): SignedCheckpoint | null {
  const note = parseNote(text);
  const checkpoint = note === null ? null : parseCheckpointText(note.text);
  return note === null || checkpoint === null ? null : { checkpoint, note };
}

/** Who of the given keys signed a checkpoint; `time` in seconds since 1970 where the signature carries it. */
export type Signed = { readonly key: VerifierKey; readonly time: number | null };

/**
 * The keys among `keys` whose signatures stand under a checkpoint and are right. A line of a known key that does not
 * verify spoils the whole note (C2SP signed-note): `spoiled`. Lines of unknown keys are ignored.
 */
export function signersOf(
  { checkpoint, note }: SignedCheckpoint,
  keys: readonly VerifierKey[],
):
  | { readonly kind: 'read'; readonly signed: readonly Signed[] }
  | { readonly kind: 'spoiled'; readonly key: VerifierKey } {
  const signed: Signed[] = [];
  for (const line of note.signatures)
    for (const key of keys.filter((one) => isSignatureOf(line, one))) {
      const verdict = verifySignature(key, { ...checkpoint, text: note.text }, line.signature);
      if (verdict.kind === 'wrong') return { kind: 'spoiled', key };
      if (!signed.some((one) => one.key.id === key.id && one.key.name === key.name))
        signed.push({ key, time: verdict.time });
    }
  return { kind: 'read', signed };
}
