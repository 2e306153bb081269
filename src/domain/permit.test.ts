import { describe, expect, test } from 'vitest';
import { type Action, actions, type Membership, mayGrant, permits, type Role, roles } from './permit.ts';

const campaign = { slug: 'dix', operator: 'agence', charity: 'restos', partners: ['danone', 'carrefour'] };
/** The organisation in which a role stands in the campaign. */
const home: Readonly<Record<Role, string>> = {
  operator: 'agence',
  charity: 'restos',
  partner: 'danone',
  moderator: 'agence',
  auditor: 'restos',
};

/** The rule book: who may do what in a campaign of their own organisation. `own`: only what concerns it. */
const book: Readonly<Record<Action, Readonly<Record<Role, 'yes' | 'own' | 'no'>>>> = {
  'campaign.create': { operator: 'own', charity: 'no', partner: 'no', moderator: 'no', auditor: 'no' },
  'campaign.read': { operator: 'yes', charity: 'yes', partner: 'yes', moderator: 'yes', auditor: 'yes' },
  'campaign.edit': { operator: 'yes', charity: 'no', partner: 'no', moderator: 'no', auditor: 'no' },
  'campaign.publish': { operator: 'yes', charity: 'no', partner: 'no', moderator: 'no', auditor: 'no' },
  'pledge.read_draft': { operator: 'yes', charity: 'yes', partner: 'own', moderator: 'no', auditor: 'yes' },
  'pledge.edit': { operator: 'yes', charity: 'no', partner: 'own', moderator: 'no', auditor: 'no' },
  'charter.examine': { operator: 'no', charity: 'yes', partner: 'no', moderator: 'no', auditor: 'no' },
  'charter.sign': { operator: 'no', charity: 'yes', partner: 'no', moderator: 'no', auditor: 'no' },
  'relay.moderate': { operator: 'yes', charity: 'no', partner: 'no', moderator: 'yes', auditor: 'no' },
  'comment.moderate': { operator: 'yes', charity: 'yes', partner: 'no', moderator: 'yes', auditor: 'no' },
  'journal.edit': { operator: 'yes', charity: 'yes', partner: 'no', moderator: 'no', auditor: 'no' },
  'appeal.decide': { operator: 'yes', charity: 'yes', partner: 'no', moderator: 'yes', auditor: 'no' },
  'sites.edit': { operator: 'yes', charity: 'no', partner: 'no', moderator: 'yes', auditor: 'no' },
  'dashboard.read': { operator: 'yes', charity: 'yes', partner: 'yes', moderator: 'yes', auditor: 'yes' },
  'export.read': { operator: 'yes', charity: 'yes', partner: 'no', moderator: 'no', auditor: 'yes' },
  'meeting.hold': { operator: 'yes', charity: 'yes', partner: 'no', moderator: 'no', auditor: 'no' },
  'question.answer': { operator: 'own', charity: 'own', partner: 'own', moderator: 'no', auditor: 'no' },
  'reservation.answer': { operator: 'own', charity: 'own', partner: 'own', moderator: 'no', auditor: 'no' },
  'reservation.mark': { operator: 'yes', charity: 'no', partner: 'no', moderator: 'yes', auditor: 'no' },
  'webhook.manage': { operator: 'yes', charity: 'no', partner: 'no', moderator: 'no', auditor: 'no' },
  'key.manage': { operator: 'yes', charity: 'no', partner: 'own', moderator: 'no', auditor: 'no' },
  'purchase.upload': { operator: 'yes', charity: 'no', partner: 'own', moderator: 'no', auditor: 'no' },
  'people.manage': { operator: 'own', charity: 'own', partner: 'own', moderator: 'no', auditor: 'no' },
  'audit.read': { operator: 'yes', charity: 'yes', partner: 'no', moderator: 'no', auditor: 'yes' },
  'settlement.close': { operator: 'yes', charity: 'no', partner: 'no', moderator: 'no', auditor: 'no' },
  'statement.read': { operator: 'yes', charity: 'yes', partner: 'own', moderator: 'no', auditor: 'yes' },
  'payment.declare': { operator: 'no', charity: 'no', partner: 'own', moderator: 'no', auditor: 'no' },
  'payment.confirm': { operator: 'no', charity: 'yes', partner: 'no', moderator: 'no', auditor: 'no' },
  'delivery.declare': { operator: 'no', charity: 'yes', partner: 'no', moderator: 'no', auditor: 'no' },
  'shift.manage': { operator: 'yes', charity: 'yes', partner: 'no', moderator: 'no', auditor: 'no' },
  'shift.coordinate': { operator: 'yes', charity: 'yes', partner: 'no', moderator: 'yes', auditor: 'no' },
  'hours.read': { operator: 'yes', charity: 'yes', partner: 'own', moderator: 'no', auditor: 'yes' },
};

const rows = actions.flatMap((action) => roles.map((role) => ({ action, role, said: book[action][role] })));

