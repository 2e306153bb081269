export { type FileProblem, type ParsedFile, parseCampaignFile } from './file/parse.ts';
export { campaignFileJsonSchema, printCampaignFile } from './file/print.ts';
export type { CampaignFile } from './file/schema.ts';
