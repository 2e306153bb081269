import type { Units } from '../kernel/mod.ts';
import type { Queryable, Transaction } from '../store/mod.ts';

/** An account's number in the ledger. */
export type AccountId = number;

/** What stands on an account; all four counters only grow. */
export type Balance = {
  readonly account: AccountId;
  readonly bounded: boolean;
  readonly debitsPending: Units;
  readonly debitsPosted: Units;
  readonly creditsPending: Units;
  readonly creditsPosted: Units;
};

/** What a bounded account can still give: received less given less reserved. */
export function available(balance: Balance): Units {
  return balance.creditsPosted - balance.debitsPosted - balance.debitsPending;
}

/** An account to open. `bounded`: it never gives more than it received (enforced by a CHECK as well). */
export type NewAccount = { readonly name: string; readonly unit: string; readonly bounded: boolean };

/** Opens accounts, or finds those of the same names; gives their numbers in the given order. */
export async function openAccounts(
  tx: Transaction,
  accounts: readonly NewAccount[],
): Promise<readonly AccountId[]> {
  await tx.rows(
    `INSERT INTO ledger_account (name, unit, bounded)
     SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[]) ON CONFLICT (name) DO NOTHING`,
    [accounts.map((a) => a.name), accounts.map((a) => a.unit), accounts.map((a) => a.bounded)],
  );
  const found = await tx.rows<{ id: number; name: string; unit: string; bounded: boolean }>(
    'SELECT id, name, unit, bounded FROM ledger_account WHERE name = ANY($1::text[])',
    [accounts.map((a) => a.name)],
  );
  const byName = new Map(found.map((row) => [row.name, row]));
  return accounts.map((account) => {
    const row = byName.get(account.name);
    if (row === undefined || row.unit !== account.unit || row.bounded !== account.bounded)
      throw new Error(`ledger account ${account.name} exists with another unit or bound`);
    return row.id;
  });
}

const balanceColumns = `id AS account, bounded, debits_pending AS "debitsPending", debits_posted AS "debitsPosted",
  credits_pending AS "creditsPending", credits_posted AS "creditsPosted"`;

/** The balances as committed now; nothing is locked. */
export async function readBalances(
  db: Queryable,
  accounts: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, Balance>> {
  const rows = await db.rows<Balance>(
    `SELECT ${balanceColumns} FROM ledger_account WHERE id = ANY($1::bigint[])`,
    [accounts],
  );
  return new Map(rows.map((row) => [row.account, row]));
}

/** Locks the accounts in order of their numbers (so that two callers can't deadlock) and gives their balances. */
export async function lockBalances(
  tx: Transaction,
  accounts: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, Balance>> {
  const rows = await tx.rows<Balance>(
    `SELECT ${balanceColumns} FROM ledger_account WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE`,
    [accounts],
  );
  return new Map(rows.map((row) => [row.account, row]));
}
