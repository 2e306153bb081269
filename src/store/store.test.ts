import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newPostgresDatabase, onBothDatabases, openEmpty } from '../../test/database.ts';
import {
  type Database,
  FolderHeld,
  isMigrated,
  lockFolder,
  MigrationRefused,
  migrate,
  openPglite,
  openPostgres,
  readMigrations,
  sqlState,
  sqlTime,
} from './mod.ts';

onBothDatabases('store contract', (kind) => {
  let db: Database;
  beforeAll(async () => {
    db = await openEmpty(kind);
    await migrate(db);
    await db.script(
      'CREATE TABLE note (id integer PRIMARY KEY, text text); CREATE TABLE tally (n bigint NOT NULL); INSERT INTO tally VALUES (0)',
    );
  });
  afterAll(() => db.close());

  test('an error says what failed, never the values: no log may hold them', async () => {
    await db.rows("INSERT INTO note VALUES (900, 'x')");
    for (const [text, values] of [
      ['INSERT INTO note VALUES (900, $1)', ['anna@blog.example']],
      ['INSERT INTO note VALUES (NULL, $1)', ['anna@blog.example']],
      ['SELECT $1::text FROM nowhere', ['anna@blog.example']],
    ] as const)
      for (const run of [
        db.rows,
        <T extends object>(...given: Parameters<typeof db.rows>) =>
          db.transaction((tx) => tx.rows<T>(...given)),
      ]) {
        const error = await run(text, values).catch((fault: unknown) => fault);
        expect(error).toBeInstanceOf(Error);
        expect(sqlState(error)).toMatch(/^[0-9A-Z]{5}$/);
        expect(inspect(error, { depth: 5, showHidden: true })).not.toContain('anna@blog.example');
      }
    await db.rows('DELETE FROM note');
  });

  test('values come back in our shapes', async () => {
    const at = Date.UTC(2026, 10, 1, 12, 30, 15, 120);
    const [row] = await db.rows(
      'SELECT $1::bigint AS n, $2::timestamptz AS at, $3::jsonb AS j, $4::text[] AS list, $5::bytea AS bytes, $6::text AS none',
      [
        9_007_199_254_740_991,
        sqlTime(at),
        JSON.stringify({ a: [1, 'é'] }),
        ['x', 'y,"z'],
        Buffer.from([0, 255]),
        null,
      ],
    );
    expect(row).toMatchObject({
      n: 9_007_199_254_740_991,
      at,
      j: { a: [1, 'é'] },
      list: ['x', 'y,"z'],
      none: null,
    });
    expect(Buffer.from((row as { bytes: Uint8Array }).bytes)).toEqual(Buffer.from([0, 255]));
    await expect(db.rows('SELECT 9007199254740993::bigint AS n')).rejects.toThrow(/too large/);
  });

  test('a transaction is kept whole or not at all', async () => {
    await expect(
      db.transaction(async (tx) => {
        await tx.rows("INSERT INTO note VALUES (1, 'a')");
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(await db.rows('SELECT * FROM note')).toEqual([]);
    await db.transaction((tx) => tx.rows("INSERT INTO note VALUES (1, 'a')"));
    expect(await db.rows('SELECT * FROM note')).toEqual([{ id: 1, text: 'a' }]);
  });

  test('a statement outside never joins the open transaction of another caller', async () => {
    let inside: () => void = () => {};
    const opened = new Promise<void>((resolve) => {
      inside = resolve;
    });
    const failing = db.transaction(async (tx) => {
      await tx.rows("INSERT INTO note VALUES (2, 'inside')");
      inside();
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new Error('undo');
    });
    await opened;
    const outside = db.rows("INSERT INTO note VALUES (3, 'outside')");
    await expect(failing).rejects.toThrow('undo');
    await outside;
    expect(await db.rows('SELECT id FROM note WHERE id IN (2, 3)')).toEqual([{ id: 3 }]);
  });

  test('concurrent additions are all kept', async () => {
    await Promise.all(
      Array.from({ length: 40 }, () => db.transaction((tx) => tx.rows('UPDATE tally SET n = n + 1'))),
    );
    expect(await db.rows('SELECT n FROM tally')).toEqual([{ n: 40 }]);
  });

  test('errors carry their SQLSTATE', async () => {
    const failure = await db.rows("INSERT INTO note VALUES (3, 'twice')").catch((error: unknown) => error);
    expect(sqlState(failure)).toBe('23505');
  });

  test('a notification arrives after the commit, and not after a rollback', async () => {
    const heard: string[] = [];
    const stop = await db.listen('relais_test', (payload) => heard.push(payload));
    await db
      .transaction((tx) =>
        tx.rows("SELECT pg_notify('relais_test', 'undone')").then(() => Promise.reject(new Error('undo'))),
      )
      .catch(() => {});
    await db.transaction((tx) => tx.rows("SELECT pg_notify('relais_test', 'kept')"));
    await expect.poll(() => heard).toEqual(['kept']);
    await stop();
  });

  test('append-only tables refuse change, by whatever statement', async () => {
    for (const table of [
      'ledger_transfer',
      'ledger_key',
      'credit',
      'credit_part',
      'reversal',
      'terms_version',
    ]) {
      await expect(db.rows(`DELETE FROM ${table}`)).rejects.toThrow(/append-only/);
      await expect(db.rows(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/append-only/);
    }
    await expect(db.rows('UPDATE ledger_transfer SET amount = 1')).rejects.toThrow(/append-only/);
  });

  test('migrations run once, under a lock, and are checked', async () => {
    expect(await migrate(db)).toEqual([]);
    expect(await isMigrated(db)).toBe(true);
    const migrations = readMigrations();
    const [first] = migrations;
    if (first === undefined) throw new Error('no migration');
    await expect(migrate(db, [{ ...first, sha256: 'edited' }, ...migrations.slice(1)])).rejects.toThrow(
      MigrationRefused,
    );
    await expect(migrate(db, [])).rejects.toThrow(/newer version/);
    expect(await isMigrated(db, [])).toBe(false);
    const broken = {
      number: migrations.length + 1,
      name: 'x.sql',
      sql: 'CREATE TABLE half (id int)\n--;\nSELECT nothing FROM nowhere',
      sha256: 'x',
    };
    await expect(migrate(db, [...migrations, broken])).rejects.toThrow(/nowhere/);
    expect(await db.rows("SELECT to_regclass('half') IS NULL AS gone")).toEqual([{ gone: true }]);
  });
});

test('several processes that start at once migrate once', async () => {
  const url = await newPostgresDatabase();
  const databases = await Promise.all(Array.from({ length: 4 }, () => openPostgres(url, 2)));
  const applied = await Promise.all(databases.map((db) => migrate(db)));
  expect(applied.flat().toSorted((a, b) => a - b)).toEqual(
    readMigrations().map((migration) => migration.number),
  );
  await Promise.all(databases.map((db) => db.close()));
});

test('a process knows whether others of its name live', async () => {
  const url = await newPostgresDatabase();
  const [a, b] = [await openPostgres(url, 2), await openPostgres(url, 2)];
  expect(await a.join('worker')).toEqual({ alone: true });
  expect(await b.join('worker')).toEqual({ alone: false });
  await a.close();
  await b.close();
  const c = await openPostgres(url, 2);
  await expect.poll(() => c.join('worker')).toEqual({ alone: true });
  await c.close();
});

describe('the lock of the embedded folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relais-lock-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('a second process is refused in one sentence that names the holder, and let in when the holder is killed', async () => {
    const program = join(folder, 'hold.ts');
    writeFileSync(
      program,
      `import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'))};
      lockFolder(${JSON.stringify(folder)}, 'serve'); globalThis.gc(); globalThis.gc(); console.log('held'); setInterval(() => {}, 1000);`,
    );
    const holder = spawn(process.execPath, ['--expose-gc', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((resolve) => holder.stdout.once('data', () => resolve()));
    expect(() => lockFolder(folder, 'import')).toThrow(FolderHeld);
    expect(() => lockFolder(folder, 'import')).toThrow(
      new RegExp(`process ${holder.pid} \\(relais serve, since .*stops\\.$`),
    );
    holder.kill('SIGKILL');
    await new Promise((resolve) => holder.once('exit', resolve));
    lockFolder(folder, 'import').release();
  });

  test('acknowledged commits survive kill -9', async () => {
    const data = join(folder, 'db');
    const program = join(folder, 'write.ts');
    writeFileSync(
      program,
      `import { openPglite } from ${JSON.stringify(join(import.meta.dirname, 'pglite.ts'))};
      const db = await openPglite(${JSON.stringify(data)});
      await db.script('CREATE TABLE kept (n int)');
      for (let n = 1; ; n++) { await db.rows('INSERT INTO kept VALUES ($1)', [n]); process.stdout.write(n + '\\n'); }`,
    );
    const writer = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    await new Promise<void>((resolve) =>
      writer.stdout.on('data', (bytes: Buffer) => {
        printed += bytes.toString();
        if (printed.split('\n').length > 200) resolve();
      }),
    );
    writer.kill('SIGKILL');
    await new Promise((resolve) => writer.once('close', resolve));
    const acknowledged = Number(printed.trimEnd().split('\n').at(-1));
    const db = await openPglite(data);
    const [row] = await db.rows<{ most: number; all: number }>(
      'SELECT max(n) AS most, count(*) AS all FROM kept',
    );
    expect(row?.most).toBeGreaterThanOrEqual(acknowledged - 0);
    expect(row?.all).toBe(row?.most);
    await db.close();
  });
});

test('a database that cannot be reached is one plain sentence', async () => {
  await expect(openPostgres('postgres://127.0.0.1:1/none')).rejects.toThrow(
    /cannot reach the database of DATABASE_URL/,
  );
});
