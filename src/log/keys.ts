import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Random } from '../kernel/mod.ts';
import { signatureType } from './note.ts';
import { createSigner, type Signer, seed_bytes } from './signature.ts';

/** The keys of this house's logs. Every log's keys are made from the same seeds and are its own (`createSigner`). */
export type LogKeys = {
  /** Signers of a log, the newest key first; each Ed25519, then ML-DSA-44 where it is switched on. */
  readonly signers: (origin: string) => readonly Signer[];
  /** How many seeds sign just now: two while a key is being replaced. */
  readonly seeds: () => number;
};

/** A file of the log's keys can't be used; `message` is one sentence. */
export class LogKeyRefused extends Error {
  override readonly name = 'LogKeyRefused';
}

export type KeySource = {
  /** `$RELAIS_DATA/log-keys`: seeds made here, `0001.seed` and so on; the highest number signs first. */
  readonly folder: string;
  /** Files that hold seeds, the newest first; when any is given the folder is not used. */
  readonly files: readonly string[];
};

/** Makes the first seed where there is none. A crash leaves no seed or a whole one. */
export function openLogKeys(
  source: KeySource,
  options: { readonly pq: boolean; readonly random: Random },
): LogKeys {
  if (source.files.length === 0 && seedFiles(source.folder).length === 0)
    addSeed(source.folder, options.random);
  const kept = new Map<string, readonly Signer[]>();
  let known = '';
  const files = () =>
    source.files.length > 0
      ? source.files
      : seedFiles(source.folder).map((file) => join(source.folder, file));
  const seeds = () => files().map(readSeed);
  seeds();
  return {
    signers: (origin) => {
      // Looked up each time: a key that is added or retired takes effect without a restart.
      const names = files().join('\n');
      if (names !== known) kept.clear();
      known = names;
      let signers = kept.get(origin);
      if (signers === undefined) {
        const types = [signatureType.ed25519, ...(options.pq ? [signatureType.mlDsa44] : [])];
        signers = seeds().flatMap((seed) => types.map((type) => createSigner(origin, type, seed)));
        kept.set(origin, signers);
      }
      return signers;
    },
    seeds: () => files().length,
  };
}

/** The seeds of a folder, the newest first. */
export function seedFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /^\d{4}\.seed$/.test(file))
    .sort()
    .reverse();
}

/** Adds a seed after the newest and gives its file's name: from now on it signs first, the older ones beside it. */
export function addSeed(folder: string, random: Random): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const newest = Number(seedFiles(folder)[0]?.slice(0, 4) ?? 0);
  const file = `${String(newest + 1).padStart(4, '0')}.seed`;
  // Exclusive: of two processes that start at once, one makes the seed and the other reads it.
  try {
    writeSeed(join(folder, file), random(seed_bytes));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return file;
}

/** Removes the oldest seed; gives its name, or null when it is the only one. Signatures made with it stay valid. */
export function retireSeed(folder: string): string | null {
  const files = seedFiles(folder);
  const oldest = files.at(-1);
  if (oldest === undefined || files.length < 2) return null;
  unlinkSync(join(folder, oldest));
  return oldest;
}

/** Written whole under another name first: a process that starts beside us never reads half a seed. */
function writeSeed(path: string, seed: Uint8Array): void {
  const temporary = `${path}.${process.pid}`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, `${Buffer.from(seed).toString('hex')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(temporary, path);
  } finally {
    unlinkSync(temporary);
  }
}

/** A single seed in a file, made at the first start. */
export function readOrMakeSeed(path: string, random: Random): Uint8Array {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeSeed(path, random(seed_bytes));
  }
  return readSeed(path);
}

function readSeed(path: string): Uint8Array {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new LogKeyRefused(
      `the log's key ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
  if (!/^[0-9a-f]{64}\n?$/.test(text))
    throw new LogKeyRefused(`${path} is not a log key: 64 hexadecimal digits were expected.`);
  return Buffer.from(text.trim(), 'hex');
}
