import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PledgeId } from '../kernel/mod.ts';
import {
  actsOf,
  type Basket,
  type BasketLine,
  dayIn,
  type FiledPurchaseRule,
  judgePurchase,
  linesLeft,
  linesOf,
  narrowedMembers,
  type Offer,
  purchaseRule,
  sets,
} from './purchase.ts';

const [yogurt, cream, water] = ['03033490004743', '04006381333931', '10614141000415'];
const line = (gtin: string | undefined, quantity: number): BasketLine => ({ gtin: gtin ?? '', quantity });
const rule = (filed: Partial<FiledPurchaseRule>) =>
  purchaseRule(
    { retailer: 'carrefour', gtins: [yogurt, cream, water].map(String), ...filed },
    'Europe/Paris',
  );

/** Offers of November 2023 as they were printed on packs, and the campaign's own. Units are the offer's own. */
describe('real offers: what is bought, and what is given', () => {
  const many = { maxActsPerBasket: 1000 };
  test.each<
    [
      offer: string,
      Partial<FiledPurchaseRule>,
      perAct: number,
      readonly [lines: readonly BasketLine[], units: number][],
    ]
  >([
    [
      '0.20 € per pack of twelve, in cents',
      { gtins: [String(yogurt)], quantity: 1, ...many },
      20,
      [
        [[line(yogurt, 1)], 20],
        [[line(yogurt, 3)], 60],
        [[line(cream, 1)], 0],
      ],
    ],
    [
      'one item per two references',
      { quantity: 2, match: 'different', ...many },
      1,
      [
        [[line(yogurt, 2)], 0],
        [[line(yogurt, 1), line(cream, 1)], 1],
        [[line(yogurt, 5), line(cream, 1)], 1],
        [[line(yogurt, 2), line(cream, 1), line(water, 1)], 2],
      ],
    ],
    [
      '0.50 € per two, in cents',
      { quantity: 2, ...many },
      50,
      [
        [[line(yogurt, 1), line(cream, 1)], 50],
        [[line(yogurt, 5)], 100],
      ],
    ],
    ['one can per three', { quantity: 3, ...many }, 1, [[[line(yogurt, 8)], 2]]],
    [
      'two steaks per twelve, in boxes of four',
      { gtins: [`${yogurt}x4`], quantity: 12, ...many },
      2,
      [
        [[line(yogurt, 2)], 0],
        [[line(yogurt, 3)], 2],
        [[line(yogurt, 7)], 4],
      ],
    ],
    [
      'two eggs per twenty, in boxes of ten and six',
      { gtins: [`${yogurt}x10`, `${cream}x6`], quantity: 20, ...many },
      2,
      [
        [[line(yogurt, 2)], 2],
        [[line(yogurt, 1), line(cream, 1)], 0],
        [[line(yogurt, 1), line(cream, 2)], 2],
      ],
    ],
    [
      'the campaign’s own: four products, one meal, once per basket',
      { quantity: 4 },
      1,
      [
        [[line(yogurt, 3)], 0],
        [[line(yogurt, 2), line(cream, 2)], 1],
        [[line(yogurt, 40)], 1],
      ],
    ],
    ['and five products, one meal', { quantity: 5, ...many }, 1, [[[line(yogurt, 14)], 2]]],
    [
      'all alike',
      { quantity: 4, match: 'same', ...many },
      1,
      [
        [[line(yogurt, 3), line(cream, 3)], 0],
        [[line(yogurt, 9), line(cream, 4)], 3],
      ],
    ],
  ])('%s', (_, filed, perAct, cases) => {
    for (const [lines, units] of cases) {
      const one = rule(filed);
      expect(actsOf(one, linesOf(one, lines)) * perAct).toBe(units);
    }
  });
});

const at = Date.UTC(2026, 10, 23, 12);
const plg = (name: string): PledgeId => `plg_${name}`;
const offer = (filed: Partial<FiledPurchaseRule>, opens = 0, closes = at * 2): Offer => ({
  key: 'a',
  names: ['a'],
  rule: rule(filed),
  pledges: [{ pledge: plg('a'), opens, closes }],
});
const basket = (more: Partial<Basket>): Basket => ({
  ...{ receipt: 'r1', at, shop: '0123', lines: [line(yogurt, 4)], returnOf: null },
  ...more,
});
const around = { now: at, opens: at - 86_400_000, closes: at + 86_400_000, retailer: 'carrefour' };

