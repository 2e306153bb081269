import type { RegisteredSite, SiteChange } from '../../evidence/mod.ts';

/** Registered sites, as operators deal with them. */
export type FeedDesk = {
  /** The newest first; null for a campaign that is not public. */
  readonly list: (
    slug: string,
    before: string | null,
    limit: number,
  ) => Promise<readonly RegisteredSite[] | null>;
  /** Whether there was anything to change. */
  readonly change: (slug: string, id: string, change: SiteChange) => Promise<boolean>;
};
