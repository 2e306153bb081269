export type { Answer } from './answers.ts';
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
export {
  type DeskComment,
  type DeskComments,
  type DeskFilter,
  decideComments,
  readDeskComments,
} from './comments/moderate.ts';
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
  type EntryEdit,
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
export {
  type DeskGuest,
  type Invited,
  invitations_max,
  inviteToMeeting,
  noteWhoCame,
  readGuests,
} from './meetings/desk.ts';
export {
  actOnGuest,
  answerMeeting,
  changeGuest,
  eraseGuest,
  type GuestAct,
  type GuestOutcome,
  type GuestText,
  type NewGuest,
  type OwnGuest,
  type Rsvp,
  readOwnGuest,
} from './meetings/guest.ts';
export {
  isMeetingMailPayload,
  type MeetingLetter,
  type MeetingMailPayload,
  type MeetingWords,
  mailMeeting,
  meetingMailJob,
} from './meetings/mail.ts';
export {
  callMeeting,
  callOffMeeting,
  editMeeting,
  type MeetingId,
  type MeetingSaved,
  type MeetingText,
  type MeetingView,
  type NotesSaved,
  readMeeting,
  readMeetings,
  saveNotes,
} from './meetings/meeting.ts';
export { forgetMeetingGuests, meetingRound } from './meetings/sweep.ts';
export { answerQuestion } from './questions/answer.ts';
export {
  askQuestion,
  confirmQuestionLink,
  type FollowView,
  followQuestion,
  forgetQuestions,
  type NewQuestion,
  type QuestionHouse,
  type QuestionId,
  type QuestionWords,
  readQuestionLink,
  withdrawQuestionLink,
} from './questions/ask.ts';
export { type QuestionView, readQuestions } from './questions/read.ts';
export {
  actOnReservation,
  findReservations,
  type ReservationDeed,
  type ReservationId,
  type ReservationView,
  readReservations,
  submitReservation,
} from './reservations/reservation.ts';
export { type Checker, createAkismet, createRspamd } from './spam/checker.ts';
export { readMentions, readWriteUps, type WriteUp } from './write-ups/read.ts';
