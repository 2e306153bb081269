import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importCampaign } from '../src/campaign/mod.ts';
import { systemRandom } from '../src/kernel/mod.ts';
import { createKey, type KeyScope, revokeKey, rotateKey } from '../src/people/mod.ts';
import type { Database } from '../src/store/mod.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { startTestServer, type TestServer } from './server.ts';

const gtin = '3033490004743';
const rule = `{ retailer: carrefour, gtins: ["${gtin}"], quantity: 4 }`;
const pledges = `  - { id: achats, partner: danone, mechanic: purchase, perAct: 2, cap: 1000, rule: ${rule} }`;

onBothDatabases('the retailers’ door', (kind: Database['kind']) => {
  let server: TestServer;
  let offset = 0;
  let made = 0;
  const clock = { now: () => Date.now() + offset };
  beforeAll(async () => {
    server = await startTestServer(kind, { clock, campaign: campaignFile({ pledges }) });
    await importCampaign(server.db, campaignFile({ slug: 'autre', pledges }), clock);
  });
  afterAll(() => server.stop());

  const key = async (
    more: {
      organisation?: string;
      campaign?: string;
      scopes?: KeyScope[];
      publicKey?: Uint8Array;
      expiresAt?: number;
    } = {},
  ) => {
    const made = await server.db.transaction((tx) =>
      createKey(
        tx,
        { seal: server.seal, random: systemRandom },
        {
          organisation: more.organisation ?? 'carrefour',
          campaign: more.campaign ?? null,
          name: 'caisses',
          scopes: more.scopes ?? ['purchases:write', 'purchases:read'],
          publicKey: more.publicKey ?? null,
          expiresAt: more.expiresAt ?? null,
        },
        clock.now(),
      ),
    );
    if (made === null) throw new Error('no such organisation');
    return made;
  };
  const path = '/api/v1/campaigns/essai/purchases';
  const send = (
    secret: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
    at = path,
  ) =>
    fetch(server.url + at, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers },
      body,
    });
  const basket = (receipt = `r${++made}`, quantity = 4, more: object = {}) => ({
    receipt,
    at: new Date(clock.now()).toISOString(),
    shop: '0123',
    lines: [{ gtin, quantity }],
    ...more,
  });
  const problemOf = async (answer: Response) => {
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const { status, detail } = (await answer.json()) as { status: number; detail: string };
    expect(status).toBe(answer.status);
    expect(detail).not.toMatch(/\/tmp|node_modules|at .*:\d+/);
    return [status, detail] as const;
  };

  test('answers each basket after its commit; the same again changes nothing', async () => {
    const { secret } = await key();
    const baskets = [basket('a'), basket('b', 3), basket('a')];
    const first = await send(secret, JSON.stringify(baskets));
    expect([first.status, await first.json()]).toEqual([
      200,
      [
        { place: 1, receipt: 'a', outcome: 'credited', units: 2, acts: 1 },
        { place: 2, receipt: 'b', outcome: 'not_eligible', reason: 'too_few' },
        { place: 3, receipt: 'a', outcome: 'already_done', units: 2 },
      ],
    ]);
    const lines = baskets.map((one) => JSON.stringify(one)).join('\r\n\n');
    const again = await send(secret, lines, {
      'content-type': 'application/x-ndjson; charset=utf-8',
      accept: 'application/x-ndjson',
    });
    expect(again.headers.get('content-type')).toBe('application/x-ndjson');
    const outcomes = (await again.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).outcome);
    expect(outcomes).toEqual(['already_done', 'not_eligible', 'already_done']);
    const back = await send(secret, JSON.stringify([basket('c', 1, { returnOf: 'a' }), basket('a', 5)]));
    expect(await back.json()).toMatchObject([{ outcome: 'returned', units: -2 }, { outcome: 'conflict' }]);
    const read = await fetch(`${server.url}${path}?receipt=a`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(await read.json()).toMatchObject({ receipt: 'a', acts: 0, units: 0, returned: 2 });
  });

  test('gzip and CSV are read; an empty list has an empty answer', async () => {
    const { secret } = await key();
    const zipped = await send(secret, gzipSync(JSON.stringify([basket('z1'), basket('z2')])), {
      'content-encoding': 'gzip',
    });
    expect(await zipped.json()).toMatchObject([{ outcome: 'credited' }, { outcome: 'credited' }]);
    const at = new Date(clock.now()).toISOString();
    const csv = `\ufeffreceipt;at;gtin;quantity\nk1;${at};${gtin};3\nk1;${at};${gtin};1\nk2;${at};${gtin};x\n`;
    const rows = await send(secret, csv, { 'content-type': 'text/csv' });
    expect(await rows.json()).toEqual([
      { place: 1, receipt: 'k1', outcome: 'credited', units: 2, acts: 1 },
      {
        ...{ place: 2, receipt: 'k2', outcome: 'refused', reason: 'malformed' },
        detail: 'Line 4: quantity is not a whole number from 1 to 100000.',
      },
    ]);
    expect(await (await send(secret, ' [ ] ')).json()).toEqual([]);
  });

  test('who is not let in is told why, by the first check that fails', async () => {
    const now = clock.now();
    const [good, expired, reader, bound, foreign] = await Promise.all([
      key(),
      key({ expiresAt: now - 1 }),
      key({ scopes: ['purchases:read'] }),
      key({ campaign: 'autre' }),
      key({ organisation: 'danone' }),
    ]);
    const revoked = await key();
    await revokeKey(server.db, revoked.id, now);
    const cases: [string, Promise<Response>, number, RegExp][] = [
      ['no key', fetch(server.url + path, { method: 'POST', body: '[]' }), 401, /Bearer rk_/],
      ['nonsense', send('rk_x', '[]'), 401, /not known/],
      ['unknown', send(`rk_${'A'.repeat(43)}`, '[]'), 401, /not known/],
      ['expired', send(expired.secret, '[]'), 401, /expired/],
      ['revoked', send(revoked.secret, '[]'), 401, /revoked/],
      ['another scope', send(reader.secret, '[]'), 403, /purchases:write/],
      ['another campaign', send(bound.secret, '[]'), 403, /another campaign/],
      ['no rule for it', send(foreign.secret, '[]'), 403, /No rule .* danone/],
      ['no campaign', send(good.secret, '[]', {}, '/api/v1/campaigns/rien/purchases'), 404, /no campaign/],
      [
        'a form',
        send(good.secret, '[]', { 'content-type': 'application/x-www-form-urlencoded' }),
        415,
        /ndjson/,
      ],
      ['brotli', send(good.secret, '[]', { 'content-encoding': 'br' }), 415, /gzip/],
      ['not an array', send(good.secret, '{}'), 422, /array/],
      ['nothing', send(good.secret, ''), 422, /array/],
      ['half', send(good.secret, '[{"receipt":'), 422, /too early/],
      ['no gzip', send(good.secret, '[]', { 'content-encoding': 'gzip' }), 422, /gzip/],
      [
        'a bomb',
        send(good.secret, gzipSync(Buffer.alloc(60_000_000, 32)), { 'content-encoding': 'gzip' }),
        413,
        /unpacks/,
      ],
      [
        'a column for people',
        send(good.secret, 'receipt,e-mail\n', { 'content-type': 'text/csv' }),
        422,
        /shopper/,
      ],
    ];
    for (const [name, answer, status, detail] of cases) {
      const [said, sentence] = await problemOf(await answer);
      expect([name, said]).toEqual([name, status]);
      expect(sentence).toMatch(detail);
    }
    const large = await new Promise<number | undefined>((resolve, reject) => {
      const asking = request(
        server.url + path,
        {
          method: 'POST',
          headers: {
            authorization: `Bearer ${good.secret}`,
            'content-type': 'application/json',
            'content-length': 2 ** 30,
          },
        },
        (answer) => {
          resolve(answer.statusCode);
          asking.destroy();
        },
      );
      asking.on('error', reject);
      asking.write('[');
    });
    expect(large).toBe(413);
  });

  test('nobody’s identity is accepted; a wrong basket does not stop the others', async () => {
    const { secret } = await key();
    const bad: [object | string, string][] = [
      [{ ...basket('p1'), customerEmail: 'x' }, 'identity'],
      [{ ...basket('p2'), carteFidelite: '1' }, 'identity'],
      [basket('lea@example.org'), 'identity'],
      [basket('4970-1000-0000-0006'), 'malformed'],
      [basket('4970 1012 3456 7890'), 'malformed'],
      [basket('p3', 4, { shop: 'FR76 3000 6000 0112 3456 7890 189' }), 'identity'],
      [basket('4111111111111111'), 'identity'],
      [{ ...basket('p4'), lines: [{ gtin, quantity: 4, name: 'Léa' }] }, 'identity'],
      [{ ...basket('p5'), price: 3 }, 'malformed'],
      [basket('p6', 0), 'malformed'],
      [basket('p7', 4, { at: '2026-11-23T10:00:00' }), 'malformed'],
      [basket('p8', 4, { at: '2026-02-30T10:00:00Z' }), 'malformed'],
      [basket('p9', 4, { lines: [{ gtin: '3033490004744', quantity: 1 }] }), 'malformed'],
      [basket('p10', 4, { lines: [] }), 'malformed'],
      [basket('p11', 4, { returnOf: 'p11' }), 'malformed'],
      [basket('p\u0000'), 'malformed'],
      ['{"receipt": oops}', 'malformed'],
      ['null', 'malformed'],
      ['"<script>alert(1)</script>"', 'malformed'],
      ['{"__proto__": {"receipt": "x"}}', 'malformed'],
    ];
    const body = `[${bad.map(([one]) => (typeof one === 'string' ? one : JSON.stringify(one))).join(',')},${JSON.stringify(basket('fin'))}]`;
    const answers = (await (await send(secret, body)).json()) as Record<string, string>[];
    expect(answers).toHaveLength(bad.length + 1);
    for (const [index, [sent, reason]] of bad.entries()) {
      // A receipt that only resembles a card, without its check digit, is none.
      if (reason === 'malformed' && /4970/.test(JSON.stringify(sent))) continue;
      expect([sent, answers[index]?.outcome, answers[index]?.reason]).toEqual([sent, 'refused', reason]);
    }
    expect(JSON.stringify(answers)).not.toMatch(/lea@|4111|3000 6000|alert/);
    expect(answers.at(-1)).toMatchObject({ place: bad.length + 1, receipt: 'fin', outcome: 'credited' });
    const [row] = await server.db.rows<{ found: number }>(
      "SELECT count(*) AS found FROM purchase WHERE encode(receipt, 'escape') LIKE '%lea%'",
    );
    expect(row?.found).toBe(0);
  });

  test('a body that breaks off keeps what was answered, and says where it ended', async () => {
    const { secret } = await key();
    const text = JSON.stringify(Array.from({ length: 900 }, (_, index) => basket(`h${index}`)));
    const answer = await send(secret, text.slice(0, -200));
    const answers = (await answer.json()) as Record<string, string | number>[];
    expect(answers.at(-1)).toMatchObject({ outcome: 'refused', reason: 'malformed', receipt: null });
    const credited = answers.filter((one) => one.outcome === 'credited').length;
    expect(credited).toBe(answers.length - 1);
    const again = (await (await send(secret, text)).json()) as Record<string, string>[];
    expect(again.filter((one) => one.outcome === 'already_done')).toHaveLength(credited);
    expect(again.filter((one) => one.outcome === 'credited' || one.outcome === 'cap_reached')).toHaveLength(
      900 - credited,
    );
  });

  describe('signed requests (RFC 9421)', () => {
    const pair = generateKeyPairSync('ed25519');
    const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' });
    const signed = (
      id: string,
      body: string,
      change: {
        created?: number;
        nonce?: string;
        keyid?: string;
        path?: string;
        authority?: string;
        covered?: string[];
      } = {},
    ) => {
      const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
      const covered = change.covered ?? ['@method', '@authority', '@path', '@query', 'content-digest'];
      const created = change.created ?? Math.floor(clock.now() / 1000);
      const nonce = change.nonce ?? `nonce-${++made}`;
      const parameters = `(${covered.map((one) => `"${one}"`).join(' ')});created=${created};keyid="${change.keyid ?? id}";nonce="${nonce}"`;
      const values: Record<string, string> = {
        '@method': 'POST',
        '@authority': change.authority ?? new URL(server.url).host,
        '@path': change.path ?? path,
        '@query': '?',
        'content-digest': digest,
      };
      const base = [
        ...covered.map((one) => `"${one}": ${values[one]}`),
        `"@signature-params": ${parameters}`,
      ].join('\n');
      const signature = sign(null, Buffer.from(base), pair.privateKey).toString('base64');
      return {
        'content-digest': digest,
        'signature-input': `relais=${parameters}`,
        signature: `relais=:${signature}:`,
      };
    };

    test('are taken once', async () => {
      const { id, secret } = await key({ publicKey });
      const body = JSON.stringify([basket()]);
      const headers = signed(id, body);
      const first = await send(secret, body, headers);
      expect(await first.json()).toMatchObject([{ receipt: expect.any(String) }]);
      expect(await problemOf(await send(secret, body, headers))).toEqual([
        401,
        'This signature was used before; sign each request anew.',
      ]);
    });

    test('are refused where anything differs', async () => {
      const { id, secret } = await key({ publicKey });
      const body = JSON.stringify([basket('s1')]);
      const second = Math.floor(clock.now() / 1000);
      const cases: [string, Record<string, string>, RegExp][] = [
        ['unsigned', {}, /must be signed/],
        ['too old', signed(id, body, { created: second - 301 }), /five minutes/],
        ['from the future', signed(id, body, { created: second + 301 }), /five minutes/],
        ['another key', signed(id, body, { keyid: 'key_x' }), /keyid/],
        ['no nonce', signed(id, body, { nonce: '' }), /nonce/],
        ['another path', signed(id, body, { path: '/api/v1/campaigns/autre/purchases' }), /does not fit/],
        ['another house', signed(id, body, { authority: 'autre.example' }), /does not fit/],
        [
          'digest not covered',
          signed(id, body, { covered: ['@method', '@authority', '@path', '@query'] }),
          /content-digest/,
        ],
        ['another body', signed(id, '[]'), /digest/],
      ];
      for (const [name, headers, sentence] of cases) {
        const [status, detail] = await problemOf(await send(secret, body, headers));
        expect([name, status]).toEqual([name, 401]);
        expect(detail).toMatch(sentence);
      }
    });
  });

  test('a rotated key works on for its overlap, and then only the new one', async () => {
    const old = await key();
    const house = { seal: server.seal, random: systemRandom };
    const fresh = await server.db.transaction((tx) => rotateKey(tx, house, old.id, 3_600_000, clock.now()));
    expect(await server.db.transaction((tx) => rotateKey(tx, house, old.id, 0, clock.now()))).toBeNull();
    expect((await send(old.secret, '[]')).status).toBe(200);
    expect((await send(fresh?.secret ?? '', '[]')).status).toBe(200);
    offset += 3_700_000;
    expect((await send(old.secret, '[]')).status).toBe(401);
    expect((await send(fresh?.secret ?? '', '[]')).status).toBe(200);
  });
});
