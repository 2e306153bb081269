import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCable } from './cable.ts';
import { launchChromium } from './chromium.ts';
import { type Bench, openBench } from './moderation.ts';
import { hourPledges, openShifts, shiftIn } from './volunteering.ts';

const hour = 3_600_000;

describe('volunteering, in a browser', () => {
  let bench: Bench;
  let browser: Browser;
  let shifts: Awaited<ReturnType<typeof openShifts>>;
  let anna: Awaited<ReturnType<Bench['person']>>;
  beforeAll(async () => {
    bench = await openBench('pglite', 254);
    shifts = await openShifts(bench);
    browser = await launchChromium();
    // Organisations come with a campaign, people with an organisation.
    await bench.campaign({ pledges: hourPledges });
    anna = await bench.person('netscouade', 'operator', 'Anna');
  });
  afterAll(async () => {
    await browser?.close();
    await shifts?.close();
    await bench?.server.stop();
  });

  const device = async (
    signedIn: boolean,
    javaScriptEnabled = true,
    proxy?: BrowserContextOptions['proxy'],
  ): Promise<BrowserContext> => {
    const context = await browser.newContext({
      locale: 'fr',
      viewport: { width: 390, height: 844 },
      javaScriptEnabled,
      ...(proxy === undefined ? {} : { proxy }),
    });
    context.setDefaultTimeout(8000);
    if (signedIn) await context.addCookies([{ ...anna.cookie, url: bench.server.url }]);
    return context;
  };
  const sound = async (page: Page, name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(
        violations.map((one) => `${name}: ${one.id} ${one.nodes.map((node) => node.html).join(' ')}`),
      ).toEqual([]);
    }
    const { scroll, client } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      client: document.documentElement.clientWidth,
    }));
    expect(scroll, name).toBeLessThanOrEqual(client);
  };
  const plan = async (change: Record<string, string> = {}) => {
    const campaign = await bench.campaign({ pledges: hourPledges });
    const made = await anna.send(`${campaign.console}/shifts/new`, shifts.fields(change));
    const shift = shiftIn(made);
    return { ...campaign, shift, path: `${campaign.console}/shifts/${shift}` };
  };

  test('signed up, confirmed and cancelled without a script; every page sound', {
    timeout: 120_000,
  }, async () => {
    const c = await plan({ age: '16', 'role-0': 'Accueil', 'role-1': 'Chauffeur', 'capacity-1': '1' });
    const context = await device(false, false);
    const page = await context.newPage();
    await page.goto(`${c.page}/volunteer`);
    await page.getByRole('link', { name: 'Collecte de Lyon' }).click();
    await page.getByRole('button', { name: 'M’inscrire' }).click();
    await page.getByText('Écrivez votre nom').first().waitFor();
    await page.getByLabel('Votre nom').fill('Ada Lovelace');
    await page.getByLabel('Votre adresse électronique').fill('ada@example.org');
    await page.getByLabel('Votre entreprise').selectOption('danone');
    await page.getByLabel('J’aurai au moins 16 ans').check();
    await page.getByRole('button', { name: 'M’inscrire' }).click();
    await page.getByText('Nous venons de vous écrire.').waitFor();
    const { path } = await shifts.link(c.shift, 'ada@example.org');
    await page.goto(bench.server.url + path);
    await page.getByRole('button', { name: 'Confirmer ma place' }).click();
    await page.getByText('Votre place est confirmée').waitFor();
    await page.getByRole('button', { name: 'Je ne viens plus' }).click();
    await page.getByText('Vous ne venez plus').waitFor();
    await context.close();

    await shifts.signUp(c.slug, c.shift, { name: 'Bob', email: 'bob@example.org', age: 'true' });
    const bob = await shifts.link(c.shift, 'bob@example.org');
    const eyes = await (await device(true)).newPage();
    for (const [name, address] of [
      ['shifts', `/c/${c.slug}/volunteer`],
      ['shift', `/c/${c.slug}/volunteer/${c.shift}`],
      ['own', bob.path],
      ['desk', `${c.console}/shifts`],
      ['form', `${c.console}/shifts/new`],
      ['list', c.path],
      ['door', `${c.path}/door`],
      ['hours', `${c.console}/hours`],
      ['english', `/c/${c.slug}/volunteer?lang=en`],
    ] as const) {
      await eyes.goto(bench.server.url + address);
      await sound(eyes, name);
    }
    await eyes.context().close();
  });

  test('two devices check in without a network, are reloaded, and merge to the right count', {
    timeout: 120_000,
  }, async () => {
    const c = await plan({ 'capacity-0': '30' });
    const names = ['Ada', 'Bob', 'Cléo', 'Dan', 'Eve'];
    for (const name of names) {
      const email = `${name}@example.org`;
      await shifts.signUp(c.slug, c.shift, { name, email, company: 'danone' });
      // Who does not confirm loses the place after a day.
      await shifts.own((await shifts.link(c.shift, email)).path, { act: 'confirm_mail' });
    }
    await bench.later(72 * hour + 60_000);
    const problems: string[] = [];
    const open = async () => {
      const cable = await openCable();
      const context = await device(true, true, cable.proxy);
      const page = await context.newPage();
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (line) => {
        if (/Content Security|Trusted/.test(line.text())) problems.push(line.text());
      });
      await page.goto(`${bench.server.url}${c.path}/door`);
      await page.getByText('Cette page s’ouvrira aussi sans réseau.').waitFor();
      return { context, page, cable };
    };
    const first = await open();
    const second = await open();
    const tap = (page: Page, name: string) => page.getByRole('button', { name: `Pointer : ${name}` }).click();
    const count = (page: Page, what: string, said: number) =>
      expect
        .poll(() => page.locator(`[data-count="${what}"]`).textContent(), { timeout: 15_000 })
        .toBe(String(said));

    type Device = typeof first;
    const cutOff = async ({ context, cable }: Device) => {
      cable.pull();
      await context.setOffline(true);
    };
    const online = async ({ context, cable }: Device) => {
      cable.plug();
      await context.setOffline(false);
    };
    for (const one of [first, second]) await cutOff(one);
    await tap(first.page, 'Ada');
    await tap(first.page, 'Bob');
    await tap(second.page, 'Bob');
    await tap(second.page, 'Cléo');
    // By the code on a volunteer's telephone, as a person types it.
    const dan = (await shifts.services.door(c.shift)).find((one) => one.name === 'Dan');
    await second.page.getByLabel('Chercher un nom ou un code').fill(`${dan?.code.toLowerCase()}`);
    await second.page.keyboard.press('Enter');
    await second.page.getByText('Pointé : Dan').waitFor();
    // Somebody who signed up after the list was loaded: only the code is known here.
    await shifts.signUp(c.slug, c.shift, { name: 'Trop tard', email: 'tard@example.org' });
    // A mistake, noticed at once.
    await tap(first.page, 'Eve');
    await first.page.getByRole('button', { name: 'Annuler le pointage : Eve' }).click();
    await count(first.page, 'here', 2);
    await count(second.page, 'here', 3);
    await first.page.getByText('Hors ligne · 4 à envoyer').waitFor();

    // The device is put away and opened again, still without a network: page, list and notes are there.
    await first.page.reload();
    await count(first.page, 'here', 2);
    await first.page.getByText('Hors ligne · 4 à envoyer').waitFor();
    await first.page.goto(`${bench.server.url}${c.path}/door?code=${dan?.code}`);
    await count(first.page, 'expected', 5);
    await first.page.getByText('Hors ligne · 4 à envoyer').waitFor();
    expect((await shifts.services.shift(c.slug, c.shift))?.here).toBe(0);

    // Half an hour later the network is back: both send, and both see four people, Bob once.
    await bench.later(hour / 2);
    await online(second);
    await second.page.getByText('Tout est envoyé').waitFor({ timeout: 15_000 });
    await count(second.page, 'here', 3);
    await online(first);
    await first.page.getByText('Tout est envoyé').waitFor({ timeout: 15_000 });
    await count(first.page, 'here', 4);
    await count(second.page, 'here', 4);
    await count(second.page, 'missing', 1);
    expect((await shifts.services.shift(c.slug, c.shift))?.here).toBe(4);
    const notes = await bench.server.db.rows('SELECT 1 FROM check_in WHERE shift_id = $1', [c.shift]);
    expect(notes.length).toBe(7);

    // The session ends: notes stay on the device and it says what to do.
    await first.context.clearCookies();
    await first.page.getByLabel('Chercher un nom ou un code').fill('');
    await tap(first.page, 'Eve');
    await first.page.getByText('Votre session est terminée').waitFor();
    await first.page.getByText('1 à envoyer').waitFor();
    await first.context.addCookies([{ ...anna.cookie, url: bench.server.url }]);
    await count(second.page, 'here', 5);
    await first.page.getByText('Tout est envoyé').waitFor({ timeout: 15_000 });

    // Nothing stays on a device that is told to forget.
    await first.page.getByRole('button', { name: 'Effacer la liste de cet appareil' }).click();
    await first.page.getByText('La liste est effacée').waitFor();
    const left = await first.page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...(await caches.keys()),
    ]);
    expect(left).toEqual([]);
    expect(problems).toEqual([]);
    for (const { context, cable } of [first, second]) {
      await context.close();
      await cable.close();
    }
  });
});
