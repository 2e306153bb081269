import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFrontDoor } from '../src/web/front-door.suite.ts';
import { launchChromium } from './chromium.ts';
import { type EveryPage, elsewhere, files, openEveryPage, ways } from './every-page.ts';

/** All public addresses that can be read: what is under `/console` has its own tests. */
const routes = [
  ...new Set(
    openFrontDoor()
      .app.routes.filter(({ method }) => method === 'GET' || method === 'ALL')
      .map(({ path }) => path)
      .filter((path) => !path.startsWith('/console') || path === '/console/sign-in'),
  ),
].filter((path) => path !== '/*');

describe('every public page, in a browser', () => {
  let house: EveryPage;
  let browser: Browser;
  let all: string[];
  beforeAll(async () => {
    [house, browser] = await Promise.all([openEveryPage(20), launchChromium()]);
    // While one page is worked on: PAGES=journal looks at those addresses alone.
    all = [...house.pages.values()].flat().filter((path) => path.includes(process.env.PAGES ?? ''));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  /** Every page in turn, two at a time; what is wrong with it, by its route. */
  const walk = async (
    options: Parameters<Browser['newContext']>[0],
    look: (page: Page, path: string) => Promise<readonly unknown[]>,
  ) => {
    const wrong: unknown[] = [];
    const left = [...all];
    const one = async () => {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        await page.goto(house.bench.server.url + path);
        for (const fault of await look(page, path)) wrong.push([path, fault]);
      }
      await context.close();
    };
    await Promise.all([one(), one()]);
    return wrong;
  };

  test('is on the list: a new address must be looked at, or be said to give no page', () => {
    const listed = [...house.pages.keys(), ...files, ...ways, ...Object.keys(elsewhere)];
    expect([...new Set(listed)].sort()).toEqual([...routes].sort());
  });

  test('is there, in both languages, and is what it says', async () => {
    const wrong: unknown[] = [];
    for (const [route, paths] of house.pages)
      for (const path of paths)
        for (const language of ['fr', 'en']) {
          const answer = await fetch(house.bench.server.url + path, {
            headers: { accept: 'text/html', 'accept-language': language },
          });
          const html = await answer.text();
          const expected = path === '/c/nobody' ? 404 : 200;
          if (answer.status !== expected || !html.includes(`<html lang="${language}"`))
            wrong.push([route, path, answer.status]);
        }
    expect(wrong).toEqual([]);
  });

  // 320 px is what is left of 1280 at 400 % (WCAG 2.2, 1.4.10); 360 px is the usual small telephone.
  test.each(['fr', 'en'])(
    'shuts nobody out, in light and dark, and reads in one direction at four times the size (%s)',
    async (locale) => {
      const wrong = await walk({ locale, viewport: { width: 1280, height: 900 } }, async (page) => {
        const faults: unknown[] = [];
        await page.emulateMedia({ colorScheme: 'light' });
        const light = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        // The document is the same one in the dark: its colours alone are another.
        await page.emulateMedia({ colorScheme: 'dark' });
        const dark = await new AxeBuilder({ page })
          .withRules(['color-contrast', 'link-in-text-block'])
          .analyze();
        for (const { id, nodes } of [...light.violations, ...dark.violations])
          faults.push([id, nodes.map((node) => node.html.slice(0, 160))]);
        for (const width of [360, 320]) {
          await page.setViewportSize({ width, height: 640 });
          faults.push(...(await tooWide(page)));
        }
        faults.push(...(await tooSmall(page)));
        await page.setViewportSize({ width: 1280, height: 900 });
        return faults;
      });
      expect(wrong).toEqual([]);
    },
    400_000,
  );
});

/** What stands out of the screen at its right side. */
const tooWide = (page: Page) =>
  page.evaluate(() =>
    document.documentElement.scrollWidth <= innerWidth
      ? []
      : [...document.querySelectorAll('body *')]
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
          .map((one) => `wide at ${innerWidth}: ${one.outerHTML.slice(0, 120)}`)
          .slice(0, 12),
  );

/** Controls that are hard to hit (WCAG 2.2, 2.5.8: 24 px). */
const tooSmall = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, input:not([type=hidden]), select, nav a, .button')]
      .filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width > 1 && box.height > 1 && box.height < 24 && one.closest('label') === null;
      })
      .map((one) => `small: ${one.outerHTML.slice(0, 90)}`),
  );
