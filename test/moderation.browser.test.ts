import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { type Bench, linked, longText, openBench } from './moderation.ts';

/** The moderators' pages as they are used: with the keyboard, without scripts, read aloud, on a telephone. */
describe('moderation, in a browser', () => {
  let bench: Bench;
  let browser: Browser;
  let desk: string;
  let cookie: { name: string; value: string; url: string };
  const held: string[] = [];

  beforeAll(async () => {
    bench = await openBench('pglite', 200);
    browser = await launchChromium();
    const campaign = await bench.campaign({ relay: '{ review: all, perSite: unlimited }' });
    desk = campaign.console;
    const anna = await bench.person('netscouade', 'operator', 'Anna');
    const clara = await bench.person('restos', 'charity', 'Clara');
    cookie = { ...anna.cookie, url: bench.server.url };
    const blog = await bench.blog();
    for (const path of ['/a', '/b', '/c', '/d']) {
      blog.pages.set(path, linked(campaign.page, longText(1)));
      const { id } = await bench.judge(blog.origin + path, campaign.page);
      held.push(id);
      if (path === '/a') {
        await anna.send(`${desk}/moderation/${id}`, [
          ['relay', `${id}:0`],
          ['decision', 'approve'],
        ]);
        expect((await bench.judged(`${bench.server.url}/relays/${id}`)).state).toBe('counted');
      }
    }
    const [, , , refused = ''] = held;
    await clara.get(desk);
    await anna.send(`${desk}/moderation/${refused}`, [
      ['relay', `${refused}:0`],
      ['decision', 'refuse'],
      ['reason', 'copied'],
      ['words', `${'x'.repeat(300)} et plus`],
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await bench?.closeSites();
    await bench?.server.stop();
  });

  const open = async (path: string, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> => {
    const context = await browser.newContext({
      locale: 'fr',
      viewport: { width: 390, height: 844 },
      ...options,
    });
    context.setDefaultTimeout(8000);
    await context.addCookies([cookie]);
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(bench.server.url + path);
    return page;
  };
  const accessible = async (page: Page) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  };

  test('the author appeals: what is wrong is said, what was typed is kept', async () => {
    const page = await open(`/relays/${held[3]}`);
    await accessible(page);
    await page.getByRole('link', { name: 'Je conteste ce refus' }).click();
    await accessible(page);
    await page.getByRole('button', { name: 'Envoyer la contestation' }).click();
    expect(await page.locator('.error-summary li').count()).toBe(1);
    await accessible(page);
    await page.locator('[name="why"]').fill('Ce texte est de moi, sur mes deux blogs.');
    await page.getByRole('button', { name: 'Envoyer la contestation' }).click();
    expect(new URL(page.url()).hash).toBe('#appeal');
    expect(await page.locator('#appeal [role="status"]').textContent()).toContain('entre les mains');
    await accessible(page);
    await page.context().close();
  });

  test.each([
    '/moderation',
    '/moderation?doubt=near_copy',
    '/moderation?doubt=made_up',
    '/appeals',
    '/sites',
  ])('%s is readable by everybody', async (path) => {
    const page = await open(desk + path);
    await accessible(page);
    await page.context().close();
  });

  test('one post, side by side with its original', async () => {
    const page = await open(`${desk}/moderation/${held[1]}`);
    expect(await page.locator('#original').count()).toBe(1);
    expect(await page.locator('mark').textContent()).toBe('la campagne');
    await accessible(page);
    await page.context().close();
  });

  test('by keyboard: from post to post, refused with a reason, accepted', async () => {
    const page = await open(`${desk}/moderation`);
    expect(await page.locator('[data-held]').count()).toBe(2);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('r');
    // No reason yet: it is asked for.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('reason');
    await page.locator('[name="reason"]').selectOption('mass_produced');
    await page.getByRole('button', { name: 'Refuser' }).click();
    await page.waitForURL(/done=decided/);
    expect(await page.locator('[data-held]').count()).toBe(1);
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await expect
      .poll(async () => (await bench.judged(`${bench.server.url}/relays/${held[2]}`)).state)
      .toBe('counted');
    await page.context().close();
  });

  test('without scripts, the same forms', async () => {
    const page = await open(`${desk}/sites`, { javaScriptEnabled: false });
    await page.locator('[name="site"]').fill('blog.example');
    await page.locator('[name="why"]').fill('Connu de nous.');
    await page.getByRole('button', { name: 'Inscrire' }).click();
    expect(await page.locator('[role="status"]').textContent()).toContain('enregistré');
    expect(await page.locator('tbody th').first().textContent()).toBe('blog.example');
    await page.context().close();
  });
});
