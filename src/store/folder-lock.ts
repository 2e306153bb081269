import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** An exclusive hold on a folder; ends with `release` or with the process, however it dies. */
export type FolderLock = { readonly release: () => void };

/** Held for the life of the process: a file that nobody refers to any more would be closed, and its lock lost with it. */
const held = new Set<DatabaseSync>();

/** Another process holds the folder; `message` is one sentence that names it. */
export class FolderHeld extends Error {
  override readonly name = 'FolderHeld';
}

/**
 * Takes the folder for this process alone, or throws `FolderHeld`.
 *
 * The lock is the operating system's, through an empty SQLite file in exclusive mode: the kernel drops it when the
 * process ends, even by `kill -9`, so there is no stale lock to judge. A file with a process number, the usual
 * alternative, needs such a judgement, and numbers are used again. `holder.json` beside it only serves the sentence.
 */
export function lockFolder(folder: string, command: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const holder = join(folder, 'holder.json');
  const file = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    file.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    file.close();
    throw new FolderHeld(
      `${folder} is in use by ${nameHolder(holder)}; two processes on one embedded database would lose data, so this one stops.`,
      { cause },
    );
  }
  writeFileSync(holder, JSON.stringify({ pid: process.pid, command, since: new Date().toISOString() }));
  held.add(file);
  return {
    release: () => {
      held.delete(file);
      file.close();
    },
  };
}

function nameHolder(holder: string): string {
  try {
    const { pid, command, since } = JSON.parse(readFileSync(holder, 'utf8')) as Record<string, unknown>;
    return `process ${pid} (relais ${command}, since ${since})`;
  } catch {
    return 'another process';
  }
}
