export { addToDays, type PurchaseDay, readPurchaseDays } from './purchase/days.ts';
export { contentDigest, openReceiptKey, readReceiptKey, receiptDigest } from './purchase/digest.ts';
export {
  basketsOfFile,
  FileUnreadable,
  fingerprintOf,
  readFileProgress,
  writeFileProgress,
} from './purchase/file.ts';
export { type Item, item_length_max, itemsOf } from './purchase/items.ts';
export { type PoolName, type Pools, poolKey, readPools, writePools } from './purchase/pool.ts';
export {
  type Claim as PurchaseClaim,
  type PurchaseId,
  type PurchaseRecord,
  type ReturnRecord,
  readHeldReturns,
  readPurchase,
  readPurchases,
  readReturnedUnits,
  readReturns,
  writeClaims as writePurchaseClaims,
  writePurchases,
  writeReturns,
} from './purchase/record.ts';
export {
  type Check,
  type CheckPayload,
  checkJob,
  checkJobs,
  isCheckPayload,
  markChecking,
  readChecks,
} from './relay/check.ts';
export { type Claims, createClaims } from './relay/claim.ts';
export { erasedTag } from './relay/erased.ts';
export {
  changeSite,
  type RegisteredSite,
  readRegistered,
  type SiteChange,
  siteChanges,
} from './relay/feed/listing.ts';
export { type PollHouse, pollDue } from './relay/feed/poll.ts';
export { type FeedSiteId, type Registered, registerSite } from './relay/feed/site.ts';
export {
  confirmIntent,
  type HubHouse,
  type HubPush,
  type HubQuestion,
  takePush,
} from './relay/feed/subscription.ts';
export { createFetcher, type Fetcher } from './relay/fetch/fetch.ts';
export { guardedGet } from './relay/fetch/get.ts';
export { type FetchAllow, parseFetchAllow } from './relay/fetch/guard.ts';
export { guardedPost, type Posted } from './relay/fetch/post.ts';
export { type RelayFigures, readRelayFigures, sumOf, type Tally } from './relay/figures.ts';
export {
  noFilter,
  type RelayCursor,
  type RelayFilter,
  type RelayRow,
  type RelayRows,
  readRelayRows,
  search_max,
} from './relay/figures-list.ts';
export {
  latest_max,
  readBusySites,
  readSiteRows,
  type SiteCursor,
  type SiteFilter,
  type SiteOrder,
  type SiteRow,
  type SiteRows,
} from './relay/figures-sites.ts';
export { confirmKind, type Referrer, readReferrers, writeRekinded } from './relay/kind.ts';
export { createLooker, type Evidence, type Look, type Looker } from './relay/look.ts';
export {
  type Decided,
  type Decision,
  decisions_max,
  moderateRelay,
  moderateRelays,
} from './relay/moderate.ts';
export {
  type AppealAnswer,
  type AppealDecided,
  type AppealId,
  type AppealOpened,
  decideAppeal,
  type NewAppeal,
  openAppeal,
  settleAppeals,
} from './relay/moderation/appeal.ts';
export {
  type AppealMailPayload,
  type AppealWords,
  appealMailJob,
  isAppealMailPayload,
  mailAppeal,
} from './relay/moderation/appeal-mail.ts';
export { type PastDecision, type RelayCase, readRelayCase } from './relay/moderation/case.ts';
export {
  type ListingEntry,
  listSite,
  type NewListing,
  readListed,
  readListingHistory,
} from './relay/moderation/listing.ts';
export {
  type HeldRelay,
  type HeldRelays,
  type QueueCursor,
  type QueueFilter,
  queue_count_max,
  readQueue,
  readQueueCounts,
} from './relay/moderation/queue.ts';
export { type Seen, writeSeen } from './relay/moderation/seen.ts';
export {
  type AppealCounts,
  type AppealCursor,
  type AppealRow,
  type RelayStanding,
  readAppealCounts,
  readAppeals,
  readRelayStanding,
} from './relay/moderation/standing.ts';
export { readSuspicions, type Suspect, type Suspicions } from './relay/moderation/suspect.ts';
export { createPageReader, type PageReader } from './relay/read.ts';
export { enqueueRechecks } from './relay/recheck.ts';
export {
  lockRelays,
  type RelayChange,
  type RelayRecord,
  readCounted,
  writeChanges,
} from './relay/record.ts';
export {
  chooseRelayerPage,
  forgetRelayers,
  type RelayerCampaign,
  type RelayerChoice,
  type RelayerView,
  readRelayer,
  readRelayerChoice,
} from './relay/relayer.ts';
export { chooseStance, readStance } from './relay/stance.ts';
export { type CampaignLink, campaignLink, reservedSegments } from './relay/target.ts';
export type { Written } from './relay/trial/links.ts';
export { judgeTrial, type Trial, type TrialHouse, tryPage } from './relay/trial/trial.ts';
export * from './relay/view.ts';
export { readRelaysAfter, readRelaysBefore } from './relay/wall.ts';
export {
  type Attendance,
  readCompanyHours,
  readEnded,
  readShiftHours,
  readUnsettled,
  removeAttendances,
  type ShiftHours,
  writeHours,
  writeSettled,
} from './volunteering/attendance.ts';
export {
  countDoor,
  type DoorCounts,
  type DoorNote,
  type DoorPerson,
  endMissing,
  findCode,
  type NotesTaken,
  readDoor,
  writeNotes,
} from './volunteering/door.ts';
export {
  isShiftMailPayload,
  mailShift,
  type ShiftLetter,
  type ShiftMailPayload,
  type ShiftWords,
  shiftMailJob,
  shiftMails,
} from './volunteering/mail.ts';
export {
  actOnSignUp,
  changeSignUp,
  eraseSignUp,
  type OwnOutcome,
  type OwnSignUp,
  readOwnSignUp,
} from './volunteering/own.ts';
export {
  becomeCoordinator,
  callOffShift,
  createShift,
  type Desk as ShiftDesk,
  editShift,
  isCoordinator,
  type LockedShift,
  lockShift,
  readShift,
  readShifts,
  type ShiftId,
  type ShiftRole,
  type ShiftSaved,
  type ShiftText,
  type ShiftView,
} from './volunteering/shift.ts';
export {
  addAtDoor,
  createSignUps,
  type NewSignUp,
  type SignedUp,
  type SignUpId,
  type SignUps,
} from './volunteering/sign-up.ts';
export { forgetVolunteers, lapseSignUps, remindSignUps } from './volunteering/sweep.ts';
