import type { Context } from 'hono';
import type { Instant } from '../../kernel/mod.ts';
import { type KeyScope, type PresentedKey, verifyRequest } from '../../people/mod.ts';
import { problem } from '../answer.ts';
import type { Services } from '../port.ts';

/** Who asks, and what must be said when the request is over. */
export type Admitted = { readonly kind: 'admitted'; readonly key: PresentedKey; readonly leave: () => void };

const challenge = { 'www-authenticate': 'Bearer realm="relais"' };

/** Lets a retailer in by its key, for one campaign; or the answer that says why not. The first check that fails wins. */
export async function admit(
  c: Context,
  services: Services,
  { slug, scope }: { readonly slug: string; readonly scope: KeyScope },
): Promise<Admitted | { readonly kind: 'answer'; readonly answer: Response }> {
  const no = (answer: Response) => ({ kind: 'answer', answer }) as const;
  const { intake } = services;
  const [, secret] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
  if (secret === undefined) return no(problem(401, 'Send the key as Authorization: Bearer rk_….', challenge));
  const presented = await intake.key(secret);
  if (presented === null) return no(problem(401, 'This key is not known here.', challenge));
  const { key, inForce } = presented;
  if (!inForce) return no(problem(401, 'This key has expired or was revoked.', challenge));
  const entered = intake.enter(key.id);
  if (entered.kind === 'wait')
    return no(
      problem(429, 'Too many requests with this key; send more baskets in each.', {
        'retry-after': String(entered.seconds),
      }),
    );
  const refuse = (answer: Response) => {
    entered.leave();
    return no(answer);
  };
  try {
    if (!key.scopes.includes(scope)) return refuse(problem(403, `This key is not for ${scope}.`));
    if (key.campaign !== null && key.campaign !== slug)
      return refuse(problem(403, 'This key is for another campaign.'));
    const named = await intake.names(slug, key.organisation);
    if (named === null) return refuse(problem(404, 'There is no campaign of this name.'));
    if (!named) return refuse(problem(403, `No rule of this campaign names ${key.organisation}.`));
    return { kind: 'admitted', key, leave: entered.leave };
  } catch (error) {
    entered.leave();
    throw error;
  }
}

/** The nonce of a request that is signed as its key demands; null where it demands nothing. */
export function signatureOf(
  c: Context,
  services: Services,
  key: PresentedKey,
):
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'signed'; readonly nonce: string; readonly until: Instant }
  | { readonly kind: 'answer'; readonly answer: Response } {
  if (key.publicKey === null) return { kind: 'unsigned' };
  const url = new URL(c.req.url);
  const outcome = verifyRequest(
    {
      method: c.req.method,
      // Proxies may change the host on the way: what the sender addressed is our public name.
      authority: new URL(services.publicUrl).host,
      path: url.pathname,
      query: url.search === '' ? '?' : url.search,
      field: (name) => c.req.header(name) ?? null,
    },
    { id: key.id, publicKey: key.publicKey },
    services.clock.now(),
  );
  return outcome.kind === 'signed'
    ? outcome
    : { kind: 'answer', answer: problem(401, outcome.sentence, challenge) };
}
