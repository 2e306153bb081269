import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dayOfBaskets,
  sendBaskets,
  shelf,
  signedHeaders,
  type TillBasket,
  tillSigner,
} from '../src/cli/demo/till.ts';
import { keyCommand } from '../src/cli/key.ts';
import { purchasesCommand } from '../src/cli/purchases.ts';
import { reconcile } from '../src/credit/mod.ts';
import { systemClock, systemRandom } from '../src/kernel/mod.ts';
import { campaignFile } from './campaign.ts';
import { launchChromium } from './chromium.ts';
import { newPostgresDatabase, onBothDatabases } from './database.ts';
import { killableServer } from './killable.ts';
import { freePort } from './postgres.ts';
import { startTestServer, type TestServer } from './server.ts';

const products = shelf(20);
const others = shelf(200, 400000000000);
const pledge = (more = 'quantity: 4, maxActsPerBasket: 2', cap = 100_000) =>
  `  - { id: achats, partner: danone, mechanic: purchase, perAct: 1, cap: ${cap}, rule: { retailer: carrefour, gtins: [${products.map((one) => `"${one}"`).join(', ')}], ${more} } }`;

onBothDatabases('the tills’ door', (kind) => {
  let server: TestServer;
  let url: string;
  let key: string;
  beforeAll(async () => {
    server = await startTestServer(kind, { campaign: campaignFile({ pledges: pledge() }) });
    url = `${server.url}/api/v1/campaigns/essai/purchases`;
    key = (await made('caisses')).text;
  });
  afterAll(() => server.stop());

  const house = () => ({
    db: server.db,
    clock: systemClock,
    random: systemRandom,
    publicUrl: server.url,
    consoleUrl: server.url,
    seal: server.seal,
    progress: null,
  });
  const keys = (...words: string[]) => keyCommand(house(), { words, file: null });
  const made = async (name: string, ...more: string[]) => {
    const { out, exit, err } = await keys('create', name, 'carrefour', ...more);
    expect([exit, err]).toEqual([0, '']);
    const [text = '', second = ''] = out.split('\n');
    return { text, id: second.split(':')[0] ?? '' };
  };
  const basket = (receipt: string, quantity: number, more: Partial<TillBasket> = {}): TillBasket => ({
    ...{ receipt, at: new Date().toISOString(), shop: '0123' },
    ...{ lines: [{ gtin: products[0] ?? '', quantity }], returnOf: null },
    ...more,
  });
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body,
    });
  const granted = async () =>
    ((await (await fetch(`${server.url}/api/v1/campaigns/essai`)).json()) as { granted: number }).granted;

  test('a list, a line each, compressed or not: one outcome per basket, in their order', async () => {
    const before = await granted();
    const at = new Date().toISOString();
    const list = [
      basket('a1', 4, { at }),
      basket('a2', 3, { at }),
      basket('a1', 4, { at }),
      basket('a1', 5, { at }),
    ];
    const answer = await post(JSON.stringify(list));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual([
      { receipt: 'a1', outcome: 'credited', units: 1, acts: 1 },
      { receipt: 'a2', outcome: 'not_eligible', reason: 'too_few' },
      { receipt: 'a1', outcome: 'already_done', units: 1 },
      { receipt: 'a1', outcome: 'conflict' },
    ]);
    const lines = [basket('a3', 8), basket('a4', 4, { returnOf: 'a3' }), basket('a5', 4, { returnOf: 'a6' })];
    const second = await post(gzipSync(lines.map((one) => `${JSON.stringify(one)}\n`).join('')), {
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
      accept: 'application/x-ndjson',
    });
    const outcomes = (await second.text()).trimEnd().split('\n');
    expect(outcomes.map((line) => JSON.parse(line))).toEqual([
      { receipt: 'a3', outcome: 'credited', units: 2, acts: 2 },
      { receipt: 'a4', outcome: 'returned', units: -1 },
      { receipt: 'a5', outcome: 'held' },
    ]);
    expect(await granted()).toBe(before + 2);
  });

  test('what is no basket is answered in its place, the others count', async () => {
    const answer = await post(
      JSON.stringify([{ receipt: 'x' }, basket('b1', 4), { ...basket('b2', 4), customerEmail: 'a@b.fr' }, 7]),
    );
    expect(await answer.json()).toEqual([
      { index: 0, outcome: 'invalid', reason: expect.stringContaining('at is not a date') },
      { receipt: 'b1', outcome: 'credited', units: 1, acts: 1 },
      { index: 2, outcome: 'invalid', reason: expect.stringContaining('looks like a shopper’s identity') },
      { index: 3, outcome: 'invalid', reason: expect.stringContaining('A basket is an object') },
    ]);
  });

  test.each<[string, () => Promise<Response>, number, string]>([
    ['no key', () => post('[]', { authorization: '' }), 401, 'rk_'],
    ['a wrong key', () => post('[]', { authorization: `Bearer rk_${'x'.repeat(43)}` }), 401, 'unknown'],
    ['a key with SQL in it', () => post('[]', { authorization: "Bearer rk_' OR 1=1" }), 401, 'unknown'],
    [
      'a form',
      () => post('a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'application/json',
    ],
    ['another coding', () => post('[]', { 'content-encoding': 'br' }), 415, 'gzip'],
    ['no JSON', () => post('[{]'), 400, 'before its closing bracket'],
    ['an empty body', () => post(''), 400, 'The body is empty'],
    ['a list that ends early', () => post('[{"receipt":"c1"}'), 400, 'closing bracket'],
    ['something behind the list', () => post('[] x'), 400, 'behind the end'],
    ['an empty place', () => post('[,]'), 400, 'empty place'],
    ['broken gzip', () => post('not gzip', { 'content-encoding': 'gzip' }), 400, 'gzip is broken'],
    ['no UTF-8', () => post(Buffer.from([0x5b, 0xff, 0x5d])), 400, 'not UTF-8'],
    ['a basket without end', () => post(`["${'x'.repeat(300_000)}`), 400, 'longer than'],
    [
      'a bomb',
      () => post(gzipSync(Buffer.alloc(300 * 1024 * 1024, 0x20)), { 'content-encoding': 'gzip' }),
      413,
      'at most',
    ],
  ])('refuses %s with one sentence', async (_, send, status, sentence) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const { detail } = (await answer.json()) as { detail: string };
    expect(detail).toContain(sentence);
    expect(detail).not.toMatch(/Error|\bat \//);
  });

  test('what was taken before a body broke is said, and stays', async () => {
    const answer = await post(`[${JSON.stringify(basket('d1', 4))},`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ taken: [{ receipt: 'd1', outcome: 'credited' }] });
  });

  test('keys: for one campaign, for some days, rotated with an overlap, revoked; never shown again', async () => {
    const elsewhere = await made('ailleurs', 'autre-campagne');
    expect((await post('[]', { authorization: `Bearer ${elsewhere.text}` })).status).toBe(403);
    const old = await made('tournante', 'essai', '30');
    const rotated = (await keys('rotate', old.id)).out.split('\n')[0] ?? '';
    for (const text of [old.text, rotated])
      expect((await post('[]', { authorization: `Bearer ${text}` })).status).toBe(200);
    expect((await keys('revoke', old.id)).exit).toBe(0);
    expect((await keys('revoke', old.id)).exit).toBe(1);
    expect((await post('[]', { authorization: `Bearer ${old.text}` })).status).toBe(401);
    const { out } = await keys('list');
    expect(out).toContain('revoked');
    expect(out).toMatch(/last used \d{4}-\d\d-\d\d: tournante/);
    expect(out).not.toContain('rk_');
    const stored = await server.db.rows<{ all: string }>(
      "SELECT string_agg(k::text, ' ') AS all FROM api_key k",
    );
    expect(stored[0]?.all).not.toContain(rotated.slice(3));
    for (const words of [
      ['create', 'x', 'nobody'],
      ['create', 'x', 'carrefour', '-', 'x'],
      ['burn', 'x'],
      ['rotate', 'x'],
    ])
      expect((await keys(...words)).exit).toBe(1);
  });

  test('a key with a public key: signed requests alone, each once, each for its own body', async () => {
    const signer = tillSigner();
    const { text, id } = await made('signée', '-', '-', signer.publicKey);
    const body = Buffer.from(JSON.stringify([basket('s1', 4)]));
    const seconds = Math.floor(Date.now() / 1000);
    const headers = signedHeaders(new URL(url), body, signer.sign(id), seconds);
    const send = (more: Record<string, string>, sent: Uint8Array<ArrayBuffer> = body) =>
      post(sent, { authorization: `Bearer ${text}`, ...more });
    expect(await (await send({})).json()).toMatchObject({
      detail: expect.stringContaining('must be signed'),
    });
    expect(await (await send(headers)).json()).toMatchObject([{ outcome: 'credited' }]);
    expect(await (await send(headers)).json()).toMatchObject({
      detail: expect.stringContaining('nonce was used'),
    });
    const sign = (of: Uint8Array, as: string, when: number) =>
      signedHeaders(new URL(url), of, signer.sign(as), when);
    for (const [more, sent, sentence] of [
      [sign(Buffer.from('[]'), id, seconds), body, 'does not hold'],
      [sign(body, 'key_other', seconds), body, 'does not hold'],
      [sign(body, id, seconds - 400), body, 'more than five minutes ago'],
      [sign(body, id, seconds + 400), body, 'more than five minutes ago'],
      [{ ...sign(body, id, seconds), 'content-digest': 'sha-256=:AAAA:' }, body, 'does not hold'],
      [signedHeaders(new URL(`${url}?x=1`), body, signer.sign(id), seconds), body, 'does not hold'],
      [signedHeaders(new URL(url), body, tillSigner().sign(id), seconds), body, 'does not hold'],
    ] as const) {
      const answer = await send(more, sent);
      expect([answer.status, await answer.json()]).toEqual([
        401,
        expect.objectContaining({ detail: expect.stringContaining(sentence) }),
      ]);
    }
    const outcomes = await sendBaskets(url, text, [basket('s2', 4)], signer.sign(id));
    expect(outcomes).toMatchObject([{ outcome: 'credited' }]);
  });

  describe('a file of a day', () => {
    const folder = mkdtempSync(join(tmpdir(), 'relais-file-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const run = (name: string, content: string | Uint8Array, slug = 'essai') => {
      writeFileSync(join(folder, name), content);
      return purchasesCommand(house(), {
        words: ['import', join(folder, name), slug, 'carrefour'],
        file: null,
      });
    };
    const day = (seed: number, count: number) => [
      ...dayOfBaskets({
        ...{ retailer: 'carrefour', count, at: Date.now() - 3_600_000 },
        ...{ shops: 12, offered: products, others, seed },
      }),
    ];
    const csv = (baskets: readonly TillBasket[]) =>
      [
        'receipt;at;shop;gtin;quantity;return_of',
        ...baskets.flatMap(({ receipt, at, shop, lines, returnOf }) =>
          lines.map((line) => [receipt, at, shop, line.gtin, line.quantity, returnOf ?? ''].join(';')),
        ),
      ].join('\r\n');

    test('NDJSON, compressed: counted once; the same file again takes nothing', async () => {
      const before = await granted();
      const baskets = day(1, 3000);
      const file = gzipSync(baskets.map((one) => JSON.stringify(one)).join('\n'));
      const first = await run('day.ndjson.gz', file);
      expect(first.err).toBe('');
      const units = Number(/([\d,]+) units granted now/.exec(first.out)?.[1]?.replaceAll(',', ''));
      expect(units).toBeGreaterThan(100);
      expect(await granted()).toBe(before + units);
      const again = await run('day.ndjson.gz', file);
      expect(again.out).toContain(`${baskets.length.toLocaleString('en-GB')} had been taken before`);
      expect(await granted()).toBe(before + units);
    });

    test('a corrected file of the same length is another file', async () => {
      const first = day(4, 3000);
      const fixed = first.map((one, index) =>
        index === 1500 ? { ...one, receipt: one.receipt.replace(/.$/, 'Z'), returnOf: null } : one,
      );
      const text = (baskets: readonly TillBasket[]) => baskets.map((one) => JSON.stringify(one)).join('\n');
      await run('night.ndjson', text(first));
      const { out } = await run('night.ndjson', text(fixed));
      expect(out).not.toContain('taken before');
      expect(out).toMatch(/already done\s+\d/);
    });

    test('the same day as CSV under another name: every basket is done already', async () => {
      const baskets = day(2, 500);
      await run('two.json', JSON.stringify(baskets));
      const before = await granted();
      const { out } = await run('two.csv', csv(baskets));
      expect(out).toContain('0 units granted now');
      expect(out).not.toContain('credited');
      expect(await granted()).toBe(before);
    });

    test('a file that was left in the middle goes on from there', async () => {
      const baskets = day(3, 2500);
      const text = baskets.map((one) => JSON.stringify(one)).join('\n');
      const broken = gzipSync(text);
      const cut = await run('left.ndjson.gz', broken.subarray(0, Math.floor(broken.length * 0.7)));
      expect(cut.exit).toBe(1);
      expect(cut.err).toContain('goes on from there');
      const whole = await run('whole.ndjson', text);
      expect(whole.out).toMatch(/already done\s+\d/);
      expect(await reconcile(server.db)).toEqual([]);
    });

    test.each([
      ['list.txt', 'x', 'ends in .csv'],
      ['empty.csv', 'nom;prix\r\na;1', 'names no column receipt, at, gtin, quantity'],
      ['broken.json', '[{', 'closing bracket'],
      ['latin.ndjson', Buffer.from([0x7b, 0xe9]), 'not UTF-8'],
    ])('%s is refused with a sentence', async (name, content, sentence) => {
      const { exit, err } = await run(name, content);
      expect([exit, err]).toEqual([1, expect.stringContaining(sentence)]);
      expect((await run(name, content, 'inconnue')).err).toContain('There is no campaign inconnue');
    });

    test('columns that say who somebody is are refused, row by row', async () => {
      const [header = '', row = ''] = csv([basket('w1', 4)]).split('\r\n');
      const { out } = await run('who.csv', `${header};email\r\n${row};martin@example.fr\r\n`);
      expect(out).toContain('basket 1: email looks like a shopper’s identity');
    });
  });

  test('nothing of a receipt’s number is kept, and no line that no offer names', async () => {
    await sendBaskets(url, key, [
      basket('numero-unique-4711', 4, {
        lines: [...basket('', 4).lines, { gtin: others[3] ?? '', quantity: 2 }],
      }),
    ]);
    const [row] = await server.db.rows<{ all: string }>(
      "SELECT string_agg(p::text, ' ') || (SELECT string_agg(o.record, ' ') FROM opening o) AS all FROM purchase p",
    );
    expect(row?.all).not.toContain('numero-unique');
    expect(row?.all).not.toContain(others[3]);
  });
});

