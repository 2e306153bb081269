import type { UploadView } from '../../credit/mod.ts';
import type { Person } from '../../people/mod.ts';

/** Files of baskets that people hand in. Who may, and for whom, is decided by the page. */
export type TicketServices = {
  /** The last files of these retailers, the newest first. */
  readonly read: (slug: string, retailers: readonly string[]) => Promise<readonly UploadView[]>;
  /** Keeps a file to be read; false where there is no such campaign. */
  readonly keep: (
    person: Person,
    slug: string,
    given: { readonly retailer: string; readonly name: string; readonly file: Uint8Array },
  ) => Promise<boolean>;
};
