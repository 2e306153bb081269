import type { PledgeId, Units } from '../kernel/mod.ts';

/** A promise that an act may draw on: `remaining` is what is left of its cap. */
export type OpenPledge = {
  readonly pledge: PledgeId;
  readonly perAct: Units;
  readonly remaining: Units;
  readonly termsVersion: number;
};

/** What one promise gives for one act; never 0. */
export type Part = { readonly pledge: PledgeId; readonly units: Units; readonly termsVersion: number };

/** How many times an act draws on each promise; promises that are not named give nothing. */
export type Times = ReadonlyMap<PledgeId, number>;

/**
 * Splits acts, in order, over the open promises in file order: each gives its `perAct` (as many times as the act says,
 * once where it says nothing) while its cap lasts, the last one may give less. An act for which nothing is left has no
 * parts: it counts with 0 units. Gives the parts of each act; costs acts × promises.
 */
export function allocate(
  acts: readonly (Times | null)[],
  pledges: readonly OpenPledge[],
): readonly (readonly Part[])[] {
  const remaining = pledges.map((pledge) => pledge.remaining);
  return acts.map((times) => {
    const parts: Part[] = [];
    for (const [index, { pledge, perAct, termsVersion }] of pledges.entries()) {
      const left = remaining[index] ?? 0;
      const units = Math.min(perAct * (times === null ? 1 : (times.get(pledge) ?? 0)), left);
      if (units <= 0) continue;
      remaining[index] = left - units;
      parts.push({ pledge, units, termsVersion });
    }
    return parts;
  });
}

/** What an act would be given if no promise were near its cap. */
export function fullUnits(times: Times | null, pledges: readonly OpenPledge[]): Units {
  return pledges.reduce(
    (sum, { pledge, perAct }) => sum + perAct * (times === null ? 1 : (times.get(pledge) ?? 0)),
    0,
  );
}
