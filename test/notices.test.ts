import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importCampaign, readId } from '../src/campaign/mod.ts';
import { noticeWords } from '../src/compose-notices.ts';
import { jobKinds } from '../src/jobs/mod.ts';
import { type CampaignId, isId, type RelayId, systemRandom } from '../src/kernel/mod.ts';
import {
  addEndpoint,
  type EndpointId,
  isEndpointUrl,
  readEndpoints,
  readMessages,
  replay,
  rotateSecret,
  setEndpoint,
  signedHeaders,
  tellCaps,
  tellDigests,
  testEndpoint,
} from '../src/notices/mod.ts';
import { commandLine, invite, printLink } from '../src/people/mod.ts';
import { openQueue } from '../src/queue/mod.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { isSigned, startReceiver } from './receiver.ts';
import { startTestServer, type TestServer } from './server.ts';
import { post, type Site, startSite } from './site.ts';

test('messages are signed as in the example of Standard Webhooks', () => {
  const headers = signedHeaders(
    { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' },
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    1614265330,
  );
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test.each([
  ['https://hooks.example/x', true],
  ['http://127.0.0.1:8080/x', true],
  ['https://user:word@hooks.example/', false],
  ['https://hooks.example/#x', false],
  ['ftp://hooks.example/', false],
  ['javascript:alert(1)', false],
  ['//hooks.example', false],
  ['', false],
  [`https://hooks.example/${'x'.repeat(2100)}`, false],
])('%s may be an endpoint: %s', (url, may) => {
  expect(isEndpointUrl(url)).toBe(may);
});

onBothDatabases('notices', (kind) => {
  let server: TestServer;
  let offset = 0;
  let made = 0;
  let hosts = kind === 'pglite' ? 10 : 120;
  const clock = { now: () => Date.now() + offset };
  const sites: Site[] = [];

  beforeAll(async () => {
    server = await startTestServer(kind, { clock });
  });
  afterAll(async () => {
    await Promise.all(sites.map((site) => site.close()));
    await server.stop();
  });

  const campaign = async (change: Parameters<typeof campaignFile>[0] = {}) => {
    const slug = `n${kind}${++made}`;
    const text = campaignFile({ slug, ...change });
    expect((await importCampaign(server.db, text, clock)).kind).toBe('imported');
    const id = (await readId(server.db, slug)) as CampaignId;
    return { slug, id, text };
  };
  const eventually = async <T>(look: () => Promise<T | null> | T | null, what: string): Promise<T> => {
    for (let tries = 0; tries < 150; tries++) {
      const seen = await look();
      if (seen !== null) return seen;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`never came: ${what}`);
  };
  const relayOf = async (slug: string) => {
    const site = await startSite(`127.0.5.${++hosts}`);
    sites.push(site);
    const target = `${server.url}/c/${slug}`;
    site.pages.set(
      '/post',
      post(`<p>Dix repas : <a href="${target}">la campagne</a>, recette n° ${hosts}.</p>`),
    );
    const answer = await fetch(`${server.url}/webmention`, {
      method: 'POST',
      body: new URLSearchParams({ source: `${site.origin}/post`, target }),
    });
    expect(answer.status).toBe(202);
    return { site, id: (answer.headers.get('location') ?? '').split('/').at(-1) as RelayId };
  };
  const stateOf = async (id: string, wanted: string) =>
    eventually(async () => {
      const relay = (await (await fetch(`${server.url}/relays/${id}.json`)).json()) as { state: string };
      return relay.state === wanted ? relay : null;
    }, `${id} ${wanted}`);
  const mails = (to: string): string[] => {
    try {
      const outbox = join(server.data, 'outbox');
      return readdirSync(outbox)
        .sort()
        .map((name) =>
          readFileSync(join(outbox, name), 'utf8')
            .replace(/=\r?\n/g, '')
            .replaceAll('=3D', '='),
        )
        .filter((text) => text.includes(`To: ${to}`) || text.includes(`<${to}>`));
    } catch {
      return [];
    }
  };
  const decoded = (mail: string) =>
    /base64/i.test(mail)
      ? Buffer.from(mail.split('\n\n').slice(1).join(''), 'base64').toString('utf8')
      : Buffer.from(
          mail.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString('utf8');
  const mailTo = (to: string, pattern: RegExp) =>
    eventually(
      () =>
        mails(to)
          .map(decoded)
          .find((text) => pattern.test(text)) ?? null,
      `a mail to ${to} with ${pattern}`,
    );
  const ask = (id: string, email: string) =>
    fetch(`${server.url}/relays/${id}/notices`, { method: 'POST', body: new URLSearchParams({ email }) });
  const linkIn = (mail: string, end: string) =>
    new RegExp(`http://[^\\s]+/notices/[\\w-]{43}${end}(?![\\w/])`).exec(mail)?.[0] ?? '';

  describe('mails to whoever relays', () => {
    test('come only once the address is confirmed by a press of the button, tell the units, and stop by one click', async () => {
      const { slug } = await campaign();
      const { id } = await relayOf(slug);
      await stateOf(id, 'counted');
      const reader = `reader-${kind}@blog.example`;
      expect((await ask(id, reader)).status).toBe(200);
      const confirm = linkIn(await mailTo(reader, /Confirmez/), '');
      expect((await fetch(confirm)).status, 'a program that opens links confirms nothing').toBe(200);
      expect(
        await server.db.rows(
          'SELECT id FROM relay_subscription WHERE relay_id = $1 AND confirmed_at IS NULL',
          [id],
        ),
      ).toHaveLength(1);
      expect((await fetch(confirm, { method: 'POST' })).status).toBe(200);
      const news = await mailTo(reader, /est compt. pour/);
      expect(news).toContain('10 repas, promis par Carrefour, Danone');
      expect(news).toMatch(/List-Unsubscribe-Post: List-Unsubscribe=One-Click/);
      const stop = linkIn(news, '/stop');
      expect(news.replace(/\s+/g, ' ')).toContain(`List-Unsubscribe: <${stop}>`);
      expect((await fetch(stop)).status).toBe(200);
      expect(
        await server.db.rows('SELECT id FROM relay_subscription WHERE relay_id = $1', [id]),
        'opening it stops nothing',
      ).toHaveLength(1);
      const oneClick = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };
      expect((await fetch(stop, oneClick)).status).toBe(200);
      expect(
        await server.db.rows('SELECT id FROM relay_subscription WHERE relay_id = $1', [id]),
      ).toHaveLength(0);
      expect((await fetch(stop, oneClick)).status, 'again').toBe(200);
      expect((await fetch(confirm, { method: 'POST' })).status).toBe(404);
    });

    test('say what comes later: refused, and why, with the way to appeal', async () => {
      const { slug } = await campaign();
      const { id, site } = await relayOf(slug);
      await stateOf(id, 'counted');
      const reader = `later-${kind}@blog.example`;
      await ask(id, reader);
      await fetch(linkIn(await mailTo(reader, /Confirmez/), ''), { method: 'POST' });
      await mailTo(reader, /est compt. pour/);
      site.pages.set('/post', post('<p>Rien.</p>'));
      await fetch(`${server.url}/webmention`, {
        method: 'POST',
        body: new URLSearchParams({ source: `${site.origin}/post`, target: `${server.url}/c/${slug}` }),
      });
      await stateOf(id, 'withdrawn');
      expect(await mailTo(reader, /ne porte plus le lien/)).toContain(`/relays/${id}`);
      expect(mails(reader).filter((mail) => /est compt. pour/.test(decoded(mail)))).toHaveLength(1);
    });

    test('tell nobody whether an address is subscribed, are limited, and go with an erasure', async () => {
      const { slug } = await campaign();
      const { id } = await relayOf(slug);
      await stateOf(id, 'counted');
      const twice = `twice-${kind}@blog.example`;
      const first = await (await ask(id, twice)).text();
      await fetch(linkIn(await mailTo(twice, /Confirmez/), ''), { method: 'POST' });
      expect(await (await ask(id, twice)).text()).toBe(first);
      expect((await ask(id, 'not an address')).status).toBe(400);
      expect((await ask('rly_00000000000000000000000000', twice)).status).toBe(404);
      for (let n = 0; n < 4; n++) expect((await ask(id, `many${n}-${kind}@blog.example`)).status).toBe(200);
      expect((await ask(id, `more-${kind}@blog.example`)).status).toBe(429);
      await server.services.data.erase(id);
      for (const table of ['relay_subscription', 'notice_mail'])
        expect(await server.db.rows(`SELECT * FROM ${table} WHERE relay_id = $1`, [id])).toEqual([]);
    });

    test.each(['x', 'A'.repeat(43), '%00', `${'A'.repeat(42)}'`])('no link is guessed: %s', async (token) => {
      for (const path of ['', '/stop'])
        expect((await fetch(`${server.url}/notices/${token}${path}`)).status).toBe(404);
      expect((await fetch(`${server.url}/notices/${token}`, { method: 'POST' })).status).toBe(404);
    });
  });

  describe('mails to partners and operators', () => {
    const signedIn = async (email: string, role: 'partner' | 'operator', organisation: string) => {
      const queue = await openQueue(server.db, jobKinds, { work: false, onError: () => {} });
      await invite(
        { db: server.db, queue, random: systemRandom },
        { email, role, organisation, campaign: null, language: 'fr' },
        { actor: commandLine, roles: null, campaign: null, named: null },
        clock.now(),
      );
      await queue.close();
      const house = {
        db: server.db,
        seal: server.seal,
        random: systemRandom,
        publicUrl: new URL(server.url),
      };
      const link = (await printLink(house, email, clock.now())) ?? '';
      await fetch(link, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
      });
    };
    const house = () => ({
      db: server.db,
      clock,
      random: systemRandom,
      seal: server.seal,
      words: noticeWords,
      publicUrl: server.url,
    });

    test('each threshold once per version of the terms; of several at once the highest; a raise tells anew', async () => {
      const pledges = '  - { id: seul, partner: danone, mechanic: relay, perAct: 10, cap: 10 }';
      const { slug, text } = await campaign({ pledges });
      const partner = `paul-${kind}@danone.example`;
      await signedIn(partner, 'partner', 'danone');
      const { id } = await relayOf(slug);
      await stateOf(id, 'counted');
      const mail = await mailTo(partner, /a donn. 10 sur 10\s: 100/);
      expect(mail).toContain('Le plafond est atteint');
      await tellCaps(house(), slug);
      await tellCaps(house(), null);
      const about = () => mails(partner).filter((one) => decoded(one).includes(`/c/${slug}/`)).length;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(about()).toBe(1);
      await importCampaign(server.db, text.replace('cap: 10 }', 'cap: 20 }'), clock);
      await tellCaps(house(), slug);
      await tellCaps(house(), null);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(about(), 'half of it was reached before: no news').toBe(1);
      await stateOf((await relayOf(slug)).id, 'counted');
      expect(await mailTo(partner, /a donn. 20 sur 20\s: 100/)).toContain('Le plafond est atteint');
      expect(about()).toBe(2);
    });

    test('a digest comes once a day, and only when there is something to tell', async () => {
      const { slug } = await campaign({ relay: '{ perSite: 1, review: all }' });
      const quiet = await campaign();
      const operator = `olga-${kind}@agence.example`;
      await signedIn(operator, 'operator', 'netscouade');
      const { id } = await relayOf(slug);
      await stateOf(id, 'held');
      const day = 86_400_000;
      const morning = {
        ...house(),
        clock: { now: () => Math.floor(clock.now() / day) * day + day + 7 * 3_600_000 },
      };
      await tellDigests(morning);
      await tellDigests(morning);
      const rows = await server.db.rows<{ body: string }>('SELECT body FROM notice_mail WHERE email = $1', [
        operator,
      ]);
      const about = (name: string) => rows.filter((row) => row.body.includes(`/console/c/${name}`));
      expect(about(slug)).toHaveLength(1);
      expect(about(slug)[0]?.body).toMatch(/En attente d’une personne\s: 1/);
      expect(about(quiet.slug)).toHaveLength(0);
    });
  });

  describe('webhooks', () => {
    const add = (
      id: CampaignId,
      url: string,
      events = ['relay.counted', 'terms.changed', 'cap.reached'] as const,
    ) =>
      server.db.transaction(async (tx) => {
        const added = await addEndpoint(tx, id, { url, events: [...events] }, systemRandom, clock.now());
        if (added === null) throw new Error('too many');
        return added;
      });
    const endpointOf = async (id: CampaignId, endpoint: EndpointId) =>
      (await readEndpoints(server.db, id)).find((one) => one.id === endpoint);
    const test_ = (id: CampaignId, endpoint: EndpointId) =>
      server.db.transaction((tx) => testEndpoint(tx, id, endpoint, systemRandom, clock.now()));

    test('tell what was chosen, signed, once, without a name or an address of the post', async () => {
      const { slug, id, text } = await campaign();
      const receiver = await startReceiver();
      const { secret } = await add(id, receiver.url);
      const relay = await relayOf(slug);
      await stateOf(relay.id, 'counted');
      await importCampaign(server.db, text.replace('cap: 12000', 'cap: 13000'), clock);
      await eventually(() => (receiver.got.length >= 2 ? true : null), 'two messages');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const told = receiver.got.map((one) => JSON.parse(one.body) as { type: string; data: object });
      expect(told.map((one) => one.type).sort()).toEqual(['relay.counted', 'terms.changed']);
      expect(told.find((one) => one.type === 'relay.counted')?.data).toEqual({
        campaign: slug,
        relay: relay.id,
        url: `${server.url}/relays/${relay.id}`,
        reason: null,
        units: 10,
      });
      expect(told.find((one) => one.type === 'terms.changed')?.data).toMatchObject({
        pledge: 'danone-billets',
        version: 2,
        cap: 13000,
      });
      for (const one of receiver.got) {
        expect(isSigned(one, secret)).toBe(true);
        expect(isSigned({ ...one, body: `${one.body} ` }, secret)).toBe(false);
        expect(one.body).not.toContain(relay.site.origin);
        expect(isId('msg', one.headers['webhook-id'] ?? '')).toBe(true);
      }
      await receiver.stop();
    });

    test('are tried again later with the same id, follow no redirect, and keep a log; one is sent again by hand', async () => {
      const { id } = await campaign();
      const receiver = await startReceiver();
      const { id: endpoint } = await add(id, receiver.url);
      receiver.answer = (n) => ({ status: n === 1 ? 500 : n === 2 ? 302 : 200 });
      await test_(id, endpoint);
      const last = async () => (await readMessages(server.db, id, 10))[0];
      await eventually(async () => ((await last())?.attempts === 1 ? true : null), 'a first attempt');
      expect(await last()).toMatchObject({ status: 500, deliveredAt: null, detail: 'thank you' });
      expect((await endpointOf(id, endpoint))?.failingSince).not.toBeNull();
      offset += 7000;
      await eventually(async () => ((await last())?.attempts === 2 ? true : null), 'a second attempt');
      expect(await last()).toMatchObject({ status: 302, deliveredAt: null });
      offset += 400_000;
      await eventually(async () => ((await last())?.deliveredAt ? true : null), 'a delivery');
      expect((await endpointOf(id, endpoint))?.failingSince).toBeNull();
      expect(new Set(receiver.got.map((one) => one.headers['webhook-id'])).size).toBe(1);
      const message = (await last())?.id ?? '';
      const other = await campaign();
      const again = (of: CampaignId) =>
        server.db.transaction((tx) => replay(tx, of, { message }, clock.now()));
      expect(await again(other.id), 'of another campaign').toBeNull();
      expect(await again(id)).toBe(1);
      await eventually(() => (receiver.got.length === 4 ? true : null), 'the replay');
      await receiver.stop();
    });

    test('stop for good on 410, or after five days of failure; switched on again they start anew', async () => {
      const { id } = await campaign();
      const receiver = await startReceiver();
      const { id: endpoint } = await add(id, receiver.url);
      receiver.answer = () => ({ status: 410 });
      await test_(id, endpoint);
      await eventually(
        async () => ((await endpointOf(id, endpoint))?.disabledAt ? true : null),
        'switched off',
      );
      expect(await endpointOf(id, endpoint)).toMatchObject({ disabledBecause: '410' });
      await server.db.transaction((tx) => setEndpoint(tx, id, endpoint, true, clock.now()));
      receiver.answer = () => ({ status: 503 });
      await test_(id, endpoint);
      await eventually(async () => ((await endpointOf(id, endpoint))?.failingSince ? true : null), 'failing');
      await server.db.rows(
        "UPDATE webhook_endpoint SET failing_since = now() - interval '10 days' WHERE id = $1",
        [endpoint],
      );
      await test_(id, endpoint);
      await eventually(
        async () => ((await endpointOf(id, endpoint))?.disabledAt ? true : null),
        'switched off',
      );
      expect(await endpointOf(id, endpoint)).toMatchObject({ disabledBecause: 'failing' });
      await receiver.stop();
    });

    test('sign with both secrets for a day after a change', async () => {
      const { id } = await campaign();
      const receiver = await startReceiver();
      const { id: endpoint, secret: old } = await add(id, receiver.url);
      const fresh = await server.db.transaction((tx) =>
        rotateSecret(tx, id, endpoint, systemRandom, clock.now()),
      );
      await test_(id, endpoint);
      await eventually(() => (receiver.got.length === 1 ? true : null), 'a message');
      const signedBy = (secret: string | null) => receiver.got.map((one) => isSigned(one, secret ?? ''));
      expect([signedBy(old), signedBy(fresh)]).toEqual([[true], [true]]);
      offset += 25 * 3_600_000;
      await test_(id, endpoint);
      await eventually(() => (receiver.got.length === 2 ? true : null), 'another');
      expect([signedBy(old), signedBy(fresh)]).toEqual([
        [true, false],
        [true, true],
      ]);
      await receiver.stop();
    });

    test('reach no address that is not public', async () => {
      const { id } = await campaign();
      const hostile = [
        'http://10.0.0.1/',
        'http://169.254.169.254/latest',
        'http://[::1]/',
        'http://0.0.0.0/',
        'http://192.168.1.1/',
      ];
      for (const url of hostile) {
        const { id: endpoint } = await add(id, url);
        await test_(id, endpoint);
      }
      await eventually(async () => {
        const all = await readMessages(server.db, id, 10);
        return all.length === hostile.length && all.every((one) => one.attempts > 0) ? true : null;
      }, 'an attempt each');
      for (const one of await readMessages(server.db, id, 10)) {
        expect(one.status).toBeNull();
        expect(one.detail).toMatch(/not a public address/);
      }
    });

    test('a slow receiver holds no other up', async () => {
      const { id } = await campaign();
      const [slow, quick] = [await startReceiver(), await startReceiver()];
      slow.answer = () => ({ status: 200, wait_ms: 6000 });
      const [one, other] = [await add(id, slow.url), await add(id, quick.url)];
      for (let n = 0; n < 20; n++) await test_(id, one.id);
      for (let n = 0; n < 20; n++) await test_(id, other.id);
      const began = Date.now();
      await eventually(() => (quick.got.length === 20 ? true : null), 'the quick one’s');
      expect(Date.now() - began).toBeLessThan(9000);
      expect(slow.got.length).toBeLessThanOrEqual(8);
      await server.db.rows('DELETE FROM webhook_attempt');
      await server.db.transaction((tx) => setEndpoint(tx, id, one.id, false, clock.now()));
      await Promise.all([slow.stop(), quick.stop()]);
    });
  });
});
