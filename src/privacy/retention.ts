import { forgetRelayers, forgetVolunteers } from '../evidence/mod.ts';
import type { Clock, Instant, Random, RelayId } from '../kernel/mod.ts';
import { forgetTries } from '../people/mod.ts';
import { type Database, type Queryable, sqlTime } from '../store/mod.ts';
import { eraseRelay } from './erase.ts';

/** Days that kinds of data are kept. After the campaign's close: evidence, contacts, wall, tags. Each from its own date: refused, requests. */
export type Retention = {
  /** Posts that were refused, or withdrawn before anything was credited: from their last check. */
  readonly refused: number;
  /** Requests for data: from the day they were made. */
  readonly requests: number;
  /** E-mail addresses left with a post. */
  readonly contacts: number;
  /** Addresses of people who wanted to be told what becomes of a post. */
  readonly notices: number;
  /** Names and addresses of volunteers: from the end of their shift. */
  readonly volunteers: number;
  /** Details of looks at posts (status, size, digest). */
  readonly evidence: number;
  /** Posts on the wall with title, author and excerpt, and what opens their entries. */
  readonly wall: number;
  /** The keys by which an erased post, or a receipt, is known again. */
  readonly tags: number;
};

export const retention_default: Retention = {
  refused: 180,
  requests: 30,
  contacts: 90,
  notices: 90,
  volunteers: 90,
  evidence: 365,
  wall: 1825,
  tags: 365,
};

const day_ms = 86_400_000;
/** A return waits so long for its purchase, which may itself come 60 days late. */
const returns_wait_days = 120;
/** Relays that are erased in one round; each is a transaction of its own. */
const round_max = 1000;

/** What was deleted, by kind. */
export type Forgotten = Readonly<Record<keyof Retention, number>>;

/** Deletes what is kept no longer (`Retention`). Safe to run at any time, by several processes, and again after a crash. */
export async function forget(
  house: { readonly db: Database; readonly clock: Clock; readonly random: Random },
  days: Retention,
): Promise<Forgotten> {
  const { db, clock } = house;
  const now = clock.now();
  const before = (kind: keyof Retention) => sqlTime(now - days[kind] * day_ms);
  const remove = async (sql: string, kind: keyof Retention) =>
    (await db.rows(`${sql} RETURNING 1`, [before(kind)])).length;
  const refused = await db.rows<{ id: RelayId }>(
    `SELECT r.id FROM relay r WHERE r.erased_at IS NULL AND r.leaf_index IS NULL AND NOT r.check_due
       AND r.state IN ('refused', 'withdrawn', 'gone') AND coalesce(r.checked_at, r.claimed_at) < $1 LIMIT ${round_max}`,
    [before('refused')],
  );
  const wall = await db.rows<{ id: RelayId }>(
    `SELECT r.id FROM relay r JOIN campaign c ON c.id = r.campaign_id
     WHERE r.erased_at IS NULL AND c.closes < $1 AND NOT r.check_due LIMIT ${round_max}`,
    [before('wall')],
  );
  await forgetTries(db, now);
  await forgetRelayers(db);
  // The prints by which copies are known, and the texts that moderators read.
  await db.rows('DELETE FROM relay_seen s USING campaign c WHERE c.id = s.campaign_id AND c.closes < $1', [
    before('evidence'),
  ]);
  // What came back of a purchase that never came; and the key that leads from a receipt's number to what it gave.
  await db.rows('DELETE FROM purchase_return WHERE NOT done AND taken_at < $1', [
    sqlTime(now - returns_wait_days * day_ms),
  ]);
  await db.rows('DELETE FROM receipt_key k USING campaign c WHERE c.id = k.campaign_id AND c.closes < $1', [
    before('tags'),
  ]);
  // Addresses of registered sites: a blog's address may name a person. Polled no more since the campaign's close.
  await db.rows('DELETE FROM feed_site f USING campaign c WHERE c.id = f.campaign_id AND c.closes < $1', [
    before('contacts'),
  ]);
  return {
    refused: await eraseAll(house, refused, now),
    wall: await eraseAll(house, wall, now),
    requests: await remove('DELETE FROM data_request WHERE made_at < $1', 'requests'),
    contacts: await remove(
      `DELETE FROM relay_contact k USING relay r, campaign c
       WHERE r.id = k.relay_id AND c.id = r.campaign_id AND c.closes < $1`,
      'contacts',
    ),
    notices: await remove(
      `DELETE FROM relay_subscription k USING relay r, campaign c
       WHERE r.id = k.relay_id AND c.id = r.campaign_id AND c.closes < $1`,
      'notices',
    ),
    volunteers: await forgetVolunteers(db, days.volunteers, now),
    evidence: await remove(
      `UPDATE relay_step s SET evidence = NULL FROM relay r, campaign c
       WHERE r.id = s.relay_id AND c.id = r.campaign_id AND s.evidence IS NOT NULL AND c.closes < $1`,
      'evidence',
    ),
    tags: await remove(
      'DELETE FROM erasure_key k USING campaign c WHERE c.id = k.campaign_id AND c.closes < $1',
      'tags',
    ),
  };
}

async function eraseAll(
  { db, random }: { readonly db: Database; readonly random: Random },
  relays: readonly { readonly id: RelayId }[],
  now: Instant,
): Promise<number> {
  let erased = 0;
  for (const { id } of relays) if (await eraseRelay(db, id, random, now)) erased++;
  return erased;
}

/** How many relays were erased in each month, `YYYY-MM`: a month is coarse enough to lead to nobody. */
export async function readErasures(
  db: Queryable,
): Promise<readonly { readonly month: string; readonly count: number }[]> {
  return db.rows(
    `SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, count(*) AS count FROM erasure GROUP BY 1 ORDER BY 1 DESC LIMIT 24`,
  );
}