onBothDatabases('tills and a server that dies', (kind) => {
  test('killed without warning again and again, the client sends again: none lost, none doubled', async () => {
    const data = mkdtempSync(join(tmpdir(), 'relais-tills-'));
    const server = killableServer({
      PORT: String(await freePort()),
      RELAIS_DATA: data,
      ...(kind === 'postgres' ? { DATABASE_URL: await newPostgresDatabase() } : {}),
    });
    await server.start();
    writeFileSync(join(data, 'campaign.yaml'), campaignFile({ pledges: pledge('quantity: 1') }));
    expect(server.relais('import', join(data, 'campaign.yaml')).status).toBe(0);
    const key = server.relais('key', 'create', 'caisses', '--retailer', 'carrefour').out.split('\n')[0] ?? '';
    const url = `${server.url}/api/v1/campaigns/essai/purchases`;
    const at = new Date().toISOString();
    const batches = Array.from({ length: 60 }, (_, batch) =>
      Array.from(
        { length: 100 },
        (_unused, number): TillBasket => ({
          ...{ receipt: `r/${batch}/${number}`, at, shop: '0001', returnOf: null },
          lines: [{ gtin: products[0] ?? '', quantity: 1 }],
        }),
      ),
    );
    let sent = 0;
    let falls = 0;
    let falling = Promise.resolve();
    const client = async () => {
      for (let batch = batches[sent++]; batch !== undefined; batch = batches[sent++]) {
        for (;;) {
          const answer = await sendBaskets(url, key, batch).catch(() => null);
          if (answer !== null) {
            expect(answer.every((one) => one.outcome === 'credited' || one.outcome === 'already_done')).toBe(
              true,
            );
            break;
          }
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        if (sent > 15 * (falls + 1) && falls < 3) {
          falls++;
          falling = falling.then(async () => {
            await server.kill();
            await server.start();
          });
        }
      }
    };
    await Promise.all(Array.from({ length: 4 }, client));
    await falling;
    const totals = (await (await fetch(`${server.url}/api/v1/campaigns/essai`)).json()) as object;
    expect(totals).toMatchObject({ granted: 6000, purchases: 6000 });
    expect(server.relais('doctor').out).toContain('books       agree');
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }, 180_000);
});

test('from the till to the counter and the receipt, in a browser', async () => {
  const server = await startTestServer('pglite', { campaign: campaignFile({ pledges: pledge() }) });
  const browser = await launchChromium();
  const { out } = await keyCommand(
    {
      ...{ db: server.db, clock: systemClock, random: systemRandom, seal: server.seal },
      ...{ publicUrl: server.url, consoleUrl: server.url, progress: null },
    },
    { words: ['create', 'caisse', 'carrefour'], file: null },
  );
  const page = await browser.newPage({ locale: 'fr-FR', viewport: { width: 390, height: 800 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${server.url}/c/essai`);
  const counter = page.locator('[data-live="granted"]');
  expect(await counter.textContent()).toBe('0');
  await sendBaskets(`${server.url}/api/v1/campaigns/essai/purchases`, out.split('\n')[0] ?? '', [
    {
      ...{ receipt: 'carrefour/0123/7', at: new Date().toISOString(), shop: '0123', returnOf: null },
      lines: [{ gtin: products[0] ?? '', quantity: 8 }],
    },
  ]);
  await expect.poll(() => counter.textContent(), { timeout: 10_000 }).toBe('2');
  await expect
    .poll(() => page.locator('[data-live="purchases"]').textContent())
    .toContain('2 achats comptés');
  await page.locator('[data-live="purchases"]').click();
  await page.getByLabel('Numéro du ticket, tel qu’imprimé').fill('carrefour/0123/7');
  await page.getByRole('button', { name: 'Regarder' }).click();
  await page.getByText('a déclenché 2').waitFor();
  expect(page.url()).not.toContain('0123');
  await page.getByRole('link', { name: 'La preuve' }).first().click();
  await page.getByText('Tout ce que ce navigateur sait vérifier est juste.').waitFor({ timeout: 10_000 });
  await page.getByRole('link', { name: '← Les achats' }).click();
  expect(await page.locator('.life tbody tr').count()).toBe(1);
  expect(errors).toEqual([]);
  await browser.close();
  await server.stop();
}, 60_000);
