import type { Clock } from '../../kernel/mod.ts';
import type { ActorAnswer, Actors, KnownActor } from './actors.ts';
import { judgeSignature } from './signature.ts';
import { hostOf, idOf, type Thing } from './thing.ts';

/** Whose word an activity is. `gone`: its actor is there no more, so that nothing can be verified. */
export type Verified =
  | { readonly kind: 'verified'; readonly actor: KnownActor }
  | { readonly kind: 'gone' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'refused'; readonly sentence: string };

const refused = (sentence: string): Verified => ({ kind: 'refused', sentence });

/**
 * Verifies that an activity is its actor's own word: the signature covers target and body, its key is one that the
 * actor's own document names, on the actor's own host. `address`: where it was sent, as the world names it.
 */
export async function verifyActivity(
  house: {
    readonly clock: Clock;
    readonly actors: Actors;
    /** Whether a server may make us ask it once more. */
    readonly admit: (host: string) => Promise<boolean>;
  },
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
  const kept = await actors.keptKey(keyId);
  if (kept !== null && kept.id === actorId && (await isSigned(message, kept)))
    return { kind: 'verified', actor: kept };
  // Never read, or changed since: its server is asked, as often as it may make us ask.
  if (!(await house.admit(hostOf(actorId)))) return { kind: 'busy' };
  const owner = ownerOf(await actors.readKey(keyId), actorId);
  if (owner.kind !== 'verified') return owner;
  return (await isSigned(message, owner.actor)) ? owner : refused('The signature is wrong.');
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
