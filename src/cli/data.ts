import { isId } from '../kernel/mod.ts';
import { eraseRelay, heldAbout } from '../privacy/mod.ts';
import { type Command, refused, succeeded } from './command.ts';

/** `relais data RELAY show|erase`: for requests that reach the operator by letter. */
export const dataCommand: Command = async ({ db, clock, random }, { words }) => {
  const [relay = '', action = ''] = words;
  if (!isId('rly', relay))
    return refused(
      `${relay} is not the name of a relay; it begins with rly_ and stands in the relay's address.`,
    );
  if (action === 'show') {
    const held = await heldAbout(db, relay);
    return held === null ? refused(`There is no relay ${relay}.`) : succeeded(held);
  }
  if (action !== 'erase') return refused(`${action} is not one of show, erase.`);
  return (await eraseRelay(db, relay, random, clock.now()))
    ? succeeded(`${relay} is erased; what it earned stays in the ledger and the log.`)
    : refused(`There is no relay ${relay}.`);
};