test.each<[string, Partial<Basket>, readonly Offer[], Partial<typeof around>, string]>([
  ['counts', {}, [offer({ quantity: 4 })], {}, 'eligible'],
  ['before the campaign', {}, [offer({})], { opens: at + 1 }, 'campaign_not_open'],
  ['after it', {}, [offer({})], { closes: at - 1 }, 'campaign_closed'],
  ['tomorrow', { at: at + 86_000_000 }, [offer({})], {}, 'in_the_future'],
  ['a clock ten minutes ahead', { at: at + 600_000 }, [offer({})], {}, 'eligible'],
  [
    'two months late',
    {},
    [offer({})],
    { now: at + 61 * 86_400_000, closes: at + 90 * 86_400_000 },
    'too_late',
  ],
  ['at another retailer', {}, [offer({})], { retailer: 'leclerc' }, 'other_retailer'],
  [
    'at a retailer that also takes part',
    {},
    [offer({ alsoAt: ['leclerc'] })],
    { retailer: 'leclerc' },
    'eligible',
  ],
  ['in another shop', {}, [offer({ shops: ['0124'] })], {}, 'other_shop'],
  ['in no shop', { shop: null }, [offer({ shops: ['0123'] })], {}, 'other_shop'],
  ['in a named shop', {}, [offer({ shops: ['0123'] })], {}, 'eligible'],
  ['on another day', {}, [offer({ from: '2026-11-24', to: '2026-11-30' })], {}, 'outside_window'],
  [
    'past midnight in the shop’s own time zone',
    { at: Date.UTC(2026, 10, 23, 20, 30), shop: '0974' },
    [offer({ shops: ['0974@Indian/Reunion'], from: '2026-11-24', to: '2026-11-30' })],
    { now: at + 86_400_000 },
    'eligible',
  ],
  ['when the promise has ended', {}, [offer({}, 0, at - 1)], {}, 'outside_window'],
  ['other products', { lines: [line('00000096385074', 9)] }, [offer({})], {}, 'no_product'],
  ['nothing at all', { lines: [] }, [offer({})], {}, 'no_product'],
  ['too few', { lines: [line(yogurt, 3)] }, [offer({ quantity: 4 })], {}, 'too_few'],
  [
    'too few, but the shop’s day is counted',
    { lines: [line(yogurt, 3)] },
    [offer({ quantity: 4, per: 'day' })],
    {},
    'eligible',
  ],
  ['the nearest miss is said', {}, [offer({ gtins: ['96385074'] }), offer({ quantity: 9 })], {}, 'too_few'],
  ['no offer', {}, [], {}, 'other_retailer'],
])('a basket %s', (_, more, offers, circumstances, expected) => {
  const judged = judgePurchase(basket(more), offers, { ...around, ...circumstances });
  expect(judged.kind === 'eligible' ? 'eligible' : judged.reason).toBe(expected);
});

test('what counts is named once per product, with its day and when the gift falls due', () => {
  const judged = judgePurchase(
    basket({ lines: [line(yogurt, 1), line('00000096385074', 7), line(yogurt, 3), line(cream, 1)] }),
    [offer({ quantity: 4, holdDays: 30 })],
    around,
  );
  expect(judged).toMatchObject({
    kind: 'eligible',
    offers: [
      {
        day: '2026-11-23',
        dueAt: at + 30 * 86_400_000,
        pledges: ['plg_a'],
        lines: [
          { gtin: yogurt, quantity: 4 },
          { gtin: cream, quantity: 1 },
        ],
      },
    ],
  });
  expect(dayIn('Pacific/Auckland', at)).toBe('2026-11-24');
});

const counts = fc
  .array(fc.nat(30), { maxLength: 6 })
  .map((all) => new Map(all.map((count, index) => [String(index), count])));
const shape = fc.record({
  quantity: fc.integer({ min: 1, max: 6 }),
  match: fc.constantFrom('mixed' as const, 'same' as const, 'different' as const),
});

