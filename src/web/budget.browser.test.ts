import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from '../../test/chromium.ts';
import { open } from './fixture.suite.ts';
import { type FrontDoor, manyCards, openFrontDoor } from './front-door.suite.ts';
import { createWebServer } from './server.ts';

/** What the campaign page may cost whoever opens it on a telephone. */
const bytes_max = 60 * 1024;
const script_bytes_max = 10 * 1024;
const painted_ms_max = 1000;
const shift_max = 0.02;
/** 4G as Lighthouse has it for a telephone: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const slow4G = { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 };
const slug = open.slug;

let browser: Browser;
let server: Server;
let door: FrontDoor;
let url: string;
beforeAll(async () => {
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
  url = `http://127.0.0.1:${port}`;
  door = openFrontDoor(url);
  server = createWebServer(door.app);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  door.cards = manyCards(60);
  door.change('');
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await expect.poll(door.watching).toBe(0);
});

type Seen = { painted: number; shifted: number };
/** A telephone that has never been here, and what its browser measures. */
async function telephone(options: { javaScriptEnabled?: boolean } = {}): Promise<{
  page: Page;
  network: CDPSession;
  bytes: Map<string, number>;
}> {
  const context = await browser.newContext({
    ...options,
    locale: 'fr-FR',
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
  });
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  const bytes = new Map<string, number>();
  const addresses = new Map<string, string>();
  network.on('Network.requestWillBeSent', ({ requestId, request }) => {
    addresses.set(requestId, request.url);
  });
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes.set(addresses.get(requestId) ?? requestId, encodedDataLength);
  });
  await page.addInitScript(() => {
    const seen: Seen = { painted: 0, shifted: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.painted = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shifted += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return { page, network, bytes };
}
const seen = (page: Page) => page.evaluate(() => (window as unknown as { seen: Seen }).seen);

test('the first load of the campaign page: bytes, script, paint, shift', async () => {
  // The first reader after a change waits for the page to be made; everybody else does not.
  await fetch(`${url}/c/${slug}`);
  const { page, network, bytes } = await telephone();
  await network.send('Network.emulateNetworkConditions', slow4G);
  await page.goto(`${url}/c/${slug}`, { waitUntil: 'load' });
  await page.waitForTimeout(500);
  const figures = await seen(page);
  const sum = [...bytes.values()].reduce((all, one) => all + one, 0);
  const scripts = [...bytes]
    .filter(([address]) => address.includes('.js'))
    .reduce((all, [, n]) => all + n, 0);
  const said = { bytes: sum, scripts, ...figures };
  process.stdout.write(`campaign page: ${JSON.stringify(said)}\n`);
  expect(bytes.size).toBeGreaterThanOrEqual(3);
  expect(sum).toBeLessThanOrEqual(bytes_max);
  expect(scripts).toBeLessThanOrEqual(script_bytes_max);
  expect(figures.painted).toBeGreaterThan(0);
  expect(figures.painted).toBeLessThan(painted_ms_max);
  expect(figures.shifted).toBeLessThan(shift_max);
});

test.each(['the top', 'the number', 'the wall'])(
  'nothing jumps under a reader at %s while posts are counted',
  async (where) => {
    const { page } = await telephone();
    await page.goto(`${url}/c/${slug}`);
    await expect.poll(door.watching).toBe(1);
    const place = { 'the top': 'h1', 'the number': '[data-live="granted"]', 'the wall': '.post >> nth=2' };
    await page
      .locator(place[where as keyof typeof place])
      .first()
      .scrollIntoViewIfNeeded();
    const [card] = manyCards(1);
    if (card === undefined) throw new Error('card');
    for (let n = 1; n <= 12; n++) {
      const number = 2000 + n;
      const id = `rly_${String(number).padStart(26, '0')}` as const;
      door.tell(slug, { kind: 'relay', card: { ...card, id, number, source: `https://b${n}.example/un` } });
      door.tell(slug, {
        kind: 'total',
        totals: { ...open.totals, granted: 12_430 + n * 10, relays: 1243 + n, checking: n % 3 },
      });
      await page.waitForTimeout(80);
    }
    await expect.poll(() => page.locator('[data-number="2012"]').count()).toBe(1);
    await page.waitForTimeout(900);
    expect((await seen(page)).shifted).toBeLessThan(shift_max);
  },
);

test('who wants no movement sees none', async () => {
  const { page } = await telephone();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${url}/c/${slug}`);
  await expect.poll(door.watching).toBe(1);
  await page.evaluate(() => {
    const shown: string[] = [];
    Object.assign(window, { shown });
    const number = document.querySelector('[data-live="granted"]');
    if (number === null) throw new Error('number');
    new MutationObserver(() => shown.push(number.textContent ?? '')).observe(number, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  door.tell(slug, { kind: 'total', totals: { ...open.totals, granted: 13_000 } });
  const shown = () => page.evaluate(() => (window as unknown as { shown: string[] }).shown);
  await expect.poll(async () => (await shown()).length).toBeGreaterThan(0);
  // The new number at once, none on the way to it; and nothing runs.
  expect((await shown()).map((one) => one.replace(/\D/g, ''))).toEqual(['13000']);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

test('without JavaScript: no script is loaded, and the form still counts a post', async () => {
  const { page, bytes } = await telephone({ javaScriptEnabled: false });
  await page.goto(`${url}/c/${slug}`);
  expect((await page.locator('[data-live="granted"]').textContent())?.replace(/\D/g, '')).toBe('12430');
  expect([...bytes.keys()].filter((address) => address.includes('.js'))).toEqual([]);
  expect(await page.locator('form[action$="/relays"] button').isVisible()).toBe(true);
});
