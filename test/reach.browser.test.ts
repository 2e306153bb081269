import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { campaignFile } from './campaign.ts';
import { launchChromium } from './chromium.ts';
import { startTestServer, type TestServer } from './server.ts';
import { post, startSite } from './site.ts';

/** The pages that bring posts, on a telephone, read aloud, without scripts. */
describe('bringing a post, in a browser', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startTestServer('pglite', { campaign: campaignFile() });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const shared = '/c/essai/share?url=https%3A%2F%2Fblog.example%2Fbillet';
  test.each(['/c/essai/take-part', '/c/essai/sites', '/c/essai/test', shared])('%s', async (path) => {
    for (const locale of ['fr', 'en'])
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({
          locale,
          colorScheme,
          viewport: { width: 390, height: 844 },
        });
        const page = await context.newPage();
        const wrong: string[] = [];
        page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
        await page.goto(server.url + path);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
        expect(wrong).toEqual([]);
        const shots = process.env.SHOTS;
        if (shots !== undefined)
          await page.screenshot({
            path: `${shots}/${path.replace(/\W+/g, '_').slice(0, 20)}-${locale}-${colorScheme}.png`,
            fullPage: true,
          });
        await context.close();
      }
  });

  test('testing a page: the form, the verdict, each line with its stamp', async () => {
    const site = await startSite('127.0.22.1');
    site.pages.set(
      '/billet',
      post(
        `<p>Lisez <a href="${server.url}/c/essai" rel="nofollow">la campagne</a>.</p>`,
        '<link rel="alternate" type="application/rss+xml" href="/feed.xml">',
      ),
    );
    site.pages.set('/image', post(`<img src="${server.url}/c/essai/badge.svg" alt="">`));
    const looks = [
      ['fr', 390, 'light', '/billet'],
      ['fr', 768, 'dark', '/image'],
      ['fr', 1440, 'dark', '/billet'],
      ['en', 390, 'dark', '/image'],
      ['en', 1440, 'light', '/billet'],
    ] as const;
    for (const [locale, width, colorScheme, path] of looks) {
      const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 844 } });
      const page = await context.newPage();
      await page.goto(`${server.url}/c/essai/test`);
      await page.fill('input[name=url]', site.origin + path);
      await page.click('main button');
      const verdict = await page.textContent('.verdict');
      if (path === '/billet') expect(verdict).toMatch(/^(Oui|Yes)/);
      else expect(await page.textContent('main')).toMatch(/sans lien|without a link/);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      const shots = process.env.SHOTS;
      if (shots !== undefined)
        await page.screenshot({
          path: `${shots}/test${path.slice(1)}-${locale}-${width}.png`,
          fullPage: true,
        });
      await context.close();
    }
    const context = await browser.newContext({ locale: 'fr', javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${server.url}/c/essai/test`);
    await page.fill('input[name=url]', `${site.origin}/billet`);
    await page.click('main button');
    expect(await page.textContent('.verdict')).toContain('Oui');
    await context.close();
    await site.close();
  });

  test('registering a site without scripts; an error is told at its field', async () => {
    const context = await browser.newContext({ locale: 'fr', javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${server.url}/c/essai/sites`);
    await page.fill('input[name=url]', 'pas une adresse');
    await page.click('main button');
    expect(await page.getAttribute('input[name=url]', 'aria-invalid')).toBe('true');
    await page.fill('input[name=url]', 'blog.example');
    await page.click('main button');
    expect(await page.textContent('[role=status]')).toContain('blog.example');
    await context.close();
  });
});
