import { expect, test } from 'vitest';
import { browser, openFrontDoor, relayIds } from '../front-door.suite.ts';

const page = '/c/un-billet-dix-repas';

test.each([
  '/c/nobody',
  '/c/nobody/',
  '/c/nobody/partners',
  '/c/nobody/badge.svg',
  '/c/nobody/badge.json',
  '/c/nobody/embed',
  '/c/nobody/events',
  '/c/nobody/relays.atom',
  '/c/nobody/relays.json',
  '/api/v1/campaigns/nobody',
  '/api/v1/campaigns/nobody/relays',
  '/api/v2/campaigns',
  '/relays/nobody',
  '/relays/nobody.json',
  '/relays/',
  `/relays/${relayIds.counted}/proof`,
  `/relays/${relayIds.counted}x`,
  '/nobody',
  '/c',
  '/c/',
  '//',
  '/C/un-billet-dix-repas',
  '/c/UN-BILLET-DIX-REPAS',
  `${page}%00`,
  `${page}%0d%0aset-cookie:a=b`,
  `${page}%0d%0aset-cookie:a=b/`,
  `/%0d%0aset-cookie:a=b`,
  `${page}%`,
  `${page}%E0%A4%A`,
  `${page}%E0%A4%A/`,
  '/%ff',
  '/c/%ff/badge.svg',
  '/c/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '/assets/../answer.ts',
  '/assets/..%2fanswer.ts',
  '/assets/%2e%2e%2fanswer.ts',
  '/assets/constructor',
  '/c/__proto__',
  '/__proto__',
  `/c/${'a'.repeat(8000)}`,
  `${page}?before=-1`,
  `${page}?before=x`,
  `${page}?before=1e3`,
  '/.git/config',
  '/.env',
])('%s: nothing there, said in one sentence', async (path) => {
  const door = openFrontDoor();
  for (const headers of [browser, { accept: 'application/json' }, {}]) {
    const answer = await door.app.request(`http://x${path}`, { headers });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('set-cookie')).toBeNull();
    const body = await answer.text();
    expect(body).not.toMatch(/\/srv\/|node_modules|\.tsx?\b|at [\w.]+ \(/);
    if (answer.headers.get('content-type')?.startsWith('text/html')) {
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    } else {
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(JSON.parse(body)).toMatchObject({
        status: 404,
        title: 'Not found',
        detail: expect.stringMatching(/\.$/),
      });
    }
  }
  expect(door.logged).toEqual([]);
});

test.each([
  ['POST', page],
  ['PUT', page],
  ['DELETE', '/api/v1/campaigns/un-billet-dix-repas'],
  ['POST', '/'],
  ['PATCH', `${page}/badge.svg`],
  ['POST', `${page}/events`],
  ['POST', `/relays/${relayIds.counted}`],
  ['POST', '/healthz'],
  ['PROPFIND', '/'],
])('%s %s: 405 with what is allowed', async (method, path) => {
  const { app } = openFrontDoor();
  const person = await app.request(path, { method, headers: browser });
  expect([person.status, person.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  expect(await person.text()).toContain('<html lang="fr">');
  const program = await app.request(path, { method });
  expect([program.status, program.headers.get('content-type')]).toEqual([405, 'application/problem+json']);
});

test.each(['/webmention', '/pingback'])('GET %s: 405, as it takes POST', async (path) => {
  const answer = await openFrontDoor().look(path);
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
});

test.each(['POST', 'PUT'])('%s to an address where nothing is: 404', async (method) => {
  expect((await openFrontDoor().app.request('/nothing/here', { method })).status).toBe(404);
});

test('what breaks inside is logged and not shown', async () => {
  const door = openFrontDoor();
  const broken: typeof door.services.campaign = async () => {
    throw new Error('secret at /srv/relais/src/store/postgres.ts');
  };
  Object.assign(door.services, { campaign: broken, campaigns: broken, relay: broken });
  for (const [path, type] of [
    [page, 'text/html'],
    ['/relays/x.json', 'application/problem+json'],
    ['/api/v1/campaigns/un-billet-dix-repas', 'application/problem+json'],
  ] as const) {
    const { createApp } = await import('../app.ts');
    const { Registry } = await import('prom-client');
    const { pino } = await import('pino');
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    const app = createApp(door.services, { registry: new Registry(), log });
    const answer = await app.request(path, { headers: browser });
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toContain(type);
    expect(await answer.text()).not.toMatch(/secret|\/srv\//);
    expect(lines.join('')).toContain('secret');
  }
});

test('pages that say no speak the visitor’s language', async () => {
  const door = openFrontDoor();
  const french = await door.look('/c/nobody');
  expect(await french.text()).toContain('Il n’y a rien à cette adresse');
  const english = await door.look('/c/nobody', { 'accept-language': 'en-GB,en;q=0.9,fr;q=0.8' });
  expect(await english.text()).toContain('<html lang="en">');
  expect(english.headers.get('vary')).toContain('Accept-Language');
});
