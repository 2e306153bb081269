import { readId, readPurchaseRules } from './campaign/mod.ts';
import type { House } from './compose-services.ts';
import {
  createKey,
  key_overlap_ms,
  type Person,
  readKey,
  readKeys,
  readOrganisations,
  revokeKey,
  rotateKey,
  works,
} from './people/mod.ts';
import type { KeyServices } from './web/console/keys-port.ts';

const day_ms = 86_400_000;

/** The console's keys of tills, over the database. */
export function keyServices(house: House): KeyServices {
  const { db, clock } = house;
  const actorOf = (person: Person) => ({
    account: person.account,
    name: person.name === '' ? person.email : person.name,
  });
  /** Whether a key is one of this campaign and of these retailers: another's is as good as none. */
  const isHere = async (slug: string, retailers: readonly string[], id: string) => {
    const key = await readKey(db, id);
    return key !== null && key.campaign === slug && retailers.includes(key.retailer);
  };
  return {
    retailers: async (slug) => {
      const id = await readId(db, slug);
      if (id === null) return [];
      const { offers } = await readPurchaseRules(db, id);
      const named = new Set(offers.flatMap(({ rule }) => [...rule.retailers]));
      return (await readOrganisations(db)).map((one) => one.slug).filter((one) => named.has(one));
    },
    read: async (slug, retailers) =>
      (await readKeys(db, retailers))
        .filter((key) => key.campaign === slug)
        .map((key) => ({ ...key, works: works(key, clock.now()) })),
    make: async (person, slug, { days, ...key }) => {
      const now = clock.now();
      const made = await createKey(
        house,
        { ...key, campaign: slug, expiresAt: now + days * day_ms },
        actorOf(person),
        now,
      );
      return made?.text ?? null;
    },
    rotate: async (person, slug, retailers, id) => {
      if (!(await isHere(slug, retailers, id))) return null;
      return (await rotateKey(house, id, key_overlap_ms, actorOf(person), clock.now()))?.text ?? null;
    },
    revoke: async (person, slug, retailers, id) =>
      (await isHere(slug, retailers, id)) && revokeKey(db, id, actorOf(person), clock.now()),
  };
}
