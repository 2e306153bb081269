import type { Clock, Random } from '../kernel/mod.ts';
import type { Seal } from '../people/mod.ts';
import type { Database } from '../store/mod.ts';
import type { BackupHouse } from './backup.ts';

/** What a command works on, wherever it runs: in its own process or in the server that holds the embedded database. */
export type CommandHouse = {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
  /** Where the console is: on this machine under the name that passkeys need. */
  readonly consoleUrl: string;
  /** Hashes what is handed out to people. */
  readonly seal: Seal;
  /** Writes a campaign's pages as plain files into a folder; null where the campaign is unknown. */
  readonly site?: WriteSite;
  /** Makes backups. */
  readonly backup?: BackupHouse;
  /** Shows how far a long command has come, where somebody watches; null where nobody does. */
  readonly progress: ((text: string) => void) | null;
};

/** `missing`: addresses that are linked and could not be had. */
export type WriteSite = (
  slug: string,
  folder: string,
  onProgress: (done: number, known: number) => void,
) => Promise<{ readonly files: number; readonly bytes: number; readonly missing: readonly string[] } | null>;

/** Output and exit status of a command; the same through the control socket. */
export type CommandResult = { readonly exit: number; readonly out: string; readonly err: string };

/** A command on the database: words of the command line, and the text of the file it names, read by the caller. */
export type Command = (house: CommandHouse, input: CommandInput) => Promise<CommandResult>;
export type CommandInput = {
  readonly words: readonly string[];
  readonly file: { readonly name: string; readonly text: string } | null;
};

export function succeeded(out: string): CommandResult {
  return { exit: 0, out, err: '' };
}

/** Exit status 1: the command understood but refused; `err` says why. */
export function refused(err: string, out = ''): CommandResult {
  return { exit: 1, out, err };
}
