import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reconcile } from '../src/credit/mod.ts';
import { settlementBooks } from '../src/settlement/mod.ts';
import { agreed, audit } from './audit-run.ts';
import { type Bench, openBench } from './moderation.ts';
import { post, type Site, startSite } from './site.ts';

/**
 * The campaign of 2010, followed to the plate: 1,457 posts × 10, 197 of them through another's × 10 more, 9 drawings × 15
 * = 16,675 meals. Three acts are undone on the way, one within its period and two after it was closed.
 */
const meals = { danone: [6015, 3240], carrefour: [5080, 2340] } as const;
const total = 16_675;
const day_ms = 86_400_000;
const pledges = [
  '{ id: billets-danone, partner: danone, mechanic: relay, for: post, perAct: 5, cap: 20000, tax: { kind: gift, relief: true, netCost: 0.40 } }',
  '{ id: billets-carrefour, partner: carrefour, mechanic: relay, for: post, perAct: 5, cap: 20000, tax: { kind: marketing } }',
  '{ id: parrainage, partner: danone, mechanic: relay, for: referral, perAct: 10, cap: 5000, tax: { kind: gift, relief: true, netCost: 0.40 } }',
  '{ id: dessins, partner: carrefour, mechanic: relay, for: illustration, perAct: 15, cap: 500, tax: { kind: marketing } }',
]
  .map((one) => `  - ${one}`)
  .join('\n');
const byPledge = { 'billets-danone': 7285, 'billets-carrefour': 7285, parrainage: 1970, dessins: 135 };

