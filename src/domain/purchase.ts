import type { Instant, PledgeId, Units } from '../kernel/mod.ts';

/** A basket as a till says it; products are GTINs in 14 digits. */
export type Basket = {
  /** The retailer's own number of the receipt. */
  readonly receipt: string;
  readonly at: Instant;
  /** The retailer's name of the shop; null where it says none. */
  readonly shop: string | null;
  readonly lines: readonly BasketLine[];
  /** The receipt that these products come back from; null for a purchase. */
  readonly returnOf: string | null;
};
export type BasketLine = { readonly gtin: string; readonly quantity: number };

/** What became of one basket. `acts`: how often it triggered a gift. */
export type BasketOutcome = { readonly receipt: string } & (
  | { readonly outcome: 'credited'; readonly units: Units; readonly acts: number }
  | { readonly outcome: 'already_done'; readonly units: Units }
  /** This receipt was taken before with other content; nothing was changed. */
  | { readonly outcome: 'conflict' }
  | { readonly outcome: 'not_eligible'; readonly reason: IneligibleReason }
  /** It triggers a gift, but the promises have nothing left. */
  | { readonly outcome: 'cap_reached' }
  /** A return whose purchase has not come yet: it is kept and done when it comes. */
  | { readonly outcome: 'held' }
  /** `units` is what was taken back, 0 or less. */
  | { readonly outcome: 'returned'; readonly units: Units }
);

export const ineligibleReasons = [
  'campaign_not_open',
  'campaign_closed',
  'in_the_future',
  'too_late',
  'other_retailer',
  'other_shop',
  'outside_window',
  'no_product',
  'too_few',
  'return_of_a_return',
] as const;
/** Why a basket triggers nothing. */
export type IneligibleReason = (typeof ineligibleReasons)[number];

/** What a purchase must be to trigger a gift: the campaign file's `rule`. */
export type PurchaseRule = {
  readonly retailers: ReadonlySet<string>;
  /** Shops by the retailer's own names with each one's time zone; null: every shop. */
  readonly shops: ReadonlyMap<string, string> | null;
  /** Products with how many a pack of it counts as. */
  readonly products: ReadonlyMap<string, number>;
  readonly quantity: number;
  /** Which products go together: those of the list as they come, each with its like, or all different from one another. */
  readonly match: 'mixed' | 'same' | 'different';
  /**
   * `basket`: each receipt for itself. `day`: all that a shop sells in a day is counted together, which needs nobody to
   * be known by a loyalty card.
   */
  readonly per: 'basket' | 'day';
  /** With `per: basket`. */
  readonly maxActsPerBasket: number;
  /** First and last day in the shop's time zone, `YYYY-MM-DD`; null: no bound but the promise's own. */
  readonly days: { readonly from: string; readonly to: string } | null;
  readonly timeZone: string;
  /** Days during which goods may come back before a gift falls due. */
  readonly holdDays: number;
};

/** A rule as the campaign file says it; files from before there was more to say lack some members. */
export type FiledPurchaseRule = {
  readonly retailer: string;
  readonly alsoAt: readonly string[];
  /** `0123`, or `0123@Indian/Reunion` with the shop's time zone. */
  readonly shops: readonly string[];
  /** `3033490004743`, or `3033490004743x12` for a pack that counts as twelve. */
  readonly gtins: readonly string[];
  readonly quantity: number;
  readonly match: PurchaseRule['match'];
  readonly per: PurchaseRule['per'];
  readonly maxActsPerBasket: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly holdDays: number;
};

/** The rule that a file means; `timeZone` is the campaign's. */
export function purchaseRule(filed: Partial<FiledPurchaseRule>, timeZone: string): PurchaseRule {
  const { retailer = '', alsoAt = [], shops = [], gtins = [], from = null, to = null } = filed;
  const split = (text: string, mark: string) => text.split(mark) as [string, string | undefined];
  return {
    retailers: new Set([retailer, ...alsoAt]),
    shops:
      shops.length === 0
        ? null
        : new Map(
            shops.map((shop) => {
              const [name, zone = timeZone] = split(shop, '@');
              return [name, zone];
            }),
          ),
    products: new Map(
      gtins.map((gtin) => {
        const [digits, content = '1'] = split(gtin, 'x');
        return [digits.padStart(14, '0'), Number(content)];
      }),
    ),
    quantity: filed.quantity ?? 1,
    match: filed.match ?? 'mixed',
    per: filed.per ?? 'basket',
    maxActsPerBasket: filed.maxActsPerBasket ?? 1,
    days: from === null || to === null ? null : { from, to },
    timeZone,
    holdDays: filed.holdDays ?? 0,
  };
}

