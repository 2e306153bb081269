import { type CampaignView, readCampaign, readId } from '../campaign/mod.ts';
import { type Forecast, forecast_days, forecastCap } from '../domain/mod.ts';
import {
  noFilter,
  type RelayFigures,
  type RelayRow,
  readBusySites,
  readRelayFigures,
  readRelayRows,
} from '../evidence/mod.ts';
import type { Instant, Units } from '../kernel/mod.ts';
import type { Database } from '../store/mod.ts';
import { readPace } from './pace.ts';

/** A promise with what it gave in the last week and when its cap will be reached. */
export type CapView = {
  readonly pledge: CampaignView['totals']['pledges'][number];
  readonly opens: Instant;
  readonly closes: Instant;
  /** Units in the last seven times 24 hours. */
  readonly lastWeek: Units;
  readonly forecast: Forecast;
};

/** Everything that the console's page about a running campaign shows. */
export type DashboardView = {
  readonly campaign: CampaignView;
  readonly figures: RelayFigures;
  readonly caps: readonly CapView[];
  /** The newest relays, at most ten. */
  readonly latest: readonly RelayRow[];
  /** The busiest sites of late, at most ten. */
  readonly sites: Awaited<ReturnType<typeof readBusySites>>;
  readonly asOf: Instant;
};

const shown_max = 10;

/**
 * The dashboard of a public campaign; null for an unknown one. `publicOnly`: posts and sites of counted relays alone,
 * for those who may not know who was refused.
 */
export async function readDashboard(
  db: Database,
  slug: string,
  publicOnly: boolean,
  now: Instant,
): Promise<DashboardView | null> {
  const campaign = await readCampaign(db, slug, now);
  const id = campaign === null ? null : await readId(db, slug);
  if (campaign === null || id === null) return null;
  const filter = publicOnly ? { ...noFilter, state: 'counted' as const } : noFilter;
  const [figures, pace, { rows: latest }, sites] = await Promise.all([
    readRelayFigures(db, id, now, campaign.timeZone),
    readPace(db, id, now, forecast_days),
    readRelayRows(db, id, filter, null, shown_max),
    readBusySites(db, id, publicOnly, shown_max),
  ]);
  return { campaign, figures, caps: capsOf(campaign, pace, now), latest, sites, asOf: now };
}

function capsOf(
  campaign: CampaignView,
  pace: ReadonlyMap<string, readonly Units[]>,
  now: Instant,
): readonly CapView[] {
  return campaign.totals.pledges.map((pledge) => {
    const terms = campaign.promises.find((promise) => promise.id === pledge.id)?.terms.at(-1);
    const { opens, closes } = terms ?? campaign;
    const lastDays = pace.get(pledge.id) ?? new Array<Units>(forecast_days).fill(0);
    return {
      pledge,
      opens,
      closes,
      lastWeek: lastDays.reduce((sum, one) => sum + one, 0),
      forecast: forecastCap({ now, opens, closes, remaining: pledge.remaining, lastDays }),
    };
  });
}
