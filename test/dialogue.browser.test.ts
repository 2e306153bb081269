import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { type Bench, linked, openBench } from './moderation.ts';

const attack =
  '<img src=x onerror="document.title=1"> "><script>document.title=1</script> {{7*7}} \u202Etxt.exe';

/** The dialogue as people use it: hostile text under the real policy, small screens, both languages, no scripts needed. */
describe('the dialogue, in a browser', () => {
  let bench: Bench;
  let browser: Browser;
  let campaign: Awaited<ReturnType<Bench['campaign']>>;
  let cookie: { name: string; value: string; url: string };
  let question = '';

  beforeAll(async () => {
    bench = await openBench('pglite', 230);
    browser = await launchChromium();
    campaign = await bench.campaign();
    const dan = await bench.person('danone', 'partner', attack);
    cookie = { ...dan.cookie, url: bench.server.url };
    const blog = await bench.blog();
    blog.pages.set('/critique', linked(campaign.page, `<p>${attack}</p>`));
    const send = (path: string, fields: Record<string, string>) =>
      fetch(`${campaign.page}/dialogue${path}`, { method: 'POST', body: new URLSearchParams(fields) });
    await send('/questions', { name: attack.slice(0, 70), email: 'a@b.example', question: attack });
    const [row] = await bench.server.db.rows<{ id: string }>(
      `UPDATE question SET opened_at = asked_at, due_at = asked_at - interval '1 day' RETURNING id`,
    );
    question = row?.id ?? '';
    await send('/reservations', { source: `${blog.origin}/critique` });
    const counted = () => bench.server.db.rows("SELECT 1 FROM relay WHERE state = 'counted'");
    for (let tries = 0; tries < 400 && (await counted()).length === 0; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await dan.send(`${campaign.console}/dialogue/questions/${question}`, [
      ['organisation', 'danone'],
      [`answer-${question}`, attack],
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await bench?.closeSites();
    await bench?.server.stop();
  });

  const open = async (path: string, locale = 'fr'): Promise<{ page: Page; broken: string[] }> => {
    const context = await browser.newContext({ locale, viewport: { width: 390, height: 844 } });
    context.setDefaultTimeout(8000);
    await context.addCookies([cookie]);
    const page = await context.newPage();
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') broken.push(message.text());
    });
    await page.goto(bench.server.url + path);
    return { page, broken };
  };
  const sound = async ({ page, broken }: { page: Page; broken: string[] }) => {
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
    expect(broken).toEqual([]);
    expect(await page.title()).not.toBe('1');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.locator('.dialogue').first().textContent()).not.toContain('\u202E');
  };

  test.each(['fr', 'en'])('every page, hostile text in every field (%s)', async (locale) => {
    const base = `/c/${campaign.slug}`;
    const paths = [
      `${base}/dialogue`,
      `${base}/dialogue/questions/${question}`,
      `${base}/dialogue/reservations`,
      `${campaign.console}/dialogue`,
      `${base}/dialogue/link/${'a'.repeat(43)}`,
    ];
    for (const path of paths) {
      const opened = await open(path, locale);
      if (path.includes('/link/')) opened.broken.length = 0;
      await sound(opened);
      if (process.env.PICTURES !== undefined)
        await opened.page.screenshot({
          path: `${process.env.PICTURES}/${locale}${path.replaceAll('/', '_').slice(0, 40)}.png`,
          fullPage: true,
        });
      await opened.page.context().close();
    }
  });

  test('what is wrong is said at its field, and what was typed is kept', async () => {
    const opened = await open(`/c/${campaign.slug}/dialogue`);
    await opened.page.locator('[name="question"]').fill('Qui paie ?');
    await opened.page.getByRole('button', { name: 'Envoyer la question' }).click();
    expect(await opened.page.locator('.error-summary li').count()).toBe(2);
    expect(await opened.page.locator('[name="question"]').inputValue()).toBe('Qui paie ?');
    opened.broken.length = 0;
    await sound(opened);
    await opened.page.context().close();
  });

  test('the partner answers beside the critic', async () => {
    const desk = await open(`${campaign.console}/dialogue`);
    await desk.page.locator('.reservation textarea').fill('Vous avez raison sur un point.');
    await desk.page.locator('.reservation').getByRole('button', { name: 'Publier la réponse' }).click();
    expect(await desk.page.locator('[role="status"]').textContent()).toContain('public');
    await desk.page.goto(`${campaign.page}/dialogue/reservations`);
    expect(await desk.page.locator('.reservation .answer').textContent()).toContain('Vous avez raison');
    await desk.page.context().close();
  });
});
