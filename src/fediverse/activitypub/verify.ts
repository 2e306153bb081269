import type { Clock } from '../../kernel/mod.ts';
import type { ActorAnswer, Actors, KnownActor } from './actors.ts';
import { judgeSignature } from './signature.ts';
import { hostOf, idOf, type Thing } from './thing.ts';

/** Whose word an activity is. `gone`: its actor is there no more, so that nothing can be verified. */
export type Verified =
  | { readonly kind: 'verified'; readonly actor: KnownActor }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly sentence: string };

const refused = (sentence: string): Verified => ({ kind: 'refused', sentence });

/**
 * Verifies that an activity is its actor's own word: the signature covers target and body, its key is one that the
 * actor's own document names, on the actor's own host. `address`: where it was sent, as the world names it.
 */
export async function verifyActivity(
  house: { readonly clock: Clock; readonly actors: Actors },
  message: {
    readonly address: string;
    readonly headers: Headers;
    readonly body: string;
    readonly activity: Thing;
  },
): Promise<Verified> {
  const { actors, clock } = house;
  const signed = judgeSignature(message.headers, clock.now());
  if (signed.kind === 'fault') return refused(signed.sentence);
  const { keyId } = signed;
  const actorId = idOf(message.activity.actor);
  if (actorId === null) return refused('The activity names no actor.');
  if (hostOf(keyId) !== hostOf(actorId)) return refused('The key is on another host than the actor.');
  const known = await actors.byKey(keyId);
  const owner = ownerOf(known, actorId);
  if (owner.kind !== 'verified') return owner;
  if (await isSigned(message, owner.actor)) return owner;
  // A key may have been changed since it was read.
  if (known.kind === 'actor' && known.fresh) return refused('The signature is wrong.');
  const again = ownerOf(await actors.byKey(keyId, true), actorId);
  if (again.kind !== 'verified') return again;
  return (await isSigned(message, again.actor)) ? again : refused('The signature is wrong.');
}

function ownerOf(answer: ActorAnswer, actorId: string): Verified {
  if (answer.kind === 'gone') return answer;
  if (answer.kind === 'none') return refused(`The key could not be read: ${answer.detail}.`);
  return answer.actor.id === actorId
    ? { kind: 'verified', actor: answer.actor }
    : refused('The key is not the actor’s.');
}

async function isSigned(
  { address, headers, body }: { readonly address: string; readonly headers: Headers; readonly body: string },
  actor: KnownActor,
): Promise<boolean> {
  const { CryptographicKey, importPem, verifyRequest } = await import('@fedify/fedify');
  try {
    const key = new CryptographicKey({
      id: new URL(actor.keyId),
      owner: new URL(actor.id),
      publicKey: await importPem(actor.pem),
    });
    const told = new Headers(headers);
    // Signed for another house, it is not for us, whatever a proxy made of the name.
    told.set('host', new URL(address).host);
    for (const name of ['content-length', 'connection', 'transfer-encoding']) told.delete(name);
    const request = new Request(address, { method: 'POST', headers: told, body });
    const verified = await verifyRequest(request, {
      // Its age was judged by our own clock.
      timeWindow: false,
      keyCache: { get: async () => key, set: async () => {} },
      documentLoader: refuse,
      contextLoader: refuse,
    });
    return verified !== null;
  } catch {
    return false;
  }
}

/** Nothing is loaded while a signature is verified. */
const refuse = async (url: string): Promise<never> => {
  throw new Error(`${url} is not loaded`);
};
