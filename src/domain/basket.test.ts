import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBasket } from './basket.ts';

const basket = {
  receipt: 'carrefour/0123/2026-11-23/07/004211',
  at: '2026-11-23T18:30:00+01:00',
  shop: '0123',
  lines: [{ gtin: '3033490004743', quantity: 4 }],
  returnOf: null,
};

test('a basket, with what no offer can name left out', () => {
  expect(
    readBasket({
      ...basket,
      lines: [...basket.lines, { gtin: '4011', quantity: 2 }, { gtin: '3033490004743', quantity: 0.532 }],
    }),
  ).toEqual({
    basket: {
      receipt: basket.receipt,
      at: Date.UTC(2026, 10, 23, 17, 30),
      shop: '0123',
      lines: [{ gtin: '03033490004743', quantity: 4 }],
      returnOf: null,
    },
  });
  const { shop: _, returnOf: __, ...least } = basket;
  expect(readBasket(least)).toMatchObject({ basket: { shop: null, returnOf: null } });
  expect(readBasket({ ...basket, returnOf: 'other' })).toMatchObject({ basket: { returnOf: 'other' } });
});

test.each<[unknown, string]>([
  [null, 'A basket is an object'],
  [[], 'A basket is an object'],
  ['x', 'A basket is an object'],
  [{ ...basket, receipt: '' }, 'receipt is not a text'],
  [{ ...basket, receipt: 7 }, 'receipt is not a text'],
  [{ ...basket, receipt: 'x'.repeat(201) }, 'receipt is not a text'],
  [{ ...basket, receipt: 'a\u0000b' }, 'receipt is not a text'],
  [{ ...basket, receipt: '\ud800' }, 'receipt is not a text'],
  [{ ...basket, at: '2026-11-23' }, 'at is not a date'],
  [{ ...basket, at: '2026-11-23T18:30:00' }, 'at is not a date'],
  [{ ...basket, at: '2026-13-23T18:30:00Z' }, 'at is not a date'],
  [{ ...basket, at: 1 }, 'at is not a date'],
  [{ ...basket, shop: 'rue <b>' }, 'shop is neither'],
  [{ ...basket, lines: {} }, 'lines is not a list'],
  [{ ...basket, lines: [1] }, 'lines[0] is not an object'],
  [{ ...basket, lines: [{ gtin: 3033490004743, quantity: 1 }] }, 'lines[0].gtin'],
  [{ ...basket, lines: [{ gtin: 'x', quantity: 1 }] }, 'lines[0].gtin'],
  [{ ...basket, lines: [{ gtin: '3033490004743', quantity: -1 }] }, 'lines[0].quantity'],
  [{ ...basket, lines: [{ gtin: '3033490004743', quantity: '4' }] }, 'lines[0].quantity'],
  [{ ...basket, lines: [{ gtin: '3033490004743', quantity: 1, price: 2 }] }, 'lines[0]: price is not known'],
  [{ ...basket, returnOf: basket.receipt }, 'returnOf is the receipt itself'],
  [{ ...basket, total: 12 }, 'total is not known'],
  // No shopper's identity, under whatever name and in whatever place.
  [{ ...basket, customerName: 'A. Martin' }, 'customerName looks like a shopper’s identity'],
  [{ ...basket, email: 'a@b.fr' }, 'email looks like a shopper’s identity'],
  [{ ...basket, loyaltyCard: '1' }, 'loyaltyCard looks like a shopper’s identity'],
  [{ ...basket, carte_fidelite: '1' }, 'carte_fidelite looks like a shopper’s identity'],
  [{ ...basket, lines: [{ gtin: '1', quantity: 1, client: 7 }] }, 'client looks like a shopper’s identity'],
  [{ ...basket, '<script>': 1 }, 'A field is not known'],
  [{ ...basket, receipt: 'a.martin@example.fr' }, 'no shopper’s identity is taken'],
  [{ ...basket, receipt: 'FR7630006000011234567890189' }, 'no shopper’s identity is taken'],
  [{ ...basket, receipt: '4970 1012 3456 7890' }, 'no shopper’s identity is taken'],
  [{ ...basket, receipt: 'carte 4111111111111111' }, 'no shopper’s identity is taken'],
  [{ ...basket, returnOf: '378282246310005' }, 'no shopper’s identity is taken'],
  [{ ...basket, prénom: 'Léa' }, 'A field looks like a shopper’s identity'],
  [{ ...basket, fidélité: '1' }, 'A field looks like a shopper’s identity'],
  [{ ...basket, at: '2026-02-30T18:30:00Z' }, 'at is not a date'],
  [{ ...basket, at: '2026-11-23T25:30:00Z' }, 'at is not a date'],
])('%j: %s', (value, sentence) => {
  const read = readBasket(value);
  expect('problem' in read ? read.problem : null).toContain(sentence);
});

test.each([
  '4111111111111112',
  '2026112307004211',
  '04111111111111111',
  '12345678901234567890',
  '4111111111111',
])('a receipt %s is no card', (receipt) => {
  expect(readBasket({ ...basket, receipt })).toMatchObject({ basket: { receipt } });
});

test('whatever comes, it is a basket or one sentence', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const read = readBasket(value);
      expect('basket' in read || /^.{5,300}\.$/.test(read.problem)).toBe(true);
    }),
  );
});
