import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importCampaign } from '../src/campaign/mod.ts';
import { forgetUploads } from '../src/credit/mod.ts';
import { systemRandom } from '../src/kernel/mod.ts';
import { campaignFile } from './campaign.ts';
import { launchChromium } from './chromium.ts';
import { onBothDatabases, openMigrated } from './database.ts';
import { type Bench, openBench } from './moderation.ts';

const gtin = '3033490004743';
const pledges = ['carrefour', 'danone']
  .map(
    (retailer) =>
      `  - { id: a-${retailer}, partner: ${retailer}, mechanic: purchase, perAct: 1, cap: 900, rule: { retailer: ${retailer}, gtins: ["${gtin}"], quantity: 4 } }`,
  )
  .join('\n');

onBothDatabases('files of baskets, handed in on screen', (kind) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(kind, 205);
  });
  afterAll(() => bench.server.stop());

  type Person = Awaited<ReturnType<Bench['person']>>;
  const at = () => new Date(bench.clock.now() - 3_600_000).toISOString();
  const csv = (rows: readonly string[]) => `receipt,at,shop,gtin,quantity,return_of\n${rows.join('\n')}\n`;
  const hand = (
    person: Person,
    page: string,
    file: string | Uint8Array,
    { name = 'nuit.csv', retailer = 'carrefour', origin = bench.server.url } = {},
  ) => {
    const form = new FormData();
    form.set('retailer', retailer);
    form.set('file', new Blob([new Uint8Array(Buffer.from(file))]), name);
    return fetch(`${bench.server.url}${page}/tickets`, {
      method: 'POST',
      headers: {
        accept: 'text/html',
        'accept-language': 'fr',
        cookie: `relais-session=${person.cookie.value}`,
        origin,
      },
      body: form,
      redirect: 'manual',
    });
  };
  const granted = async (slug: string) =>
    ((await (await fetch(`${bench.server.url}/api/v1/campaigns/${slug}`)).json()) as { granted: number })
      .granted;
  /** The page once nothing waits any more. */
  const read = async (person: Person, page: string) => {
    for (let tries = 0; tries < 400; tries++) {
      const html = await person.see(`${page}/tickets?lang=en`);
      if (!html.includes('being read')) return html;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the file is not read');
  };

  test('a file counts once, the same again nothing, a corrected one what is new; no file stays', async () => {
    const { slug, console: page } = await bench.campaign({ pledges });
    const olga = await bench.person('netscouade', 'operator', 'Olga');
    const rows = Array.from({ length: 30 }, (_, n) => `r${n},${at()},lille,${gtin},4,`);
    const file = csv([...rows, `bad,${at()},lille,${gtin},x,`, `few,${at()},lille,${gtin},1,`]);
    const answer = await hand(olga, page, file);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${page}/tickets?done=sent`]);
    const first = await read(olga, page);
    await expect.poll(() => granted(slug)).toBe(30);
    for (const said of [
      '32 baskets read',
      '30 units granted',
      'credited: 30',
      '1 is no basket',
      'Basket 31:',
    ])
      expect(first).toContain(said);

    await hand(olga, page, gzipSync(file), { name: 'la même.CSV.gz' });
    expect(await read(olga, page)).toContain('known already: 30');
    await hand(olga, page, file);
    expect(await read(olga, page)).toContain('32 read before');
    await hand(olga, page, csv([...rows, `new,${at()},lille,${gtin},8,`]));
    await read(olga, page);
    await expect.poll(() => granted(slug)).toBe(31);
    await expect.poll(() => readdirSync(join(bench.server.data, 'purchase-files'))).toEqual([]);
    const trail = await bench.server.db.rows<{ action: string }>(
      "SELECT action FROM audit_event WHERE campaign = $1 AND action = 'purchase.upload'",
      [slug],
    );
    expect(trail.length).toBe(4);
  });

  test('a file that a process left behind is deleted, one that waits or was just written is not', async () => {
    // A database of its own: nobody reads the file that waits.
    const db = await openMigrated(kind);
    await importCampaign(db, campaignFile({ slug: 'waits', pledges }), bench.clock);
    const folder = join(bench.server.data, 'left');
    mkdirSync(folder);
    await db.rows(
      `INSERT INTO purchase_upload (id, campaign_id, retailer, name, bytes, uploaded_at, state)
       SELECT 'upl_waiting', id, 'carrefour', 'x', 1, now(), 'waiting' FROM campaign WHERE slug = 'waits'`,
    );
    for (const [name, age_s] of [
      ['upl_read', 7200],
      ['upl_waiting', 7200],
      ['upl_new', 10],
    ] as const) {
      writeFileSync(join(folder, `${name}.csv`), 'x');
      const at = Date.now() / 1000 - age_s;
      utimesSync(join(folder, `${name}.csv`), at, at);
    }
    await forgetUploads({ db, clock: bench.clock, random: systemRandom, folder });
    expect(readdirSync(folder).sort()).toEqual(['upl_new.csv', 'upl_waiting.csv']);
    await db.close();
  });

  test('each retailer’s people for their own; the charity not at all; nobody from another site', async () => {
    const { slug, console: page } = await bench.campaign({ pledges });
    const file = csv([`r,${at()},lille,${gtin},4,`]);
    const [danone, restos] = [
      await bench.person('danone', 'partner', 'Denis'),
      await bench.person('restos', 'charity', 'Rosa'),
    ];
    expect(await danone.see(`${page}/tickets`)).not.toContain('value="carrefour"');
    const foreign = await hand(danone, page, file);
    expect([foreign.status, (await foreign.text()).includes('Choisissez une enseigne')]).toEqual([400, true]);
    expect((await hand(restos, page, file)).status).toBe(403);
    expect((await hand(danone, page, file, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await hand(danone, page, file, { retailer: 'danone' })).status).toBe(303);
    await read(danone, page);
    await expect.poll(() => granted(slug)).toBe(1);
  });

  test('what is no such file is refused or said; hostile names become text', async () => {
    const { slug, console: page } = await bench.campaign({ pledges });
    const olga = await bench.person('netscouade', 'operator', 'Olga');
    const wrong = async (file: string | Uint8Array, name: string) => {
      const answer = await hand(olga, page, file, { name });
      expect([name, answer.status, (await answer.text()).includes('Choisissez un fichier')]).toEqual([
        name,
        400,
        true,
      ]);
    };
    await wrong('x', 'photo.png');
    await wrong('x', '../../etc/passwd');
    await wrong('', 'empty.csv');
    await wrong(new Uint8Array(32_000_001), 'big.csv');
    const name = '../<img src=x onerror=alert(1)>\u202e.ndjson';
    await hand(olga, page, '{"receipt":"a","loyaltyCard":"123"}\nnot json\n', { name });
    const html = await read(olga, page);
    expect(html).toContain('2 are no baskets');
    expect(html).not.toContain('<img src=x');
    expect(html).not.toContain('\u202e');
    await hand(olga, page, Buffer.from('1f8b0800deadbeef', 'hex'), { name: 'broken.csv.gz' });
    const broken = await read(olga, page);
    expect(broken).toContain('unreadable');
    await hand(olga, page, 'a;b\n1;2\n', { name: 'columns.csv' });
    expect(await read(olga, page)).toContain('The first line names no column receipt');
    await expect.poll(() => granted(slug)).toBe(0);
    await expect.poll(() => readdirSync(join(bench.server.data, 'purchase-files'))).toEqual([]);
  });

  test('a browser hands one in, and the page is sound on a telephone, light and dark', async () => {
    const { console: page } = await bench.campaign({ pledges });
    const olga = await bench.person('netscouade', 'operator', 'Olga');
    const browser = await launchChromium();
    const context = await browser.newContext({ locale: 'fr', viewport: { width: 390, height: 844 } });
    await context.addCookies([{ ...olga.cookie, url: bench.server.url }]);
    const eyes = await context.newPage();
    await eyes.goto(`${bench.server.url}${page}/tickets`);
    await eyes.getByLabel('Fichier').setInputFiles({
      name: 'nuit.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(csv([`r1,${at()},lille,${gtin},4,`, `r2,${at()},lille,x,4,`])),
    });
    await eyes.getByRole('button', { name: 'Envoyer le fichier' }).click();
    await expect
      .poll(async () => {
        await eyes.reload();
        return eyes.getByText('1 unité donnée').count();
      })
      .toBe(1);
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
