import type { MeetingServices } from './meetings-port.ts';

/** A house without meetings, for tests of the rest. */
export const noMeetings: MeetingServices = {
  meetings: async () => [],
  meeting: async () => null,
  mentions: async () => [],
  answer: async () => 'closed',
  own: async () => null,
  act: async () => 'unknown',
  change: async () => false,
  erase: async () => false,
};
