import {
  commentCheckJob,
  isCommentCheckPayload,
  isMeetingMailPayload,
  meetingMailJob,
} from '../dialogue/mod.ts';
import {
  appealMailJob,
  checkJob,
  isAppealMailPayload,
  isCheckPayload,
  isShiftMailPayload,
  shiftMailJob,
} from '../evidence/mod.ts';
import { isLinkPayload, peopleMailJob } from '../people/mod.ts';
import { isRequestPayload, privacyCheckJob, privacyMailJob } from '../privacy/mod.ts';
import type { JobKinds } from '../queue/mod.ts';

/** Every job there is, with the check of its payload. */
export const jobKinds: JobKinds = {
  [checkJob]: isCheckPayload,
  [commentCheckJob]: isCommentCheckPayload,
  [appealMailJob]: isAppealMailPayload,
  [privacyCheckJob]: isRequestPayload,
  [privacyMailJob]: isRequestPayload,
  [peopleMailJob]: isLinkPayload,
  [shiftMailJob]: isShiftMailPayload,
  [meetingMailJob]: isMeetingMailPayload,
};
