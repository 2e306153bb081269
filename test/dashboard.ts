import type { Hono } from 'hono';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { importCampaign, readCampaign, readDraftEntry, readId } from '../src/campaign/mod.ts';
import { consoleServices } from '../src/compose-console.ts';
import { readConfig } from '../src/config.ts';
import type { Role } from '../src/domain/mod.ts';
import { jobKinds } from '../src/jobs/mod.ts';
import { type Clock, systemRandom } from '../src/kernel/mod.ts';
import { createSeal, type Person } from '../src/people/mod.ts';
import { openQueue } from '../src/queue/mod.ts';
import type { Database } from '../src/store/mod.ts';
import { createApp } from '../src/web/app.ts';
import { openFrontDoor } from '../src/web/front-door.suite.ts';
import { campaignFile } from './campaign.ts';
import { openMigrated } from './database.ts';

/** The dashboard and the lists over a database with relays, for people of given roles. */
export type Desk = {
  readonly db: Database;
  readonly app: Hono;
  readonly now: number;
  /** Looks at a page as somebody: `operator` of the campaign, its `charity`, a `partner` and so on; null: not signed in. */
  readonly look: (path: string, as: Visitor | null, headers?: Record<string, string>) => Promise<Response>;
  readonly add: (relays: readonly TestRelay[]) => Promise<void>;
  readonly close: () => Promise<void>;
};
export type Visitor = Role | 'stranger';
export type TestRelay = {
  readonly n: number;
  readonly at: string;
  readonly state?: string;
  readonly reason?: string;
  readonly via?: string;
  readonly site?: string;
  readonly title?: string | null;
  readonly author?: string | null;
  readonly units?: number;
  readonly erased?: boolean;
};

const homes: Readonly<Record<Visitor, [string, Role]>> = {
  operator: ['netscouade', 'operator'],
  charity: ['restos', 'charity'],
  partner: ['danone', 'partner'],
  moderator: ['netscouade', 'moderator'],
  auditor: ['restos', 'auditor'],
  stranger: ['elsewhere', 'operator'],
};

export const site = 'https://relais.example';

export async function openDesk(kind: Database['kind'], now: number, url = site): Promise<Desk> {
  const db = await openMigrated(kind);
  const clock: Clock = { now: () => now };
  // Its terms are older than everything that happens.
  const first: Clock = { now: () => Date.parse('2026-01-01T00:00:00Z') };
  const imported = await importCampaign(db, campaignFile(), first, systemRandom);
  if (imported.kind !== 'imported') throw new Error(JSON.stringify(imported));
  const queue = await openQueue(db, jobKinds, { work: false, onError: () => {} });
  const house = {
    db,
    queue,
    clock,
    random: systemRandom,
    publicUrl: new URL(url),
    seal: createSeal('a secret of the tests'),
  };
  const given = consoleServices(readConfig({ RELAIS_URL: url }), house);
  const services = {
    ...openFrontDoor(url).services,
    clock,
    campaign: (slug: string) => readCampaign(db, slug, now),
    console: {
      ...given,
      signIn: { ...given.signIn, session: async (token: string) => seen(token as Visitor) },
      campaigns: { ...given.campaigns, entry: (slug: string) => readDraftEntry(db, slug) },
    },
  };
  const log = pino({ level: 'error' }, process.stderr);
  const app = createApp(services, { registry: new Registry(), log });
  const campaign = await readId(db, 'essai');
  return {
    db,
    app,
    now,
    look: async (path, as, headers = {}) =>
      app.request(path, {
        headers: {
          accept: 'text/html',
          ...(as === null ? {} : { cookie: `__Host-relais=${as}` }),
          ...headers,
        },
      }),
    add: (relays) => addRelays(db, campaign ?? '', relays),
    close: async () => {
      await queue.close();
      await db.close();
    },
  };
}

function seen(visitor: Visitor) {
  const [organisation, role] = homes[visitor];
  const person: Person = {
    account: 'acc_01kaz5m3v8q2w4x6y8z0a1b2c0',
    email: `${visitor}@example.org`,
    name: visitor,
    language: 'fr',
    roles: [{ id: 1, organisation, organisationName: organisation, kind: 'agency', role, campaign: null }],
  };
  return { person, session: 'ses_01kaz5m3v8q2w4x6y8z0a1b2c0', renewed: null } as const;
}

async function addRelays(db: Database, campaign: string, relays: readonly TestRelay[]): Promise<void> {
  for (const one of relays) {
    const site = one.site ?? `blog${one.n}.example`;
    const state = one.state ?? 'counted';
    await db.rows(
      `INSERT INTO relay (id, campaign_id, source, source_key, site, target, via, state, reason, units, number, check_due, title, author,
         received_at, claimed_at, counted_at, erased_at)
       VALUES ($1, $2, $3, $3, $4, '', $5, $6, $7, $8, $9, false, $10, $11, $12, $12, $13, $14)`,
      [
        `rly_${String(one.n).padStart(26, '0')}`,
        campaign,
        one.erased === true ? `erased:${one.n}` : `https://${site}/billet-${one.n}`,
        one.erased === true ? `erased:${'0'.repeat(63)}${one.n}` : site,
        one.via ?? 'pingback',
        state,
        one.reason ?? null,
        one.units ?? (state === 'counted' ? 10 : 0),
        state === 'counted' ? one.n : null,
        one.title === undefined ? `Billet ${one.n}` : one.title,
        one.author ?? null,
        one.at,
        state === 'counted' ? one.at : null,
        one.erased === true ? one.at : null,
      ],
    );
  }
}
