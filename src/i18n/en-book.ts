import type { frBook } from './fr-book.ts';

export const enBook = {
  'ways.relay': 'Write a post that leads here',
  'ways.purchase': 'Buy what the campaign names',
  'ways.volunteering': 'Give an hour of your time',
  'ways.spent': 'cap reached',
  'true.title': 'Is it true?',
  'true.lead':
    'Each gift is an entry in a public log, signed, from which nothing is erased. Anyone can read it again, count it all and compare.',
  'true.log': 'Read the public log',
  'true.results': 'See the results day by day',
  'true.data': 'Take the data and count again',
} as const satisfies Record<keyof typeof frBook, string>;
