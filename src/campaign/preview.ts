import { campaignState } from '../domain/mod.ts';
import type { Instant } from '../kernel/mod.ts';
import type { Draft } from './draft.ts';
import { type PledgeTerms, pledgeTerms } from './update.ts';
import type { CampaignView, OrganisationView, PledgeView, PromiseView } from './view.ts';

/** A draft as its page would show it before anybody acted; null while it can't be read as a campaign. */
export function previewOf({ file, obstacles }: Draft, now: Instant): CampaignView | null {
  if (file === null) return null;
  const { campaign } = file;
  const organisations: Readonly<Record<string, OrganisationView>> = Object.fromEntries(
    file.organisations.map((one) => [one.slug, one]),
  );
  const [charity, operator] = [organisations[campaign.charity], organisations[campaign.operator]];
  if (charity === undefined || operator === undefined) return null;
  const terms = file.pledges.map((pledge) => ({ pledge, terms: pledgeTerms(pledge, campaign) }));
  return {
    slug: campaign.slug,
    title: campaign.title,
    summary: campaign.summary,
    charity,
    operator,
    organisations,
    unit: campaign.unit,
    dialogueOpens: campaign.dialogueOpens,
    opens: campaign.opens,
    closes: campaign.closes,
    milestones: campaign.milestones,
    relay: campaign.relay,
    timeZone: campaign.timeZone,
    charter: file.charter,
    statements: file.disclosures,
    promises: terms.map(
      ({ pledge, terms: first }): PromiseView => ({
        id: pledge.id,
        partner: pledge.partner,
        mechanic: pledge.mechanic,
        rule: first.rule,
        flat: pledge.flat,
        tax: pledge.tax,
        terms: [{ ...numbers(first), version: 1, from: now, notice: null }],
      }),
    ),
    obstacles,
    impact: file.impact,
    programmes: file.programmes,
    totals: {
      slug: campaign.slug,
      state: campaignState({ ...campaign, settledAt: null }, now),
      unit: campaign.unit.code,
      granted: 0,
      settled: 0,
      delivered: 0,
      remaining: terms.reduce((sum, one) => sum + one.terms.cap, 0),
      relays: 0,
      purchases: 0,
      volunteers: 0,
      checking: 0,
      pledges: terms.map(
        ({ pledge, terms: first }): PledgeView => ({
          id: pledge.id,
          partner: pledge.partner,
          mechanic: pledge.mechanic,
          for: pledge.mechanic === 'relay' ? pledge.for : null,
          perAct: first.perAct,
          cap: first.cap,
          minimum: first.minimum,
          granted: 0,
          remaining: first.cap,
          termsVersion: 1,
        }),
      ),
      log: { size: 0, root: '', entries: 0 },
      asOf: now,
    },
  };
}

function numbers({ perAct, cap, minimum, opens, closes }: PledgeTerms) {
  return { perAct, cap, minimum, opens, closes };
}

/** The promises whose published terms a draft would change. */
export function changingTerms(draft: Draft, published: CampaignView | null): readonly string[] {
  const { file } = draft;
  if (file === null || published === null) return [];
  return file.pledges
    .filter((pledge) => {
      const last = published.promises.find((one) => one.id === pledge.id)?.terms.at(-1);
      if (last === undefined) return false;
      const next = numbers(pledgeTerms(pledge, file.campaign));
      return (Object.keys(next) as (keyof typeof next)[]).some((name) => next[name] !== last[name]);
    })
    .map((pledge) => pledge.id);
}
