import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { describe, inject } from 'vitest';
import { type Database, migrate, openPglite, openPostgres } from '../src/store/mod.ts';

/** The address of a new, empty database on the run's PostgreSQL server. */
export async function newPostgresDatabase(server: string = inject('postgresUrl')): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** An empty database of a kind, not yet migrated. */
export async function openEmpty(kind: Database['kind']): Promise<Database> {
  return kind === 'pglite' ? openPglite(null) : openPostgres(await newPostgresDatabase());
}

/** A database of a kind at the present schema. */
export async function openMigrated(kind: Database['kind']): Promise<Database> {
  const db = await openEmpty(kind);
  await migrate(db);
  return db;
}

/** Runs one suite on the embedded database and on a real PostgreSQL. */
export function onBothDatabases(name: string, suite: (kind: Database['kind']) => void): void {
  describe.each(['pglite', 'postgres'] as const)(`${name} (%s)`, suite);
}
