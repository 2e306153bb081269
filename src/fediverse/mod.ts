export type { Standing } from './activitypub/announce.ts';
export type { Get } from './activitypub/ask.ts';
export type { Send } from './activitypub/deliver.ts';
export {
  createInbox,
  type InboxOutcome,
  type Letter,
  type Opened,
  openFediverse,
} from './activitypub/door.ts';
export { keepFediverse } from './activitypub/keep.ts';
export { fediverseLooker, isShare } from './activitypub/look.ts';
export type { NoteKind, NoteWords } from './activitypub/notes.ts';
export { createPublisher, type Publisher } from './activitypub/publish.ts';
export type { Thing } from './activitypub/thing.ts';
export { type AtHouse, atLooker } from './bluesky/look.ts';
export { type AtPost, atPostIn } from './bluesky/record.ts';
export { keepStream, type StreamHouse } from './bluesky/stream.ts';
