import { expect, test } from 'vitest';
import { openFrontDoor } from '../front-door.suite.ts';

test('alive', async () => {
  const answer = await openFrontDoor().app.request('/healthz');
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
});

test.each([
  [{}, 200],
  [{ database: false }, 503],
  [{ migrations: false }, 503],
  [{ workerLagSeconds: 301 }, 503],
  [{ workerLagSeconds: null }, 503],
])('ready with %j: %i', async (change, status) => {
  const door = openFrontDoor();
  const state = { database: true, migrations: true, workerLagSeconds: 0, ...change };
  const { createApp } = await import('../app.ts');
  const { Registry } = await import('prom-client');
  const { pino } = await import('pino');
  const services = { ...door.services, readiness: async () => state };
  const app = createApp(services, { registry: new Registry(), log: pino({ level: 'silent' }) });
  const answer = await app.request('/readyz');
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ ready: status === 200, ...state });
});

test('figures for Prometheus', async () => {
  const door = openFrontDoor();
  await door.app.request('/webmention', {
    method: 'POST',
    body: new URLSearchParams({
      source: 'https://blog.example/a',
      target: 'https://relais.example/c/un-billet-dix-repas',
    }),
  });
  const answer = await door.app.request('/metrics');
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const text = await answer.text();
  for (const line of [
    'relais_units_granted{campaign="un-billet-dix-repas"} 12430',
    'relais_relays_counted{campaign="un-billet-dix-repas"} 1243',
    'relais_claims_total{via="webmention",outcome="accepted"} 1',
    'process_cpu_user_seconds_total',
  ])
    expect(text).toContain(line);
});

test('robots may read the campaigns', async () => {
  expect(await (await openFrontDoor().app.request('/robots.txt')).text()).toMatch(
    /^User-agent: \*\nAllow: \//,
  );
});
