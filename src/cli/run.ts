import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { systemClock, systemRandom } from '../kernel/mod.ts';
import type { Seal } from '../people/mod.ts';
import { type Database, FolderHeld } from '../store/mod.ts';
import type { BackupHouse } from './backup.ts';
import type { Command, CommandInput, CommandResult, WriteSite } from './command.ts';
import { askServer } from './control.ts';

/** What a command needs to find its database. */
export type Place = {
  readonly data: string;
  readonly publicUrl: string;
  readonly consoleUrl: string;
  /** Asked only where the command runs in this process. */
  readonly seal: () => Seal;
  /** What writes static copies, over the database that `open` gave. */
  readonly site: (db: Database, seal: Seal) => WriteSite;
  /** What makes backups of that database. */
  readonly backup: (db: Database, seal: Seal) => BackupHouse;
  readonly open: (command: string) => Promise<{ readonly db: Database; readonly close: () => Promise<void> }>;
};

/**
 * Runs a command wherever the database is: with PostgreSQL in this process; with the embedded database under its lock,
 * or, when the running server holds it, by that server, with the same output and exit status.
 */
export async function runCommand(
  place: Place,
  name: string,
  command: Command,
  input: CommandInput,
): Promise<CommandResult> {
  let store: Awaited<ReturnType<Place['open']>>;
  try {
    store = await place.open(name);
  } catch (error) {
    if (!(error instanceof FolderHeld)) throw error;
    return (await askWhenReady(place.data, name, input)) ?? Promise.reject(error);
  }
  try {
    const seal = place.seal();
    return await command(
      {
        db: store.db,
        clock: systemClock,
        random: systemRandom,
        publicUrl: place.publicUrl,
        consoleUrl: place.consoleUrl,
        seal,
        site: place.site(store.db, seal),
        backup: place.backup(store.db, seal),
        progress: process.stderr.isTTY ? (text) => void process.stderr.write(text) : null,
      },
      input,
    );
  } finally {
    await store.close();
  }
}

/** A server that is just starting holds the folder before it answers: it is asked again for some seconds. */
async function askWhenReady(data: string, name: string, input: CommandInput): Promise<CommandResult | null> {
  for (let tries = 0; ; tries++) {
    const answer = await askServer(data, name, input);
    if (answer !== null || tries === 40) return answer;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** A command's file as text, or the sentence that says why it can't be read. */
export function readInputFile(
  path: string,
): { readonly name: string; readonly text: string } | { readonly problem: string } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
    return { name: basename(path), text };
  } catch (error) {
    if (error instanceof TypeError) return { problem: `${path} is not UTF-8 text.` };
    const { code } = error as NodeJS.ErrnoException;
    return { problem: code === 'ENOENT' ? `${path} does not exist.` : `${path} cannot be read (${code}).` };
  }
}

/** Prints a result as a process would and gives its exit status. */
export function printResult(result: CommandResult): number {
  if (result.out !== '') process.stdout.write(result.out.endsWith('\n') ? result.out : `${result.out}\n`);
  if (result.err !== '') process.stderr.write(result.err.endsWith('\n') ? result.err : `${result.err}\n`);
  return result.exit;
}
