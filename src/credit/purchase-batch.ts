import type { PurchaseRules } from '../campaign/mod.ts';
import {
  actsOf,
  type Basket,
  type BasketOutcome,
  countsOf,
  type Eligible,
  judgePurchase,
  linesLeft,
  type Offer,
  type PurchaseRule,
  sets,
  type Times,
} from '../domain/mod.ts';
import {
  addToDays,
  type PurchaseClaim as Claim,
  type PoolName,
  type Pools,
  type PurchaseDay,
  type PurchaseRecord,
  poolKey,
  type ReturnRecord,
  readHeldReturns,
  readPools,
  readPurchases,
  readReturns,
  writePools,
  writePurchaseClaims,
  writePurchases,
  writeReturns,
} from '../evidence/mod.ts';
import { newId, type Units } from '../kernel/mod.ts';
import type { Transaction } from '../store/mod.ts';
import { type Act, type Books, credit } from './credit.ts';
import { reverse } from './reverse.ts';

/** A basket with what is kept of its receipt; digests in hexadecimal. */
export type PurchaseEntry = {
  readonly basket: Basket;
  readonly receipt: string;
  readonly content: string;
  /** Of the receipt that a return names. */
  readonly original: string | null;
};

/**
 * Judges one retailer's baskets in the caller's transaction, purchases first and then what came back, and answers each.
 * The caller is the campaign's credit writer.
 */
export async function settlePurchases(
  tx: Transaction,
  books: Books,
  rules: PurchaseRules,
  retailer: string,
  entries: readonly PurchaseEntry[],
): Promise<readonly BasketOutcome[]> {
  const digests = [...new Set(entries.map((one) => one.receipt))];
  const known = {
    purchases: await readPurchases(tx, books.campaign.id, retailer, digests),
    returns: await readReturns(tx, books.campaign.id, retailer, [
      ...new Set([...digests, ...entries.flatMap(({ original }) => original ?? [])]),
    ]),
  };
  const sorted = sort(entries, rules, retailer, books, known);
  const desk = new Desk(tx, books, rules, retailer);
  const bought = await desk.buy(sorted.fresh);
  const returned = await desk.takeBack(sorted.returns, bought);
  const units = await unitsOf(tx, books, rules, sorted.repeated);
  await desk.close();
  return entries.map(({ basket: { receipt } }, place): BasketOutcome => {
    const decided = sorted.decided.get(place);
    if (decided !== undefined) return { receipt, ...decided };
    const original = sorted.sameAs.get(place);
    const again = units.get(place) ?? (original === undefined ? undefined : bought.get(original)?.units);
    if (again !== undefined) return { receipt, outcome: 'already_done', units: again };
    const purchase = bought.get(place);
    if (purchase !== undefined) return { receipt, ...outcomeOf(purchase) };
    const back = returned.get(place) ?? (original === undefined ? undefined : returned.get(original));
    if (back === undefined) throw new Error('every basket is answered');
    if (original !== undefined) return { receipt, outcome: 'already_done', units: back.units };
    return back.done ? { receipt, outcome: 'returned', units: back.units } : { receipt, outcome: 'held' };
  });
}

type Outcome = BasketOutcome extends infer One ? (One extends unknown ? Omit<One, 'receipt'> : never) : never;

function outcomeOf({ acts, units }: Bought): Outcome {
  return acts > 0 && units === 0 ? { outcome: 'cap_reached' } : { outcome: 'credited', units, acts };
}

type Fresh = {
  readonly place: number;
  readonly entry: PurchaseEntry;
  readonly eligible: readonly Eligible[];
};
type FreshReturn = {
  readonly place: number;
  readonly entry: PurchaseEntry & { readonly original: string };
};
type Sorted = {
  readonly decided: ReadonlyMap<number, Outcome>;
  readonly fresh: readonly Fresh[];
  readonly returns: readonly FreshReturn[];
  /** Purchases taken before, by their place in the batch. */
  readonly repeated: ReadonlyMap<number, PurchaseRecord>;
  /** Baskets that stand in the batch twice: the place of the first. */
  readonly sameAs: ReadonlyMap<number, number>;
};

