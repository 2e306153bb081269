import { join } from 'node:path';
import { type PurchaseRules, readId, readPurchaseRules } from './campaign/mod.ts';
import type { House, OnError } from './compose-services.ts';
import type { Config } from './config.ts';
import { createPurchases, keepUpload, readUploads } from './credit/mod.ts';
import { keepUploads } from './jobs/mod.ts';
import type { CampaignId } from './kernel/mod.ts';
import {
  findKey,
  isDigestOf,
  type KeyView,
  type SignedRequest,
  signature_age_max_ms,
  signed_components,
  takeNonce,
  verifyRequest,
} from './people/mod.ts';
import type { TicketServices } from './web/console/tickets-port.ts';
import type { TillRefusal, TillServices } from './web/port.ts';

/** The tills' door over the database. */
export function tillServices(house: House): TillServices & { readonly idle: () => Promise<void> } {
  const { db, clock, seal } = house;
  const purchases = createPurchases(house);
  const rules = new Map<CampaignId, PurchaseRules>();
  return {
    key: (text) => findKey(db, seal, text, clock.now()),
    admit: async (key, slug, scope, { signed, body }) => {
      const refuse = (reason: TillRefusal) => ({ kind: 'refused', reason }) as const;
      const campaign = await readId(db, slug);
      if (campaign === null) return refuse('unknown_campaign');
      if (!key.scopes.includes(scope) || (key.campaign !== null && key.campaign !== slug))
        return refuse('not_allowed');
      // Without this, a stranger's returns would be waited for for ever.
      const current = await readPurchaseRules(db, campaign, rules.get(campaign));
      rules.set(campaign, current);
      if (!current.offers.some(({ rule }) => rule.retailers.has(key.retailer))) return refuse('not_named');
      const wrong = await signatureFault(house, key, signed, body);
      return wrong === null ? { kind: 'admitted', campaign } : refuse(wrong);
    },
    take: purchases.take,
    idle: purchases.idle,
  };
}

/** Where files of baskets wait to be read. */
const folderOf = (config: Config) => join(config.data, 'purchase-files');

/** Files of baskets that are handed in through the console, over the database and a folder. */
export function ticketServices(config: Config, house: House): TicketServices {
  return {
    read: async (slug, retailers) => {
      const id = await readId(house.db, slug);
      return id === null ? [] : readUploads(house.db, id, retailers);
    },
    keep: async (person, slug, given) => {
      const id = await readId(house.db, slug);
      if (id === null) return false;
      const actor = { account: person.account, name: person.name === '' ? person.email : person.name };
      await keepUpload({ ...house, folder: folderOf(config) }, { id, slug }, given, actor);
      return true;
    },
  };
}

/** Reads those files. */
export function startTickets(config: Config, house: House, onError: OnError) {
  return keepUploads({ ...house, folder: folderOf(config), purchases: createPurchases(house), onError });
}

/** What is wrong with a request's signature where the key asks for one; null where all is well. */
async function signatureFault(
  { db, clock }: House,
  key: KeyView,
  request: SignedRequest,
  body: Uint8Array | null,
): Promise<TillRefusal | null> {
  if (key.publicKey === null) return null;
  if (request.header('signature') === null || body === null) return 'not_signed';
  const good = verifyRequest(request, Buffer.from(key.publicKey, 'base64'));
  if (good === null || !signed_components.every((one) => good.components.includes(one)))
    return 'wrong_signature';
  if (!isDigestOf(request.header('content-digest'), body)) return 'wrong_signature';
  if (good.keyid !== key.id || good.nonce === null || good.created === null) return 'wrong_signature';
  const now = clock.now();
  if (Math.abs(now - good.created) > signature_age_max_ms) return 'old_signature';
  return (await takeNonce(db, key.id, good.nonce.slice(0, 100), now, 2 * signature_age_max_ms))
    ? null
    : 'replayed';
}
