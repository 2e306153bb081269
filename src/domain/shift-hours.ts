import type { PledgeId } from '../kernel/mod.ts';
import type { Times } from './allocate.ts';

/** A promise about hours: whose they must be, and when. */
export type HourPledge = {
  readonly pledge: PledgeId;
  /** Slugs of companies; empty: anybody's hours. */
  readonly companies: readonly string[];
  readonly opens: number;
  readonly closes: number;
};

/** Somebody's time on a shift. */
export type HoursWorked = {
  readonly minutes: number;
  readonly company: string | null;
  /** When the shift began. */
  readonly at: number;
};

/** Whole hours: a promise is about each hour that was given, not about parts of one. */
export function wholeHours(minutes: number): number {
  return Math.floor(minutes / 60);
}

/** How often an attendance draws on each promise: its whole hours, where the promise was open and is about its company. */
export function hoursDrawn(worked: HoursWorked, pledges: readonly HourPledge[]): Times {
  const hours = wholeHours(worked.minutes);
  const drawn = pledges.filter(
    ({ companies, opens, closes }) =>
      opens <= worked.at &&
      worked.at <= closes &&
      (companies.length === 0 || (worked.company !== null && companies.includes(worked.company))),
  );
  return new Map(hours === 0 ? [] : drawn.map(({ pledge }) => [pledge, hours]));
}

/** People and minutes of one company; null: of nobody's employees. */
export type CompanyHours = {
  readonly company: string | null;
  readonly people: number;
  readonly minutes: number;
};

/** What is published: companies with their sums, the rest together, and all. */
export type PublicHours = {
  readonly groups: readonly (CompanyHours & { readonly company: string })[];
  /** Everybody else; null where there is nobody, or too few. */
  readonly others: Omit<CompanyHours, 'company'> | null;
  readonly all: Omit<CompanyHours, 'company'> | null;
};

/** Fewer people than these are never a figure. */
export const group_min = 5;

/**
 * Figures of groups of five or more. A company with fewer goes to «others»; while those are fewer than five themselves,
 * the smallest company goes with them, so that no sum can be taken apart into a smaller group.
 */
export function publicHours(rows: readonly CompanyHours[]): PublicHours {
  const named = rows
    .filter((row): row is CompanyHours & { company: string } => row.company !== null && row.people > 0)
    .sort((a, b) => b.people - a.people || (a.company < b.company ? -1 : 1));
  const rest = rows.filter((row) => row.company === null || row.people === 0).reduce(add, nobody);
  let groups = named.filter((row) => row.people >= group_min);
  let others = named.filter((row) => row.people < group_min).reduce(add, rest);
  while (others.people > 0 && others.people < group_min && groups.length > 0) {
    const smallest = groups.at(-1);
    groups = groups.slice(0, -1);
    others = add(others, smallest ?? nobody);
  }
  if (others.people < group_min) others = nobody;
  const all = groups.reduce<Sum>(add, others);
  return { groups, others: others.people === 0 ? null : others, all: all.people === 0 ? null : all };
}

type Sum = { readonly people: number; readonly minutes: number };
const nobody: Sum = { people: 0, minutes: 0 };
function add(a: Sum, b: Sum): Sum {
  return { people: a.people + b.people, minutes: a.minutes + b.minutes };
}

/** A number of people as it may be published: none while they are fewer than five. */
export function publicPeople(people: number): number {
  return people < group_min ? 0 : people;
}
