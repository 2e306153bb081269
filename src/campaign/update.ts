import { type FiledPurchaseRule, type Mechanic, narrowedMembers, purchaseRule } from '../domain/mod.ts';
import { type CampaignId, type Instant, isoInstant, type PledgeId, type Units } from '../kernel/mod.ts';
import type { AccountId } from '../ledger/mod.ts';
import type { CampaignFile } from './file.ts';

/** A promise as it stands before an import. `used`: units were granted or reserved from it. */
export type KnownPledge = {
  readonly id: PledgeId;
  readonly name: string;
  readonly partner: string;
  readonly mechanic: Mechanic;
  readonly version: number;
  readonly perAct: Units;
  readonly cap: Units;
  readonly minimum: Units;
  readonly opens: Instant;
  readonly closes: Instant;
  readonly promised: AccountId;
  readonly available: AccountId;
  readonly used: boolean;
  /** What is particular to its mechanic, as filed. */
  readonly rule: Readonly<Record<string, unknown>> | null;
};

/** A campaign as it stands before an import. */
export type KnownCampaign = {
  readonly id: CampaignId;
  readonly unit: string;
  readonly opens: Instant;
  readonly closes: Instant;
  readonly pledges: ReadonlyMap<string, KnownPledge>;
};

/** What a pledge of the file promises, whatever its mechanic; `rule` is what is particular to it. */
export type PledgeTerms = {
  readonly perAct: Units;
  readonly cap: Units;
  readonly minimum: Units;
  /** When acts earn it: the promise's own window, or the campaign's. */
  readonly opens: Instant;
  readonly closes: Instant;
  readonly rule: Readonly<Record<string, unknown>> | null;
};

export function pledgeTerms(
  pledge: CampaignFile['pledges'][number],
  campaign: CampaignFile['campaign'],
): PledgeTerms {
  const { cap, minimum } = pledge;
  const bounds = {
    cap,
    minimum,
    opens: pledge.opens ?? campaign.opens,
    closes: pledge.closes ?? campaign.closes,
  };
  switch (pledge.mechanic) {
    case 'relay':
      return {
        ...bounds,
        perAct: pledge.perAct,
        rule: pledge.for === 'post' ? null : { for: pledge.for },
      };
    case 'purchase':
      return { ...bounds, perAct: pledge.perAct, rule: pledge.rule };
    case 'volunteering':
      return { ...bounds, perAct: pledge.perHour, rule: { companies: pledge.companies } };
  }
}

/**
 * Why a file may not replace what stands, one sentence each; empty when it may. Before the opening anything may change
 * that nothing was granted from; after it, promises may only become more generous and the end only later.
 */
export function refusals(known: KnownCampaign, file: CampaignFile, now: Instant): readonly string[] {
  const opened = now >= known.opens;
  const reasons: string[] = [];
  const { campaign } = file;
  if (campaign.unit.code !== known.unit)
    reasons.push(
      `campaign.unit.code: a campaign's unit can't change from ${known.unit} to ${campaign.unit.code}.`,
    );
  if (opened && campaign.opens !== known.opens)
    reasons.push(
      `campaign.opens: the campaign opened at ${isoInstant(known.opens)}; that can't change any more.`,
    );
  if (opened && campaign.closes < known.closes)
    reasons.push(
      `campaign.closes: an open campaign can't end before the announced ${isoInstant(known.closes)}.`,
    );
  const named = new Set(file.pledges.map((pledge) => pledge.id));
  for (const name of known.pledges.keys())
    if (!named.has(name)) reasons.push(`pledges: ${name} is missing; a promise can't be taken back.`);
  for (const [index, pledge] of file.pledges.entries()) {
    const before = known.pledges.get(pledge.id);
    if (before !== undefined)
      reasons.push(
        ...pledgeRefusals(`pledges[${index}]`, before, pledge, pledgeTerms(pledge, campaign), opened),
      );
  }
  return reasons;
}

function pledgeRefusals(
  at: string,
  before: KnownPledge,
  pledge: CampaignFile['pledges'][number],
  terms: PledgeTerms,
  opened: boolean,
): readonly string[] {
  if (pledge.mechanic !== before.mechanic)
    return [`${at}.mechanic: ${pledge.id} can't change from ${before.mechanic} to ${pledge.mechanic}.`];
  if (pledge.partner !== before.partner)
    return [`${at}.partner: ${pledge.id} was promised by ${before.partner}; that can't change.`];
  if (!opened && !before.used) return [];
  const ground = before.mechanic === 'relay' ? (before.rule?.for ?? 'post') : null;
  const meant =
    pledge.mechanic === 'relay' && pledge.for !== ground
      ? [`${at}.for: ${pledge.id} was promised for ${ground}; that can't change.`]
      : [];
  const fallen = (['perAct', 'cap', 'minimum'] as const).filter((name) => terms[name] < before[name]);
  const narrowed = [
    ...(terms.opens > before.opens ? [{ name: 'opens', from: before.opens, to: terms.opens }] : []),
    ...(terms.closes < before.closes ? [{ name: 'closes', from: before.closes, to: terms.closes }] : []),
  ];
  const windows = narrowed.map(
    ({ name, from, to }) =>
      `${at}.${name}: moves from ${isoInstant(from)} to ${isoInstant(to)}; a published promise may only hold longer.`,
  );
  const amounts = fallen.map(
    (name) =>
      `${at}.${name}: falls from ${before[name]} to ${terms[name]}; a published promise may only become more generous.`,
  );
  return [...meant, ...amounts, ...windows, ...ruleRefusals(at, before, terms)];
}

function ruleRefusals(at: string, { mechanic, rule }: KnownPledge, terms: PledgeTerms): readonly string[] {
  if (mechanic !== 'purchase') return [];
  // The time zone of the campaign is the same on both sides of the comparison.
  const read = (filed: KnownPledge['rule']) =>
    purchaseRule((filed ?? {}) as Partial<FiledPurchaseRule>, 'UTC');
  return narrowedMembers(read(rule), read(terms.rule)).map(
    (member) => `${at}.rule.${member}: becomes narrower; a published promise may only become more generous.`,
  );
}
