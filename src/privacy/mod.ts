export { eraseRelay } from './erase.ts';
export { heldAbout } from './held.ts';
export { mailLink, proveByPost, tokenPath } from './prove.ts';
export { replayErasures } from './replay.ts';
export {
  askCheck,
  type DataRequestId,
  type DataRequestState,
  type DataRequestView,
  isRequestPayload,
  type OpenedRequest,
  openRequest,
  privacyCheckJob,
  privacyMailJob,
  readRequest,
  requestByMail,
} from './request.ts';
export { type Forgotten, forget, type Retention, readErasures, retention_default } from './retention.ts';
