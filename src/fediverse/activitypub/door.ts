import type { Seal } from '../../people/mod.ts';
import { openActors } from './actors.ts';
import { addressesOf } from './addresses.ts';
import { createAsk, type Get } from './ask.ts';
import { forgetActor, type InboxHouse, openKnown, takeActivity } from './inbox.ts';
import { openKeys } from './keys.ts';
import { hostOf, idOf, readThing, typeOf } from './thing.ts';
import { verifyActivity } from './verify.ts';

/** What became of a message to an inbox; `sentence` says why it was not taken. */
export type InboxOutcome =
  | { readonly kind: 'taken' | 'busy' }
  | { readonly kind: 'malformed' | 'unsigned' | 'not_theirs'; readonly sentence: string };

export type Letter = {
  /** Where it was sent, on this site. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
};

/** What every part needs to read others and to sign. */
export function openFediverse(
  house: Omit<InboxHouse, 'at' | 'ask' | 'claims' | 'campaign'> & { readonly seal: Seal; readonly get: Get },
) {
  const at = addressesOf(house.publicUrl);
  const keys = openKeys(house);
  const ask = createAsk({ get: house.get, keys, at });
  return { at, keys, ask, actors: openActors({ ...house, ask }) };
}

export type Opened = ReturnType<typeof openFediverse>;

/** Letters that are dealt with at once: each may ask another server, which may be slow. */
const at_once = 64;

/**
 * The inbox of all campaigns. `admit` says whether a server may make us ask it once more; it is asked before anything is
 * fetched. What is acknowledged is kept.
 */
export function createInbox(
  house: InboxHouse & Pick<Opened, 'actors'> & { readonly admit: (host: string) => Promise<boolean> },
): (letter: Letter) => Promise<InboxOutcome> {
  let open = 0;
  const known = openKnown(house);
  const take = async ({ path, headers, body }: Letter): Promise<InboxOutcome> => {
    const activity = readThing(body);
    const actor = activity === null ? null : idOf(activity.actor);
    if (activity === null || actor === null || typeOf(activity) === '')
      return { kind: 'malformed', sentence: 'The body is no activity with a type and an actor.' };
    if (hostOf(actor) === house.publicUrl.host)
      return { kind: 'not_theirs', sentence: 'An actor of this site sends nothing to it.' };
    const leaves = typeOf(activity) === 'Delete' && idOf(activity.object) === actor;
    // Servers tell everybody of each account that is deleted; most were never heard of here.
    if (leaves && !(await isKnown(house, actor))) return { kind: 'taken' };
    const address = new URL(path, house.publicUrl).href;
    const verified = await verifyActivity(house, { address, headers, body, activity });
    if (verified.kind === 'refused') return { kind: 'unsigned', sentence: verified.sentence };
    if (verified.kind === 'busy') return { kind: 'busy' };
    if (verified.kind === 'gone') {
      // Nobody can sign for an account that is gone; that its server says so is proof enough.
      if (!leaves) return { kind: 'unsigned', sentence: 'The actor is gone.' };
      const answer = await house.actors.byId(actor, null, true);
      if (answer.kind === 'gone') await forgetActor(house, actor);
      return { kind: 'taken' };
    }
    const taken = await takeActivity({ ...house, ...known }, activity, verified.actor);
    if (taken === 'full') return { kind: 'busy' };
    return taken === 'taken'
      ? { kind: 'taken' }
      : { kind: 'not_theirs', sentence: 'The activity speaks of what is not its actor’s.' };
  };
  return async (letter) => {
    if (open >= at_once) return { kind: 'busy' };
    open++;
    try {
      return await take(letter);
    } finally {
      open--;
    }
  };
}

async function isKnown({ db }: InboxHouse, actor: string): Promise<boolean> {
  const rows = await db.rows(
    `SELECT 1 FROM fediverse_actor WHERE id = $1 UNION ALL SELECT 1 FROM fediverse_follower WHERE actor = $1
     UNION ALL SELECT 1 FROM fediverse_boost WHERE actor = $1 LIMIT 1`,
    [actor],
  );
  return rows.length > 0;
}
