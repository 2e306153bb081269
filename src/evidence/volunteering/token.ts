import type { Id } from '../../kernel/mod.ts';
import type { Seal } from '../../people/mod.ts';

/** What the link to one's own sign-up ends with: the same in each mail, kept as a hash alone. */
export function signUpToken(seal: Seal, id: Id<'sgn'>): string {
  return Buffer.from(seal('volunteer link', id)).toString('base64url');
}

/** What is kept of it. */
export function tokenHash(seal: Seal, token: string): Uint8Array {
  return seal('volunteer', token);
}