test('full sets: as many as can be laid out one by one, and taking products away never makes more', () => {
  const byHand = (quantity: number, match: string, all: ReadonlyMap<string, number>): number => {
    const left = [...all.values()].sort((a, b) => b - a);
    for (let made = 0; ; made++) {
      left.sort((a, b) => b - a);
      if (match === 'different') {
        if (left.filter((one) => one > 0).length < quantity) return made;
        for (let place = 0; place < quantity; place++) left[place] = (left[place] ?? 0) - 1;
      } else if (match === 'same') {
        if ((left[0] ?? 0) < quantity) return made;
        left[0] = (left[0] ?? 0) - quantity;
      } else {
        if (left.reduce((sum, one) => sum + one, 0) < quantity) return made;
        for (let taken = 0; taken < quantity; taken++) {
          left.sort((a, b) => b - a);
          left[0] = (left[0] ?? 0) - 1;
        }
      }
    }
  };
  fc.assert(
    fc.property(shape, counts, fc.nat(5), fc.nat(30), (one, all, which, less) => {
      expect(sets(one, all)).toBe(byHand(one.quantity, one.match, all));
      const fewer = new Map(all);
      const before = all.get(String(which)) ?? 0;
      fewer.set(String(which), Math.max(0, before - less));
      expect(sets(one, fewer)).toBeLessThanOrEqual(sets(one, all));
    }),
  );
});

test('what comes back: never more than was bought, and what is left and what came back are all there was', () => {
  const lines = fc.uniqueArray(
    fc.record({ gtin: fc.constantFrom('a', 'b', 'c'), quantity: fc.integer({ min: 1, max: 9 }) }),
    {
      selector: (one) => one.gtin,
    },
  );
  fc.assert(
    fc.property(
      lines,
      fc.array(fc.record({ gtin: fc.constantFrom('a', 'b', 'z'), quantity: fc.nat(9) })),
      (had, back) => {
        const { left, taken } = linesLeft(had, back);
        for (const { gtin, quantity } of had) {
          const of = (all: readonly BasketLine[]) => all.find((one) => one.gtin === gtin)?.quantity ?? 0;
          const asked = back.filter((one) => one.gtin === gtin).reduce((sum, one) => sum + one.quantity, 0);
          expect(of(left) + of(taken)).toBe(quantity);
          expect(of(taken)).toBe(Math.min(quantity, asked));
        }
        expect(taken.every((one) => had.some((other) => other.gtin === one.gtin))).toBe(true);
      },
    ),
  );
});

test.each<[Partial<FiledPurchaseRule>, Partial<FiledPurchaseRule>, readonly string[]]>([
  [{}, {}, []],
  [{ quantity: 4 }, { quantity: 3, maxActsPerBasket: 5, alsoAt: ['leclerc'] }, []],
  [{ quantity: 3 }, { quantity: 4 }, ['quantity']],
  [{ maxActsPerBasket: 2 }, {}, ['maxActsPerBasket']],
  [{}, { gtins: [String(yogurt)] }, ['gtins']],
  [{ gtins: [`${yogurt}x12`] }, { gtins: [String(yogurt)] }, ['gtins']],
  [{ gtins: [String(yogurt)] }, { gtins: [`${yogurt}x12`, String(cream)] }, []],
  [{}, { shops: ['1'] }, ['shops']],
  [{ shops: ['1'] }, {}, []],
  [{ shops: ['1'] }, { shops: ['2'] }, ['shops']],
  [{ alsoAt: ['leclerc'] }, {}, ['retailer']],
  [{}, { match: 'same' }, ['match']],
  [{ match: 'same' }, {}, []],
  [{}, { per: 'day' }, ['per']],
  [{}, { from: '2026-11-01', to: '2026-11-30' }, ['from']],
  [{ from: '2026-11-01', to: '2026-11-30' }, { from: '2026-11-01', to: '2026-12-30' }, []],
  [{}, { holdDays: 30 }, ['holdDays']],
])('a published rule %j may become %j but for %j', (before, after, expected) => {
  expect(narrowedMembers(rule(before), rule(after))).toEqual(expected);
});
