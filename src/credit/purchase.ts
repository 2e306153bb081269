import { becomeCreditWriter, type PurchaseRules, readPurchaseRules } from '../campaign/mod.ts';
import type { Basket, BasketOutcome } from '../domain/mod.ts';
import { contentDigest, openReceiptKey, receiptDigest } from '../evidence/mod.ts';
import { type CampaignId, type Clock, createGroup, type Random } from '../kernel/mod.ts';
import type { Database } from '../store/mod.ts';
import { type PurchaseEntry, settlePurchases } from './purchase-batch.ts';

/** Takes baskets from retailers' tills. */
export type Purchases = {
  /**
   * Judges baskets in their order and answers each when all are committed. `retailer` is the organisation's slug. The
   * same baskets again change nothing; a crash before the answer leaves all of them or none.
   */
  readonly take: (
    campaign: CampaignId,
    retailer: string,
    baskets: readonly Basket[],
  ) => Promise<readonly BasketOutcome[]>;
  readonly idle: () => Promise<void>;
};

type House = { readonly db: Database; readonly clock: Clock; readonly random: Random };
type Call = readonly PurchaseEntry[];

/** Calls that go into one transaction at most. */
const group_max = 16;

export function createPurchases({ db, clock, random }: House): Purchases {
  const groups = new Map<string, ReturnType<typeof createGroup<Call, readonly BasketOutcome[]>>>();
  const keys = new Map<CampaignId, Promise<Uint8Array>>();
  const rules = new Map<CampaignId, PurchaseRules>();
  const keyOf = (campaign: CampaignId) => {
    const known = keys.get(campaign) ?? openReceiptKey(db, campaign, random);
    keys.set(campaign, known);
    known.catch(() => keys.delete(campaign));
    return known;
  };
  const work = async (campaign: CampaignId, retailer: string, calls: readonly Call[]) => {
    const outcomes = await db.transaction(async (tx) => {
      await becomeCreditWriter(tx, campaign);
      const current = await readPurchaseRules(tx, campaign, rules.get(campaign));
      rules.set(campaign, current);
      const books = { campaign: { id: campaign, slug: current.slug }, at: clock.now(), random };
      return settlePurchases(tx, books, current, retailer, calls.flat());
    });
    let place = 0;
    return calls.map((call) => {
      const answers = outcomes.slice(place, place + call.length);
      place += call.length;
      return answers;
    });
  };
  return {
    take: async (campaign, retailer, baskets) => {
      if (baskets.length === 0) return [];
      const key = await keyOf(campaign);
      const name = `${campaign} ${retailer}`;
      let group = groups.get(name);
      if (group === undefined) {
        group = createGroup<Call, readonly BasketOutcome[]>({ most: group_max }, (calls) =>
          work(campaign, retailer, calls),
        );
        groups.set(name, group);
      }
      return group.add(
        baskets.map((basket) => ({
          basket,
          receipt: receiptDigest(key, retailer, basket.receipt).toString('hex'),
          content: contentDigest(key, basket).toString('hex'),
          original:
            basket.returnOf === null ? null : receiptDigest(key, retailer, basket.returnOf).toString('hex'),
        })),
      );
    },
    idle: async () => {
      for (const group of groups.values()) await group.idle();
    },
  };
}
