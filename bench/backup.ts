// A backup of a campaign with many counted posts, and its restoration: rows per second, beside reading the same rows alone,
// and how long others wait for the embedded database meanwhile. BENCH_RELAYS posts (20,000 unless told otherwise).
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../src/store/mod.ts';
import { startPostgres } from '../test/postgres.ts';
import { built, countPosts } from './crowd.ts';
import { median, report, round, scratch } from './measure.ts';

const { openPostgres, openPglite, migrate } =
  await built<typeof import('../src/store/mod.ts')>('store/mod.js');
const { makeBackup, checkBackup, restoreBackup } =
  await built<typeof import('../src/backup/mod.ts')>('backup/mod.js');
const { readTables, sameText, tableLines } =
  await built<typeof import('../src/backup/tables.ts')>('backup/tables.js');
const { jobKinds } = await built<typeof import('../src/jobs/mod.ts')>('jobs/mod.js');
const { openQueue } = await built<typeof import('../src/queue/mod.ts')>('queue/mod.js');
const { systemClock, systemRandom } = await built<typeof import('../src/kernel/mod.ts')>('kernel/mod.js');

const relays = Number(process.env.BENCH_RELAYS ?? 20_000);
const rounds = 3;
const folder = scratch();
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};
const backup = (db: Database, file: string) =>
  makeBackup(
    {
      ...{ db, clock: systemClock, random: systemRandom, data: folder, publicUrl: 'http://127.0.0.1' },
      ...{ secret: { from: 'environment', mark: '' }, logKeys: 'files' },
    },
    file,
    () => {},
  );
const readAlone = (db: Database) =>
  db.transaction(async (tx) => {
    await sameText(tx);
    let rows = 0;
    for (const table of await readTables(tx))
      for await (const lines of tableLines(tx, table)) rows += lines.length;
    return rows;
  });
const restore = async (db: Database, name: string, file: string) => {
  const open = () => openQueue(db, jobKinds, { work: false, onError: () => {} });
  const house = { db, clock: systemClock, data: join(folder, name), openQueue: open };
  return restoreBackup(house, file, await checkBackup(file), { latest: true }, () => {});
};

const postgres = await startPostgres();
try {
  const db = await openPostgres(postgres.url, 3);
  await migrate(db);
  await countPosts(db, relays);
  const rows = await readAlone(db);
  const first = join(folder, 'first.relais');
  const times: { alone: number; backup: number }[] = [];
  for (let n = 0; n < rounds; n++) {
    const alone = await seconds(() => readAlone(db));
    rmSync(first, { force: true });
    times.push({ alone, backup: await seconds(() => backup(db, first)) });
  }
  await db.close();

  const peak = { rss: 0 };
  const watch = setInterval(() => {
    peak.rss = Math.max(peak.rss, process.memoryUsage().rss);
  }, 50);
  const url = new URL(postgres.url);
  const other = await openPostgres(postgres.url, 1);
  await other.rows('CREATE DATABASE restored');
  await other.close();
  url.pathname = '/restored';
  const target = await openPostgres(url.href, 1);
  const restorePostgres = await seconds(() => restore(target, 'postgres', first));
  await target.close();
  clearInterval(watch);

  const embedded = await openPglite(join(folder, 'db'));
  const restorePglite = await seconds(() => restore(embedded, 'pglite', first));
  // What a reader of a page would wait while the backup is made.
  let longest = 0;
  let done = false;
  const others = (async () => {
    while (!done) {
      longest = Math.max(longest, await seconds(() => embedded.rows('SELECT 1')));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  const second = join(folder, 'second.relais');
  const backupPglite = await seconds(() => backup(embedded, second));
  done = true;
  await others;
  await embedded.close();

  report('backup', {
    relays,
    rows,
    file_mb: round(statSync(first).size / 1e6, 1),
    backup_s: round(median(times.map((one) => one.backup))),
    backup_rows_per_s: Math.round(rows / median(times.map((one) => one.backup))),
    backup_beside_reading_alone: round(median(times.map((one) => one.backup / one.alone))),
    restore_postgres_s: round(restorePostgres),
    restore_rows_per_s: Math.round(rows / restorePostgres),
    restore_rss_mb: Math.round(peak.rss / 1e6),
    restore_pglite_s: round(restorePglite),
    backup_pglite_s: round(backupPglite),
    pglite_longest_wait_s: round(longest),
  });
} finally {
  await postgres.stop();
}
