// Server time of an entry's page under 10,000 comments, on PostgreSQL and on the embedded database: the first page, one
// in the middle, the last; one reader, one request after the other, nothing kept between them.
import { join } from 'node:path';
import { freePort, startPostgres } from '../test/postgres.ts';
import { report, round, scratch, startChild } from './measure.ts';

const built = <T>(path: string): Promise<T> => import(new URL(`../dist/${path}`, import.meta.url).href);
const { openPostgres, openPglite, migrate } =
  await built<typeof import('../src/store/mod.ts')>('store/mod.js');
const { importCampaign } = await built<typeof import('../src/campaign/mod.ts')>('campaign/mod.js');
const { systemClock } = await built<typeof import('../src/kernel/mod.ts')>('kernel/mod.js');
const { readFileSync, mkdirSync } = await import('node:fs');
type Database = Awaited<ReturnType<typeof openPostgres>>;

const here = import.meta.dirname;
const slug = 'billet-2010';
const comments = 10_000;
const rounds = 60;

/** One entry with 10,000 published comments, four in five an answer to the one before, down to five steps; 500 more wait. */
async function fill(db: Database): Promise<void> {
  await migrate(db);
  const imported = await importCampaign(
    db,
    readFileSync(join(here, '..', 'examples', '2010.yaml'), 'utf8'),
    systemClock,
  );
  if (imported.kind !== 'imported') throw new Error(JSON.stringify(imported));
  await db.rows(
    `INSERT INTO journal_entry (id, campaign_id, slug, language, title, body, author, created_at, published_at, changed_at)
     SELECT 'jrn_bench', id, 'billet', 'fr', 'Un billet', 'Deux **mots**.', 'Anne', now(), now(), now() FROM campaign WHERE slug = $1`,
    [slug],
  );
  await db.rows(
    `INSERT INTO journal_comment (id, campaign_id, entry_id, parent_id, place, name, email, body, language, state, token_hash, text_hash, created_at)
     SELECT 'cmt_' || lpad(n::text, 26, '0'), c.id, 'jrn_bench', NULL,
       (SELECT string_agg(lpad(greatest(1, n - n % 5 + k)::text, 9, '0'), '.' ORDER BY k) FROM generate_series(0, n % 5) k),
       'Lecteur ' || n, 'lecteur' || n || '@example.org', repeat('Nous étions douze autour de la table. ', 8), 'fr',
       CASE WHEN n > ${comments} THEN 'held' ELSE 'published' END, sha256(n::text::bytea), sha256(('t' || n)::bytea), now()
     FROM generate_series(1, ${comments + 500}) n, campaign c WHERE c.slug = $1`,
    [slug],
  );
  await db.rows('ANALYZE');
}

async function measure(environment: Record<string, string>) {
  const { stop, ready } = await startChild<{ url: string }>(join(here, 'serve.ts'), {
    environment,
    role: environment.DATABASE_URL === undefined ? 'all' : 'web',
    campaign: null,
  });
  const entry = `${ready.url}/c/${slug}/journal/billet`;
  const place = (n: number) => String(n).padStart(9, '0');
  const p95: Record<string, number> = {};
  for (const [name, path] of [
    ['first', entry],
    ['middle', `${entry}?from=${place(comments / 2)}`],
    ['last', `${entry}?from=${place(comments - 45)}`],
    ['permalink', `${entry}?at=cmt_${String(comments / 2 + 3).padStart(26, '0')}`],
  ] as const) {
    const took: number[] = [];
    for (let n = 0; n < rounds; n++) {
      const begun = performance.now();
      const answer = await fetch(path);
      const text = await answer.text();
      if (answer.status !== 200 || !text.includes('class="comment'))
        throw new Error(`${path} answered ${answer.status}`);
      if (n >= 10) took.push(performance.now() - begun);
    }
    took.sort((a, b) => a - b);
    p95[name] = round(took[Math.floor(took.length * 0.95)] ?? 0, 1);
  }
  await stop();
  return p95;
}

const folder = scratch();
const postgres = await startPostgres();
const embedded = join(folder, 'db');
mkdirSync(folder, { recursive: true });
const results: Record<string, number> = {};
for (const kind of ['postgres', 'pglite'] as const) {
  const db = kind === 'postgres' ? await openPostgres(postgres.url) : await openPglite(embedded);
  await fill(db);
  await db.close();
  const port = await freePort();
  const p95 = await measure({
    RELAIS_DATA: folder,
    PORT: String(port),
    ...(kind === 'postgres' ? { DATABASE_URL: postgres.url } : {}),
  });
  for (const [name, ms] of Object.entries(p95)) results[`${kind}_${name}_p95_ms`] = ms;
}
await postgres.stop();
report('comments', { comments, ...results });
