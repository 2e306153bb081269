import type { Instant } from '../kernel/mod.ts';
import type { RelayState } from './relay.ts';

/** Where an appeal stands. `withdrawn`: the post was erased, or counted, before anybody decided. */
export const appealStates = ['open', 'accepted', 'refused', 'withdrawn'] as const;
export type AppealState = (typeof appealStates)[number];

/** Days in which an appeal is answered where the campaign says nothing else. */
export const appeal_days_default = 7;
/** Appeals that one relay may make: each refusal after an accepted one may be wrong again, but not for ever. */
export const appeals_max = 3;
const day_ms = 86_400_000;

/** When an appeal must be answered. */
export function appealDue(madeAt: Instant, days: number = appeal_days_default): Instant {
  return madeAt + days * day_ms;
}

/** Whether a refusal may be appealed now, or why not. The order is part of the contract. */
export type Appealable = 'yes' | 'not_refused' | 'already_open' | 'too_many';
export function appealable(relay: {
  readonly state: RelayState;
  readonly open: boolean;
  readonly made: number;
}): Appealable {
  if (relay.open) return 'already_open';
  if (relay.state !== 'refused') return 'not_refused';
  return relay.made >= appeals_max ? 'too_many' : 'yes';
}

/** Who decides an appeal: somebody else than who refused, where there is somebody else. `refusedBy` null: a rule did. */
export function mayDecide(
  decider: string | null,
  refusedBy: string | null,
  others: readonly (string | null)[],
): boolean {
  if (refusedBy === null || decider !== refusedBy) return true;
  return !others.some((one) => one !== refusedBy);
}
