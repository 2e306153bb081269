import type { Clock } from '../kernel/mod.ts';
import { haltRestored } from '../log/mod.ts';
import { type NewJob, type Queue, readWaitingJob } from '../queue/mod.ts';
import { type Database, type Migration, migrate, readMigrations, type Transaction } from '../store/mod.ts';
import { isKeptFile, type ReturningFiles, returnFiles } from './files.ts';
import { type BackupHeader, BackupRefused, type BackupSection, readBackup } from './format.ts';
import { loadLines, readTables, sameText, setNext, type Table, withoutRules } from './tables.ts';
import type { Progress } from './write.ts';

export type RestoreHouse = {
  /** Empty: never used, or migrated and nothing else. */
  readonly db: Database;
  readonly clock: Clock;
  /** `$RELAIS_DATA`. */
  readonly data: string;
  /** The queue over that database; opened when the schema is there. */
  readonly openQueue: () => Promise<Queue>;
};

/** What a backup holds, counted while its digest was verified. */
export type BackupContent = {
  readonly header: BackupHeader;
  readonly tables: number;
  readonly rows: number;
  readonly jobs: number;
  readonly files: readonly string[];
};

export type Restored = BackupContent & {
  /** Names in the folder under which other keys, or another secret, were set aside. */
  readonly aside: readonly string[];
  /** Logs that sign nothing until an operator decides. */
  readonly halted: number;
};

/** Reads a backup to its end. Throws `BackupRefused` where it is not whole, or was not made by this software or an older one. */
export async function checkBackup(path: string): Promise<BackupContent> {
  let header: BackupHeader | null = null;
  let section: BackupSection | null = null;
  const counts = { tables: 0, rows: 0, jobs: 0 };
  const files: string[] = [];
  for await (const part of readBackup(path)) {
    if (part.kind === 'header') header = part.header;
    else if (part.kind === 'section') {
      section = part.section;
      if ('table' in section) counts.tables++;
      else if ('file' in section) files.push(section.file);
    } else if (section !== null && 'table' in section) counts.rows += part.rows.length;
    else if (section !== null && 'jobs' in section) counts.jobs += part.rows.length;
  }
  if (header === null) throw new BackupRefused('not_a_backup', `${path} is not a backup of Relais.`);
  const stranger = files.find((name) => !isKeptFile(name));
  if (stranger !== undefined)
    throw new BackupRefused('damaged', `${path} holds a file that no backup has: ${stranger}.`);
  knownMigrations(path, header);
  return { header, ...counts, files };
}

/** The migrations that made the schema of a backup. */
function knownMigrations(path: string, { migrations }: BackupHeader): readonly Migration[] {
  const known = readMigrations();
  if (migrations.length > known.length)
    throw new BackupRefused(
      'newer',
      `${path} was made by a newer version of Relais: its schema is number ${migrations.length}, this one knows ${known.length}.`,
    );
  const other = migrations.find(({ number, sha256 }) => known[number - 1]?.sha256 !== sha256);
  if (other !== undefined)
    throw new BackupRefused(
      'other_schema',
      `${path} was made by other software: its migration ${other.number} is not this one's.`,
    );
  return known.slice(0, migrations.length);
}

/**
 * Puts a backup that `checkBackup` found whole (`content`) into an empty database and its folder. The content comes in one
 * transaction, the folder's files just before it commits: a crash leaves an empty database, in which the same can be
 * done again. The schema is the backup's own first and is brought forward last.
 *
 * `latest`: no server has run on the data since the backup was made. Otherwise nobody knows whether checkpoints were
 * published later, and every log that was published signs nothing until an operator decides (`relais log`).
 * Throws `BackupRefused`.
 */
