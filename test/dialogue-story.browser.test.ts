import { mkdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { openMeetings } from './meetings.ts';
import { type Bench, linked, openBench } from './moderation.ts';
import { localIn } from './volunteering.ts';

const hour = 3_600_000;
const day = 24 * hour;
const attack = '<img src=x onerror="window.hit=1"> "><script>window.hit=1</script> \u202Etxt.exe';
const pictures = process.env.PICTURES;

/** The whole talk about one campaign, on a telephone, from the first question to the last comment. */
describe('a campaign that people talk about, in a browser', () => {
  let bench: Bench;
  let meetings: Awaited<ReturnType<typeof openMeetings>>;
  let browser: Browser;
  let campaign: Awaited<ReturnType<Bench['campaign']>>;
  beforeAll(async () => {
    bench = await openBench('pglite', 170);
    meetings = await openMeetings(bench);
    browser = await launchChromium();
    campaign = await bench.campaign({ opens: new Date(Date.now() + 30 * day).toISOString() });
  });
  afterAll(async () => {
    await browser?.close();
    await meetings?.close();
    await bench?.closeSites();
    await bench?.server.stop();
  });

  const visitor = async (who?: { cookie: { name: string; value: string } }): Promise<Page> => {
    const context = await browser.newContext({ locale: 'fr', viewport: { width: 390, height: 844 } });
    context.setDefaultTimeout(8000);
    if (who !== undefined) await context.addCookies([{ ...who.cookie, url: bench.server.url }]);
    return context.newPage();
  };
  const go = (page: Page, path: string) =>
    page.goto(path.startsWith('http') ? path : bench.server.url + path);
  /** Nothing of what strangers wrote runs, nobody is shut out, nothing is wider than the screen. */
  const sound = async (page: Page, name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect([name, violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])]).toEqual([
        name,
        [],
      ]);
      if (pictures !== undefined) {
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png`, fullPage: true });
      }
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(await page.locator('main').textContent()).not.toContain('\u202E');
  };
  const linkIn = async (email: string, pattern: RegExp) => {
    const found = () => pattern.exec(meetings.mailsTo(email).join('\n'))?.[0];
    await expect.poll(found, { timeout: 20_000 }).toBeDefined();
    return `/${found() ?? ''}`;
  };

  test('asked, answered, met, doubted, answered again, told, written up, commented', async () => {
    const base = `/c/${campaign.slug}`;
    const reader = await visitor();

    // Before the campaign opens: a question, published by whoever holds the mailbox.
    await go(reader, `${base}/dialogue`);
    await reader.locator('[name="question"]').fill(`Pourquoi lier le don à un achat ? ${attack}`);
    await reader.locator('[name="organisation"]').selectOption('danone');
    await reader.locator('[name="name"]').fill(`Kiwi ${attack}`.slice(0, 70));
    await reader.locator('[name="email"]').fill('kiwi@blog.example');
    await reader.getByRole('button', { name: 'Envoyer la question' }).click();
    await go(reader, await linkIn('kiwi@blog.example', /c\/[a-z0-9-]+\/dialogue\/link\/[\w-]{43}/));
    await reader.locator('main form button').click();
    await reader.waitForURL(/questions\/qst_/);
    await sound(reader, 'question');

    // A verified person answers.
    const dan = await visitor(await bench.person('danone', 'partner', 'Dan'));
    await go(dan, `${campaign.console}/dialogue`);
    await sound(dan, 'console-dialogue');
    await dan.locator('main textarea').first().fill('Parce que c’est ainsi que nous finançons.');
    await dan.getByRole('button', { name: 'Publier la réponse' }).first().click();
    await go(reader, `${base}/dialogue`);
    expect(await reader.locator('.answer').textContent()).toContain('Identité vérifiée par Danone');
    await sound(reader, 'dialogue');

    // The charity calls a meeting; people come, one asks beforehand.
    const ada = await visitor(await bench.person('restos', 'charity', 'Ada'));
    await go(ada, `${campaign.console}/meetings/new`);
    await sound(ada, 'console-meeting-new');
    for (const [name, value] of [
      ['title', 'Rencontre de Paris'],
      ['agenda', `Accueil, puis **vos questions**.\n\n${attack}`],
      ['place', `Les Restos ${attack}`.slice(0, 100)],
      ['starts', localIn(bench.clock.now(), 48)],
      ['ends', localIn(bench.clock.now(), 50)],
      ['capacity', '2'],
    ] as const)
      await ada.locator(`[name="${name}"]`).fill(value);
    await ada.getByRole('button', { name: 'Annoncer la rencontre' }).click();
    await ada.waitForURL(/meetings\/mtg_/);
    const meeting = /mtg_\w+/.exec(ada.url())?.[0] ?? '';
    await ada.locator('[name="emails"]').fill('crok@blog.example');
    await ada.getByRole('button', { name: 'Envoyer les invitations' }).click();
    expect(await ada.locator('#guests').textContent()).toContain('invité, sans réponse');
    await sound(ada, 'console-meeting');
    const crok = await visitor();
    await go(crok, await linkIn('crok@blog.example', /meetings\/[\w-]{43}/));
    await sound(crok, 'invitation');
    await crok.locator('[name="name"]').fill(`Crok ${attack}`.slice(0, 60));
    await crok.getByRole('button', { name: 'Oui, je viens' }).click();
    expect(await crok.locator('[role="status"]').textContent()).toContain('Votre place est confirmée');
    for (const [name, email] of [
      ['Laurence', 'laurence@blog.example'],
      ['Marc', 'marc@blog.example'],
    ] as const) {
      await go(reader, `${base}/meetings/${meeting}`);
      await reader.locator('[name="name"]').fill(name);
      await reader.locator('[name="email"]').fill(email);
      await reader.locator('[name="named"]').check();
      await reader.locator('.shifts form button').click();
      expect(await reader.locator('main').textContent()).toContain('Regardez votre courrier');
    }
    await go(crok, await linkIn('marc@blog.example', /meetings\/[\w-]{43}/));
    expect(await crok.locator('[role="status"]').textContent()).toContain('en tête de la liste');
    await sound(crok, 'waiting');
    await go(crok, await linkIn('laurence@blog.example', /meetings\/[\w-]{43}/));
    await crok.getByRole('button', { name: 'Confirmer ma place' }).click();
    await sound(crok, 'place');
    await go(reader, `${base}/meetings/${meeting}`);
    await sound(reader, 'meeting-before');
    await reader.getByRole('link', { name: 'Poser une question pour cette rencontre' }).click();
    expect(await reader.locator('[name="meeting"]').inputValue()).toBe(meeting);

    // It was held: notes, then an edit that is shown; who came, as far as they wished.
    await bench.later(51 * hour);
    await go(ada, `${campaign.console}/meetings/${meeting}`);
    await ada.locator('[name="notes"]').fill(`Danone dit : 40 %. ${attack}`);
    await ada.getByRole('button', { name: 'Publier les notes' }).click();
    await ada.locator('[name="notes"]').fill(`Danone dit : 42 %. ${attack}`);
    await ada.locator('[name="note"]').fill('42 %, et non 40');
    await ada.locator('#notes button').click();
    await ada.locator('#guests label', { hasText: 'Laurence' }).locator('input').check();
    await ada.locator('#guests label', { hasText: 'Crok' }).locator('input').check();
    await ada.getByRole('button', { name: 'Enregistrer qui est venu' }).click();
    await sound(ada, 'console-meeting-after');
    await go(reader, `${base}/meetings/${meeting}`);
    expect(await reader.locator('.edits').textContent()).toContain('42 %, et non 40');
    const came = await reader.locator('section:has(> #came)').textContent();
    expect(came).toContain('Laurence');
    expect(came).not.toContain('Crok');

    // The campaign opens. A critic's post says by its link that it is against; it counts, and stands among the reservations.
    await bench.later(30 * day);
    const critic = await bench.blog();
    critic.pages.set('/reserve', linked(`${campaign.page}?stance=against`, `<p>${attack}</p>`));
    const judged = await bench.judge(`${critic.origin}/reserve`, campaign.page);
    expect([judged.state, judged.units]).toEqual(['counted', 10]);
    const praise = await bench.blog();
    praise.pages.set('/merci', linked(`${campaign.page}?stance=for`));
    await bench.judge(`${praise.origin}/merci`, campaign.page);
    const reservations = async () => {
      await go(reader, `${base}/dialogue/reservations`);
      return reader.locator('.reservation').count();
    };
    await expect.poll(reservations, { timeout: 20_000 }).toBe(1);
    expect(await reader.locator('.criticism').textContent()).toContain('Son auteur se dit contre');
    await go(dan, `${campaign.console}/dialogue`);
    await dan.locator('.reservation textarea').fill('Vous avez raison sur un point.');
    await dan.locator('.reservation').getByRole('button', { name: 'Publier la réponse' }).click();
    await reservations();
    expect(await reader.locator('.reservation .answer').textContent()).toContain('Vous avez raison');
    await sound(reader, 'reservations');

    // The journal tells of it, and corrects itself in the open.
    await go(ada, `${campaign.console}/journal/new`);
    await ada.locator('[name="title"]').fill('Autour de la table');
    await ada.locator('[name="body"]').fill(`Nous étions douze. ${attack}`);
    await ada.getByRole('button', { name: 'Commencer le brouillon' }).click();
    await ada.getByRole('button', { name: 'Publier' }).click();
    await ada.locator('[name="body"]').fill(`Nous étions treize. ${attack}`);
    await ada.locator('[name="note"]').fill('nous étions treize');
    await ada.getByRole('button', { name: 'Enregistrer' }).click();
    await ada.waitForURL(/done=saved/);
    const entry = `${base}/journal/autour-de-la-table`;

    // Three write-ups find their way by themselves: one mentions the meeting, one the journal, one is found in a feed.
    const [one, two, three] = [await bench.blog(), await bench.blog(), await bench.blog()];
    one.pages.set('/kiwi', linked(`${campaign.page}/meetings/${meeting}`));
    two.pages.set('/crok', linked(bench.server.url + entry));
    await bench.judge(`${one.origin}/kiwi`, `${campaign.page}/meetings/${meeting}`);
    await bench.judge(`${two.origin}/crok`, bench.server.url + entry);
    const link = `<a href="${campaign.page}">la campagne</a>`;
    const feed = (items: string) =>
      `<?xml version="1.0"?><rss version="2.0"><channel><title>Laurence</title>${items}</channel></rss>`;
    three.pages.set('/', `<link rel="alternate" type="application/rss+xml" href="/feed.xml">${link}`);
    three.pages.set('/feed.xml', feed(''));
    await meetings.come(`${campaign.page}/sites`, { url: `${three.origin}/` });
    await bench.server.pollFeeds();
    three.pages.set('/laurence', linked(`${campaign.page}/meetings/${meeting}`));
    const published = new Date(bench.clock.now() - 60_000).toUTCString();
    const told = `&lt;a href="${campaign.page}/meetings/${meeting}"&gt;la rencontre&lt;/a&gt;`;
    three.pages.set(
      '/feed.xml',
      feed(
        `<item><link>${three.origin}/laurence</link><pubDate>${published}</pubDate><description>${told}</description></item>`,
      ),
    );
    const written = async () => {
      // The worker polls by itself as well: whichever poll comes first, the next is a quarter of an hour later or more.
      await bench.later(7 * hour);
      await bench.server.pollFeeds();
      await go(reader, `${base}/write-ups`);
      return Promise.all(
        [`${one.origin}/kiwi`, `${two.origin}/crok`, `${three.origin}/laurence`].map((source) =>
          reader.locator(`.day a[href="${source}"]`).count(),
        ),
      );
    };
    await expect.poll(written, { timeout: 20_000, interval: 500 }).toEqual([1, 1, 1]);
    await sound(reader, 'write-ups');
    await go(reader, `${base}/meetings/${meeting}`);
    expect(await reader.locator('.mentions li').count()).toBe(2);
    await sound(reader, 'meeting-after');
    await go(reader, `${base}/meetings`);
    await sound(reader, 'meetings');

    // Comments: one is published, one looks like spam and waits for a person.
    for (const [name, body] of [
      ['Laurence', 'J’y étais aussi, et c’était bien.'],
      ['Casino bonus', 'Free spins http://a.xyz http://b.xyz'],
    ] as const) {
      await go(reader, entry);
      await bench.later(30_000);
      await reader.locator('[name="name"]').fill(name);
      await reader.locator('[name="email"]').fill('lecteur@example.org');
      await reader.locator('#f-body').fill(body);
      await reader.getByRole('button', { name: 'Publier mon commentaire' }).click();
    }
    await go(reader, entry);
    expect(await reader.locator('.edits').textContent()).toContain('nous étions treize');
    const page = await reader.locator('main').textContent();
    expect(page).toContain('J’y étais aussi');
    expect(page).not.toContain('Free spins');
    await sound(reader, 'journal');
    await go(ada, `${campaign.console}/comments`);
    expect(await ada.locator('[data-held]').count()).toBe(1);

    // And the campaign's page and its label say how the talk went.
    await go(reader, base);
    const label = reader.locator('#label-dialogue');
    expect(await label.textContent()).toContain('1 question posée. Toutes ont une réponse.');
    expect(await label.locator('.alarm').textContent()).toContain('Aucune date d’ouverture du dialogue');
    await label.scrollIntoViewIfNeeded();
    await sound(reader, 'campaign');
  });
});
