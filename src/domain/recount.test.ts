import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CreditLeaf, Leaf, LeafPart, PaymentLeaf, ReversalLeaf, TermsLeaf } from './leaf.ts';
import { createRecount, type RecountDifference } from './recount.ts';

const commitment = `${'A'.repeat(43)}=`;
const common = { version: 1, campaign: 'essai', day: '2026-11-10' } as const;

function terms(changes: Partial<TermsLeaf> = {}): TermsLeaf {
  return {
    ...{ ...common, kind: 'terms', units: 0, pledge: 'pain', partner: 'boulangerie', mechanic: 'relay' },
    ...{ terms: 1, unit: 'meal', perAct: 10, cap: 100, minimum: 5 },
    ...{ opens: '2026-11-10T00:00:00.000Z', closes: '2026-12-01T00:00:00.000Z' },
    ...changes,
  };
}
const part = (units: number, changes: Partial<LeafPart> = {}): LeafPart => ({
  ...{ pledge: 'pain', terms: 1, units },
  ...changes,
});
const sum = (parts: readonly LeafPart[]) => parts.reduce((total, one) => total + one.units, 0);
function credit(parts: readonly LeafPart[], changes: Partial<CreditLeaf> = {}): CreditLeaf {
  return { ...common, kind: 'credit', mechanic: 'relay', units: sum(parts), parts, commitment, ...changes };
}
function reversal(
  reverses: number,
  parts: readonly LeafPart[],
  changes: Partial<ReversalLeaf> = {},
): ReversalLeaf {
  const units = sum(parts);
  return { ...common, kind: 'reversal', mechanic: 'relay', units, parts, reverses, commitment, ...changes };
}
function payment(
  kind: PaymentLeaf['kind'],
  quantity: number,
  changes: Partial<PaymentLeaf> = {},
): PaymentLeaf {
  return { ...common, kind, units: 0, pledge: 'pain', quantity, commitment, ...changes };
}

/** The first difference in a log, or null. */
function recount(leaves: readonly Leaf[]): RecountDifference | null {
  const counting = createRecount('essai');
  for (const [index, leaf] of leaves.entries()) {
    const difference = counting.add(leaf, index);
    if (difference !== null) return difference;
  }
  return null;
}

const before = '2026-11-09';
const soup = terms({ pledge: 'soupe', partner: 'epicerie', perAct: 2, cap: 4 });
const purchase = terms({ pledge: 'achat', mechanic: 'purchase' });

/** Logs as they should be. */
const right: readonly (readonly [rule: string, leaves: readonly Leaf[]])[] = [
  ['an empty log', []],
  ['a credit of nothing, when nothing is left', [credit([])]],
  ['a credit up to the cap', [terms({ cap: 10 }), credit([part(10)])]],
  ['a credit split over two promises', [terms(), soup, credit([part(10), part(2, { pledge: 'soupe' })])]],
  ['a relay that gets less than the terms say', [terms(), credit([part(3)])]],
  [
    'a purchase that gets more than one act',
    [purchase, credit([part(30, { pledge: 'achat' })], { mechanic: 'purchase' })],
  ],
  [
    'a reversal makes room under the cap',
    [terms({ cap: 10 }), credit([part(10)]), reversal(1, [part(-10)]), credit([part(10)])],
  ],
  [
    'a reversal may name the parts in another order',
    [
      terms(),
      soup,
      credit([part(10), part(2, { pledge: 'soupe' })]),
      reversal(2, [part(-2, { pledge: 'soupe' }), part(-10)]),
    ],
  ],
  [
    'a raised cap makes room',
    [terms({ cap: 10 }), credit([part(10)]), terms({ terms: 2, cap: 20 }), credit([part(10, { terms: 2 })])],
  ],
  [
    'terms before the newest while their day lasts',
    [terms(), terms({ terms: 2, perAct: 20 }), credit([part(10)])],
  ],
  ['a clock that is a day behind', [terms(), credit([part(1)], { day: '2026-11-11' }), credit([part(1)])]],
  [
    'less generous terms before the opening',
    [
      terms({ day: before }),
      terms({
        day: before,
        terms: 2,
        cap: 1,
        perAct: 1,
        minimum: 0,
        opens: '2026-11-20T00:00:00.000Z',
        closes: '2026-11-21T00:00:00.000Z',
      }),
    ],
  ],
  [
    'less generous terms on the day of the opening, before its hour',
    [terms({ opens: '2026-11-10T23:00:00.000Z' }), terms({ terms: 2, cap: 1 })],
  ],
  [
    'more generous terms after it',
    [
      terms(),
      terms({
        terms: 2,
        cap: 101,
        perAct: 11,
        minimum: 6,
        opens: '2026-11-09T00:00:00.000Z',
        closes: '2026-12-02T00:00:00.000Z',
      }),
    ],
  ],
  [
    'all that is granted paid for and handed over',
    [terms(), credit([part(10)]), payment('settlement', 10), payment('delivery', 10)],
  ],
  [
    'the guaranteed minimum paid for once the promise has ended',
    [terms(), credit([part(1)]), payment('settlement', 5, { day: '2026-12-01' })],
  ],
  [
    'a payment taken back',
    [terms(), credit([part(10)]), payment('settlement', 10), payment('settlement', -10)],
  ],
  [
    'a credit undone after it was paid for, then part of the payment returned',
    [
      terms(),
      credit([part(10)]),
      credit([part(5)]),
      payment('settlement', 15),
      reversal(1, [part(-10)]),
      payment('settlement', -1),
    ],
  ],
];

