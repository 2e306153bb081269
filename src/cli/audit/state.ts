import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fromBase64, hash_bytes, parseVerifierKey, type VerifierKey } from '../../log/mod.ts';
import { CannotCheck } from './difference.ts';
import { parseMembers, textOf, wholeOf } from './json.ts';
import { keepFile } from './source.ts';

/** What an audit that found no difference leaves for the next: the tree it saw, and the keys that signed it. */
export type AuditState = {
  readonly page: string;
  readonly origin: string;
  readonly size: number;
  /** Base 64. */
  readonly root: string;
  readonly keys: readonly VerifierKey[];
  /** The checkpoint with its signatures: beside a later one that contradicts it, the proof of a fork. */
  readonly checkpoint: string;
};

/** Reads the state of the last audit; null before the first. */
export function readState(file: string, page: string): AuditState | null {
  if (!existsSync(file)) return null;
  const unusable = (why: string) =>
    new CannotCheck(`${file} ${why}; remove it, or name another with --state, to begin anew.`);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new CannotCheck(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  const state = parseMembers(bytes, file);
  const keys = textOf(state, 'keys').split('\n').map(parseVerifierKey);
  const root = textOf(state, 'root');
  if (!keys.every((key) => key !== null) || fromBase64(root)?.length !== hash_bytes)
    throw unusable('is not the state of an audit');
  if (textOf(state, 'page') !== page) throw unusable(`is the state of ${textOf(state, 'page')}`);
  return {
    page,
    origin: textOf(state, 'origin'),
    size: wholeOf(state, 'size'),
    root,
    keys,
    checkpoint: textOf(state, 'checkpoint'),
  };
}

/** Keeps the state for the next audit, whole or not at all. `keys`: verifier keys as text. */
export function writeState(
  file: string,
  state: Omit<AuditState, 'keys'> & { readonly keys: readonly string[] },
): void {
  const text = JSON.stringify({ ...state, keys: state.keys.join('\n') }, null, 2);
  keepFile(dirname(file), basename(file), `${text}\n`);
}
