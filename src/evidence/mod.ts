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
export { createFetcher, type Fetcher } from './relay/fetch/fetch.ts';
export { type FetchAllow, parseFetchAllow } from './relay/fetch/guard.ts';
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
export { createLooker, type Evidence, type Look, type Looker } from './relay/look.ts';
export { type Moderation, moderateRelay } from './relay/moderate.ts';
export { createPageReader, type PageReader } from './relay/read.ts';
export { enqueueRechecks } from './relay/recheck.ts';
export {
  lockRelays,
  type RelayChange,
  type RelayRecord,
  readCounted,
  writeChanges,
} from './relay/record.ts';
export { type CampaignLink, campaignLink, reservedSegments } from './relay/target.ts';
export * from './relay/view.ts';
export { readRelaysAfter, readRelaysBefore } from './relay/wall.ts';
