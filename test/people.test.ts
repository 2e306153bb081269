import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Membership, Role } from '../src/domain/mod.ts';
import { jobKinds } from '../src/jobs/mod.ts';
import { type AccountId, systemRandom } from '../src/kernel/mod.ts';
import { commandLine, invite, printLink, setupLink } from '../src/people/mod.ts';
import { openQueue } from '../src/queue/mod.ts';
import { ownPath } from '../src/web/console/form.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { freePort } from './postgres.ts';
import { startTestServer, type TestServer } from './server.ts';

/** A browser without a screen: keeps cookies, sends forms as browsers do. */
class Visitor {
  readonly #url: string;
  readonly cookies = new Map<string, string>();
  lastCookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { headers });
  }

  async post(
    path: string,
    fields: Readonly<Record<string, string>> = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.#send(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: this.#url, ...headers },
    });
  }

  async json(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { origin: this.#url, 'content-type': 'application/json', ...headers },
    });
  }

  async #send(path: string, request: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(path.startsWith('http') ? path : `${this.#url}${path}`, {
      ...request,
      redirect: 'manual',
      headers: { ...(request.headers as Record<string, string>), ...(cookie === '' ? {} : { cookie }) },
    });
    for (const line of answer.headers.getSetCookie()) {
      this.lastCookie = line;
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }
}

