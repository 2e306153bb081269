import type { CampaignState, Mechanic } from '../domain/mod.ts';
import type { Instant, Units } from '../kernel/mod.ts';

/** A text in the languages of the interface; French is always there. */
export type Localised = { readonly fr: string; readonly en?: string | undefined };

/** Singular and plural names of a unit, per language: `{ fr: ['repas', 'repas'], en: ['meal', 'meals'] }`. */
export type UnitNames = {
  readonly fr: readonly [string, string];
  readonly en?: readonly [string, string] | undefined;
};

export type UnitView = {
  readonly code: string;
  readonly names: UnitNames;
  /** Money equivalent of one unit; `amount` in major units of the currency (1.00 = one euro). */
  readonly value: {
    readonly amount: number;
    readonly currency: string;
    readonly source: string;
    readonly asOf: string;
  } | null;
};

export type OrganisationView = {
  readonly slug: string;
  readonly kind: 'charity' | 'partner' | 'agency' | 'retailer' | 'operator';
  readonly name: string;
  readonly url: string | null;
};

/** One promise with its present balance. `remaining` = `cap` − `granted`. */
export type PledgeView = {
  readonly id: string;
  readonly partner: string;
  readonly mechanic: Mechanic;
  /** Units per act (relay, purchase) or per hour (volunteering). */
  readonly perAct: Units;
  readonly cap: Units;
  readonly minimum: Units;
  readonly granted: Units;
  readonly remaining: Units;
  readonly termsVersion: number;
};

/** What `GET /api/v1/campaigns/:slug` answers (CONTRACT), with instants still as numbers. */
export type CampaignTotals = {
  readonly slug: string;
  readonly state: CampaignState;
  readonly unit: string;
  readonly granted: Units;
  readonly settled: Units;
  readonly delivered: Units;
  readonly remaining: Units;
  /** Counted relays, purchases and volunteers' attendances. */
  readonly relays: number;
  readonly purchases: number;
  readonly volunteers: number;
  /** Relays received and not yet judged. */
  readonly checking: number;
  readonly pledges: readonly PledgeView[];
  /** `size` and `root` (base 64) of the published checkpoint; `entries`: how many entries these totals count. */
  readonly log: { readonly size: number; readonly root: string; readonly entries: number };
  readonly asOf: Instant;
};

/** All that the campaign page shows beside the wall of relays. */
export type CampaignView = {
  readonly slug: string;
  readonly title: Localised;
  readonly summary: Localised;
  readonly charity: OrganisationView;
  readonly operator: OrganisationView;
  /** Every organisation of the campaign by slug (charity, operator, partners). */
  readonly organisations: Readonly<Record<string, OrganisationView>>;
  readonly unit: UnitView;
  readonly dialogueOpens: Instant | null;
  readonly opens: Instant;
  readonly closes: Instant;
  readonly milestones: readonly Units[];
  readonly relay: {
    /** Relays counted per site; null = no limit. */
    readonly perSite: number | null;
    readonly review: 'none' | 'first' | 'all';
    readonly recheckAfterDays: number;
    readonly onRemoval: 'keep' | 'reverse';
  };
  readonly charter: { readonly signedBy: string; readonly signedOn: string } | null;
  readonly impact: readonly {
    readonly key: string;
    readonly value: number;
    readonly previous: number | null;
    readonly asOf: string;
    readonly unit: Localised;
    readonly source: string;
  }[];
  readonly programmes: readonly { readonly name: Localised; readonly url: string }[];
  readonly totals: CampaignTotals;
};
