import type { CampaignState, Mechanic, Obstacle, RelayGround } from '../domain/mod.ts';
import type { InLanguages, Instant, Units } from '../kernel/mod.ts';

/** A text in the languages of the interface; French is always there. */
export type Localised = InLanguages<string>;

/** Singular and plural names of a unit, per language: `{ fr: ['repas', 'repas'], en: ['meal', 'meals'] }`. */
export type UnitNames = InLanguages<readonly [string, string]>;

export type UnitView = {
  readonly code: string;
  readonly names: UnitNames;
  /** Money equivalent of one unit; `amount` in major units of the currency (1.00 = one euro). */
  readonly value: {
    readonly amount: number;
    readonly currency: string;
    readonly source: string;
    readonly asOf: string;
    readonly method: Localised | null;
  } | null;
};

export type OrganisationView = {
  readonly slug: string;
  readonly kind: 'charity' | 'partner' | 'agency' | 'retailer' | 'operator';
  readonly name: string;
  readonly url: string | null;
  readonly legalName: string | null;
  /** Its number in a public register. */
  readonly registration: string | null;
  readonly mission: Localised | null;
};

/** What a partner gives whatever people do, and how it treats its gift for tax. */
export type Funding = {
  readonly flat: { readonly amount: number; readonly currency: string } | null;
  readonly tax: {
    readonly kind: 'gift' | 'marketing';
    readonly relief: boolean;
    /** What one unit costs the partner after relief, in the money of the unit's value. */
    readonly netCost: number | null;
  } | null;
};

/** A version of a promise's terms; `notice` is what the partner says of the change. */
export type TermsView = {
  readonly version: number;
  readonly perAct: Units;
  readonly cap: Units;
  readonly minimum: Units;
  readonly opens: Instant;
  readonly closes: Instant;
  readonly from: Instant;
  readonly notice: Localised | null;
};

/** What is said of a promise beside its balance. */
export type PromiseView = Funding & {
  readonly id: string;
  readonly partner: string;
  readonly mechanic: Mechanic;
  /** What is particular to the mechanic, as in the campaign file. */
  readonly rule: Readonly<Record<string, unknown>> | null;
  /** Every version of its terms, the first first. */
  readonly terms: readonly TermsView[];
};

/** What a campaign states beside its promises, as in the campaign file; null is «not stated». */
export type Statements = {
  readonly conditions: readonly Localised[];
  readonly payout: {
    readonly every: 'end' | 'month' | 'quarter';
    readonly withinDays: number;
    readonly via: 'direct' | 'operator';
  } | null;
  /** Empty: nobody takes a fee. */
  readonly fees:
    | readonly {
        readonly to: string;
        readonly amount: number;
        readonly currency: string;
        readonly paidBy: string;
        /** The fee depends on the amount raised. */
        readonly linked: boolean;
      }[]
    | null;
  readonly contact: { readonly address: string; readonly days: number } | null;
  readonly consent: { readonly by: string; readonly on: string; readonly scope: Localised } | null;
};

/** The charity's rules for partners, what it found, and its sign-off. */
export type CharterView = {
  readonly text: string;
  readonly criteria: readonly { readonly id: string; readonly text: Localised }[];
  readonly findings: readonly {
    readonly partner: string;
    readonly criterion: string;
    readonly result: 'met' | 'partly' | 'not-met';
    readonly on: string;
    readonly by: string;
    readonly note: Localised | null;
    readonly document: string | null;
  }[];
  readonly signedBy: string | null;
  readonly signedOn: string | null;
};

/** One promise with its present balance. `remaining` = `cap` − `granted`. */
export type PledgeView = {
  readonly id: string;
  readonly partner: string;
  readonly mechanic: Mechanic;
  /** Of a promise about relays, the kind it is for (or referrals); else null. */
  readonly for: RelayGround | null;
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
    /** How long a refusal may be appealed. */
    readonly appealDays: number;
  };
  /** The zone its dates are said in (IANA). */
  readonly timeZone: string;
  readonly charter: CharterView | null;
  readonly statements: Statements;
  readonly promises: readonly PromiseView[];
  /** What is not said yet, or said twice differently; empty for a complete label. */
  readonly obstacles: readonly Obstacle[];
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
