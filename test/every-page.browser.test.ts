import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languageCodes } from '../src/kernel/mod.ts';
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
        await page.evaluate(() => {
          for (const one of document.querySelectorAll('details')) one.open = true;
        });
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

  test('is there, in every language, and is what it says', async () => {
    const wrong: unknown[] = [];
    for (const [route, paths] of house.pages)
      for (const path of paths)
        for (const language of languageCodes) {
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

  // The catalogues have their own test; here is what pages make of them, of figures and of people's texts.
  test('French is set as French is: spaces that hold, apostrophes, quotes', async () => {
    const wrong: unknown[] = [];
    for (const path of all) {
      const { url } = house.bench.server;
      const headers = { accept: 'text/html', 'accept-language': 'fr' };
      const html = await (await fetch(url + path, { headers })).text();
      const text = html
        .replace(/<(script|style|code|pre|textarea|template)\b.*?<\/\1>/gs, ' ')
        .replace(/<[a-z][^>]* lang="en".*?<\/[a-z0-9]+>/gs, ' ')
        .replace(/<[^>]*>/g, '\n')
        .replace(/&quot;/g, '"')
        .replace(/&#39;/g, "'")
        // What people wrote stays as they wrote it; a leaf of the log is JSON.
        .replace(/https?:\/\/\S+|Pourquoi lier le don à un achat \?|Coordination : |\{"at".*/g, 'X');
      for (const [fault] of text.matchAll(
        /.{0,30}(?: [;!?:»%€](?=\s|$)|« |\p{L}'\p{L}|\.\.\.|\d[ .]\d{3}(?!\d)).{0,20}/gu,
      ))
        wrong.push([path, fault]);
    }
    expect(wrong).toEqual([]);
  });

  test('the sitemap leads to pages that are there and want to be found', async () => {
    const { url } = house.bench.server;
    const map = await (await fetch(`${url}/sitemap.xml`)).text();
    const addresses = [...map.matchAll(/<loc>(.*?)<\/loc>/g)].map((match) => match[1] ?? '');
    expect(addresses.length).toBeGreaterThan(15);
    const wrong: unknown[] = [];
    for (const address of addresses) {
      const answer = await fetch(address, { headers: { accept: 'text/html' } });
      const html = await answer.text();
      const found = !html.includes('name="robots"') && html.includes(`rel="canonical" href="${address}"`);
      if (answer.status !== 200 || !found) wrong.push([address, answer.status]);
    }
    expect(wrong).toEqual([]);
  });

  test('whoever shares a page shares its title, its sentence and the campaign’s picture', async () => {
    const wrong: unknown[] = [];
    for (const path of all) {
      const answer = await fetch(house.bench.server.url + path, { headers: { accept: 'text/html' } });
      const html = await answer.text();
      const of = (name: string) => [
        ...html.matchAll(new RegExp(`<meta property="og:${name}" content="([^"]*)"`, 'g')),
      ];
      // A page that is one person's own, or that stands in a frame, is not for sharing.
      if (html.includes('name="robots" content="noindex"')) {
        if (of('title').length > 0) wrong.push([path, 'shared']);
        continue;
      }
      for (const name of ['title', 'description', 'url', 'type', 'locale'])
        if (of(name).length !== 1) wrong.push([path, name, of(name).length]);
      const [picture] = of('image');
      if (picture === undefined) {
        if (path === '/' || path.startsWith('/c/')) wrong.push([path, 'no picture']);
        continue;
      }
      const image = await fetch(picture[1] ?? '');
      if (image.headers.get('content-type') !== 'image/png') wrong.push([path, picture[1]]);
      await image.arrayBuffer();
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    ['/c/:slug', { '@type': 'Project', potentialAction: { '@type': 'DonateAction' } }],
    ['/c/:slug/charity', { '@type': 'NGO', name: 'Les Restos du Cœur' }],
    ['/c/:slug/volunteer/:shift', { '@type': 'Event', isAccessibleForFree: true }],
    ['/c/:slug/meetings/:meeting', { '@type': 'Event', location: { '@type': 'Place' } }],
    ['/c/:slug/dialogue/questions/:question', { '@type': 'QAPage', mainEntity: { answerCount: 1 } }],
    ['/c/:slug/journal/:entry', { '@type': 'BlogPosting', commentCount: 1, author: { name: 'Anna' } }],
  ])('%s says to search engines what it is', async (route, expected) => {
    const [path = ''] = house.pages.get(route) ?? [];
    const html = await (await fetch(house.bench.server.url + path)).text();
    const blocks = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
    expect(blocks.length).toBe(1);
    const text = blocks[0]?.[1] ?? '';
    expect(JSON.parse(text)).toMatchObject({ '@context': 'https://schema.org', ...expected });
    // Nobody's mail address is in it.
    expect(text).not.toContain('@blog.example');
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
    600_000,
  );

  test('Spanish words fit as well', async () => {
    const wrong = await walk({ locale: 'es', viewport: { width: 320, height: 640 } }, tooWide);
    expect(wrong).toEqual([]);
  });
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
