import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { onBothDatabases } from './database.ts';
import { type Bench, openBench } from './moderation.ts';

const rule = (retailer: string) => `{ retailer: ${retailer}, gtins: ["3033490004743"], quantity: 4 }`;
const pledges = ['carrefour', 'danone']
  .map(
    (retailer) =>
      `  - { id: a-${retailer}, partner: ${retailer}, mechanic: purchase, perAct: 1, cap: 9, rule: ${rule(retailer)} }`,
  )
  .join('\n');

onBothDatabases('keys of tills in the console', (kind) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(kind, 200);
  });
  afterAll(() => bench.server.stop());

  type Person = Awaited<ReturnType<Bench['person']>>;
  const fields = (change: Record<string, string> = {}): [string, string][] =>
    Object.entries({
      ...{ name: 'Caisses de Lille', retailer: 'carrefour', days: '90' },
      ...{ scopes: 'purchases:write', publicKey: '' },
      ...change,
    });
  const make = async (person: Person, page: string, change: Record<string, string> = {}) => {
    const answer = await person.send(`${page}/keys`, fields(change));
    const html = await answer.text();
    const key = /<code>(rk_[\w-]{43})<\/code>/.exec(html)?.[1] ?? null;
    return { status: answer.status, html, key };
  };
  const send = async (slug: string, key: string) =>
    (
      await fetch(`${bench.server.url}/api/v1/campaigns/${slug}/purchases`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: '[]',
      })
    ).status;
  const idOf = (html: string) => /key_[0-9a-z]{26}/.exec(html)?.[0] ?? '';

  test('made, shown once, used, replaced with an overlap, revoked; each noted', async () => {
    const { slug, console: page } = await bench.campaign({ pledges });
    const operator = await bench.person('netscouade', 'operator', 'Olga');
    const made = await make(operator, page);
    expect(made.status).toBe(200);
    expect(await send(slug, made.key ?? '')).toBe(200);
    const listed = await operator.see(`${page}/keys`);
    expect(listed).toContain('Caisses de Lille');
    expect(listed).not.toContain('rk_');
    const old = idOf(listed);
    const rotated = await (
      await operator.send(`${page}/keys/act`, [
        ['do', 'rotate'],
        ['key', old],
      ])
    ).text();
    const next = /<code>(rk_[\w-]{43})<\/code>/.exec(rotated)?.[1] ?? '';
    expect([await send(slug, made.key ?? ''), await send(slug, next)]).toEqual([200, 200]);
    expect(
      (
        await operator.send(`${page}/keys/act`, [
          ['do', 'revoke'],
          ['key', old],
        ])
      ).status,
    ).toBe(303);
    expect([await send(slug, made.key ?? ''), await send(slug, next)]).toEqual([401, 200]);
    const trail = await bench.server.db.rows<{ action: string; name: string; organisation: string }>(
      'SELECT action, name, organisation FROM audit_event WHERE campaign = $1 ORDER BY id',
      [slug],
    );
    expect(trail).toEqual(
      ['key.create', 'key.rotate', 'key.revoke'].map((action) => ({
        ...{ action, name: 'Olga', organisation: 'carrefour' },
      })),
    );
  });

  test('a key of one campaign, or of a retailer that no rule names, opens no other', async () => {
    const one = await bench.campaign({ pledges });
    const other = await bench.campaign({ pledges });
    const relays = await bench.campaign();
    const operator = await bench.person('netscouade', 'operator', 'Olga');
    const { key } = await make(operator, one.console);
    expect([await send(one.slug, key ?? ''), await send(other.slug, key ?? '')]).toEqual([200, 403]);
    expect((await make(operator, relays.console)).status).toBe(400);
  });

  test('a receipt is read back by a key that may', async () => {
    const { slug, console: page } = await bench.campaign({ pledges });
    const operator = await bench.person('netscouade', 'operator', 'Olga');
    const reader = (await make(operator, page, { scopes: 'purchases:read' })).key ?? '';
    const writer = (await make(operator, page)).key ?? '';
    const url = `${bench.server.url}/api/v1/campaigns/${slug}/purchases`;
    const basket = {
      ...{ receipt: 'lille/1', at: new Date().toISOString(), returnOf: null },
      lines: [{ gtin: '3033490004743', quantity: 4 }],
    };
    await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${writer}`, 'content-type': 'application/json' },
      body: JSON.stringify([basket]),
    });
    const read = async (key: string, query: string) => {
      const answer = await fetch(url + query, { headers: { authorization: `Bearer ${key}` } });
      return [answer.status, await answer.json()] as const;
    };
    expect(await read(reader, '?receipt=lille/1')).toEqual([
      200,
      expect.objectContaining({ receipt: 'lille/1', acts: 1, units: 1, returned: 0 }),
    ]);
    expect((await read(reader, '?receipt=lille/2'))[0]).toBe(404);
    expect((await read(reader, ''))[0]).toBe(400);
    expect((await read(writer, '?receipt=lille/1'))[0]).toBe(403);
    expect((await read('rk_x', '?receipt=lille/1'))[0]).toBe(401);
    expect(await send(slug, reader)).toBe(403);
  });

  test('a retailer’s people have their own keys alone; others none; nobody from elsewhere', async () => {
    const { console: page } = await bench.campaign({ pledges });
    const operator = await bench.person('netscouade', 'operator', 'Olga');
    const partner = await bench.person('carrefour', 'partner', 'Paul');
    const moderator = await bench.person('netscouade', 'moderator', 'Maud');
    await make(operator, page, { retailer: 'danone', name: 'Celles de Danone' });
    const foreign = idOf(await operator.see(`${page}/keys`));
    expect((await make(partner, page)).key).not.toBeNull();
    const seen = await partner.see(`${page}/keys`);
    expect(seen).toContain('Caisses de Lille');
    expect(seen).not.toContain('Celles de Danone');
    expect(await make(partner, page, { retailer: 'danone' })).toMatchObject({ status: 400, key: null });
    for (const asked of ['rotate', 'revoke'])
      expect(
        (
          await partner.send(`${page}/keys/act`, [
            ['do', asked],
            ['key', foreign],
          ])
        ).status,
      ).toBe(404);
    expect((await moderator.get(`${page}/keys`)).status).toBe(403);
    const origin = { origin: 'https://evil.example' };
    expect((await operator.send(`${page}/keys`, fields(), origin)).status).toBe(403);
    expect(
      (
        await operator.send(`${page}/keys/act`, [
          ['do', 'x'],
          ['key', foreign],
        ])
      ).status,
    ).toBe(404);
  });

  test('what is wrong is said at its field, and nothing typed becomes markup', async () => {
    const { console: page } = await bench.campaign({ pledges });
    const operator = await bench.person('netscouade', 'operator', 'Olga');
    const bad: Record<string, string>[] = [
      { name: '' },
      { name: 'x'.repeat(81) },
      { retailer: 'leclerc' },
      { days: '0' },
      { days: '1e3' },
      { days: '4000' },
      { scopes: 'everything' },
      { publicKey: 'abc' },
    ];
    for (const change of bad) {
      const { status, key, html } = await make(operator, page, change);
      expect([change, status, key]).toEqual([change, 400, null]);
      expect(html).toContain('field-error');
    }
    await make(operator, page, { name: '<img src=x onerror=alert(1)>' });
    expect(await operator.see(`${page}/keys`)).not.toContain('<img src=x');
  });

  test.runIf(kind === 'pglite')('can be used by everybody, on a phone, in both languages', async () => {
    const { console: page } = await bench.campaign({ pledges });
    const operator = await bench.person('netscouade', 'operator', 'Olga');
    await make(operator, page);
    const browser = await launchChromium();
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 800 } });
        await context.addCookies([{ ...operator.cookie, url: bench.server.url }]);
        const tab = await context.newPage();
        for (const language of ['fr', 'en']) {
          await tab.goto(`${bench.server.url}${page}/keys?lang=${language}`);
          const { violations } = await new AxeBuilder({ page: tab })
            .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
            .analyze();
          expect(violations.map((one) => one.id)).toEqual([]);
          expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
          if (process.env.SHOTS !== undefined)
            await tab.screenshot({
              path: `${process.env.SHOTS}/keys-${colorScheme}-${language}.png`,
              fullPage: true,
            });
        }
        await context.close();
      }
    } finally {
      await browser.close();
    }
  });
});
