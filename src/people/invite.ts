import { type Membership, mayGrant, type Role, rolesOf, type Target } from '../domain/mod.ts';
import type { AccountId, Instant, Language, Random } from '../kernel/mod.ts';
import type { Queue } from '../queue/mod.ts';
import type { Database } from '../store/mod.ts';
import {
  ensureAccount,
  ensureOrganisation,
  findOrganisation,
  grantRole,
  type Organisation,
  revokeRole,
} from './account.ts';
import { sendLink } from './link.ts';
import { type Actor, record } from './trail.ts';

/** A role that somebody is to get. */
export type Invitation = {
  readonly email: string;
  readonly language: Language;
  readonly organisation: string;
  readonly role: Role;
  readonly campaign: string | null;
};

export type InviteOutcome =
  | { readonly kind: 'invited'; readonly account: AccountId }
  | { readonly kind: 'unknown_organisation' }
  /** Whoever invites may not give this role there. */
  | { readonly kind: 'not_allowed' };

/**
 * Gives a role and sends the invitation. `by`: the roles of whoever invites, null for the command line, which may give
 * any role that the organisation's kind has. The decision, the role, the mail and the trail are one transaction.
 */
export async function invite(
  house: { readonly db: Database; readonly queue: Queue; readonly random: Random },
  invitation: Invitation,
  by: {
    readonly actor: Actor;
    readonly roles: readonly Membership[] | null;
    readonly campaign: Target['campaign'];
    /** The organisation as the campaign names it, made when nobody has named it before. */
    readonly named: Omit<Organisation, 'id'> | null;
  },
  now: Instant,
): Promise<InviteOutcome> {
  return house.db.transaction(async (tx): Promise<InviteOutcome> => {
    const known = await findOrganisation(tx, invitation.organisation);
    const organisation = known ?? by.named;
    if (organisation === null) return { kind: 'unknown_organisation' };
    const { email, language, role, campaign } = invitation;
    const grant = { organisation: organisation.slug, role, campaign, kind: organisation.kind };
    const allowed =
      by.roles === null ? rolesOf[organisation.kind].includes(role) : mayGrant(by.roles, grant, by.campaign);
    if (!allowed) return { kind: 'not_allowed' };
    const { id } = known ?? (await ensureOrganisation(tx, organisation, house.random, now));
    const account = await ensureAccount(tx, { email, name: '', language }, house.random, now);
    await grantRole(tx, account, { organisation: id, role, campaign }, now);
    await sendLink({ tx, ...house }, { account, kind: 'invite', next: null }, now);
    await record(
      tx,
      by.actor,
      {
        action: 'people.invite',
        organisation: organisation.slug,
        campaign,
        subject: account,
        details: { role },
      },
      now,
    );
    return { kind: 'invited', account };
  });
}

/** Takes a role away, if whoever asks could have given it; the last operator keeps theirs. */
export async function takeRole(
  db: Database,
  membership: number,
  by: {
    readonly actor: Actor;
    readonly roles: readonly Membership[];
    readonly campaignOf: (slug: string) => Promise<Target['campaign']>;
  },
  now: Instant,
): Promise<'taken' | 'last' | 'not_allowed'> {
  return db.transaction(async (tx) => {
    const [row] = await tx.rows<Membership & { kind: Parameters<typeof mayGrant>[1]['kind'] }>(
      `SELECT o.slug AS organisation, o.kind, m.role, m.campaign FROM membership m JOIN organisation o ON o.id = m.organisation_id WHERE m.id = $1`,
      [membership],
    );
    const campaign = row === undefined || row.campaign === null ? null : await by.campaignOf(row.campaign);
    if (row === undefined || !mayGrant(by.roles, row, campaign)) return 'not_allowed';
    const outcome = await revokeRole(tx, membership);
    if (outcome.kind !== 'revoked') return outcome.kind === 'last' ? 'last' : 'not_allowed';
    await record(
      tx,
      by.actor,
      {
        action: 'people.revoke',
        organisation: row.organisation,
        campaign: row.campaign,
        subject: outcome.account,
        details: { role: row.role },
      },
      now,
    );
    return 'taken';
  });
}
