import type { BackupMade, Progress } from '../backup/mod.ts';
import { BackupRefused } from '../backup/mod.ts';
import { type Command, refused, succeeded } from './command.ts';

/** What makes backups of the house a command works on. */
export type BackupHouse = {
  readonly make: (path: string, onProgress: Progress) => Promise<BackupMade>;
  /** When the last one was made and where it went, as a line; null before the first. */
  readonly last: () => string | null;
};

const number = new Intl.NumberFormat('en-GB');

/** «3 files», «1 file». */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}

/** Shows how many rows are done, now and then. */
export function rowCounter(print: ((text: string) => void) | null): Progress {
  let shown = 0;
  return (rows) => {
    if (print === null || rows - shown < 5000) return;
    shown = rows;
    print(`\r\u001b[K${number.format(rows)} rows`);
  };
}

/** A size for people: «12.3 MB». */
export function size(bytes: number): string {
  return bytes < 1_000_000
    ? `${number.format(Math.ceil(bytes / 1000))} kB`
    : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** `relais backup FILE`: everything this house knows in one file, while the server runs or not. */
export const backupCommand: Command = async ({ backup, progress }, { words: [path = ''] }) => {
  if (backup === undefined) throw new Error('this house makes no backups');
  try {
    const made = await backup.make(path, rowCounter(progress));
    progress?.('\r\u001b[K');
    const keys = made.files.some((name) => name.startsWith('log-keys/') || name === 'secret');
    return succeeded(
      [
        `${path}: ${size(made.bytes)}`,
        `  ${counted(made.rows, 'row')} of ${counted(made.tables, 'table')}, ${counted(made.jobs, 'job')} that ${made.jobs === 1 ? 'waits' : 'wait'}, ${counted(made.files.length, 'file')}`,
        keys
          ? "  It holds people's data, the secret and the log's keys: encrypt it before it leaves this machine."
          : "  It holds people's data: encrypt it before it leaves this machine.",
      ].join('\n'),
    );
  } catch (error) {
    if (error instanceof BackupRefused) return refused(error.message);
    throw error;
  }
};
