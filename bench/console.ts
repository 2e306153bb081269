// Server time of the console's pages over a campaign with 100,000 relays, on PostgreSQL and on the embedded database:
// one operator, one request after the other, nothing kept between them. And the whole list as a file.
import { join } from 'node:path';
import { freePort, startPostgres } from '../test/postgres.ts';
import { report, round, scratch, startChild } from './measure.ts';

const built = <T>(path: string): Promise<T> => import(new URL(`../dist/${path}`, import.meta.url).href);
const { openPostgres, openPglite, migrate } =
  await built<typeof import('../src/store/mod.ts')>('store/mod.js');
const { importCampaign } = await built<typeof import('../src/campaign/mod.ts')>('campaign/mod.js');
const { createSeal, newToken } = await built<typeof import('../src/people/mod.ts')>('people/mod.js');
const { systemClock, systemRandom } = await built<typeof import('../src/kernel/mod.ts')>('kernel/mod.js');
const { readFileSync, mkdirSync } = await import('node:fs');
type Database = Awaited<ReturnType<typeof openPostgres>>;

const here = import.meta.dirname;
const slug = 'billet-2010';
const relays = 100_000;
const rounds = 40;
const secret = 'a secret of the benchmarks, long enough';

/** Four months of relays from 60,000 sites: four fifths counted, the others refused or held; and an operator signed in. */
async function fill(db: Database): Promise<string> {
  await migrate(db);
  const file = readFileSync(join(here, '..', 'examples', '2010.yaml'), 'utf8');
  const imported = await importCampaign(db, file, systemClock);
  if (imported.kind !== 'imported') throw new Error(JSON.stringify(imported));
  await db.rows(
    `INSERT INTO relay (id, campaign_id, source, source_key, site, target, via, state, reason, number, check_due, title, author, site_name,
       excerpt, language, canonical_key, received_at, claimed_at, checked_at, counted_at, units)
     SELECT 'rly_' || lpad(n::text, 26, '0'), c.id, 'https://blog' || n || '.example/billet', 'blog' || n || '.example/billet',
       'blog' || n % 60000 || '.example', 'https://relais.example/c/${slug}', (ARRAY['pingback', 'webmention', 'form', 'feed'])[1 + n % 4],
       CASE WHEN n % 10 < 8 THEN 'counted' WHEN n % 500 = 9 THEN 'held' ELSE 'refused' END,
       CASE WHEN n % 10 >= 8 THEN (ARRAY['link_not_found', 'duplicate', 'site_already_counted', 'source_timeout', 'link_hidden'])[1 + n / 10 % 5] END,
       CASE WHEN n % 10 < 8 THEN n END, false, 'Dix repas pour un billet, numéro ' || n, 'Autrice ' || n, 'Cuisine ' || n,
       'Ce billet parle de la campagne et renvoie vers sa page; il compte donc pour dix repas.', 'fr',
       'blog' || n || '.example/billet', at, at, at, at, 10
     FROM campaign c, generate_series(1, $1::int) AS n,
       LATERAL (SELECT date_trunc('milliseconds', now()) - ($1::int - n) * interval '104 seconds' AS at) t`,
    [relays],
  );
  await db.rows(
    `UPDATE relay SET doubts = ARRAY[(ARRAY['near_copy', 'burst', 'review'])[1 + (number_of % 3)]] FROM (
       SELECT id AS held, row_number() OVER (ORDER BY id) AS number_of FROM relay WHERE state = 'held') h WHERE id = held`,
  );
  // A year of appeals and of lists, as a large campaign may have them.
  await db.rows(
    `INSERT INTO appeal (id, relay_id, campaign_id, state, why, language, claimed_at, made_at, due_at, decided_at)
     SELECT 'apl_' || lpad(n::text, 26, '0'), r.id, r.campaign_id, CASE WHEN n % 20 = 0 THEN 'open' ELSE 'refused' END, 'Mon billet parle de la campagne.', 'fr',
       r.claimed_at, r.claimed_at, r.claimed_at + interval '7 days', CASE WHEN n % 20 = 0 THEN NULL ELSE r.claimed_at + interval '2 days' END
     FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM relay WHERE state = 'refused' LIMIT 5000) r`,
  );
  await db.rows(
    `INSERT INTO site_listing (campaign_id, site, listing, why, by_name, at)
     SELECT c.id, 'site' || n || '.example', 'held', 'bench', 'Bench', now() FROM campaign c, generate_series(1, 5000) n`,
  );
  // What the pace is read from. No page asks the ledger for single transfers: they are left out.
  await db.rows(
    `INSERT INTO credit (campaign_id, mechanic, subject, units, at, leaf_index)
     SELECT campaign_id, 'relay', id, 10, counted_at, number FROM relay WHERE state = 'counted' ORDER BY number`,
  );
  await db.rows(
    `INSERT INTO credit_part (credit_id, transfer_id, units, terms_version, pledge_id)
     SELECT k.id, k.id * 10 + p.position, 5, 1, p.id FROM credit k JOIN pledge p ON p.campaign_id = k.campaign_id AND p.mechanic = 'relay'`,
  );
  await db.rows('UPDATE campaign_count SET relays = $1, last_number = $1', [relays]);
  const token = newToken(systemRandom);
  await db.rows(
    `INSERT INTO account (id, email, name, language, created_at) VALUES ('acc_bench', 'bench@example.org', 'Bench', 'fr', now())`,
  );
  await db.rows(
    `INSERT INTO membership (account_id, organisation_id, role, created_at) SELECT 'acc_bench', operator_id, 'operator', now() FROM campaign`,
  );
  await db.rows(
    `INSERT INTO session (id, token_hash, account_id, way, agent, created_at, seen_at, expires_at)
     VALUES ('ses_bench', $1, 'acc_bench', 'setup', 'bench', now(), now(), now() + interval '1 day')`,
    [createSeal(secret)('session', token)],
  );
  await db.script('VACUUM ANALYZE');
  await db.close();
  return token;
}

