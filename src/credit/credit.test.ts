import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignFile } from '../../test/campaign.ts';
import { onBothDatabases, openMigrated } from '../../test/database.ts';
import { becomeCreditWriter, importCampaign, readPledges } from '../campaign/mod.ts';
import { type CampaignId, systemRandom } from '../kernel/mod.ts';
import type { Database } from '../store/mod.ts';
import { credit, reconcile, reverse } from './mod.ts';

const at = Date.UTC(2026, 10, 15);
const clock = { now: () => at };

onBothDatabases('credit', (kind) => {
  let db: Database;
  let made = 0;
  beforeAll(async () => {
    db = await openMigrated(kind);
  });
  afterAll(() => db.close());

  const campaign = async (pledges: string) => {
    const slug = `c${++made}`;
    const outcome = await importCampaign(db, campaignFile({ slug, pledges }), clock);
    expect(outcome.kind).toBe('imported');
    const [row] = await db.rows<{ id: CampaignId }>('SELECT id FROM campaign WHERE slug = $1', [slug]);
    if (row === undefined) throw new Error('campaign');
    slugs.set(row.id, slug);
    return row.id;
  };
  const slugs = new Map<CampaignId, string>();
  const books = (id: CampaignId) => ({
    campaign: { id, slug: slugs.get(id) ?? '' },
    at,
    random: systemRandom,
  });
  const act = (subject: string) => ({ subject, facts: { source: `https://blog.example/${subject}` } });
  const two = (first: number, second: number) =>
    `  - { id: a, partner: danone, mechanic: relay, perAct: 6, cap: ${first} }\n  - { id: b, partner: carrefour, mechanic: relay, perAct: 4, cap: ${second} }`;
  const grant = (id: CampaignId, ...subjects: string[]) =>
    db.transaction(async (tx) => {
      await becomeCreditWriter(tx, id);
      return credit(tx, books(id), 'relay', subjects.map(act));
    });
  const undo = (id: CampaignId, ...subjects: string[]) =>
    db.transaction(async (tx) => {
      await becomeCreditWriter(tx, id);
      return reverse(
        tx,
        books(id),
        'relay',
        subjects.map((subject) => ({ subject, reason: 'link_not_found' as const })),
      );
    });
  const remaining = async (id: CampaignId) =>
    (await readPledges(db, id, at)).map((pledge) => pledge.remaining);

  test('an act is split over the promises; the same subject again changes nothing', async () => {
    const id = await campaign(two(100, 100));
    expect((await grant(id, 'x', 'y')).map((one) => [one.kind, one.units, one.capped])).toEqual([
      ['credited', 10, false],
      ['credited', 10, false],
    ]);
    expect((await grant(id, 'y', 'z')).map((one) => [one.kind, one.units])).toEqual([
      ['exists', 10],
      ['credited', 10],
    ]);
    expect(await remaining(id)).toEqual([82, 88]);
  });

  test('at the caps an act gives less, then nothing, and is kept all the same', async () => {
    const id = await campaign(two(9, 4));
    expect((await grant(id, 'a', 'b', 'c')).map((one) => [one.units, one.capped])).toEqual([
      [10, false],
      [3, true],
      [0, true],
    ]);
    expect((await grant(id, 'c')).map((one) => [one.kind, one.units])).toEqual([['exists', 0]]);
    expect(await remaining(id)).toEqual([0, 0]);
  });

  test('a reversal gives the units back once; the subject may then be credited anew', async () => {
    const id = await campaign(two(10, 10));
    await grant(id, 'a');
    expect(await undo(id, 'a', 'never')).toEqual(new Map([['a', 10]]));
    expect(await undo(id, 'a')).toEqual(new Map());
    expect(await remaining(id)).toEqual([10, 10]);
    expect((await grant(id, 'a')).map((one) => [one.kind, one.units])).toEqual([['credited', 10]]);
    expect(await remaining(id)).toEqual([4, 6]);
  });

  test('a transaction that dies leaves nothing, and the retry gives everything', async () => {
    const id = await campaign(two(100, 100));
    await db
      .transaction(async (tx) => {
        await becomeCreditWriter(tx, id);
        await credit(tx, books(id), 'relay', [act('a')]);
        throw new Error('killed');
      })
      .catch(() => {});
    expect(await remaining(id)).toEqual([100, 100]);
    expect((await grant(id, 'a')).map((one) => one.kind)).toEqual(['credited']);
  });

  test('one meal left, thirty hands at once: exactly one is given', async () => {
    const id = await campaign('  - { id: a, partner: danone, mechanic: relay, perAct: 1, cap: 1 }');
    const outcomes = await Promise.all(Array.from({ length: 30 }, (_, n) => grant(id, `s${n}`)));
    expect(outcomes.flat().reduce((sum, one) => sum + one.units, 0)).toBe(1);
    expect(await remaining(id)).toEqual([0]);
  });

  test('any order, repetition and reversal agrees with a model, and the books agree', async () => {
    const step = fc.record({
      undo: fc.boolean(),
      subjects: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        async (steps, first, second) => {
          const id = await campaign(two(first, second));
          const left = [first, second];
          const standing = new Map<string, [number, number]>();
          for (const { undo: undoing, subjects } of steps) {
            const names = subjects.map((n) => `s${n}`);
            if (undoing) {
              await undo(id, ...names);
              for (const name of names) {
                const given = standing.get(name) ?? [0, 0];
                left[0] = (left[0] ?? 0) + given[0];
                left[1] = (left[1] ?? 0) + given[1];
                standing.delete(name);
              }
              continue;
            }
            await grant(id, ...names);
            for (const name of names) {
              if (standing.has(name)) continue;
              const given: [number, number] = [Math.min(6, left[0] ?? 0), Math.min(4, left[1] ?? 0)];
              left[0] = (left[0] ?? 0) - given[0];
              left[1] = (left[1] ?? 0) - given[1];
              standing.set(name, given);
            }
          }
          expect(await remaining(id)).toEqual(left);
        },
      ),
      { numRuns: 30 },
    );
    expect(await reconcile(db)).toEqual([]);
  }, 120_000);

  test('reconcile names a credit whose parts do not add up', async () => {
    const id = await campaign(two(100, 100));
    const [row] = await db.rows<{ id: number }>(
      "INSERT INTO credit (campaign_id, mechanic, subject, units, at) VALUES ($1, 'relay', 'planted', 7, now()) RETURNING id",
      [id],
    );
    expect(await reconcile(db)).toContainEqual({
      check: "a credit's units are the sum of its parts",
      subject: String(row?.id),
      expected: 7,
      found: 0,
    });
  });
});
