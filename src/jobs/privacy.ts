import { type DataRequestId, isRequestPayload, privacyCheckJob, privacyMailJob } from '../privacy/mod.ts';
import { type Queue, startWorker, type Worker } from '../queue/mod.ts';

/** Requests at once: they are rare, and each visits a blog or a mail server. */
const hands = 4;

/** Looks at posts for links of proof, and sends links by mail. */
export async function startPrivacyJobs(house: {
  readonly queue: Queue;
  readonly prove: (request: DataRequestId) => Promise<void>;
  readonly mail: (request: DataRequestId) => Promise<void>;
  readonly onError: (error: unknown, during: string) => void;
}): Promise<Worker> {
  const start = (kind: string, work: (request: DataRequestId) => Promise<void>) =>
    startWorker(
      house.queue,
      kind,
      { hands, weigh: () => 1 },
      async (job) => {
        if (!isRequestPayload(job.payload)) throw new Error(`a job ${kind} without its payload`);
        await work(job.payload.request);
      },
      (error) => house.onError(error, kind),
    );
  const workers = [await start(privacyCheckJob, house.prove), await start(privacyMailJob, house.mail)];
  return {
    stop: async () => {
      for (const worker of workers) await worker.stop();
    },
  };
}
