import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import type { WriteSite } from './cli/command.ts';
import { consoleAddresses } from './compose-console.ts';
import { startHub } from './compose-hub.ts';
import { openServices } from './compose-services.ts';
import { startWork } from './compose-work.ts';
import type { Config } from './config.ts';
import { logEarlier } from './credit/mod.ts';
import { enqueueRechecks } from './evidence/mod.ts';
import { jobKinds } from './jobs/mod.ts';
import { type Clock, type Random, systemClock, systemRandom } from './kernel/mod.ts';
import { createSeal, openSecret, type Seal, setupLink } from './people/mod.ts';
import { openQueue } from './queue/mod.ts';
import { type Database, lockFolder, migrate, openPglite, openPostgres } from './store/mod.ts';
import { createApp } from './web/app.ts';
import type { Services } from './web/port.ts';
import { createWebServer } from './web/server.ts';
import { exportSite } from './web/static/export.ts';

/** An open database and what must be given back when it is closed. */
export type OpenStore = { readonly db: Database; readonly close: () => Promise<void> };

/** Opens PostgreSQL, or the embedded database under the folder's lock (`FolderHeld` names the process that has it). */
export async function storeOf(
  config: Pick<Config, 'databaseUrl' | 'data'>,
  command: string,
): Promise<OpenStore> {
  mkdirSync(config.data, { recursive: true });
  const lock = config.databaseUrl === null ? lockFolder(config.data, command) : null;
  try {
    const db =
      config.databaseUrl === null
        ? await openPglite(join(config.data, 'db'))
        : await openPostgres(config.databaseUrl);
    return {
      db,
      close: async () => {
        await db.close();
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** Opens the database and brings it to this software's schema. */
export async function openStore(
  config: Pick<Config, 'databaseUrl' | 'data'>,
  command: string,
): Promise<OpenStore> {
  const store = await storeOf(config, command);
  try {
    await migrate(store.db);
    await logEarlier(store.db, systemRandom);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Without an operator nobody could come in: the way for the first one is said once per start. */
async function sayHowToBegin(
  config: Config,
  house: { readonly db: Database; readonly clock: Clock; readonly random: Random; readonly seal: Seal },
  port: number,
  log: Logger,
): Promise<void> {
  const { url } = consoleAddresses(config.publicUrl);
  if (config.port === 0) url.port = String(port);
  const link = await setupLink({ ...house, publicUrl: url }, house.clock.now());
  if (link !== null) log.info(`No operator yet. Whoever opens this link first becomes the operator: ${link}`);
}

/** A running Relais. `url` is where it listens, `stop` ends it after what is in hand is done. */
export type RunningServer = {
  readonly url: string;
  readonly db: Database;
  readonly services: Services;
  readonly seal: Seal;
  /** Campaigns at the start. */
  readonly campaigns: number;
  /** Puts due rechecks into the queue now, as the worker does every minute. */
  readonly recheck: () => Promise<number>;
  /** Writes a campaign's pages as plain files. */
  readonly site: WriteSite;
  /** Polls feeds whose turn has come now, as the worker does every half minute; gives how many. */
  readonly pollFeeds: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

const over = (log: Logger) => (services: Services) => {
  const app = createApp(services, { registry: new Registry(), log });
  return (request: Request) => app.fetch(request);
};

/** Writes static copies for a process that serves nobody: the pages are rendered as the server would. */
export function siteWriter(config: Config, db: Database, seal: Seal, log: Logger): WriteSite {
  const house = { db, clock: systemClock, random: systemRandom, publicUrl: config.publicUrl, seal };
  const onError = (error: unknown, during: string) => log.error({ err: error }, during);
  return async (...given) => {
    const queue = await openQueue(db, jobKinds, { work: false, onError: (error) => onError(error, 'queue') });
    const { services, stop } = await openServices(config, { ...house, queue }, onError);
    try {
      return await exportSite({ services, serve: over(log) }, ...given);
    } finally {
      await stop();
      await queue.close();
    }
  };
}

/** Wires the whole house by hand and starts what the role asks for. */
export async function startServer(
  config: Config,
  log: Logger,
  { clock = systemClock, random = systemRandom }: { readonly clock?: Clock; readonly random?: Random } = {},
): Promise<RunningServer> {
  const store = await openStore(config, 'serve');
  const { db } = store;
  const seal = createSeal(config.secret ?? openSecret(config.data, random));
  const house = { db, clock, random, publicUrl: config.publicUrl, seal };
  const onError = (error: unknown, during: string) => log.error({ err: error }, during);
  const queue = await openQueue(db, jobKinds, {
    work: config.role !== 'web',
    onError: (error) => onError(error, 'queue'),
  });
  const worker = config.role === 'web' ? null : await startWork(config, { ...house, queue }, log, onError);
  const { services, stop: stopServices } = await openServices(config, { ...house, queue }, onError);
  const registry = new Registry();
  const app = createApp(services, { registry, log });
  const hub =
    worker === null
      ? null
      : await startHub(config, { ...house, queue }, (request) => app.fetch(request), onError);
  // Worker processes answer too: an operator asks them for /healthz, /readyz and /metrics.
  const server = createWebServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Crowds come at once: as many wait to be let in as the system allows.
    server.listen({ port: config.port, host: config.host, backlog: 4096 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  if (config.role !== 'worker') await sayHowToBegin(config, house, port, log);
  return {
    url: config.port === 0 ? `http://${config.host}:${port}` : config.publicUrl.href.replace(/\/$/, ''),
    db,
    services,
    seal,
    campaigns: (await services.campaigns()).length,
    site: (...given) => exportSite({ services, serve: over(log) }, ...given),
    recheck: () => enqueueRechecks(db, queue, clock.now()),
    pollFeeds: async () => worker?.pollFeeds() ?? 0,
    stop: async () => {
      // Streams stay open for ever by design: they are cut, everything else finishes.
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 1000).unref();
      await closed;
      await hub?.stop();
      await stopServices();
      await worker?.stop();
      await queue.close();
      await store.close();
    },
  };
}
