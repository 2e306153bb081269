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
import { type Queue, startWorker } from '../queue/mod.ts';
import type { Database } from '../store/mod.ts';

/** Mails at once: each waits for a mail server. */
const hands = 4;
/** How late a reminder, an offer or the end of a shift may be. */
const round_every_ms = 5000;

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

/** Keeps shifts going and sends their mails until `stop`. Of several processes one does the round. */
export async function keepShifts(house: {
  readonly db: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly door: Door;
  readonly mail: (payload: ShiftMailPayload) => Promise<void>;
  readonly onError: (error: unknown, during: string) => void;
}): Promise<{ readonly stop: () => Promise<void> }> {
  const mails = await startWorker(
    house.queue,
    shiftMailJob,
    { hands, weigh: () => 1 },
    async (job) => {
      if (!isShiftMailPayload(job.payload)) throw new Error(`a job ${shiftMailJob} without its payload`);
      await house.mail(job.payload);
    },
    (error) => house.onError(error, shiftMailJob),
  );
  let running: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    running ??= house.db
      .oneAtATime('relais:shifts', () => shiftRound(house))
      .catch((error) => house.onError(error, 'shifts'))
      .finally(() => {
        running = null;
      });
  }, round_every_ms);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
      await mails.stop();
    },
  };
}
