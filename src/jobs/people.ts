import { isLinkPayload, type LinkId, peopleMailJob } from '../people/mod.ts';
import { type Queue, startWorker, type Worker } from '../queue/mod.ts';

/** Mails at once: each waits for a mail server. */
const hands = 4;

/** Sends sign-in links and invitations. */
export async function startPeopleJobs(house: {
  readonly queue: Queue;
  readonly mail: (link: LinkId) => Promise<void>;
  readonly onError: (error: unknown, during: string) => void;
}): Promise<Worker> {
  return startWorker(
    house.queue,
    peopleMailJob,
    { hands, weigh: () => 1 },
    async (job) => {
      if (!isLinkPayload(job.payload)) throw new Error(`a job ${peopleMailJob} without its payload`);
      await house.mail(job.payload.link);
    },
    (error) => house.onError(error, peopleMailJob),
  );
}
