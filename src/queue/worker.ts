import { createGroup } from '../kernel/mod.ts';
import type { Job, Queue } from './queue.ts';

/** A running worker; `stop` lets what is in hand finish. */
export type Worker = { readonly stop: () => Promise<void> };

/** How much a worker has in hand at once: `hands` in all, of which a job takes as many as it weighs. */
export type Capacity = { readonly hands: number; readonly weigh: (job: Job) => number };

/**
 * Takes jobs of one kind as long as hands are free, and gives each to `handle` on its own: a slow job never holds back
 * the others of its batch. When `handle` is done the job is completed; when it throws, the job is given back.
 * Asks when something was enqueued, when hands get free, and at least every 500 ms.
 */
export async function startWorker(
  queue: Queue,
  kind: string,
  { hands, weigh }: Capacity,
  handle: (job: Job) => Promise<void>,
  onError: (error: unknown, job: Job | null) => void,
): Promise<Worker> {
  const poll_ms = 500;
  // Asking for one or two jobs at a time would cost a statement each: wait until a good part of the hands is free.
  const worthAsking = Math.max(1, Math.floor(hands / 4));
  const inHand = new Set<Promise<void>>();
  let weight = 0;
  // What a job usually weighs, so that one asks for about as many as there are hands.
  let usual = 1;
  let stopping = false;
  const enqueued = bell();
  const freed = bell();
  const stopListening = await queue.onEnqueued(enqueued.ring);

  // Jobs that end together are completed together: each statement would cost as much as the job's own.
  const completions = createGroup<string, void>({ most: 500 }, async (ids) => {
    await queue.complete(kind, ids);
    return ids.map(() => undefined);
  });
  const one = async (job: Job) => {
    try {
      await handle(job);
      await completions.add(job.id);
    } catch (error) {
      onError(error, job);
      await queue.fail(kind, [job.id]).catch((failure) => onError(failure, job));
    }
  };
  const start = (job: Job) => {
    const weighs = weigh(job);
    weight += weighs;
    const work: Promise<void> = one(job).finally(() => {
      weight -= weighs;
      inHand.delete(work);
      freed.ring();
    });
    inHand.add(work);
    return weighs;
  };
  const loop = async () => {
    while (!stopping) {
      const free = hands - weight;
      if (free < worthAsking) {
        await freed.heard();
        continue;
      }
      const most = Math.max(1, Math.ceil(free / usual));
      const jobs = await queue.take(kind, most).catch((error) => {
        onError(error, null);
        return [];
      });
      if (jobs.length > 0) usual = jobs.reduce((sum, job) => sum + start(job), 0) / jobs.length;
      if (jobs.length < most && !stopping) await enqueued.heard(poll_ms);
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping = true;
      enqueued.ring();
      freed.ring();
      await stopListening();
      await running;
      await Promise.allSettled(inHand);
    },
  };
}

/** `heard` resolves at the next `ring`, at once if one came since the last `heard`, or after `ms_max`. */
function bell(): { ring: () => void; heard: (ms_max?: number) => Promise<void> } {
  let rung = false;
  let listener: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      listener?.();
    },
    heard: async (ms_max) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = ms_max === undefined ? undefined : setTimeout(resolve, ms_max);
          listener = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      listener = null;
      rung = false;
    },
  };
}