describe.each(rows)('$role, $action', ({ action, role, said }) => {
  const member: Membership = { organisation: home[role], role, campaign: null };
  const own = { campaign, organisation: home[role] };

  test(`in a campaign of its own: ${said}`, () => {
    expect(permits([member], action, own)).toBe(said !== 'no');
  });
  test('of what concerns another organisation of the campaign', () => {
    expect(permits([member], action, { campaign, organisation: 'carrefour' })).toBe(said === 'yes');
  });
  test('in that campaign alone, when let into it', () => {
    expect(permits([{ ...member, campaign: 'dix' }], action, own)).toBe(said !== 'no');
    expect(permits([{ ...member, campaign: 'autre' }], action, own)).toBe(false);
  });
  test('never in a campaign of others', () => {
    const others = { slug: 'dix', operator: 'x', charity: 'y', partners: ['z'] };
    for (const organisation of [home[role], 'z', null])
      expect(permits([member], action, { campaign: others, organisation })).toBe(false);
  });
  test('never on another side of its own campaign', () => {
    if (role === 'auditor') return;
    const elsewhere = { ...member, organisation: role === 'partner' ? 'agence' : 'danone' };
    expect(permits([elsewhere], action, { campaign, organisation: elsewhere.organisation })).toBe(false);
  });
});

test('without a role nothing is permitted', () => {
  for (const action of actions) expect(permits([], action, { campaign, organisation: 'danone' })).toBe(false);
});

test('an auditor of a partner does not read another partner’s draft', () => {
  const auditor: Membership = { organisation: 'danone', role: 'auditor', campaign: null };
  expect(permits([auditor], 'pledge.read_draft', { campaign, organisation: 'danone' })).toBe(true);
  expect(permits([auditor], 'pledge.read_draft', { campaign, organisation: 'carrefour' })).toBe(false);
  for (const action of ['export.read', 'audit.read'] as const)
    expect(permits([auditor], action, { campaign, organisation: 'danone' })).toBe(false);
});

test('who was let into one campaign does nothing outside it', () => {
  const limited: Membership = { organisation: 'agence', role: 'operator', campaign: 'dix' };
  for (const action of actions)
    expect(permits([limited], action, { campaign: null, organisation: 'agence' })).toBe(false);
});

describe('granting roles', () => {
  const operator: Membership = { organisation: 'agence', role: 'operator', campaign: null };
  const charity: Membership = { organisation: 'restos', role: 'charity', campaign: null };
  const partner: Membership = { organisation: 'danone', role: 'partner', campaign: null };
  const auditor: Membership = { organisation: 'agence', role: 'auditor', campaign: null };
  const inCampaign = { campaign: 'dix' };
  test.each([
    [
      'an operator its own colleague',
      operator,
      { organisation: 'agence', role: 'operator', campaign: null, kind: 'agency' },
      true,
    ],
    [
      'an operator a moderator for one campaign',
      operator,
      { organisation: 'agence', role: 'moderator', ...inCampaign, kind: 'agency' },
      true,
    ],
    [
      'an operator the charity of its campaign',
      operator,
      { organisation: 'restos', role: 'charity', ...inCampaign, kind: 'charity' },
      true,
    ],
    [
      'an operator a partner of its campaign',
      operator,
      { organisation: 'danone', role: 'partner', ...inCampaign, kind: 'partner' },
      true,
    ],
    [
      'not outside a campaign',
      operator,
      { organisation: 'restos', role: 'charity', campaign: null, kind: 'charity' },
      false,
    ],
    [
      'not an operator elsewhere',
      operator,
      { organisation: 'restos', role: 'operator', ...inCampaign, kind: 'charity' },
      false,
    ],
    [
      'not in an organisation that is not there',
      operator,
      { organisation: 'nestle', role: 'partner', ...inCampaign, kind: 'partner' },
      false,
    ],
    [
      'not a role that the kind has not',
      operator,
      { organisation: 'danone', role: 'charity', ...inCampaign, kind: 'partner' },
      false,
    ],
    [
      'a charity its own people',
      charity,
      { organisation: 'restos', role: 'charity', campaign: null, kind: 'charity' },
      true,
    ],
    [
      'a charity no operator',
      charity,
      { organisation: 'restos', role: 'operator', campaign: null, kind: 'charity' },
      false,
    ],
    [
      'a partner its own people',
      partner,
      { organisation: 'danone', role: 'partner', campaign: null, kind: 'partner' },
      true,
    ],
    [
      'a partner an auditor',
      partner,
      { organisation: 'danone', role: 'auditor', campaign: null, kind: 'partner' },
      true,
    ],
    [
      'a partner not another partner',
      partner,
      { organisation: 'carrefour', role: 'partner', ...inCampaign, kind: 'partner' },
      false,
    ],
    [
      'an auditor nobody',
      auditor,
      { organisation: 'agence', role: 'auditor', campaign: null, kind: 'agency' },
      false,
    ],
  ] as const)('%s', (_, member, grant, said) => {
    expect(mayGrant([member], grant, grant.campaign === null ? null : campaign)).toBe(said);
  });
});
