import type { Door } from '../credit/mod.ts';
import {
  isShiftMailPayload,
  lapseSignUps,
  readEnded,
  remindSignUps,
  type ShiftMailPayload,
  shiftMailJob,
} from '../evidence/mod.ts';
import type { Clock } from '../kernel/mod.ts';
import type { Queue } from '../queue/mod.ts';
import type { Database } from '../store/mod.ts';
import { keepRounds } from './rounds.ts';

/** What the clock does to shifts: places that nobody confirmed go on, who comes tomorrow is reminded, hours are counted. */
export async function shiftRound(house: {
  readonly db: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly door: Door;
}): Promise<void> {
  const now = house.clock.now();
  await lapseSignUps(house, now);
  while ((await remindSignUps(house, now)) > 0);
  for (const { id, campaign } of await readEnded(house.db, now)) await house.door.settle(campaign, id);
}

/** Keeps shifts going and sends their mails until `stop`. */
export function keepShifts(house: {
  readonly db: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly door: Door;
  readonly mail: (payload: ShiftMailPayload) => Promise<void>;
  readonly onError: (error: unknown, during: string) => void;
}) {
  return keepRounds(house, {
    name: 'shifts',
    round: () => shiftRound(house),
    job: shiftMailJob,
    isPayload: isShiftMailPayload,
    mail: house.mail,
    hands: 4,
  });
}
