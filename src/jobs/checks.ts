import type { Judge } from '../credit/mod.ts';
import {
  type Check,
  checkJob,
  enqueueRechecks,
  isCheckPayload,
  type Looker,
  markChecking,
  readChecks,
} from '../evidence/mod.ts';
import type { Clock } from '../kernel/mod.ts';
import { type Job, type Queue, startWorker, type Worker } from '../queue/mod.ts';
import type { Database } from '../store/mod.ts';

/** How often due rechecks are looked for. They are days apart, so a minute is soon enough. */
const recheck_every_ms = 60_000;
/** A look that takes longer is shown as «checking» on the relay's page. */
const shown_after_ms = 1500;

/** Starts everything a worker process does: looking at claimed posts, judging them, rechecks. */
export async function startJobs(house: {
  readonly db: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly look: Looker;
  readonly judge: Judge;
  /** Looks at once; four times as many are in hand, so that looks go on while others wait for their verdict. */
  readonly concurrency: number;
  readonly onError: (error: unknown, during: string) => void;
}): Promise<Worker> {
  const one = async (check: Check, slow: Set<Check>) => {
    slow.add(check);
    const look = await house.look(check);
    slow.delete(check);
    await house.judge.submit(look);
  };
  const check = async (job: Job) => {
    if (!isCheckPayload(job.payload)) throw new Error('a check without its payload');
    const checks = await readChecks(house.db, job.payload);
    const slow = new Set<Check>();
    const timer = setTimeout(() => {
      const relays = [...slow].map((each) => each.relay);
      markChecking(house.db, relays, house.clock.now()).catch((error) =>
        house.onError(error, 'showing checks'),
      );
    }, shown_after_ms);
    try {
      await Promise.all(checks.map((each) => one(each, slow)));
    } finally {
      clearTimeout(timer);
    }
  };
  const weigh = (job: Job) => (isCheckPayload(job.payload) ? job.payload.relays.length : 1);
  const worker = await startWorker(
    house.queue,
    checkJob,
    { hands: house.concurrency * 4, weigh },
    check,
    (error) => house.onError(error, checkJob),
  );
  const recheck = () => {
    enqueueRechecks(house.db, house.queue, house.clock.now()).catch((error) =>
      house.onError(error, 'rechecks'),
    );
  };
  recheck();
  const timer = setInterval(recheck, recheck_every_ms);
  return {
    stop: async () => {
      clearInterval(timer);
      await worker.stop();
    },
  };
}
