export { type DataFile, dataFile, dataFiles, type Publishing } from './data/files.ts';
export { openData } from './data/rows.ts';
export {
  type Delivered,
  type Delivery,
  declareDelivery,
  type NewDelivery,
  readDeliveries,
} from './delivery.ts';
export {
  type Answered,
  answerPayment,
  type Declared,
  declarePayment,
  type NewPayment,
  type Payment,
  type PaymentAnswer,
  readPayments,
} from './payment.ts';
export type { Block } from './pdf/block.ts';
export { type PrintedDocument, printPdf } from './pdf/print.ts';
export {
  type ClosingOutcome,
  closePeriod,
  type Period,
  previewStatement,
  readPeriods,
} from './period.ts';
export { readCoverage, type SectionCoverage } from './post.ts';
export {
  type PartnerAccount,
  type PledgeLife,
  type PublicDue,
  type PublicSettlement,
  readPublicSettlement,
  readSettlement,
  readStatement,
  type SettlementView,
  type StatementView,
} from './read.ts';
export { settlementBooks } from './reconcile.ts';
export { type Results, readResults } from './results.ts';
export * from './statement.ts';
