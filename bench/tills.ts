// Relais as built with a key for tills; or, given a file, taking it, and how long and how much memory that took.
import { readFileSync } from 'node:fs';
import { pino } from 'pino';

const built = <T>(path: string): Promise<T> => import(new URL(`../dist/${path}`, import.meta.url).href);
const { startServer } = await built<typeof import('../src/compose.ts')>('compose.js');
const { readConfig } = await built<typeof import('../src/config.ts')>('config.js');
const { importCampaign, readId } = await built<typeof import('../src/campaign/mod.ts')>('campaign/mod.js');
const { createPurchases, takeFile } = await built<typeof import('../src/credit/mod.ts')>('credit/mod.js');
const { commandLine, createKey } = await built<typeof import('../src/people/mod.ts')>('people/mod.js');
const { systemClock, systemRandom } = await built<typeof import('../src/kernel/mod.ts')>('kernel/mod.js');

const { environment, campaign, file } = JSON.parse(process.argv[2] ?? '{}') as {
  environment: Record<string, string>;
  campaign: string;
  file: string | null;
};
const server = await startServer(readConfig(environment), pino({ level: 'error' }, process.stderr));
const outcome = await importCampaign(server.db, readFileSync(campaign, 'utf8'), systemClock);
if (outcome.kind !== 'imported') throw new Error(JSON.stringify(outcome));
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
if (file === null) {
  const key = await createKey(
    { db: server.db, random: systemRandom, seal: server.seal },
    {
      ...{ name: 'tills', retailer: 'carrefour', campaign: null, scopes: ['purchases:write'] },
      ...{ publicKey: null, expiresAt: null },
    },
    commandLine,
    systemClock.now(),
  );
  process.stdout.write(`${JSON.stringify({ url: server.url, key: key?.text })}\n`);
} else {
  const id = await readId(server.db, 'essai');
  if (id === null) throw new Error('no campaign');
  const purchases = createPurchases({ db: server.db, clock: systemClock, random: systemRandom });
  let rss = 0;
  const began = performance.now();
  const result = await takeFile(
    { db: server.db, clock: systemClock, purchases },
    { campaign: id, retailer: 'carrefour', path: file },
    () => {
      rss = Math.max(rss, process.memoryUsage.rss());
    },
  );
  if (result.invalid > 0) throw new Error(JSON.stringify(result));
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(`${JSON.stringify({ seconds, rss_mb: rss / 1024 / 1024 })}\n`);
}
