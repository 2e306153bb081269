import { type Rekinded, setRelayKind } from '../credit/mod.ts';
import {
  listedSite,
  type Moderation,
  moderations,
  type RelayKind,
  relayKinds,
  type SiteListing,
} from '../domain/mod.ts';
import { listSite, moderateRelay } from '../evidence/mod.ts';
import { jobKinds } from '../jobs/mod.ts';
import { isId, type RelayId } from '../kernel/mod.ts';
import { commandLine } from '../people/mod.ts';
import { openQueue, type Queue } from '../queue/mod.ts';
import { type Command, type CommandHouse, type CommandResult, refused, succeeded } from './command.ts';

const listings: Readonly<Record<string, SiteListing>> = {
  allow: 'allowed',
  hold: 'held',
  refuse: 'refused',
  clear: 'none',
};

/**
 * `relais moderate RELAY approve|refuse|spam [WHY]`: a human decides what the rules left open.
 * `relais moderate RELAY post|mention|share|illustration|featured`: what it is; a counted one is credited anew.
 * `relais moderate SITE allow|hold|refuse|clear WHY`: a site on the installation's list, for every campaign.
 */
export const moderateCommand: Command = async (house, { words: [subject = '', decision = '', ...rest] }) => {
  const why = rest.join(' ').trim();
  if (isId('rly', subject)) {
    const kind = relayKinds.find((one) => one === decision);
    return kind === undefined ? decide(house, subject, decision, why) : setKind(house, subject, kind);
  }
  const site = listedSite(subject);
  if (subject.startsWith('rly_') || site === null)
    return refused(
      `${subject} is not the name of a relay (it begins with rly_ and stands in the relay's address), nor of a site.`,
    );
  const listing = Object.hasOwn(listings, decision) ? listings[decision] : undefined;
  if (listing === undefined) return refused(`${decision} is not one of ${Object.keys(listings).join(', ')}.`);
  if (why === '') return refused('Say why in a few words: the history of the list keeps them.');
  return withQueue(house, async (queue) => {
    const done = await listSite(
      house.db,
      queue,
      null,
      { site, listing, why },
      commandLine,
      house.clock.now(),
    );
    return succeeded(
      done === 'same' ? `${site} was so already.` : `${site}: ${decision}, in every campaign.`,
    );
  });
};

async function decide(
  house: CommandHouse,
  relay: RelayId,
  decision: string,
  why: string,
): Promise<CommandResult> {
  const { db, clock, publicUrl } = house;
  const known: Moderation | undefined = moderations.find((one) => one === decision);
  if (known === undefined)
    return refused(`${decision} is not one of ${[...moderations, ...relayKinds].join(', ')}.`);
  return withQueue(house, async (queue) => {
    const outcome = await moderateRelay(
      db,
      queue,
      relay,
      {
        decision: known,
        reason: known === 'refuse' && why !== '' ? 'other' : null,
        words: why === '' ? null : why,
      },
      commandLine,
      clock.now(),
    );
    const address = `${publicUrl}/relays/${relay}`;
    switch (outcome.kind) {
      case 'done':
        return succeeded(
          `${known === 'approve' ? 'Approved; it is looked at once more.' : 'Refused for good.'}\n${address}`,
        );
      case 'already':
        return succeeded(`It was decided so before.\n${address}`);
      case 'unknown':
        return refused(`There is no relay ${relay}.`);
      case 'appealed':
        return refused(`${relay} has an open appeal: answer that, in the console.`);
      case 'conflict':
        return refused(`${outcome.by} has decided otherwise: ${outcome.decision}.`);
      case 'unfit':
        return refused(
          `${relay} is ${outcome.state}; only held and refused relays are decided by a moderator.`,
        );
    }
  });
}

async function setKind(
  { db, clock, random, publicUrl }: CommandHouse,
  relay: RelayId,
  kind: RelayKind,
): Promise<CommandResult> {
  return withQueue({ db }, async (queue) => {
    const outcome = await setRelayKind(
      { db, queue, random },
      { campaign: null, relay, kind },
      commandLine,
      clock.now(),
    );
    const sentences: Readonly<Record<Rekinded, string>> = {
      done: `It counts as: ${kind}.\n${publicUrl}/relays/${relay}`,
      same: `It was that already.\n${publicUrl}/relays/${relay}`,
      unknown: `There is no relay ${relay}.`,
      unfit: `${relay} was refused or taken back; only a relay that waits or counts has a kind to set.`,
    };
    return outcome === 'done' || outcome === 'same'
      ? succeeded(sentences[outcome])
      : refused(sentences[outcome]);
  });
}

async function withQueue(
  { db }: Pick<CommandHouse, 'db'>,
  work: (queue: Queue) => Promise<CommandResult>,
): Promise<CommandResult> {
  const failures: Error[] = [];
  const queue = await openQueue(db, jobKinds, { work: false, onError: (error) => failures.push(error) });
  try {
    return await work(queue);
  } finally {
    await queue.close();
  }
}
