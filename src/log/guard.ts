import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { writeDurably } from './durable.ts';

/**
 * Remembers outside the database, per origin, the newest checkpoint that left this house: what a restored backup can't
 * take back. `keep` returns when it is on the disk.
 */
export type Guard = {
  readonly read: (origin: string) => SignedCheckpoint | null;
  readonly keep: (origin: string, checkpoint: string) => void;
};

export function openGuard(folder: string): Guard {
  mkdirSync(folder, { recursive: true });
  const path = (origin: string) => join(folder, `${hash('sha256', origin, 'hex')}.checkpoint`);
  return {
    read: (origin) => {
      if (!existsSync(path(origin))) return null;
      const signed = parseCheckpoint(readFileSync(path(origin), 'utf8'));
      if (signed?.checkpoint.origin !== origin)
        throw new Error(`${path(origin)} is not a checkpoint of ${origin}`);
      return signed;
    },
    keep: (origin, checkpoint) => writeDurably(path(origin), checkpoint),
  };
}
