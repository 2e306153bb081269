import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';

/** The folder of `0001_….sql` files, the same from `src/` and from `dist/`. */
export const migrationsFolder = join(import.meta.dirname, '..', '..', 'migrations');

/** One step of the schema. Its digest is kept, so that an edited file that was already applied is noticed. */
export type Migration = {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
};

/** The database can't be brought to this software's schema; `message` says why in one sentence. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

export function readMigrations(folder: string = migrationsFolder): readonly Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}_.+\.sql$/.test(file))
    .sort()
    .map((file, index) => {
      const sql = readFileSync(join(folder, file), 'utf8');
      const number = Number(file.slice(0, 4));
      if (number !== index + 1)
        throw new MigrationRefused(
          `migrations/${file} is out of sequence: number ${index + 1} was expected.`,
        );
      return { number, name: file, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Brings the database forward to the last migration, each in a transaction of its own, under a lock: of several
 * processes that start at once one migrates and the others wait. A crash leaves whole migrations only.
 * Gives the numbers applied now. Never goes back: a database that is newer than the software is refused.
 */
export async function migrate(
  db: Database,
  migrations: readonly Migration[] = readMigrations(),
): Promise<readonly number[]> {
  const applied: number[] = [];
  for (;;) {
    const next = await db.transaction(async (tx) => {
      await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('relais:migrate', 0))");
      await tx.rows(
        'CREATE TABLE IF NOT EXISTS migration (number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
      );
      const done = await tx.rows<{ number: number; sha256: string }>(
        'SELECT number, sha256 FROM migration ORDER BY number',
      );
      const problem = disagreement(done, migrations);
      if (problem !== null) throw new MigrationRefused(problem);
      const migration = migrations[done.length];
      if (migration === undefined) return null;
      for (const statement of statements(migration.sql)) await tx.rows(statement);
      await tx.rows('INSERT INTO migration (number, name, sha256) VALUES ($1, $2, $3)', [
        migration.number,
        migration.name,
        migration.sha256,
      ]);
      return migration.number;
    });
    if (next === null) return applied;
    applied.push(next);
  }
}

/** Whether the schema is exactly the one this software was made for (`/readyz`). */
export async function isMigrated(
  db: Database,
  migrations: readonly Migration[] = readMigrations(),
): Promise<boolean> {
  const done = await db.rows<{ number: number; sha256: string }>(
    'SELECT number, sha256 FROM migration ORDER BY number',
  );
  return done.length === migrations.length && disagreement(done, migrations) === null;
}

function disagreement(
  done: readonly { number: number; sha256: string }[],
  migrations: readonly Migration[],
): string | null {
  if (done.length > migrations.length)
    return `the database is at migration ${done.length}, this software only knows ${migrations.length}: it was used by a newer version.`;
  const edited = done.find((row, index) => row.sha256 !== migrations[index]?.sha256);
  return edited === undefined
    ? null
    : `migration ${edited.number} of the database differs from this software's: an applied migration was edited.`;
}

/** A file's statements, cut at lines that hold nothing but `--;`: function bodies keep their own semicolons. */
function statements(sql: string): readonly string[] {
  return sql
    .split(/^--;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