export async function restoreBackup(
  house: RestoreHouse,
  path: string,
  content: BackupContent,
  options: { readonly latest: boolean },
  onProgress: Progress,
): Promise<Restored> {
  const { db, clock, data } = house;
  const migrations = knownMigrations(path, content.header);
  await checkEmpty(db, migrations.length);
  await migrate(db, migrations);
  const queue = await house.openQueue();
  const mark = new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const files = returnFiles(data, mark);
  try {
    const { aside, halted } = await db.transaction(async (tx) => {
      await load(tx, queue, path, files, onProgress);
      const stopped = options.latest ? 0 : await haltRestored(tx);
      return { aside: files.settle(), halted: stopped };
    });
    await migrate(db);
    await db.script('ANALYZE');
    return { ...content, aside, halted };
  } finally {
    files.discard();
    await queue.close();
  }
}

async function load(
  tx: Transaction,
  queue: Queue,
  path: string,
  files: ReturningFiles,
  onProgress: Progress,
): Promise<void> {
  await sameText(tx);
  const tables = await readTables(tx);
  let rows = 0;
  await withoutRules(tx, tables, async () => {
    let take: (lines: readonly string[]) => Promise<void> | void = () => {};
    for await (const part of readBackup(path)) {
      if (part.kind === 'section') take = await begin(tx, queue, path, files, tables, part.section);
      if (part.kind !== 'rows') continue;
      await take(part.rows);
      rows += part.rows.length;
      onProgress(rows);
    }
  });
}

/** Makes ready for a section, and gives what takes its lines. */
async function begin(
  tx: Transaction,
  queue: Queue,
  path: string,
  files: ReturningFiles,
  tables: readonly Table[],
  section: BackupSection,
): Promise<(lines: readonly string[]) => Promise<void> | void> {
  if ('jobs' in section) return (lines) => loadJobs(tx, queue, lines);
  if ('file' in section) {
    files.begin(section.file);
    return files.add;
  }
  const table = tables.find((one) => one.name === section.table);
  const stranger = section.columns.find((name) => !table?.columns.some((column) => column.name === name));
  if (table === undefined || stranger !== undefined)
    throw new BackupRefused(
      'other_schema',
      `${path} holds a table that its schema does not have: ${section.table}${stranger === undefined ? '' : `.${stranger}`}.`,
    );
  if (table.sequence !== null && section.next !== undefined) await setNext(tx, table.sequence, section.next);
  return (lines) => loadLines(tx, table, section.columns, lines);
}

async function loadJobs(tx: Transaction, queue: Queue, lines: readonly string[]): Promise<void> {
  const kinds = new Map<string, NewJob[]>();
  for (const line of lines) {
    const read = readWaitingJob(line);
    if (read === null) throw new Error('a backup holds a job that is none');
    kinds.set(read.kind, [...(kinds.get(read.kind) ?? []), read.job]);
  }
  for (const [kind, jobs] of kinds) await queue.enqueue(tx, kind, jobs);
}

/** Refuses where the database is in use, holds anything, or has gone further than the backup's schema. */
async function checkEmpty(db: Database, migrations: number): Promise<void> {
  if (db.kind === 'postgres') {
    const [others] = await db.rows<{ count: number }>(
      `SELECT count(*) AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'relais' AND pid <> pg_backend_pid()`,
    );
    if ((others?.count ?? 0) > 0)
      throw new BackupRefused(
        'in_use',
        'A server of Relais is connected to this database; stop it, then restore.',
      );
  }
  const tables = await db.rows<{ name: string }>(
    'SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema()',
  );
  const kept = await readTables(db);
  for (const { name } of kept)
    if ((await db.rows(`SELECT 1 FROM "${name.replaceAll('"', '""')}" LIMIT 1`)).length > 0)
      throw new BackupRefused(
        'not_empty',
        `The database is not empty: its table ${name} has rows. A backup is restored into an empty one.`,
      );
  if (!tables.some(({ name }) => name === 'migration')) return;
  const [done] = await db.rows<{ count: number }>('SELECT count(*) AS count FROM migration');
  if ((done?.count ?? 0) > migrations)
    throw new BackupRefused(
      'not_empty',
      `The database was prepared by a newer version than the backup's (schema ${done?.count}, not ${migrations}); give an empty one.`,
    );
}
