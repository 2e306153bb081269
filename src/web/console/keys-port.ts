import type { KeyScope, KeyView, Person } from '../../people/mod.ts';

/** A key of a campaign, and whether it works now. */
export type KeyRow = KeyView & { readonly works: boolean };

/** What people do with the keys of a campaign's tills, named by its slug. Who may is decided by the page. */
export type KeyServices = {
  /** Retailers that the campaign's rules name and that are organisations here. */
  readonly retailers: (slug: string) => Promise<readonly string[]>;
  /** Keys for this campaign alone, of these retailers, the newest first. */
  readonly read: (slug: string, retailers: readonly string[]) => Promise<readonly KeyRow[]>;
  /** The key's text, shown this once. Null when there is no such organisation. */
  readonly make: (
    person: Person,
    slug: string,
    key: {
      readonly name: string;
      readonly retailer: string;
      readonly scopes: readonly KeyScope[];
      readonly publicKey: Uint8Array | null;
      readonly days: number;
    },
  ) => Promise<string | null>;
  /** The new key's text; null where the campaign has no such key of these retailers that works. */
  readonly rotate: (
    person: Person,
    slug: string,
    retailers: readonly string[],
    key: string,
  ) => Promise<string | null>;
  readonly revoke: (
    person: Person,
    slug: string,
    retailers: readonly string[],
    key: string,
  ) => Promise<boolean>;
};
