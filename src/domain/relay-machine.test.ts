import { describe, expect, test } from 'vitest';
import { type RelayState, relayStates } from './relay.ts';
import { nextState, type RelayEvent, relayEvents } from './relay-machine.ts';

/** `—`: can't happen. One column per state, in the order of a relay's life; every pair is here. */
const table = `
                       received   checking   held      counted    refused    withdrawn  gone
claimed                received   checking   held      counted    checking   withdrawn  gone
check_started          checking   checking   held      counted    checking   withdrawn  gone
count                  counted    counted    counted   counted    counted    counted    counted
unchanged              —          —          —         counted    —          withdrawn  gone
hold                   held       held       held      —          held       —          —
refuse                 refused    refused    refused   —          refused    refused    refused
withdraw               —          —          —         withdrawn  —          —          —
gone                   —          —          —         gone       —          —          —
retry                  checking   checking   held      counted    checking   withdrawn  gone
approved_by_moderator  —          —          held      —          checking   —          —
refused_by_moderator   refused    refused    refused   —          refused    —          —
`;

const [states = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

describe('the state machine of a relay', () => {
  for (const [event = '', ...next] of rows) {
    for (const [column, state] of states.entries()) {
      test(`${state} + ${event} → ${next[column]}`, () => {
        const transition = nextState(state as RelayState, event as RelayEvent);
        expect(transition.kind === 'next' ? transition.state : '—').toBe(next[column]);
      });
    }
  }

  test('the table has every state and every event', () => {
    expect([...states].sort()).toEqual([...relayStates].sort());
    expect(rows.map((row) => row[0]).sort()).toEqual([...relayEvents].sort());
    for (const row of rows) expect(row).toHaveLength(1 + relayStates.length);
  });

  test('a counted relay is never refused or held', () => {
    expect(nextState('counted', 'refuse').kind).toBe('impossible');
    expect(nextState('counted', 'hold').kind).toBe('impossible');
  });

  test('no state is an end: from each, a relay can come to be counted', () => {
    for (const state of relayStates) {
      expect(nextState(state, 'count')).toEqual({ kind: 'next', state: 'counted' });
    }
  });
});
