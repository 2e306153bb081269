import type { AccountId, Instant, Random } from '../kernel/mod.ts';
import { type Database, type Queryable, sqlTime } from '../store/mod.ts';
import { findAccount } from './account.ts';
import type { Seal } from './secret.ts';
import { type OpenedSession, openSession } from './session.ts';

const codes = 10;
/** No letter or digit that is read as another. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const code_letters = 12;

/** New recovery codes for an account, shown this once; the earlier ones are worth nothing from now on. */
export async function makeRecoveryCodes(
  db: Database,
  house: { readonly seal: Seal; readonly random: Random },
  account: AccountId,
): Promise<readonly string[]> {
  const made = Array.from({ length: codes }, () => newCode(house.random));
  await db.transaction(async (tx) => {
    await tx.rows('DELETE FROM recovery_code WHERE account_id = $1', [account]);
    for (const code of made)
      await tx.rows('INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, $2)', [
        account,
        hashOf(house.seal, account, code),
      ]);
  });
  return made;
}

function newCode(random: Random): string {
  let code = '';
  while (code.length < code_letters)
    // Bytes past the last whole round of letters are left out, so that each letter is as likely.
    for (const byte of random(code_letters))
      if (byte < 256 - (256 % letters.length) && code.length < code_letters)
        code += letters[byte % letters.length];
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}

const hashOf = (seal: Seal, account: AccountId, code: string) =>
  seal('recovery', `${account} ${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`);

/** Opens a session with a recovery code, once per code; null when address and code don't belong together. */
export async function enterByCode(
  db: Database,
  house: { readonly seal: Seal; readonly random: Random },
  given: { readonly email: string; readonly code: string; readonly agent: string },
  now: Instant,
): Promise<OpenedSession | null> {
  return db.transaction(async (tx) => {
    const account = await findAccount(tx, given.email);
    if (account === null) return null;
    const used = await tx.rows(
      'UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING account_id',
      [account.account, hashOf(house.seal, account.account, given.code), sqlTime(now)],
    );
    if (used.length === 0) return null;
    return openSession(tx, house, { account: account.account, way: 'recovery', agent: given.agent }, now);
  });
}

/** How many codes an account has left. */
export async function countRecoveryCodes(db: Queryable, account: AccountId): Promise<number> {
  const [row] = await db.rows<{ left: number }>(
    'SELECT count(*) AS left FROM recovery_code WHERE account_id = $1 AND used_at IS NULL',
    [account],
  );
  return row?.left ?? 0;
}
