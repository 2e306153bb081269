import type { OrganisationKind } from '../domain/mod.ts';
import {
  type AccountId,
  type Id,
  type Instant,
  isId,
  type Language,
  newId,
  type Random,
} from '../kernel/mod.ts';
import type { Mailer } from '../mail/mod.ts';
import type { Queue } from '../queue/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../store/mod.ts';
import { ensureAccount, ensureOrganisation, findAccount, grantRole, hasOperator } from './account.ts';
import { isToken, newToken, type Seal } from './secret.ts';
import { type OpenedSession, openSession } from './session.ts';
import { record } from './trail.ts';

export type LinkId = Id<'lnk'>;
export type LinkKind = 'sign-in' | 'invite' | 'setup';
export const peopleMailJob = 'people-mail';

const minute_ms = 60_000;
const lasts_ms: Readonly<Record<LinkKind, number>> = {
  'sign-in': 15 * minute_ms,
  invite: 7 * 24 * 60 * minute_ms,
  setup: 24 * 60 * minute_ms,
};

export type LinkPayload = { readonly link: LinkId };
export function isLinkPayload(value: unknown): value is LinkPayload {
  const { link } = (value ?? {}) as Partial<Record<'link', unknown>>;
  return typeof link === 'string' && isId('lnk', link);
}

export type LinkHouse = {
  readonly db: Database;
  readonly queue: Queue;
  readonly random: Random;
  readonly seal: Seal;
};

/** Has a one-time link sent to an address, if it has an account. Tells nobody whether it has. */
export async function askLink(
  { db, queue, random }: LinkHouse,
  email: string,
  next: string | null,
  now: Instant,
): Promise<void> {
  await db.transaction(async (tx) => {
    const account = await findAccount(tx, email);
    if (account === null) return;
    await sendLink({ tx, queue, random }, { account: account.account, kind: 'sign-in', next }, now);
  });
}

/** Makes a link and has it mailed by a job: the token exists from the moment the mail is written. */
export async function sendLink(
  house: { readonly tx: Transaction; readonly queue: Queue; readonly random: Random },
  link: { readonly account: AccountId; readonly kind: 'sign-in' | 'invite'; readonly next: string | null },
  now: Instant,
): Promise<void> {
  const id = newId('lnk', now, house.random);
  await house.tx.rows(
    'INSERT INTO sign_in_link (id, kind, account_id, next, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, link.kind, link.account, link.next, sqlTime(now), sqlTime(now + lasts_ms[link.kind])],
  );
  await house.queue.enqueue(house.tx, peopleMailJob, [{ payload: { link: id } }]);
}

/** The words of a link's mail. */
export type LinkWords = (
  kind: 'sign-in' | 'invite',
  language: Language,
  address: string,
) => { readonly subject: string; readonly text: string };

/** Sends a link's mail; a second run makes a second token, and only the last one opens. */
export async function mailLink(
  house: {
    readonly db: Database;
    readonly seal: Seal;
    readonly random: Random;
    readonly mailer: Mailer;
    readonly publicUrl: URL;
    readonly words: LinkWords;
  },
  id: LinkId,
  now: Instant,
): Promise<void> {
  const { db } = house;
  const [row] = await db.rows<{ kind: 'sign-in' | 'invite'; email: string; language: Language }>(
    `SELECT l.kind, a.email, a.language FROM sign_in_link l JOIN account a ON a.id = l.account_id
     WHERE l.id = $1 AND l.used_at IS NULL AND l.expires_at > $2`,
    [id, sqlTime(now)],
  );
  if (row === undefined) return;
  const address = await freshAddress(house, id);
  await house.mailer.send({ to: row.email, ...house.words(row.kind, row.language, address) });
}

async function freshAddress(
  house: {
    readonly db: Queryable;
    readonly seal: Seal;
    readonly random: Random;
    readonly publicUrl: URL;
  },
  id: LinkId,
): Promise<string> {
  const token = newToken(house.random);
  await house.db.rows('UPDATE sign_in_link SET token_hash = $2 WHERE id = $1', [
    id,
    house.seal('link', token),
  ]);
  return new URL(`/console/enter/${token}`, house.publicUrl).href;
}

