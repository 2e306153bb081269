// What the public log costs: credits in batches with it, published, beside the same credits without it; how soon a
// single credit is published; proofs at 1,000, 100,000 and 1,000,000 entries. PostgreSQL.
import { join } from 'node:path';
import { startPostgres } from '../test/postgres.ts';
import { median, report, round, scratch } from './measure.ts';

const built = <T>(path: string): Promise<T> => import(new URL(`../dist/${path}`, import.meta.url).href);
const { openPostgres, migrate, sqlTime } = await built<typeof import('../src/store/mod.ts')>('store/mod.js');
const { importCampaign, becomeCreditWriter, readOpenPledges } =
  await built<typeof import('../src/campaign/mod.ts')>('campaign/mod.js');
const { credit, reconcile } = await built<typeof import('../src/credit/mod.ts')>('credit/mod.js');
const { allocate, printLeaf } = await built<typeof import('../src/domain/mod.ts')>('domain/mod.js');
const { post } = await built<typeof import('../src/ledger/mod.ts')>('ledger/mod.js');
const { systemClock, systemRandom } = await built<typeof import('../src/kernel/mod.ts')>('kernel/mod.js');
const log = await built<typeof import('../src/log/mod.ts')>('log/mod.js');

const seconds = 4;
const rounds = 5;
const batch = 500;
const campaignFile = (slug: string) => `relais: 1
organisations:
  - { slug: charity, kind: charity, name: Charity }
  - { slug: partner, kind: partner, name: Partner }
  - { slug: agency, kind: agency, name: Agency }
campaign:
  slug: ${slug}
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

const folder = scratch();
const postgres = await startPostgres();
const db = await openPostgres(postgres.url, 10);
await migrate(db);
type Campaign = { id: `cmp_${string}`; slug: string };
const campaignOf = async (slug: string): Promise<Campaign> => {
  const imported = await importCampaign(db, campaignFile(slug), systemClock);
  if (imported.kind !== 'imported') throw new Error(JSON.stringify(imported));
  const [campaign] = await db.rows<Campaign>('SELECT id, slug FROM campaign WHERE slug = $1', [slug]);
  if (campaign === undefined) throw new Error('no campaign');
  return campaign;
};
const hot = await campaignOf('hot');
const bare = await campaignOf('bare');
const publisher = log.createPublisher({
  db,
  clock: systemClock,
  keys: log.openLogKeys({ folder: join(folder, 'log-keys'), files: [] }, { pq: false, random: systemRandom }),
  guard: log.openGuard(join(folder, 'log')),
  origin: async (id) => `relais.example/c/${id}/log`,
});
let next = 0;
const subjects = (count: number) =>
  Array.from({ length: count }, () => `rly_${String(next++).padStart(26, '0')}`);

const withLog = (names: readonly string[]) =>
  db.transaction(async (tx) => {
    await becomeCreditWriter(tx, hot.id);
    const books = { campaign: hot, at: systemClock.now(), random: systemRandom };
    const acts = names.map((subject) => ({
      subject,
      facts: {
        source: `https://blog.example/${subject}`,
        sha256: 'd00e90c493c1f9c750b6f35dbe0df3e7beaf1341b7f0b239607cd3e1b90e6699',
      },
    }));
    await credit(tx, books, 'relay', acts);
  });

/** The control: everything that a credit writes but its entry and what opens it. */
const withoutLog = (names: readonly string[]) =>
  db.transaction(async (tx) => {
    await becomeCreditWriter(tx, bare.id);
    const now = systemClock.now();
    await tx.rows(
      `SELECT c.id FROM unnest($2::text[]) AS asked (subject) CROSS JOIN LATERAL (
         SELECT id FROM credit WHERE campaign_id = $1 AND mechanic = 'relay' AND subject = asked.subject ORDER BY attempt DESC LIMIT 1) c`,
      [bare.id, names],
    );
    const pledges = await readOpenPledges(tx, bare.id, 'relay', now);
    const split = allocate(
      names.map(() => null),
      pledges,
    );
    const rows = await tx.rows<{ id: number }>(
      `INSERT INTO credit (campaign_id, mechanic, subject, attempt, units, at)
       SELECT $1, 'relay', subject, 1, 10, $2::timestamptz FROM unnest($3::text[]) AS act (subject) RETURNING id`,
      [bare.id, sqlTime(now), names],
    );
    const parts = rows.flatMap((row, n) => (split[n] ?? []).map((part) => ({ ...part, credit: row.id })));
    const pledge = pledges[0];
    if (pledge === undefined) throw new Error('a promise is open');
    const outcomes = await post(
      tx,
      parts.map((part) => ({
        key: `credit/${part.credit}/0`,
        kind: 'direct' as const,
        debit: pledge.available,
        credit: pledge.granted,
        amount: part.units,
        chain: String(part.credit),
      })),
      now,
    );
    await tx.rows(
      `INSERT INTO credit_part (credit_id, transfer_id, units, terms_version, pledge_id)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::integer[], $5::text[])`,
      [
        parts.map((part) => part.credit),
        outcomes.map((one) => (one.kind === 'posted' ? one.transfer : 0)),
        parts.map((part) => part.units),
        parts.map((part) => part.termsVersion),
        parts.map((part) => part.pledge),
      ],
    );
  });

