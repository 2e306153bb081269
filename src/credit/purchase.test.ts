import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignFile } from '../../test/campaign.ts';
import { onBothDatabases, openMigrated } from '../../test/database.ts';
import { importCampaign, readCampaign } from '../campaign/mod.ts';
import type { Basket, BasketOutcome } from '../domain/mod.ts';
import { readPurchaseDays } from '../evidence/mod.ts';
import { type CampaignId, systemRandom } from '../kernel/mod.ts';
import type { Database } from '../store/mod.ts';
import { createPurchases, reconcile } from './mod.ts';

const [a, b] = ['03033490004743', '04006381333931'];
const at = Date.UTC(2026, 10, 15, 12);
let now = at;
const clock = { now: () => now };

onBothDatabases('purchases', (kind) => {
  let db: Database;
  let made = 0;
  let purchases: ReturnType<typeof createPurchases>;
  beforeAll(async () => {
    db = await openMigrated(kind);
    purchases = createPurchases({ db, clock, random: systemRandom });
  });
  afterAll(() => db.close());

  const pledge = (rule: string, more = 'cap: 1000', id = 'achats') =>
    `  - { id: ${id}, partner: danone, mechanic: purchase, perAct: 1, ${more}, rule: { retailer: carrefour, gtins: ["${a}", "${b}"], ${rule} } }`;
  const campaign = async (...pledges: string[]) => {
    const slug = `p${++made}`;
    const outcome = await importCampaign(db, campaignFile({ slug, pledges: pledges.join('\n') }), clock);
    expect(outcome).toMatchObject({ kind: 'imported' });
    const [row] = await db.rows<{ id: CampaignId }>('SELECT id FROM campaign WHERE slug = $1', [slug]);
    return { id: row?.id as CampaignId, slug };
  };
  const basket = (receipt: string, quantity: number, more: Partial<Basket> = {}): Basket => ({
    ...{ receipt, at, shop: '0123', lines: [{ gtin: String(a), quantity }], returnOf: null },
    ...more,
  });
  const back = (receipt: string, returnOf: string, quantity: number, more: Partial<Basket> = {}) =>
    basket(receipt, quantity, { returnOf, shop: '0999', ...more });
  const take = (id: CampaignId, ...baskets: Basket[]) => purchases.take(id, 'carrefour', baskets);
  const short = (outcomes: readonly BasketOutcome[]) =>
    outcomes.map((one) => [one.outcome, 'units' in one ? one.units : 'reason' in one ? one.reason : null]);
  const totals = async (slug: string) => {
    const view = await readCampaign(db, slug, now);
    return { granted: view?.totals.granted, purchases: view?.totals.purchases };
  };

  test('a basket is credited once; again it is done already, and with other content it is a conflict', async () => {
    const { id, slug } = await campaign(pledge('quantity: 4'));
    expect(await take(id, basket('1', 4), basket('2', 3), basket('1', 4))).toEqual([
      { receipt: '1', outcome: 'credited', units: 1, acts: 1 },
      { receipt: '2', outcome: 'not_eligible', reason: 'too_few' },
      { receipt: '1', outcome: 'already_done', units: 1 },
    ]);
    const split = [
      { gtin: String(a), quantity: 1 },
      { gtin: String(a), quantity: 3 },
    ];
    expect(
      short(
        await take(
          id,
          basket('1', 4),
          basket('1', 5),
          basket('1', 4, { lines: split }),
          basket('1', 4, { shop: '7' }),
        ),
      ),
    ).toEqual([
      ['already_done', 1],
      ['conflict', null],
      ['already_done', 1],
      ['conflict', null],
    ]);
    expect(await totals(slug)).toEqual({ granted: 1, purchases: 1 });
    expect(short(await purchases.take(id, 'leclerc', [basket('1', 4)]))).toEqual([
      ['not_eligible', 'other_retailer'],
    ]);
  });

  test('promises under one rule share an act; at the cap it counts with what is left, then with nothing', async () => {
    const rule = 'quantity: 2, maxActsPerBasket: 5, holdDays: 30';
    const { id, slug } = await campaign(
      pledge(rule, 'cap: 3'),
      pledge(rule, 'cap: 100', 'autres').replace('perAct: 1', 'perAct: 2').replace('danone', 'carrefour'),
      pledge('quantity: 6', 'cap: 2', 'six'),
    );
    expect(short(await take(id, basket('1', 6), basket('2', 4)))).toEqual([
      ['credited', 10],
      ['credited', 4],
    ]);
    const parts = await db.rows<{ subject: string; units: number; due: number }>(
      `SELECT split_part(subject, '.', 2) || split_part(subject, '.', 3) AS subject, units, due_at AS due
       FROM credit WHERE campaign_id = $1 ORDER BY id`,
      [id],
    );
    expect(
      parts.map((one) => [one.subject, one.units, one.due === null ? null : (one.due - at) / 86_400_000]),
    ).toEqual([
      ['achats1', 3, 30],
      ['achats2', 3, 30],
      ['achats3', 3, 30],
      ['six1', 1, null],
      ['achats1', 2, 30],
      ['achats2', 2, 30],
    ]);
    expect(await totals(slug)).toEqual({ granted: 14, purchases: 6 });
    const little = await campaign(pledge('quantity: 1', 'cap: 1'));
    expect(short(await take(little.id, basket('1', 1), basket('2', 1)))).toEqual([
      ['credited', 1],
      ['cap_reached', null],
    ]);
    expect(short(await take(little.id, basket('2', 1)))).toEqual([['already_done', 0]]);
  });

  test('a return takes back exactly the acts that no longer stand, whenever and wherever it comes', async () => {
    const { id, slug } = await campaign(pledge('quantity: 2, maxActsPerBasket: 2'));
    expect(short(await take(id, basket('1', 6)))).toEqual([['credited', 2]]);
    // Six bought, two gifts of two each: the first two back change nothing.
    expect(short(await take(id, back('r1', '1', 2)))).toEqual([['returned', 0]]);
    now = at + 80 * 86_400_000;
    expect(short(await take(id, back('r2', '1', 1, { at: now })))).toEqual([['returned', -1]]);
    now = at;
    expect(await totals(slug)).toEqual({ granted: 1, purchases: 1 });
    expect(
      short(await take(id, back('r1', '1', 2), back('r1', '1', 9), basket('1', 6), back('r9', 'r1', 1))),
    ).toEqual([
      ['already_done', 0],
      ['conflict', null],
      ['already_done', 1],
      ['not_eligible', 'return_of_a_return'],
    ]);
    // More than was bought, or never bought: no other gift is touched.
    expect(
      short(
        await take(
          id,
          back('r3', '1', 50),
          back('r4', '1', 4, { lines: [{ gtin: String(b), quantity: 4 }] }),
        ),
      ),
    ).toEqual([
      ['returned', -1],
      ['returned', 0],
    ]);
    expect(await totals(slug)).toEqual({ granted: 0, purchases: 0 });
    expect(await readPurchaseDays(db, id)).toEqual([
      { retailer: 'carrefour', day: '2026-11-15', baskets: 1, acts: 0, units: 0 },
    ]);
  });

  test('a return that comes before its purchase waits for it', async () => {
    const { id, slug } = await campaign(pledge('quantity: 2, maxActsPerBasket: 9'));
    expect(short(await take(id, back('r1', '1', 2), back('r2', '2', 1)))).toEqual([
      ['held', null],
      ['held', null],
    ]);
    expect(short(await take(id, back('r1', '1', 2)))).toEqual([['held', null]]);
    expect(short(await take(id, basket('1', 4)))).toEqual([['credited', 2]]);
    expect(await totals(slug)).toEqual({ granted: 1, purchases: 1 });
    expect(short(await take(id, back('r1', '1', 2), basket('1', 4)))).toEqual([
      ['already_done', -1],
      ['already_done', 1],
    ]);
    // In one batch, in whichever order.
    expect(short(await take(id, back('r5', '5', 2), basket('5', 2)))).toEqual([
      ['returned', -1],
      ['credited', 1],
    ]);
    expect(await totals(slug)).toEqual({ granted: 1, purchases: 1 });
  });

  test('a shop’s day counts together: the basket that completes a set triggers it', async () => {
    const { id, slug } = await campaign(pledge('quantity: 4, per: day'));
    expect(
      short(await take(id, basket('1', 3), basket('2', 3), basket('3', 3, { shop: '0456' }), basket('4', 2))),
    ).toEqual([
      ['credited', 0],
      ['credited', 1],
      ['credited', 0],
      ['credited', 1],
    ]);
    expect(short(await take(id, back('r1', '1', 1)))).toEqual([['returned', -1]]);
    expect(await totals(slug)).toEqual({ granted: 1, purchases: 1 });
    expect(short(await take(id, basket('5', 1)))).toEqual([['credited', 1]]);
    expect(await totals(slug)).toEqual({ granted: 2, purchases: 2 });
  });

  test('10,000 baskets at once on one gift that is left: exactly one is given', async () => {
    const { id, slug } = await campaign(pledge('quantity: 1', 'cap: 1'));
    const calls = Array.from({ length: 200 }, (_, call) =>
      take(id, ...Array.from({ length: 50 }, (_, n) => basket(`${call}/${n}`, 1))),
    );
    const outcomes = (await Promise.all(calls)).flat();
    expect(outcomes.filter((one) => one.outcome === 'credited')).toHaveLength(1);
    expect(outcomes.filter((one) => one.outcome === 'cap_reached')).toHaveLength(9999);
    expect(await totals(slug)).toEqual({ granted: 1, purchases: 10_000 });
  }, 120_000);

  test('any interleaving of purchases, returns, repeats and raised caps ends like a simple model', async () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          kind: fc.constant('buy' as const),
          receipt: fc.nat(6),
          quantity: fc.integer({ min: 1, max: 9 }),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('back' as const),
          receipt: fc.nat(6),
          of: fc.nat(6),
          quantity: fc.integer({ min: 1, max: 5 }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('raise' as const), by: fc.integer({ min: 1, max: 4 }) }),
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        async (steps, firstCap, quantity, most) => {
          let cap = firstCap;
          const rule = `quantity: ${quantity}, maxActsPerBasket: ${most}`;
          const { id, slug } = await campaign(pledge(rule, `cap: ${cap}`));
          // The model: what each receipt bought and brought back, and the units of each of its acts.
          const bought = new Map<number, { first: number; left: number; acts: number[] }>();
          const returns = new Map<number, { of: number; quantity: number; done: boolean }>();
          let granted = 0;
          const bring = (one: { of: number; quantity: number; done: boolean }) => {
            const purchase = bought.get(one.of);
            if (purchase === undefined) return;
            one.done = true;
            purchase.left -= Math.min(purchase.left, one.quantity);
            const stand = Math.min(most, Math.floor(purchase.left / quantity));
            for (const units of purchase.acts.splice(stand)) granted -= units;
          };
          for (const one of steps) {
            if (one.kind === 'raise') {
              cap += one.by;
              await importCampaign(db, campaignFile({ slug, pledges: pledge(rule, `cap: ${cap}`) }), clock);
            } else if (one.kind === 'buy') {
              await take(id, basket(`b${one.receipt}`, one.quantity));
              const acts = Math.min(most, Math.floor(one.quantity / quantity));
              if (bought.has(one.receipt) || acts === 0) continue;
              const units = Array.from({ length: acts }, () => {
                const given = granted < cap ? 1 : 0;
                granted += given;
                return given;
              });
              bought.set(one.receipt, { first: one.quantity, left: one.quantity, acts: units });
              for (const other of returns.values()) if (!other.done && other.of === one.receipt) bring(other);
            } else {
              await take(id, back(`r${one.receipt}`, `b${one.of}`, one.quantity));
              if (returns.has(one.receipt)) continue;
              const record = { of: one.of, quantity: one.quantity, done: false };
              returns.set(one.receipt, record);
              bring(record);
            }
          }
          const acts = [...bought.values()].reduce((sum, purchase) => sum + purchase.acts.length, 0);
          expect(await totals(slug)).toEqual({ granted, purchases: acts });
        },
      ),
      { numRuns: 25 },
    );
    expect(await reconcile(db)).toEqual([]);
  }, 240_000);
});
