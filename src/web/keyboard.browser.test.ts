import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../test/chromium.ts';
import { open } from './fixture.suite.ts';
import { type FrontDoor, manyCards, openFrontDoor, relayIds } from './front-door.suite.ts';
import { createWebServer } from './server.ts';

/** More stops than any of our pages has: reaching it means a trap. */
const stops_max = 400;
let browser: Browser;
let server: Server;
let door: FrontDoor;
let url: string;
beforeAll(async () => {
  door = openFrontDoor();
  door.cards = manyCards(24);
  server = createWebServer(door.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

/** What is focused: its name for us, whether one sees that it is, and whether something else lies over it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const one = document.activeElement;
    if (one === null || one === document.body) return null;
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const within = (x: number, y: number) => {
      const top = document.elementFromPoint(x, y);
      return top !== null && (one.contains(top) || top.contains(one));
    };
    // A link over two lines has nothing of it in its middle.
    const [line] = one.getClientRects();
    const [x, y] = line === undefined ? [0, 0] : [line.left + line.width / 2, line.top + line.height / 2];
    return {
      place: one.getAttribute('data-stop') ?? one.outerHTML.slice(0, 80),
      html: one.outerHTML.slice(0, 120),
      outlined: Number.parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none',
      there: box.width > 0 && y >= 0 && y <= innerHeight && x >= 0 && x <= innerWidth,
      uncovered: within(x, y),
    };
  });

/** Every control that somebody with a mouse could use, numbered in the document. */
const controls = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]',
      ),
    ]
      .filter(
        (one) =>
          one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled, [tabindex="-1"]'),
      )
      .map((one, index) => {
        one.setAttribute('data-stop', String(index));
        return String(index);
      }),
  );

describe.each([
  ['the campaign page', `/c/${open.slug}`],
  ['the page of questions, with its form', `/c/${open.slug}/dialogue`],
  ['the form of an appeal', `/relays/${relayIds.refused}/appeal`],
])('with the keyboard alone, on %s', (_name, path) => {
  test.each([
    ['a desk', 1280, 800],
    ['a telephone', 360, 640],
  ] as const)('every control is reached, seen and left again (%s)', async (_where, width, height) => {
    const context = await browser.newContext({ locale: 'fr-FR', viewport: { width, height } });
    const page = await context.newPage();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(url + path);
    // What is folded is as good as what is not.
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('details')) one.open = true;
    });
    const all = await controls(page);
    expect(all.length).toBeGreaterThan(5);
    const reached: string[] = [];
    const faults: unknown[] = [];
    for (let stop = 0; ; stop++) {
      if (stop === stops_max) throw new Error('a trap');
      await page.keyboard.press('Tab');
      const now = await focused(page);
      // The browser's own controls come after the last of ours.
      if (now === null || now.place === reached[0]) break;
      reached.push(now.place);
      if (!now.outlined || !now.there || !now.uncovered) faults.push(now);
    }
    expect(faults).toEqual([]);
    expect(reached).toEqual(all);
    // And back, from the end.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect((await focused(page))?.place).not.toBe(reached[0]);
  });

  test('the first stop leads past the head; Escape takes nothing away', async () => {
    const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(url + path);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
    const before = await focused(page);
    await page.keyboard.press('Escape');
    expect(await focused(page)).toEqual(before);
  });
});
