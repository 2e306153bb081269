import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PledgeId } from '../kernel/mod.ts';
import { admit, answerDue, offers, roomOf, type SignUpAct, type SignUpState, signUpNext } from './shift.ts';
import { type CheckIn, deviceTime, presence } from './shift-check-in.ts';
import { type CompanyHours, type HourPledge, hoursDrawn, publicHours, wholeHours } from './shift-hours.ts';

describe('places', () => {
  test.each([
    ['all find a place', { capacity: 3, held: 0, waiting: 0 }, 2, ['confirmed', 'confirmed']],
    [
      'the first find one, the others wait',
      { capacity: 3, held: 2, waiting: 0 },
      3,
      ['confirmed', 'waiting', 'waiting'],
    ],
    [
      'nobody passes who waits, even beside a free place',
      { capacity: 3, held: 1, waiting: 1 },
      1,
      ['waiting'],
    ],
    ['more held than there are places', { capacity: 1, held: 3, waiting: 0 }, 1, ['waiting']],
    [
      'a role without places is a list of who would come',
      { capacity: 0, held: 0, waiting: 0 },
      1,
      ['waiting'],
    ],
  ] as const)('%s', (_, places, newcomers, said) => {
    expect(admit(places, newcomers)).toEqual(said);
  });

  test.each([
    ['a freed place is offered to one', { capacity: 3, held: 2, waiting: 9 }, 1],
    ['never to more than wait', { capacity: 9, held: 2, waiting: 3 }, 3],
    ['nothing where nothing is free', { capacity: 3, held: 3, waiting: 9 }, 0],
    ['nothing where too many are held', { capacity: 3, held: 5, waiting: 9 }, 0],
  ] as const)('%s', (_, places, said) => {
    expect(offers(places)).toBe(said);
  });

  test('whatever comes in whatever groups, no place is held twice and the order holds', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.array(fc.nat(12), { maxLength: 8 }), (capacity, groups) => {
        let held = 0;
        let waiting = 0;
        const all: string[] = [];
        for (const group of groups)
          for (const state of admit({ capacity, held, waiting }, group)) {
            if (state === 'confirmed') held++;
            else waiting++;
            all.push(state);
          }
        expect(held).toBe(Math.min(capacity, all.length));
        expect(all.lastIndexOf('confirmed')).toBe(held - 1);
        expect(offers({ capacity, held, waiting })).toBe(0);
      }),
    );
  });
});

const hour = 3_600_000;
test.each([
  ['a week before: a day', 7 * 24 * hour, 24 * hour],
  ['a day before: half of what is left', 24.5 * hour, 12 * hour],
  ['two hours before: half of what is left', 2.5 * hour, hour],
  ['three quarters of an hour before: what is left', 0.75 * hour, 0.25 * hour],
  ['half an hour before: too late', 0.5 * hour, null],
  ['after the start: too late', -hour, null],
])('an answer is waited for, %s', (_, left, said) => {
  expect(answerDue(1000, 1000 + left)).toBe(said === null ? null : 1000 + said);
});

/** Rows: the state; columns: what is done. Nothing stands where an act means nothing. */
const machine: Readonly<Record<SignUpState, Readonly<Record<SignUpAct, string>>>> = {
  confirmed: {
    confirm_mail: 'confirmed',
    accept: '',
    decline: '',
    cancel: 'cancelled',
    lapse: 'lapsed',
    offer: '',
  },
  waiting: {
    confirm_mail: 'waiting',
    accept: '',
    decline: '',
    cancel: 'cancelled',
    lapse: '',
    offer: 'offered',
  },
  offered: {
    confirm_mail: 'offered',
    accept: 'confirmed',
    decline: 'declined',
    cancel: 'cancelled',
    lapse: 'lapsed',
    offer: '',
  },
  ended: { confirm_mail: '', accept: '', decline: '', cancel: '', lapse: '', offer: '' },
};
test.each(Object.entries(machine))('a sign-up that is %s', (state, row) => {
  for (const [act, said] of Object.entries(row)) {
    const next = signUpNext(state as SignUpState, act as SignUpAct);
    expect(next === null ? '' : next.state === 'ended' ? next.reason : next.state).toBe(said);
  }
});

