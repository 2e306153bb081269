import type { VolunteerServices } from './volunteer-port.ts';

/** A house without shifts, for tests of the rest. */
export const noVolunteering: VolunteerServices = {
  shifts: async () => [],
  shift: async () => null,
  signUp: async () => 'closed',
  hours: async () => null,
  own: async () => null,
  act: async () => 'unknown',
  change: async () => 'unknown',
  erase: async () => false,
  print: async () => new Uint8Array(),
};
