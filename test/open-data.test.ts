import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportCampaignCommand } from '../src/cli/export.ts';
import { systemRandom } from '../src/kernel/mod.ts';
import { answerPayment, closePeriod, dataFiles, declarePayment } from '../src/settlement/mod.ts';
import { onBothDatabases } from './database.ts';
import { type Bench, openBench } from './moderation.ts';
import { post } from './site.ts';

const pledges = `  - { id: billets, partner: danone, mechanic: relay, perAct: 6, cap: 12000, minimum: 100, tax: { kind: gift, relief: true, netCost: 0.40 } }
  - { id: achats, partner: carrefour, mechanic: relay, perAct: 4, cap: 8000, tax: { kind: marketing } }`;
const unit =
  '{ code: meal, names: { fr: [repas, repas], en: [meal, meals] }, value: { amount: 1.00, currency: EUR, source: "https://www.restosducoeur.org/", asOf: 2026-01-01 } }';
type Column = { name: string; type: string; fr: string; en: string };
type Dictionary = { licence: string; sets: { name: string; csv: string; json: string; columns: Column[] }[] };

onBothDatabases('open data', (kind) => {
  let bench: Bench;
  let slug: string;
  let page: string;
  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 250 : 252);
    const campaign = await bench.campaign({ pledges, unit });
    slug = campaign.slug;
    page = campaign.page;
    const blog = await bench.blog();
    const billet = post(`<div class="entry-content"><p>Lisez <a href="${page}">la campagne</a>.</p></div>`);
    blog.pages.set('/billet', billet.replaceAll('Un billet', '=1+1|cmd'));
    const relay = await bench.judge(`${blog.origin}/billet`, page);
    expect(relay.state).toBe('counted');
  });
  afterAll(async () => {
    await bench.closeSites();
    await bench.server.stop();
  });
  const get = (path: string) => fetch(`${bench.server.url}/api/v1/campaigns/${path}`);
  /** The log is published a moment after what it tells of; what is compared here is read when both agree. */
  const published = async () => {
    for (;;) {
      const { log } = (await (await get(slug)).json()) as { log: { size: number; entries: number } };
      if (log.size === log.entries) return;
    }
  };
  const by = () => ({
    actor: { account: null, name: 'essai' },
    now: bench.clock.now(),
    random: systemRandom,
  });

  test('there is no 360Giving package before the first closed statement with a gift', async () => {
    expect((await get(`${slug}/data/360giving.json`)).status).toBe(404);
    for (const partner of ['danone', 'carrefour'])
      expect(
        (await closePeriod(bench.server.db, { slug, partner, number: 1, final: false }, by())).kind,
      ).toBe('closed');
    const declared = await declarePayment(
      bench.server.db,
      slug,
      { partner: 'danone', section: 'gift-EUR', amount: 600, paidOn: '2026-01-01', reference: 'SECRET-REF' },
      by(),
    );
    if (declared.kind !== 'declared') throw new Error(declared.kind);
    const answer = { confirmed: true, amount: 500, receivedOn: '2026-01-02', reference: 'SECRET-2' } as const;
    expect((await answerPayment(bench.server.db, slug, declared.payment, answer, by())).kind).toBe(
      'answered',
    );
    const package360 = (await (await get(`${slug}/data/360giving.json`)).json()) as {
      license: string;
      version: string;
      grants: Record<string, unknown>[];
    };
    expect(package360).toMatchObject({
      version: '1.1',
      license: 'https://creativecommons.org/licenses/by/4.0/',
    });
    // Sponsorship is no grant.
    expect(package360.grants).toHaveLength(1);
    expect(package360.grants[0]).toMatchObject({
      ...{ id: `360G-relais-${slug}-danone-1-EUR`, currency: 'EUR', amountAwarded: 6 },
      fundingOrganization: [{ id: '360G-relais-org:danone', name: 'Danone' }],
      recipientOrganization: [{ id: '360G-relais-org:restos', name: 'Les Restos du Cœur' }],
    });
    for (const required of ['title', 'description', 'awardDate'])
      expect(package360.grants[0]?.[required]).toMatch(/./);
  });

  test('every set is what the dictionary says of it, as CSV and as JSON, under a licence', async () => {
    await published();
    const dictionary = (await (await get(`${slug}/data`)).json()) as Dictionary;
    expect(dictionary.licence).toBe('https://creativecommons.org/licenses/by/4.0/');
    expect(dictionary.sets.map((one) => one.name)).toEqual([
      ...['campaign', 'organisations', 'promises', 'terms', 'relays', 'purchases', 'periods', 'payments'],
      'deliveries',
    ]);
    const all = (await (await get(`${slug}/data/all.json`)).json()) as {
      licence: string;
      sets: Record<string, Record<string, unknown>[]>;
    };
    for (const set of dictionary.sets) {
      for (const column of set.columns)
        expect([column.fr, column.en].every((text) => text !== '')).toBe(true);
      const names = set.columns.map((one) => one.name);
      const csv = await fetch(set.csv);
      expect([csv.status, csv.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
      const lines = (await csv.text()).split('\r\n');
      expect(lines[0]).toBe(names.join(','));
      const json = (await (await fetch(set.json)).json()) as {
        licence: string;
        rows: Record<string, unknown>[];
      };
      expect(json.licence).toBe(dictionary.licence);
      expect(json.rows).toEqual(all.sets[set.name]);
      expect(lines.length - 2).toBe(json.rows.length);
      for (const row of json.rows) expect(Object.keys(row)).toEqual(names);
    }
    expect(all.sets.promises?.[0]).toMatchObject({ pledge: 'billets', granted: 6, settled: 5, tax: 'gift' });
    expect(all.sets.payments).toEqual([
      { partner: 'danone', tax: 'gift', amount: 500, currency: 'EUR', received_on: '2026-01-02' },
    ]);
    expect(all.sets.periods).toHaveLength(2);
    // A payment's references are between those who paid and who received.
    expect(JSON.stringify(all)).not.toContain('SECRET');
  });

  test('a title that a spreadsheet would take for a formula is none', async () => {
    const text = await (await get(`${slug}/data/relays.csv`)).text();
    expect(text).toContain("'=1+1|cmd");
  });

  test('what there is not is not found', async () => {
    for (const path of [`${slug}/data/people.csv`, `${slug}/data/relays.xml`, `${slug}/data/__proto__.csv`])
      expect((await get(path)).status).toBe(404);
    for (const path of ['nobody/data', 'nobody/data/all.json', '%00/data', `${slug}/data/%00`])
      expect((await get(path)).status).toBe(404);
  });

  test('relais export gives the same files', async () => {
    await published();
    const { db, seal } = bench.server;
    const house = {
      ...{ db, clock: bench.clock, random: systemRandom, publicUrl: bench.server.url, seal },
      consoleUrl: bench.server.url,
      progress: null,
    };
    const run = (...words: string[]) => exportCampaignCommand(house, { words, file: null });
    expect((await run(slug)).out).toContain('relais: 1');
    for (const file of dataFiles) {
      const printed = await run(slug, file, 'https://creativecommons.org/licenses/by/4.0/');
      expect([file, printed.exit]).toEqual([file, 0]);
      const timeless = (text: string) =>
        text.replace(/\uFEFF?/, '').replace(/"(asOf|modified)":\s*"[^"]*"/g, '');
      expect(timeless(printed.out)).toBe(timeless(await (await get(`${slug}/data/${file}`)).text()));
    }
    expect(await run(slug, 'people.csv', '')).toMatchObject({ exit: 1 });
    expect(await run('nobody', 'all.json', '')).toMatchObject({ exit: 1 });
  });
});