/** Members of a published rule that a new one makes less generous; what was bought in trust must go on counting. */
export function narrowedMembers(before: PurchaseRule, after: PurchaseRule): readonly string[] {
  const lacks = <T>(old: ReadonlySet<T> | ReadonlyMap<T, unknown>, now: { has: (value: T) => boolean }) =>
    [...old.keys()].some((value) => !now.has(value));
  const fewerShops = after.shops !== null && (before.shops === null || lacks(before.shops, after.shops));
  const smallerPack = [...before.products].some(
    ([gtin, content]) => (after.products.get(gtin) ?? 0) < content,
  );
  const shorter =
    after.days !== null &&
    (before.days === null || after.days.from > before.days.from || after.days.to < before.days.to);
  return [
    ...(lacks(before.retailers, after.retailers) ? ['retailer'] : []),
    ...(fewerShops ? ['shops'] : []),
    ...(smallerPack ? ['gtins'] : []),
    ...(after.quantity > before.quantity ? ['quantity'] : []),
    ...(after.match !== before.match && after.match !== 'mixed' ? ['match'] : []),
    ...(after.per !== before.per ? ['per'] : []),
    ...(after.per === 'basket' && after.maxActsPerBasket < before.maxActsPerBasket
      ? ['maxActsPerBasket']
      : []),
    ...(shorter ? ['from'] : []),
    ...(after.holdDays > before.holdDays ? ['holdDays'] : []),
  ];
}

/** Promises under one rule: an act is split over those that are open. */
export type Offer = {
  /** Name of the first of its promises: names the offer for ever. */
  readonly key: string;
  /** Names of all its promises. */
  readonly names: readonly string[];
  readonly rule: PurchaseRule;
  readonly pledges: readonly {
    readonly pledge: PledgeId;
    readonly opens: Instant;
    readonly closes: Instant;
  }[];
};

/** What a basket does for an offer. */
export type Eligible = {
  readonly offer: Offer;
  readonly pledges: readonly PledgeId[];
  /** The products that count, with quantities; a product named twice is summed. */
  readonly lines: readonly BasketLine[];
  /** The day in the shop's time zone. */
  readonly day: string;
  readonly dueAt: Instant | null;
};

const day_ms = 86_400_000;
/** Clocks of tills may be ahead by this much. */
const ahead_ms = 10 * 60_000;
/** A till's file may come this many days after the purchase, and no later. */
export const late_days_max = 60;

export type PurchaseCircumstances = {
  readonly now: Instant;
  readonly opens: Instant;
  readonly closes: Instant;
  readonly retailer: string;
};

/** Which offers a purchase speaks for, or why none; the nearest miss is the reason. Costs lines × offers. */
export function judgePurchase(
  basket: Basket,
  offers: readonly Offer[],
  { now, opens, closes, retailer }: PurchaseCircumstances,
): { readonly kind: 'eligible'; readonly offers: readonly Eligible[] } | Ineligible {
  if (basket.at > now + ahead_ms) return no('in_the_future');
  if (basket.at < opens) return no('campaign_not_open');
  if (basket.at > closes) return no('campaign_closed');
  if (basket.at < now - late_days_max * day_ms) return no('too_late');
  const found: Eligible[] = [];
  let nearest: IneligibleReason = 'other_retailer';
  for (const offer of offers) {
    const eligible = judgeOffer(basket, offer, retailer);
    if (typeof eligible === 'object') found.push(eligible);
    else if (ineligibleReasons.indexOf(eligible) > ineligibleReasons.indexOf(nearest)) nearest = eligible;
  }
  return found.length > 0 ? { kind: 'eligible', offers: found } : no(nearest);
}

type Ineligible = { readonly kind: 'not_eligible'; readonly reason: IneligibleReason };
const no = (reason: IneligibleReason): Ineligible => ({ kind: 'not_eligible', reason });

