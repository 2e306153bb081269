import { type Job, type Queue, startWorker } from '../queue/mod.ts';
import type { Database } from '../store/mod.ts';

/** How late a reminder, an offer or an end may be. */
const round_every_ms = 5000;

/**
 * Does what the clock wants every few seconds, in one of several processes, and sends mails by their jobs, until `stop`.
 * `name` is the round's in messages and in the lock that keeps others out.
 */
export async function keepRounds<Payload>(
  house: {
    readonly db: Database;
    readonly queue: Queue;
    readonly onError: (error: unknown, during: string) => void;
  },
  kept: {
    readonly name: string;
    readonly round: () => Promise<unknown>;
    readonly job: string;
    readonly isPayload: (value: unknown) => value is Payload;
    readonly mail: (payload: Payload) => Promise<void>;
    /** Mails at once: each waits for a mail server. */
    readonly hands: number;
  },
): Promise<{ readonly stop: () => Promise<void> }> {
  const { name, job } = kept;
  const mails = await startWorker(
    house.queue,
    job,
    { hands: kept.hands, weigh: () => 1 },
    async ({ payload }: Job) => {
      if (!kept.isPayload(payload)) throw new Error(`a job ${job} without its payload`);
      await kept.mail(payload);
    },
    (error) => house.onError(error, job),
  );
  let running: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    running ??= house.db
      .oneAtATime(`relais:${name}`, kept.round)
      .catch((error) => house.onError(error, name))
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
