import {
  isMeetingMailPayload,
  type MeetingMailPayload,
  meetingMailJob,
  meetingRound,
} from '../dialogue/mod.ts';
import type { Clock } from '../kernel/mod.ts';
import { type Queue, startWorker } from '../queue/mod.ts';
import type { Database } from '../store/mod.ts';

const hands = 2;
/** How late a reminder or an offer may be. */
const round_every_ms = 5000;

/** Keeps meetings going and sends their mails until `stop`. Of several processes one does the round. */
export async function keepMeetings(house: {
  readonly db: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly mail: (payload: MeetingMailPayload) => Promise<void>;
  readonly onError: (error: unknown, during: string) => void;
}): Promise<{ readonly stop: () => Promise<void> }> {
  const mails = await startWorker(
    house.queue,
    meetingMailJob,
    { hands, weigh: () => 1 },
    async (job) => {
      if (!isMeetingMailPayload(job.payload)) throw new Error(`a job ${meetingMailJob} without its payload`);
      await house.mail(job.payload);
    },
    (error) => house.onError(error, meetingMailJob),
  );
  let running: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    running ??= house.db
      .oneAtATime('relais:meetings', () => meetingRound(house, house.clock.now()))
      .catch((error) => house.onError(error, 'meetings'))
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
