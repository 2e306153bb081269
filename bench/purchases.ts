// Baskets per second through the HTTP API in batches of 100, and from a file, on PostgreSQL and on the embedded database,
// beside a bare COPY of the same lines into a table with the same key. The file is a twentieth of a night: 200,000
// baskets, a million lines.
import { once } from 'node:events';
import { chmodSync, createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { campaignFile } from '../test/campaign.ts';
import { startPostgres } from '../test/postgres.ts';
import { median, report, round, scratch, startChild } from './measure.ts';

const built = <T>(path: string): Promise<T> => import(new URL(`../dist/${path}`, import.meta.url).href);
const { dayOfBaskets, sendBaskets, shelf } =
  await built<typeof import('../src/cli/demo/till.ts')>('cli/demo/till.js');
const here = import.meta.dirname;
const share = Number(process.env.RELAIS_SHARE ?? 20);
const night = Math.round(4_000_000 / share);
const live_seconds = 8;
const clients = 4;
const offered = shelf(50);
const others = shelf(2000, 400000000000);
const folder = scratch();
// PostgreSQL reads the rows of the control itself, as a user of its own.
chmodSync(folder, 0o755);
const campaign = join(folder, 'campaign.yaml');
writeFileSync(
  campaign,
  campaignFile({
    pledges: `  - { id: achats, partner: danone, mechanic: purchase, perAct: 1, cap: 100000000, rule: { retailer: carrefour, quantity: 4, gtins: [${offered.map((one) => `"${one}"`).join(', ')}] } }`,
  }),
);
const day = (count: number, seed: number) =>
  dayOfBaskets({
    ...{ retailer: 'carrefour', count, at: Date.now() - 86_400_000, shops: 200 },
    ...{ offered, others, seed },
  });

const file = join(folder, 'night.ndjson');
const out = createWriteStream(file);
let lines = 0;
let written = 0;
for (const basket of day(night, 7)) {
  lines += basket.lines.length;
  written++;
  if (!out.write(`${JSON.stringify(basket)}\n`)) await once(out, 'drain');
}
out.end();
await finished(out);

const postgres = await startPostgres();

/** The control: the same rows as one COPY, with a key on the receipt and the line. */
async function bareCopy(): Promise<number> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(
    'DROP TABLE IF EXISTS bare; CREATE TABLE bare (receipt text, line int, at timestamptz, shop text, gtin text, quantity int, PRIMARY KEY (receipt, line))',
  );
  const rows: string[] = [];
  for (const { receipt, at, shop, lines: all } of day(night, 7))
    for (const [line, one] of all.entries())
      rows.push(`${receipt}\t${line}\t${at}\t${shop}\t${one.gtin}\t${one.quantity}`);
  writeFileSync(join(folder, 'bare.tsv'), `${rows.join('\n')}\n`, { mode: 0o644 });
  const began = performance.now();
  await client.query(`COPY bare FROM '${join(folder, 'bare.tsv')}'`);
  const seconds = (performance.now() - began) / 1000;
  await client.end();
  return rows.length / seconds;
}

async function database(): Promise<string> {
  const name = `purchases_${Math.random().toString(36).slice(2)}`;
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  return postgres.url.replace(/\/postgres$/, `/${name}`);
}

type Result = { readonly live: number; readonly file: number; readonly rss: number };

async function ours(kind: 'postgres' | 'pglite'): Promise<Result> {
  const data = scratch();
  const environment = {
    PORT: '0',
    RELAIS_DATA: data,
    ...(kind === 'postgres' ? { DATABASE_URL: await database() } : {}),
  };
  const server = await startChild<{ url: string; key: string }>(join(here, 'tills.ts'), {
    environment,
    campaign,
    file: null,
  });
  const { url, key } = server.ready;
  const began = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      let group = [];
      for (const basket of day(10_000_000, 100 + client)) {
        group.push({ ...basket, receipt: `${client}/${basket.receipt}` });
        if (group.length < 100) continue;
        await sendBaskets(`${url}/api/v1/campaigns/essai/purchases`, key, group);
        done += group.length;
        group = [];
        if (performance.now() - began > live_seconds * 1000) return;
      }
    }),
  );
  const live = (done * 1000) / (performance.now() - began);
  await server.stop();
  const importing = await startChild<{ seconds: number; rss_mb: number }>(join(here, 'tills.ts'), {
    environment: {
      ...environment,
      RELAIS_DATA: scratch(),
      ...(kind === 'postgres' ? { DATABASE_URL: await database() } : {}),
    },
    campaign,
    file,
  });
  await importing.stop();
  return { live, file: lines / importing.ready.seconds, rss: importing.ready.rss_mb };
}

const copies: number[] = [];
const results: Record<'postgres' | 'pglite', Result[]> = { postgres: [], pglite: [] };
for (let turn = 0; turn < 2; turn++) {
  copies.push(await bareCopy());
  for (const kind of ['postgres', 'pglite'] as const) results[kind].push(await ours(kind));
}
const copy = median(copies);
const of = (kind: 'postgres' | 'pglite', pick: (result: Result) => number) => median(results[kind].map(pick));
report('purchases', {
  baskets: written,
  lines,
  copy_lines_per_second: round(copy, 0),
  postgres_live_baskets_per_second: round(
    of('postgres', (one) => one.live),
    0,
  ),
  postgres_file_lines_per_second: round(
    of('postgres', (one) => one.file),
    0,
  ),
  postgres_file_ratio: round(of('postgres', (one) => one.file) / copy),
  postgres_file_rss_mb: round(
    of('postgres', (one) => one.rss),
    0,
  ),
  pglite_live_baskets_per_second: round(
    of('pglite', (one) => one.live),
    0,
  ),
  pglite_file_lines_per_second: round(
    of('pglite', (one) => one.file),
    0,
  ),
  pglite_file_ratio: round(of('pglite', (one) => one.file) / copy),
  pglite_file_rss_mb: round(
    of('pglite', (one) => one.rss),
    0,
  ),
  wanted_live_baskets_per_second: 1000,
  wanted_rss_mb: 512,
});
await postgres.stop();
