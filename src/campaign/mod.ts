export {
  addFinding,
  composeDraft,
  type FindingResult,
  type NewFinding,
  type Signatory,
  type SignatureKind,
  sign,
} from './charter.ts';
export {
  adoptPublished,
  createDraft,
  type Draft,
  type DraftEntry,
  draftOf,
  type NewDraft,
  type PublishOutcome,
  printDraft,
  publishDraft,
  readDraft,
  readDraftEntries,
  readDraftEntry,
  saveDraft,
} from './draft.ts';
export { type DraftFile, type DraftReading, readDraftFile, valueAt, withValue } from './draft-file.ts';
export { exportCampaign } from './export.ts';
export {
  type CampaignFile,
  campaignFileJsonSchema,
  type FileProblem,
  type ParsedFile,
  parseCampaignFile,
  printCampaignFile,
} from './file.ts';
export { readHourPledges } from './hours.ts';
export { type ImportOutcome, importCampaign } from './import.ts';
export { appendLeaves, termsLeaf } from './leaves.ts';
export { type PurchaseRules, readPurchaseRules } from './offers.ts';
export { changingTerms, previewOf } from './preview.ts';
export {
  type CampaignContent,
  campaignsIn,
  type InCampaign,
  readCampaign,
  readCampaigns,
  readId,
  readOrganisations,
  readSlug,
} from './read.ts';
export { type RelayRules, readRelayRules } from './rules.ts';
export {
  becomeCreditWriter,
  type PledgeStanding,
  readOpenPledges,
  readPledges,
  readPromiseEdges,
} from './terms.ts';
export * from './view.ts';
