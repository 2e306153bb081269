import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { importCampaign } from '../src/campaign/mod.ts';
import { type RunningServer, startServer } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import type { Clock } from '../src/kernel/mod.ts';
import type { Database } from '../src/store/mod.ts';
import { newPostgresDatabase } from './database.ts';
import { freePort } from './postgres.ts';

/** A whole Relais on loopback, over a database of its own, with a campaign. */
export type TestServer = RunningServer & { readonly data: string };

/** Starts the whole house in this process: real database, real HTTP on loopback, fetching from loopback allowed. */
export async function startTestServer(
  kind: Database['kind'],
  options: {
    readonly campaign?: string;
    readonly clock?: Clock;
    readonly environment?: Record<string, string>;
  } = {},
): Promise<TestServer> {
  const data = mkdtempSync(join(tmpdir(), 'relais-test-'));
  const port = await freePort();
  const environment = {
    PORT: String(port),
    RELAIS_DATA: data,
    RELAIS_FETCH_ALLOW: '127.0.0.0/8',
    ...(kind === 'postgres' ? { DATABASE_URL: await newPostgresDatabase() } : {}),
    ...options.environment,
  };
  const log = pino({ level: 'error' }, process.stderr);
  const server = await startServer(
    readConfig(environment),
    log,
    options.clock === undefined ? {} : { clock: options.clock },
  );
  if (options.campaign !== undefined) {
    const outcome = await importCampaign(
      server.db,
      options.campaign,
      options.clock ?? { now: () => Date.now() },
    );
    if (outcome.kind !== 'imported') throw new Error(JSON.stringify(outcome));
  }
  return {
    ...server,
    data,
    stop: async () => {
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