/** Logs with one thing wrong, by the rule they break. */
const wrong: readonly (readonly [rule: string, leaves: readonly Leaf[], difference: RecountDifference])[] = [
  [
    'an entry of another campaign',
    [terms({ campaign: 'autre' })],
    { kind: 'other_campaign', index: 0, campaign: 'autre' },
  ],
  [
    'a day two days back',
    [terms({ day: '2026-11-12' }), credit([part(1)])],
    { kind: 'day_went_back', index: 1, day: '2026-11-10', newest: '2026-11-12' },
  ],
  [
    'two days back over a month and a year',
    [terms({ day: '2027-01-01' }), terms({ terms: 2, day: '2026-12-30' })],
    { kind: 'day_went_back', index: 1, day: '2026-12-30', newest: '2027-01-01' },
  ],
  [
    'a day back after a day back',
    [terms({ day: '2026-11-12' }), credit([], { day: '2026-11-11' }), credit([])],
    { kind: 'day_went_back', index: 2, day: '2026-11-10', newest: '2026-11-12' },
  ],
  ['units of an unknown promise', [credit([part(1)])], { kind: 'unknown_pledge', index: 0, pledge: 'pain' }],
  [
    'of a promise entered later',
    [credit([part(1)]), terms()],
    { kind: 'unknown_pledge', index: 0, pledge: 'pain' },
  ],
  [
    'the second part of an unknown promise',
    [terms(), credit([part(1), part(1, { pledge: 'rien' })])],
    { kind: 'unknown_pledge', index: 1, pledge: 'rien' },
  ],
  [
    'terms that do not exist',
    [terms(), credit([part(1, { terms: 2 })])],
    { kind: 'unknown_terms', index: 1, pledge: 'pain', terms: 2, newest: 1 },
  ],
  [
    'terms entered later',
    [terms(), credit([part(1, { terms: 2 })]), terms({ terms: 2 })],
    { kind: 'unknown_terms', index: 1, pledge: 'pain', terms: 2, newest: 1 },
  ],
  [
    'terms of the day before',
    [terms({ day: before }), terms({ day: before, terms: 2 }), credit([part(1)])],
    { kind: 'outdated_terms', index: 2, pledge: 'pain', terms: 1, newest: 2 },
  ],
  [
    'terms two versions back',
    [terms({ day: before }), terms({ day: before, terms: 2 }), terms({ terms: 3 }), credit([part(1)])],
    { kind: 'outdated_terms', index: 3, pledge: 'pain', terms: 1, newest: 3 },
  ],
  [
    'a purchase credited from a promise for relays',
    [terms(), credit([part(1)], { mechanic: 'purchase' })],
    { kind: 'other_mechanic', index: 1, pledge: 'pain', promised: 'relay', found: 'purchase' },
  ],
  [
    'a relay credited with more than one act',
    [terms(), credit([part(11)])],
    { kind: 'over_per_act', index: 1, pledge: 'pain', terms: 1, perAct: 10, found: 11 },
  ],
  [
    'with what only later terms give',
    [terms(), terms({ terms: 2, perAct: 20 }), credit([part(11)])],
    { kind: 'over_per_act', index: 2, pledge: 'pain', terms: 1, perAct: 10, found: 11 },
  ],
  [
    'one unit over the cap',
    [terms({ cap: 19 }), credit([part(10)]), credit([part(10)])],
    { kind: 'over_cap', index: 2, pledge: 'pain', cap: 19, found: 20 },
  ],
  [
    'over the cap of the second promise',
    [
      terms(),
      soup,
      credit([part(1, { pledge: 'soupe' }), part(1)]),
      ...[2, 2].map((units) => credit([part(10), part(units, { pledge: 'soupe' })])),
    ],
    { kind: 'over_cap', index: 4, pledge: 'soupe', cap: 4, found: 5 },
  ],
  [
    'a cap lowered before the opening',
    [terms({ day: before }), terms({ day: before, terms: 2, cap: 9 }), credit([part(10, { terms: 2 })])],
    { kind: 'over_cap', index: 2, pledge: 'pain', cap: 9, found: 10 },
  ],
  [
    'terms that begin with 2',
    [terms({ terms: 2 })],
    { kind: 'terms_out_of_order', index: 0, pledge: 'pain', expected: 1, found: 2 },
  ],
  [
    'the same terms twice',
    [terms(), terms()],
    { kind: 'terms_out_of_order', index: 1, pledge: 'pain', expected: 2, found: 1 },
  ],
  [
    'terms that leave one out',
    [terms(), terms({ terms: 3 })],
    { kind: 'terms_out_of_order', index: 1, pledge: 'pain', expected: 2, found: 3 },
  ],
  [
    'another partner, even before the opening',
    [terms({ day: before }), terms({ day: before, terms: 2, partner: 'autre' })],
    {
      kind: 'promise_changed',
      index: 1,
      pledge: 'pain',
      terms: 2,
      member: 'partner',
      before: 'boulangerie',
      found: 'autre',
    },
  ],
  [
    'another mechanic',
    [terms(), terms({ terms: 2, mechanic: 'purchase' })],
    {
      kind: 'promise_changed',
      index: 1,
      pledge: 'pain',
      terms: 2,
      member: 'mechanic',
      before: 'relay',
      found: 'purchase',
    },
  ],
  [
    'another unit',
    [terms(), terms({ terms: 2, unit: 'euro' })],
    {
      kind: 'promise_changed',
      index: 1,
      pledge: 'pain',
      terms: 2,
      member: 'unit',
      before: 'meal',
      found: 'euro',
    },
  ],
  ...(
    [
      ['perAct', 10, 9],
      ['cap', 100, 99],
      ['minimum', 5, 4],
      ['opens', '2026-11-10T00:00:00.000Z', '2026-11-10T00:00:00.001Z'],
      ['closes', '2026-12-01T00:00:00.000Z', '2026-11-30T23:59:59.999Z'],
    ] as const
  ).map(([member, had, found]): (typeof wrong)[number] => [
    `a worse ${member} on the day of the opening`,
    [terms(), terms({ terms: 2, [member]: found })],
    { kind: 'less_generous', index: 1, pledge: 'pain', terms: 2, member, before: had, found },
  ]),
  [
    'a lower cap before the opening, but units were granted',
    [terms({ day: before }), credit([part(1)], { day: before }), terms({ day: before, terms: 2, cap: 99 })],
    { kind: 'less_generous', index: 2, pledge: 'pain', terms: 2, member: 'cap', before: 100, found: 99 },
  ],
  [
    'a lower cap although all that was granted is undone',
    [
      terms({ day: before }),
      credit([part(1)], { day: before }),
      reversal(1, [part(-1)], { day: before }),
      terms({ day: before, terms: 2, cap: 99 }),
    ],
    { kind: 'less_generous', index: 3, pledge: 'pain', terms: 2, member: 'cap', before: 100, found: 99 },
  ],
  [
    'a reversal of terms',
    [terms(), reversal(0, [part(-1)])],
    { kind: 'reverses_nothing', index: 1, reverses: 0 },
  ],
  [
    'of a reversal',
    [terms(), credit([part(1)]), reversal(1, [part(-1)]), reversal(2, [part(-1)])],
    { kind: 'reverses_nothing', index: 3, reverses: 2 },
  ],
  ['of itself', [terms(), reversal(1, [part(-1)])], { kind: 'reverses_nothing', index: 1, reverses: 1 }],
  [
    'of a later credit',
    [terms(), reversal(2, [part(-1)]), credit([part(1)])],
    { kind: 'reverses_nothing', index: 1, reverses: 2 },
  ],
  [
    'of an entry far outside',
    [reversal(Number.MAX_SAFE_INTEGER, [])],
    { kind: 'reverses_nothing', index: 0, reverses: Number.MAX_SAFE_INTEGER },
  ],
  [
    'the same credit twice',
    [terms(), credit([part(1)]), credit([part(1)]), reversal(1, [part(-1)]), reversal(1, [part(-1)])],
    { kind: 'reversed_twice', index: 4, reverses: 1, by: 3 },
  ],
  [
    'another mechanic than the credit',
    [terms(), credit([part(1)]), reversal(1, [part(-1)], { mechanic: 'purchase' })],
    { kind: 'reversal_differs', index: 2, reverses: 1, member: 'mechanic' },
  ],
  ...[
    [],
    [part(-2)],
    [part(-1, { terms: 2 })],
    [part(-1, { pledge: 'soupe' })],
    [part(-1), part(-1, { pledge: 'soupe' })],
  ].map((parts, at): (typeof wrong)[number] => [
    `other parts than the credit (${at})`,
    [terms(), soup, credit([part(1)]), reversal(2, parts)],
    { kind: 'reversal_differs', index: 3, reverses: 2, member: 'parts' },
  ]),
  [
    'paid for more than granted',
    [terms(), credit([part(10)]), payment('settlement', 6), payment('settlement', 5)],
    { kind: 'settlement_out_of_range', index: 3, pledge: 'pain', granted: 10, found: 11 },
  ],
  [
    'the guaranteed minimum paid for before the promise has ended',
    [terms(), credit([part(1)]), payment('settlement', 5)],
    { kind: 'settlement_out_of_range', index: 2, pledge: 'pain', granted: 1, found: 5 },
  ],
  [
    'paid for what was undone',
    [terms(), credit([part(10)]), reversal(1, [part(-10)]), payment('settlement', 1)],
    { kind: 'settlement_out_of_range', index: 3, pledge: 'pain', granted: 0, found: 1 },
  ],
  [
    'paid back more than was paid',
    [terms(), payment('settlement', -1)],
    { kind: 'settlement_out_of_range', index: 1, pledge: 'pain', granted: 0, found: -1 },
  ],
  [
    'handed over more than was paid for',
    [terms(), credit([part(10)]), payment('settlement', 5), payment('delivery', 6)],
    { kind: 'delivery_out_of_range', index: 3, pledge: 'pain', settled: 5, found: 6 },
  ],
  [
    'paid back what was handed over',
    [
      terms(),
      credit([part(10)]),
      payment('settlement', 5),
      payment('delivery', 5),
      payment('settlement', -1),
    ],
    { kind: 'delivery_out_of_range', index: 4, pledge: 'pain', settled: 4, found: 5 },
  ],
  [
    'handed over less than nothing',
    [terms(), payment('delivery', -1)],
    { kind: 'delivery_out_of_range', index: 1, pledge: 'pain', settled: 0, found: -1 },
  ],
  [
    'a payment for an unknown promise',
    [payment('delivery', 1)],
    { kind: 'unknown_pledge', index: 0, pledge: 'pain' },
  ],
];