describe('the campaign of 2010, settled and delivered', () => {
  let bench: Bench;
  const sites: Site[] = [];
  beforeAll(async () => {
    bench = await openBench('postgres', 60);
    for (let n = 0; n < 50; n++) sites.push(await startSite(`127.0.23.${n + 1}`));
  });
  afterAll(async () => {
    await bench.server.stop();
    for (const site of sites) await site.close();
  });

  const json = async <T>(path: string): Promise<T> =>
    (await (await fetch(bench.server.url + path, { headers: { accept: 'application/json' } })).json()) as T;
  type Totals = {
    granted: number;
    settled: number;
    delivered: number;
    relays: number;
    checking: number;
    state: string;
    log: { size: number; entries: number };
    pledges: { id: string; granted: number }[];
  };

  test('every figure on every page, statement, file and in the log agrees', {
    timeout: 240_000,
  }, async () => {
    const closes = new Date(Date.now() + 60 * day_ms).toISOString();
    const {
      slug,
      page,
      console: desk,
    } = await bench.campaign({
      ...{ pledges, closes },
      relay: '{ perSite: unlimited, review: none, recheckAfterDays: 365, onRemoval: reverse }',
      unit: '{ code: meal, names: { fr: [repas, repas], en: [meal, meals] }, value: { amount: 1.00, currency: EUR, source: "https://www.restosducoeur.org/", asOf: 2026-01-01 } }',
    });
    const totals = () => json<Totals>(`/api/v1/campaigns/${slug}`);
    const settledDown = (relays: number, granted: number) =>
      expect.poll(totals, { timeout: 90_000, interval: 100 }).toMatchObject({ relays, granted, checking: 0 });
    const people = {
      anna: await bench.person('netscouade', 'operator', 'Anna'),
      boris: await bench.person('restos', 'charity', 'Boris'),
      danone: await bench.person('danone', 'partner', 'Clara', slug),
      carrefour: await bench.person('carrefour', 'partner', 'Denis', slug),
    };

    // Blogs publish and announce. A path is a post; `by` the number in its link.
    let made = 0;
    const claim = async (url: string, kind?: string) => {
      const answer = await fetch(`${page}/relays`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ url, ...(kind === undefined ? {} : { kind }) }),
      });
      expect(answer.status).toBe(202);
      return `${answer.headers.get('location')}`;
    };
    const publish = (count: number, { by, kind }: { by?: () => number; kind?: string } = {}) =>
      Promise.all(
        Array.from({ length: count }, async () => {
          const n = made++;
          const site = sites[n % sites.length] as Site;
          const href = by === undefined ? page : `${page}?by=${by()}`;
          site.pages.set(`/b${n}`, post(`<p>Billet ${n} : je relaie <a href="${href}">la campagne</a>.</p>`));
          const url = `${site.origin}/b${n}`;
          const location = await claim(url, kind);
          return {
            id: location.split('/').at(-1) ?? '',
            remove: async () => {
              site.pages.delete(`/b${n}`);
              await claim(url);
            },
          };
        }),
      );
    // A number of somebody else's post on another site: each post is on the next of fifty sites.
    let turn = 0;
    const others = await (async () => {
      await publish(900);
      await settledDown(900, 9000);
      const { relays } = await json<{ relays: { number: number }[] }>(
        `/api/v1/campaigns/${slug}/relays?limit=100`,
      );
      return relays.map((one) => one.number);
    })();
    const site = async (number: number) =>
      (
        await bench.server.db.rows<{ source: string }>(
          'SELECT r.source FROM relay r JOIN campaign c ON c.id = r.campaign_id WHERE c.slug = $1 AND r.number = $2',
          [slug, number],
        )
      )[0]?.source ?? '';
    const hosts = new Map(
      await Promise.all(others.map(async (one) => [one, new URL(await site(one)).origin] as const)),
    );
    const by = () => {
      const mine = sites[(made - 1) % sites.length]?.origin;
      for (;;) {
        const number = others[turn++ % others.length] ?? 0;
        if (hosts.get(number) !== mine) return number;
      }
    };
    const drawn = async (count: number) => {
      const drawings = await publish(count, { kind: 'illustration' });
      for (const { id } of drawings) {
        await expect
          .poll(async () => (await json<{ state: string }>(`/relays/${id}.json`)).state, { timeout: 30_000 })
          .toBe('held');
        const answer = await people.anna.send(`${desk}/moderation/${id}/kind`, [['kind', 'illustration']]);
        expect(answer.status).toBe(303);
      }
      return drawings;
    };

    // The first period. One post goes again before it is closed, one with its referral and a drawing go after.
    await publish(100, { by });
    const [soonGone] = await publish(1);
    const [laterGone] = await publish(1, { by });
    const [, , , , drawingGone] = await drawn(5);
    await settledDown(900 + 100 + 1 + 1 + 5, 10_000 + 1000 + 10 + 20 + 75);
    await soonGone?.remove();
    await settledDown(1006, 6015 + 5080);
    const close = async (partner: string, number: number, final = false) => {
      const answer = await people.anna.send(`${desk}/settlement/close`, [
        ['partner', partner],
        ['number', String(number)],
        ...(final ? ([['final', 'true']] as const) : []),
      ]);
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        `${desk}/settlement?done=closed`,
      ]);
    };
    await close('danone', 1);
    await close('carrefour', 1);
    const today = () => new Date(bench.clock.now()).toISOString().slice(0, 10);
    const pay = async (partner: 'danone' | 'carrefour', amount: number) => {
      const declared = await people[partner].send(`${desk}/settlement/payments`, [
        ['partner', partner],
        ['section', partner === 'danone' ? 'gift-EUR' : 'marketing-EUR'],
        ['amount', `${amount},00`],
        ['paidOn', today()],
        ['reference', `VIR ${partner}`],
      ]);
      expect(declared.status).toBe(303);
      const id = /name="payment" value="(pay_\w+)"/.exec(await people.boris.see(`${desk}/settlement`))?.[1];
      const confirmed = await people.boris.send(`${desk}/settlement/answers`, [
        ['payment', id ?? ''],
        [`${id}-amount`, `${amount},00`],
        [`${id}-receivedOn`, today()],
        [`${id}-reference`, 'BQ'],
        ['decision', 'confirm'],
      ]);
      expect(confirmed.status).toBe(303);
    };
    const deliver = async (units: number) =>
      expect(
        (
          await people.boris.send(`${desk}/settlement/deliveries`, [
            ['units', String(units)],
            ['what', 'Repas chauds'],
            ['place', 'Toute la France'],
            ['on', today()],
            ['document', 'https://exemple.org/bordereau'],
          ])
        ).status,
      ).toBe(303);
    const see = async (path: string) =>
      (
        await (await fetch(bench.server.url + path, { headers: { 'accept-language': 'fr' } })).text()
      ).replaceAll(/[\u00A0\u202F]/g, ' ');

    await pay('danone', 6015);
    await deliver(6000);
    await laterGone?.remove();
    await drawingGone?.remove();
    await settledDown(1004, 6015 + 5080 - 20 - 15);
    // Carrefour is late: everybody reads it, until it has paid.
    await bench.later(34.9 * day_ms);
    const late = 'Carrefour est en retard de 5 jours pour régler ce qui est dû.';
    for (const where of ['partners', 'results']) expect(await see(`/c/${slug}/${where}`)).toContain(late);
    await expect.poll(totals).toMatchObject({ granted: 11_060, settled: 6015, delivered: 6000 });
    await pay('carrefour', 5080);
    for (const where of ['partners', 'results'])
      await expect.poll(() => see(`/c/${slug}/${where}`)).not.toContain(late);

    // The second period, to the end of the campaign.
    await publish(360);
    await publish(97, { by });
    await drawn(5);
    await settledDown(1457 + 9, total);
    await bench.later(26 * day_ms);
    await close('danone', 2, true);
    await close('carrefour', 2, true);
    await pay('danone', meals.danone[1]);
    await pay('carrefour', meals.carrefour[1]);
    await deliver(total - 6000);

    // The API and the counters.
    await expect.poll(totals).toMatchObject({ granted: total, settled: total, delivered: total });
    const said = await totals();
    expect(said).toMatchObject({ granted: total, settled: total, delivered: total, relays: 1466 });
    expect(said.state).toBe('settled');
    expect(Object.fromEntries(said.pledges.map((one) => [one.id, one.granted]))).toEqual(byPledge);

    // The pages. Every one names the same number, in French and in English.
    for (const where of ['', '/results', '/embed'])
      expect([where, (await see(`/c/${slug}${where}`)).includes('16 675')]).toEqual([where, true]);
    expect(await see(`/c/${slug}/partners`)).toContain('Accordé 16 675 · réglé 16 675 · remis 16 675.');
    const english = await (await fetch(`${page}/results`, { headers: { 'accept-language': 'en' } })).text();
    for (const figure of ['16,675', '9,255', '7,420', '1,466'])
      expect([figure, english.includes(figure)]).toEqual([figure, true]);

    // The report on paper, and everybody who is thanked.
    const report = new Uint8Array(
      await (await fetch(`${page}/results.pdf`, { headers: { 'accept-language': 'fr' } })).arrayBuffer(),
    );
    const { text: paper } = await extractText(await getDocumentProxy(report), { mergePages: true });
    for (const figure of ['16 675 repas', '9 255', '7 420', '1 466', '6 015', '5 080', '3 240', '2 340'])
      expect([figure, paper.replaceAll(/[\u00A0\u202F\s]+/g, ' ').includes(figure)]).toEqual([figure, true]);
    const thanked = new Set<string>();
    for (let next: string | null = `/c/${slug}/thanks`; next !== null; ) {
      const html: string = await see(next);
      for (const [, id = ''] of html.matchAll(/\/relays\/(rly_\w+)\/proof/g)) thanked.add(id);
      next = /rel="next" href="([^"]+)"/.exec(html)?.[1] ?? null;
    }
    expect(thanked.size).toBe(1466);

    // The statements: on screen, as CSV, as PDF. What was undone after the closing stands in the next, with its reason.
    for (const partner of ['danone', 'carrefour'] as const)
      for (const number of [1, 2] as const) {
        const here = `${desk}/settlement/${partner}/${number}`;
        const due = meals[partner][number - 1] ?? 0;
        const told = [due.toLocaleString('fr-FR').replaceAll(/[\u00A0\u202F]/g, ' '), `${due},00`];
        const screen = (await people[partner].see(here)).replaceAll(/[\u00A0\u202F]/g, ' ');
        expect(screen).toContain('Ce relevé concorde à l’unité avec le grand livre');
        expect(screen).toContain(told[0]);
        const rows = (await people[partner].see(`${here}.csv`))
          .trim()
          .split('\r\n')
          .map((line) => line.split(','));
        const [head, ...lines] = rows;
        const column = (name: string) => (head ?? []).findIndex((one) => one.replace(/^\uFEFF/, '') === name);
        const sum = (name: string, record: string) =>
          lines
            .filter((line) => line[0] === record)
            .reduce((all, line) => all + Number(line[column(name)]), 0);
        expect([sum('units', 'due'), sum('cents', 'due')]).toEqual([due, due * 100]);
        const undone = number === 1 ? -5 : partner === 'danone' ? -15 : -20;
        expect(sum('units', 'reversal')).toBe(undone);
        const bytes = new Uint8Array(await (await people[partner].get(`${here}.pdf`)).arrayBuffer());
        const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true });
        expect(text.replaceAll(/[\u00A0\u202F\s]+/g, ' ')).toContain(told[0]);
      }
    expect(await people.danone.see(`${desk}/settlement/danone/2`)).toContain('le billet est introuvable');

    // The files: open data, 360Giving (gifts alone).
    await expect
      .poll(async () => {
        const { log } = await totals();
        return log.entries - log.size;
      })
      .toBe(0);
    type Rows = Record<string, string | number>[];
    const { sets } = await json<{ sets: Record<string, Rows> }>(`/api/v1/campaigns/${slug}/data/all.json`);
    const add = (rows: Rows | undefined, name: string) =>
      (rows ?? []).reduce((all, row) => all + Number(row[name]), 0);
    expect(sets.campaign?.[0]).toMatchObject({ granted: total, settled: total, delivered: total });
    expect(Object.fromEntries((sets.promises ?? []).map((row) => [row.pledge, row.granted]))).toEqual(
      byPledge,
    );
    expect([add(sets.promises, 'settled'), add(sets.promises, 'delivered')]).toEqual([total, total]);
    expect([add(sets.periods, 'units'), add(sets.periods, 'amount')]).toEqual([total, total * 100]);
    expect(add(sets.payments, 'amount')).toBe(total * 100);
    expect(add(sets.deliveries, 'units')).toBe(total);
    expect(add(sets.relays, 'units')).toBe(total);
    expect((sets.relays ?? []).filter((row) => Number(row.units) > 0).length).toBe(1466);
    const csv = await (
      await fetch(`${bench.server.url}/api/v1/campaigns/${slug}/data/deliveries.csv`)
    ).text();
    expect(csv).toContain('10675');
    const { grants } = await json<{
      grants: { amountAwarded: number; fundingOrganization: { name: string }[] }[];
    }>(`/api/v1/campaigns/${slug}/data/360giving.json`);
    expect(grants.map((one) => [one.fundingOrganization[0]?.name, one.amountAwarded])).toEqual([
      ['Danone', 6015],
      ['Danone', 3240],
    ]);

    // The public log, recounted by somebody who trusts nobody; and the books against each other.
    const recount = await audit(page);
    expect(recount).toEqual(agreed);
    expect(recount.text.replaceAll(/[\u00A0\u202F]/g, ' ')).toMatch(/16[, ]?675/);
    expect(await reconcile(bench.server.db, [settlementBooks])).toEqual([]);
  });
});
