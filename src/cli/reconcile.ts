import { reconcileNow } from '../credit/mod.ts';
import { settlementBooks } from '../settlement/mod.ts';
import type { Command } from './command.ts';

/** `relais reconcile`: proves that evidence, credits, ledger and log agree, or names each difference. */
export const reconcileCommand: Command = async ({ db, clock }) => {
  const { named, took_ms } = await reconcileNow(db, clock, [settlementBooks]);
  if (named.length === 0)
    return { exit: 0, out: `The books agree: evidence = credits = ledger = log (${took_ms} ms).\n`, err: '' };
  const told = named.map((one) => `${one.check}: ${one.subject} should be ${one.expected}, is ${one.found}`);
  return { exit: 1, out: '', err: `${named.length} differences:\n${told.join('\n')}\n` };
};
