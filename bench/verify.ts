// Relays verified and credited per second, end to end, over loopback blogs that serve 120 KB pages, beside a bare loop
// of undici fetch + indexOf over the same pages at the same concurrency.
import { join } from 'node:path';
import pg from 'pg';
import { fetch as undiciFetch } from 'undici';
import { spawnBlogs } from '../src/cli/demo/blogs.ts';
import { freePort, startPostgres } from '../test/postgres.ts';
import { median, report, round, scratch, startChild } from './measure.ts';

const concurrency = 64;
const hosts = 100;
const posts = 4000;
const rounds = 3;
const page_bytes = 120_000;
const here = import.meta.dirname;
const campaignFile = join(here, '..', 'examples', '2010.yaml');

const postgres = await startPostgres();
const port = await freePort();
const address = `http://127.0.0.1:${port}`;
const campaign = `${address}/c/billet-2010`;
const blogs = await spawnBlogs({
  hosts,
  firstHost: 2000,
  port: 0,
  postsPerHost: posts / hosts,
  page_bytes,
  campaign,
  seed: 1,
});
// Interleaved over the hosts, as posts come in life.
const urls = Array.from(
  { length: posts },
  (_, index) => blogs.urls[(index % hosts) * (posts / hosts) + Math.floor(index / hosts)] ?? '',
);

/** The control: fetch each page whole and look for the address. */
async function bare(): Promise<number> {
  const waiting = [...urls];
  const started = performance.now();
  const one = async () => {
    for (let url = waiting.pop(); url !== undefined; url = waiting.pop())
      if ((await (await undiciFetch(url)).text()).indexOf(campaign) < 0)
        throw new Error(`${url} does not link`);
  };
  await Promise.all(Array.from({ length: concurrency }, one));
  return (posts * 1000) / (performance.now() - started);
}

/** Claims all posts on a server that only receives, then lets a worker loose and watches the count. */
async function ours(run: number): Promise<number> {
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE verify_${run}`);
  await admin.end();
  const databaseUrl = postgres.url.replace(/\/postgres$/, `/verify_${run}`);
  const environment = {
    PORT: String(port),
    RELAIS_URL: address,
    RELAIS_DATA: scratch(),
    DATABASE_URL: databaseUrl,
    RELAIS_FETCH_ALLOW: '127.0.0.0/8',
    RELAIS_FETCH_CONCURRENCY: String(concurrency),
  };
  const web = await startChild(join(here, 'serve.ts'), { environment, role: 'web', campaign: campaignFile });
  const target = encodeURIComponent(campaign);
  await Promise.all(
    Array.from({ length: 16 }, async (_, lane) => {
      for (let index = lane; index < posts; index += 16) {
        const answer = await fetch(`${address}/webmention`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: `source=${encodeURIComponent(urls[index] ?? '')}&target=${target}`,
        });
        if (answer.status !== 202) throw new Error(`claim: ${answer.status}`);
      }
    }),
  );
  await web.stop();
  const watch = new pg.Client({ connectionString: databaseUrl });
  await watch.connect();
  const counted = async () =>
    Number((await watch.query('SELECT relays FROM campaign_count')).rows[0]?.relays ?? 0);
  const worker = await startChild(join(here, 'serve.ts'), { environment, role: 'worker', campaign: null });
  // From a tenth on, so that neither the start nor the first compilation is measured.
  let first: { at: number; count: number } | null = null;
  for (;;) {
    const count = await counted();
    const at = performance.now();
    if (first === null && count >= posts / 10) first = { at, count };
    if (count === posts && first !== null) {
      await worker.stop();
      await watch.end();
      return ((count - first.count) * 1000) / (at - first.at);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

await bare();
const measured: { bare: number; ours: number }[] = [];
for (let run = 0; run < rounds; run++) measured.push({ bare: await bare(), ours: await ours(run) });
report('verify', {
  concurrency,
  page_bytes,
  relays_per_second: round(median(measured.map((one) => one.ours)), 0),
  bare_fetch_per_second: round(median(measured.map((one) => one.bare)), 0),
  ratio: round(median(measured.map((one) => one.ours / one.bare))),
  wanted_ratio: 0.5,
});
await blogs.close();
await postgres.stop();