onBothDatabases('people', (kind) => {
  let server: TestServer;
  let url: string;
  let provider: Provider;
  let now = Date.parse('2026-11-23T09:00:00Z');
  const clock = { now: () => now };
  const minute_ms = 60_000;

  beforeAll(async () => {
    provider = await startProvider();
    const port = await freePort();
    url = `http://localhost:${port}`;
    server = await startTestServer(kind, {
      clock,
      campaign: campaignFile({ slug: 'essai' }),
      environment: {
        PORT: String(port),
        RELAIS_URL: url,
        RELAIS_OIDC_ISSUER: provider.url,
        RELAIS_OIDC_CLIENT_ID: 'relais',
        RELAIS_OIDC_CLIENT_SECRET: 'a secret between the two',
        RELAIS_OIDC_NAME: 'La Netscouade',
      },
    });
  });
  afterAll(async () => {
    await server.stop();
    await provider.stop();
  });

  const house = () => ({
    db: server.db,
    seal: server.seal,
    random: systemRandom,
    publicUrl: new URL(url),
  });
  const linkOf = async (email: string) => (await printLink(house(), email, now)) ?? '';
  const pathOf = (address: string) => new URL(address).pathname;
  /** Somebody with a role, signed in. */
  const somebody = async (
    email: string,
    role: Role,
    organisation: string,
    campaign: string | null = null,
  ) => {
    const queue = await openQueue(server.db, jobKinds, { work: false, onError: () => {} });
    const outcome = await invite(
      { db: server.db, queue, random: systemRandom },
      { email, role, organisation, campaign, language: 'fr' },
      { actor: commandLine, roles: null, campaign: null, named: null },
      now,
    );
    await queue.close();
    expect(outcome.kind).toBe('invited');
    return signedIn(email);
  };
  const signedIn = async (email: string) => {
    const visitor = new Visitor(url);
    const answer = await visitor.post(pathOf(await linkOf(email)));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/console']);
    return visitor;
  };
  const isIn = async (visitor: Visitor) => (await visitor.get('/console')).status === 200;

  describe('links', () => {
    test('work once, and only for a quarter of an hour', async () => {
      const olivia = await somebody('olivia@agence.example', 'operator', 'netscouade');
      expect(await isIn(olivia)).toBe(true);
      const link = pathOf(await linkOf('olivia@agence.example'));
      const late = new Visitor(url);
      expect((await late.get(link)).status).toBe(200);
      expect((await late.get(link)).status, 'a mail scanner uses nothing up').toBe(200);
      expect((await late.post(link)).status).toBe(303);
      expect((await late.post(link)).status, 'replayed').toBe(404);
      const old = pathOf(await linkOf('olivia@agence.example'));
      now += 16 * minute_ms;
      expect((await new Visitor(url).post(old)).status, 'expired').toBe(404);
      for (const wrong of ['x', 'a'.repeat(43), '%00', '..%2f..'])
        expect([400, 404]).toContain((await new Visitor(url).post(`/console/enter/${wrong}`)).status);
    });

    test('the set-up link is dead once there is an operator', async () => {
      expect(await setupLink(house(), now)).toBeNull();
    });

    test('asking tells nobody whether an account exists, and is limited', async () => {
      const ask = async (email: string) => {
        const answer = await new Visitor(url).post('/console/sign-in', { email });
        return [answer.status, (await answer.text()).replaceAll(email, '')] as const;
      };
      const known = await ask('olivia@agence.example');
      expect(await ask('nobody@agence.example')).toEqual(known);
      expect(known[0]).toBe(200);
      for (let tries = 0; tries < 4; tries++) await ask('nobody@agence.example');
      const [status, text] = await ask('nobody@agence.example');
      expect(status).toBe(429);
      expect(text).toContain('Trop d’essais');
      now += 16 * minute_ms;
      expect((await ask('nobody@agence.example'))[0]).toBe(200);
      expect((await ask('not an address'))[0]).toBe(400);
    });
  });

  describe('sessions', () => {
    test('the cookie is out of reach of scripts and other sites; on https it is bound to the host', async () => {
      const visitor = await signedIn('olivia@agence.example');
      expect(visitor.lastCookie).toMatch(/^relais-session=[\w-]{43};/);
      expect(visitor.lastCookie).toMatch(/HttpOnly/i);
      expect(visitor.lastCookie).toMatch(/SameSite=Lax/i);
      expect(visitor.lastCookie).toMatch(/Path=\//i);
    });

    test('a token planted before the sign-in is worth nothing afterwards', async () => {
      const victim = new Visitor(url);
      const planted = 'A'.repeat(43);
      victim.cookies.set('relais-session', planted);
      await victim.post(pathOf(await linkOf('olivia@agence.example')));
      expect(victim.cookies.get('relais-session')).not.toBe(planted);
      const attacker = new Visitor(url);
      attacker.cookies.set('relais-session', planted);
      expect(await isIn(attacker)).toBe(false);
      expect(await isIn(victim)).toBe(true);
    });

    test('what is in the database opens nothing', async () => {
      const visitor = await signedIn('olivia@agence.example');
      const rows = await server.db.rows<{ hash: string }>(
        "SELECT encode(token_hash, 'hex') AS hash FROM session",
      );
      expect(rows.map((row) => row.hash)).not.toContain(visitor.cookies.get('relais-session'));
      for (const { hash } of rows) {
        const thief = new Visitor(url);
        thief.cookies.set('relais-session', hash.slice(0, 43));
        expect(await isIn(thief)).toBe(false);
      }
    });

    test('ends when it is unused for a week, signed out, or closed from elsewhere', async () => {
      const [here, there] = [
        await signedIn('olivia@agence.example'),
        await signedIn('olivia@agence.example'),
      ];
      await here.post('/console/account/session/close-others');
      expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
      const token = here.cookies.get('relais-session') ?? '';
      await here.post('/console/sign-out');
      const thief = new Visitor(url);
      thief.cookies.set('relais-session', token);
      expect(await isIn(thief)).toBe(false);
      const idle = await signedIn('olivia@agence.example');
      now += 8 * 24 * 60 * minute_ms;
      expect(await isIn(idle)).toBe(false);
    });

    test('gets a new token when roles change, and keeps no role that was taken', async () => {
      const moderator = await somebody('mo@agence.example', 'moderator', 'netscouade');
      const before = moderator.cookies.get('relais-session');
      await somebody('mo@agence.example', 'auditor', 'netscouade');
      expect(await isIn(moderator)).toBe(true);
      expect(moderator.cookies.get('relais-session')).not.toBe(before);
      const late = new Visitor(url);
      late.cookies.set('relais-session', before ?? '');
      expect(await isIn(late), 'a request that was on its way').toBe(true);
      now += 21_000;
      late.cookies.set('relais-session', before ?? '');
      expect(await isIn(late)).toBe(false);
    });

    test('somebody else’s session cannot be closed', async () => {
      const olivia = await signedIn('olivia@agence.example');
      const mo = await signedIn('mo@agence.example');
      const rows = await server.db.rows<{ id: string }>(
        "SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = 'olivia@agence.example'",
      );
      for (const { id } of rows) await mo.post('/console/account/session/close', { session: id });
      expect(await isIn(olivia)).toBe(true);
    });
  });

  describe('forms', () => {
    const forged = [
      ['another origin', { origin: 'https://evil.example' }],
      ['the null origin', { origin: 'null' }],
      ['our name as a part of another', { origin: 'http://localhost.evil.example' }],
      ['another port', { origin: 'http://localhost:1' }],
      ['https for http', { origin: 'https://localhost' }],
    ] as const;
    test.each(forged)('from %s are refused, signed in or not', async (_, headers) => {
      const olivia = await signedIn('olivia@agence.example');
      expect((await olivia.post('/console/sign-out', {}, headers)).status).toBe(403);
      expect(await isIn(olivia)).toBe(true);
      const link = pathOf(await linkOf('olivia@agence.example'));
      expect((await new Visitor(url).post(link, {}, headers)).status, 'login CSRF').toBe(403);
      expect(
        (await new Visitor(url).post('/console/sign-in', { email: 'a@b.example' }, headers)).status,
      ).toBe(403);
      expect((await olivia.json('/console/account/passkey/options', {}, headers)).status).toBe(403);
    });

    test('without an origin count only with a referrer of ours', async () => {
      const olivia = await signedIn('olivia@agence.example');
      const cookie = `relais-session=${olivia.cookies.get('relais-session')}`;
      const send = (headers: Record<string, string>) =>
        fetch(`${url}/console/account`, {
          method: 'POST',
          redirect: 'manual',
          body: new URLSearchParams({ name: 'Olivia', language: 'fr' }),
          headers: { cookie, ...headers },
        });
      expect((await send({})).status).toBe(403);
      expect((await send({ referer: 'https://evil.example/console' })).status).toBe(403);
      expect((await send({ referer: `${url}/console/account` })).status).toBe(303);
    });

    test('of another type than forms have are not read', async () => {
      const olivia = await signedIn('olivia@agence.example');
      const answer = await olivia.json('/console/account', { name: 'x' });
      expect(answer.status).toBe(404);
    });

    test.each([
      '//evil.example',
      '/\\evil.example',
      'https:evil.example',
      'https://evil.example',
      '/console//evil.example\\',
      '/consoleevil',
      '/console/\u0000',
      '/console/%0d%0aset-cookie:x=1',
      'javascript:alert(1)',
      '',
    ])('lead nowhere else: %s', async (next) => {
      expect(ownPath(next)).toBe('/console');
      const link = await new Visitor(url).get(`/console/sign-in?next=${encodeURIComponent(next)}`);
      expect(await link.text()).not.toContain('evil.example');
    });
  });

  describe('roles', () => {
    test('of one campaign’s organisations see nothing of another’s', async () => {
      const outsider = campaignFile({ slug: 'ailleurs' })
        .replaceAll('netscouade', 'autre-agence')
        .replaceAll('restos', 'autre-asso')
        .replaceAll('danone', 'autre-partenaire')
        .replaceAll('carrefour', 'autre-enseigne');
      const { importCampaign } = await import('../src/campaign/mod.ts');
      expect((await importCampaign(server.db, outsider, clock)).kind).toBe('imported');
      const olivia = await signedIn('olivia@agence.example');
      expect((await olivia.get('/console/c/essai')).status).toBe(200);
      for (const page of ['', '/edit/campaign', '/promises', '/charter', '/gate', '/file'])
        expect((await olivia.get(`/console/c/ailleurs${page}`)).status, page).toBe(404);
      for (const page of ['/edit/campaign', '/promises', '/charter', '/charter/sign', '/gate', '/gate/adopt'])
        expect((await olivia.post(`/console/c/ailleurs${page}`)).status, page).toBe(404);
      expect(await (await olivia.get('/console')).text()).not.toContain('ailleurs');
    });

    test('decide in a campaign who may open what', async () => {
      const people: Readonly<Record<Role, Visitor>> = {
        operator: await signedIn('olivia@agence.example'),
        charity: await somebody('claire@restos.example', 'charity', 'restos'),
        partner: await somebody('paul@danone.example', 'partner', 'danone'),
        moderator: await somebody('max@agence.example', 'moderator', 'netscouade'),
        auditor: await somebody('ada@restos.example', 'auditor', 'restos'),
      };
      const book: Readonly<Record<string, Readonly<Record<Role, number>>>> = {
        '': { operator: 200, charity: 200, partner: 200, moderator: 200, auditor: 200 },
        '/edit/campaign': { operator: 200, charity: 403, partner: 403, moderator: 403, auditor: 403 },
        '/promises': { operator: 200, charity: 200, partner: 200, moderator: 403, auditor: 200 },
        '/charter': { operator: 200, charity: 200, partner: 200, moderator: 200, auditor: 200 },
        '/file': { operator: 200, charity: 200, partner: 403, moderator: 403, auditor: 200 },
      };
      for (const [page, said] of Object.entries(book))
        for (const [role, visitor] of Object.entries(people))
          expect([page, role, (await visitor.get(`/console/c/essai${page}`)).status]).toEqual([
            page,
            role,
            said[role as Role],
          ]);
      const writes: Readonly<Record<string, readonly Role[]>> = {
        '/edit/campaign': ['operator'],
        '/charter/sign': ['charity'],
        '/charter/consent': ['charity'],
        '/charter/examine': ['charity'],
        '/gate': ['operator'],
        '/gate/adopt': ['operator'],
      };
      for (const [page, allowed] of Object.entries(writes))
        for (const [role, visitor] of Object.entries(people))
          if (!allowed.includes(role as Role))
            expect([page, role, (await visitor.post(`/console/c/essai${page}`)).status]).toEqual([
              page,
              role,
              403,
            ]);
    });

    test('of a partner show it its own unpublished terms alone, and let it change no others', async () => {
      const olivia = await signedIn('olivia@agence.example');
      const promises = await (await olivia.get('/console/c/essai/promises')).text();
      const revision = /name="revision" value="(\d+)"/.exec(promises)?.[1] ?? '';
      const fields = (cap: string) => ({
        revision,
        do: 'save',
        'pledges[0].id': 'danone-billets',
        'pledges[0].partner': 'danone',
        'pledges[0].mechanic': 'relay',
        'pledges[0].perAct': '6',
        'pledges[0].cap': '12000',
        'pledges[0].minimum': '1000',
        'pledges[1].id': 'carrefour-billets',
        'pledges[1].partner': 'carrefour',
        'pledges[1].mechanic': 'relay',
        'pledges[1].perAct': '4',
        'pledges[1].cap': cap,
        'pledges[1].minimum': '1000',
      });
      expect((await olivia.post('/console/c/essai/promises', fields('98765'))).status).toBe(303);
      const paul = await signedIn('paul@danone.example');
      const seen = await (await paul.get('/console/c/essai/promises')).text();
      expect(seen).toContain('danone-billets');
      expect(seen).not.toContain('carrefour-billets');
      expect(seen).not.toContain('98765');
      expect(await (await paul.get('/console/c/essai/gate')).text()).not.toContain('98765');
      const next = String(Number(revision) + 1);
      // A forged form: another partner's promise in the place of one's own, and one more for it.
      const forged = { ...fields('1'), revision: next, 'pledges[0].cap': '13000' };
      expect((await paul.post('/console/c/essai/promises', forged)).status).toBe(303);
      const kept = await (await olivia.get('/console/c/essai/promises')).text();
      expect(kept).toContain('98765');
      expect(kept).toContain('13000');
      expect(kept.match(/<legend>/g)?.length).toBe(2);
    });

    test('cannot be given beyond one’s own, whatever the form says', async () => {
      const paul = await signedIn('paul@danone.example');
      const give = (fields: Record<string, string>) =>
        paul.post('/console/people', { email: 'x@danone.example', campaign: '', ...fields });
      for (const fields of [
        { role: 'operator', organisation: 'netscouade' },
        { role: 'operator', organisation: 'danone' },
        { role: 'charity', organisation: 'restos', campaign: 'essai' },
        { role: 'partner', organisation: 'carrefour', campaign: 'essai' },
        { role: 'root', organisation: 'danone' },
        { role: 'partner', organisation: 'nobody' },
      ])
        expect((await give(fields)).status, JSON.stringify(fields)).toBe(400);
      expect((await give({ role: 'auditor', organisation: 'danone' })).status).toBe(303);
    });

    test('cannot be taken from others, and the last operator stays', async () => {
      const paul = await signedIn('paul@danone.example');
      const olivia = await signedIn('olivia@agence.example');
      const [row] = await server.db.rows<Membership & { id: number; account: AccountId }>(
        "SELECT m.id, m.account_id AS account FROM membership m JOIN account a ON a.id = m.account_id WHERE a.email = 'olivia@agence.example'",
      );
      const membership = String(row?.id);
      expect((await paul.post('/console/people/remove', { membership })).status).toBe(403);
      expect((await olivia.post('/console/people/remove', { membership })).status).toBe(409);
      for (const wrong of ['0', '-1', '1e3', 'x', '99999999', "1' OR 1=1"])
        expect([403, 404]).toContain(
          (await olivia.post('/console/people/remove', { membership: wrong })).status,
        );
    });

    test('an auditor of the charity reads its trail; a partner reads none of it', async () => {
      const ada = await signedIn('ada@restos.example');
      expect(await (await ada.get('/console/audit')).text()).toContain('campaign.edit');
      const paul = await signedIn('paul@danone.example');
      expect(await (await paul.get('/console/audit')).text()).not.toContain('campaign.edit');
      await expect(server.db.rows("UPDATE audit_event SET name = 'x'")).rejects.toThrow(/append-only/);
      await expect(server.db.rows('DELETE FROM audit_event')).rejects.toThrow(/append-only/);
    });
  });

  describe('recovery codes', () => {
    test('are limited', async () => {
      const visitor = new Visitor(url);
      const guess = () =>
        visitor.post('/console/recover', { 'code-email': 'olivia@agence.example', code: 'aaaa-bbbb-cccc' });
      const statuses: number[] = [];
      for (let tries = 0; tries < 12; tries++) statuses.push((await guess()).status);
      expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 400));
      expect(statuses.slice(10)).toEqual([429, 429]);
    });
  });

  describe('passkeys', () => {
    /** An authenticator of our own, so that what it says can be wrong on purpose. */
    const device = () => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return { privateKey, publicKey, id: Buffer.from(systemRandom(16)).toString('base64url'), counter: 0 };
    };
    type Device = ReturnType<typeof device>;
    type Lies = { readonly origin?: string; readonly rpId?: string; readonly flags?: number };
    const clientData = (type: string, challenge: string, lies: Lies) =>
      Buffer.from(JSON.stringify({ type, challenge, origin: lies.origin ?? url, crossOrigin: false }));
    const authenticatorData = (lies: Lies, flags: number, counter: number) => {
      const count = Buffer.alloc(4);
      count.writeUInt32BE(counter);
      return Buffer.concat([
        createHash('sha256')
          .update(lies.rpId ?? 'localhost')
          .digest(),
        Buffer.from([lies.flags ?? flags]),
        count,
      ]);
    };
    const register = async (visitor: Visitor, one: Device, lies: Lies = {}, challengeId?: string) => {
      const asked = (await (await visitor.json('/console/account/passkey/options', {})).json()) as Asked;
      const data = clientData('webauthn.create', asked.options.challenge, lies);
      const length = Buffer.alloc(2);
      const id = Buffer.from(one.id, 'base64url');
      length.writeUInt16BE(id.length);
      const authData = Buffer.concat([
        authenticatorData(lies, 0x45, 0),
        Buffer.alloc(16),
        length,
        id,
        coseKey(one.publicKey),
      ]);
      const attestation = cborMap([
        ['fmt', cborText('none')],
        ['attStmt', Buffer.from([0xa0])],
        ['authData', cborBytes(authData)],
      ]);
      const response = {
        id: one.id,
        rawId: one.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: data.toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      };
      const body = { challenge: challengeId ?? asked.challenge, response, name: 'Clé' };
      return { status: (await visitor.json('/console/account/passkey', body)).status, body };
    };
    const enter = async (one: Device, lies: Lies = {}, visitor = new Visitor(url)) => {
      const asked = (await (await visitor.json('/console/passkey/options', {})).json()) as Asked;
      const data = clientData('webauthn.get', asked.options.challenge, lies);
      const authData = authenticatorData(lies, 0x05, ++one.counter);
      const signed = Buffer.concat([authData, createHash('sha256').update(data).digest()]);
      const response = {
        id: one.id,
        rawId: one.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: createSign('sha256').update(signed).sign(one.privateKey).toString('base64url'),
        },
      };
      const body = { challenge: asked.challenge, response };
      return { status: (await visitor.json('/console/passkey', body)).status, body, visitor };
    };
    type Asked = { challenge: string; options: { challenge: string } };

    test('are kept and open the console', async () => {
      const olivia = await signedIn('olivia@agence.example');
      const one = device();
      expect((await register(olivia, one)).status).toBe(200);
      const { status, visitor } = await enter(one);
      expect(status).toBe(200);
      expect(await isIn(visitor)).toBe(true);
    });

    test.each([
      ['another origin', { origin: 'https://evil.example' }],
      ['another site', { rpId: 'evil.example' }],
      ['nobody verified', { flags: 0x41 }],
    ] as const)('of %s are not kept', async (_, lies) => {
      const olivia = await signedIn('olivia@agence.example');
      expect((await register(olivia, device(), lies)).status).toBe(400);
    });

    test.each([
      ['another origin', { origin: 'https://evil.example' }],
      ['another site', { rpId: 'evil.example' }],
      ['nobody verified', { flags: 0x01 }],
    ] as const)('with %s do not open the console', async (_, lies) => {
      const one = device();
      await register(await signedIn('olivia@agence.example'), one);
      expect((await enter(one, lies)).status).toBe(400);
    });

    test('answer each challenge once, of one’s own, in time', async () => {
      const olivia = await signedIn('olivia@agence.example');
      const one = device();
      const registered = await register(olivia, one);
      expect((await olivia.json('/console/account/passkey', registered.body)).status, 'replayed').toBe(400);
      const { body } = await enter(one);
      expect((await new Visitor(url).json('/console/passkey', body)).status, 'replayed').toBe(400);
      const mo = await signedIn('mo@agence.example');
      const asked = (await (await mo.json('/console/account/passkey/options', {})).json()) as Asked;
      expect((await register(olivia, device(), {}, asked.challenge)).status, 'of somebody else').toBe(400);
      for (const wrong of [{}, null, [], { challenge: 'x' }, { challenge: 1, response: 'x' }, '{"a":'])
        expect((await new Visitor(url).json('/console/passkey', wrong)).status).toBe(400);
    });

    test('of somebody else can’t be removed', async () => {
      const olivia = await signedIn('olivia@agence.example');
      const one = device();
      await register(olivia, one);
      await (await signedIn('mo@agence.example')).post('/console/account/passkey/remove', {
        passkey: one.id,
      });
      expect((await enter(one)).status).toBe(200);
      await olivia.post('/console/account/passkey/remove', { passkey: one.id });
      expect((await enter(one)).status).toBe(400);
    });
  });

  describe('the provider', () => {
    const begin = async (visitor: Visitor) => {
      const answer = await visitor.post('/console/sso', { next: '/console/account' });
      expect(answer.status).toBe(303);
      return new URL(answer.headers.get('location') ?? '');
    };
    const through = async (visitor: Visitor, who: { email: string; verified?: boolean }) => {
      provider.answer = { email: who.email, email_verified: who.verified ?? true };
      const there = await begin(visitor);
      return new URL(provider.authorise(there));
    };
    const back = (visitor: Visitor, address: URL) => visitor.get(`${address.pathname}${address.search}`);

    test('opens the console to the account of a verified address, where it began', async () => {
      const visitor = new Visitor(url);
      const answer = await back(visitor, await through(visitor, { email: 'Olivia@agence.example' }));
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/console/account']);
      expect(await isIn(visitor)).toBe(true);
    });

    test.each([
      ['an address that is not verified', { email: 'olivia@agence.example', verified: false }],
      ['somebody without an account', { email: 'new@agence.example' }],
    ])('lets %s stay out', async (_, who) => {
      const visitor = new Visitor(url);
      expect((await back(visitor, await through(visitor, who))).status).toBe(400);
      expect(await isIn(visitor)).toBe(false);
    });

    test('an answer counts once, in the browser that began, with its own state, nonce and code', async () => {
      const visitor = new Visitor(url);
      const address = await through(visitor, { email: 'olivia@agence.example' });
      expect((await back(new Visitor(url), address)).status, 'another browser').toBe(400);
      const again = await through(visitor, { email: 'olivia@agence.example' });
      expect((await back(visitor, again)).status).toBe(303);
      visitor.cookies.set('relais-sso', again.searchParams.get('state') ?? '');
      expect((await back(visitor, again)).status, 'replayed').toBe(400);
      const forged = await through(visitor, { email: 'olivia@agence.example' });
      forged.searchParams.set('state', 'x'.repeat(43));
      expect((await back(visitor, forged)).status, 'another state').toBe(400);
      provider.nonce = 'another';
      const wrong = new Visitor(url);
      expect((await back(wrong, await through(wrong, { email: 'olivia@agence.example' }))).status).toBe(400);
      provider.nonce = null;
      const old = await through(wrong, { email: 'olivia@agence.example' });
      now += 11 * minute_ms;
      expect((await back(wrong, old)).status, 'expired').toBe(400);
    });
  });
});

