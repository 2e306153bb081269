import type { DashboardView } from '../../credit/mod.ts';
import type {
  RelayCursor,
  RelayFilter,
  RelayRows,
  SiteCursor,
  SiteFilter,
  SiteRows,
} from '../../evidence/mod.ts';
import type { Person } from '../../people/mod.ts';

/** A campaign in figures and lists; null for a campaign that is not public. Who may see them is decided before. */
export type FiguresServices = {
  /** `publicOnly`: posts and sites of counted relays alone. */
  readonly dashboard: (slug: string, publicOnly: boolean) => Promise<DashboardView | null>;
  readonly relays: (
    slug: string,
    filter: RelayFilter,
    after: RelayCursor | null,
    limit: number,
  ) => Promise<RelayRows | null>;
  readonly sites: (
    slug: string,
    filter: SiteFilter,
    after: SiteCursor | null,
    limit: number,
  ) => Promise<SiteRows | null>;
  /** Notes in the trail that somebody took a list away. */
  readonly exported: (person: Person, slug: string, list: string) => Promise<void>;
};