describe('a log', () => {
  test.each(right)('is right: %s', (_rule, leaves) => expect(recount(leaves)).toBeNull());
  test.each(wrong)('is wrong: %s', (_rule, leaves, difference) =>
    expect(recount(leaves)).toEqual(difference),
  );
});

test('after the first difference nothing is counted any more', () => {
  const counting = createRecount('essai');
  counting.add(terms(), 0);
  expect(counting.add(credit([part(11)]), 1)).not.toBeNull();
  expect(counting.add(credit([part(10)]), 2)).toBeNull();
  expect(counting.totals()).toMatchObject({ entries: 1, units: 0, acts: { relay: 0 } });
});

test('entries come in index order', () => {
  expect(() => createRecount('essai').add(terms(), 1)).toThrow('in index order');
});

test('credits by index, beyond where the arrays began', () => {
  const counting = createRecount('essai');
  counting.add(terms({ cap: 1_000_000 }), 0);
  for (let index = 1; index <= 5000; index++) counting.add(credit([part((index % 10) + 1)]), index);
  counting.add(reversal(4999, [part(-10)]), 5001);
  for (const index of [1, 1023, 1024, 1025, 4096, 5000])
    expect(counting.creditAt(index)).toEqual({
      mechanic: 'relay',
      units: (index % 10) + 1,
      reversedBy: null,
    });
  expect(counting.creditAt(4999)?.reversedBy).toBe(5001);
  for (const index of [0, 5001, 5002, 1e9, -1]) expect(counting.creditAt(index)).toBeNull();
});

