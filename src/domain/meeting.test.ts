import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guestNext, meetingQuestionDue, whoCame } from './meeting.ts';

const day = 86_400_000;

describe('a guest of a meeting', () => {
  test.each([
    ['invited', 'accept', 'confirmed', { state: 'confirmed' }],
    ['invited', 'accept', 'waiting', { state: 'waiting' }],
    ['invited', 'decline', 'confirmed', { state: 'ended', reason: 'declined' }],
    ['invited', 'cancel', 'confirmed', { state: 'ended', reason: 'declined' }],
    ['invited', 'lapse', 'confirmed', null],
    ['invited', 'offer', 'confirmed', null],
    ['invited', 'confirm_mail', 'confirmed', null],
    ['confirmed', 'cancel', 'confirmed', { state: 'ended', reason: 'cancelled' }],
    ['confirmed', 'accept', 'confirmed', null],
    ['waiting', 'offer', 'waiting', { state: 'offered' }],
    ['offered', 'accept', 'waiting', { state: 'confirmed' }],
    ['offered', 'lapse', 'confirmed', { state: 'ended', reason: 'lapsed' }],
    ['ended', 'accept', 'confirmed', null],
  ] as const)('%s, %s with a place %s: %o', (state, act, room, next) => {
    expect(guestNext(state, act, room)).toEqual(next);
  });
});

describe('a question for a meeting', () => {
  test('is due a day after the meeting, and never sooner than another question', () => {
    expect(meetingQuestionDue(0, 20 * day)).toBe(21 * day);
    expect(meetingQuestionDue(0, day)).toBe(5 * day);
  });
});

describe('who came', () => {
  const guest = (name: string, named: boolean) => ({ name, named, site: null });
  test('names alone who agreed, in the order of the alphabet, and counts others from five on', () => {
    const few = [guest('Zoé', true), guest('Élise', true), guest('Marc', false)];
    expect(whoCame(few, 'fr')).toEqual({
      named: [
        { name: 'Élise', site: null },
        { name: 'Zoé', site: null },
      ],
      others: null,
    });
    const many = [...few, ...['a', 'b', 'c', 'd'].map((name) => guest(name, false))];
    expect(whoCame(many, 'fr').others).toBe(5);
    expect(whoCame([guest('Zoé', true)], 'fr').others).toBe(0);
    expect(whoCame([guest('', true)], 'fr')).toEqual({ named: [], others: null });
  });
  test('never shows somebody who did not agree, nor a number of others below five', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.string(), named: fc.boolean(), site: fc.constant(null) })),
        (there) => {
          const { named, others } = whoCame(there, 'fr');
          expect(named.length).toBeLessThanOrEqual(there.filter((one) => one.named).length);
          expect(others === null || others === 0 || others >= 5).toBe(true);
          if (others !== null) expect(named.length + others).toBe(there.length);
        },
      ),
    );
  });
});
