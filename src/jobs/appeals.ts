import { type AppealMailPayload, appealMailJob, isAppealMailPayload } from '../evidence/mod.ts';
import { type Queue, startWorker, type Worker } from '../queue/mod.ts';

/** Mails at once: each waits for a mail server. */
const hands = 2;

/** Sends the answers to appeals. */
export async function startAppealMails(house: {
  readonly queue: Queue;
  readonly mail: (payload: AppealMailPayload) => Promise<void>;
  readonly onError: (error: unknown, during: string) => void;
}): Promise<Worker> {
  return startWorker(
    house.queue,
    appealMailJob,
    { hands, weigh: () => 1 },
    async (job) => {
      if (!isAppealMailPayload(job.payload)) throw new Error(`a job ${appealMailJob} without its payload`);
      await house.mail(job.payload);
    },
    (error) => house.onError(error, appealMailJob),
  );
}
