import type { Localised, OrganisationView, TermsView, UnitView } from '../campaign/mod.ts';
import type { Cents, Mechanic, TaxKind } from '../domain/mod.ts';
import type { Id, Instant, Units } from '../kernel/mod.ts';

export type PeriodId = Id<'stl'>;

/** Acts of one day (UTC) under one version of the terms, as they fell due. */
export type DayLine = {
  readonly day: string;
  readonly terms: number;
  readonly acts: number;
  readonly units: Units;
};

/** Acts undone on one day (UTC) for one reason; `units` and `cents` are what is given back, 0 or more. */
export type ReversalLine = {
  readonly day: string;
  readonly reason: string;
  /** The period that had asked for them; this one's own number where none had. */
  readonly period: number;
  readonly acts: number;
  readonly units: Units;
};

/** One promise on a statement. Counts of units; money in hundredths, null where the unit has no money value. */
export type StatementLine = {
  readonly pledge: string;
  readonly mechanic: Mechanic;
  readonly tax: TaxKind;
  readonly relief: boolean;
  /** What one unit costs after tax relief, in major units; null where none is claimed or stated. */
  readonly netCost: number | null;
  /** Every version of its terms up to the end of the period. */
  readonly terms: readonly TermsView[];
  /** Due in earlier periods, for acts alone. */
  readonly before: Units;
  readonly credited: Units;
  readonly reversed: Units;
  /** What the guaranteed minimum adds, or takes back. */
  readonly topUp: Units;
  /** Due for this period. */
  readonly units: Units;
  readonly cents: Cents | null;
  readonly flat: { readonly cents: Cents; readonly currency: string } | null;
  /** Granted, not yet due: a hold period runs. */
  readonly held: Units;
  /** Granted by the ledger at the end of the period, and by the public log up to `log.size`. */
  readonly granted: Units;
  readonly inLog: Units;
  readonly days: readonly DayLine[];
  readonly reversals: readonly ReversalLine[];
};

/** A partner's statement for a period: a document that stands for itself. */
export type Statement = {
  readonly version: 1;
  readonly campaign: { readonly slug: string; readonly title: Localised; readonly timeZone: string };
  readonly charity: OrganisationView;
  readonly operator: OrganisationView;
  readonly partner: OrganisationView;
  readonly number: number;
  /** End of the period before; null for the first. */
  readonly from: Instant | null;
  readonly through: Instant;
  /** The guaranteed minimum is applied. */
  readonly final: boolean;
  readonly payableBy: Instant;
  readonly unit: UnitView;
  /** Entries of the public log that it counts. */
  readonly log: { readonly size: number };
  readonly lines: readonly StatementLine[];
};

/** Whether every line says the same by its own acts, by the ledger and by the log. */
export function foots(statement: Statement): boolean {
  return statement.lines.every((line) => {
    const stands = line.before + line.credited - line.reversed + line.held;
    return stands === line.granted && line.granted === line.inLog;
  });
}

/** What a statement asks for, per section in the order of its lines; in cents, or in units where there is no money. */
export type SectionTotal = {
  readonly section: string;
  readonly tax: TaxKind;
  readonly currency: string | null;
  readonly units: Units;
  readonly amount: number;
  /** Of the amount, flat gifts. */
  readonly flat: number;
  /** What the units cost the partner after relief; null where a line does not state it. */
  readonly net: Cents | null;
};
