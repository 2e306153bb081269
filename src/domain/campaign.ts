import type { Instant } from '../kernel/mod.ts';

/** A campaign's life. It follows from its dates alone, except `settled`, which is declared once all is paid. */
export type CampaignState = 'announced' | 'open' | 'closed' | 'settled';

/** The dates that make a campaign's state; `closes` is the last instant at which an act still counts. */
export type CampaignDates = {
  readonly opens: Instant;
  readonly closes: Instant;
  readonly settledAt: Instant | null;
};

export function campaignState(dates: CampaignDates, now: Instant): CampaignState {
  if (dates.settledAt !== null && now >= dates.settledAt) return 'settled';
  if (now < dates.opens) return 'announced';
  if (now > dates.closes) return 'closed';
  return 'open';
}

/** The three kinds of act that earn a gift. */
export const mechanics = ['relay', 'purchase', 'volunteering'] as const;
export type Mechanic = (typeof mechanics)[number];
