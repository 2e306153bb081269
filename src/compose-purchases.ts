import { type PurchaseRules, readId, readPurchaseRules } from './campaign/mod.ts';
import type { House } from './compose-services.ts';
import { createPurchases, type Purchases } from './credit/mod.ts';
import type { CampaignId } from './kernel/mod.ts';
import { createKeyLimits, findKey, isInForce, spendNonce } from './people/mod.ts';
import type { IntakeServices } from './web/api/intake-port.ts';

/** The retailers' door over the database. */
export function intakeServices(house: House): { services: IntakeServices; purchases: Purchases } {
  const { db, clock, seal } = house;
  const purchases = createPurchases(house);
  const limits = createKeyLimits(clock);
  const rules = new Map<CampaignId, PurchaseRules>();
  const services: IntakeServices = {
    key: async (secret) => {
      const key = await findKey(db, seal, secret, clock.now());
      return key === null ? null : { key, inForce: isInForce(key, clock.now()) };
    },
    enter: (key) => limits.enter(key),
    spend: (key, nonce, until) => spendNonce(db, key, nonce, until, clock.now()),
    names: async (slug, retailer) => {
      const id = await readId(db, slug);
      if (id === null) return null;
      const current = await readPurchaseRules(db, id, rules.get(id));
      rules.set(id, current);
      return current.offers.some((offer) => offer.rule.retailers.has(retailer));
    },
    take: async (slug, retailer, baskets) => {
      if (baskets.length === 0) return [];
      const id = await readId(db, slug);
      if (id === null) throw new Error(`campaign ${slug} was there before`);
      return purchases.take(id, retailer, baskets);
    },
  };
  return { services, purchases };
}
