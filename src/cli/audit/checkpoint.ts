import {
  type Checkpoint,
  parseCheckpoint,
  parseVerifierKey,
  printNote,
  type Signed,
  type SignedCheckpoint,
  sameKey,
  signatureType,
  signersOf,
  type VerifierKey,
} from '../../log/mod.ts';
import { type AuditDifference, CannotCheck } from './difference.ts';
import type { Shelf } from './source.ts';
import type { AuditState } from './state.ts';

/** Whom the user trusts beforehand. */
export type Pins = {
  /** The log's keys; empty: those of the last audit, or on first use those the log shows. */
  readonly keys: readonly VerifierKey[];
  readonly witnesses: readonly VerifierKey[];
  /** How many of `witnesses` must have cosigned. */
  readonly quorum: number;
};

/** A checkpoint whose signatures were judged. */
export type Witnessed = {
  readonly checkpoint: Checkpoint;
  /** The whole note. */
  readonly text: string;
  /** Why the log's keys are believed. */
  readonly trust: 'given' | 'remembered' | 'first_use';
  readonly log: readonly Signed[];
  readonly witnesses: readonly Signed[];
  /** Witnesses that are given, or named by the log, and have not cosigned. */
  readonly silent: readonly VerifierKey[];
};

export type Judged =
  | { readonly kind: 'believed'; readonly witnessed: Witnessed }
  | { readonly kind: 'differs'; readonly difference: AuditDifference };

const text_bytes_max = 1_048_576;
const attempts_max = 10;

/** What the checkpoint must reach: it may be a moment behind what totals count and what a cache showed before. */
export type Wanted = { readonly state: AuditState | null; readonly counted: number };

/**
 * Reads the log's checkpoint and judges it: same log as before, signed by keys that are trusted, cosigned as wanted, no
 * smaller than before, no smaller than what the totals count. What may only be late is asked for again, for ten seconds.
 */
export async function readCheckpoint(
  shelf: Shelf,
  pins: Pins,
  wanted: Wanted,
  wait: (milliseconds: number) => Promise<void>,
): Promise<Judged> {
  for (let attempt = 1; ; attempt++) {
    const judged = await readOnce(shelf, pins, wanted);
    const { kind } = judged.kind === 'differs' ? judged.difference : judged;
    const late = kind === 'quorum_missed' || kind === 'rolled_back' || kind === 'unpublished';
    if (!late || !shelf.online || attempt > attempts_max) return judged;
    await wait(1000);
  }
}

async function readOnce(shelf: Shelf, pins: Pins, wanted: Wanted): Promise<Judged> {
  const [signed, shown, named] = [
    await readSigned(shelf),
    parseKeys(await text(shelf, 'log/key')),
    parseWitnesses(await text(shelf, 'log/policy')),
  ];
  const { state } = wanted;
  const { origin, size } = signed.checkpoint;
  const differs = (difference: AuditDifference): Judged => ({ kind: 'differs', difference });
  if (state !== null && state.origin !== origin)
    return differs({ kind: 'origin_changed', before: state.origin, found: origin });
  const trust = pins.keys.length > 0 ? 'given' : state !== null ? 'remembered' : 'first_use';
  const trusted = trust === 'given' ? pins.keys : (state?.keys ?? shown);
  if (trust === 'remembered' && !trusted.some((key) => shown.some((one) => sameVerifier(one, key))))
    return differs({ kind: 'keys_changed', before: trusted.map(nameOf), found: shown.map(nameOf) });

  const logKeys = unique([...trusted, ...shown]).filter((key) => key.name === origin);
  const witnesses = unique([...pins.witnesses, ...named]).filter((key) => key.name !== origin);
  const signers = signersOf(signed, [...logKeys, ...witnesses]);
  if (signers.kind === 'spoiled') return differs({ kind: 'wrong_signature', key: nameOf(signers.key) });
  const by = (keys: readonly VerifierKey[]) =>
    signers.signed.filter((one) => keys.some((key) => sameVerifier(key, one.key)));
  if (by(trusted).length === 0) return differs({ kind: 'not_signed', origin, known: trusted.map(nameOf) });
  const cosigned = by(pins.witnesses).length;
  if (cosigned < pins.quorum) return differs({ kind: 'quorum_missed', wanted: pins.quorum, found: cosigned });
  if (state !== null && size < state.size)
    return differs({ kind: 'rolled_back', before: state.size, found: size });
  if (size < wanted.counted)
    return differs({ kind: 'unpublished', counted: wanted.counted, published: size });
  return {
    kind: 'believed',
    witnessed: {
      checkpoint: signed.checkpoint,
      text: printNote(signed.note),
      trust,
      log: by(logKeys),
      witnesses: by(witnesses),
      silent: witnesses.filter((key) => !by(witnesses).some((one) => sameVerifier(one.key, key))),
    },
  };
}

async function readSigned(shelf: Shelf): Promise<SignedCheckpoint> {
  const signed = parseCheckpoint(await text(shelf, 'log/checkpoint'));
  if (signed === null) throw new CannotCheck('log/checkpoint is not a signed checkpoint.');
  return signed;
}

async function text(shelf: Shelf, path: string): Promise<string> {
  const bytes = await shelf.current(path, text_bytes_max);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CannotCheck(`${path} is not UTF-8 text.`);
  }
}

/** Verifier keys, one per line; those of kinds that are not known here are passed over. */
function parseKeys(lines: string): readonly VerifierKey[] {
  const keys = lines.split('\n').flatMap((line) => parseVerifierKey(line) ?? []);
  if (keys.length === 0) throw new CannotCheck('log/key shows no key that is known here.');
  return keys.slice(0, keys_max);
}

/** The witnesses that a policy names (C2SP tlog-policy). */
function parseWitnesses(policy: string): readonly VerifierKey[] {
  return policy
    .split('\n')
    .map((line) => line.trim().split(/[ \t]+/))
    .flatMap(([word, , key = '']) => (word === 'witness' ? (parseVerifierKey(key) ?? []) : []))
    .filter((key) => key.type !== signatureType.ed25519)
    .slice(0, keys_max);
}

const keys_max = 64;

function sameVerifier(a: VerifierKey, b: VerifierKey): boolean {
  return a.name === b.name && a.id === b.id && sameKey(a, b);
}

function unique(keys: readonly VerifierKey[]): readonly VerifierKey[] {
  return keys.filter((key, index) => keys.findIndex((one) => sameVerifier(one, key)) === index);
}

/** A key's short name: name and id. */
export function nameOf({ name, id }: VerifierKey): string {
  return `${name}+${id}`;
}
