import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { onBothDatabases, openMigrated } from '../../test/database.ts';
import { reconcile } from '../credit/mod.ts';
import { systemRandom } from '../kernel/mod.ts';
import type { Database } from '../store/mod.ts';
import {
  addFinding,
  adoptPublished,
  createDraft,
  type Draft,
  type DraftFile,
  draftOf,
  exportCampaign,
  importCampaign,
  parseCampaignFile,
  previewOf,
  publishDraft,
  readCampaign,
  readDraft,
  readDraftEntries,
  saveDraft,
  sign,
  withValue,
} from './mod.ts';

const example = readFileSync(
  join(import.meta.dirname, '..', '..', 'examples', 'un-billet-dix-repas.yaml'),
  'utf8',
);

const [firstPledge] = draftOf(example).pledges as object[];

onBothDatabases('a campaign in the making', (kind) => {
  let db: Database;
  const before = Date.parse('2026-10-20T08:00:00Z');
  let now = before;
  let made = 0;
  const clock = { now: () => now };
  const claire = { account: 'acc_claire', name: 'Claire' };
  beforeAll(async () => {
    db = await openMigrated(kind);
  });
  beforeEach(() => {
    now = before;
  });
  afterAll(async () => {
    expect(await reconcile(db)).toEqual([]);
    await db.close();
  });

  const named = (slug: string, file: DraftFile = draftOf(example)) => withValue(file, 'campaign.slug', slug);
  /** A draft that says everything but what the charity finds and signs. */
  const begin = async (operator = 'netscouade') => {
    const slug = `draft-${++made}`;
    const file = withValue(named(slug), 'campaign.operator', operator);
    await db.transaction((tx) => createDraft(tx, { slug, operator, file }, now));
    return slug;
  };
  const draftOfSlug = async (slug: string): Promise<Draft> => {
    const draft = await readDraft(db, slug);
    if (draft === null) throw new Error(slug);
    return draft;
  };
  const change = async (slug: string, path: string, value: unknown) => {
    const draft = await draftOfSlug(slug);
    const file = withValue(draft.draft, path, value);
    return db.transaction((tx) =>
      saveDraft(tx, { slug, operator: draft.operator, file }, draft.revision, now),
    );
  };
  const examine = (slug: string, partner: string, criterion: string, result: 'met' | 'partly' = 'met') =>
    db.transaction((tx) =>
      addFinding(tx, slug, { partner, criterion, result, note: null, document: null }, claire, now),
    );
  const examineAll = async (slug: string) => {
    for (const partner of ['danone', 'carrefour'])
      for (const criterion of ['independence', 'transparency', 'mission'])
        await examine(slug, partner, criterion);
  };
  const signBoth = async (slug: string) => {
    const scope = { fr: 'Nom et logo.', en: 'Name and logo.' };
    for (const [signed, within] of [
      ['charter', null],
      ['consent', scope],
    ] as const) {
      const draft = await draftOfSlug(slug);
      await db.transaction((tx) =>
        sign(tx, { slug, file: draft.draft, base: draft.base }, signed, within, claire, now),
      );
    }
  };
  const publish = async (slug: string, notices: ReadonlyMap<string, { fr: string }> = new Map()) => {
    const { revision } = await draftOfSlug(slug);
    const record = async () => {};
    return publishDraft(db, slug, revision, notices, { clock, random: systemRandom, record });
  };
  const problems = async (slug: string) => (await draftOfSlug(slug)).obstacles.map((one) => one.problem);
  const ready = async () => {
    const slug = await begin();
    await examineAll(slug);
    await signBoth(slug);
    return slug;
  };

  test('what somebody writes in of findings and signatures counts for nothing', async () => {
    const slug = await begin();
    expect(await problems(slug)).toEqual(['consent_missing', 'partner_unexamined', 'partner_unexamined']);
    expect((await publish(slug)).kind).toBe('incomplete');
    expect(await readCampaign(db, slug, now)).toBeNull();
  });

  test('examined, signed and consented to, it is published, and its file is the draft’s', async () => {
    const slug = await ready();
    const draft = await draftOfSlug(slug);
    expect(draft.obstacles).toEqual([]);
    const preview = previewOf(draft, now);
    expect(await publish(slug)).toEqual({ kind: 'published', created: true, newTerms: [] });
    const view = await readCampaign(db, slug, now);
    expect(view).toMatchObject({
      obstacles: [],
      charter: { signedBy: 'restos', signedOn: '2026-10-20' },
      statements: { consent: { by: 'Claire', on: '2026-10-20' } },
    });
    const { totals: _t, ...shown } = view ?? ({} as never);
    const { totals: _p, ...previewed } = preview ?? ({} as never);
    expect(previewed).toEqual(shown);
    const exported = (await exportCampaign(db, slug)) ?? '';
    expect(parseCampaignFile(exported)).toEqual(
      parseCampaignFile(JSON.stringify({ relais: 1, ...draft.composed })),
    );
    expect(await publish(slug)).toMatchObject({ kind: 'published', created: false, newTerms: [] });
  });

  test.each([
    [
      'another criterion',
      'charter.criteria[3]',
      { id: 'more', text: { fr: 'Encore.', en: 'More.' } },
      ['partner_unexamined'],
    ],
    ['another text', 'charter.text', 'Tout est permis.', ['charter_unsigned']],
    ['a partner less', 'pledges', [firstPledge], ['consent_missing', 'charter_unsigned']],
  ])('a signature holds for what was signed: %s asks for another', async (_, path, value, missing) => {
    const slug = await ready();
    expect(await problems(slug)).toEqual([]);
    await change(slug, path, value);
    expect(await problems(slug)).toEqual(expect.arrayContaining(missing));
    expect((await publish(slug)).kind).toBe('incomplete');
  });

  test('a later finding takes the place of an earlier one, and the signature is void', async () => {
    const slug = await ready();
    await examine(slug, 'danone', 'mission', 'partly');
    expect(await problems(slug)).toEqual(['charter_unsigned']);
    await signBoth(slug);
    expect(await problems(slug)).toEqual([]);
    await expect(db.rows("UPDATE charter_finding SET result = 'met'")).rejects.toThrow(/append-only/);
    await expect(db.rows('DELETE FROM charity_signature')).rejects.toThrow(/append-only/);
  });

  test('texts may change without another signature; terms need a sentence, and only rise', async () => {
    const slug = await ready();
    await publish(slug);
    now = Date.parse('2026-11-05T08:00:00Z');
    await change(slug, 'campaign.summary.fr', 'Autrement dit.');
    expect((await publish(slug)).kind).toBe('published');
    await change(slug, 'pledges[0].cap', 13000);
    expect(await publish(slug)).toEqual({ kind: 'notice_missing', pledges: ['danone-billets'] });
    expect((await readCampaign(db, slug, now))?.totals.pledges[0]?.cap).toBe(12000);
    expect((await publish(slug, new Map([['danone-billets', { fr: 'Plus.' }]]))).kind).toBe('published');
    const view = await readCampaign(db, slug, now);
    expect(view?.promises[0]?.terms).toMatchObject([
      { version: 1, cap: 12000, notice: null },
      { version: 2, cap: 13000, notice: { fr: 'Plus.' }, from: now },
    ]);
    await change(slug, 'pledges[0].cap', 12500);
    expect(await publish(slug)).toMatchObject({
      kind: 'refused',
      reasons: [expect.stringContaining('falls from 13000 to 12500')],
    });
  });

  test('somebody else’s save, or a file’s import, is noticed; nothing is lost silently', async () => {
    const slug = await ready();
    const { draft, revision } = await draftOfSlug(slug);
    await change(slug, 'campaign.summary.fr', 'Un.');
    const late = { slug, operator: 'netscouade', file: withValue(draft, 'campaign.summary.fr', 'Deux.') };
    expect(await db.transaction((tx) => saveDraft(tx, late, revision, now))).toBe('stale');
    expect((await publish(slug)).kind).toBe('published');
    const file = (await exportCampaign(db, slug)) ?? '';
    expect(file).toContain('fr: Un.');
    expect((await importCampaign(db, file.replace('fr: Un.', 'fr: Par fichier.'), clock)).kind).toBe(
      'imported',
    );
    expect((await draftOfSlug(slug)).overtaken).toBe(true);
    expect((await publish(slug)).kind).toBe('stale');
    await db.transaction((tx) => adoptPublished(tx, slug, now));
    expect(await draftOfSlug(slug)).toMatchObject({ overtaken: false, obstacles: [] });
    expect((await publish(slug)).kind).toBe('published');
  });

  test('a campaign that came by a file has a draft in step with it, signatures and all', async () => {
    const slug = `file-${++made}`;
    const text = example.replace('slug: un-billet-dix-repas', `slug: ${slug}`);
    await importCampaign(db, text, clock);
    expect(await draftOfSlug(slug)).toMatchObject({ obstacles: [], revision: 0, overtaken: false });
    await change(slug, 'campaign.summary.fr', 'Autrement.');
    expect((await publish(slug)).kind).toBe('published');
    await change(slug, 'charter.text', 'Autre charte.');
    expect(await problems(slug)).toEqual(['charter_unsigned']);
  });

  test('nobody takes a slug that is taken, or renames a partner of somebody else’s public campaign', async () => {
    const slug = await ready();
    await publish(slug);
    const again = { slug, operator: 'other', file: {} };
    expect(await db.transaction((tx) => createDraft(tx, again, now))).toBe('taken');
    const other = await begin('other');
    const { draft } = await draftOfSlug(other);
    const organisations = (draft.organisations as { slug: string }[]).map((one) =>
      one.slug === 'netscouade' ? { slug: 'other', kind: 'agency', name: 'Other' } : one,
    );
    await change(other, 'organisations', organisations);
    await change(other, 'organisations[1].name', 'Pas Danone');
    await examineAll(other);
    await signBoth(other);
    expect(await problems(other)).toEqual([]);
    expect(await publish(other)).toMatchObject({
      kind: 'refused',
      reasons: [expect.stringContaining('stands in a public campaign of another operator as «Danone»')],
    });
    await change(other, 'organisations[1].name', 'Danone');
    expect((await publish(other)).kind).toBe('published');
  });

  test('the list has drafts and campaigns with who is in them', async () => {
    const slug = await begin();
    const entries = await readDraftEntries(db);
    expect(entries.find((one) => one.slug === slug)).toMatchObject({
      operator: 'netscouade',
      charity: 'restos',
      organisations: ['restos', 'danone', 'carrefour', 'netscouade'],
      published: false,
    });
  });

  test.each([
    {},
    { organisations: 'x', campaign: [], pledges: { a: 1 }, charter: 'text', disclosures: 7 },
    { campaign: { title: 'x', opens: 'y', unit: 'z' }, pledges: [null, 3, {}], organisations: [null, 1] },
    { charter: { criteria: 'x', findings: 3 }, disclosures: { fees: 'x', consent: 'y', conditions: 9 } },
  ])('whatever a draft holds, it is read: %j', async (file) => {
    const slug = `odd-${++made}`;
    await db.transaction((tx) => createDraft(tx, { slug, operator: 'netscouade', file }, now));
    const draft = await draftOfSlug(slug);
    expect(draft.file).toBeNull();
    expect(draft.problems.length + draft.obstacles.length).toBeGreaterThan(0);
    expect((await publish(slug)).kind).toBe('incomplete');
  });
});
