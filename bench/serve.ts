// Relais as built, started as a benchmark wants it.
import { readFileSync } from 'node:fs';
import { pino } from 'pino';

const built = <T>(path: string): Promise<T> => import(new URL(`../dist/${path}`, import.meta.url).href);
const { startServer } = await built<typeof import('../src/compose.ts')>('compose.js');
const { readConfig } = await built<typeof import('../src/config.ts')>('config.js');
const { importCampaign } = await built<typeof import('../src/campaign/mod.ts')>('campaign/mod.js');

const { environment, role, campaign } = JSON.parse(process.argv[2] ?? '{}') as {
  environment: Record<string, string>;
  role: 'web' | 'worker' | 'all';
  campaign: string | null;
};
const log = pino({ level: 'error' }, process.stderr);
const server = await startServer({ ...readConfig(environment), role }, log);
if (campaign !== null) {
  const outcome = await importCampaign(server.db, readFileSync(campaign, 'utf8'), { now: () => Date.now() });
  if (outcome.kind !== 'imported') throw new Error(JSON.stringify(outcome));
}
process.stdout.write(`${JSON.stringify({ url: server.url, pid: process.pid })}\n`);
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
