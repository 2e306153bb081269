import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from '../../test/chromium.ts';
import {
  announced,
  capped,
  closed,
  counted,
  empty,
  hostile,
  hostileWall,
  open,
  wall,
} from './fixture.suite.ts';
import { type FrontDoor, manyCards, openFrontDoor, relayIds } from './front-door.suite.ts';
import { createWebServer } from './server.ts';

/** The pages in a real Chromium, over real HTTP, with the views of the fixture behind them. */
const slug = open.slug;
const views = { announced, capped, closed, empty, hostile };
const addressed = (view: typeof open, name: string) => ({
  ...view,
  slug: name,
  totals: { ...view.totals, slug: name },
});

let browser: Browser;
let server: Server;
let blog: Server;
let door: FrontDoor;
let url: string;
let blogUrl: string;
/** The page that the stranger's blog serves next. */
let blogPage = { html: '', policy: '' };

const listen = async (one: Server, host: string) => {
  await new Promise<void>((resolve) => one.listen(0, host, resolve));
  return `http://${host}:${(one.address() as AddressInfo).port}`;
};

beforeAll(async () => {
  const { port } = await new Promise<AddressInfo>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address() as AddressInfo;
      probe.close(() => resolve(address));
    });
  });
  url = `http://127.0.0.1:${port}`;
  door = openFrontDoor(url);
  server = createWebServer(door.app);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  blog = createServer((request, response) => {
    if (request.url !== '/') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': blogPage.policy });
    response.end(
      `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Un blog</title>${blogPage.html}`,
    );
  });
  blogUrl = await listen(blog, '127.0.0.2');
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  for (const one of [server, blog]) {
    one.closeAllConnections();
    one.close();
  }
});
beforeEach(() => {
  door.campaigns.clear();
  door.campaigns.set(slug, open);
  for (const [name, view] of Object.entries(views)) door.campaigns.set(name, addressed(view, name));
  door.cards = wall.cards;
  door.relays.set(relayIds.counted, { ...counted, campaign: slug });
  door.change('');
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await expect.poll(door.watching).toBe(0);
});

/** Opens a page and keeps everything it complains of. */
async function visit(
  path: string,
  options: BrowserContextOptions = {},
  prepare?: (page: Page) => Promise<unknown>,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'fr-FR',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => void complaints.push(error.message));
  page.on('requestfailed', (request) => {
    if (!request.url().endsWith('/events') && !request.url().includes('/events?'))
      complaints.push(request.url());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith(blogUrl)) complaints.push(request.url());
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await prepare?.(page);
  await page.goto(path.startsWith('http') ? path : url + path);
  return { page, complaints };
}

const text = async (page: Page, selector: string) =>
  ((await page.locator(selector).first().textContent()) ?? '').replace(/[\u00a0\u202f]/g, ' ').trim();

describe.each([
  ['home', '/'],
  ['open', `/c/${slug}`],
  ['announced', '/c/announced'],
  ['caps reached', '/c/capped'],
  ['closed', '/c/closed'],
  ['empty', '/c/empty'],
  ['hostile', '/c/hostile'],
  ['promises', `/c/${slug}/partners`],
  ['relay counted', `/relays/${relayIds.counted}`],
  ['relay refused', `/relays/${relayIds.refused}`],
  ['relay held', `/relays/${relayIds.held}`],
  ['relay being checked', `/relays/${relayIds.checking}`],
  ['nothing there', '/c/nobody'],
  ['API', '/api/docs'],
  ['card', `/c/${slug}/embed`],
])('%s', (name, path) => {
  beforeEach(() => {
    if (name === 'hostile') door.cards = hostileWall.cards;
  });

  test.each([
    ['phone, light, French', 390, 'light', 'fr-FR'],
    ['desk, dark, English', 1280, 'dark', 'en-GB'],
  ] as const)(
    '%s: keeps to its policy, fits, and anybody can use it',
    async (_name, width, colorScheme, locale) => {
      const { page, complaints } = await visit(path, {
        viewport: { width, height: 844 },
        colorScheme,
        locale,
        reducedMotion: 'reduce',
      });
      await page.waitForTimeout(100);
      const expected = path === '/c/nobody' ? [expect.stringContaining('404')] : [];
      expect(complaints).toEqual(expected);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale.slice(0, 2));
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.map((one) => [one.impact, one.id, one.nodes.map((node) => node.html)])).toEqual([]);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('a[href], button, input:not([type=hidden])')]
          .filter((one) => {
            const box = one.getBoundingClientRect();
            return box.width > 1 && box.height > 1 && box.height < 24;
          })
          .map((one) => one.outerHTML.slice(0, 90)),
      );
      expect(small).toEqual([]);
    },
  );
});

