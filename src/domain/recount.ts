import { assert, type Units } from '../kernel/mod.ts';
import type { Mechanic } from './campaign.ts';
import type { CreditLeaf, Leaf, LeafPart, PaymentLeaf, ReversalLeaf, TermsLeaf } from './leaf.ts';

/** What is wrong with an entry of a log, found by recounting it. `index` is the entry's. */
export type RecountDifference = { readonly index: number } & (
  | { readonly kind: 'other_campaign'; readonly campaign: string }
  | { readonly kind: 'day_went_back'; readonly day: string; readonly newest: string }
  | { readonly kind: 'unknown_pledge'; readonly pledge: string }
  | ({ readonly kind: 'unknown_terms' | 'outdated_terms'; readonly newest: number } & Named)
  /** The credit is for one mechanic, its promise for another. */
  | {
      readonly kind: 'other_mechanic';
      readonly pledge: string;
      readonly promised: Mechanic;
      readonly found: Mechanic;
    }
  | ({ readonly kind: 'over_per_act'; readonly perAct: Units; readonly found: Units } & Named)
  | { readonly kind: 'over_cap'; readonly pledge: string; readonly cap: Units; readonly found: Units }
  | {
      readonly kind: 'terms_out_of_order';
      readonly pledge: string;
      readonly expected: number;
      readonly found: number;
    }
  | ({
      readonly kind: 'promise_changed';
      readonly member: PromiseMember;
      readonly before: string;
      readonly found: string;
    } & Named)
  | ({
      readonly kind: 'less_generous';
      readonly member: TermsMember;
      readonly before: Value;
      readonly found: Value;
    } & Named)
  /** The entry it names is no credit, or does not stand before it. */
  | { readonly kind: 'reverses_nothing'; readonly reverses: number }
  | { readonly kind: 'reversed_twice'; readonly reverses: number; readonly by: number }
  | { readonly kind: 'reversal_differs'; readonly reverses: number; readonly member: 'mechanic' | 'parts' }
  /** Paid for more than is granted, or less than nothing. */
  | {
      readonly kind: 'settlement_out_of_range';
      readonly pledge: string;
      readonly granted: Units;
      readonly found: Units;
    }
  /** Handed over more than is paid for, or less than nothing. */
  | {
      readonly kind: 'delivery_out_of_range';
      readonly pledge: string;
      readonly settled: Units;
      readonly found: Units;
    }
);
type Named = { readonly pledge: string; readonly terms: number };
type Value = string | number;
type PromiseMember = 'partner' | 'mechanic' | 'unit';
type TermsMember = 'perAct' | 'cap' | 'minimum' | 'opens' | 'closes';

/** One promise as the log tells it. */
export type PledgeRecount = {
  readonly pledge: string;
  readonly partner: string;
  readonly mechanic: Mechanic;
  readonly unit: string;
  /** The newest version of its terms; there are as many as its number says. */
  readonly terms: number;
  readonly perAct: Units;
  readonly cap: Units;
  readonly minimum: Units;
  readonly opens: string;
  readonly closes: string;
  /** Units that stand: credited less reversed. */
  readonly granted: Units;
  readonly reversed: Units;
  readonly settled: Units;
  readonly delivered: Units;
  /** Credits that stand and to which it gave a part. */
  readonly acts: number;
};

export type RecountTotals = {
  readonly entries: number;
  readonly kinds: Readonly<Record<Leaf['kind'], number>>;
  /** The sum of the entries' units. */
  readonly units: Units;
  /** Credits that stand. */
  readonly acts: Readonly<Record<Mechanic, number>>;
  readonly settled: Units;
  readonly delivered: Units;
  /** In the order in which their first terms stand in the log. */
  readonly pledges: readonly PledgeRecount[];
};

export type RecountedCredit = {
  readonly mechanic: Mechanic;
  readonly units: Units;
  /** The entry that undid it, or null while it stands. */
  readonly reversedBy: number | null;
};

