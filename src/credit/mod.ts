export { createDoor, type Door } from './attendance.ts';
export { type Act, type Books, type Credited, credit } from './credit.ts';
export { type CapView, type DashboardView, readDashboard } from './dashboard.ts';
export { createJudge, type Judge } from './judge.ts';
export { logEarlier } from './log-earlier.ts';
export { seal, writeOpenings } from './opening.ts';
export { type CreditProof, type Opening, readPurchaseProof, readRelayProof } from './proof.ts';
export { createPurchases, type Purchases } from './purchase.ts';
export { type FileOutcome, type FileProgress, takeFile } from './purchase-file.ts';
export {
  forgetUploads,
  isBasketFile,
  keepUpload,
  readUploads,
  takeUploads,
  type UploadHouse,
  UploadInterrupted,
  type UploadView,
  uploadsWait,
} from './purchase-upload.ts';
export { type ReceiptAct, type ReceiptView, readReceipt } from './receipt.ts';
export {
  type Beside,
  type Difference,
  type Reconciliation,
  readReconciliations,
  reconcile,
  reconcileNow,
} from './reconcile.ts';
export { type Rekinded, setRelayKind } from './rekind.ts';
export { reverse } from './reverse.ts';
export { readRelayStatus } from './status.ts';
export { type Tried, tryRelay } from './trial.ts';