/** What each basket is: known, repeated, a conflict, not eligible, a purchase or a return. */
function sort(
  entries: readonly PurchaseEntry[],
  rules: PurchaseRules,
  retailer: string,
  books: Books,
  known: {
    readonly purchases: ReadonlyMap<string, PurchaseRecord>;
    readonly returns: ReadonlyMap<string, ReturnRecord>;
  },
): Sorted {
  const decided = new Map<number, Outcome>();
  const fresh: Fresh[] = [];
  const returns: FreshReturn[] = [];
  const repeated = new Map<number, PurchaseRecord>();
  const sameAs = new Map<number, number>();
  const seen = new Map<string, { place: number; content: string; isReturn: boolean }>();
  for (const [place, entry] of entries.entries()) {
    const { basket, receipt, content, original } = entry;
    const isReturn = original !== null;
    const [purchase, back, twin] = [
      known.purchases.get(receipt),
      known.returns.get(receipt),
      seen.get(receipt),
    ];
    if (purchase !== undefined || back !== undefined) {
      if ((purchase ?? back)?.content !== content) decided.set(place, { outcome: 'conflict' });
      else if (purchase !== undefined) repeated.set(place, purchase);
      else if (back !== undefined)
        decided.set(place, back.done ? { outcome: 'already_done', units: back.units } : { outcome: 'held' });
    } else if (twin !== undefined) {
      if (twin.content === content && twin.isReturn === isReturn) sameAs.set(place, twin.place);
      else decided.set(place, { outcome: 'conflict' });
    } else if (original !== null) {
      if (known.returns.has(original) || seen.get(original)?.isReturn === true)
        decided.set(place, { outcome: 'not_eligible', reason: 'return_of_a_return' });
      else returns.push({ place, entry: { ...entry, original } });
      seen.set(receipt, { place, content, isReturn });
    } else {
      const judged = judgePurchase(basket, rules.offers, { ...rules, now: books.at, retailer });
      if (judged.kind === 'not_eligible')
        decided.set(place, { outcome: 'not_eligible', reason: judged.reason });
      else {
        fresh.push({ place, entry, eligible: judged.offers });
        seen.set(receipt, { place, content, isReturn });
      }
    }
  }
  return { decided, fresh, returns, repeated, sameAs };
}

type Bought = { readonly record: PurchaseRecord; readonly acts: number; readonly units: Units };
type Back = { readonly done: boolean; readonly units: Units };

/** One batch at the desk: what it reads once and writes at the end. */
class Desk {
  readonly #tx: Transaction;
  readonly #books: Books;
  readonly #retailer: string;
  /** Every promise's name leads to the offer that it is under now. */
  readonly #offers: ReadonlyMap<string, Offer>;
  readonly #pools = new Map<string, { readonly name: PoolName; readonly quantities: Map<string, number> }>();
  readonly #days: PurchaseDay[] = [];
  #acts = 0;

  constructor(tx: Transaction, books: Books, rules: PurchaseRules, retailer: string) {
    this.#tx = tx;
    this.#books = books;
    this.#retailer = retailer;
    this.#offers = offersByName(rules);
  }