/** The same by plain sums over all entries so far, for the sums that stand. */
function naive(leaves: readonly Leaf[]) {
  const undone = new Set(leaves.flatMap((leaf) => (leaf.kind === 'reversal' ? [leaf.reverses] : [])));
  const standing = leaves.filter(
    (leaf, index) => leaf.kind === 'credit' && !undone.has(index),
  ) as CreditLeaf[];
  const names = [...new Set(leaves.flatMap((leaf) => (leaf.kind === 'terms' ? [leaf.pledge] : [])))];
  const paid = (kind: Leaf['kind'], pledge: string) =>
    leaves.reduce((total, leaf) => {
      const mine = leaf.kind === kind && 'quantity' in leaf && leaf.pledge === pledge;
      return total + (mine ? leaf.quantity : 0);
    }, 0);
  return {
    entries: leaves.length,
    units: leaves.reduce((total, leaf) => total + leaf.units, 0),
    relay: standing.length,
    pledges: names.map((pledge) => {
      const newest = leaves.findLast((leaf) => leaf.kind === 'terms' && leaf.pledge === pledge) as TermsLeaf;
      const mine = standing.flatMap((leaf) => leaf.parts.filter((one) => one.pledge === pledge));
      const reversed = leaves.flatMap((leaf) =>
        leaf.kind === 'reversal' ? leaf.parts.filter((one) => one.pledge === pledge) : [],
      );
      return {
        ...{
          pledge,
          terms: newest.terms,
          cap: newest.cap,
          granted: sum(mine),
          reversed: -sum(reversed) || 0,
        },
        ...{ acts: mine.length, settled: paid('settlement', pledge), delivered: paid('delivery', pledge) },
      };
    }),
  };
}