test.each([
  [10, 0, 'free'],
  [10, 5, 'free'],
  [10, 6, 'few'],
  [10, 10, 'full'],
  [10, 12, 'full'],
  [0, 0, 'full'],
] as const)('of %i places %i taken: %s', (capacity, taken, said) => {
  expect(roomOf(capacity, taken)).toBe(said);
});

describe('check-ins of several devices', () => {
  const note = (id: string, person: string, kind: 'in' | 'undo', at: number): CheckIn => ({
    id,
    person,
    kind,
    at,
  });
  test.each<[string, readonly CheckIn[], readonly (readonly [string, number])[]]>([
    ['nobody', [], []],
    ['one device, one person', [note('a1', 'anna', 'in', 5)], [['anna', 5]]],
    [
      'two devices see the same person: one, since the earlier time',
      [note('a1', 'anna', 'in', 9), note('b1', 'anna', 'in', 5)],
      [['anna', 5]],
    ],
    ['taken back', [note('a1', 'anna', 'in', 5), note('a2', 'anna', 'undo', 6)], []],
    [
      'taken back by one device after another saw her: not there',
      [note('a1', 'anna', 'in', 5), note('b1', 'anna', 'in', 6), note('a2', 'anna', 'undo', 7)],
      [],
    ],
    [
      'taken back by mistake and noted again: since then',
      [note('a1', 'anna', 'in', 5), note('a2', 'anna', 'undo', 6), note('b1', 'anna', 'in', 7)],
      [['anna', 7]],
    ],
    ['taken back without having come', [note('a1', 'anna', 'undo', 5)], []],
    [
      'two people',
      [note('a1', 'anna', 'in', 5), note('a2', 'boris', 'in', 6)],
      [
        ['anna', 5],
        ['boris', 6],
      ],
    ],
  ])('%s', (_, notes, said) => {
    expect([...presence(notes)]).toEqual(said);
  });

  const notes = fc.array(
    fc.record({
      id: fc.stringMatching(/^[a-f]{1,3}$/),
      person: fc.constantFrom('anna', 'boris', 'clara'),
      kind: fc.constantFrom('in' as const, 'in' as const, 'undo' as const),
      at: fc.nat(6),
    }),
    { maxLength: 30 },
  );
  /** A device never makes two notes of one id. */
  const distinct = (all: readonly CheckIn[]) => [...new Map(all.map((one) => [one.id, one])).values()];
  const sorted = (all: Iterable<CheckIn>) => [...presence(all)].sort();
  test('are a union: order, repetition and who sends first change nothing', () => {
    fc.assert(
      fc.property(notes, fc.infiniteStream(fc.nat()), fc.nat(30), (made, dice, cut) => {
        const all = distinct(made);
        const shuffled = all
          .map((one) => ({ one, key: dice.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const [first, second] = [all.slice(0, cut), all.slice(Math.floor(cut / 2))];
        const whole = sorted(all);
        expect(sorted(shuffled)).toEqual(whole);
        expect(sorted([...all, ...shuffled])).toEqual(whole);
        if (cut <= all.length) {
          expect(sorted([...first, ...second])).toEqual(whole);
          expect(sorted([...second, ...first])).toEqual(whole);
        }
      }),
    );
  });

  test.each([
    ['a right clock', 1000, 1000, 1000, 1000],
    ['a clock that is an hour ahead', 1000 + hour, 1000 + hour, 1000, 1000],
    ['half an hour offline', 1000, 1000 + hour / 2, 1000 + hour / 2, 1000],
    ['a note of tomorrow is of now', 1000 + 24 * hour, 1000, 1000, 1000],
    ['a note of last year is of the morning', -9000 * hour, 1000, 1000, 1000 - 12 * hour],
  ])('times of devices: %s', (_, at, sent, now, said) => {
    expect(deviceTime(at, sent, now, 1000)).toBe(said);
  });
});

describe('hours', () => {
  const pledge = (name: string, companies: readonly string[], opens = 0, closes = 100): HourPledge => ({
    pledge: `plg_${name}` as PledgeId,
    companies,
    opens,
    closes,
  });
  const all = [pledge('any', []), pledge('two', ['danone', 'carrefour']), pledge('one', ['danone'])];
  test.each([
    ['three hours of one company', { minutes: 180, company: 'danone', at: 50 }, { any: 3, two: 3, one: 3 }],
    ['of another company', { minutes: 180, company: 'carrefour', at: 50 }, { any: 3, two: 3 }],
    ['of nobody’s employee', { minutes: 180, company: null, at: 50 }, { any: 3 }],
    ['parts of hours give nothing', { minutes: 119, company: null, at: 50 }, { any: 1 }],
    ['less than an hour', { minutes: 59, company: 'danone', at: 50 }, {}],
    ['before the promise opens', { minutes: 180, company: 'danone', at: -1 }, {}],
    ['after it closed', { minutes: 180, company: 'danone', at: 101 }, {}],
    ['at its last moment', { minutes: 60, company: null, at: 100 }, { any: 1 }],
  ])('%s', (_, worked, said) => {
    const drawn = Object.fromEntries(
      [...hoursDrawn(worked, all)].map(([key, times]) => [key.slice(4), times]),
    );
    expect(drawn).toEqual(said);
  });
  test('whole hours', () => {
    expect([0, 59, 60, 61, 179, 180].map(wholeHours)).toEqual([0, 0, 1, 1, 2, 3]);
  });
});

describe('figures in groups of five', () => {
  const row = (company: string | null, people: number): CompanyHours => ({
    company,
    people,
    minutes: people * 60,
  });
  test.each<[string, readonly CompanyHours[], Record<string, number>, number | null, number | null]>([
    ['nobody', [], {}, null, null],
    ['too few to be a figure', [row('danone', 4)], {}, null, null],
    ['five are one', [row('danone', 5)], { danone: 5 }, null, 5],
    ['small ones together', [row('danone', 9), row('a', 3), row('b', 2)], { danone: 9 }, 5, 14],
    ['who has no company is among the others', [row('danone', 9), row(null, 7)], { danone: 9 }, 7, 16],
    [
      'a rest of two takes the smallest with it',
      [row('danone', 9), row('carrefour', 6), row(null, 2)],
      { danone: 9 },
      8,
      17,
    ],
    ['and where there is only one, that one', [row('danone', 9), row('a', 2)], {}, 11, 11],
    ['two small ones are nothing', [row('a', 2), row('b', 2)], {}, null, null],
  ])('%s', (_, rows, groups, others, sum) => {
    const found = publicHours(rows);
    expect(Object.fromEntries(found.groups.map((one) => [one.company, one.people]))).toEqual(groups);
    expect(found.others?.people ?? null).toBe(others);
    expect(found.all?.people ?? null).toBe(sum);
  });

  test('no figure is of fewer than five, and none can be made by subtraction', () => {
    const rows = fc.uniqueArray(
      fc.record({ company: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e')), people: fc.nat(12) }),
      { selector: (one) => one.company },
    );
    fc.assert(
      fc.property(rows, (made) => {
        const { groups, others, all } = publicHours(made.map((one) => row(one.company, one.people)));
        const figures = [...groups.map((one) => one.people), ...(others === null ? [] : [others.people])];
        expect(figures.every((people) => people >= 5)).toBe(true);
        expect(all?.people ?? 0).toBe(figures.reduce((sum, people) => sum + people, 0));
      }),
    );
  });
});
