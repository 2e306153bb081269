import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { becomeCreditWriter, readId } from '../src/campaign/mod.ts';
import { credit } from '../src/credit/mod.ts';
import { systemRandom } from '../src/kernel/mod.ts';
import { launchChromium } from './chromium.ts';
import { type Bench, openBench } from './moderation.ts';

const pledges = `  - { id: billets, partner: danone, mechanic: relay, perAct: 6, cap: 12000, minimum: 1000, tax: { kind: gift, relief: true, netCost: 0.40 } }
  - { id: achats, partner: danone, mechanic: relay, perAct: 4, cap: 8000, flat: { amount: 5000, currency: EUR }, tax: { kind: marketing } }`;
const unit =
  '{ code: meal, names: { fr: [repas, repas], en: [meal, meals] }, value: { amount: 1.00, currency: EUR, source: "https://www.restosducoeur.org/", asOf: 2026-01-01, method: { fr: "Coût d’un repas distribué, dépenses de l’année divisées par les repas.", en: "Cost of a meal handed out." } } }';

/** Settlement as it is done: by four hands, without scripts, read aloud, on a telephone. */
describe('settlement, in a browser', () => {
  let bench: Bench;
  let browser: Browser;
  let desk: string;
  let publicPage: string;
  type Someone = Awaited<ReturnType<Bench['person']>>;
  const people: Record<string, Someone> = {};

  beforeAll(async () => {
    bench = await openBench('pglite', 240);
    browser = await launchChromium();
    const campaign = await bench.campaign({ pledges, unit });
    desk = `${campaign.console}/settlement`;
    publicPage = `/c/${campaign.slug}/partners`;
    people.anna = await bench.person('netscouade', 'operator', 'Anna');
    people.boris = await bench.person('restos', 'charity', 'Boris');
    people.clara = await bench.person('danone', 'partner', 'Clara');
    const id = await readId(bench.server.db, campaign.slug);
    if (id === null) throw new Error('campaign');
    await bench.server.db.transaction(async (tx) => {
      await becomeCreditWriter(tx, id);
      const books = { campaign: { id, slug: campaign.slug }, at: bench.clock.now(), random: systemRandom };
      const acts = Array.from({ length: 150 }, (_, n) => ({ subject: `x${n}`, facts: {} }));
      await credit(tx, books, 'relay', acts);
    });
  });
  afterAll(async () => {
    await browser?.close();
    await bench?.server.stop();
  });

  const open = async (who: string | null, path: string, width = 390): Promise<Page> => {
    const context = await browser.newContext({
      locale: 'fr',
      viewport: { width, height: 844 },
      javaScriptEnabled: false,
    });
    context.setDefaultTimeout(8000);
    const someone = who === null ? undefined : people[who];
    if (someone !== undefined) await context.addCookies([{ ...someone.cookie, url: bench.server.url }]);
    const page = await context.newPage();
    await page.goto(bench.server.url + path);
    return page;
  };
  const sound = async (page: Page, name: string) => {
    // Axe needs scripts: the same page once more, with them.
    const context = await browser.newContext({ locale: 'fr', viewport: { width: 390, height: 844 } });
    await context.addCookies(await page.context().cookies());
    const copy = await context.newPage();
    await copy.goto(page.url());
    for (const colorScheme of ['light', 'dark'] as const) {
      await copy.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page: copy })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(
        violations.map((one) => `${name}: ${one.id} ${one.nodes.map((node) => node.html).join(' ')}`),
      ).toEqual([]);
    }
    const { scroll, client } = await copy.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      client: document.documentElement.clientWidth,
    }));
    expect(scroll, name).toBeLessThanOrEqual(client);
    await context.close();
  };

  test('closed, paid, confirmed and handed over without a script, each page sound', {
    timeout: 120_000,
  }, async () => {
    const today = new Date(bench.clock.now()).toISOString().slice(0, 10);
    const anna = await open('anna', desk);
    await anna.getByText('Arrêter la période', { exact: true }).click();
    await anna.getByRole('button', { name: 'Arrêter la période n° 1' }).click();
    await anna.getByText('Période arrêtée.').waitFor();
    await anna.getByRole('link', { name: 'Relevé n° 1' }).click();
    await anna.getByRole('heading', { name: 'Relevé n° 1 · Danone' }).waitFor();
    await sound(anna, 'statement');

    const clara = await open('clara', desk);
    await clara.getByLabel('Objet').selectOption('gift-EUR');
    await clara.getByLabel('Montant').fill('800,00');
    await clara.getByLabel('Payé le').fill(today);
    await clara.getByRole('button', { name: 'Déclarer ce paiement' }).click();
    await clara.getByText('Écrivez de quoi le retrouver (200 caractères au plus).').first().waitFor();
    expect(await clara.getByLabel('Montant').inputValue()).toBe('800,00');
    await sound(clara, 'refused payment');
    await clara.getByLabel('Référence du virement').fill('VIR 2026-11');
    await clara.getByRole('button', { name: 'Déclarer ce paiement' }).click();
    await clara.getByText('Paiement déclaré.').waitFor();

    const boris = await open('boris', desk, 1200);
    await boris.getByText('Répondre à ce paiement').click();
    await boris.getByLabel('Reçu le').fill(today);
    await boris.getByLabel('Votre référence').fill('BQ 118');
    await boris.getByRole('button', { name: 'Confirmer la réception' }).click();
    await boris.getByText('Réponse enregistrée.').waitFor();
    await boris.getByLabel('Unités remises').fill('500');
    await boris.getByLabel('Quoi').fill('Repas chauds');
    await boris.getByLabel('Où').fill('Lyon, centre de la Guillotière');
    await boris.getByLabel('Quand').fill(today);
    await boris.getByRole('button', { name: 'Déclarer cette remise' }).click();
    await boris.getByText('Remise enregistrée.').waitFor();
    await sound(boris, 'desk');
    await boris.getByRole('link', { name: 'Données du reçu fiscal' }).click();
    await boris.getByText('***800,00').waitFor();
    await sound(boris, 'receipt');

    const anybody = await open(null, publicPage);
    await anybody.getByText('Accordé 1 500 · réglé 800 · remis 500.').waitFor();
    await sound(anybody, 'promises');
    await anybody.getByRole('link', { name: 'Le bilan' }).click();
    await anybody.getByRole('heading', { name: 'Le bilan' }).waitFor();
    await sound(anybody, 'results');
  });
});
