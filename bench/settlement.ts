// A partner's statement over a million credits on PostgreSQL: drawn up as a preview, closed, and printed as a PDF. The
// credits are written as they always are: in batches, with their transfers and their entries of the log.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../test/postgres.ts';
import { report, round } from './measure.ts';

const built = <T>(path: string): Promise<T> => import(new URL(`../dist/${path}`, import.meta.url).href);
const { openPostgres, migrate } = await built<typeof import('../src/store/mod.ts')>('store/mod.js');
const { importCampaign, becomeCreditWriter, readId } =
  await built<typeof import('../src/campaign/mod.ts')>('campaign/mod.js');
const { credit } = await built<typeof import('../src/credit/mod.ts')>('credit/mod.js');
const { closePeriod, foots, previewStatement } =
  await built<typeof import('../src/settlement/mod.ts')>('settlement/mod.js');
const { systemClock, systemRandom } = await built<typeof import('../src/kernel/mod.ts')>('kernel/mod.js');

const slug = 'billet-2010';
const credits = Number(process.env.BENCH_CREDITS ?? 1_000_000);
const batch = 10_000;

const postgres = await startPostgres();
try {
  const db = await openPostgres(postgres.url);
  await migrate(db);
  const file = readFileSync(join(import.meta.dirname, '..', 'examples', '2010.yaml'), 'utf8');
  const imported = await importCampaign(db, file.replaceAll('cap: 1000000', 'cap: 9000000'), systemClock);
  if (imported.kind !== 'imported') throw new Error(JSON.stringify(imported));
  const id = await readId(db, slug);
  if (id === null) throw new Error('campaign');
  for (let from = 0; from < credits; from += batch)
    await db.transaction(async (tx) => {
      await becomeCreditWriter(tx, id);
      const books = { campaign: { id, slug }, at: systemClock.now(), random: systemRandom };
      const acts = Array.from({ length: batch }, (_, n) => ({ subject: `rly_${from + n}`, facts: {} }));
      await credit(tx, books, 'relay', acts);
    });
  const timed = async <T>(work: () => Promise<T>) => {
    const begin = performance.now();
    const value = await work();
    return { value, seconds: (performance.now() - begin) / 1000 };
  };
  const preview = await timed(() => previewStatement(db, slug, 'danone', systemClock.now()));
  if (preview.value === null || !foots(preview.value)) throw new Error('the statement does not foot');
  const by = {
    actor: { account: null, name: 'bench' },
    now: systemClock.now(),
    random: systemRandom,
  };
  const closed = await timed(() => closePeriod(db, { slug, partner: 'danone', number: 1, final: false }, by));
  if (closed.value.kind !== 'closed') throw new Error(closed.value.kind);
  const next = await timed(() => previewStatement(db, slug, 'danone', systemClock.now()));
  report('settlement', {
    credits,
    units: preview.value.lines[0]?.units ?? 0,
    preview_s: round(preview.seconds),
    close_s: round(closed.seconds),
    next_preview_s: round(next.seconds),
  });
  await db.close();
} finally {
  await postgres.stop();
}