const base = `/console/c/${slug}`;
const pages = {
  home: '/console',
  dashboard: `${base}/dashboard`,
  relays: `${base}/relays`,
  relays_refused: `${base}/relays?state=refused&reason=source_timeout`,
  relays_held: `${base}/relays?state=held`,
  relays_of_site: `${base}/relays?site=blog77.example`,
  relays_search: `${base}/relays?q=nowhere+to+be+found`,
  moderation: `${base}/moderation`,
  moderation_of_doubt: `${base}/moderation?doubt=near_copy`,
  moderation_search: `${base}/moderation?q=nowhere+to+be+found`,
  moderation_one: `${base}/moderation/rly_${'99999'.padStart(26, '0')}`,
  appeals: `${base}/appeals`,
  sites_listed: `${base}/sites`,
  sites: `${base}/site-list`,
  sites_by_name: `${base}/site-list?order=name`,
};

async function measure(name: string, environment: Record<string, string>, token: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startChild(join(here, 'serve.ts'), {
    environment: { PORT: String(port), RELAIS_URL: url, RELAIS_SECRET: secret, ...environment },
    role: environment.DATABASE_URL === undefined ? 'all' : 'web',
    campaign: null,
  });
  const headers = { accept: 'text/html', cookie: `relais-session=${token}` };
  const ask = async (path: string) => {
    const started = performance.now();
    const answer = await fetch(url + path, { headers, redirect: 'error' });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    return { took: performance.now() - started, text };
  };
  const metrics: Record<string, number> = {};
  for (const [page, path] of Object.entries(pages)) {
    for (let warm = 0; warm < 5; warm++) await ask(path);
    const times: number[] = [];
    for (let turn = 0; turn < rounds; turn++) times.push((await ask(path)).took);
    times.sort((a, b) => a - b);
    metrics[`${name}_${page}_p95_ms`] = round(times[Math.ceil(rounds * 0.95) - 1] ?? 0, 1);
  }
  const { took, text } = await ask(`${base}/relays.csv`);
  const rows = text.split('\r\n').length - 2;
  if (rows !== relays) throw new Error(`the file has ${rows} rows`);
  metrics[`${name}_csv_rows_per_second`] = round((rows * 1000) / took, 0);
  await server.stop();
  return metrics;
}

const postgres = await startPostgres();
const onPostgres = await measure(
  'postgres',
  { RELAIS_DATA: scratch(), DATABASE_URL: postgres.url },
  await fill(await openPostgres(postgres.url, 4)),
);
await postgres.stop();
const data = scratch();
mkdirSync(join(data, 'db'), { recursive: true });
const onPglite = await measure(
  'embedded',
  { RELAIS_DATA: data },
  await fill(await openPglite(join(data, 'db'))),
);
report('console', { relays, rounds, wanted_p95_ms: 100, ...onPostgres, ...onPglite });
