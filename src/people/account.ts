import type { Membership, OrganisationKind, Role } from '../domain/mod.ts';
import {
  type AccountId,
  type Instant,
  type Language,
  newId,
  type OrganisationId,
  type Random,
} from '../kernel/mod.ts';
import { type Queryable, sqlTime, type Transaction } from '../store/mod.ts';

/** A role as pages show it. */
export type PersonRole = Membership & {
  readonly id: number;
  readonly organisationName: string;
  readonly kind: OrganisationKind;
};

/** Somebody who signs in. */
export type Person = {
  readonly account: AccountId;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly roles: readonly PersonRole[];
};

type AccountRow = { account: AccountId; email: string; name: string; language: Language };

/** The account of an address, unless it was closed. */
export async function findAccount(db: Queryable, email: string): Promise<AccountRow | null> {
  const [row] = await db.rows<AccountRow>(
    `SELECT id AS account, email, name, language FROM account WHERE email = $1 AND disabled_at IS NULL`,
    [email.toLowerCase()],
  );
  return row ?? null;
}

/** A person with their roles; null when the account is unknown or closed. */
export async function readPerson(db: Queryable, account: AccountId): Promise<Person | null> {
  const [row] = await db.rows<AccountRow>(
    'SELECT id AS account, email, name, language FROM account WHERE id = $1 AND disabled_at IS NULL',
    [account],
  );
  return row === undefined ? null : { ...row, roles: await readRoles(db, account) };
}

async function readRoles(db: Queryable, account: AccountId): Promise<readonly PersonRole[]> {
  return db.rows<PersonRole>(
    `SELECT m.id, o.slug AS organisation, o.name AS "organisationName", o.kind, m.role, m.campaign
     FROM membership m JOIN organisation o ON o.id = m.organisation_id WHERE m.account_id = $1 ORDER BY o.slug, m.role, m.campaign`,
    [account],
  );
}

/** Makes the account of an address, or gives the one that is there. */
export async function ensureAccount(
  tx: Transaction,
  who: { readonly email: string; readonly name: string; readonly language: Language },
  random: Random,
  now: Instant,
): Promise<AccountId> {
  await tx.rows(
    `INSERT INTO account (id, email, name, language, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (email) DO UPDATE SET disabled_at = NULL`,
    [newId('acc', now, random), who.email.toLowerCase(), who.name, who.language, sqlTime(now)],
  );
  const [row] = await tx.rows<{ id: AccountId }>('SELECT id FROM account WHERE email = $1', [
    who.email.toLowerCase(),
  ]);
  if (row === undefined) throw new Error('an account that was made is there');
  return row.id;
}

export async function updateProfile(
  tx: Transaction,
  account: AccountId,
  profile: { readonly name: string; readonly language: Language },
): Promise<void> {
  await tx.rows('UPDATE account SET name = $2, language = $3 WHERE id = $1', [
    account,
    profile.name,
    profile.language,
  ]);
}

/** Gives a role and has the person's sessions renewed; the same again changes nothing. */
export async function grantRole(
  tx: Transaction,
  account: AccountId,
  grant: { readonly organisation: OrganisationId; readonly role: Role; readonly campaign: string | null },
  now: Instant,
): Promise<void> {
  const rows = await tx.rows(
    `INSERT INTO membership (account_id, organisation_id, role, campaign, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING id`,
    [account, grant.organisation, grant.role, grant.campaign, sqlTime(now)],
  );
  if (rows.length > 0) await renewSessions(tx, account);
}

/** Takes a role; `last` when it is the last operator of the installation, who stays. */
export async function revokeRole(
  tx: Transaction,
  membership: number,
): Promise<
  { readonly kind: 'revoked'; readonly account: AccountId } | { readonly kind: 'last' | 'unknown' }
> {
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('relais:roles', 0))");
  const [row] = await tx.rows<{ account: AccountId; role: Role; others: number }>(
    `SELECT m.account_id AS account, m.role, (SELECT count(*) FROM membership x JOIN account a ON a.id = x.account_id
       WHERE x.role = 'operator' AND x.campaign IS NULL AND x.id <> m.id AND a.disabled_at IS NULL) AS others
     FROM membership m WHERE m.id = $1`,
    [membership],
  );
  if (row === undefined) return { kind: 'unknown' };
  if (row.role === 'operator' && row.others === 0) return { kind: 'last' };
  await tx.rows('DELETE FROM membership WHERE id = $1', [membership]);
  await renewSessions(tx, row.account);
  return { kind: 'revoked', account: row.account };
}

