// Campaign JSON, badge and page per second, beside a bare hono route that returns the same bytes, with 1,000 and with
// 100,000 counted relays in the database: reading must not cost more as a campaign grows.
import { join } from 'node:path';
import pg from 'pg';
import { freePort, startPostgres } from '../test/postgres.ts';
import { load, median, report, round, scratch, startChild } from './measure.ts';

const built = <T>(path: string): Promise<T> => import(new URL(`../dist/${path}`, import.meta.url).href);
const { openPostgres, migrate } = await built<typeof import('../src/store/mod.ts')>('store/mod.js');
const { importCampaign, becomeCreditWriter } =
  await built<typeof import('../src/campaign/mod.ts')>('campaign/mod.js');
const { credit } = await built<typeof import('../src/credit/mod.ts')>('credit/mod.js');
const { systemClock, systemRandom } = await built<typeof import('../src/kernel/mod.ts')>('kernel/mod.js');
const { readFileSync } = await import('node:fs');

const concurrency = 32;
const seconds = 3;
const rounds = 3;
const here = import.meta.dirname;
const slug = 'billet-2010';

/** A database whose campaign has that many counted relays, credited through the ledger as in life. */
async function fill(server: string, relays: number): Promise<string> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`CREATE DATABASE relays_${relays}`);
  await admin.end();
  const url = server.replace(/\/postgres$/, `/relays_${relays}`);
  const db = await openPostgres(url, 4);
  await migrate(db);
  const file = readFileSync(join(here, '..', 'examples', '2010.yaml'), 'utf8');
  const imported = await importCampaign(db, file, systemClock);
  if (imported.kind !== 'imported') throw new Error(JSON.stringify(imported));
  const [campaign] = await db.rows<{ id: `cmp_${string}` }>('SELECT id FROM campaign');
  if (campaign === undefined) throw new Error('no campaign');
  await db.rows(
    `INSERT INTO relay (id, campaign_id, source, source_key, site, target, via, state, number, check_due, title, author, site_name,
       excerpt, language, canonical_key, received_at, claimed_at, checked_at, counted_at, units)
     SELECT 'rly_' || lpad(n::text, 26, '0'), $1, 'https://blog' || n || '.example/billet', 'blog' || n || '.example/billet', 'blog' || n || '.example',
       'https://relais.example/c/${slug}', 'pingback', 'counted', n, false, 'Dix repas pour un billet, numéro ' || n, 'Autrice ' || n,
       'Cuisine ' || n, 'Ce billet parle de la campagne et renvoie vers sa page; il compte donc pour dix repas.', 'fr',
       'blog' || n || '.example/billet', now(), now(), now(), now(), 0 FROM generate_series(1, $2::int) AS n`,
    [campaign.id, relays],
  );
  for (let first = 1; first <= relays; first += 500) {
    const subjects = Array.from(
      { length: Math.min(500, relays - first + 1) },
      (_, n) => `rly_${String(first + n).padStart(26, '0')}`,
    );
    await db.transaction(async (tx) => {
      await becomeCreditWriter(tx, campaign.id);
      const books = {
        campaign: { id: campaign.id, slug },
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
  }
  await db.rows(`UPDATE relay r SET units = c.units FROM credit c WHERE c.subject = r.id`);
  await db.rows('UPDATE campaign_count SET relays = $1, last_number = $1', [relays]);
  await db.script('VACUUM ANALYZE');
  await db.close();
  return url;
}

const postgres = await startPostgres();
const metrics: Record<string, number> = { concurrency };
for (const relays of [1000, 100_000]) {
  const url = await fill(postgres.url, relays);
  const port = await freePort();
  const environment = {
    PORT: String(port),
    RELAIS_URL: `http://127.0.0.1:${port}`,
    RELAIS_DATA: scratch(),
    DATABASE_URL: url,
  };
  const server = await startChild<{ url: string }>(join(here, 'serve.ts'), {
    environment,
    role: 'web',
    campaign: null,
  });
  const paths = { json: `/api/v1/campaigns/${slug}`, badge: `/c/${slug}/badge.svg`, page: `/c/${slug}` };
  for (const [name, path] of Object.entries(paths)) {
    const address = server.ready.url + path;
    const answer = await fetch(address, { headers: { 'accept-encoding': 'identity' } });
    const body = await answer.text();
    const bare = await startChild<{ url: string }>(join(here, 'bare.ts'), {
      body,
      headers: { 'content-type': answer.headers.get('content-type') ?? '' },
    });
    const ours = () => load({ url: address, concurrency, seconds, expect: 200 });
    const control = () => load({ url: bare.ready.url, concurrency, seconds, expect: 200 });
    await ours();
    await control();
    const measured: { ours: number; control: number }[] = [];
    for (let index = 0; index < rounds; index++)
      measured.push({ control: (await control()).perSecond, ours: (await ours()).perSecond });
    metrics[`${name}_${relays}_per_second`] = round(median(measured.map((one) => one.ours)), 0);
    metrics[`${name}_${relays}_ratio`] = round(median(measured.map((one) => one.ours / one.control)));
    await bare.stop();
  }
  await server.stop();
}
report('read', { ...metrics, wanted_ratio_json_and_badge: 0.8, wanted_ratio_page: 0.3 });
await postgres.stop();
