import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCheckpoint, writeDurably } from '../log/mod.ts';

/** The newest checkpoint that a witness cosigned, per log; what is kept survives a kill and a power cut. */
export type WitnessState = {
  /** The signed checkpoint with our cosignature, or null when none was cosigned yet. */
  readonly read: (origin: string) => string | null;
  /** Returns when it is on the disk. */
  readonly keep: (origin: string, checkpoint: string) => void;
};

/** What a witness remembers can't be read; it must not start, or it could cosign a second history. */
export class WitnessStateBroken extends Error {
  override readonly name = 'WitnessStateBroken';
}

/** The name of a log's file and monitoring address: hex(SHA-256(origin)). */
export function originName(origin: string): string {
  return hash('sha256', origin, 'hex');
}

/** Reads everything at once: a broken file stops the start with one sentence. */
export function openWitnessState(folder: string): WitnessState {
  mkdirSync(folder, { recursive: true });
  const path = (origin: string) => join(folder, originName(origin));
  for (const file of readdirSync(folder).filter((name) => /^[0-9a-f]{64}$/.test(name))) {
    const signed = parseCheckpoint(readFileSync(join(folder, file), 'utf8'));
    if (signed === null || originName(signed.checkpoint.origin) !== file)
      throw new WitnessStateBroken(
        `${join(folder, file)} is not the checkpoint that was kept there; restore it before this witness signs again.`,
      );
  }
  return {
    read: (origin) => (existsSync(path(origin)) ? readFileSync(path(origin), 'utf8') : null),
    keep: (origin, checkpoint) => writeDurably(path(origin), checkpoint),
  };
}
