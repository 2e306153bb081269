import type { frPurchase } from './fr-purchase.ts';

/** The words of the purchases page. */
export const enPurchase = {
  'footer.purchases': 'Purchases, and my receipt',
  'purchases.title': 'Purchases',
  'purchases.lead': 'What to buy, what purchases triggered day by day, and what your receipt gave.',
  'purchases.what': 'What counts',
  'purchases.full': 'The promises are used up: a purchase still counts, but triggers no gift any more.',
  'purchases.sum':
    '{n, plural, one {# gift triggered by a purchase} other {# gifts triggered by purchases}}: {units}',
  'purchases.check': 'Did my receipt count?',
  'purchases.checkText':
    'Shops send us their receipts, mostly at night. We keep no name and no loyalty card: only a fingerprint of the number, which nobody can read back. Keep your receipt: it alone leads to what it gave.',
  'purchases.retailer': 'Retailer',
  'purchases.number': 'Number of the receipt, as printed',
  'purchases.look': 'Look',
  'purchases.numberMissing': 'The receipt’s number is missing.',
  'purchases.numberLong': 'This number is too long: 200 characters at most.',
  'purchases.unknown':
    'This receipt triggered nothing, or has not come yet. A day’s receipts mostly come the night after.',
  'purchases.counted': 'This receipt of {day} triggered {units}.',
  'purchases.none':
    'This receipt of {day} counts but triggered nothing more: the promises were used up, or all was brought back.',
  'purchases.pooled':
    'Purchases of this shop are added up over the day: the receipt that completes the count triggers the gift.',
  'purchases.returned': 'Goods were brought back; returned to the promises: {units}.',
  'purchases.act': 'Gift {n}: {units}, entry {leaf}',
  'purchases.due': 'due from {date} on, if nothing is brought back',
  'purchases.proof': 'The proof',
  'purchases.days': 'Day by day',
  'purchases.daysNone': 'No purchase has been sent yet.',
  'purchases.day': 'Day',
  'purchases.baskets': 'Receipts',
  'purchases.acts': 'Gifts',
  'purchases.units': 'Given',
  'purchases.privacy': 'Public figures are by day and retailer, never by receipt.',
} as const satisfies Record<keyof typeof frPurchase, string>;
