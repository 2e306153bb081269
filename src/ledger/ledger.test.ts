import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onBothDatabases, openMigrated } from '../../test/database.ts';
import type { Database } from '../store/mod.ts';
import { auditLedger, available, openAccounts, post, readBalances, type TransferRequest } from './mod.ts';

const at = Date.UTC(2026, 10, 1);

onBothDatabases('ledger', (kind) => {
  let db: Database;
  let made = 0;
  beforeAll(async () => {
    db = await openMigrated(kind);
  });
  afterAll(() => db.close());

  /** A source without limit, a promise filled to `cap`, and where its units go. */
  const promise = async (cap: number) => {
    const name = `p${++made}`;
    const [source, left, granted] = await db.transaction((tx) =>
      openAccounts(tx, [
        { name: `${name}:source`, unit: 'meal', bounded: false },
        { name: `${name}:left`, unit: 'meal', bounded: true },
        { name: `${name}:granted`, unit: 'meal', bounded: true },
      ]),
    );
    if (source === undefined || left === undefined || granted === undefined) throw new Error('accounts');
    if (cap > 0)
      await send([{ key: `${name}/open`, kind: 'direct', debit: source, credit: left, amount: cap }]);
    const remaining = async () => {
      const balance = (await readBalances(db, [left])).get(left);
      return balance === undefined ? Number.NaN : available(balance);
    };
    return { name, source, left, granted, remaining };
  };
  const send = (requests: readonly TransferRequest[]) => db.transaction((tx) => post(tx, requests, at));
  const kinds = async (requests: readonly TransferRequest[]) =>
    (await send(requests)).map((outcome) => (outcome.kind === 'refused' ? outcome.reason : outcome.kind));

  test('posted, exists, conflict, refused, refused for ever', async () => {
    const { name, left, granted, source, remaining } = await promise(10);
    const give = (key: string, amount: number): TransferRequest => ({
      key: `${name}/${key}`,
      kind: 'direct',
      debit: left,
      credit: granted,
      amount,
    });
    expect(await kinds([give('a', 6)])).toEqual(['posted']);
    expect(await kinds([give('a', 6)])).toEqual(['exists']);
    expect(await kinds([give('a', 5)])).toEqual(['conflict']);
    expect(await kinds([give('b', 5), give('c', 4), give('a', 6)])).toEqual([
      'over_limit',
      'posted',
      'exists',
    ]);
    await send([{ key: `${name}/raise`, kind: 'direct', debit: source, credit: left, amount: 100 }]);
    expect(await kinds([give('b', 5)])).toEqual(['refused_before']);
    expect(await remaining()).toBe(100);
  });

  test('a reservation holds units until it is posted or voided, once', async () => {
    const { name, left, granted, remaining } = await promise(10);
    const base = { debit: left, credit: granted, amount: 8 };
    const [held] = await send([{ key: `${name}/hold`, kind: 'pending', ...base }]);
    if (held?.kind !== 'posted') throw new Error('held');
    expect(await remaining()).toBe(2);
    expect(await kinds([{ key: `${name}/more`, kind: 'direct', ...base, amount: 3 }])).toEqual([
      'over_limit',
    ]);
    expect(
      await kinds([{ key: `${name}/post`, kind: 'post', ...base, amount: 5, resolves: held.transfer }]),
    ).toEqual(['posted']);
    expect(await remaining()).toBe(5);
    expect(await kinds([{ key: `${name}/void`, kind: 'void', ...base, resolves: held.transfer }])).toEqual([
      'nothing_to_resolve',
    ]);
  });

  test('a reversal gives everything back, once', async () => {
    const { name, left, granted, remaining } = await promise(10);
    const [given] = await send([
      { key: `${name}/g`, kind: 'direct', debit: left, credit: granted, amount: 10 },
    ]);
    if (given?.kind !== 'posted') throw new Error('given');
    const back = (key: string): TransferRequest => ({
      key: `${name}/${key}`,
      kind: 'direct',
      debit: granted,
      credit: left,
      amount: 10,
      reverses: given.transfer,
    });
    expect(await kinds([back('r1')])).toEqual(['posted']);
    expect(await kinds([back('r2')])).toEqual(['nothing_to_reverse']);
    expect(await remaining()).toBe(10);
  });

  test('one unit left, fifty hands: exactly one gets it', async () => {
    const { name, left, granted, remaining } = await promise(1);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        kinds([{ key: `${name}/${n}`, kind: 'direct', debit: left, credit: granted, amount: 1 }]),
      ),
    );
    expect(outcomes.flat().filter((outcome) => outcome === 'posted')).toHaveLength(1);
    expect(await remaining()).toBe(0);
  });

  test('the same keys sent at once from many sides are posted once', async () => {
    const { name, left, granted, remaining } = await promise(100);
    const batch = Array.from(
      { length: 10 },
      (_, n): TransferRequest => ({
        key: `${name}/${n}`,
        kind: 'direct',
        debit: left,
        credit: granted,
        amount: 3,
      }),
    );
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) => kinds(n % 2 === 0 ? batch : [...batch].reverse())),
    );
    expect(outcomes.flat().filter((outcome) => outcome === 'posted')).toHaveLength(10);
    expect(outcomes.flat().filter((outcome) => outcome === 'exists')).toHaveLength(70);
    expect(await remaining()).toBe(70);
  });

  test('a check that reads before it writes would overshoot: the bound in the database refuses it', async () => {
    const { left } = await promise(5);
    const overshoot = db.rows('UPDATE ledger_account SET debits_posted = debits_posted + 6 WHERE id = $1', [
      left,
    ]);
    await expect(overshoot).rejects.toThrow(/ledger_account_cap/);
  });

  test('any sequence agrees with a model of plain numbers, and the audit finds nothing', async () => {
    const step = fc.record({
      kind: fc.constantFrom(
        'direct' as const,
        'pending' as const,
        'post' as const,
        'void' as const,
        'reverse' as const,
        'repeat' as const,
      ),
      amount: fc.integer({ min: 1, max: 9 }),
      pick: fc.nat(30),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 40 }),
        async (steps, cap) => {
          const { name, left, granted, remaining } = await promise(cap);
          let model = cap;
          const done: {
            request: TransferRequest;
            transfer: number;
            open: boolean;
            kind: 'direct' | 'pending' | 'post';
          }[] = [];
          for (const [index, one] of steps.entries()) {
            const key = `${name}/${index}`;
            const earlier = done.length === 0 ? undefined : done[one.pick % done.length];
            if (one.kind === 'repeat') {
              if (earlier !== undefined) expect(await kinds([earlier.request])).toEqual(['exists']);
              continue;
            }
            if (one.kind === 'direct' || one.kind === 'pending') {
              const request: TransferRequest = {
                key,
                kind: one.kind,
                debit: left,
                credit: granted,
                amount: one.amount,
              };
              const [outcome] = await send([request]);
              expect(outcome?.kind).toBe(one.amount <= model ? 'posted' : 'refused');
              if (outcome?.kind !== 'posted') continue;
              model -= one.amount;
              done.push({ request, transfer: outcome.transfer, open: true, kind: one.kind });
              continue;
            }
            if (earlier === undefined) continue;
            const reverses = one.kind === 'reverse';
            const fits = reverses ? earlier.kind !== 'pending' : earlier.kind === 'pending';
            const amount =
              reverses || one.kind === 'void'
                ? earlier.request.amount
                : Math.min(one.amount, earlier.request.amount);
            const request: TransferRequest = reverses
              ? { key, kind: 'direct', debit: granted, credit: left, amount, reverses: earlier.transfer }
              : {
                  key,
                  kind: one.kind === 'void' ? 'void' : 'post',
                  debit: left,
                  credit: granted,
                  amount,
                  resolves: earlier.transfer,
                };
            const [outcome] = await send([request]);
            expect(outcome?.kind).toBe(fits && earlier.open ? 'posted' : 'refused');
            if (outcome?.kind !== 'posted') continue;
            earlier.open = false;
            if (reverses) model += amount;
            else if (one.kind === 'void') model += earlier.request.amount;
            else {
              model += earlier.request.amount - amount;
              done.push({ request, transfer: outcome.transfer, open: true, kind: 'post' });
            }
          }
          expect(await remaining()).toBe(model);
        },
      ),
      { numRuns: kind === 'postgres' ? 40 : 25 },
    );
    expect(await auditLedger(db)).toEqual([]);
  }, 120_000);
});

test('the audit notices a counter that was changed by hand', async () => {
  const db = await openMigrated('pglite');
  await db.transaction((tx) => openAccounts(tx, [{ name: 'x', unit: 'meal', bounded: false }]));
  await db.rows('UPDATE ledger_account SET credits_posted = 3');
  expect(await auditLedger(db)).toEqual([{ account: 'x', counter: 'credits_posted', stored: 3, derived: 0 }]);
  await db.close();
});
