import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Instant, isId, type Random, type RelayId } from '../kernel/mod.ts';
import type { Database } from '../store/mod.ts';
import { eraseRelay } from './erase.ts';

/**
 * Keeps beside the database which relays were erased (their random names, nothing else), and erases them again in a
 * database that was restored from a backup of before. Gives how many had come back.
 */
export async function replayErasures(
  db: Database,
  path: string,
  random: Random,
  now: Instant,
): Promise<number> {
  const kept = new Set(
    (existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []).filter((line): line is RelayId =>
      isId('rly', line),
    ),
  );
  const known = new Set(
    (await db.rows<{ id: RelayId }>('SELECT relay_id AS id FROM erasure')).map((row) => row.id),
  );
  const missing = [...known].filter((id) => !kept.has(id));
  if (missing.length > 0) {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, missing.map((id) => `${id}\n`).join(''));
  }
  let again = 0;
  for (const id of kept) if (!known.has(id) && (await eraseRelay(db, id, random, now))) again++;
  return again;
}
