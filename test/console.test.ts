import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemRandom } from '../src/kernel/mod.ts';
import { setupLink } from '../src/people/mod.ts';
import { launchChromium } from './chromium.ts';
import { freePort } from './postgres.ts';
import { startTestServer, type TestServer } from './server.ts';
import { post, startSite } from './site.ts';

/** One campaign, from the first start of an installation to a raised cap, as its people would do it in a browser. */
describe('the console, in a browser', () => {
  let server: TestServer;
  let browser: Browser;
  let url: string;
  const people: BrowserContext[] = [];
  let now = Date.parse('2026-11-01T10:00:00Z');
  const clock = { now: () => now };

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    server = await startTestServer('pglite', { clock, environment: { PORT: String(port), RELAIS_URL: url } });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const visitor = async (): Promise<Page> => {
    const context = await browser.newContext({ locale: 'fr', viewport: { width: 390, height: 844 } });
    context.setDefaultTimeout(8000);
    people.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    return page;
  };
  const authenticator = async (page: Page): Promise<CDPSession> => {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return session;
  };
  const accessible = async (page: Page) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  };
  const fill = async (page: Page, fields: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(fields)) {
      const field = page.locator(`[name="${name}"]`);
      if ((await field.evaluate((one) => one.tagName)) === 'SELECT') await field.selectOption(value);
      else await field.fill(value);
    }
  };
  const press = (page: Page, name: string | RegExp) =>
    page.getByRole('button', { name, exact: true }).first().click();
  const goto = (page: Page, path: string) => page.goto(`${url}${path}`);
  /** The link in the newest mail to somebody. */
  const linkFor = async (email: string): Promise<string> => {
    for (let tries = 0; tries < 100; tries++) {
      const outbox = join(server.data, 'outbox');
      const mails = (() => {
        try {
          return readdirSync(outbox)
            .sort()
            .map((name) => readFileSync(join(outbox, name), 'utf8'));
        } catch {
          return [];
        }
      })();
      const mail = mails.findLast((text) => text.includes(email));
      // Quoted-printable breaks lines with an equals sign.
      const link = /http:\/\/localhost[^\s]+/.exec(
        (mail ?? '').replace(/=\r?\n/g, '').replaceAll('=3D', '='),
      )?.[0];
      if (link !== undefined) return link;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no mail to ${email}`);
  };
  const enter = async (page: Page, email: string) => {
    await page.goto(await linkFor(email));
    await press(page, 'Entrer');
  };

  let operator: Page;
  let charity: Page;

  test('the set-up link makes the first operator, once', async () => {
    const link = await setupLink(
      { db: server.db, seal: server.seal, random: systemRandom, publicUrl: new URL(url) },
      now,
    );
    operator = await visitor();
    await authenticator(operator);
    await operator.goto(link ?? '');
    await accessible(operator);
    await press(operator, 'Commencer');
    expect(await operator.locator('.error-summary li').count()).toBe(4);
    await accessible(operator);
    await fill(operator, {
      name: 'Olivia Opérateur',
      email: 'olivia@agence.example',
      organisation: 'La Netscouade',
      slug: 'netscouade',
      kind: 'agency',
    });
    await press(operator, 'Commencer');
    expect(new URL(operator.url()).pathname).toBe('/console');
    await accessible(operator);
    const late = await visitor();
    await late.goto(link ?? '');
    expect(await late.locator('h1').textContent()).toBe('Ce lien ne sert plus');
  });

  test('a passkey is added, and signs in again', async () => {
    await goto(operator, '/console/account');
    await accessible(operator);
    await operator.fill('[name="passkey-name"]', 'Téléphone');
    await press(operator, 'Ajouter une clé d’accès');
    await operator.waitForURL('**/console/account?done=saved');
    expect(await operator.getByText('Téléphone').count()).toBeGreaterThan(0);
    await press(operator, 'Se déconnecter');
    expect(new URL(operator.url()).pathname).toBe('/console/sign-in');
    await accessible(operator);
    await press(operator, 'Utiliser ma clé d’accès');
    await operator.waitForURL('**/console');
    expect(await operator.getByText('Olivia Opérateur').count()).toBe(1);
  });

  test('recovery codes open the console, each once', async () => {
    await goto(operator, '/console/account');
    await press(operator, 'Faire dix nouveaux codes');
    const code = (await operator.locator('.codes code').first().textContent()) ?? '';
    const stranger = await visitor();
    const recover = async () => {
      await goto(stranger, '/console/sign-in');
      await stranger.locator('summary').click();
      await fill(stranger, { 'code-email': 'olivia@agence.example', code });
      await press(stranger, 'Entrer');
      return new URL(stranger.url()).pathname;
    };
    expect(await recover()).toBe('/console');
    await stranger.context().clearCookies();
    expect(await recover()).toBe('/console/recover');
    expect(await stranger.locator('.field-error').textContent()).toContain('ne vont pas ensemble');
  });

  test('a campaign is begun, and the gate names what is missing', async () => {
    await goto(operator, '/console');
    await fill(operator, { title: '1 billet = 10 repas', slug: 'dix' });
    await press(operator, 'Commencer');
    expect(new URL(operator.url()).pathname).toBe('/console/c/dix');
    await accessible(operator);
    await goto(operator, '/console/c/dix/gate');
    await accessible(operator);
    const said = await operator.locator('.gate-list').textContent();
    expect(said).toContain('Il n’y a encore aucune promesse.');
    expect(said).toContain('Les frais ne sont pas indiqués');
    expect(await operator.getByRole('button', { name: 'Publier la campagne' }).count()).toBe(0);
    expect((await fetch(`${url}/c/dix`)).status).toBe(404);
    const file = await operator.request.get(`${url}/console/c/dix/file`);
    expect(await file.text()).toMatch(/relais: 1[\s\S]*slug: dix/);
  });

  test('the parts are filled in; what is wrong is said at its field and kept', async () => {
    await goto(operator, '/console/c/dix/edit/campaign');
    await accessible(operator);
    await fill(operator, {
      'campaign.summary.fr': 'Un billet donne dix repas.',
      'campaign.opens': '2026-11-02T00:00',
      'campaign.closes': '2026-10-01T00:00',
      'campaign.milestones': '1000 cinq',
    });
    await press(operator, 'Enregistrer');
    expect(await operator.locator('[name="campaign.milestones"]').getAttribute('aria-invalid')).toBe('true');
    expect(await operator.inputValue('[name="campaign.milestones"]')).toBe('1000 cinq');
    expect(await operator.inputValue('[name="campaign.opens"]')).toContain('2026-11-02T00:00');
    await accessible(operator);
    await fill(operator, { 'campaign.closes': '2027-03-31T23:59', 'campaign.milestones': '1 000 5000' });
    await fill(operator, { 'campaign.milestones': '1000 5000' });
    await press(operator, 'Enregistrer');
    expect(await operator.locator('.console-done').textContent()).toContain('enregistré');

    await goto(operator, '/console/c/dix/edit/organisations');
    await press(operator, 'Ajouter une organisation');
    await press(operator, 'Ajouter une organisation');
    await fill(operator, {
      'organisations[1].slug': 'restos',
      'organisations[1].kind': 'charity',
      'organisations[1].name': 'Les Restos du Cœur',
      'organisations[1].legalName': 'Les Restaurants du Cœur',
      'organisations[1].registration': 'RNA W000000000',
      'organisations[1].mission.fr': 'Aide alimentaire.',
      'organisations[2].slug': 'danone',
      'organisations[2].kind': 'partner',
      'organisations[2].name': 'Danone',
    });
    await accessible(operator);
    await press(operator, 'Enregistrer');
    await fill(operator, { 'campaign.charity': 'restos' });
    await press(operator, 'Enregistrer');
    expect(await operator.inputValue('[name="campaign.charity"]')).toBe('restos');

    await goto(operator, '/console/c/dix/edit/unit');
    await fill(operator, {
      'campaign.unit.value.amount': '1,00',
      'campaign.unit.value.currency': 'EUR',
      'campaign.unit.value.source': 'https://www.restosducoeur.org/',
      'campaign.unit.value.asOf': '2026-10-01',
      'campaign.unit.value.method.fr': 'Dépenses divisées par repas servis.',
    });
    await press(operator, 'Enregistrer');

    await goto(operator, '/console/c/dix/edit/rules');
    await fill(operator, { 'campaign.relay.review': 'all' });
    await press(operator, 'Enregistrer');

    await goto(operator, '/console/c/dix/edit/statements');
    await fill(operator, {
      'disclosures.payout.every': 'end',
      'disclosures.payout.withinDays': '60',
      'disclosures.contact.address': 'questions@restos.example',
      'disclosures.contact.days': '5',
    });
    await operator.check('[name="stated:disclosures.fees"]');
    await press(operator, 'Enregistrer');

    await goto(operator, '/console/c/dix/promises');
    await press(operator, 'Ajouter une promesse');
    await fill(operator, {
      'pledges[0].id': 'danone-billets',
      'pledges[0].partner': 'danone',
      'pledges[0].mechanic': 'relay',
      'pledges[0].perAct': '10',
      'pledges[0].cap': '20',
      'pledges[0].tax.kind': 'gift',
    });
    await operator.getByText('S’il s’agit d’achats').click();
    await accessible(operator);
    await press(operator, 'Enregistrer');
    expect(await operator.locator('.console-done').count()).toBe(1);

    await goto(operator, '/console/c/dix/charter');
    await press(operator, 'Ajouter un critère');
    await fill(operator, {
      'charter.text': 'L’association choisit ses partenaires.',
      'charter.criteria[0].id': 'independance',
      'charter.criteria[0].text.fr': 'Le partenaire ne décide de rien.',
    });
    await press(operator, 'Enregistrer');
    await accessible(operator);
    expect(await operator.getByRole('button', { name: /^Signer/ }).count()).toBe(0);
  });

  test('the charity is invited, examines, signs and consents', async () => {
    await goto(operator, '/console/people');
    await accessible(operator);
    await fill(operator, {
      email: 'claire@restos.example',
      organisation: 'restos',
      role: 'charity',
      campaign: 'dix',
    });
    await press(operator, 'Inviter');
    // The organisation is in a draft alone so far: it has people only once the draft names it for good.
    expect(await operator.locator('.console-done').textContent()).toContain('invitation');
    charity = await visitor();
    await enter(charity, 'claire@restos.example');
    await goto(charity, '/console/account');
    await fill(charity, { name: 'Claire, présidente' });
    await press(charity, 'Enregistrer');
    await goto(charity, '/console/c/dix/charter');
    await fill(charity, { partner: 'danone', criterion: 'independance', result: 'met' });
    await press(charity, 'Inscrire ce constat');
    await press(charity, 'Signer au nom de Les Restos du Cœur');
    expect(await charity.getByText('Signée le 1er novembre 2026.').count()).toBe(1);
    await press(charity, 'Donner cet accord au nom de Les Restos du Cœur');
    expect(await charity.locator('.field-error').textContent()).toContain('Écrivez ce qui est permis');
    await fill(charity, { scope: 'Nom et logo, pour cette campagne.' });
    await press(charity, 'Donner cet accord au nom de Les Restos du Cœur');
    await accessible(charity);
    expect((await charity.goto(`${url}/console/c/dix/edit/campaign`))?.status()).toBe(403);
  });

  test('the gate opens once the box is ticked, and the label is public', async () => {
    await goto(operator, '/console/c/dix/gate');
    expect(await operator.locator('.gate-list').count()).toBe(0);
    await accessible(operator);
    await press(operator, 'Publier la campagne');
    expect(await operator.locator('.field-error').textContent()).toContain('Cochez');
    await operator.check('[name="confirm"]');
    await press(operator, 'Publier la campagne');
    expect(await operator.locator('.console-done').textContent()).toContain('public');
    const label = (await (await fetch(`${url}/c/dix/label.json`)).json()) as Record<string, unknown>;
    expect(label).toMatchObject({
      complete: true,
      missing: [],
      fees: [],
      consent: { by: 'Claire, présidente', on: '2026-11-01' },
      charter: { signedBy: 'restos', signedOn: '2026-11-01' },
    });
    now = Date.parse('2026-11-02T10:00:00Z');
    const totals = (await (await fetch(`${url}/api/v1/campaigns/dix`)).json()) as Record<string, unknown>;
    expect(totals).toMatchObject({ state: 'open', remaining: 20 });
  });

  test('a relay is held, refused with a reason, appealed, accepted by somebody else, and counted', async () => {
    const site = await startSite('127.0.6.1');
    site.pages.set(
      '/billet',
      post(`<p>Dix repas pour <a href="${url}/c/dix">cette campagne</a>, j’y tiens.</p>`),
    );
    const answer = await fetch(`${url}/webmention`, {
      method: 'POST',
      body: new URLSearchParams({ source: `${site.origin}/billet`, target: `${url}/c/dix` }),
    });
    const relay = (answer.headers.get('location') ?? '').split('/').at(-1) ?? '';
    const state = async (wanted: string) => {
      for (let tries = 0; tries < 100; tries++) {
        const seen = (await (await fetch(`${url}/relays/${relay}.json`)).json()) as {
          state: string;
          units: number;
        };
        if (seen.state === wanted) return seen;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`${relay} never was ${wanted}`);
    };
    await state('held');
    await goto(operator, '/console/c/dix/moderation');
    await accessible(operator);
    await goto(operator, `/console/c/dix/moderation/${relay}`);
    await accessible(operator);
    await operator.locator('select[name="reason"]').selectOption({ index: 1 });
    await operator.locator('[name="words"]').fill('Le texte parle surtout d’autre chose.');
    await operator.locator('button[name="decision"][value="refuse"]').click();
    expect(await operator.locator('.console-done').count()).toBe(1);
    await state('refused');

    const blogger = await visitor();
    await goto(blogger, `/relays/${relay}`);
    await accessible(blogger);
    expect(await blogger.locator('main').textContent()).toContain('Le texte parle surtout d’autre chose.');
    await blogger.locator('#appeal a').click();
    await accessible(blogger);
    await blogger.locator('[name="why"]').fill('Le billet parle bien de la campagne, relisez la fin.');
    await blogger.locator('form button[type="submit"]').last().click();
    await goto(blogger, `/relays/${relay}`);
    expect(await blogger.locator('#appeal').textContent()).not.toBe('');

    await goto(charity, '/console/c/dix/appeals');
    await accessible(charity);
    await charity.locator('button[name="answer"][value="accept"]').click();
    expect((await state('counted')).units).toBe(10);
    const totals = (await (await fetch(`${url}/api/v1/campaigns/dix`)).json()) as Record<string, unknown>;
    expect(totals).toMatchObject({ granted: 10, relays: 1, appeals: { open: 0, accepted: 1 } });
    await site.close();
  });

  test('a published promise only becomes more generous, and each change has its notice', async () => {
    await goto(operator, '/console/c/dix/promises');
    await fill(operator, { 'pledges[0].cap': '15' });
    await press(operator, 'Enregistrer');
    await goto(operator, '/console/c/dix/gate');
    await operator.check('[name="confirm"]');
    await fill(operator, { 'notice.danone-billets.fr': 'Moins.' });
    await press(operator, 'Publier les changements');
    expect(await operator.locator('.error-summary').textContent()).toContain('falls from 20 to 15');
    await goto(operator, '/console/c/dix/promises');
    await fill(operator, { 'pledges[0].cap': '40' });
    await press(operator, 'Enregistrer');
    await goto(operator, '/console/c/dix/gate');
    await operator.check('[name="confirm"]');
    await press(operator, 'Publier les changements');
    expect(await operator.locator('.field-error').textContent()).toContain('une phrase');
    await fill(operator, { 'notice.danone-billets.fr': 'Vous êtes plus nombreux que prévu.' });
    await operator.check('[name="confirm"]');
    await press(operator, 'Publier les changements');
    await goto(operator, '/c/dix');
    const changes = await operator.locator('#label-changes').textContent();
    expect(changes).toMatch(/2 novembre 2026.*plafond de 20.*à 40/);
    expect(changes).toContain('Vous êtes plus nombreux que prévu.');
    await accessible(operator);
  });

  test('a webhook is added, and its secret shown once', async () => {
    await goto(operator, '/console/c/dix/webhooks');
    await accessible(operator);
    await fill(operator, { url: 'ftp://hooks.example' });
    await press(operator, 'Ajouter');
    expect(await operator.locator('.field-error').textContent()).toContain('http ou https');
    await fill(operator, { url: 'http://127.0.0.1:9/hook' });
    await operator.check('[value="cap.reached"]');
    await press(operator, 'Ajouter');
    expect(await operator.locator('.console-done code').textContent()).toMatch(/^whsec_/);
    await press(operator, /^Envoyer un essai/);
    await accessible(operator);
    expect(await operator.locator('.console-done').textContent()).not.toContain('whsec_');
    expect(await operator.locator('table').textContent()).toContain('test');
  });

  test('the trail has it all', async () => {
    await goto(operator, '/console/audit');
    await accessible(operator);
    const text = await operator.locator('table').textContent();
    for (const action of ['campaign.create', 'campaign.edit', 'campaign.publish', 'charter.sign_charter'])
      expect(text).toContain(action);
    expect(text).not.toContain('claire@restos.example');
  });
});