async function renewSessions(tx: Transaction, account: AccountId): Promise<void> {
  await tx.rows('UPDATE session SET renew = true WHERE account_id = $1', [account]);
}

/** Whether anybody may open the house's door from inside. */
export async function hasOperator(db: Queryable): Promise<boolean> {
  const [row] = await db.rows(
    `SELECT FROM membership m JOIN account a ON a.id = m.account_id
     WHERE m.role = 'operator' AND m.campaign IS NULL AND a.disabled_at IS NULL LIMIT 1`,
  );
  return row !== undefined;
}

export type Organisation = {
  readonly id: OrganisationId;
  readonly slug: string;
  readonly name: string;
  readonly kind: OrganisationKind;
};

export async function findOrganisation(db: Queryable, slug: string): Promise<Organisation | null> {
  const [row] = await db.rows<Organisation>('SELECT id, slug, name, kind FROM organisation WHERE slug = $1', [
    slug,
  ]);
  return row ?? null;
}

export async function readOrganisations(db: Queryable): Promise<readonly Organisation[]> {
  return db.rows<Organisation>('SELECT id, slug, name, kind FROM organisation ORDER BY slug');
}

/** Makes an organisation, or gives the one of this slug as it is. */
export async function ensureOrganisation(
  tx: Transaction,
  organisation: { readonly slug: string; readonly name: string; readonly kind: OrganisationKind },
  random: Random,
  now: Instant,
): Promise<Organisation> {
  await tx.rows(
    'INSERT INTO organisation (id, slug, kind, name) VALUES ($1, $2, $3, $4) ON CONFLICT (slug) DO NOTHING',
    [newId('org', now, random), organisation.slug, organisation.kind, organisation.name],
  );
  const found = await findOrganisation(tx, organisation.slug);
  if (found === null) throw new Error('an organisation that was made is there');
  return found;
}

/** People with a role in one of these organisations, or in one of these campaigns. */
export async function readPeople(
  db: Queryable,
  of: { readonly organisations: readonly string[]; readonly campaigns: readonly string[] },
): Promise<readonly (Omit<Person, 'language'> & { readonly signedIn: boolean })[]> {
  const rows = await db.rows<AccountRow & PersonRole & { signedIn: boolean }>(
    `SELECT a.id AS account, a.email, a.name, m.id, o.slug AS organisation, o.name AS "organisationName", o.kind, m.role, m.campaign,
       EXISTS (SELECT FROM session s WHERE s.account_id = a.id) AS "signedIn"
     FROM membership m JOIN account a ON a.id = m.account_id JOIN organisation o ON o.id = m.organisation_id
     WHERE a.disabled_at IS NULL AND ((o.slug = ANY ($1) AND m.campaign IS NULL) OR m.campaign = ANY ($2))
     ORDER BY a.email, o.slug, m.role`,
    [of.organisations, of.campaigns],
  );
  const people = new Map<AccountId, Omit<Person, 'language'> & { readonly signedIn: boolean }>();
  for (const { account, email, name, signedIn, ...role } of rows) {
    const before = people.get(account);
    const { id, organisation, organisationName, kind, role: is, campaign } = role;
    const one = { id, organisation, organisationName, kind, role: is, campaign };
    people.set(account, { account, email, name, signedIn, roles: [...(before?.roles ?? []), one] });
  }
  return [...people.values()];
}

/** Everybody with their roles, for the command line. */
export async function readEveryone(
  db: Queryable,
): Promise<readonly (Membership & { readonly email: string })[]> {
  return db.rows<Membership & { readonly email: string }>(
    `SELECT a.email, o.slug AS organisation, m.role, m.campaign FROM membership m
     JOIN account a ON a.id = m.account_id JOIN organisation o ON o.id = m.organisation_id
     WHERE a.disabled_at IS NULL ORDER BY a.email, o.slug, m.role`,
  );
}
