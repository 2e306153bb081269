import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { type Bench, openBench } from './moderation.ts';
import { post } from './site.ts';

const scripts = [
  '<script>window.hit=1</script>',
  '"><img src=x onerror=window.hit=1>',
  'javascript:window.hit=1//',
  '[x](javascript:window.hit=1)',
  '<svg/onload=window.hit=1>',
  '![x](https://evil.example/x.png)',
  '\u202E</title><script>window.hit=1</script>',
];

/** The journal as it is used: written and edited, mentioned, commented; without scripts, on a telephone. */
describe('the journal, in a browser', () => {
  let bench: Bench;
  let browser: Browser;
  let desk: string;
  let slug: string;
  let cookie: { name: string; value: string; url: string };
  beforeAll(async () => {
    bench = await openBench('pglite', 230);
    browser = await launchChromium();
    const campaign = await bench.campaign();
    ({ slug, console: desk } = campaign);
    const anna = await bench.person('netscouade', 'operator', 'Anna');
    cookie = { ...anna.cookie, url: bench.server.url };
  });
  afterAll(async () => {
    await browser?.close();
    await bench?.closeSites();
    await bench?.server.stop();
  });

  const open = async (
    path: string,
    more: { signedIn?: boolean; javaScriptEnabled?: boolean } = {},
  ): Promise<Page> => {
    const context = await browser.newContext({
      locale: 'fr',
      viewport: { width: 390, height: 844 },
      javaScriptEnabled: more.javaScriptEnabled ?? true,
    });
    context.setDefaultTimeout(8000);
    if (more.signedIn) await context.addCookies([cookie]);
    const page = await context.newPage();
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

  test('an entry with an edit → write-ups found by themselves → comments, one spam held', async () => {
    const editor = await open(`${desk}/journal/new`, { signedIn: true });
    await editor.locator('[name="title"]').fill('Autour de la table');
    await editor
      .locator('[name="body"]')
      .fill(`Nous étions **douze**.\n\n## La suite\n\n${scripts.join('\n\n')}`);
    await editor.getByRole('button', { name: 'Commencer le brouillon' }).click();
    await accessible(editor);
    await editor.getByRole('button', { name: 'Publier' }).click();
    await editor.locator('[name="body"]').fill(`Nous étions **treize**.\n\n${scripts.join('\n\n')}`);
    await editor.getByRole('button', { name: 'Enregistrer' }).click();
    expect(await editor.locator('.field-error').textContent()).toContain('Dites aux lecteurs');
    await editor.locator('[name="note"]').fill('nous étions treize');
    await editor.getByRole('button', { name: 'Enregistrer' }).click();
    await editor.waitForURL(/done=saved/);

    const path = `/c/${slug}/journal/autour-de-la-table`;
    const blog = await bench.blog();
    const [bad = ''] = scripts;
    blog.pages.set(
      '/kiwi',
      post(
        `<p>Lisez <a href="${bench.server.url}${path}">le billet</a>. ${'&lt;script&gt;window.hit=1&lt;/script&gt; '.repeat(3)}</p>`,
        '<meta name="author" content="&quot;&gt;&lt;img src=x onerror=window.hit=1&gt;">',
      ).replaceAll('Un billet', bad.replaceAll('<', '&lt;')),
    );
    expect((await bench.judge(`${blog.origin}/kiwi`, bench.server.url + path)).state).toBe('counted');

    const reader = await open(path, { javaScriptEnabled: false });
    expect(await reader.locator('.edits').textContent()).toContain('nous étions treize');
    expect(await reader.locator(`.mentions a[href="${blog.origin}/kiwi"]`).count()).toBe(1);
    await bench.later(30_000);
    for (const [name, site, body] of [
      ['Jo "><img src=x>', 'https://jo.example/"onmouseover=1', `Merci. ${scripts[0]} ${scripts[4]}`],
      ['Laurence', '', 'J’y étais aussi, et c’était bien.'],
      ['Casino bonus', 'http://casino.xyz', 'Free spins http://a.xyz http://b.xyz'],
    ] as const) {
      await reader.goto(bench.server.url + path);
      await bench.later(30_000);
      await reader.locator('[name="name"]').fill(name);
      await reader.locator('[name="email"]').fill('lecteur@example.org');
      await reader.locator('[name="site"]').fill(site);
      await reader.locator('#f-body').fill(body);
      await reader.getByRole('button', { name: 'Publier mon commentaire' }).click();
      expect(await reader.locator('[role="status"]').textContent()).toContain(
        name === 'Laurence' ? 'Il est publié' : 'Une personne va le lire',
      );
    }
    const moderator = await open(`${desk}/comments`, { signedIn: true });
    expect(await moderator.locator('[data-held]').count()).toBe(2);
    await accessible(moderator);
    expect(await moderator.evaluate('window.hit')).toBeUndefined();
    await moderator.locator('[data-held] input').first().check();
    await moderator.getByRole('button', { name: 'Publier les choisis' }).click();
    await moderator.waitForURL(/done=decided/);

    // All that strangers wrote, under the real policy, with scripts on.
    for (const shown of [
      path,
      `/c/${slug}/journal`,
      `/c/${slug}/write-ups`,
      `${path}?reply=nothing`,
      '/comments',
    ]) {
      const page = await open(shown);
      await accessible(page);
      expect(await page.evaluate('window.hit')).toBeUndefined();
      expect(
        await page
          .locator(
            'main script, main iframe, main svg[onload], main [onerror], main [onmouseover], main a[href^="javascript"], main img[src^="http"]',
          )
          .count(),
      ).toBe(0);
      await page.context().close();
    }
    const page = await open(path);
    expect(await page.locator('.comment').count()).toBe(2);
    expect(await page.locator('.comment').allTextContents()).not.toContain('Free spins');
    await page.getByRole('link', { name: 'Répondre à Laurence' }).click();
    expect(await page.locator('#comment-form-title').textContent()).toBe('Répondre à Laurence');
    await accessible(page);
  });
});
