import { type Reconciliation, readReconciliations, reconcileNow } from '../credit/mod.ts';
import type { Clock, Random } from '../kernel/mod.ts';
import { forgetSessions } from '../people/mod.ts';
import { type Forgotten, forget, type Retention } from '../privacy/mod.ts';
import { settlementBooks } from '../settlement/mod.ts';
import type { Database } from '../store/mod.ts';

/** A round is due a day after the last one; whether it is, is looked at this often. */
const look_every_ms = 600_000;
/** Not in the first moments, when everything starts. */
const first_look_ms = 30_000;
const due_ms = 24 * 3_600_000;

/**
 * Once a day: proves that evidence, ledger and log agree, and deletes what is kept no longer. Of several processes one
 * does it. `onRound` is told what it came to, for the log.
 */
export function keepHouse(house: {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly retention: Retention;
  readonly onRound: (reconciliation: Reconciliation, forgotten: Forgotten) => void;
  readonly onError: (error: unknown, during: string) => void;
}): { readonly stop: () => Promise<void> } {
  const round = () =>
    house.db.oneAtATime('relais:nightly', async () => {
      const { last } = await readReconciliations(house.db);
      if (last !== null && last.at > house.clock.now() - due_ms) return;
      const { named, ...reconciliation } = await reconcileNow(house.db, house.clock, [settlementBooks]);
      for (const one of named)
        house.onError(
          new Error(`${one.check}: ${one.subject} should be ${one.expected}, is ${one.found}`),
          'reconcile',
        );
      await forgetSessions(house.db, house.clock.now());
      house.onRound(reconciliation, await forget(house, house.retention));
    });
  let running: Promise<void> = Promise.resolve();
  const look = () => {
    running = round().catch((error) => house.onError(error, 'nightly'));
  };
  const first = setTimeout(look, first_look_ms);
  const timer = setInterval(look, look_every_ms);
  return {
    stop: async () => {
      clearTimeout(first);
      clearInterval(timer);
      await running;
    },
  };
}
