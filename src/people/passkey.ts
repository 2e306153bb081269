import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { type AccountId, type Id, type Instant, newId, type Random } from '../kernel/mod.ts';
import { type Database, type Queryable, sqlTime } from '../store/mod.ts';
import type { Person } from './account.ts';
import type { Seal } from './secret.ts';
import { type OpenedSession, openSession } from './session.ts';

/** Where passkeys belong (WebAuthn §5.1.3): the site's domain, and the origins that its pages have. */
export type RelyingParty = { readonly id: string; readonly origins: readonly string[] };

export type ChallengeId = Id<'pkc'>;
const challenge_ms = 5 * 60_000;
/** Passkeys of one account: enough for every device, not for a flood. */
const passkeys_max = 20;

export type RegistrationOptions = {
  readonly challenge: ChallengeId;
  readonly options: PublicKeyCredentialCreationOptionsJSON;
};
export type AuthenticationOptions = {
  readonly challenge: ChallengeId;
  readonly options: PublicKeyCredentialRequestOptionsJSON;
};
/** What a browser sends back: the challenge it answers, and the authenticator's answer as JSON, unchecked. */
export type PasskeyAnswer = { readonly challenge: string; readonly response: unknown };

export type PasskeyHouse = {
  readonly db: Database;
  readonly seal: Seal;
  readonly random: Random;
  readonly party: RelyingParty;
};

async function keepChallenge(
  { db, random }: PasskeyHouse,
  challenge: string,
  account: AccountId | null,
  now: Instant,
): Promise<ChallengeId> {
  const id = newId('pkc', now, random);
  await db.rows('DELETE FROM passkey_challenge WHERE expires_at < $1', [sqlTime(now)]);
  await db.rows(
    'INSERT INTO passkey_challenge (id, challenge, account_id, expires_at) VALUES ($1, $2, $3, $4)',
    [id, challenge, account, sqlTime(now + challenge_ms)],
  );
  return id;
}

/** Takes a challenge out: it answers once, whatever comes of it. */
async function takeChallenge(
  db: Queryable,
  id: string,
  account: AccountId | null,
  now: Instant,
): Promise<string | null> {
  const [row] = await db.rows<{ challenge: string; account: AccountId | null; expiresAt: Instant }>(
    'DELETE FROM passkey_challenge WHERE id = $1 RETURNING challenge, account_id AS account, expires_at AS "expiresAt"',
    [id],
  );
  return row === undefined || row.account !== account || row.expiresAt <= now ? null : row.challenge;
}

/** What the browser asks an authenticator for a new passkey of this person. */
export async function registrationOptions(
  house: PasskeyHouse,
  person: Person,
  now: Instant,
): Promise<RegistrationOptions> {
  const known = await house.db.rows<{ id: string }>('SELECT id FROM passkey WHERE account_id = $1', [
    person.account,
  ]);
  const options = await generateRegistrationOptions({
    rpName: 'Relais',
    rpID: house.party.id,
    userID: new TextEncoder().encode(person.account),
    userName: person.email,
    userDisplayName: person.name === '' ? person.email : person.name,
    challenge: Uint8Array.from(house.random(32)),
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { challenge: await keepChallenge(house, options.challenge, person.account, now), options };
}

/** Keeps a new passkey when the authenticator's answer holds: our challenge, our site, the person verified. */
export async function addPasskey(
  house: PasskeyHouse,
  person: Person,
  given: PasskeyAnswer & { readonly name: string },
  now: Instant,
): Promise<'added' | 'refused'> {
  const { db, party } = house;
  const challenge = await takeChallenge(db, given.challenge, person.account, now);
  if (challenge === null) return 'refused';
  const verified = await verifyRegistrationResponse({
    response: given.response as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: [...party.origins],
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => null);
  if (verified === null || !verified.verified) return 'refused';
  const { credential } = verified.registrationInfo;
  const rows = await db.rows(
    `INSERT INTO passkey (id, account_id, public_key, counter, transports, name, created_at)
     SELECT $1, $2, $3, $4, $5, $6, $7 WHERE (SELECT count(*) FROM passkey WHERE account_id = $2) < ${passkeys_max}
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [
      credential.id,
      person.account,
      credential.publicKey,
      credential.counter,
      [...(credential.transports ?? [])],
      given.name.slice(0, 80),
      sqlTime(now),
    ],
  );
  return rows.length > 0 ? 'added' : 'refused';
}

/** What the browser asks an authenticator to sign in with; it does not name any account. */
export async function authenticationOptions(
  house: PasskeyHouse,
  now: Instant,
): Promise<AuthenticationOptions> {
  const options = await generateAuthenticationOptions({
    rpID: house.party.id,
    challenge: Uint8Array.from(house.random(32)),
    userVerification: 'required',
  });
  return { challenge: await keepChallenge(house, options.challenge, null, now), options };
}

/** Opens a session for whoever's passkey answers; null when anything about the answer is not right. */
export async function enterByPasskey(
  house: PasskeyHouse,
  given: PasskeyAnswer & { readonly agent: string },
  now: Instant,
): Promise<OpenedSession | null> {
  const { db, party } = house;
  const challenge = await takeChallenge(db, given.challenge, null, now);
  if (challenge === null) return null;
  const [known] = await db.rows<{
    id: string;
    account: AccountId;
    publicKey: Uint8Array;
    counter: number;
  }>(
    `SELECT p.id, p.account_id AS account, p.public_key AS "publicKey", p.counter FROM passkey p
     JOIN account a ON a.id = p.account_id WHERE p.id = $1 AND a.disabled_at IS NULL`,
    [idOf(given.response)],
  );
  if (known === undefined) return null;
  const verified = await verifyAuthenticationResponse({
    response: given.response as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: [...party.origins],
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: { id: known.id, publicKey: Uint8Array.from(known.publicKey), counter: known.counter },
  }).catch(() => null);
  if (verified === null || !verified.verified) return null;
  return db.transaction(async (tx) => {
    await tx.rows('UPDATE passkey SET counter = $2, used_at = $3 WHERE id = $1', [
      known.id,
      verified.authenticationInfo.newCounter,
      sqlTime(now),
    ]);
    return openSession(tx, house, { account: known.account, way: 'passkey', agent: given.agent }, now);
  });
}

/** The credential that an answer names; anything else than text of its alphabet is none. */
function idOf(response: unknown): string {
  const { id } = (response ?? {}) as Partial<Record<'id', unknown>>;
  return typeof id === 'string' && /^[A-Za-z0-9_-]{1,2000}$/.test(id) ? id : '';
}

export type PasskeyView = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly usedAt: Instant | null;
};

export async function readPasskeys(db: Queryable, account: AccountId): Promise<readonly PasskeyView[]> {
  return db.rows<PasskeyView>(
    `SELECT id, name, created_at AS "createdAt", used_at AS "usedAt" FROM passkey WHERE account_id = $1 ORDER BY created_at`,
    [account],
  );
}

/** Takes a passkey of this account away; one of another account is left alone. */
export async function removePasskey(db: Queryable, account: AccountId, passkey: string): Promise<void> {
  await db.rows('DELETE FROM passkey WHERE id = $1 AND account_id = $2', [passkey, account]);
}