const pledges = ['pain', 'soupe'];
const anyPart = fc.record({
  pledge: fc.constantFrom(...pledges),
  terms: fc.constantFrom(1, 1, 1, 1, 1, 1, 2),
  units: fc.constantFrom(...Array.from({ length: 11 }, (_, i) => i + 1)),
});
const anyParts = fc.uniqueArray(anyPart, { selector: (one) => one.pledge, maxLength: 2 });
/** Steps that are mostly right: a reversal and newer terms are made from what stands. */
const step = fc.oneof(
  { weight: 6, arbitrary: anyParts.map((parts) => () => credit(parts)) },
  {
    weight: 3,
    arbitrary: fc.nat({ max: 30 }).map((at) => (leaves: readonly Leaf[]): Leaf => {
      const credited = leaves[at];
      const parts = credited?.kind === 'credit' ? credited.parts : [];
      return reversal(
        at,
        parts.map((one) => ({ ...one, units: -one.units })),
      );
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...pledges), fc.integer({ min: 95, max: 120 })).map(
      ([pledge, cap]) =>
        (leaves: readonly Leaf[]): Leaf =>
          terms({
            ...{ pledge, cap },
            terms: leaves.filter((leaf) => leaf.kind === 'terms' && leaf.pledge === pledge).length + 1,
          }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('settlement' as const, 'delivery' as const),
        fc.constantFrom(...pledges),
        fc.integer({ min: -3, max: 9 }),
      )
      .map(
        ([kind, pledge, quantity]) =>
          () =>
            payment(kind, quantity === 0 ? 1 : quantity, { pledge }),
      ),
  },
);

test('every log without a difference sums up to what plain sums say, and no cap is passed', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 40 }), (steps) => {
      const counting = createRecount('essai');
      const leaves: Leaf[] = [terms(), terms({ pledge: 'soupe', cap: 95 })];
      for (const [index, leaf] of leaves.entries()) expect(counting.add(leaf, index)).toBeNull();
      for (const make of steps) {
        const leaf = make(leaves);
        const trial = [...leaves, leaf];
        // A wrong step ends a recount: it is judged by one of its own.
        if (recount(trial) !== null) continue;
        expect(counting.add(leaf, leaves.length)).toBeNull();
        leaves.push(leaf);
        taken++;
      }
      const found = counting.totals();
      expect({
        ...{ entries: found.entries, units: found.units, relay: found.acts.relay },
        pledges: found.pledges.map(({ pledge, terms, cap, granted, reversed, acts, settled, delivered }) => ({
          ...{ pledge, terms, cap, granted, reversed, acts, settled, delivered },
        })),
      }).toEqual(naive(leaves));
      for (const { granted, cap, settled, delivered } of found.pledges) {
        expect(granted).toBeLessThanOrEqual(cap);
        expect(delivered).toBeLessThanOrEqual(settled);
        expect(delivered).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(1000);
});

