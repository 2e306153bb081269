import { type Moderation, moderateRelay } from '../evidence/mod.ts';
import { jobKinds } from '../jobs/mod.ts';
import { isId } from '../kernel/mod.ts';
import { openQueue } from '../queue/mod.ts';
import { type Command, refused, succeeded } from './command.ts';

const decisions: readonly string[] = ['approve', 'refuse', 'spam'] satisfies Moderation[];

/** `relais moderate RELAY approve|refuse|spam`: a human decides what the rules left open. */
export const moderateCommand: Command = async ({ db, clock, publicUrl }, { words }) => {
  const [relay = '', decision = ''] = words;
  if (!isId('rly', relay))
    return refused(
      `${relay} is not the name of a relay; it begins with rly_ and stands in the relay's address.`,
    );
  if (!decisions.includes(decision)) return refused(`${decision} is not one of ${decisions.join(', ')}.`);
  const failures: Error[] = [];
  const queue = await openQueue(db, jobKinds, { work: false, onError: (error) => failures.push(error) });
  try {
    const outcome = await moderateRelay(db, queue, relay, decision as Moderation, clock.now());
    if (outcome.kind === 'unknown') return refused(`There is no relay ${relay}.`);
    if (outcome.kind === 'unfit')
      return refused(
        `${relay} is ${outcome.state}; only held and refused relays are decided by a moderator.`,
      );
    const done = decision === 'approve' ? 'Approved; it is looked at once more.' : 'Refused for good.';
    return succeeded(`${done}\n${publicUrl}/relays/${relay}`);
  } finally {
    await queue.close();
  }
};