test.each(['/c/endless', '/c/endless/partners', '/', `/relays/${relayIds.counted}`, '/c/endless/embed'])(
  '%s fits a small phone whatever people are called',
  async (path) => {
    const word = 'anticonstitutionnellement'.repeat(6);
    const post = { ...counted.post, title: word, site: word, author: word, excerpt: word };
    const organisations = Object.fromEntries(
      Object.entries(open.organisations).map(([name, one]) => [name, { ...one, name: word }]),
    );
    const view = { ...open, title: { fr: word }, summary: { fr: word }, organisations };
    const charity = { ...open.charity, name: word };
    door.campaigns.set('endless', addressed({ ...view, charity }, 'endless'));
    door.cards = wall.cards.map((card) => ({ ...card, source: `https://x.example/${word}`, post }));
    door.relays.set(relayIds.counted, { ...counted, campaign: 'endless', target: `${url}/c/${word}`, post });
    const { page } = await visit(path, { viewport: { width: 320, height: 800 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  },
);

describe('the policy holds', () => {
  test('nobody’s text becomes markup or script', async () => {
    door.cards = hostileWall.cards;
    const { page } = await visit('/c/hostile', {}, (it) =>
      it.addInitScript(() => {
        Object.assign(window, { alert: () => Object.assign(window, { broken: true }) });
      }),
    );
    expect(await page.evaluate(() => 'broken' in window)).toBe(false);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await text(page, 'h1')).toBe('</script><script>alert(1)</script>');
  });

  test('text can’t be made script or markup by a script either', async () => {
    const { page } = await visit(`/c/${slug}`);
    const tries = await page.evaluate(() =>
      [
        () => Object.assign(document.body, { innerHTML: '<img src=x onerror=alert(1)>' }),
        () => Object.assign(document.createElement('script'), { text: 'alert(1)' }),
      ].map((attempt) => {
        try {
          attempt();
          return 'done';
        } catch (error) {
          return error instanceof Error ? error.name : 'other';
        }
      }),
    );
    expect(tries).toEqual(['TypeError', 'TypeError']);
  });
});

describe('live', () => {
  const card = manyCards(1300)[0];
  const later = (granted: number, relays: number) => ({ ...open.totals, granted, relays, checking: 1 });

  test('what is counted shows at once: number, promises, wall, caps', async () => {
    const { page, complaints } = await visit(`/c/${slug}`);
    await expect.poll(door.watching).toBe(1);
    const title = '<b>Nouveau</b> « billet »';
    if (card === undefined) throw new Error('card');
    door.tell(slug, { kind: 'relay', card: { ...card, post: { ...card.post, title } } });
    const pledges = open.totals.pledges.map((one) =>
      one.mechanic === 'relay' ? { ...one, granted: one.cap, remaining: 0 } : one,
    );
    door.tell(slug, { kind: 'total', totals: { ...later(20_000, 1244), pledges } });
    await expect.poll(() => text(page, '[data-live="granted"]')).toBe('20 000');
    expect(await text(page, '[data-live="relays"]')).toBe('1 244 billets relayés');
    expect(await text(page, '.post .dish-name')).toBe(title);
    expect(await page.locator('[data-live="exhausted"]').isVisible()).toBe(true);
    expect(await page.locator('[data-live-bar="danone-billets"]').getAttribute('width')).toBe('1000.0');
    expect(complaints).toEqual([]);
  });

  test('a link that is none a browser may follow is not made', async () => {
    const { page } = await visit(`/c/${slug}`);
    await expect.poll(door.watching).toBe(1);
    if (card === undefined) throw new Error('card');
    door.tell(slug, { kind: 'relay', card: { ...card, source: 'javascript:alert(1)' } });
    door.tell(slug, { kind: 'total', totals: later(12_440, 1244) });
    await expect.poll(() => text(page, '[data-live="granted"]')).toBe('12 440');
    expect(await page.locator('[href^="javascript"]').count()).toBe(0);
  });

  test('can be paused; nothing is lost', async () => {
    const { page } = await visit(`/c/${slug}`);
    await expect.poll(door.watching).toBe(1);
    const pause = page.locator('[data-live="pause"]');
    await pause.click();
    if (card === undefined) throw new Error('card');
    door.tell(slug, { kind: 'relay', card });
    door.tell(slug, { kind: 'total', totals: later(12_440, 1244) });
    await page.waitForTimeout(300);
    expect(await text(page, '[data-live="granted"]')).toBe('12 430');
    await pause.click();
    await expect.poll(() => text(page, '[data-live="granted"]')).toBe('12 440');
    expect(await page.locator(`.post[data-number="${card.number}"]`).count()).toBe(1);
  });

  test('who listens hears one sentence a minute at most', async () => {
    const { page } = await visit(`/c/${slug}`, {}, (it) => it.clock.install());
    await expect.poll(door.watching).toBe(1);
    const said = () => text(page, '[role="status"]');
    door.tell(slug, { kind: 'total', totals: later(12_440, 1244) });
    await expect.poll(() => text(page, '[data-live="relays"]')).toBe('1 244 billets relayés');
    await page.clock.runFor(30_000);
    expect(await said()).toBe('');
    await page.clock.runFor(31_000);
    expect(await said()).toContain('12 440 repas');
    door.tell(slug, { kind: 'total', totals: later(12_450, 1245) });
    await expect.poll(() => text(page, '[data-live="relays"]')).toBe('1 245 billets relayés');
    await page.clock.runFor(30_000);
    expect(await said()).toContain('12 440 repas');
    await page.clock.runFor(31_000);
    expect(await said()).toContain('12 450 repas');
  });

  test('a broken line is mended, and what was missed comes', async () => {
    const { page } = await visit(`/c/${slug}`);
    await expect.poll(door.watching).toBe(1);
    const fresh = manyCards(1245).slice(0, 2);
    door.cards = [...fresh, ...wall.cards];
    server.closeAllConnections();
    await expect.poll(() => page.locator('.post[data-number="1245"]').count(), { timeout: 10_000 }).toBe(1);
    expect(await page.locator('.post[data-number="1244"]').count()).toBe(1);
  });

  test('the page of a relay shows the verdict by itself', async () => {
    const { page, complaints } = await visit(`/relays/${relayIds.checking}`);
    expect(await text(page, '.verdict')).toContain('en train de lire');
    const before = door.relays.get(relayIds.checking);
    door.relays.set(relayIds.checking, { ...counted, id: relayIds.checking, campaign: slug });
    await expect.poll(() => text(page, '.verdict'), { timeout: 10_000 }).toContain('10 repas');
    expect(complaints).toEqual([]);
    if (before !== undefined) door.relays.set(relayIds.checking, before);
  });
});

test('without JavaScript: the number, the form, the older posts', async () => {
  door.cards = manyCards(60);
  const { page } = await visit(`/c/${slug}`, { javaScriptEnabled: false });
  expect(await text(page, '.number')).toBe('12 430');
  expect(await page.locator('button:visible').allTextContents()).toEqual(['Faire compter ce billet']);
  await page.getByRole('link', { name: /anciens/ }).click();
  expect(page.url()).toContain('before=');
  await page.goBack();
  await page.getByRole('textbox', { name: /billet/ }).fill('https://blog.example/billet');
  await page.getByRole('button', { name: 'Faire compter ce billet' }).click();
  expect(page.url()).toBe(`${url}/relays/${relayIds.checking}`);
});

describe('on a stranger’s page', () => {
  test('WordPress’s frame: tells its height with the secret, and where a click wants to go', async () => {
    blogPage = {
      policy: "default-src 'none'; frame-src *; script-src 'unsafe-inline'",
      html: `<iframe title="card" sandbox="allow-scripts" security="restricted" width="500" height="260" src="${url}/c/${slug}/embed#?secret=KUBG1FuPEw"></iframe><script>window.got=[];addEventListener('message',(e)=>got.push({data:e.data,own:e.source===frames[0]}))</script>`,
    };
    const { page, complaints } = await visit(blogUrl);
    const got = () =>
      page.evaluate(
        () =>
          (
            window as unknown as {
              got: { data: { message: string; value: unknown; secret: string }; own: boolean }[];
            }
          ).got,
      );
    const last = async (message: string) => (await got()).findLast(({ data }) => data.message === message);
    // It is told again whenever it changes: what counts is the last word.
    await expect.poll(async () => (await last('height'))?.data.value).toBeGreaterThan(150);
    expect(await last('height')).toMatchObject({ own: true, data: { secret: 'KUBG1FuPEw' } });
    await page.frames()[1]?.locator('a').first().click();
    await expect
      .poll(async () => (await last('link'))?.data)
      .toEqual({
        message: 'link',
        value: `${url}/c/${slug}`,
        secret: 'KUBG1FuPEw',
      });
    expect(complaints).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
  });

  test('<relais-counter> under a strict policy', async () => {
    blogPage = {
      policy: `default-src 'none'; script-src ${url}; connect-src ${url}; require-trusted-types-for 'script'`,
      html: `<script type="module" src="${url}/embed.js"></script><relais-counter campaign="${url}/c/${slug}"></relais-counter>`,
    };
    const { page, complaints } = await visit(blogUrl);
    await expect.poll(() => text(page, 'relais-counter .number')).toBe('12 430');
    expect(await text(page, 'relais-counter a')).toBe('12 430 repas1 243 billets relayés');
    expect(await page.locator('relais-counter a').getAttribute('href')).toBe(`${url}/c/${slug}`);
    expect(complaints).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
  });

  test('a bare badge', async () => {
    blogPage = {
      policy: `default-src 'none'; img-src ${url}`,
      html: `<a href="${url}/c/${slug}"><img alt="10 repas" src="${url}/c/${slug}/badge.svg"></a>`,
    };
    const { page, complaints } = await visit(blogUrl);
    const width = () => page.evaluate(() => document.querySelector('img')?.naturalWidth ?? 0);
    await expect.poll(width).toBeGreaterThan(100);
    expect(complaints).toEqual([]);
  });

  test('our pages can’t be framed, the card can', async () => {
    blogPage = { policy: '', html: `<iframe title="page" src="${url}/c/${slug}"></iframe>` };
    const { complaints } = await visit(blogUrl);
    await expect.poll(() => complaints.join(' ')).toContain('frame-ancestors');
  });
});