function judgeOffer(basket: Basket, offer: Offer, retailer: string): Eligible | IneligibleReason {
  const { rule } = offer;
  if (!rule.retailers.has(retailer)) return 'other_retailer';
  if (rule.shops !== null && (basket.shop === null || !rule.shops.has(basket.shop))) return 'other_shop';
  const day = dayIn(rule.shops?.get(basket.shop ?? '') ?? rule.timeZone, basket.at);
  if (rule.days !== null && (day < rule.days.from || day > rule.days.to)) return 'outside_window';
  const pledges = offer.pledges.filter((one) => one.opens <= basket.at && basket.at <= one.closes);
  if (pledges.length === 0) return 'outside_window';
  const lines = linesOf(rule, basket.lines);
  if (lines.length === 0) return 'no_product';
  if (rule.per === 'basket' && actsOf(rule, lines) === 0) return 'too_few';
  return {
    offer,
    pledges: pledges.map((one) => one.pledge),
    lines,
    day,
    dueAt: rule.holdDays === 0 ? null : basket.at + rule.holdDays * day_ms,
  };
}

/** The lines that a rule counts, each product once, in the order of their numbers. */
export function linesOf(rule: PurchaseRule, lines: readonly BasketLine[]): readonly BasketLine[] {
  const sums = new Map<string, number>();
  for (const { gtin, quantity } of lines)
    if (rule.products.has(gtin)) sums.set(gtin, (sums.get(gtin) ?? 0) + quantity);
  return [...sums]
    .filter(([, quantity]) => quantity > 0)
    .map(([gtin, quantity]) => ({ gtin, quantity }))
    .sort((a, b) => (a.gtin < b.gtin ? -1 : 1));
}

/** How often lines trigger the gift of a rule `per: basket`. Never grows when products are taken away. */
export function actsOf(rule: PurchaseRule, lines: readonly BasketLine[]): number {
  return Math.min(rule.maxActsPerBasket, sets(rule, countsOf(rule, lines)));
}

/** How many items each product counts as: packs times their content. */
export function countsOf(rule: PurchaseRule, lines: readonly BasketLine[]): ReadonlyMap<string, number> {
  return new Map(lines.map(({ gtin, quantity }) => [gtin, quantity * (rule.products.get(gtin) ?? 0)]));
}

/** Full sets of `quantity` items that can be made of these. */
export function sets(
  { quantity, match }: Pick<PurchaseRule, 'quantity' | 'match'>,
  counts: ReadonlyMap<string, number>,
): number {
  const items = [...counts.values()];
  const total = items.reduce((sum, count) => sum + count, 0);
  switch (match) {
    case 'mixed':
      return Math.floor(total / quantity);
    case 'same':
      return items.reduce((sum, count) => sum + Math.floor(count / quantity), 0);
    case 'different': {
      // m sets take at most m of each product: the most for which the products suffice.
      let [least, most] = [0, Math.floor(total / quantity)];
      while (least < most) {
        const half = Math.ceil((least + most) / 2);
        const usable = items.reduce((sum, count) => sum + Math.min(count, half), 0);
        if (usable >= half * quantity) least = half;
        else most = half - 1;
      }
      return least;
    }
  }
}

/**
 * What is left of lines when others come back. What comes back that is not there, or more than was bought, takes
 * nothing further away: a till's mistake must not undo another shopper's gift.
 */
export function linesLeft(
  lines: readonly BasketLine[],
  back: readonly BasketLine[],
): { readonly left: readonly BasketLine[]; readonly taken: readonly BasketLine[] } {
  const returned = new Map<string, number>();
  for (const { gtin, quantity } of back) returned.set(gtin, (returned.get(gtin) ?? 0) + quantity);
  const taken = lines.flatMap(({ gtin, quantity }) => {
    const less = Math.min(quantity, returned.get(gtin) ?? 0);
    return less > 0 ? [{ gtin, quantity: less }] : [];
  });
  const less = new Map(taken.map((one) => [one.gtin, one.quantity]));
  return {
    left: lines.flatMap(({ gtin, quantity }) => {
      const rest = quantity - (less.get(gtin) ?? 0);
      return rest > 0 ? [{ gtin, quantity: rest }] : [];
    }),
    taken,
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of an instant in a time zone, `YYYY-MM-DD`. */
export function dayIn(timeZone: string, at: Instant): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(at);
}
