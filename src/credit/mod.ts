export { type Credited, credit } from './credit.ts';
export { createJudge, type Judge } from './judge.ts';
export { type Difference, reconcile } from './reconcile.ts';
export { reverse } from './reverse.ts';
export { readRelayStatus } from './status.ts';
