import { expect } from 'vitest';
import { importCampaign } from '../src/campaign/mod.ts';
import { systemRandom } from '../src/kernel/mod.ts';
import { newToken } from '../src/people/mod.ts';
import type { Database } from '../src/store/mod.ts';
import { campaignFile } from './campaign.ts';
import { startTestServer, type TestServer } from './server.ts';
import { post, type Site, startSite } from './site.ts';

export type TestRelay = {
  id: string;
  state: string;
  reason: string | null;
  units: number;
  countedAt: string | null;
  steps: { kind: string; reason: string | null }[];
};

/** A whole Relais with campaigns, blogs and people, as the moderation's tests use it. */
export type Bench = Awaited<ReturnType<typeof openBench>>;

export async function openBench(kind: Database['kind'], firstHost: number) {
  let offset = 0;
  const clock = { now: () => Date.now() + offset };
  const server: TestServer = await startTestServer(kind, { clock });
  const sites: Site[] = [];
  let made = 0;
  let hosts = firstHost;
  let people = 0;

  const relay = async (location: string) => (await (await fetch(`${location}.json`)).json()) as TestRelay;
  const judged = async (location: string) => {
    const id = location.split('/').at(-1) ?? '';
    for (let tries = 0; tries < 600; tries++) {
      const rows = await server.db.rows('SELECT id FROM relay WHERE id = $1 AND NOT check_due', [id]);
      if (rows.length === 1) return relay(location);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`${id} is not judged`);
  };
  const claim = async (source: string, target: string) => {
    const answer = await fetch(`${server.url}/webmention`, {
      method: 'POST',
      body: new URLSearchParams({ source, target }),
    });
    expect(answer.status).toBe(202);
    return `${answer.headers.get('location')}`;
  };
  return {
    server,
    clock,
    later: async (ms: number) => {
      offset += ms;
      // Nobody's session ends of it.
      await server.db.rows('UPDATE session SET seen_at = $1', [new Date(clock.now()).toISOString()]);
    },
    campaign: async (change: Parameters<typeof campaignFile>[0] = {}) => {
      const slug = `m${++made}`;
      const outcome = await importCampaign(server.db, campaignFile({ slug, ...change }), clock);
      if (outcome.kind !== 'imported') throw new Error(JSON.stringify(outcome));
      return { slug, page: `${server.url}/c/${slug}`, console: `/console/c/${slug}` };
    },
    blog: async () => {
      const one = await startSite(`127.0.6.${++hosts}`);
      sites.push(one);
      return one;
    },
    claim,
    judged,
    judge: async (source: string, target: string) => judged(await claim(source, target)),
    /** Somebody with a role, and what they see and send in the console. */
    person: async (organisation: string, role: string, name: string, campaign: string | null = null) => {
      const account = `acc_${String(++people).padStart(26, '0')}`;
      const token = newToken(systemRandom);
      const { db } = server;
      await db.rows(
        "INSERT INTO account (id, email, name, language, created_at) VALUES ($1, $2, $3, 'fr', now())",
        [account, `${account}@example.org`, name],
      );
      await db.rows(
        'INSERT INTO membership (account_id, organisation_id, role, campaign, created_at) SELECT $1, id, $3, $4, now() FROM organisation WHERE slug = $2',
        [account, organisation, role, campaign],
      );
      await db.rows(
        `INSERT INTO session (id, token_hash, account_id, way, agent, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, 'link', 'test', now(), now(), now() + interval '300 days')`,
        [`ses_${account.slice(4)}`, server.seal('session', token), account],
      );
      const headers = { accept: 'text/html', cookie: `relais-session=${token}` };
      return {
        account,
        cookie: { name: 'relais-session', value: token },
        get: (path: string) => fetch(server.url + path, { headers, redirect: 'manual' }),
        see: async (path: string) => (await fetch(server.url + path, { headers, redirect: 'manual' })).text(),
        send: (
          path: string,
          fields: readonly (readonly [string, string])[],
          more: Record<string, string> = {},
        ) =>
          fetch(server.url + path, {
            method: 'POST',
            headers: { ...headers, origin: server.url, ...more },
            body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])),
            redirect: 'manual',
          }),
      };
    },
    closeSites: async () => {
      offset = 0;
      await Promise.all(sites.splice(0).map((site) => site.close()));
    },
  };
}

export const linked = (page: string, body = '') =>
  post(`<div class="entry-content"><p>Lisez <a href="${page}">la campagne</a>.</p>${body}</div>`);

/** A text of its own, long enough to be compared. */
export const longText = (seed: number, count = 200) =>
  `<p>${Array.from({ length: count }, (_, index) => `mot${seed}x${index}`).join(' ')}</p>`;

/** The relays that a queue page offers, as its form names them. */
export const choices = (html: string) =>
  [...html.matchAll(/name="relay" value="(rly_\w+:\d+)"/g)].map((match) => match[1] ?? '');
