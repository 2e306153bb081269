import type { IntakeServices } from './intake-port.ts';

/** A door that knows no key. */
export const closedIntake: IntakeServices = {
  key: async () => null,
  enter: () => ({ kind: 'in', leave: () => {} }),
  spend: async () => false,
  names: async () => null,
  take: async () => [],
};