/** Recounts a log from its entries: what anybody can do who has them. */
export type Recount = {
  /**
   * Takes the next entry and gives what is wrong with it, or null. After the first difference nothing is counted any
   * more: what follows would be judged by a state that is not the log's.
   */
  readonly add: (leaf: Leaf, index: number) => RecountDifference | null;
  /** The totals over the entries taken so far. */
  readonly totals: () => RecountTotals;
  /** A credit by its index, or null when there is none. */
  readonly creditAt: (index: number) => RecountedCredit | null;
};

type Pledge = { -readonly [Name in keyof PledgeRecount]: PledgeRecount[Name] } & {
  used: boolean;
  /** Per version from 1 on: units per act, and the day it was entered. */
  readonly versions: { readonly perAct: Units; readonly day: number }[];
};

/** The mechanic and parts of a credit. A campaign has few different ones: each is kept once. */
type Shape = { readonly mechanic: Mechanic; readonly units: Units; readonly parts: readonly LeafPart[] };

/** A pure fold over the entries of a campaign's log in index order. A million credits take about 20 MB. */
export function createRecount(campaign: string): Recount {
  const fold = new Fold(campaign);
  return {
    add: (leaf, index) => fold.add(leaf, index),
    totals: () => fold.totals(),
    creditAt: (index) => fold.creditAt(index),
  };
}

const day_ms = 86_400_000;

class Fold {
  readonly #campaign: string;
  readonly #pledges = new Map<string, Pledge>();
  readonly #credits = new Credits();
  readonly #kinds = { credit: 0, reversal: 0, terms: 0, settlement: 0, delivery: 0 };
  readonly #acts = { relay: 0, purchase: 0, volunteering: 0 };
  #entries = 0;
  #newest = { text: '', day: Number.NEGATIVE_INFINITY };
  #stopped = false;

  constructor(campaign: string) {
    this.#campaign = campaign;
  }