/** The few CBOR forms that an attestation is made of (RFC 8949). */
const head = (major: number, n: number) =>
  n < 24
    ? Buffer.from([(major << 5) | n])
    : n < 256
      ? Buffer.from([(major << 5) | 24, n])
      : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
const cborText = (text: string) => Buffer.concat([head(3, Buffer.byteLength(text)), Buffer.from(text)]);
const cborBytes = (bytes: Buffer) => Buffer.concat([head(2, bytes.length), bytes]);
const cborMap = (entries: readonly (readonly [string, Buffer])[]) =>
  Buffer.concat([head(5, entries.length), ...entries.flatMap(([name, value]) => [cborText(name), value])]);

/** An ES256 key as COSE writes it (RFC 9053 §7.1). */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    cborBytes(Buffer.from(x, 'base64url')),
    Buffer.from([0x22]),
    cborBytes(Buffer.from(y, 'base64url')),
  ]);
}

type Provider = {
  readonly url: string;
  answer: Record<string, unknown>;
  /** Put into the token in place of the right one while set. */
  nonce: string | null;
  /** What the provider's page would redirect to once somebody signed in there. */
  readonly authorise: (address: URL) => string;
  readonly stop: () => Promise<void>;
};

/** A small OpenID Connect provider: discovery, keys, and the token endpoint with PKCE. */
async function startProvider(): Promise<Provider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const flows = new Map<string, URLSearchParams>();
  const json = (value: unknown) => JSON.stringify(value);
  const part = (value: unknown) => Buffer.from(json(value)).toString('base64url');
  const server: Server = createServer(async (request, response) => {
    const send = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(json(value));
    };
    if (request.url === '/.well-known/openid-configuration')
      return send(200, {
        issuer: self.url,
        authorization_endpoint: `${self.url}/authorise`,
        token_endpoint: `${self.url}/token`,
        jwks_uri: `${self.url}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (request.url === '/keys')
      return send(200, {
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', alg: 'RS256', use: 'sig' }],
      });
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const flow = flows.get(form.get('code') ?? '');
    flows.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (flow === undefined || flow.get('code_challenge') !== challenge)
      return send(400, { error: 'invalid_grant' });
    // Real time: the library compares the token's times with the machine's clock.
    const seconds = Math.floor(Date.now() / 1000);
    const claims = {
      iss: self.url,
      sub: 'someone',
      aud: 'relais',
      iat: seconds,
      exp: seconds + 300,
      nonce: self.nonce ?? flow.get('nonce'),
      ...self.answer,
    };
    const signed = `${part({ alg: 'RS256', kid: '1' })}.${part(claims)}`;
    const signature = createSign('sha256').update(signed).sign(privateKey).toString('base64url');
    return send(200, {
      access_token: 'a',
      token_type: 'Bearer',
      expires_in: 300,
      id_token: `${signed}.${signature}`,
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: Provider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: {},
    nonce: null,
    authorise: (address) => {
      const code = Buffer.from(systemRandom(16)).toString('base64url');
      flows.set(code, address.searchParams);
      const redirect = new URL(address.searchParams.get('redirect_uri') ?? '');
      redirect.searchParams.set('code', code);
      redirect.searchParams.set('state', address.searchParams.get('state') ?? '');
      return redirect.href;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}
