import { type AccountId, type Id, type Instant, newId, type Random } from '../kernel/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../store/mod.ts';
import { type Person, readPerson } from './account.ts';
import { isToken, newToken, type Seal } from './secret.ts';

export type SessionId = Id<'ses'>;
export type SignInWay = 'link' | 'passkey' | 'recovery' | 'sso' | 'setup';

const day_ms = 86_400_000;
/** Unused for this long, a session ends; and it ends in any case after `absolute_ms`. */
const idle_ms = 7 * day_ms;
const absolute_ms = 30 * day_ms;
/** How long a token still counts after it was changed: a page's other requests carry it. */
const overlap_ms = 20_000;
/** How often it is written that a session was seen. */
const seen_every_ms = 60_000;

/** An open session: whoever has the token is that person. The token is known to the browser alone. */
export type OpenedSession = { readonly token: string; readonly session: SessionId };

/** Opens a session: always a new token, so that one planted before the sign-in is worth nothing. */
export async function openSession(
  tx: Transaction,
  house: { readonly seal: Seal; readonly random: Random },
  given: { readonly account: AccountId; readonly way: SignInWay; readonly agent: string },
  now: Instant,
): Promise<OpenedSession> {
  const token = newToken(house.random);
  const session = newId('ses', now, house.random);
  await tx.rows(
    `INSERT INTO session (id, token_hash, account_id, way, agent, created_at, seen_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`,
    [
      session,
      house.seal('session', token),
      given.account,
      given.way,
      given.agent.slice(0, 200),
      sqlTime(now),
      sqlTime(now + absolute_ms),
    ],
  );
  return { token, session };
}

export type SeenSession = {
  readonly person: Person;
  readonly session: SessionId;
  /** The token that the browser must hold from now on, when it changed. */
  readonly renewed: string | null;
};

/** Who holds a token; null when the session ended, was revoked or never was. */
export async function readSession(
  db: Database,
  house: { readonly seal: Seal; readonly random: Random },
  token: string,
  now: Instant,
): Promise<SeenSession | null> {
  if (!isToken(token)) return null;
  const hash = house.seal('session', token);
  const [row] = await db.rows<{ id: SessionId; account: AccountId; seenAt: Instant; renew: boolean }>(
    `SELECT id, account_id AS account, seen_at AS "seenAt", renew FROM session
     WHERE (token_hash = $1 OR (previous_hash = $1 AND renewed_at > $4)) AND expires_at > $2 AND seen_at > $3`,
    [hash, sqlTime(now), sqlTime(now - idle_ms), sqlTime(now - overlap_ms)],
  );
  const person = row === undefined ? null : await readPerson(db, row.account);
  if (row === undefined || person === null) return null;
  if (row.renew) {
    const renewed = newToken(house.random);
    const changed = await db.rows(
      `UPDATE session SET token_hash = $2, previous_hash = $1, renewed_at = $3, renew = false, seen_at = $3
       WHERE token_hash = $1 AND renew RETURNING id`,
      [hash, house.seal('session', renewed), sqlTime(now)],
    );
    return { person, session: row.id, renewed: changed.length > 0 ? renewed : null };
  }
  if (now - row.seenAt > seen_every_ms)
    await db.rows('UPDATE session SET seen_at = $2 WHERE id = $1', [row.id, sqlTime(now)]);
  return { person, session: row.id, renewed: null };
}

export type SessionView = {
  readonly id: SessionId;
  readonly way: SignInWay;
  readonly agent: string;
  readonly createdAt: Instant;
  readonly seenAt: Instant;
};

export async function readSessions(
  db: Queryable,
  account: AccountId,
  now: Instant,
): Promise<readonly SessionView[]> {
  return db.rows<SessionView>(
    `SELECT id, way, agent, created_at AS "createdAt", seen_at AS "seenAt" FROM session
     WHERE account_id = $1 AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC`,
    [account, sqlTime(now), sqlTime(now - idle_ms)],
  );
}

/** Ends a session of this account; one of another account is left alone. */
export async function closeSession(db: Queryable, account: AccountId, session: string): Promise<void> {
  await db.rows('DELETE FROM session WHERE id = $1 AND account_id = $2', [session, account]);
}

/** Ends every session of an account but the one that asks. */
export async function closeOtherSessions(db: Queryable, account: AccountId, but: string): Promise<void> {
  await db.rows('DELETE FROM session WHERE account_id = $1 AND id <> $2', [account, but]);
}

/** Deletes what opens nothing any more: ended sessions, used and old links. How many rows went. */
export async function forgetSessions(db: Database, now: Instant): Promise<number> {
  const gone = await Promise.all([
    db.rows('DELETE FROM session WHERE expires_at < $1 OR seen_at < $2 RETURNING id', [
      sqlTime(now),
      sqlTime(now - idle_ms),
    ]),
    db.rows('DELETE FROM sign_in_link WHERE expires_at < $1 RETURNING id', [sqlTime(now - day_ms)]),
    db.rows('DELETE FROM sso_flow WHERE expires_at < $1 RETURNING nonce', [sqlTime(now)]),
    db.rows('DELETE FROM passkey_challenge WHERE expires_at < $1 RETURNING id', [sqlTime(now)]),
  ]);
  return gone.reduce((sum, rows) => sum + rows.length, 0);
}
