import type { Database } from '../store/mod.ts';
import type { PublishOutcome } from './publish.ts';
import { readLogs } from './published.ts';

/** Publishing goes on by itself until `stop`. */
export type Publishing = { readonly stop: () => Promise<void> };

/** Appends that come in this time share a checkpoint: often enough for «within a second», rarely enough for witnesses. */
const pause_ms = 200;
/** Logs that were missed (a lost notification, a failure) are found this often. */
const sweep_every_ms = 5_000;
/** A halted log is said again this often: somebody must decide. */
const repeat_ms = 600_000;

/**
 * Publishes each log soon after something is appended to it. `cosign` asks the witnesses after each checkpoint. Several
 * processes may do this on one database: they take turns.
 */
export async function keepPublishing(house: {
  readonly db: Database;
  readonly publish: (log: string) => Promise<PublishOutcome>;
  readonly cosign: (log: string, checkpoint: string) => Promise<void>;
  /** Logs that wait for a publication or a cosignature (`readWaiting`). */
  readonly waiting: () => Promise<readonly string[]>;
  readonly now: () => number;
  readonly onError: (error: unknown, during: string) => void;
}): Promise<Publishing> {
  const running = new Map<string, { again: boolean; done: Promise<void> }>();
  const said = new Map<string, number>();
  let stopped = false;

  const complain = (log: string, sentence: string) => {
    if ((said.get(log) ?? Number.NEGATIVE_INFINITY) > house.now() - repeat_ms) return;
    said.set(log, house.now());
    house.onError(new Error(sentence), 'log');
  };
  const once = async (log: string): Promise<void> => {
    const outcome = await house.publish(log);
    if (outcome.kind === 'halted')
      complain(
        log,
        `The public log ${log} signs nothing more (${outcome.reason}): relais log status tells what to do.`,
      );
    if (outcome.kind === 'no_key')
      complain(
        log,
        `The public log ${log} is signed with a key that this process does not hold: see RELAIS_LOG_KEYS.`,
      );
    if ((outcome.kind === 'published' || outcome.kind === 'unchanged') && outcome.checkpoint !== null)
      await house.cosign(log, outcome.checkpoint);
  };
  const wake = (log: string): void => {
    const known = running.get(log);
    if (known !== undefined) {
      known.again = true;
      return;
    }
    if (stopped) return;
    const state = { again: false, done: Promise.resolve() };
    running.set(log, state);
    state.done = (async () => {
      do {
        state.again = false;
        await once(log).catch((error) => house.onError(error, 'log'));
        if (!stopped) await new Promise((resolve) => setTimeout(resolve, pause_ms));
      } while (state.again && !stopped);
      running.delete(log);
    })();
  };
  const sweep = (find: () => Promise<readonly string[]> = house.waiting) => {
    find().then(
      (logs) => logs.forEach(wake),
      (error) => house.onError(error, 'log'),
    );
  };
  const stopListening = await house.db.listen('relais_log', (log) => (log === '' ? sweep() : wake(log)));
  // At the start every log is looked at: its database may be an older one, its keys may be others.
  sweep(() => readLogs(house.db));
  const timer = setInterval(sweep, sweep_every_ms);
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await stopListening();
      await Promise.all([...running.values()].map((one) => one.done));
    },
  };
}
