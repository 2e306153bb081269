import type { Instant } from '../../kernel/mod.ts';
import { type Database, sqlTime } from '../../store/mod.ts';
import { announceRound, type Standing } from './announce.ts';
import { deliverRound, type Outbound } from './deliver.ts';

/** How often the queue is looked at, and how often it is asked whether something is to be said. */
const deliver_every_ms = 1000;
const announce_every_ms = 5000;
const forget_every_ms = 3_600_000;
/** A signature is good for an hour on either side; what was taken is known for longer than that. */
const taken_days = 3;
/** Strangers' names and keys are kept no longer after they were last read. */
const actor_days = 30;
const day_ms = 86_400_000;

/** Says what is due and sends what waits, until `stop`. Of several processes one does each round. */
export function keepFediverse(
  house: Outbound & {
    readonly campaigns: () => Promise<readonly Standing[]>;
    readonly onError: (error: unknown, during: string) => void;
  },
): { readonly stop: () => Promise<void> } {
  const { db, clock, onError } = house;
  let announceAt = 0;
  let forgetAt = clock.now() + forget_every_ms;
  let running: Promise<unknown> | null = null;
  const round = async () => {
    if (clock.now() >= announceAt) {
      announceAt = clock.now() + announce_every_ms;
      await announceRound(house, await house.campaigns());
    }
    await deliverRound(house);
    if (clock.now() < forgetAt) return;
    forgetAt = clock.now() + forget_every_ms;
    await forgetStrangers(db, clock.now());
  };
  const timer = setInterval(() => {
    running ??= db
      .oneAtATime('relais:fediverse', round)
      .catch((error) => onError(error, 'fediverse'))
      .finally(() => {
        running = null;
      });
  }, deliver_every_ms);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** Forgets activities that could not come again, actors not heard of for a month, and boosts of relays that are no more. */
export async function forgetStrangers(db: Database, now: Instant): Promise<void> {
  await db.rows('DELETE FROM fediverse_taken WHERE at < $1', [sqlTime(now - taken_days * day_ms)]);
  await db.rows('DELETE FROM fediverse_actor WHERE fetched_at < $1', [sqlTime(now - actor_days * day_ms)]);
  await db.rows(
    `DELETE FROM fediverse_boost b WHERE at < $1 AND NOT EXISTS (
       SELECT FROM relay r WHERE r.source = b.id AND (r.via = 'activitypub' OR r.kind = 'share'))`,
    [sqlTime(now - taken_days * day_ms)],
  );
}
