// A campaign with many counted posts, written as plain files: every page in French and English, each post with its proof,
// the log, the open data. BENCH_RELAYS posts (100,000 unless told otherwise), claimed and judged as they always are.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { startPostgres } from '../test/postgres.ts';
import { built, countPosts } from './crowd.ts';
import { report, round, scratch } from './measure.ts';

const { openPostgres, migrate } = await built<typeof import('../src/store/mod.ts')>('store/mod.js');
const { startServer } = await built<typeof import('../src/compose.ts')>('compose.js');
const { readConfig } = await built<typeof import('../src/config.ts')>('config.js');

const relays = Number(process.env.BENCH_RELAYS ?? 100_000);
const postgres = await startPostgres();
try {
  const db = await openPostgres(postgres.url);
  await migrate(db);
  await countPosts(db, relays);
  await db.close();

  const data = scratch();
  const server = await startServer(
    readConfig({ PORT: '0', RELAIS_DATA: data, DATABASE_URL: postgres.url }),
    pino({ level: 'error' }, process.stderr),
  );
  for (let published = false; !published; ) {
    const { log } = (await (await fetch(`${server.url}/api/v1/campaigns/essai`)).json()) as {
      log: { size: number; entries: number };
    };
    published = log.size === log.entries;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const folder = join(data, 'copy');
  const began = performance.now();
  let told = 0;
  const copy = await server.site('essai', folder, (done, known) => {
    if (done - told < 20_000) return;
    told = done;
    process.stderr.write(`${done} of ${known} files, ${Math.round((performance.now() - began) / 1000)} s\n`);
  });
  const seconds = (performance.now() - began) / 1000;
  if (copy === null || copy.missing.length > 0) throw new Error(JSON.stringify(copy?.missing.slice(0, 5)));
  writeFileSync(join(data, 'done'), '');
  report('site-export', {
    ...{ relays, files: copy.files, megabytes: round(copy.bytes / 1e6, 0) },
    seconds: round(seconds, 1),
    relays_per_second: round(relays / seconds, 0),
    files_per_second: round(copy.files / seconds, 0),
    peak_rss_mb: round(process.resourceUsage().maxRSS / 1024, 0),
    wanted_seconds: 120,
  });
  await server.stop();
} finally {
  await postgres.stop();
}
