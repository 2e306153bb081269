/** What a person may be in an organisation. A retailer has API keys only and never signs in. */
export const roles = ['operator', 'charity', 'partner', 'moderator', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** Everything that is decided by who somebody is. */
export const actions = [
  'campaign.create',
  'campaign.read',
  'campaign.edit',
  'campaign.publish',
  'pledge.read_draft',
  'pledge.edit',
  'charter.examine',
  'charter.sign',
  'relay.moderate',
  'comment.moderate',
  'journal.edit',
  'appeal.decide',
  'sites.edit',
  'meeting.hold',
  'question.answer',
  'reservation.answer',
  'reservation.mark',
  'dashboard.read',
  'export.read',
  'webhook.manage',
  'key.manage',
  'purchase.upload',
  'people.manage',
  'audit.read',
  'settlement.close',
  'statement.read',
  'payment.declare',
  'payment.confirm',
  'delivery.declare',
  'shift.manage',
  'shift.coordinate',
  'hours.read',
] as const;
export type Action = (typeof actions)[number];

/** A role in an organisation, in all its campaigns or in one. Organisations and campaigns are named by their slugs. */
export type Membership = {
  readonly organisation: string;
  readonly role: Role;
  /** Null: in every campaign of the organisation. */
  readonly campaign: string | null;
};

/** What an action is about. */
export type Target = {
  /** The campaign, with who is in it; null for what belongs to no campaign. */
  readonly campaign: {
    readonly slug: string;
    readonly operator: string;
    readonly charity: string | null;
    readonly partners: readonly string[];
  } | null;
  /** The organisation that it concerns: whose promise, whose people. */
  readonly organisation: string | null;
};

/** On which side of a campaign an organisation must stand for each role to mean anything there. */
type Side = 'operator' | 'charity' | 'partner';
const sides: Readonly<Record<Role, readonly Side[]>> = {
  operator: ['operator'],
  charity: ['charity'],
  partner: ['partner'],
  moderator: ['operator', 'charity'],
  auditor: ['operator', 'charity', 'partner'],
};

/**
 * Who may do what. `yes`: in every campaign that the organisation stands in on the role's side; `own`: only where it
 * concerns the organisation itself. What is not here is refused.
 */
const rules: Readonly<Record<Action, Readonly<Partial<Record<Role, 'yes' | 'own'>>>>> = {
  'campaign.create': { operator: 'own' },
  'campaign.read': { operator: 'yes', charity: 'yes', partner: 'yes', moderator: 'yes', auditor: 'yes' },
  'campaign.edit': { operator: 'yes' },
  'campaign.publish': { operator: 'yes' },
  'pledge.read_draft': { operator: 'yes', charity: 'yes', partner: 'own', auditor: 'yes' },
  'pledge.edit': { operator: 'yes', partner: 'own' },
  'charter.examine': { charity: 'yes' },
  'charter.sign': { charity: 'yes' },
  'relay.moderate': { operator: 'yes', moderator: 'yes' },
  'comment.moderate': { operator: 'yes', charity: 'yes', moderator: 'yes' },
  'journal.edit': { operator: 'yes', charity: 'yes' },
  'appeal.decide': { operator: 'yes', charity: 'yes', moderator: 'yes' },
  'sites.edit': { operator: 'yes', moderator: 'yes' },
  // Who holds a meeting reads its guests' names and addresses.
  'meeting.hold': { operator: 'yes', charity: 'yes' },
  // Each speaks for its own house alone.
  'question.answer': { operator: 'own', charity: 'own', partner: 'own' },
  'reservation.answer': { operator: 'own', charity: 'own', partner: 'own' },
  'reservation.mark': { operator: 'yes', moderator: 'yes' },
  'dashboard.read': { operator: 'yes', charity: 'yes', partner: 'yes', moderator: 'yes', auditor: 'yes' },
  'export.read': { operator: 'yes', charity: 'yes', auditor: 'yes' },
  'webhook.manage': { operator: 'yes' },
  'key.manage': { operator: 'yes', partner: 'own' },
  'purchase.upload': { operator: 'yes', partner: 'own' },
  'people.manage': { operator: 'own', charity: 'own', partner: 'own' },
  'audit.read': { operator: 'yes', charity: 'yes', auditor: 'yes' },
  'settlement.close': { operator: 'yes' },
  'statement.read': { operator: 'yes', charity: 'yes', partner: 'own', auditor: 'yes' },
  'payment.declare': { partner: 'own' },
  'payment.confirm': { charity: 'yes' },
  'delivery.declare': { charity: 'yes' },
  'shift.manage': { operator: 'yes', charity: 'yes' },
  // Names are for the shift's own coordinators: the page asks for that besides.
  'shift.coordinate': { operator: 'yes', charity: 'yes', moderator: 'yes' },
  'hours.read': { operator: 'yes', charity: 'yes', partner: 'own', auditor: 'yes' },
};

/** Whether somebody with these roles may do this. The one place that decides. */
export function permits(memberships: readonly Membership[], action: Action, target: Target): boolean {
  return memberships.some((membership) => allows(membership, action, target));
}

function allows(membership: Membership, action: Action, { campaign, organisation }: Target): boolean {
  const rule = rules[action][membership.role];
  if (rule === undefined) return false;
  if (campaign === null)
    // What belongs to no campaign is not for somebody who was let into one only.
    return (
      membership.campaign === null && (organisation === null || organisation === membership.organisation)
    );
  if (membership.campaign !== null && membership.campaign !== campaign.slug) return false;
  const side = sideIn(campaign, membership);
  if (side === null) return false;
  // On a partner's side nobody may more than the partner: an auditor there reads what it may read.
  const bound = side === 'partner' ? rules[action].partner : rule;
  if (bound === undefined) return false;
  return (rule === 'yes' && bound === 'yes') || organisation === membership.organisation;
}

/** The side on which the membership's organisation stands in a campaign, where the role means something there. */
function sideIn(campaign: NonNullable<Target['campaign']>, { organisation, role }: Membership): Side | null {
  const stands: Readonly<Record<Side, boolean>> = {
    operator: campaign.operator === organisation,
    charity: campaign.charity === organisation,
    partner: campaign.partners.includes(organisation),
  };
  return sides[role].find((side) => stands[side]) ?? null;
}

/** Kinds of organisation, as in the campaign file. */
export type OrganisationKind = 'charity' | 'partner' | 'agency' | 'retailer' | 'operator';

/** Roles that mean something in an organisation of a kind. */
export const rolesOf: Readonly<Record<OrganisationKind, readonly Role[]>> = {
  charity: ['charity', 'operator', 'moderator', 'auditor'],
  partner: ['partner', 'auditor'],
  retailer: ['partner', 'auditor'],
  agency: ['operator', 'moderator', 'auditor'],
  operator: ['operator', 'moderator', 'auditor'],
};

/**
 * Whether somebody may give (or take) this role. In one's own organisation: an operator any of its roles, others their
 * own role and the auditor's. In another organisation only for a campaign that one operates, and never the operator's
 * role: who runs a campaign brings in the charity and the partners, who then bring in their own people.
 */
export function mayGrant(
  memberships: readonly Membership[],
  grant: Membership & { readonly kind: OrganisationKind },
  campaign: Target['campaign'],
): boolean {
  if (!rolesOf[grant.kind].includes(grant.role)) return false;
  if ((grant.campaign === null) !== (campaign === null)) return false;
  const inOwn = memberships.some(
    (one) =>
      one.organisation === grant.organisation &&
      (one.campaign === null || one.campaign === grant.campaign) &&
      (one.role === 'operator' || one.role === grant.role || grant.role === 'auditor') &&
      rules['people.manage'][one.role] !== undefined,
  );
  if (inOwn) return true;
  if (campaign === null || grant.role === 'operator') return false;
  const present = [campaign.charity, ...campaign.partners].includes(grant.organisation);
  return present && permits(memberships, 'campaign.edit', { campaign, organisation: null });
}
