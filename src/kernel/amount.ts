import { assert } from './assert.ts';

/** A count of units (meals, …): a safe integer, never a fraction. Negative only in a reversal's balance. */
export type Units = number;

/** The largest promise we take, 10^12 units: sums of thousands of pledges stay safe integers and fit `bigint`. */
export const units_max = 1_000_000_000_000;

/** Asserts a whole, non-negative count within bounds and gives it back. */
export function wholeUnits(value: number): Units {
  assert(
    Number.isSafeInteger(value) && value >= 0 && value <= units_max,
    `${value} is a whole count of units`,
  );
  return value;
}
