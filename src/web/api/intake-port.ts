import type { Basket, BasketOutcome } from '../../domain/mod.ts';
import type { Instant } from '../../kernel/mod.ts';
import type { KeyId, PresentedKey } from '../../people/mod.ts';

/** What the retailers' door asks for. */
export type IntakeServices = {
  /** The key of this secret, in force or not, and whether it is; null for what is no key. */
  readonly key: (secret: string) => Promise<{ readonly key: PresentedKey; readonly inForce: boolean } | null>;
  /** Seconds to wait, or the function that says the request is over. */
  readonly enter: (
    key: KeyId,
  ) => { readonly kind: 'wait'; readonly seconds: number } | { readonly kind: 'in'; leave: () => void };
  /** False where the nonce was used before. */
  readonly spend: (key: KeyId, nonce: string, until: Instant) => Promise<boolean>;
  /** Whether the campaign has a rule that names the retailer; null for an unknown campaign. */
  readonly names: (slug: string, retailer: string) => Promise<boolean | null>;
  /** Judges baskets; answers when all are committed. */
  readonly take: (
    slug: string,
    retailer: string,
    baskets: readonly Basket[],
  ) => Promise<readonly BasketOutcome[]>;
};