  /** Credits purchases in their order; gives what each came to by its place. */
  async buy(fresh: readonly Fresh[]): Promise<ReadonlyMap<number, Bought>> {
    await this.#open(
      fresh.flatMap(({ entry, eligible }) =>
        eligible
          .filter(({ offer }) => offer.rule.per === 'day')
          .map(({ offer, day }) => this.#poolName(offer.key, entry.basket.shop ?? '', day)),
      ),
    );
    const drafts = fresh.map((one) => this.#draft(one));
    const credits = await credit(
      this.#tx,
      this.#books,
      'purchase',
      drafts.flatMap((one) => one.acts),
    );
    const units = new Map(credits.map((one) => [one.subject, one.units]));
    this.#acts += credits.length;
    const bought = new Map<number, Bought>();
    for (const { place, record, acts } of drafts) {
      const sum = acts.reduce((total, act) => total + (units.get(act.subject) ?? 0), 0);
      bought.set(place, { record, acts: acts.length, units: sum });
      const day = record.claims[0]?.day ?? '';
      this.#days.push({ retailer: this.#retailer, day, baskets: 1, acts: acts.length, units: sum });
    }
    await writePurchases(
      this.#tx,
      this.#books.campaign.id,
      drafts.map((one) => one.record),
      this.#books.at,
    );
    return bought;
  }

  /** What a purchase is kept as, and its acts. */
  #draft({ place, entry: { basket, receipt, content }, eligible }: Fresh): {
    readonly place: number;
    readonly record: PurchaseRecord;
    readonly acts: readonly Act[];
  } {
    const id = newId('pur', this.#books.at, this.#books.random);
    const shop = basket.shop ?? '';
    const acts: Act[] = [];
    const claims = eligible.map((one): Claim => {
      const { offer, day, lines } = one;
      const numbers =
        offer.rule.per === 'basket'
          ? range(0, actsOf(offer.rule, lines))
          : this.#addToPool(offer.rule, this.#poolName(offer.key, shop, day), lines);
      const claim = { offer: offer.key, day, lines, acts: numbers };
      const subjects = subjectsOf({ id, retailer: this.#retailer, shop }, claim, offer.rule);
      for (const subject of subjects) acts.push(this.#act(subject, receipt, one));
      return claim;
    });
    const record = { id, retailer: this.#retailer, receipt, content, shop, at: basket.at, claims };
    return { place, record, acts };
  }

  #act(subject: string, receipt: string, { pledges, dueAt }: Eligible): Act {
    const times: Times = new Map(pledges.map((pledge) => [pledge, 1]));
    return {
      subject,
      facts: { receipt, retailer: this.#retailer },
      times,
      ...(dueAt === null ? {} : { dueAt }),
    };
  }

  /** Takes back what no longer stands; gives what each return came to by its place. Unknown purchases are waited for. */
  async takeBack(
    asked: readonly FreshReturn[],
    bought: ReadonlyMap<number, Bought>,
  ): Promise<ReadonlyMap<number, Back>> {
    const campaign = this.#books.campaign.id;
    const purchases = new Map(
      await readPurchases(
        this.#tx,
        campaign,
        this.#retailer,
        asked.map(({ entry }) => entry.original),
      ),
    );
    for (const { record } of bought.values()) purchases.set(record.receipt, record);
    const held = await readHeldReturns(
      this.#tx,
      campaign,
      this.#retailer,
      [...bought.values()].map(({ record }) => record.receipt),
    );
    const fresh = asked.map(({ entry: { basket, ...digests } }): ReturnRecord => {
      const { lines } = basket;
      return { ...digests, retailer: this.#retailer, lines, done: false, units: 0 };
    });
    const returns = [...held, ...fresh];
    await this.#open(
      returns.flatMap(({ original }) => {
        const purchase = purchases.get(original);
        return (purchase?.claims ?? []).flatMap((claim) =>
          purchase !== undefined && this.#offer(claim).rule.per === 'day'
            ? [this.#poolName(claim.offer, purchase.shop, claim.day)]
            : [],
        );
      }),
    );
    const undone = returns.map((one): readonly Undone[] => {
      const purchase = purchases.get(one.original);
      if (purchase === undefined) return [];
      const { left, undone } = this.#lessen(purchase, one);
      purchases.set(one.original, left);
      return undone;
    });
    const reversed = await reverse(
      this.#tx,
      this.#books,
      'purchase',
      undone.flat().map(({ subject }) => ({ subject, reason: 'returned' as const })),
    );
    this.#acts -= reversed.size;
    for (const { subject, day } of undone.flat())
      if (reversed.has(subject))
        this.#days.push({
          ...{ retailer: this.#retailer, day, baskets: 0, acts: -1 },
          units: -(reversed.get(subject) ?? 0),
        });
    const records = returns.map((one, index): ReturnRecord => {
      const sum = (undone[index] ?? []).reduce(
        (total, { subject }) => total + (reversed.get(subject) ?? 0),
        0,
      );
      return { ...one, done: purchases.has(one.original), units: sum === 0 ? 0 : -sum };
    });
    const changed = new Set(returns.map((one) => one.original));
    await writePurchaseClaims(
      this.#tx,
      [...purchases.values()].filter((one) => changed.has(one.receipt)),
    );
    await writeReturns(this.#tx, campaign, records, this.#books.at);
    return new Map(asked.map(({ place }, index) => [place, records[held.length + index] as Back]));
  }

  /** A purchase less what came back, and the acts that no longer stand. */
  #lessen(
    purchase: PurchaseRecord,
    { lines }: ReturnRecord,
  ): { readonly left: PurchaseRecord; readonly undone: readonly Undone[] } {
    const undone: Undone[] = [];
    const claims = purchase.claims.map((claim): Claim => {
      const { rule } = this.#offer(claim);
      const { left, taken } = linesLeft(claim.lines, lines);
      if (taken.length === 0) return claim;
      const gone =
        rule.per === 'basket'
          ? claim.acts.filter((number) => number > actsOf(rule, left))
          : this.#takeFromPool(rule, this.#poolName(claim.offer, purchase.shop, claim.day), taken);
      for (const subject of subjectsOf(purchase, { ...claim, acts: gone }, rule))
        undone.push({ subject, day: claim.day });
      return { ...claim, lines: left, acts: claim.acts.filter((number) => !gone.includes(number)) };
    });
    return { left: { ...purchase, claims }, undone };
  }

  /** Writes what changed beside purchases and returns themselves. */
  async close(): Promise<void> {
    const campaign = this.#books.campaign;
    await writePools(this.#tx, campaign.id, this.#pools);
    await addToDays(this.#tx, campaign.id, this.#days);
    if (this.#acts !== 0)
      await this.#tx.rows('UPDATE campaign_count SET purchases = purchases + $2 WHERE campaign_id = $1', [
        campaign.id,
        this.#acts,
      ]);
    if (this.#days.length > 0)
      await this.#tx.rows("SELECT pg_notify('relais_campaign', $1)", [campaign.slug]);
  }

  #poolName(offer: string, shop: string, day: string): PoolName {
    return { offer, retailer: this.#retailer, shop, day };
  }

  async #open(names: readonly PoolName[]): Promise<void> {
    const missing = names.filter((name) => !this.#pools.has(poolKey(name)));
    if (missing.length === 0) return;
    const pools: Pools = await readPools(this.#tx, this.#books.campaign.id, missing);
    for (const [key, pool] of pools) this.#pools.set(key, pool);
  }

  #pool(name: PoolName): Map<string, number> {
    const pool = this.#pools.get(poolKey(name));
    if (pool === undefined) throw new Error('a pool is read before it is changed');
    return pool.quantities;
  }

  /** The numbers of the acts that these products complete. */
  #addToPool(rule: PurchaseRule, name: PoolName, lines: Claim['lines']): readonly number[] {
    const quantities = this.#pool(name);
    const before = setsIn(rule, quantities);
    for (const { gtin, quantity } of lines) quantities.set(gtin, (quantities.get(gtin) ?? 0) + quantity);
    return range(before, setsIn(rule, quantities));
  }

  /** The numbers of the acts that stand no longer once these products are gone. */
  #takeFromPool(rule: PurchaseRule, name: PoolName, lines: Claim['lines']): readonly number[] {
    const quantities = this.#pool(name);
    const before = setsIn(rule, quantities);
    for (const { gtin, quantity } of lines) quantities.set(gtin, (quantities.get(gtin) ?? 0) - quantity);
    return range(setsIn(rule, quantities), before);
  }

  #offer(claim: Claim): Offer {
    const offer = this.#offers.get(claim.offer);
    if (offer === undefined) throw new Error(`a promise can't be taken back: ${claim.offer}`);
    return offer;
  }
}

type Undone = { readonly subject: string; readonly day: string };

function setsIn(rule: PurchaseRule, quantities: ReadonlyMap<string, number>): number {
  const lines = [...quantities].map(([gtin, quantity]) => ({ gtin, quantity }));
  return sets(rule, countsOf(rule, lines));
}

/** The whole numbers after `from` up to `to`. */
function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index + 1);
}

function offersByName(rules: PurchaseRules): ReadonlyMap<string, Offer> {
  return new Map(rules.offers.flatMap((offer) => offer.names.map((name): [string, Offer] => [name, offer])));
}

/** The names under which a claim's acts are credited. */
export function subjectsOf(
  purchase: Pick<PurchaseRecord, 'id' | 'retailer' | 'shop'>,
  { offer, day, acts }: Pick<Claim, 'offer' | 'day' | 'acts'>,
  rule: Pick<PurchaseRule, 'per'>,
): readonly string[] {
  const { id, retailer, shop } = purchase;
  return acts.map((number) =>
    rule.per === 'basket' ? `${id}.${offer}.${number}` : `day.${offer}.${retailer}.${shop}.${day}.${number}`,
  );
}

/** The units that stand of purchases taken before, by their place. */
async function unitsOf(
  tx: Transaction,
  books: Books,
  rules: PurchaseRules,
  repeated: ReadonlyMap<number, PurchaseRecord>,
): Promise<ReadonlyMap<number, Units>> {
  if (repeated.size === 0) return new Map();
  const offers = offersByName(rules);
  const subjects = new Map(
    [...repeated].map(([place, purchase]) => [
      place,
      purchase.claims.flatMap((claim) =>
        subjectsOf(purchase, claim, { per: offers.get(claim.offer)?.rule.per ?? 'basket' }),
      ),
    ]),
  );
  const rows = await tx.rows<{ subject: string; units: Units }>(
    `SELECT asked.subject, c.units FROM unnest($2::text[]) AS asked (subject)
     CROSS JOIN LATERAL (SELECT id, units FROM credit WHERE campaign_id = $1 AND mechanic = 'purchase' AND subject = asked.subject
       ORDER BY attempt DESC LIMIT 1) c
     WHERE NOT EXISTS (SELECT FROM reversal r WHERE r.credit_id = c.id)`,
    [books.campaign.id, [...new Set([...subjects.values()].flat())]],
  );
  const units = new Map(rows.map((row) => [row.subject, row.units]));
  return new Map(
    [...subjects].map(([place, names]) => [
      place,
      names.reduce((sum, name) => sum + (units.get(name) ?? 0), 0),
    ]),
  );
}
