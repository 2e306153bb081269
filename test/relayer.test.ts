import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetRelayers } from '../src/evidence/mod.ts';
import { launchChromium } from './chromium.ts';
import { onBothDatabases } from './database.ts';
import { type Bench, linked, openBench } from './moderation.ts';

const pledges = [
  '  - { id: billets, partner: danone, mechanic: relay, perAct: 10, cap: 1000 }',
  '  - { id: parrainage, partner: danone, mechanic: relay, for: referral, perAct: 10, cap: 1000 }',
].join('\n');

onBothDatabases('the page of a relayer', (kind) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 80 : 86);
  });
  afterAll(async () => {
    await bench.closeSites();
    await bench.server.stop();
  });
  const get = (path: string, language = 'fr') =>
    fetch(bench.server.url + path, {
      headers: { accept: 'text/html', 'accept-language': language },
      redirect: 'manual',
    });
  const send = (path: string, fields: Record<string, string>) =>
    fetch(bench.server.url + path, {
      method: 'POST',
      headers: { accept: 'text/html' },
      redirect: 'manual',
      body: new URLSearchParams(fields),
    });
  const open = async () => {
    const { page, slug } = await bench.campaign({
      pledges,
      relay: '{ perSite: 3, review: none, recheckAfterDays: 30, onRemoval: reverse }',
    });
    const [kiwi, crok] = [await bench.blog(), await bench.blog()];
    kiwi.pages.set('/un', linked(page).replaceAll('Un billet', '&lt;script>alert(1)&lt;/script>'));
    const first = await bench.judge(`${kiwi.origin}/un`, page);
    const { number } = (await (await fetch(`${bench.server.url}/relays/${first.id}.json`)).json()) as {
      number: number;
    };
    crok.pages.set('/suite', linked(`${page}?by=${number}`));
    await bench.judge(`${crok.origin}/suite`, page);
    const scope = new URL(kiwi.origin).host;
    return { page, slug, kiwi, crok, id: first.id, path: `/relayers/${scope}`, scope };
  };
  /** The author shows whose post it is, by a link in it. */
  const own = async (c: Awaited<ReturnType<typeof open>>) => {
    const asked = await send(`/relays/${c.id}/data`, { way: 'post' });
    const path = asked.headers.get('location') ?? '';
    const proof = /value="(http[^"]*\/data\/proof\/[0-9a-f]{40})"/.exec(await (await get(path)).text())?.[1];
    c.kiwi.pages.set('/un', linked(c.page, `<p><a href="${proof}">.</a></p>`));
    await send(path, { do: 'check' });
    await expect
      .poll(async () => (await get(path, 'en')).text(), { timeout: 10_000 })
      .toContain('This post is yours');
    return path;
  };

  test('nobody has one who did not choose it; then it tells of every post and of who followed', async () => {
    const c = await open();
    expect((await get(c.path)).status).toBe(404);
    // Nobody chooses for another: an unproven request may not.
    const unproven = (await send(`/relays/${c.id}/data`, { way: 'post' })).headers.get('location') ?? '';
    expect((await send(unproven, { do: 'show', name: 'Voleur' })).status).toBe(404);
    const path = await own(c);
    expect((await get(c.path)).status).toBe(404);
    expect((await send(path, { do: 'show', name: '<b>Kiwi</b>\u202e & Cie' })).status).toBe(303);
    const html = await (await get(c.path)).text();
    expect(html).toContain('&lt;b&gt;Kiwi&lt;/b&gt; &amp; Cie');
    expect(html.replaceAll(/[\u00A0\u202F]/g, ' ')).toContain('Un billet a donné 10 repas.');
    // 10 for the other's post and 10 for the referral.
    expect(html.replaceAll(/[\u00A0\u202F]/g, ' ')).toContain(
      'Un autre est venu par là et a donné 20 repas.',
    );
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain(new URL(c.crok.origin).host);

    const picture = await get(`${c.path}/${c.slug}.fr.30.png`);
    const bytes = Buffer.from(await picture.arrayBuffer());
    expect([picture.status, picture.headers.get('content-type'), bytes.subarray(1, 4).toString()]).toEqual([
      ...[200, 'image/png', 'PNG'],
    ]);
    expect((await get(`${c.path}/${c.slug}.fr.99.png`)).headers.get('location')).toBe(
      `${c.path}/${c.slug}.fr.30.png`,
    );
    expect((await get(`${c.path}/nobody.fr.30.png`)).status).toBe(404);
    for (const wrong of [
      '/relayers/..%2f..%2fetc',
      '/relayers/%00',
      "/relayers/x'--",
      '/relayers/',
      '/relayers/UPPER',
    ])
      expect([wrong, (await get(wrong)).status]).toEqual([wrong, 404]);

    expect((await send(path, { do: 'hide' })).status).toBe(303);
    expect((await get(c.path)).status).toBe(404);
    expect((await get(`${c.path}/${c.slug}.fr.30.png`)).status).toBe(404);
  });

  test('it goes with the posts: erased, it is gone and forgotten', async () => {
    const c = await open();
    const path = await own(c);
    await send(path, { do: 'show', name: '' });
    expect(await (await get(c.path)).text()).toContain(c.scope);
    await send(path, { do: 'erase', confirm: 'yes' });
    expect((await get(c.path)).status).toBe(404);
    await forgetRelayers(bench.server.db);
    expect(await bench.server.db.rows('SELECT 1 FROM relayer_page WHERE scope = $1', [c.scope])).toEqual([]);
  });

  test('chosen and looked at in a browser, on a telephone, light and dark', async () => {
    const c = await open();
    const path = await own(c);
    const browser = await launchChromium();
    const context = await browser.newContext({ locale: 'fr', viewport: { width: 390, height: 844 } });
    const eyes = await context.newPage();
    await eyes.goto(bench.server.url + path);
    await eyes.getByLabel('Votre nom sur cette page').fill('Kiwi');
    await eyes.getByRole('button', { name: 'Montrer ma page' }).click();
    await eyes.getByRole('link', { name: 'Voir ma page' }).click();
    await eyes.getByRole('heading', { name: 'Kiwi' }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await eyes.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page: eyes })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.map((one) => one.id)).toEqual([]);
    }
    const wide = await eyes.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await browser.close();
  });
});
