import type { Instant } from '../kernel/mod.ts';
import { type Database, sqlTime } from '../store/mod.ts';
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
  const key = seal(`try ${limit.name}`, about);
  return db.transaction(async (tx) => {
    await tx.rows('DELETE FROM sign_in_try WHERE at < $1', [sqlTime(now - 86_400_000)]);
    const [row] = await tx.rows<{ tries: number; oldest: Instant | null }>(
      'SELECT count(*) AS tries, min(at) AS oldest FROM sign_in_try WHERE about = $1 AND at > $2',
      [key, sqlTime(now - limit.within_ms)],
    );
    if (row !== undefined && row.tries >= limit.tries)
      return Math.max(1, Math.ceil(((row.oldest ?? now) + limit.within_ms - now) / 1000));
    await tx.rows('INSERT INTO sign_in_try (about, at) VALUES ($1, $2)', [key, sqlTime(now)]);
    return null;
  });
}
