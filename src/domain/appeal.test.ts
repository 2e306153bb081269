import { describe, expect, test } from 'vitest';
import { appealable, appealDue, mayDecide } from './appeal.ts';
import { relayStates } from './relay.ts';

test('an appeal is due so many days after it was made, seven where nobody said', () => {
  const made = Date.parse('2026-11-23T10:00:00Z');
  expect(appealDue(made)).toBe(Date.parse('2026-11-30T10:00:00Z'));
  expect(appealDue(made, 1)).toBe(Date.parse('2026-11-24T10:00:00Z'));
});

describe('a refusal may be appealed', () => {
  test.each([
    ['refused', false, 0, 'yes'],
    ['refused', false, 2, 'yes'],
    ['refused', false, 3, 'too_many'],
    ['refused', true, 1, 'already_open'],
    // looked at again while the appeal is open
    ['checking', true, 1, 'already_open'],
  ] as const)('%s, open %s, %i before → %s', (state, open, made, expected) => {
    expect(appealable({ state, open, made })).toBe(expected);
  });
  test.each(relayStates.filter((one) => one !== 'refused'))(
    'a relay that is %s has nothing to appeal against',
    (state) => {
      expect(appealable({ state, open: false, made: 0 })).toBe('not_refused');
    },
  );
});

describe('an appeal is decided by somebody else than who refused, where there is somebody else', () => {
  test.each([
    ['anna', 'anna', ['anna', 'boris'], false],
    ['boris', 'anna', ['anna', 'boris'], true],
    ['anna', 'anna', ['anna'], true],
    ['anna', 'anna', [], true],
    // a rule refused, or the command line
    ['anna', null, ['anna', 'boris'], true],
    [null, 'anna', ['anna', 'boris'], true],
    [null, null, ['anna'], true],
  ] as const)('%s, refused by %s, of %j → %s', (decider, refusedBy, others, expected) => {
    expect(mayDecide(decider, refusedBy, others)).toBe(expected);
  });
});
