// Credits per second against one hot promise on PostgreSQL, in batches and one by one, beside one-by-one transfers
// written as plain SQL transactions on the same server.
import pg from 'pg';
import { startPostgres } from '../test/postgres.ts';
import { median, report, round } from './measure.ts';

const built = <T>(path: string): Promise<T> => import(new URL(`../dist/${path}`, import.meta.url).href);
const { openPostgres, migrate } = await built<typeof import('../src/store/mod.ts')>('store/mod.js');
const { importCampaign, becomeCreditWriter } =
  await built<typeof import('../src/campaign/mod.ts')>('campaign/mod.js');
const { credit, reconcile } = await built<typeof import('../src/credit/mod.ts')>('credit/mod.js');
const { systemClock, systemRandom } = await built<typeof import('../src/kernel/mod.ts')>('kernel/mod.js');

const seconds = 4;
const rounds = 3;
const campaignFile = `relais: 1
organisations:
  - { slug: charity, kind: charity, name: Charity }
  - { slug: partner, kind: partner, name: Partner }
  - { slug: agency, kind: agency, name: Agency }
campaign:
  slug: hot
  title: { fr: Chaud }
  summary: { fr: Une promesse très demandée. }
  charity: charity
  operator: agency
  unit: { code: meal, names: { fr: [repas, repas] } }
  opens: 2026-01-01T00:00:00+01:00
  closes: 2036-01-01T00:00:00+01:00
  milestones: []
pledges:
  - { id: hot, partner: partner, mechanic: relay, perAct: 10, cap: 1000000000 }
`;

const postgres = await startPostgres();
const db = await openPostgres(postgres.url, 10);
await migrate(db);
const imported = await importCampaign(db, campaignFile, systemClock);
if (imported.kind !== 'imported') throw new Error(JSON.stringify(imported));
const [campaign] = await db.rows<{ id: `cmp_${string}` }>('SELECT id FROM campaign');
if (campaign === undefined) throw new Error('no campaign');
let next = 0;

/** Credits in transactions of `size`, by `clients` at once, for some seconds; credits per second. */
async function ours(size: number, clients: number): Promise<number> {
  const started = performance.now();
  let done = 0;
  const client = async () => {
    while (performance.now() - started < seconds * 1000) {
      const subjects = Array.from({ length: size }, () => `rly_${next++}`);
      await db.transaction(async (tx) => {
        await becomeCreditWriter(tx, campaign?.id ?? 'cmp_');
        const books = {
          campaign: { id: campaign?.id ?? 'cmp_', slug: 'hot' },
          at: systemClock.now(),
          random: systemRandom,
        };
        await credit(
          tx,
          books,
          'relay',
          subjects.map((subject) => ({ subject, facts: { source: `https://blog.example/${subject}` } })),
        );
      });
      done += size;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (done * 1000) / (performance.now() - started);
}

/** The control: what one writes first. */
const pool = new pg.Pool({ connectionString: postgres.url, max: 10 });
pool.on('error', () => {});
await pool.query(`CREATE TABLE plain_account (id int PRIMARY KEY, debits bigint NOT NULL DEFAULT 0, credits bigint NOT NULL DEFAULT 0, cap bigint NOT NULL);
  INSERT INTO plain_account VALUES (1, 0, 0, 1000000000), (2, 0, 0, 1000000000);
  CREATE TABLE plain_transfer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text NOT NULL UNIQUE, debit int NOT NULL, credit int NOT NULL, amount bigint NOT NULL)`);
async function plain(clients: number): Promise<number> {
  const started = performance.now();
  let done = 0;
  const client = async () => {
    while (performance.now() - started < seconds * 1000) {
      const session = await pool.connect();
      await session.query('BEGIN');
      await session.query('INSERT INTO plain_transfer (key, debit, credit, amount) VALUES ($1, 1, 2, 10)', [
        `rly_${next++}`,
      ]);
      const taken = await session.query(
        'UPDATE plain_account SET debits = debits + 10 WHERE id = 1 AND debits + 10 <= cap',
      );
      if (taken.rowCount !== 1) throw new Error('cap');
      await session.query('UPDATE plain_account SET credits = credits + 10 WHERE id = 2');
      await session.query('COMMIT');
      session.release();
      done++;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (done * 1000) / (performance.now() - started);
}

await ours(500, 1);
await plain(1);
const results: Record<'batch' | 'single' | 'single8' | 'plain' | 'plain8', number>[] = [];
for (let index = 0; index < rounds; index++)
  results.push({
    plain: await plain(1),
    batch: await ours(500, 1),
    single: await ours(1, 1),
    plain8: await plain(8),
    single8: await ours(1, 8),
  });

const of = (name: keyof (typeof results)[number]) => median(results.map((one) => one[name]));
const [size] = await db.rows<{ bytes: number }>(
  `SELECT ((pg_total_relation_size('ledger_transfer') + pg_total_relation_size('ledger_key')) / (SELECT count(*) FROM ledger_transfer))::float8 AS bytes`,
);
const differences = await reconcile(db);
if (differences.length > 0) throw new Error(`the books differ: ${JSON.stringify(differences.slice(0, 3))}`);
report('credit', {
  batch_500_per_second: round(of('batch'), 0),
  one_by_one_per_second: round(of('single'), 0),
  one_by_one_8_clients_per_second: round(of('single8'), 0),
  one_by_one_ms: round(1000 / of('single')),
  plain_sql_per_second: round(of('plain'), 0),
  plain_sql_8_clients_per_second: round(of('plain8'), 0),
  batch_ratio: round(median(results.map((one) => one.batch / Math.max(one.plain, one.plain8)))),
  wanted_ratio: 10,
  ledger_bytes_per_transfer: round(size?.bytes ?? 0, 0),
});
await pool.end();
await db.close();
await postgres.stop();
