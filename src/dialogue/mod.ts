export { startCommentChecks } from './comments/check.ts';
export {
  askToFollow,
  confirmFollow,
  type FollowHouse,
  forgetDialogue,
  readFollow,
  stopFollowing,
  tellFollowers,
} from './comments/follow.ts';
export { type DeskComment, type DeskFilter, decideComments, readDeskComments } from './comments/moderate.ts';
export {
  askForOwnComments,
  edit_ms,
  editOwnComment,
  eraseOwnComment,
  eraseOwnComments,
  type OwnComment,
  type OwnComments,
  printOwnComments,
  readOwnComment,
  readOwnComments,
} from './comments/own.ts';
export {
  type CommentHouse,
  type CommentPosted,
  commentCheckJob,
  isCommentCheckPayload,
  type NewComment,
  postComment,
} from './comments/post.ts';
export {
  type CommentId,
  type CommentView,
  findPlace,
  isPlace,
  readComment,
  readThread,
  type Thread,
} from './comments/thread.ts';
export type { CommentWords } from './comments/words.ts';
export {
  createEntry,
  type Entry,
  type EntryId,
  type EntrySaved,
  type EntryText,
  readEntries,
  readEntry,
  saveEntry,
} from './journal/entry.ts';
export {
  addImage,
  type Image,
  type ImageAdded,
  image_bytes_max,
  readImage,
  readImages,
} from './journal/image.ts';
export { plainOf, renderMarkdown } from './journal/markdown.ts';
export { type Checker, createAkismet, createRspamd } from './spam/checker.ts';
export { readMentions, readWriteUps, type WriteUp } from './write-ups/read.ts';
