import { assert, type Units } from '../kernel/mod.ts';

/** Hundredths of a currency: a whole number, negative in what is given back. */
export type Cents = number;

/** Parts of a cent that an amount per unit may have: a unit is worth at most a billion, to the millionth. */
const fine = 1_000_000;

/**
 * The money of a count of units at an amount per unit in major units of the currency: exact to the millionth, then
 * rounded once to the hundredth, a half away from zero, so that what is given back undoes what was asked.
 */
export function centsOf(units: Units, amount: number): Cents {
  const per = BigInt(Math.round(amount * fine));
  const exact = BigInt(Math.abs(units)) * per * 100n;
  const cents = (exact * 2n + BigInt(fine)) / (2n * BigInt(fine));
  assert(cents <= BigInt(Number.MAX_SAFE_INTEGER), 'an amount of money is a safe integer');
  return (units < 0 ? -1 : 1) * Number(cents) + 0;
}

/** How a partner treats what it gives; `unstated` is neither. */
export type TaxKind = 'gift' | 'marketing' | 'unstated';

/** What a payment is for: one tax treatment in one currency, or in units where the gift is in kind. */
export function sectionOf(tax: TaxKind, currency: string | null): string {
  return `${tax}-${currency ?? 'units'}`;
}

/** The parts of a section's name. */
export function readSection(section: string): { readonly tax: TaxKind; readonly currency: string | null } {
  const [tax = '', currency = ''] = section.split('-');
  assert(tax === 'gift' || tax === 'marketing' || tax === 'unstated', `${section} is a section`);
  return { tax, currency: currency === 'units' ? null : currency };
}

/** What stands of a promise at the end of a period. Every count is of units. */
export type PeriodCounts = {
  /** Due when the last period closed, for acts alone. */
  readonly before: Units;
  /** Fallen due since. */
  readonly credited: Units;
  /** Undone since, of what had fallen due; 0 or more. */
  readonly reversed: Units;
  /** What the guaranteed minimum had added when the last period closed. */
  readonly toppedUp: Units;
  readonly minimum: Units;
};

/** What a period asks of a partner for a promise, in units. */
export type PeriodDue = {
  /** For acts, less what was undone. */
  readonly acts: Units;
  /** What the guaranteed minimum adds, or takes back once acts reach it. */
  readonly topUp: Units;
  readonly units: Units;
};

/**
 * What a period asks for. The guaranteed minimum is applied by the `final` period and by all that come after it: what
 * was asked for in all is then never less than it.
 */
export function duePeriod(counts: PeriodCounts, final: boolean): PeriodDue {
  const { before, credited, reversed, minimum, toppedUp } = counts;
  const stands = before + credited - reversed;
  assert(stands >= 0, 'no more is undone than had fallen due');
  const acts = credited - reversed;
  const topUp = (final ? Math.max(0, minimum - stands) : 0) - toppedUp;
  return { acts, topUp, units: acts + topUp };
}

/** One thing that a closed period asks for; `amount` in hundredths of the section's currency, or in units. */
export type DueItem = {
  readonly pledge: string;
  readonly flat: boolean;
  readonly units: Units;
  readonly amount: number;
  /** Until when it is to be paid. */
  readonly payableBy: number;
};

/** What the payments of a section cover. */
export type Coverage = {
  /** Units paid for, per promise. */
  readonly settled: ReadonlyMap<string, Units>;
  /** What is asked for in all, and what of it is not paid. */
  readonly asked: number;
  readonly outstanding: number;
  /** Paid beyond what is asked for: it goes to the next period. */
  readonly ahead: number;
  /** Until when the oldest part that is not paid was to be paid; null when nothing is outstanding. */
  readonly payableBy: number | null;
};

/**
 * What `paid` covers of a section's items, the oldest first. What a later period gives back is taken off the promise's
 * newest items before anything is covered. A part that is paid in part counts whole units only, rounded down: nothing
 * is called paid for that is not.
 */
export function cover(items: readonly DueItem[], paid: number): Coverage {
  const open = takeBack(items);
  const settled = new Map<string, Units>(items.map((item) => [item.pledge, 0]));
  let left = paid;
  let asked = 0;
  let unpaidSince: number | null = null;
  for (const { pledge, units, amount, payableBy } of open) {
    asked += amount;
    const covered = Math.min(left, amount);
    left -= covered;
    const counted = covered === amount ? units : Number((BigInt(units) * BigInt(covered)) / BigInt(amount));
    if (covered < amount) unpaidSince ??= payableBy;
    settled.set(pledge, (settled.get(pledge) ?? 0) + counted);
  }
  return { settled, asked, outstanding: asked - (paid - left), ahead: left, payableBy: unpaidSince };
}

/**
 * Items, the oldest first, without what later ones give back: it is taken off the same promise's newest items before it.
 * No item of the answer is below nothing.
 */
export function takeBack<Item extends DueItem>(items: readonly Item[]): readonly Item[] {
  const open: { -readonly [Name in keyof Item]: Item[Name] }[] = [];
  for (const item of items) {
    let [units, amount] = [item.units, item.amount];
    for (let place = open.length - 1; place >= 0 && (units < 0 || amount < 0); place--) {
      const earlier = open[place];
      if (earlier === undefined || earlier.pledge !== item.pledge || earlier.flat !== item.flat) continue;
      const [fewer, less] = [
        Math.min(earlier.units, -Math.min(0, units)),
        Math.min(earlier.amount, -Math.min(0, amount)),
      ];
      Object.assign(earlier, { units: earlier.units - fewer, amount: earlier.amount - less });
      units += fewer;
      amount += less;
    }
    open.push({ ...item, units: Math.max(0, units), amount: Math.max(0, amount) });
  }
  return open;
}

/**
 * The units of a promise that may stand as settled: what payments cover, no more than is granted or guaranteed now, and
 * never less than was delivered.
 */
export function settledUnits(
  covered: Units,
  now: { readonly granted: Units; readonly minimum: Units; readonly delivered: Units },
): Units {
  return Math.max(now.delivered, Math.min(covered, Math.max(now.granted, now.minimum)));
}

/** Days a partner has to pay where the campaign does not state it. */
export const payment_days = 30;
const day_ms = 86_400_000;

/** Until when a statement that was closed at an instant is to be paid. */
export function payableBy(closedAt: number, withinDays: number | null): number {
  return closedAt + (withinDays ?? payment_days) * day_ms;
}

/** Whole days, begun ones counted, by which what was to be paid until an instant is late; 0 when nothing is. */
export function daysLate(payableBy: number | null, now: number): number {
  return payableBy !== null && now > payableBy ? Math.ceil((now - payableBy) / day_ms) : 0;
}

/** Why no tax receipt may be prepared for a payment. */
export type ReceiptRefusal = 'not_confirmed' | 'marketing' | 'unstated' | 'in_kind' | 'currency';

/**
 * Whether the data of a French tax receipt for companies (Cerfa 16216) may be prepared: for money that the charity
 * confirmed, given as a gift. Sponsorship expects something in return and gets none (CGI, art. 238 bis).
 */
export function receiptRefusal(section: string, confirmed: boolean): ReceiptRefusal | null {
  const { tax, currency } = readSection(section);
  if (tax === 'marketing' || tax === 'unstated') return tax;
  if (currency === null) return 'in_kind';
  if (currency !== 'EUR') return 'currency';
  return confirmed ? null : 'not_confirmed';
}
