import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignFile } from '../../test/campaign.ts';
import { onBothDatabases, openMigrated } from '../../test/database.ts';
import { becomeCreditWriter, importCampaign } from '../campaign/mod.ts';
import { type CampaignId, systemRandom } from '../kernel/mod.ts';
import { decodeEntries, ensureTree, integrate } from '../log/mod.ts';
import type { Database } from '../store/mod.ts';
import { credit, logEarlier, reconcile, reverse } from './mod.ts';

const clock = { now: () => Date.UTC(2026, 10, 15) };

onBothDatabases('what was granted before there was a log', (kind) => {
  let db: Database;
  beforeAll(async () => {
    db = await openMigrated(kind);
  });
  afterAll(() => db.close());

  test('is entered once, and then the log says what the books say', async () => {
    expect(await importCampaign(db, campaignFile(), clock)).toMatchObject({ kind: 'imported' });
    const [campaign] = await db.rows<{ id: CampaignId; slug: string }>('SELECT id, slug FROM campaign');
    if (campaign === undefined) throw new Error('campaign');
    const books = { campaign, at: clock.now(), random: systemRandom };
    await db.transaction(async (tx) => {
      await becomeCreditWriter(tx, campaign.id);
      const acts = Array.from({ length: 1203 }, (_, n) => ({ subject: `s${n}`, facts: {} }));
      for (let n = 0; n < acts.length; n += 401) await credit(tx, books, 'relay', acts.slice(n, n + 401));
      await reverse(tx, books, 'relay', [{ subject: 's7', reason: 'spam' }]);
    });
    // The database as it was before the log: rows without leaves, no entries.
    for (const table of ['credit', 'reversal', 'terms_version', 'log_entries'])
      await db.rows(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const table of ['credit', 'reversal', 'terms_version'])
      await db.rows(`UPDATE ${table} SET leaf_index = NULL`);
    for (const table of ['log_entries', 'log', 'opening']) await db.rows(`DELETE FROM ${table}`);
    for (const table of ['credit', 'reversal', 'terms_version', 'log_entries'])
      await db.rows(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    expect((await reconcile(db)).length).toBeGreaterThan(0);

    expect(await logEarlier(db, systemRandom)).toBe(1);
    expect(await reconcile(db)).toEqual([]);
    expect(await logEarlier(db, systemRandom)).toBe(0);
    await ensureTree(db, campaign.id, 'relais.example/c/essai/log');
    await integrate(db, campaign.id);
    expect(await reconcile(db)).toEqual([]);
    const [log] = await db.rows<{ size: number }>('SELECT size FROM log');
    expect(log?.size).toBe(2 + 1203 + 1);
    const [last] = await db.rows<{ entries: Uint8Array }>(
      'SELECT entries FROM log_entries ORDER BY first_index DESC LIMIT 1',
    );
    const entries = decodeEntries(last?.entries ?? new Uint8Array())?.map((one) =>
      new TextDecoder().decode(one),
    );
    expect(JSON.parse(entries?.at(-1) ?? '')).toMatchObject({ kind: 'reversal', units: -10 });
  });

  test('a row’s leaf is set once and never changed; nothing else of the row may change with it', async () => {
    await expect(db.rows('UPDATE credit SET leaf_index = leaf_index + 1')).rejects.toThrow(/append-only/);
    await expect(db.rows('UPDATE terms_version SET cap = cap + 1')).rejects.toThrow(/append-only/);
    await expect(db.rows('DELETE FROM credit')).rejects.toThrow(/append-only/);
    await expect(db.rows("UPDATE log_entries SET entries = ''")).rejects.toThrow(/append-only/);
    await expect(db.rows('DELETE FROM log_entries')).rejects.toThrow(/append-only/);
    await expect(db.rows('TRUNCATE log_entries')).rejects.toThrow(/append-only/);
  });

  test.each([
    [
      'an entry changed',
      "UPDATE log_entries SET entries = overlay(entries PLACING '\\x39'::bytea FROM 60 FOR 1) WHERE first_index = 0",
    ],
    ['a salt changed', 'UPDATE opening SET salt = sha256(salt) WHERE leaf_index = 5'],
    [
      'a record changed',
      "UPDATE opening SET record = replace(record, 'relay', 'delay') WHERE leaf_index = 5",
    ],
    ['a credit moved', 'UPDATE credit SET leaf_index = 4000000 WHERE leaf_index = 9'],
    [
      'a tile changed',
      "UPDATE log_tile SET hashes = overlay(hashes PLACING '\\x00'::bytea FROM 9 FOR 1) WHERE level = 0 AND n = 1",
    ],
  ])('reconcile names it when somebody got past the triggers: %s', async (_, change) => {
    await db
      .transaction(async (tx) => {
        for (const table of ['credit', 'log_entries'])
          await tx.rows(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
        await tx.rows(change);
        const inside = {
          ...db,
          transaction: (<T>(work: (inner: typeof tx) => Promise<T>) =>
            work(silent(tx))) as Database['transaction'],
          rows: tx.rows,
        };
        expect((await reconcile(inside)).length).toBeGreaterThan(0);
        throw new Error('put back');
      })
      .catch((error: Error) => {
        if (error.message !== 'put back') throw error;
      });
    expect(await reconcile(db)).toEqual([]);
  });
});

/** The same session without the isolation level, which can't be set in the middle of a transaction. */
function silent<T extends { rows: Database['rows'] }>(tx: T): T {
  return {
    ...tx,
    rows: async (text, values) => (text.startsWith('SET TRANSACTION') ? [] : tx.rows(text, values)),
  };
}
