export {
  ensureAccount,
  ensureOrganisation,
  findAccount,
  findOrganisation,
  grantRole,
  hasOperator,
  type Organisation,
  type Person,
  type PersonRole,
  readEveryone,
  readOrganisations,
  readPeople,
  readPerson,
  updateProfile,
} from './account.ts';
export {
  type GoodSignature,
  isDigestOf,
  type SignedRequest,
  signature_age_max_ms,
  signed_components,
  verifyRequest,
} from './http-signature.ts';
export { type Invitation, type InviteOutcome, invite, takeRole } from './invite.ts';
export {
  createKey,
  findKey,
  type KeyId,
  type KeyScope,
  type KeyView,
  key_overlap_ms,
  keyScopes,
  type NewKey,
  readKey,
  readKeys,
  revokeKey,
  rotateKey,
  takeNonce,
  works,
} from './key.ts';
export { areLimited, forgetTries, isLimited, type Limit } from './limit.ts';
export {
  askLink,
  type Entered,
  enterByLink,
  enterBySetup,
  type FirstOperator,
  isLinkPayload,
  type LinkId,
  type LinkView,
  type LinkWords,
  mailLink,
  peopleMailJob,
  printLink,
  readLink,
  setupLink,
} from './link.ts';
export {
  type AuthenticationOptions,
  addPasskey,
  authenticationOptions,
  enterByPasskey,
  type PasskeyAnswer,
  type PasskeyHouse,
  type PasskeyView,
  type RegistrationOptions,
  type RelyingParty,
  readPasskeys,
  registrationOptions,
  removePasskey,
} from './passkey.ts';
export { countRecoveryCodes, enterByCode, makeRecoveryCodes } from './recovery.ts';
export { createSeal, isToken, newToken, openSecret, type Seal } from './secret.ts';
export {
  closeOtherSessions,
  closeSession,
  forgetSessions,
  type OpenedSession,
  readSession,
  readSessions,
  type SeenSession,
  type SessionView,
} from './session.ts';
export { createSso, type Sso, type SsoProvider } from './sso.ts';
export { type Actor, commandLine, readTrail, record, type TrailEntry, type TrailLine } from './trail.ts';
