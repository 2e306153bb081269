// A campaign with many counted posts, written as plain files: every page in French and English, each post with its proof,
// the log, the open data. BENCH_RELAYS posts (100,000 unless told otherwise), claimed and judged as they always are.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { campaignFile } from '../test/campaign.ts';
import { startPostgres } from '../test/postgres.ts';
import { report, round, scratch } from './measure.ts';

const built = <T>(path: string): Promise<T> => import(new URL(`../dist/${path}`, import.meta.url).href);
const { openPostgres, migrate } = await built<typeof import('../src/store/mod.ts')>('store/mod.js');
const { importCampaign } = await built<typeof import('../src/campaign/mod.ts')>('campaign/mod.js');
const { createJudge } = await built<typeof import('../src/credit/mod.ts')>('credit/mod.js');
const { createClaims, readChecks } = await built<typeof import('../src/evidence/mod.ts')>('evidence/mod.js');
const { jobKinds } = await built<typeof import('../src/jobs/mod.ts')>('jobs/mod.js');
const { openQueue } = await built<typeof import('../src/queue/mod.ts')>('queue/mod.js');
const { systemClock, systemRandom } = await built<typeof import('../src/kernel/mod.ts')>('kernel/mod.js');
const { startServer } = await built<typeof import('../src/compose.ts')>('compose.js');
const { readConfig } = await built<typeof import('../src/config.ts')>('config.js');

const relays = Number(process.env.BENCH_RELAYS ?? 100_000);
const batch = 1000;
const postgres = await startPostgres();
try {
  const db = await openPostgres(postgres.url);
  await migrate(db);
  const pledges = '  - { id: billets, partner: danone, mechanic: relay, perAct: 10, cap: 90000000 }';
  const relay = '{ perSite: unlimited, review: none, recheckAfterDays: 365, onRemoval: keep }';
  const outcome = await importCampaign(db, campaignFile({ pledges, relay }), systemClock);
  if (outcome.kind !== 'imported') throw new Error(JSON.stringify(outcome));
  const queue = await openQueue(db, jobKinds, { work: false, onError: () => {} });
  const house = { db, queue, clock: systemClock, random: systemRandom };
  const claims = createClaims({ ...house, publicUrl: new URL('http://127.0.0.1/') });
  const judge = createJudge(house);
  for (let from = 0; from < relays; from += batch) {
    const taken = await Promise.all(
      Array.from({ length: batch }, (_, n) =>
        claims.claim({
          ...{ source: `https://blog${from + n}.example/un-billet`, target: 'http://127.0.0.1/c/essai' },
          via: 'form',
        }),
      ),
    );
    const checks = await readChecks(db, {
      relays: taken.flatMap((one) => (one.kind === 'accepted' ? [one.relay] : [])),
    });
    await Promise.all(
      checks.map((check) =>
        judge.submit({
          ...{ check, at: systemClock.now(), seen: null, retryAfterSeconds: null },
          sighting: {
            kind: 'page',
            sameSite: false,
            facts: {
              ...{ link: 'content', by: null, stance: null, canonical: null },
              post: {
                ...{ title: 'Un billet sur la campagne', author: 'Une blogueuse', site: null },
                ...{ published: null, excerpt: 'Dix repas par billet.', language: 'fr' },
              },
            },
          },
          page: { key: check.source, site: new URL(check.source).host },
          evidence: { status: 200 },
        }),
      ),
    );
  }
  await judge.idle();
  await queue.close();
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
