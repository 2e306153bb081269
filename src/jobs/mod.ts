export { startAppealMails } from './appeals.ts';
export { startJobs } from './checks.ts';
export { keepPolling } from './feeds.ts';
export { jobKinds } from './kinds.ts';
export { keepHouse } from './nightly.ts';
export { startPeopleJobs } from './people.ts';
export { startPrivacyJobs } from './privacy.ts';
export { keepUploads } from './purchases.ts';
export { keepShifts, shiftRound } from './shifts.ts';
