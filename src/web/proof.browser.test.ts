import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../test/chromium.ts';
import { open } from './fixture.suite.ts';
import { type ProofFixture, signedLog } from './fixture-log.suite.ts';
import { dataKey, dataRequest, type FrontDoor, openFrontDoor, relayIds } from './front-door.suite.ts';
import { createWebServer } from './server.ts';

const origin = 'relais.example/c/un-billet-dix-repas/log';
let browser: Browser;
let server: Server;
let door: FrontDoor;
let url: string;
let fixture: ProofFixture;
let folder: string;

beforeAll(async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  url = `http://127.0.0.1:${port}`;
  door = openFrontDoor(url);
  fixture = await signedLog(origin);
  door.log = fixture.view;
  door.proofs.set(relayIds.counted, fixture.proof);
  server = createWebServer(door.app);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  browser = await launchChromium();
  folder = mkdtempSync(join(tmpdir(), 'relais-proof-'));
});
afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function see<T>(
  path: string,
  look: (page: Page) => Promise<T>,
  options: BrowserContextOptions = {},
): Promise<T> {
  const context = await browser.newContext({
    locale: 'en',
    viewport: { width: 390, height: 844 },
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${url}${path}`);
  const seen = await look(page);
  expect(complaints).toEqual([]);
  await context.close();
  return seen;
}
const results = async (page: Page) => {
  await page.waitForFunction(() => document.querySelector('.checks [role=status]')?.textContent !== '');
  const lines = await page
    .locator('[data-check]')
    .evaluateAll((items) =>
      items.map((item) => [item.getAttribute('data-check'), item.getAttribute('data-result')]),
    );
  return {
    lines: Object.fromEntries(lines) as Record<string, string>,
    summary: await page.locator('.checks [role=status]').textContent(),
  };
};
const withFile = (change: (file: string) => string) => {
  door.proofs.set(relayIds.counted, { ...fixture.proof, file: change(fixture.proof.file) });
};
/** Changes what the file's `extra` line holds. */
const withExtra = (change: (extra: { entry: string; opening: { salt: string; record: string } }) => object) =>
  withFile((file) =>
    file.replace(/^extra (.*)$/m, (_, text: string) => {
      const extra = JSON.parse(Buffer.from(text, 'base64').toString()) as Parameters<typeof change>[0];
      return `extra ${Buffer.from(JSON.stringify(change(extra))).toString('base64')}`;
    }),
  );
/** Another letter in the middle of the n-th line that a pattern finds. */
const bend = (file: string, pattern: RegExp, nth = 0) => {
  let seen = -1;
  return file.replace(new RegExp(pattern, 'gm'), (line: string) => {
    seen++;
    if (seen !== nth) return line;
    const at = line.length - 20;
    return line.slice(0, at) + (line[at] === 'A' ? 'B' : 'A') + line.slice(at + 1);
  });
};

describe('the proof of a post, checked in the reader’s browser', () => {
  const path = `/relays/${relayIds.counted}/proof`;

  test('everything is right, and the page says so in words', async () => {
    withFile((file) => file);
    const seen = await see(path, results);
    expect(seen.lines).toEqual({ seal: 'right', path: 'right', site: 'right', witness: 'right' });
    expect(seen.summary).toBe('Everything that this browser can check is right.');
  });

  const other = 'QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=';
  test.each<[string, () => void, Record<string, string>]>([
    [
      'the salt',
      () => withExtra((extra) => ({ ...extra, opening: { ...extra.opening, salt: other } })),
      { seal: 'wrong', path: 'right' },
    ],
    [
      'the record',
      () =>
        withExtra((extra) => ({
          ...extra,
          opening: { ...extra.opening, record: extra.opening.record.replace('kiwi', 'kiwo') },
        })),
      { seal: 'wrong', path: 'right' },
    ],
    [
      'the units of the entry',
      () => withExtra((extra) => ({ ...extra, entry: extra.entry.replace('"units":10', '"units":90') })),
      { seal: 'right', path: 'wrong' },
    ],
    [
      'a hash of the path',
      () => withFile((file) => bend(file, /^[A-Za-z0-9+/]{43}=$/, 4)),
      { path: 'wrong', site: 'right' },
    ],
    [
      'a hash left out',
      () => withFile((file) => file.replace(/^[A-Za-z0-9+/]{43}=\n/m, '')),
      { path: 'wrong' },
    ],
    ['the index', () => withFile((file) => file.replace('index 1242', 'index 1243')), { path: 'wrong' }],
    [
      'the size',
      () => withFile((file) => file.replace('\n1300\n', '\n1301\n')),
      { site: 'wrong', witness: 'wrong' },
    ],
    [
      'the root',
      () =>
        withFile((file) =>
          bend(
            file,
            /^[A-Za-z0-9+/]{43}=$/,
            (fixture.proof.file.match(/^[A-Za-z0-9+/]{43}=$/gm)?.length ?? 0) - 1,
          ),
        ),
      { path: 'wrong', site: 'wrong', witness: 'wrong' },
    ],
    [
      'the site’s signature',
      () => withFile((file) => bend(file, /^— relais.*$/)),
      { site: 'wrong', witness: 'right' },
    ],
    [
      'the witness’s signature',
      () => withFile((file) => bend(file, /^— temoin.*$/)),
      { site: 'right', witness: 'wrong' },
    ],
    [
      'no signature of the site',
      () => withFile((file) => file.replace(/^— relais.*\n/m, '')),
      { site: 'missing' },
    ],
  ])('tampered with: %s', async (_, tamper, expected) => {
    tamper();
    const seen = await see(path, results);
    expect(seen.lines).toMatchObject(expected);
    expect(seen.summary).toBe('Something is wrong. Keep the proof file and show it.');
  });

  test('a witness that has not signed yet is said and is no fault', async () => {
    withFile((file) => file.replace(/^— temoin.*\n/m, ''));
    const seen = await see(path, results);
    expect(seen.lines.witness).toBe('missing');
    expect(seen.summary).toContain('is right');
  });

  test.each(['', 'hello', 'c2sp.org/tlog-proof@v1\n\n', '<script>alert(1)</script>'])(
    'what is no proof is said to be none: %j',
    async (text) => {
      withFile(() => text);
      expect((await see(path, results)).summary).toBe('This file is not a proof of this log.');
    },
  );

  test('a proof of another log is not taken for one of this', async () => {
    const elsewhere = await signedLog('other.example/c/un-billet-dix-repas/log');
    withFile(() => elsewhere.proof.file);
    expect((await see(path, results)).summary).toBe('This file is not a proof of this log.');
  });

  test('a file from the reader’s disk is checked on the log’s page', async () => {
    const right = join(folder, 'right.tlog-proof');
    const wrong = join(folder, 'wrong.tlog-proof');
    writeFileSync(right, fixture.proof.file);
    writeFileSync(wrong, fixture.proof.file.replace('\n1300\n', '\n1299\n'));
    await see(`/c/${open.slug}/proof`, async (page) => {
      await page.setInputFiles('input[type=file]', right);
      await page.waitForSelector('.notice.right');
      expect((await results(page)).lines).toEqual({
        seal: 'right',
        path: 'right',
        site: 'right',
        witness: 'right',
      });
      await page.setInputFiles('input[type=file]', wrong);
      await page.waitForSelector('.checks .alarm');
      expect((await results(page)).lines).toMatchObject({ site: 'wrong', witness: 'wrong' });
    });
  });

  test('without JavaScript all that is needed is on the page', async () => {
    withFile((file) => file);
    await see(
      path,
      async (page) => {
        const text = await page.locator('main').innerText();
        for (const piece of [
          fixture.proof.entry,
          fixture.proof.opening.salt,
          fixture.view.checkpoint.split('\n')[2] ?? '',
          'JavaScript',
        ])
          expect(text).toContain(piece);
      },
      { javaScriptEnabled: false },
    );
  });
});

describe.each([
  ['the proof', `/relays/${relayIds.counted}/proof`],
  ['the log', `/c/${open.slug}/proof`],
  ['the data of a relay', `/relays/${relayIds.counted}/data`],
  ['a request for data', `/data/${dataRequest.id}/${dataKey}`],
  ['a proven request', `/data/${dataRequest.id}/${dataKey}?proven`],
  ['the privacy page', '/privacy'],
])('%s', (name, path) => {
  test.each([
    ['fr', 'light'],
    ['fr', 'dark'],
    ['en', 'light'],
    ['en', 'dark'],
  ] as const)('has no fault that axe finds and no sideways scroll: %s, %s', async (locale, colorScheme) => {
    withFile((file) => file);
    door.request = { ...dataRequest, state: name === 'a proven request' ? 'proven' : 'open' };
    await see(
      path,
      async (page) => {
        if (name === 'the proof') await results(page);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((one) => [one.id, one.nodes.map((node) => node.html)])).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        expect(await page.locator('html').getAttribute('lang')).toBe(locale);
      },
      { locale, colorScheme },
    );
  });
});
