import { describe, expect, test } from 'vitest';
import { type Decision, decide, type Original, type Standing } from './decide.ts';
import type { TransferRequest } from './post.ts';

const unbounded: Standing = { bounded: false, debitsPending: 0, debitsPosted: 0, creditsPosted: 0 };
const left = (units: number): Standing => ({
  bounded: true,
  debitsPending: 0,
  debitsPosted: 5,
  creditsPosted: units + 5,
});
const request = (change: Partial<TransferRequest>): TransferRequest => ({
  key: 'k',
  kind: 'direct',
  debit: 1,
  credit: 2,
  amount: 10,
  ...change,
});
const reserved: Original = { debit: 1, credit: 2, amount: 10, kind: 'p', resolved: false, reversed: false };
const moved: Original = { debit: 2, credit: 1, amount: 10, kind: 'd', resolved: false, reversed: false };
const posted = (pending: number, units: number): Decision => ({ kind: 'post', pending, posted: units });
const refused = (reason: (Decision & { kind: 'refuse' })['reason']): Decision => ({ kind: 'refuse', reason });

// The rule book: what account 1 has left, what was there before, the request, the outcome.
const table: readonly [string, Standing, Original | null, Partial<TransferRequest>, Decision][] = [
  ['enough is left', left(10), null, {}, posted(0, 10)],
  [
    'an unbounded account has no limit',
    unbounded,
    null,
    { amount: 1_000_000_000_000 },
    posted(0, 1_000_000_000_000),
  ],
  ['a reservation holds what it may move', left(10), null, { kind: 'pending' }, posted(10, 0)],
  ['one unit too many', left(9), null, {}, refused('over_limit')],
  ['one unit too many to reserve', left(9), null, { kind: 'pending' }, refused('over_limit')],
  ['an account that is not there gives nothing', left(10), null, { debit: 7 }, refused('unknown_account')],
  ['an account that is not there takes nothing', left(10), null, { credit: 7 }, refused('unknown_account')],
  ['posting a reservation', left(0), reserved, { kind: 'post', resolves: 9 }, posted(-10, 10)],
  [
    'posting less frees the rest',
    left(0),
    reserved,
    { kind: 'post', resolves: 9, amount: 4 },
    posted(-10, 4),
  ],
  ['voiding a reservation', left(0), reserved, { kind: 'void', resolves: 9 }, posted(-10, 0)],
  [
    'posting more than was reserved',
    left(99),
    reserved,
    { kind: 'post', resolves: 9, amount: 11 },
    refused('nothing_to_resolve'),
  ],
  ['posting what is not there', left(99), null, { kind: 'post', resolves: 9 }, refused('nothing_to_resolve')],
  ['posting without saying what', left(99), reserved, { kind: 'post' }, refused('nothing_to_resolve')],
  [
    'posting twice',
    left(99),
    { ...reserved, resolved: true },
    { kind: 'post', resolves: 9 },
    refused('nothing_to_resolve'),
  ],
  [
    'posting what was moved at once',
    left(99),
    { ...reserved, kind: 'd' },
    { kind: 'post', resolves: 9 },
    refused('nothing_to_resolve'),
  ],
  [
    'posting between other accounts',
    left(99),
    { ...reserved, credit: 3 },
    { kind: 'post', resolves: 9 },
    refused('nothing_to_resolve'),
  ],
  ['a reversal', left(10), moved, { reverses: 9 }, posted(0, 10)],
  ['a reversal of less', left(99), moved, { reverses: 9, amount: 9 }, refused('nothing_to_reverse')],
  ['a reversal of more', left(99), moved, { reverses: 9, amount: 11 }, refused('nothing_to_reverse')],
  [
    'a second reversal',
    left(99),
    { ...moved, reversed: true },
    { reverses: 9 },
    refused('nothing_to_reverse'),
  ],
  [
    'a reversal in the same direction',
    left(99),
    { ...moved, debit: 1, credit: 2 },
    { reverses: 9 },
    refused('nothing_to_reverse'),
  ],
  [
    'a reversal of a mere reservation',
    left(99),
    { ...moved, kind: 'p' },
    { reverses: 9 },
    refused('nothing_to_reverse'),
  ],
  ['a reversal of nothing', left(99), null, { reverses: 9 }, refused('nothing_to_reverse')],
  ['a reversal of what was given on', left(9), moved, { reverses: 9 }, refused('over_limit')],
];

describe('decide', () => {
  test.each(table)('%s', (_, account, original, change, outcome) => {
    const originals = new Map(original === null ? [] : [[9, original]]);
    expect(
      decide(
        [request(change)],
        new Map([
          [1, account],
          [2, unbounded],
        ]),
        originals,
      ),
    ).toEqual([outcome]);
  });

  test('requests of one batch see each other, in order', () => {
    const three = [request({ key: 'a' }), request({ key: 'b' }), request({ key: 'c', amount: 5 })];
    expect(
      decide(
        three,
        new Map([
          [1, left(15)],
          [2, left(0)],
        ]),
        new Map(),
      ),
    ).toEqual([posted(0, 10), refused('over_limit'), posted(0, 5)]);
  });

  test('what one receives the next may give', () => {
    const there = request({ key: 'a', debit: 1, credit: 2 });
    const back = request({ key: 'b', debit: 2, credit: 1 });
    expect(
      decide(
        [there, back],
        new Map([
          [1, left(10)],
          [2, left(0)],
        ]),
        new Map(),
      ),
    ).toEqual([posted(0, 10), posted(0, 10)]);
    expect(
      decide(
        [back, there],
        new Map([
          [1, left(10)],
          [2, left(0)],
        ]),
        new Map(),
      ),
    ).toEqual([refused('over_limit'), posted(0, 10)]);
  });

  test('a chain is posted whole or leaves no trace', () => {
    const chain = [
      request({ key: 'a', chain: 'x', amount: 6 }),
      request({ key: 'b', chain: 'x', debit: 2, credit: 1, amount: 7 }),
    ];
    const after = request({ key: 'c', amount: 10 });
    expect(
      decide(
        [...chain, after],
        new Map([
          [1, left(10)],
          [2, left(0)],
        ]),
        new Map(),
      ),
    ).toEqual([refused('chain'), refused('over_limit'), posted(0, 10)]);
  });

  test('one batch can neither resolve nor reverse a transfer twice', () => {
    const originals = new Map([
      [9, reserved],
      [8, moved],
    ]);
    const accounts = new Map([
      [1, left(50)],
      [2, left(50)],
    ]);
    const twice = (change: Partial<TransferRequest>) =>
      decide([request({ key: 'a', ...change }), request({ key: 'b', ...change })], accounts, originals);
    expect(twice({ kind: 'post', resolves: 9 })).toEqual([posted(-10, 10), refused('nothing_to_resolve')]);
    expect(twice({ reverses: 8 })).toEqual([posted(0, 10), refused('nothing_to_reverse')]);
  });
});