/** Credits per second over some seconds. */
async function rate(
  work: (names: readonly string[]) => Promise<void>,
  after: () => Promise<void> = async () => {},
) {
  const started = performance.now();
  let done = 0;
  while (performance.now() - started < seconds * 1000) {
    await work(subjects(batch));
    done += batch;
  }
  await after();
  return (done * 1000) / (performance.now() - started);
}

/** Publishing goes on beside, as in life; the time counts until the last entry is published. */
async function published(): Promise<number> {
  let stopped = false;
  const beside = (async () => {
    while (!stopped) {
      await publisher.publish(hot.id);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  const perSecond = await rate(withLog, async () => {
    await publisher.publish(hot.id);
  });
  stopped = true;
  await beside;
  return perSecond;
}

await withLog(subjects(batch));
await withoutLog(subjects(batch));
const results: Record<'without' | 'appended' | 'published', number>[] = [];
for (let index = 0; index < rounds; index++) {
  results.push({
    without: await rate(withoutLog),
    appended: await rate(withLog),
    published: await published(),
  });
  await publisher.publish(hot.id);
}
const of = (name: keyof (typeof results)[number]) => median(results.map((one) => one[name]));
const ratio = (name: 'appended' | 'published') =>
  round(median(results.map((one) => one[name] / one.without)));

const soon: number[] = [];
for (let index = 0; index < 50; index++) {
  const began = performance.now();
  await withLog(subjects(1));
  await publisher.publish(hot.id);
  soon.push(performance.now() - began);
}

/** Logs of a size, filled without credits: a proof needs the tree alone. */
const proofs: Record<string, number> = {};
for (const size of [1000, 100_000, 1_000_000]) {
  const id = `size-${size}`;
  const leaf = (n: number) =>
    Buffer.from(
      printLeaf({
        ...{ version: 1, kind: 'credit', campaign: 'hot', day: '2026-11-23', mechanic: 'relay', units: 10 },
        parts: [{ pledge: 'hot', terms: 1, units: 10 }],
        commitment: log.toBase64(log.sha256(Buffer.from(String(n)))),
      }),
    );
  for (let first = 0; first < size; first += 1000)
    await db.transaction((tx) =>
      log.append(
        tx,
        id,
        Array.from({ length: 1000 }, (_, n) => leaf(first + n)),
      ),
    );
  await publisher.publish(id);
  const current = await log.readPublished(db, id);
  const signed = log.parseCheckpoint(current?.checkpoint ?? '');
  if (signed === null) throw new Error('nothing is published');
  const took: number[] = [];
  let bytes = 0;
  for (let index = 0; index < 200; index++) {
    const place = (index * 7919) % size;
    const began = performance.now();
    const hashes = await log.readInclusion(db, id, place, size);
    const file = log.printProof({ extra: null, index: place, hashes, signed });
    took.push(performance.now() - began);
    bytes = Math.max(bytes, file.length);
  }
  proofs[`proof_${size}_bytes`] = bytes;
  proofs[`proof_${size}_ms`] = round(median(took));
}

const differences = await reconcile(db);
// The control wrote credits without leaves: those, and only those, may differ.
const wrong = differences.filter(
  (one) => !one.check.includes('has its leaf') && !one.subject.startsWith('bare'),
);
if (wrong.length > 0) throw new Error(`the books differ: ${JSON.stringify(wrong.slice(0, 3))}`);
const [size] = await db.rows<{ entry: number; opening: number }>(
  `SELECT (pg_total_relation_size('log_entries')::float8 / (SELECT sum(count) FROM log_entries)) AS entry,
     (pg_total_relation_size('opening')::float8 / (SELECT count(*) FROM opening)) AS opening`,
);
report('log', {
  without_log_per_second: round(of('without'), 0),
  appended_per_second: round(of('appended'), 0),
  published_per_second: round(of('published'), 0),
  appended_ratio: ratio('appended'),
  published_ratio: ratio('published'),
  wanted_ratio: 0.8,
  credit_to_published_ms: round(median(soon)),
  bytes_per_entry: round(size?.entry ?? 0, 0),
  bytes_per_opening: round(size?.opening ?? 0, 0),
  ...proofs,
});
await db.close();
await postgres.stop();
