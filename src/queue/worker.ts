import type { Job, Queue } from './queue.ts';

/** A running worker; `stop` lets what is in hand finish. */
export type Worker = { readonly stop: () => Promise<void> };

/** What became of one job. `kept` tells the worker that the handler completed the job in its own transaction. */
export type Done = 'complete' | 'kept';

/**
 * Takes jobs of one kind as long as fewer than `hands` are in hand, and gives each to `handle` on its own: a slow job
 * never holds back the others of its batch. A handler that throws gives its job back to be tried again.
 * Asks when something was enqueued, when hands get free, and at least every 500 ms.
 */
export async function startWorker(
  queue: Queue,
  kind: string,
  hands: number,
  handle: (job: Job) => Promise<Done>,
  onError: (error: unknown, job: Job | null) => void,
): Promise<Worker> {
  const poll_ms = 500;
  // Asking for one or two jobs at a time would cost a statement each: wait until a good part of the hands is free.
  const worthAsking = Math.max(1, Math.floor(hands / 4));
  const inHand = new Set<Promise<void>>();
  let stopping = false;
  const enqueued = bell();
  const freed = bell();
  const stopListening = await queue.onEnqueued(enqueued.ring);

  const one = async (job: Job) => {
    try {
      if ((await handle(job)) === 'complete') await queue.complete(kind, [job.id]);
    } catch (error) {
      onError(error, job);
      await queue.fail(kind, [job.id]).catch((failure) => onError(failure, job));
    }
  };
  const loop = async () => {
    while (!stopping) {
      const free = hands - inHand.size;
      if (free < worthAsking) {
        await freed.heard();
        continue;
      }
      const jobs = await queue.take(kind, free).catch((error) => {
        onError(error, null);
        return [];
      });
      for (const job of jobs) {
        const work: Promise<void> = one(job).finally(() => {
          inHand.delete(work);
          freed.ring();
        });
        inHand.add(work);
      }
      if (jobs.length < free && !stopping) await enqueued.heard(poll_ms);
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
