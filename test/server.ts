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
  options: { readonly campaign?: string; readonly clock?: Clock; readonly environment?: Record<string, string> } = {},
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
  const server = await startServer(readConfig(environment), log, options.clock === undefined ? {} : { clock: options.clock });
  if (options.campaign !== undefined) {
    const outcome = await importCampaign(server.db, options.campaign, options.clock ?? { now: () => Date.now() });
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

/** A campaign file for tests, open from 2026 to 2036. */
export function campaignFile(change: { slug?: string; relay?: string; pledges?: string; opens?: string; closes?: string } = {}): string {
  return `relais: 1
organisations:
  - { slug: restos, kind: charity, name: Les Restos du Cœur, url: "https://www.restosducoeur.org/" }
  - { slug: danone, kind: partner, name: Danone }
  - { slug: carrefour, kind: partner, name: Carrefour }
  - { slug: netscouade, kind: agency, name: La Netscouade }
campaign:
  slug: ${change.slug ?? 'essai'}
  title: { fr: "1 billet = 10 repas", en: "1 post = 10 meals" }
  summary: { fr: "Un billet donne dix repas.", en: "A post gives ten meals." }
  charity: restos
  operator: netscouade
  unit: { code: meal, names: { fr: [repas, repas], en: [meal, meals] } }
  opens: ${change.opens ?? '2026-01-01T00:00:00+01:00'}
  closes: ${change.closes ?? '2036-01-01T00:00:00+01:00'}
  milestones: [1000, 5000]
  relay: ${change.relay ?? '{ perSite: 1, review: none, recheckAfterDays: 30, onRemoval: keep }'}
pledges:
${change.pledges ?? '  - { id: danone-billets, partner: danone, mechanic: relay, perAct: 6, cap: 12000, minimum: 1000 }\n  - { id: carrefour-billets, partner: carrefour, mechanic: relay, perAct: 4, cap: 8000, minimum: 1000 }'}
`;
}