  add(leaf: Leaf, index: number): RecountDifference | null {
    if (this.#stopped) return null;
    assert(index === this.#entries, 'entries are recounted in index order');
    const difference = this.#judge(leaf, index);
    if (difference === null) {
      this.#entries++;
      this.#kinds[leaf.kind]++;
    } else this.#stopped = true;
    return difference;
  }

  totals(): RecountTotals {
    const pledges = [...this.#pledges.values()].map(({ used: _, versions: __, ...pledge }) => pledge);
    const sum = (name: 'granted' | 'settled' | 'delivered') =>
      pledges.reduce((total, pledge) => total + pledge[name], 0);
    return {
      entries: this.#entries,
      kinds: { ...this.#kinds },
      units: sum('granted'),
      acts: { ...this.#acts },
      settled: sum('settled'),
      delivered: sum('delivered'),
      pledges,
    };
  }

  creditAt(index: number): RecountedCredit | null {
    const shape = this.#credits.shape(index);
    if (shape === null) return null;
    return { mechanic: shape.mechanic, units: shape.units, reversedBy: this.#credits.reversedBy(index) };
  }

  #judge(leaf: Leaf, index: number): RecountDifference | null {
    if (leaf.campaign !== this.#campaign) return { kind: 'other_campaign', index, campaign: leaf.campaign };
    const day = leaf.day === this.#newest.text ? this.#newest.day : Date.parse(leaf.day);
    // Two processes may disagree on the time around midnight; by more than a day they do not.
    if (day < this.#newest.day - day_ms)
      return { kind: 'day_went_back', index, day: leaf.day, newest: this.#newest.text };
    if (day > this.#newest.day) this.#newest = { text: leaf.day, day };
    switch (leaf.kind) {
      case 'terms':
        return this.#terms(leaf, index, day);
      case 'credit':
        return this.#credit(leaf, index, day);
      case 'reversal':
        return this.#reversal(leaf, index);
      case 'settlement':
      case 'delivery':
        return this.#payment(leaf, index);
    }
  }

  #terms(leaf: TermsLeaf, index: number, day: number): RecountDifference | null {
    const before = this.#pledges.get(leaf.pledge);
    const expected = (before?.terms ?? 0) + 1;
    if (leaf.terms !== expected)
      return { kind: 'terms_out_of_order', index, pledge: leaf.pledge, expected, found: leaf.terms };
    const version = { perAct: leaf.perAct, day };
    const { pledge, partner, mechanic, unit, terms, perAct, cap, minimum, opens, closes } = leaf;
    if (before === undefined) {
      const nothing = { granted: 0, reversed: 0, settled: 0, delivered: 0, acts: 0, used: false };
      const promise = { pledge, partner, mechanic, unit, terms, perAct, cap, minimum, opens, closes };
      this.#pledges.set(pledge, { ...promise, ...nothing, versions: [version] });
      return null;
    }
    const difference = compareTerms(before, leaf, index, day);
    if (difference !== null) return difference;
    Object.assign(before, { terms, perAct, cap, minimum, opens, closes });
    before.versions.push(version);
    return null;
  }

  #credit(leaf: CreditLeaf, index: number, day: number): RecountDifference | null {
    for (const part of leaf.parts) {
      const difference = judgePart(this.#pledges.get(part.pledge), part, leaf, index, day);
      if (difference !== null) return difference;
    }
    for (const part of leaf.parts) {
      const pledge = this.#pledge(part);
      pledge.granted += part.units;
      pledge.acts++;
      pledge.used = true;
    }
    this.#acts[leaf.mechanic]++;
    this.#credits.keep(index, leaf);
    return null;
  }

  #reversal(leaf: ReversalLeaf, index: number): RecountDifference | null {
    const { reverses } = leaf;
    const credit = this.#credits.shape(reverses);
    if (credit === null) return { kind: 'reverses_nothing', index, reverses };
    const by = this.#credits.reversedBy(reverses);
    if (by !== null) return { kind: 'reversed_twice', index, reverses, by };
    if (leaf.mechanic !== credit.mechanic)
      return { kind: 'reversal_differs', index, reverses, member: 'mechanic' };
    if (!isNegative(leaf.parts, credit.parts))
      return { kind: 'reversal_differs', index, reverses, member: 'parts' };
    for (const part of leaf.parts) {
      const pledge = this.#pledge(part);
      pledge.granted += part.units;
      pledge.reversed -= part.units;
      pledge.acts--;
    }
    this.#acts[leaf.mechanic]--;
    this.#credits.reverse(reverses, index);
    return null;
  }

  #payment(leaf: PaymentLeaf, index: number): RecountDifference | null {
    const pledge = this.#pledges.get(leaf.pledge);
    if (pledge === undefined) return { kind: 'unknown_pledge', index, pledge: leaf.pledge };
    const settled = pledge.settled + (leaf.kind === 'settlement' ? leaf.quantity : 0);
    const delivered = pledge.delivered + (leaf.kind === 'delivery' ? leaf.quantity : 0);
    // A credit may be undone after it was paid for: what was right when it was entered stays.
    // Once the promise has ended, its guaranteed minimum is paid for even where less was granted.
    const ended = leaf.day >= pledge.closes.slice(0, 10);
    const payable = ended ? Math.max(pledge.granted, pledge.minimum) : pledge.granted;
    if (leaf.kind === 'settlement' && (settled < 0 || (leaf.quantity > 0 && settled > payable))) {
      const granted = payable;
      return { kind: 'settlement_out_of_range', index, pledge: leaf.pledge, granted, found: settled };
    }
    if (delivered < 0 || delivered > settled)
      return { kind: 'delivery_out_of_range', index, pledge: leaf.pledge, settled, found: delivered };
    Object.assign(pledge, { settled, delivered });
    return null;
  }

  #pledge(part: LeafPart): Pledge {
    const pledge = this.#pledges.get(part.pledge);
    assert(pledge !== undefined, 'a part that was judged has its promise');
    return pledge;
  }
}

/** Whether newer terms may follow: the same promise, and no less than before unless nobody could have relied on it. */
function compareTerms(before: Pledge, leaf: TermsLeaf, index: number, day: number): RecountDifference | null {
  const named = { index, pledge: leaf.pledge, terms: leaf.terms };
  for (const member of ['partner', 'mechanic', 'unit'] as const)
    if (leaf[member] !== before[member])
      return { kind: 'promise_changed', ...named, member, before: before[member], found: leaf[member] };
  // Entries carry days: on the day of the opening the terms may have been entered just before it.
  if (day < Date.parse(before.opens) && !before.used) return null;
  const worse = (member: TermsMember): RecountDifference => ({
    ...{ kind: 'less_generous', ...named, member, before: before[member], found: leaf[member] },
  });
  for (const member of ['perAct', 'cap', 'minimum'] as const)
    if (leaf[member] < before[member]) return worse(member);
  if (leaf.opens > before.opens) return worse('opens');
  if (leaf.closes < before.closes) return worse('closes');
  return null;
}

function judgePart(
  pledge: Pledge | undefined,
  part: LeafPart,
  leaf: CreditLeaf,
  index: number,
  day: number,
): RecountDifference | null {
  if (pledge === undefined) return { kind: 'unknown_pledge', index, pledge: part.pledge };
  const named = { index, pledge: part.pledge, terms: part.terms };
  const version = pledge.versions[part.terms - 1];
  if (version === undefined) return { kind: 'unknown_terms', ...named, newest: pledge.terms };
  // An act that was judged while newer terms were being entered names the terms before; the day after it can't.
  const next = pledge.versions[part.terms];
  if (next !== undefined && day > next.day) return { kind: 'outdated_terms', ...named, newest: pledge.terms };
  if (leaf.mechanic !== pledge.mechanic)
    return {
      ...{ kind: 'other_mechanic', index, pledge: part.pledge, promised: pledge.mechanic },
      found: leaf.mechanic,
    };
  // A purchase or an hour's work may be several acts' worth; a relay is one.
  if (leaf.mechanic === 'relay' && part.units > version.perAct)
    return { kind: 'over_per_act', ...named, perAct: version.perAct, found: part.units };
  const granted = pledge.granted + part.units;
  if (granted > pledge.cap)
    return { kind: 'over_cap', index, pledge: part.pledge, cap: pledge.cap, found: granted };
  return null;
}

/** Whether parts are the others with the opposite sign, in whatever order. */
function isNegative(parts: readonly LeafPart[], of: readonly LeafPart[]): boolean {
  return (
    parts.length === of.length &&
    parts.every((part) =>
      of.some((one) => one.pledge === part.pledge && one.terms === part.terms && one.units === -part.units),
    )
  );
}

/** Credits by index: the number of their shape, and who undid them, in arrays that grow by doubling. */
class Credits {
  readonly #shapes: Shape[] = [];
  readonly #numbers = new Map<string, number>();
  /** Per index: 0 for no credit, or the number of its shape from 1 on. */
  #shapeAt = new Int32Array(1024);
  /** Per index: 0, or one more than the index of the reversal. */
  #reversedAt = new Float64Array(1024);

  keep(index: number, { mechanic, units, parts }: CreditLeaf): void {
    let key: string = mechanic;
    for (const part of parts) key += ` ${part.pledge} ${part.terms} ${part.units}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#shapes.push({ mechanic, units, parts });
      this.#numbers.set(key, number);
    }
    if (index >= this.#shapeAt.length) this.#grow(index);
    this.#shapeAt[index] = number;
  }

  shape(index: number): Shape | null {
    return this.#shapes[(this.#shapeAt[index] ?? 0) - 1] ?? null;
  }

  reverse(index: number, by: number): void {
    this.#reversedAt[index] = by + 1;
  }

  reversedBy(index: number): number | null {
    const by = this.#reversedAt[index] ?? 0;
    return by === 0 ? null : by - 1;
  }

  #grow(index: number): void {
    const length = 2 ** Math.ceil(Math.log2(index + 1));
    const [shapes, reversed] = [this.#shapeAt, this.#reversedAt];
    this.#shapeAt = new Int32Array(length);
    this.#shapeAt.set(shapes);
    this.#reversedAt = new Float64Array(length);
    this.#reversedAt.set(reversed);
  }
}
