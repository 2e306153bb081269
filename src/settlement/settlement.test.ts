import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignFile } from '../../test/campaign.ts';
import { onBothDatabases, openMigrated } from '../../test/database.ts';
import { becomeCreditWriter, importCampaign, readCampaign, readPledges } from '../campaign/mod.ts';
import { credit, reconcile, reverse } from '../credit/mod.ts';
import { createRecount, parseLeaf, type Times } from '../domain/mod.ts';
import { type CampaignId, systemRandom } from '../kernel/mod.ts';
import { readRuns } from '../log/mod.ts';
import type { Database } from '../store/mod.ts';
import {
  answerPayment,
  closePeriod,
  declareDelivery,
  declarePayment,
  foots,
  previewStatement,
  readCoverage,
  readPayments,
  readPeriods,
  settlementBooks,
} from './mod.ts';

const start = Date.UTC(2026, 10, 15);
const hour = 3_600_000;
const actor = { account: null, name: 'essai' };

onBothDatabases('settlement', (kind) => {
  let db: Database;
  let made = 0;
  let now = start;
  const clock = { now: () => now };
  const by = () => ({ actor, now, random: systemRandom });
  beforeAll(async () => {
    db = await openMigrated(kind);
  });
  afterAll(() => db.close());

  const valued = (text: string, amount: string) =>
    text.replace(
      'unit: { code: meal, names: { fr: [repas, repas], en: [meal, meals] } }',
      'unit: { code: meal, names: { fr: [repas, repas], en: [meal, meals] }, value: { amount: AMOUNT, currency: EUR, source: "https://www.restosducoeur.org/", asOf: 2026-01-01 } }'.replace(
        'AMOUNT',
        amount,
      ),
    );
  const open = async (pledges: string, closes = '2027-01-01T00:00:00+01:00', amount = '0.335') => {
    const slug = `s${++made}`;
    const file = (terms: string) => valued(campaignFile({ slug, pledges: terms, closes }), amount);
    const outcome = await importCampaign(db, file(pledges), clock);
    if (outcome.kind !== 'imported') throw new Error(JSON.stringify(outcome));
    const [row] = await db.rows<{ id: CampaignId }>('SELECT id FROM campaign WHERE slug = $1', [slug]);
    if (row === undefined) throw new Error('campaign');
    const books = () => ({ campaign: { id: row.id, slug }, at: now, random: systemRandom });
    return {
      slug,
      id: row.id,
      raise: async (terms: string) => {
        const again = await importCampaign(db, file(terms), clock);
        if (again.kind !== 'imported') throw new Error(JSON.stringify(again));
      },
      grant: (subjects: readonly string[], dueAt?: number, times?: Times) =>
        db.transaction(async (tx) => {
          await becomeCreditWriter(tx, row.id);
          const acts = subjects.map((subject) => ({
            subject,
            facts: {},
            ...(times === undefined ? {} : { times }),
          }));
          return credit(
            tx,
            books(),
            'relay',
            dueAt === undefined ? acts : acts.map((one) => ({ ...one, dueAt })),
          );
        }),
      undo: (subjects: readonly string[]) =>
        db.transaction(async (tx) => {
          await becomeCreditWriter(tx, row.id);
          const wanted = subjects.map((subject) => ({ subject, reason: 'source_gone' as const }));
          return reverse(tx, books(), 'relay', wanted);
        }),
      close: async (partner: string, final = false) => {
        const preview = await previewStatement(db, slug, partner, now);
        return closePeriod(db, { slug, partner, number: preview?.number ?? 0, final }, by());
      },
      pay: async (partner: string, section: string, amount: number, received = amount) => {
        const declared = await declarePayment(
          db,
          slug,
          { partner, section, amount, paidOn: '2026-11-20', reference: 'VIR 1' },
          by(),
        );
        if (declared.kind !== 'declared') return declared.kind;
        const answer = {
          confirmed: true,
          amount: received,
          receivedOn: '2026-11-21',
          reference: 'R1',
        } as const;
        return (await answerPayment(db, slug, declared.payment, answer, by())).kind;
      },
      deliver: (units: number) =>
        declareDelivery(
          db,
          slug,
          { units, what: 'Repas chauds', place: 'Lyon', on: '2026-12-01', document: null },
          by(),
        ),
      totals: async () => {
        const view = await readCampaign(db, slug, now);
        if (view === null) throw new Error('view');
        return view.totals;
      },
    };
  };

  /** What anybody recounts from the public log. */
  const recounted = async (slug: string, id: CampaignId, size: number) => {
    const recount = createRecount(slug);
    for (const run of await readRuns(db, id, 0, size))
      for (const [place, entry] of run.entries.entries()) {
        const leaf = parseLeaf(Buffer.from(entry).toString());
        if (leaf === null) throw new Error('leaf');
        expect(recount.add(leaf, run.first + place)).toBeNull();
      }
    return recount.totals();
  };

  const one = (cap: number, minimum = 0, perAct = 6) =>
    `  - { id: a, partner: danone, mechanic: relay, perAct: ${perAct}, cap: ${cap}, minimum: ${minimum}, tax: { kind: gift, relief: true, netCost: 0.134 } }\n  - { id: b, partner: danone, mechanic: relay, perAct: 4, cap: ${cap}, minimum: 0, flat: { amount: 10, currency: EUR }, tax: { kind: marketing } }`;

  test('a period asks for what fell due, rounds once, and is closed once', async () => {
    now = start;
    const c = await open(one(1000));
    await c.grant(['x', 'y']);
    await c.grant(['z'], now + hour);
    const closed = await c.close('danone');
    if (closed.kind !== 'closed') throw new Error(closed.kind);
    expect(closed.statement.lines.map((line) => [line.units, line.cents, line.held, line.flat])).toEqual([
      [12, 402, 6, null],
      [8, 268, 4, { cents: 1000, currency: 'EUR' }],
    ]);
    expect(foots(closed.statement)).toBe(true);
    expect(await closePeriod(db, { slug: c.slug, partner: 'danone', number: 1, final: false }, by())).toEqual(
      { kind: 'overtaken', number: 1 },
    );
    now += 2 * hour;
    const next = await c.close('danone');
    if (next.kind !== 'closed') throw new Error(next.kind);
    expect(next.statement.lines.map((line) => [line.units, line.cents, line.held, line.flat])).toEqual([
      [6, 201, 0, null],
      [4, 134, 0, null],
    ]);
    expect(await reconcile(db, [settlementBooks])).toEqual([]);
  });

  test('what is undone after it was asked for is given back by the next period, with its reason', async () => {
    now = start;
    const c = await open(one(1000));
    await c.grant(['x', 'y']);
    await c.close('danone');
    const before = await readPeriods(db, c.id, 'danone');
    expect(await c.pay('danone', 'gift-EUR', 402)).toBe('answered');
    expect((await c.totals()).settled).toBe(12);
    await c.undo(['y']);
    expect((await readPeriods(db, c.id, 'danone')).slice(0, 1)).toEqual(before);
    const next = await c.close('danone');
    if (next.kind !== 'closed') throw new Error(next.kind);
    expect(next.statement.lines[0]).toMatchObject({ units: -6, cents: -201, reversed: 6 });
    expect(next.statement.lines[0]?.reversals).toEqual([
      { day: '2026-11-15', reason: 'source_gone', period: 1, acts: 1, units: 6 },
    ]);
    // Paid ahead: what is settled follows what stands.
    expect((await c.totals()).settled).toBe(6);
    const [gift] = await readCoverage(db, c.id, 'danone');
    expect(gift).toMatchObject({ section: 'gift-EUR', asked: 201, outstanding: 0, ahead: 201 });
    await c.grant(['w']);
    await c.close('danone');
    expect((await c.totals()).settled).toBe(12);
    expect(await reconcile(db, [settlementBooks])).toEqual([]);
  });

  test('given back in parts, an amount is given back to the cent', async () => {
    now = start;
    const c = await open(one(1000, 0, 3));
    await c.grant(['x', 'y', 'z']);
    const cents: (number | null | undefined)[] = [];
    for (const subject of [null, 'x', 'y', 'z']) {
      if (subject !== null) await c.undo([subject]);
      const closed = await c.close('danone');
      if (closed.kind !== 'closed') throw new Error(closed.kind);
      cents.push(closed.statement.lines[0]?.cents);
    }
    expect(cents).toEqual([302, -101, -100, -101]);
  });

  test('the guaranteed minimum is applied at the end, and paid for beyond what was granted', async () => {
    now = start;
    const c = await open(one(1000, 100));
    await c.grant(['x']);
    expect(await c.close('danone', true)).toEqual({ kind: 'too_early', why: 'open' });
    now = Date.UTC(2027, 1, 1);
    const closed = await c.close('danone', true);
    if (closed.kind !== 'closed') throw new Error(closed.kind);
    expect(closed.statement.lines[0]).toMatchObject({ credited: 6, topUp: 94, units: 100, cents: 3350 });
    await c.pay('danone', 'gift-EUR', 3350);
    expect((await c.totals()).pledges[0]?.granted).toBe(6);
    expect((await c.totals()).settled).toBe(100);
    expect((await recounted(c.slug, c.id, (await c.totals()).log.entries)).settled).toBe(100);
    // An act undone later makes the minimum do more.
    await c.undo(['x']);
    const later = await c.close('danone');
    if (later.kind !== 'closed') throw new Error(later.kind);
    expect(later.statement.lines[0]).toMatchObject({ reversed: 6, topUp: 6, units: 0 });
    expect((await c.totals()).settled).toBe(100);
    expect(await reconcile(db, [settlementBooks])).toEqual([]);
  });

  test('nothing is called delivered that was not paid for, nor paid for that did not come', async () => {
    now = start;
    const c = await open(one(1000));
    await c.grant(['x', 'y']);
    await c.close('danone');
    expect(await c.pay('danone', 'unstated-EUR', 100)).toBe('nothing_due');
    expect(await c.deliver(1)).toEqual({ kind: 'too_many', left: 0 });
    expect(await c.pay('danone', 'gift-EUR', 402, 200)).toBe('answered');
    expect((await c.totals()).settled).toBe(5);
    expect(await c.deliver(6)).toEqual({ kind: 'too_many', left: 5 });
    expect((await c.deliver(5)).kind).toBe('delivered');
    expect(await c.totals()).toMatchObject({ granted: 20, settled: 5, delivered: 5 });
    const [payment] = await readPayments(db, c.id);
    const again = { confirmed: false, reference: '' } as const;
    expect(await answerPayment(db, c.slug, payment?.id ?? '', again, by())).toEqual({
      kind: 'answered_before',
    });
    // Undone, though delivered: what was handed over stays handed over.
    await c.undo(['x', 'y']);
    await c.close('danone');
    expect(await c.totals()).toMatchObject({ granted: 0, settled: 5, delivered: 5 });
    expect(await reconcile(db, [settlementBooks])).toEqual([]);
  });

  test('2010: 16,675 meals granted, 16,000 paid for, 12,500 handed over, and each difference stays visible', async () => {
    now = start;
    const gift = 'tax: { kind: gift, relief: false }';
    const c = await open(
      [
        `  - { id: billets, partner: danone, mechanic: relay, perAct: 10, cap: 20000, ${gift} }`,
        `  - { id: parrainages, partner: danone, mechanic: relay, perAct: 10, cap: 20000, ${gift} }`,
        `  - { id: dessins, partner: danone, mechanic: relay, perAct: 15, cap: 2250, ${gift} }`,
      ].join('\n'),
      '2027-01-01T00:00:00+01:00',
      '1.00',
    );
    const [posts, referrals, drawings] = (await readPledges(db, c.id, now)).map((one) => one.pledge);
    for (const [pledge, count] of [
      [posts, 1457],
      [referrals, 197],
      [drawings, 9],
    ] as const) {
      if (pledge === undefined) throw new Error('pledge');
      await c.grant(
        Array.from({ length: count }, (_, n) => `${pledge}${n}`),
        undefined,
        new Map([[pledge, 1]]),
      );
    }
    const closed = await c.close('danone');
    if (closed.kind !== 'closed') throw new Error(closed.kind);
    expect(closed.statement.lines.map((line) => [line.units, line.cents])).toEqual([
      [14_570, 1_457_000],
      [1970, 197_000],
      [135, 13_500],
    ]);
    expect(await c.pay('danone', 'gift-EUR', 1_600_000)).toBe('answered');
    expect((await c.deliver(12_500)).kind).toBe('delivered');
    expect(await c.totals()).toMatchObject({ granted: 16_675, settled: 16_000, delivered: 12_500 });
    expect(await readCoverage(db, c.id, 'danone')).toMatchObject([{ outstanding: 67_500, ahead: 0 }]);
    expect(await reconcile(db, [settlementBooks])).toEqual([]);
  });

  test('closings, payments and deliveries in the middle of a rush: each act in one period, nothing twice', async () => {
    now = start;
    const c = await open(one(100_000));
    await c.grant(['first']);
    await c.close('danone');
    const declared = await declarePayment(
      db,
      c.slug,
      { partner: 'danone', section: 'gift-EUR', amount: 5000, paidOn: '2026-11-20', reference: 'VIR' },
      by(),
    );
    if (declared.kind !== 'declared') throw new Error(declared.kind);
    const answer = { confirmed: true, amount: 5000, receivedOn: '2026-11-21', reference: 'R' } as const;
    const rush = [
      ...Array.from({ length: 12 }, (_, n) => c.grant([`a${n}`, `b${n}`])),
      ...Array.from({ length: 6 }, (_, n) => c.undo([`a${n}`])),
      ...Array.from({ length: 6 }, () => c.close('danone')),
      ...Array.from({ length: 4 }, () => answerPayment(db, c.slug, declared.payment, answer, by())),
      ...Array.from({ length: 4 }, () => c.deliver(4)),
    ];
    const outcomes = await Promise.all(rush);
    const kinds = outcomes.map((one) => ('kind' in one ? one.kind : ''));
    expect(kinds.filter((kind) => kind === 'answered')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'answered_before')).toHaveLength(3);
    await c.close('danone');
    const periods = await readPeriods(db, c.id, 'danone');
    expect(periods.map((period) => period.number)).toEqual(periods.map((_, index) => index + 1));
    const totals = await c.totals();
    const asked = periods
      .flatMap((period) => period.statement.lines)
      .reduce((sum, line) => sum + line.units, 0);
    expect(asked).toBe(totals.granted);
    expect(totals.delivered).toBeLessThanOrEqual(totals.settled);
    expect(await reconcile(db, [settlementBooks])).toEqual([]);
  });

  test('a campaign is settled once every partner’s last period is paid', async () => {
    now = start;
    const c = await open(one(1000));
    await c.grant(['x']);
    now = Date.UTC(2027, 1, 1);
    await c.close('danone', true);
    expect((await c.totals()).state).toBe('closed');
    await c.pay('danone', 'gift-EUR', 201);
    expect((await c.totals()).state).toBe('closed');
    await c.pay('danone', 'marketing-EUR', 1134);
    expect((await c.totals()).state).toBe('settled');
  });

  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('grant' as const),
        n: fc.integer({ min: 1, max: 4 }),
        held: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat(30) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('raise' as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('close' as const),
        partner: fc.constantFrom('danone', 'carrefour'),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('pay' as const),
        partner: fc.constantFrom('danone', 'carrefour'),
        section: fc.constantFrom('gift-EUR', 'marketing-EUR'),
        amount: fc.integer({ min: 1, max: 1500 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('deliver' as const), units: fc.integer({ min: 1, max: 30 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 5 }) }),
    },
  );

  test('any sequence of acts, reversals, terms, closings, payments and deliveries foots in every view', {
    timeout: 240_000,
  }, async () => {
    const runs = kind === 'pglite' ? 25 : 10;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), fc.boolean(), async (steps, over) => {
        now = start;
        let [cap, acts] = [60, 0];
        const terms = () =>
          `  - { id: a, partner: danone, mechanic: relay, perAct: 6, cap: ${cap}, minimum: 40, tax: { kind: gift, relief: false } }
  - { id: b, partner: danone, mechanic: relay, perAct: 4, cap: 40, minimum: 0, flat: { amount: 2, currency: EUR }, tax: { kind: marketing } }
  - { id: c, partner: carrefour, mechanic: relay, perAct: 3, cap: ${cap}, minimum: 10, tax: { kind: gift, relief: false } }`;
        const c = await open(terms());
        for (const one of steps) {
          if (one.do === 'grant')
            await c.grant(
              Array.from({ length: one.n }, () => `x${++acts}`),
              one.held ? now + 3 * hour : undefined,
            );
          else if (one.do === 'undo') await c.undo([`x${(one.which % Math.max(acts, 1)) + 1}`]);
          else if (one.do === 'raise') {
            cap += 30;
            now += 1;
            await c.raise(terms());
          } else if (one.do === 'close') expect((await c.close(one.partner)).kind).toBe('closed');
          else if (one.do === 'pay') await c.pay(one.partner, one.section, one.amount);
          else if (one.do === 'deliver') await c.deliver(one.units);
          else now += one.hours * hour;
        }
        if (over) {
          now = Date.UTC(2027, 1, 1);
          for (const partner of ['danone', 'carrefour'])
            expect((await c.close(partner, true)).kind).toBe('closed');
        }
        const totals = await c.totals();
        const log = await recounted(c.slug, c.id, totals.log.entries);
        expect([log.units, log.settled, log.delivered]).toEqual([
          totals.granted,
          totals.settled,
          totals.delivered,
        ]);
        expect(totals.delivered).toBeLessThanOrEqual(totals.settled);
        for (const partner of ['danone', 'carrefour']) {
          const periods = await readPeriods(db, c.id, partner);
          const preview = await previewStatement(db, c.slug, partner, now);
          for (const statement of [
            ...periods.map((period) => period.statement),
            ...(preview === null ? [] : [preview]),
          ]) {
            expect(foots(statement)).toBe(true);
            for (const line of statement.lines) {
              expect(line.days.reduce((sum, day) => sum + day.units, 0)).toBe(line.credited);
              expect(line.reversals.reduce((sum, day) => sum + day.units, 0)).toBe(line.reversed);
              expect(line.credited - line.reversed + line.topUp).toBe(line.units);
            }
          }
          for (const coverage of await readCoverage(db, c.id, partner)) {
            const asked = periods
              .flatMap((period) => period.statement.lines)
              .reduce(
                (sum, line) =>
                  sum +
                  (`${line.tax}-EUR` === coverage.section ? (line.cents ?? 0) + (line.flat?.cents ?? 0) : 0),
                0,
              );
            expect(coverage.asked).toBe(asked);
            expect(coverage.asked - coverage.outstanding + coverage.ahead).toBe(coverage.paid);
          }
        }
        if (over) {
          const settledAll = (await readPeriods(db, c.id, 'danone'))
            .flatMap((p) => p.statement.lines)
            .filter((line) => line.pledge === 'a')
            .reduce((sum, line) => sum + line.units, 0);
          expect(settledAll).toBeGreaterThanOrEqual(40);
        }
        expect(await reconcile(db, [settlementBooks])).toEqual([]);
      }),
      { numRuns: runs },
    );
  });
});
