import type { Instant } from '../kernel/mod.ts';
import { type Database, type Queryable, sqlTime } from '../store/mod.ts';
import type { Seal } from './secret.ts';

/** How many tries in how long, for one subject. */
export type Limit = { readonly name: string; readonly tries: number; readonly within_ms: number };

/**
 * Notes a try and says whether it is one too many, with the seconds to wait. What it was about is kept as a keyed hash.
 * Tries older than the window are forgotten on the way.
 */
export async function isLimited(
  db: Database,
  seal: Seal,
  limit: Limit,
  about: string,
  now: Instant,
): Promise<number | null> {
  const [wait = null] = await areLimited(db, seal, limit, [about], now);
  return wait;
}

/** The same for several subjects at once, each as if alone; one that comes twice is noted once. */
export async function areLimited(
  db: Database,
  seal: Seal,
  limit: Limit,
  abouts: readonly string[],
  now: Instant,
): Promise<readonly (number | null)[]> {
  const keys = abouts.map((about) => Buffer.from(seal(`try ${limit.name}`, about)).toString('hex'));
  const distinct = [...new Set(keys)].map((key) => Buffer.from(key, 'hex'));
  const since = sqlTime(now - limit.within_ms);
  return db.transaction(async (tx) => {
    const rows = await tx.rows<{ key: string; tries: number; oldest: Instant }>(
      `SELECT encode(about, 'hex') AS key, count(*) AS tries, min(at) AS oldest FROM sign_in_try
       WHERE about = ANY ($1::bytea[]) AND at > $2 GROUP BY about`,
      [distinct, since],
    );
    const full = new Map(rows.filter((row) => row.tries >= limit.tries).map((row) => [row.key, row.oldest]));
    const noted = distinct.filter((key) => !full.has(key.toString('hex')));
    await tx.rows('DELETE FROM sign_in_try WHERE about = ANY ($1::bytea[]) AND at <= $2', [noted, since]);
    await tx.rows(
      'INSERT INTO sign_in_try (about, at) SELECT about, $2::timestamptz FROM unnest($1::bytea[]) AS about',
      [noted, sqlTime(now)],
    );
    return keys.map((key) => {
      const oldest = full.get(key);
      return oldest === undefined ? null : Math.max(1, Math.ceil((oldest + limit.within_ms - now) / 1000));
    });
  });
}

/** Forgets the tries that count no more: those of more than a day ago. Part of the nightly round. */
export async function forgetTries(db: Queryable, now: Instant): Promise<void> {
  await db.rows('DELETE FROM sign_in_try WHERE at < $1', [sqlTime(now - 86_400_000)]);
}
