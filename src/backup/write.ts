import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Clock, isoInstant, newId, type Random } from '../kernel/mod.ts';
import { waitingJobs } from '../queue/mod.ts';
import type { Database, Transaction } from '../store/mod.ts';
import { fileLines, type OpenFile, openFiles } from './files.ts';
import { type BackupHeader, BackupRefused, format, printLine, sealed } from './format.ts';
import { cursorLines, readNext, readTables, sameText, tableLines } from './tables.ts';

export type BackupHouse = {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  /** `$RELAIS_DATA`. */
  readonly data: string;
  readonly publicUrl: string;
  readonly secret: BackupHeader['secret'];
  readonly logKeys: BackupHeader['logKeys'];
};

/** What a backup came to; `bytes` is the file's size. */
export type BackupMade = {
  readonly tables: number;
  readonly rows: number;
  readonly jobs: number;
  readonly files: readonly string[];
  readonly bytes: number;
};

/** Called now and then with how many rows have been written. */
export type Progress = (rows: number) => void;

/**
 * Writes everything that this house knows into one file (docs/spec/backup.md), readable by its owner alone: all tables
 * and waiting jobs as they were at one moment, and what of the folder belongs to them. A running server goes on; the
 * embedded database, which has one session, makes others wait meanwhile. Resolves when the file is on the disk under
 * its name; before that there is none. Throws `BackupRefused`: `exists`, `not_writable`.
 */
export async function makeBackup(
  house: BackupHouse,
  path: string,
  onProgress: Progress,
): Promise<BackupMade> {
  if (existsSync(path))
    throw new BackupRefused('exists', `${path} exists already; a backup never overwrites a file.`);
  const temporary = `${path}.${newId('bak', house.clock.now(), house.random)}.part`;
  const made = { tables: 0, rows: 0, jobs: 0, files: [] as string[] };
  // Before the tables: a file that is read and deleted between is then still there for its row.
  const early = await openFiles(house.data);
  let late: readonly OpenFile[] = [];
  try {
    await house.db.transaction(async (tx) => {
      await tx.rows('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      await sameText(tx);
      // The snapshot is taken by the first statement that reads.
      const header = await printHeader(house, tx);
      const tables = await readTables(tx);
      late = await openFiles(house.data, early);
      made.tables = tables.length;
      const lines = async function* () {
        yield header;
        yield* databaseLines(tx, tables, made, onProgress);
        yield* folderLines([...early, ...late], made);
      };
      // The fastest level: the text is as wide as it is plain, and the embedded database makes others wait meanwhile.
      const packed = createGzip({ level: 1, chunkSize: 256 * 1024 });
      const file = createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true });
      await pipeline(Readable.from(sealed(lines())), packed, file);
    });
    renameSync(temporary, path);
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    rmSync(temporary, { force: true });
    throw writeFault(path, error);
  } finally {
    for (const { handle } of [...early, ...late]) await handle.close();
  }
  const written = await open(path, 'r');
  const { size } = await written.stat().finally(() => written.close());
  return { ...made, bytes: size };
}

async function printHeader(
  { db, clock, publicUrl, secret, logKeys }: BackupHouse,
  tx: Transaction,
): Promise<string> {
  const migrations = await tx.rows<BackupHeader['migrations'][number]>(
    'SELECT number, sha256 FROM migration ORDER BY number',
  );
  return printLine({
    ...{ relais: 'backup', format, madeAt: isoInstant(clock.now()), publicUrl, database: db.kind },
    ...{ migrations, secret, logKeys },
  });
}

type Counts = { rows: number; jobs: number; readonly files: string[] };

async function* databaseLines(
  tx: Transaction,
  tables: Awaited<ReturnType<typeof readTables>>,
  made: Counts,
  onProgress: Progress,
): AsyncGenerator<string> {
  for (const table of tables) {
    // A sequence stands outside transactions: it may be ahead of the rows, never behind.
    const next = table.sequence === null ? {} : { next: await readNext(tx, table.sequence) };
    yield printLine({ table: table.name, columns: table.columns.map(({ name }) => name), ...next });
    for await (const lines of tableLines(tx, table)) {
      yield `${lines.join('\n')}\n`;
      made.rows += lines.length;
      onProgress(made.rows);
    }
  }
  yield printLine({ jobs: true });
  for await (const lines of cursorLines(tx, waitingJobs)) {
    yield `${lines.join('\n')}\n`;
    made.jobs += lines.length;
  }
}

async function* folderLines(files: readonly OpenFile[], made: Counts): AsyncGenerator<string> {
  for (const { name, handle } of files) {
    const { size } = await handle.stat();
    yield printLine({ file: name, bytes: size });
    yield* fileLines(handle, size);
    made.files.push(name);
  }
}

function writeFault(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof BackupRefused || syscall === undefined || code === undefined) return error;
  const why =
    {
      ENOSPC: 'the disk is full',
      ENOENT: 'its folder does not exist',
      EACCES: 'this user may not write there',
    }[code] ?? code;
  return new BackupRefused('not_writable', `${path} cannot be written: ${why}.`, { cause: error });
}
