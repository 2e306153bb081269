import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignFile } from '../../test/campaign.ts';
import { onBothDatabases, openMigrated } from '../../test/database.ts';
import { credit, reconcile } from '../credit/mod.ts';
import { type CampaignId, systemRandom } from '../kernel/mod.ts';
import type { Database } from '../store/mod.ts';
import {
  becomeCreditWriter,
  exportCampaign,
  importCampaign,
  parseCampaignFile,
  readCampaign,
} from './mod.ts';

onBothDatabases('a campaign', (kind) => {
  let db: Database;
  let now = Date.UTC(2026, 5, 1);
  let made = 0;
  const clock = { now: () => now };
  beforeAll(async () => {
    db = await openMigrated(kind);
  });
  afterAll(async () => {
    expect(await reconcile(db)).toEqual([]);
    await db.close();
  });
  const put = (text: string) => importCampaign(db, text, clock);
  const totals = async (slug: string) => (await readCampaign(db, slug, now))?.totals;
  const counts = async () =>
    (
      await db.rows(
        'SELECT (SELECT count(*) FROM terms_version) AS terms, (SELECT count(*) FROM ledger_transfer) AS transfers, (SELECT count(*) FROM campaign) AS campaigns, (SELECT count(*) FROM organisation) AS organisations',
      )
    )[0];
  const grant = async (slug: string) => {
    const [row] = await db.rows<{ id: CampaignId }>('SELECT id FROM campaign WHERE slug = $1', [slug]);
    if (row === undefined) throw new Error(slug);
    await db.transaction(async (tx) => {
      await becomeCreditWriter(tx, row.id);
      const books = { campaign: { id: row.id, slug }, at: now, random: systemRandom };
      await credit(tx, books, 'relay', [{ subject: 'someone', facts: {} }]);
    });
  };
  const two = (perAct: number, cap: number, minimum = 0) =>
    `  - { id: a, partner: danone, mechanic: relay, perAct: ${perAct}, cap: ${cap}, minimum: ${minimum} }\n  - { id: b, partner: carrefour, mechanic: relay, perAct: 4, cap: 100 }`;
  const fresh = () => `c${++made}`;

  test('is imported with its promises open to their caps, and again without any change', async () => {
    const slug = fresh();
    const text = campaignFile({ slug, pledges: two(6, 1000) });
    expect(await put(text)).toMatchObject({
      kind: 'imported',
      slug,
      created: true,
      pledges: 2,
      newTerms: [],
    });
    expect(await totals(slug)).toMatchObject({
      state: 'open',
      granted: 0,
      remaining: 1100,
      relays: 0,
      pledges: [{ id: 'a', cap: 1000, remaining: 1000, termsVersion: 1 }, { id: 'b' }],
    });
    const before = await counts();
    expect(await put(text)).toMatchObject({
      kind: 'imported',
      slug,
      created: false,
      pledges: 2,
      newTerms: [],
    });
    expect(await counts()).toEqual(before);
  });

  test('is exported as the file it came from', async () => {
    const slug = fresh();
    const text = campaignFile({ slug });
    await put(text);
    expect(parseCampaignFile((await exportCampaign(db, slug)) ?? '')).toEqual(parseCampaignFile(text));
    expect(await exportCampaign(db, 'never')).toBeNull();
  });

  test('once open, promises may only become more generous: a new version, or a refusal that leaves nothing', async () => {
    const slug = fresh();
    await put(campaignFile({ slug, pledges: two(6, 1000, 10) }));
    await grant(slug);
    expect(await put(campaignFile({ slug, pledges: two(7, 1500, 20) }))).toMatchObject({
      kind: 'imported',
      newTerms: ['a'],
    });
    expect(await totals(slug)).toMatchObject({
      granted: 10,
      pledges: [
        { perAct: 7, cap: 1500, minimum: 20, granted: 6, remaining: 1494, termsVersion: 2 },
        { granted: 4 },
      ],
    });
    const before = await counts();
    const refused = await put(campaignFile({ slug, pledges: two(5, 1400, 0) }));
    expect(refused).toEqual({
      kind: 'refused',
      reasons: [
        'pledges[0].perAct: falls from 7 to 5; a published promise may only become more generous.',
        'pledges[0].cap: falls from 1500 to 1400; a published promise may only become more generous.',
        'pledges[0].minimum: falls from 20 to 0; a published promise may only become more generous.',
      ],
    });
    expect(await counts()).toEqual(before);
  });

  test('before it opens a promise may still be lowered', async () => {
    const slug = fresh();
    const opens = '2027-01-01T00:00:00+01:00';
    await put(campaignFile({ slug, opens, pledges: two(6, 1000) }));
    expect(await put(campaignFile({ slug, opens, pledges: two(5, 400) }))).toMatchObject({
      kind: 'imported',
      newTerms: ['a'],
    });
    expect(await totals(slug)).toMatchObject({ state: 'announced', remaining: 500 });
  });

  test('what was said can’t be unsaid', async () => {
    const slug = fresh();
    await put(campaignFile({ slug, pledges: two(6, 1000) }));
    const only = '  - { id: a, partner: carrefour, mechanic: relay, perAct: 6, cap: 1000 }';
    const outcome = await put(
      campaignFile({
        slug,
        pledges: only,
        opens: '2026-02-01T00:00:00+01:00',
        closes: '2030-01-01T00:00:00+01:00',
      }).replace('code: meal', 'code: tree'),
    );
    expect(outcome).toEqual({
      kind: 'refused',
      reasons: [
        "campaign.unit.code: a campaign's unit can't change from meal to tree.",
        "campaign.opens: the campaign opened at 2025-12-31T23:00:00.000Z; that can't change any more.",
        "campaign.closes: an open campaign can't end before the announced 2035-12-31T23:00:00.000Z.",
        "pledges: b is missing; a promise can't be taken back.",
        "pledges[0].partner: a was promised by danone; that can't change.",
      ],
    });
    expect(
      await put(campaignFile({ slug, pledges: two(6, 1000), closes: '2037-01-01T00:00:00+01:00' })),
    ).toMatchObject({ kind: 'imported' });
  });

  test('a wrong file leaves nothing', async () => {
    const before = await counts();
    expect(
      await put(campaignFile({ slug: fresh() }).replace('partner: danone', 'partner: nobody')),
    ).toMatchObject({ kind: 'invalid', problems: [{ line: 19 }] });
    expect(await counts()).toEqual(before);
  });

  test('imported twice at once it is one campaign', async () => {
    const slug = fresh();
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => put(campaignFile({ slug }))));
    expect(
      outcomes.map((outcome) => outcome.kind === 'imported' && outcome.created).filter(Boolean),
    ).toHaveLength(1);
    expect(await totals(slug)).toMatchObject({ remaining: 20_000 });
  });

  test('opens and closes by the clock, to the millisecond', async () => {
    const slug = fresh();
    await put(campaignFile({ slug, opens: '2026-06-10T00:00:00Z', closes: '2026-06-20T23:59:59Z' }));
    const states: string[] = [];
    for (const at of [
      '2026-06-09T23:59:59.999Z',
      '2026-06-10T00:00:00.000Z',
      '2026-06-20T23:59:59.000Z',
      '2026-06-20T23:59:59.001Z',
    ]) {
      now = Date.parse(at);
      states.push((await totals(slug))?.state ?? '');
    }
    now = Date.UTC(2026, 5, 1);
    expect(states).toEqual(['announced', 'open', 'open', 'closed']);
  });
});
