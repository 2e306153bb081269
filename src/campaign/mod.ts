export { exportCampaign } from './export.ts';
export {
  type CampaignFile,
  campaignFileJsonSchema,
  type FileProblem,
  type ParsedFile,
  parseCampaignFile,
  printCampaignFile,
} from './file.ts';
export { type ImportOutcome, importCampaign } from './import.ts';
export { appendLeaves, termsLeaf } from './leaves.ts';
export { type CampaignContent, readCampaign, readCampaigns, readId, readSlug } from './read.ts';
export { type RelayRules, readRelayRules } from './rules.ts';
export { becomeCreditWriter, type PledgeStanding, readOpenPledges, readPledges } from './terms.ts';
export * from './view.ts';
