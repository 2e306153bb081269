import type { Verdict } from './qualify.ts';
import type { RelayState } from './relay.ts';

/** What can happen to a relay: a claim for it comes again, a look begins, a look's verdict, a moderator's word. */
export const relayEvents = [
  'claimed',
  'check_started',
  'count',
  'unchanged',
  'hold',
  'refuse',
  'withdraw',
  'gone',
  'retry',
  'approved_by_moderator',
  'refused_by_moderator',
] as const;
export type RelayEvent = (typeof relayEvents)[number];

/** The state that follows, or that the event can't happen in this state (a mistake of the caller, to be refused). */
export type Transition =
  | { readonly kind: 'next'; readonly state: RelayState }
  | { readonly kind: 'impossible' };

type Row = Readonly<Partial<Record<RelayEvent, RelayState>>>;

/** A pair that is not listed is impossible. A verdict may follow without `check_started`: both happen in one step then. */
const machine: Readonly<Record<RelayState, Row>> = {
  received: {
    claimed: 'received',
    check_started: 'checking',
    count: 'counted',
    hold: 'held',
    refuse: 'refused',
    retry: 'checking',
    refused_by_moderator: 'refused',
  },
  checking: {
    claimed: 'checking',
    check_started: 'checking',
    count: 'counted',
    hold: 'held',
    refuse: 'refused',
    retry: 'checking',
    refused_by_moderator: 'refused',
  },
  // Stays with the moderator while it is looked at again; an approved one counts at that look.
  held: {
    claimed: 'held',
    check_started: 'held',
    count: 'counted',
    hold: 'held',
    refuse: 'refused',
    retry: 'held',
    approved_by_moderator: 'held',
    refused_by_moderator: 'refused',
  },
  // Stays counted while it is looked at again; only a removed link or post takes it away.
  counted: {
    claimed: 'counted',
    check_started: 'counted',
    count: 'counted',
    unchanged: 'counted',
    withdraw: 'withdrawn',
    gone: 'gone',
    retry: 'counted',
  },
  // A refusal is final until somebody mentions the post again or a moderator hears an appeal: then it is looked at anew.
  refused: {
    claimed: 'checking',
    check_started: 'checking',
    count: 'counted',
    hold: 'held',
    refuse: 'refused',
    retry: 'checking',
    approved_by_moderator: 'checking',
    refused_by_moderator: 'refused',
  },
  withdrawn: {
    claimed: 'withdrawn',
    check_started: 'withdrawn',
    count: 'counted',
    unchanged: 'withdrawn',
    refuse: 'refused',
    retry: 'withdrawn',
  },
  gone: {
    claimed: 'gone',
    check_started: 'gone',
    count: 'counted',
    unchanged: 'gone',
    refuse: 'refused',
    retry: 'gone',
  },
};

/** The state machine of a relay. */
export function nextState(state: RelayState, event: RelayEvent | Verdict['kind']): Transition {
  const next = machine[state][event];
  return next === undefined ? { kind: 'impossible' } : { kind: 'next', state: next };
}
