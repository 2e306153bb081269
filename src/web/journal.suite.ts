import type { JournalServices } from './journal-port.ts';

/** A house without a journal, for tests of the rest. */
export const noJournal: JournalServices = {
  check: { kind: 'local', host: '' },
  entries: async () => [],
  entry: async () => null,
  image: async () => null,
  mentions: async () => [],
  thread: async () => ({ comments: [], next: null }),
  place: async () => null,
  comment: async () => null,
  stamp: () => '',
  post: async () => ({ kind: 'closed' }),
  own: async () => null,
  editOwn: async () => 'unknown',
  eraseOwn: async () => false,
  askMine: async () => null,
  mine: async () => null,
  eraseMine: async () => null,
  follow: async () => null,
  confirmFollow: async () => false,
  stopFollowing: async () => {},
  writeUps: async () => null,
  maySuggest: async () => true,
};
