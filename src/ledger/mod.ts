export {
  type AccountId,
  available,
  type Balance,
  lockBalances,
  type NewAccount,
  openAccounts,
  readBalances,
} from './account.ts';
export { auditLedger, type LedgerDifference } from './audit.ts';
export { type PostOutcome, post, type RefusedTransfer, type TransferRequest } from './post.ts';
