// 5,000 people who sign up for 500 places at the same moment, each over a connection of their own, on PostgreSQL and on
// the embedded database; beside a bare COPY of as many rows. What it came to is checked: 500 confirmed, the others wait
// in their order.
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import pg from 'pg';
import { campaignFile } from '../test/campaign.ts';
import { startPostgres } from '../test/postgres.ts';
import { median, report, round, scratch, startChild } from './measure.ts';

const people = 5000;
const places = 500;
const turns = 3;
const folder = scratch();
// PostgreSQL reads the rows of the control itself, as a user of its own.
chmodSync(folder, 0o755);
const campaign = join(folder, 'campaign.yaml');
writeFileSync(campaign, campaignFile());
const rows = Array.from({ length: people }, (_, n) => `${n}\tVolunteer ${n}\tv${n}@example.org\tconfirmed`);
writeFileSync(join(folder, 'bare.tsv'), `${rows.join('\n')}\n`, { mode: 0o644 });
const postgres = await startPostgres();

async function bareCopy(): Promise<number> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(
    'DROP TABLE IF EXISTS bare; CREATE TABLE bare (id int PRIMARY KEY, name text, email text UNIQUE, state text)',
  );
  const began = performance.now();
  await client.query(`COPY bare FROM '${join(folder, 'bare.tsv')}'`);
  const seconds = (performance.now() - began) / 1000;
  await client.end();
  return people / seconds;
}

async function database(name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  return postgres.url.replace(/\/postgres$/, `/${name}`);
}

/** One person's form over one connection of their own; gives the milliseconds until the answer. */
const signUp = (url: string, n: number) =>
  new Promise<number>((resolve, reject) => {
    const began = performance.now();
    const body = `role=0&company=&name=Volunteer+${n}&email=v${n}%40example.org`;
    const call = request(
      url,
      {
        method: 'POST',
        agent: false,
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () =>
          answer.statusCode === 200
            ? resolve(performance.now() - began)
            : reject(new Error(`${answer.statusCode}`)),
        );
      },
    );
    call.once('error', reject);
    call.end(body);
  });

async function rush(kind: 'postgres' | 'pglite', turn: number) {
  const server = await startChild<{ url: string; shift: string }>(join(import.meta.dirname, 'shifts.ts'), {
    environment: {
      PORT: '0',
      RELAIS_DATA: scratch(),
      ...(kind === 'postgres' ? { DATABASE_URL: await database(`volunteers_${turn}`) } : {}),
    },
    ...{ campaign, slug: 'essai', places },
  });
  const { url, shift } = server.ready;
  const began = performance.now();
  const waits = await Promise.all(
    Array.from({ length: people }, (_, n) => signUp(`${url}/c/essai/volunteer/${shift}`, n)),
  );
  const seconds = (performance.now() - began) / 1000;
  const { stdout } = server.child;
  if (stdout === null) throw new Error('no output');
  let text = '';
  stdout.on('data', (bytes: Buffer) => {
    text += bytes.toString();
  });
  server.child.kill('SIGUSR2');
  while (!text.includes('\n')) await once(stdout, 'data');
  const states = JSON.parse(text) as string[];
  const right = states.every((state, n) => state === (n < places ? 'confirmed' : 'waiting'));
  if (!right || states.length !== people) throw new Error(`${states.length} sign-ups, not as they should be`);
  await server.stop();
  waits.sort((a, b) => a - b);
  return { rate: people / seconds, p95: waits[Math.floor(people * 0.95)] ?? 0 };
}

const copies: number[] = [];
const all: Record<'postgres' | 'pglite', Awaited<ReturnType<typeof rush>>[]> = { postgres: [], pglite: [] };
for (let turn = 0; turn < turns; turn++) {
  copies.push(await bareCopy());
  for (const kind of ['postgres', 'pglite'] as const) all[kind].push(await rush(kind, turn));
}
const of = (kind: 'postgres' | 'pglite', what: 'rate' | 'p95') =>
  round(median(all[kind].map((one) => one[what])), 0);
report('volunteers', {
  ...{ people, places },
  copy_rows_per_second: round(median(copies), 0),
  postgres_sign_ups_per_second: of('postgres', 'rate'),
  postgres_ratio: round(of('postgres', 'rate') / median(copies), 4),
  postgres_p95_ms: of('postgres', 'p95'),
  pglite_sign_ups_per_second: of('pglite', 'rate'),
  pglite_ratio: round(of('pglite', 'rate') / median(copies), 4),
  pglite_p95_ms: of('pglite', 'p95'),
});
await postgres.stop();
