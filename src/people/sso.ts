import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Instant, Random } from '../kernel/mod.ts';
import { type Database, sqlTime } from '../store/mod.ts';
import { findAccount } from './account.ts';
import type { Seal } from './secret.ts';
import { type OpenedSession, openSession } from './session.ts';

/** An OpenID Connect provider at which people of this installation sign in. */
export type SsoProvider = {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button says. */
  readonly name: string;
};

const flow_ms = 10 * 60_000;

export type Sso = {
  readonly name: string;
  /** The address to send the browser to. */
  readonly begin: (next: string | null, now: Instant) => Promise<string>;
  /**
   * Opens a session for the account that has the address the provider has verified; never makes an account. Null for
   * anything that is not the answer to a flow begun here.
   */
  readonly finish: (
    returned: URL,
    agent: string,
    now: Instant,
  ) => Promise<(OpenedSession & { readonly next: string | null }) | null>;
};

/** Sign-in by OpenID Connect: code flow with PKCE, state and nonce (OpenID Connect Core §3.1). */
export function createSso(
  house: { readonly db: Database; readonly seal: Seal; readonly random: Random },
  provider: SsoProvider,
  publicUrl: URL,
): Sso {
  const { db, seal } = house;
  const redirect = new URL('/console/sso/return', publicUrl).href;
  let found: Promise<Configuration> | null = null;
  // A provider that could not be reached is asked again the next time.
  const configuration = () => {
    found ??= discovery(provider.issuer, provider.clientId, provider.clientSecret, undefined, {
      // Plain HTTP only for a provider on this machine: in tests, or behind a local proxy.
      execute: isLoopback(provider.issuer) ? [allowInsecureRequests] : [],
    }).catch((error) => {
      found = null;
      throw error;
    });
    return found;
  };
  return {
    name: provider.name,
    begin: async (next, now) => {
      const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
      const address = buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirect,
        scope: 'openid email',
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      await db.rows('DELETE FROM sso_flow WHERE expires_at < $1', [sqlTime(now)]);
      await db.rows(
        'INSERT INTO sso_flow (state_hash, verifier, nonce, next, expires_at) VALUES ($1, $2, $3, $4, $5)',
        [seal('sso', state), verifier, nonce, next, sqlTime(now + flow_ms)],
      );
      return address.href;
    },
    finish: async (returned, agent, now) => {
      const state = returned.searchParams.get('state') ?? '';
      const [flow] = await db.rows<{
        verifier: string;
        nonce: string;
        next: string | null;
        expiresAt: Instant;
      }>(
        'DELETE FROM sso_flow WHERE state_hash = $1 RETURNING verifier, nonce, next, expires_at AS "expiresAt"',
        [seal('sso', state)],
      );
      if (flow === undefined || flow.expiresAt <= now) return null;
      const here = new URL(redirect);
      here.search = returned.search;
      const tokens = await authorizationCodeGrant(await configuration(), here, {
        pkceCodeVerifier: flow.verifier,
        expectedState: state,
        expectedNonce: flow.nonce,
      }).catch(() => null);
      const claims = tokens?.claims();
      if (claims === undefined || claims.email_verified !== true || typeof claims.email !== 'string')
        return null;
      const account = await findAccount(db, claims.email);
      if (account === null) return null;
      return db.transaction(async (tx) => ({
        ...(await openSession(tx, house, { account: account.account, way: 'sso', agent }, now)),
        next: flow.next,
      }));
    },
  };
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