/** A sign-in link for somebody whose mail fails, to be handed over by the operator of the machine. */
export async function printLink(
  house: {
    readonly db: Database;
    readonly seal: Seal;
    readonly random: Random;
    readonly publicUrl: URL;
  },
  email: string,
  now: Instant,
): Promise<string | null> {
  const account = await findAccount(house.db, email);
  if (account === null) return null;
  const id = newId('lnk', now, house.random);
  await house.db.rows(
    `INSERT INTO sign_in_link (id, kind, account_id, created_at, expires_at) VALUES ($1, 'sign-in', $2, $3, $4)`,
    [id, account.account, sqlTime(now), sqlTime(now + lasts_ms['sign-in'])],
  );
  return freshAddress(house, id);
}

/**
 * The address at which the first operator is made; null as soon as there is one. Each start makes a new one and the
 * earlier ones are worth nothing.
 */
export async function setupLink(
  house: {
    readonly db: Database;
    readonly seal: Seal;
    readonly random: Random;
    readonly publicUrl: URL;
  },
  now: Instant,
): Promise<string | null> {
  const { db } = house;
  if (await hasOperator(db)) return null;
  const id = newId('lnk', now, house.random);
  await db.transaction(async (tx) => {
    await tx.rows("DELETE FROM sign_in_link WHERE kind = 'setup' AND used_at IS NULL");
    await tx.rows(
      `INSERT INTO sign_in_link (id, kind, created_at, expires_at) VALUES ($1, 'setup', $2, $3)`,
      [id, sqlTime(now), sqlTime(now + lasts_ms.setup)],
    );
  });
  return freshAddress(house, id);
}

/** A link as its page shows it before anybody uses it. */
export type LinkView = {
  readonly kind: LinkKind;
  /** Whose account it opens; null for the set-up link. */
  readonly email: string | null;
};

export async function readLink(
  db: Queryable,
  seal: Seal,
  token: string,
  now: Instant,
): Promise<LinkView | null> {
  if (!isToken(token)) return null;
  const [row] = await db.rows<LinkView>(
    `SELECT l.kind, a.email FROM sign_in_link l LEFT JOIN account a ON a.id = l.account_id
     WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND a.disabled_at IS NULL`,
    [seal('link', token), sqlTime(now)],
  );
  return row ?? null;
}

export type Entered = OpenedSession & { readonly next: string | null };

type EnterHouse = { readonly db: Database; readonly seal: Seal; readonly random: Random };

/** Uses a sign-in link or an invitation, once; null when it is used up, old or never was. */
export async function enterByLink(
  house: EnterHouse,
  token: string,
  agent: string,
  now: Instant,
): Promise<Entered | null> {
  if (!isToken(token)) return null;
  return house.db.transaction(async (tx) => {
    const [row] = await tx.rows<{ account: AccountId; next: string | null }>(
      `UPDATE sign_in_link l SET used_at = $2 FROM account a
       WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND a.id = l.account_id AND a.disabled_at IS NULL
       RETURNING l.account_id AS account, l.next`,
      [house.seal('link', token), sqlTime(now)],
    );
    if (row === undefined) return null;
    const opened = await openSession(tx, house, { account: row.account, way: 'link', agent }, now);
    return { ...opened, next: row.next };
  });
}

export type FirstOperator = {
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly organisation: { readonly slug: string; readonly name: string; readonly kind: OrganisationKind };
};

/** Makes the first operator through the set-up link, once; null when the link is dead or somebody was first. */
export async function enterBySetup(
  house: EnterHouse,
  token: string,
  who: FirstOperator,
  agent: string,
  now: Instant,
): Promise<Entered | null> {
  if (!isToken(token)) return null;
  return house.db.transaction(async (tx) => {
    const [row] = await tx.rows(
      `UPDATE sign_in_link SET used_at = $2 WHERE token_hash = $1 AND kind = 'setup' AND used_at IS NULL AND expires_at > $2 RETURNING id`,
      [house.seal('link', token), sqlTime(now)],
    );
    if (row === undefined || (await hasOperator(tx))) return null;
    const account = await ensureAccount(tx, who, house.random, now);
    const organisation = await ensureOrganisation(tx, who.organisation, house.random, now);
    await grantRole(tx, account, { organisation: organisation.id, role: 'operator', campaign: null }, now);
    const entry = {
      action: 'people.setup',
      organisation: organisation.slug,
      campaign: null,
      subject: account,
    };
    await record(tx, { account, name: who.name }, entry, now);
    const opened = await openSession(tx, house, { account, way: 'setup', agent }, now);
    return { ...opened, next: null };
  });
}
