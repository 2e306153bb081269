import {
  isMeetingMailPayload,
  type MeetingMailPayload,
  meetingMailJob,
  meetingRound,
} from '../dialogue/mod.ts';
import type { Clock } from '../kernel/mod.ts';
import type { Queue } from '../queue/mod.ts';
import type { Database } from '../store/mod.ts';
import { keepRounds } from './rounds.ts';

/** Keeps meetings going and sends their mails until `stop`. */
export function keepMeetings(house: {
  readonly db: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly mail: (payload: MeetingMailPayload) => Promise<void>;
  readonly onError: (error: unknown, during: string) => void;
}) {
  return keepRounds(house, {
    name: 'meetings',
    round: () => meetingRound(house, house.clock.now()),
    job: meetingMailJob,
    isPayload: isMeetingMailPayload,
    mail: house.mail,
    hands: 2,
  });
}
