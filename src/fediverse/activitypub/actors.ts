import { type Clock, createGroup, siteOf } from '../../kernel/mod.ts';
import { type Database, sqlTime } from '../../store/mod.ts';
import type { Ask, Asker } from './ask.ts';
import { type Actor, actorIn, hostOf } from './thing.ts';

/** An actor as it was read at its own server. */
export type KnownActor = {
  readonly id: string;
  readonly inbox: string;
  readonly keyId: string;
  readonly pem: string;
  /** One person is one site: `host/@name`. */
  readonly site: string;
  readonly name: string | null;
};

export type ActorAnswer =
  | { readonly kind: 'actor'; readonly actor: KnownActor }
  | { readonly kind: 'gone' }
  | { readonly kind: 'none'; readonly detail: string };

export type Actors = {
  /** The actor of this address. `fresh` asks its server whatever is kept. */
  readonly byId: (id: string, asker: Asker | null, fresh?: boolean) => Promise<ActorAnswer>;
  /** The actor that owns a key, if it was read lately. */
  readonly keptKey: (keyId: string) => Promise<KnownActor | null>;
  /** The actor that owns a key, by its own word, asked now. */
  readonly readKey: (keyId: string) => Promise<ActorAnswer>;
};

/** A key that was taken back is believed no longer than this. */
const keep_ms = 3_600_000;

const columns = 'id, inbox, key_id AS "keyId", key_pem AS pem, site, name';

/** Strangers' actors, read where they live and kept for an hour. */
export function openActors(house: {
  readonly db: Database;
  readonly clock: Clock;
  readonly ask: Ask;
}): Actors {
  const { db, clock, ask } = house;
  // Letters come in crowds: those that come together share one read.
  const kept = createGroup<{ column: 'id' | 'key_id'; value: string }, KnownActor | null>(
    { most: 500 },
    async (asked) => {
      const rows = await db.rows<KnownActor>(
        `SELECT ${columns} FROM fediverse_actor WHERE (id = ANY ($1::text[]) OR key_id = ANY ($2::text[])) AND fetched_at > $3`,
        [
          asked.filter((one) => one.column === 'id').map((one) => one.value),
          asked.filter((one) => one.column === 'key_id').map((one) => one.value),
          sqlTime(clock.now() - keep_ms),
        ],
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      const byKey = new Map(rows.map((row) => [row.keyId, row]));
      return asked.map(({ column, value }) => (column === 'id' ? byId : byKey).get(value) ?? null);
    },
  );
  const fetched = async (address: string, asker: Asker | null, hops: number): Promise<ActorAnswer> => {
    const answer = await ask(address, asker);
    if (answer.kind === 'html') return { kind: 'none', detail: 'no document of the fediverse' };
    if (answer.kind === 'failed')
      return answer.status === 410 || answer.status === 404
        ? { kind: 'gone' }
        : { kind: 'none', detail: answer.detail };
    const actor = actorIn(answer.thing);
    if (actor !== null) {
      // What another host gives out under this name is nobody's word.
      if (hostOf(actor.id) !== hostOf(answer.url))
        return { kind: 'none', detail: 'an actor of another host' };
      return { kind: 'actor', actor: await keep(db, actor, clock) };
    }
    // Some servers give the key alone, with its owner.
    const { owner } = answer.thing;
    if (hops === 0 || typeof owner !== 'string' || hostOf(owner) !== hostOf(address))
      return { kind: 'none', detail: 'no actor with a key' };
    return fetched(owner, asker, hops - 1);
  };
  return {
    byId: async (id, asker, fresh = false) => {
      const known = fresh ? null : await kept.add({ column: 'id', value: id });
      if (known !== null) return { kind: 'actor', actor: known };
      const answer = await fetched(id, asker, 0);
      return answer.kind === 'actor' && answer.actor.id !== id
        ? { kind: 'none', detail: 'another actor lives there' }
        : answer;
    },
    keptKey: (keyId) => kept.add({ column: 'key_id', value: keyId }),
    readKey: async (keyId) => {
      const answer = await fetched(keyId, null, 1);
      return answer.kind === 'actor' && answer.actor.keyId !== keyId
        ? { kind: 'none', detail: 'the actor there has another key' }
        : answer;
    },
  };
}

async function keep(db: Database, actor: Actor, clock: Clock): Promise<KnownActor> {
  const { id, inbox, keyId, pem, name } = actor;
  const site = siteOfActor(actor);
  await db.rows(
    `INSERT INTO fediverse_actor (id, key_id, key_pem, inbox, site, name, fetched_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (id) DO UPDATE SET key_id = excluded.key_id, key_pem = excluded.key_pem, inbox = excluded.inbox,
       site = excluded.site, name = excluded.name, fetched_at = excluded.fetched_at`,
    [id, keyId, pem, inbox, site, name, sqlTime(clock.now())],
  );
  return { id, inbox, keyId, pem, site, name };
}

/** `host/@name`, or the address of an actor whose name can't stand in one. */
function siteOfActor({ id, handle }: Actor): string {
  const url = new URL(id);
  return handle === null ? `${siteOf(url)}${url.pathname}`.slice(0, 300) : `${siteOf(url)}/@${handle}`;
}
