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
export {
  type ClosingOutcome,
  closePeriod,
  type Period,
  previewStatement,
  readPeriods,
} from './period.ts';
export { readCoverage, type SectionCoverage } from './post.ts';
export { settlementBooks } from './reconcile.ts';
export * from './statement.ts';
