// Relais as built with one shift of 500 places, for the benchmark of volunteers.
import { readFileSync } from 'node:fs';
import { pino } from 'pino';

const built = <T>(path: string): Promise<T> => import(new URL(`../dist/${path}`, import.meta.url).href);
const { startServer } = await built<typeof import('../src/compose.ts')>('compose.js');
const { readConfig } = await built<typeof import('../src/config.ts')>('config.js');
const { importCampaign, readId } = await built<typeof import('../src/campaign/mod.ts')>('campaign/mod.js');
const { createShift } = await built<typeof import('../src/evidence/mod.ts')>('evidence/mod.js');
const { jobKinds } = await built<typeof import('../src/jobs/mod.ts')>('jobs/mod.js');
const { systemRandom } = await built<typeof import('../src/kernel/mod.ts')>('kernel/mod.js');
const { openQueue } = await built<typeof import('../src/queue/mod.ts')>('queue/mod.js');

const { environment, campaign, slug, places } = JSON.parse(process.argv[2] ?? '{}') as {
  environment: Record<string, string>;
  campaign: string;
  slug: string;
  places: number;
};
const server = await startServer(readConfig(environment), pino({ level: 'error' }, process.stderr));
const outcome = await importCampaign(server.db, readFileSync(campaign, 'utf8'), { now: () => Date.now() });
if (outcome.kind !== 'imported') throw new Error(JSON.stringify(outcome));
const id = await readId(server.db, slug);
if (id === null) throw new Error('campaign');
const queue = await openQueue(server.db, jobKinds, { work: false, onError: () => {} });
const shift = await createShift(
  {
    ...{ db: server.db, queue, random: systemRandom, now: Date.now() },
    actor: { account: null, name: 'bench' },
  },
  { id, slug },
  {
    ...{
      kind: 'collection',
      title: 'Collecte',
      details: '',
      place: 'Lyon',
      address: '1 place Bellecour',
      link: null,
    },
    ...{ startsAt: Date.now() + 5 * 86_400_000, endsAt: Date.now() + 5.1 * 86_400_000, minimumAge: null },
    ...{ contact: '', roles: [{ name: '', capacity: places }] },
  },
);
process.stdout.write(`${JSON.stringify({ url: server.url, shift })}\n`);
/** How the shift stands, for whoever asks by a signal. */
process.on('SIGUSR2', async () => {
  const rows = await server.db.rows('SELECT state FROM sign_up WHERE shift_id = $1 ORDER BY arrival', [
    shift,
  ]);
  process.stdout.write(`${JSON.stringify(rows.map((row) => (row as { state: string }).state))}\n`);
});
process.once(
  'SIGTERM',
  () =>
    void queue
      .close()
      .then(() => server.stop())
      .then(() => process.exit(0)),
);