/** What a plain reading of all entries refuses, as far as units go: nothing else is in the steps above. */
function naiveRefuses(leaves: readonly Leaf[]): boolean {
  const leaf = leaves.at(-1);
  const earlier = leaves.slice(0, -1);
  const newest = (pledge: string) =>
    earlier.findLast((one) => one.kind === 'terms' && one.pledge === pledge) as TermsLeaf;
  const now = naive(leaves);
  switch (leaf?.kind) {
    case 'credit':
      return (
        leaf.parts.some((one) => one.terms > newest(one.pledge).terms || one.units > 10) ||
        now.pledges.some((one) => one.granted > one.cap && leaf.parts.some((of) => of.pledge === one.pledge))
      );
    case 'reversal':
      return (
        earlier[leaf.reverses]?.kind !== 'credit' ||
        earlier.some((one) => one.kind === 'reversal' && one.reverses === leaf.reverses)
      );
    case 'terms':
      return leaf.cap < newest(leaf.pledge).cap;
    default:
      return now.pledges.some(
        (one) =>
          one.pledge === leaf?.pledge &&
          (one.delivered < 0 ||
            one.delivered > one.settled ||
            one.settled < 0 ||
            (leaf.kind === 'settlement' && leaf.quantity > 0 && one.settled > one.granted)),
      );
  }
}

test('a step is refused exactly when a plain reading refuses it', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 40 }), (steps) => {
      const leaves: Leaf[] = [terms(), terms({ pledge: 'soupe', cap: 95 })];
      for (const make of steps) {
        const trial = [...leaves, make(leaves)];
        const expected = naiveRefuses(trial);
        expect(recount(trial) !== null, JSON.stringify(trial.at(-1))).toBe(expected);
        if (expected) refused++;
        else leaves.push(...trial.slice(-1));
      }
    }),
    { numRuns: 300 },
  );
  expect(refused).toBeGreaterThan(500);
});
