import type { CampaignView } from '../../campaign/mod.ts';
import type { DialogueFacts, PublicHours } from '../../domain/mod.ts';
import type { AppealCounts, RelayCards } from '../../evidence/mod.ts';
import type { PublicSettlement, Results } from '../../settlement/mod.ts';
import { zoneClock } from '../charts/clock.ts';
import type { Step } from '../charts/timeline.tsx';
import { moneyText } from '../parts/figures.ts';
import type { words } from '../parts/page.tsx';

/** All that the results say, of one campaign. */
export type ResultsGiven = {
  readonly view: CampaignView;
  readonly settlement: PublicSettlement;
  readonly results: Results;
  readonly hours: PublicHours | null;
  readonly appeals: AppealCounts | null;
  readonly dialogue: DialogueFacts;
  /** The newest posts that count, some of them. */
  readonly relays: RelayCards;
};

type Words = ReturnType<typeof words>;

/** Steps of a timeline: beyond these, a step is of several days. */
const steps_max = 120;
const day_ms = 86_400_000;

/** A step of the timeline, with the relays that were counted in it and still are. */
export type DayStep = Step & { readonly relays: number };

/** The sum of units by day, from the first day with a gift to the last, days without any among them. */
export function timelineSteps({ view, results }: ResultsGiven, tr: Words): readonly DayStep[] {
  const [first] = results.days;
  const last = results.days.at(-1);
  if (first === undefined || last === undefined) return [];
  const clock = zoneClock(tr, view.timeZone);
  const [from, to] = [Date.parse(first.day), Date.parse(last.day)];
  const each = Math.max(1, Math.ceil((to - from) / day_ms / steps_max));
  const moved = new Map<number, number>();
  const posts = new Map<number, number>();
  for (const { day, units, relays } of results.days) {
    const step = Math.floor((Date.parse(day) - from) / day_ms / each);
    moved.set(step, (moved.get(step) ?? 0) + units);
    posts.set(step, (posts.get(step) ?? 0) + relays);
  }
  const count = Math.floor((to - from) / day_ms / each) + 1;
  let sum = 0;
  return Array.from({ length: count }, (_, index): DayStep => {
    const iso = (at: number) => new Date(at).toISOString().slice(0, 10);
    const begin = iso(from + index * each * day_ms);
    const end = iso(Math.min(to, from + ((index + 1) * each - 1) * day_ms));
    const units = moved.get(index) ?? 0;
    sum += units;
    return {
      name: begin === end ? tr.day(begin) : tr.t('results.days', { from: tr.day(begin), to: tr.day(end) }),
      mark: clock.dayMark(begin),
      moved: units,
      sum,
      relays: posts.get(index) ?? 0,
    };
  });
}

/** What a partner's promises came to. */
export type PartnerResult = {
  readonly partner: string;
  readonly promised: number;
  readonly granted: number;
  readonly settled: number;
  readonly delivered: number;
};

export function partnerResults(settlement: PublicSettlement): readonly PartnerResult[] {
  const partners = new Map<string, PartnerResult>();
  for (const one of settlement.pledges) {
    const before = partners.get(one.partner) ?? {
      ...{ partner: one.partner, promised: 0, granted: 0, settled: 0, delivered: 0 },
    };
    partners.set(one.partner, {
      partner: one.partner,
      promised: before.promised + one.promised,
      granted: before.granted + one.granted,
      settled: before.settled + one.settled,
      delivered: before.delivered + one.delivered,
    });
  }
  return [...partners.values()];
}

/** How a partner treats its gifts for tax: as gifts, as sponsorship, or both; what is not stated is not guessed. */
export function taxWord({ promises }: CampaignView, partner: string, { t }: Words): string | null {
  const kinds = new Set(
    promises.filter((one) => one.partner === partner).map((one) => one.tax?.kind ?? null),
  );
  if (kinds.has(null)) return null;
  return [...kinds].map((kind) => t(kind === 'gift' ? 'results.gift' : 'results.marketing')).join(' + ');
}

/** What is still to come: units to be settled and to be handed over. */
export function stillToCome({ view }: ResultsGiven): { readonly settle: number; readonly deliver: number } {
  const { granted, settled, delivered } = view.totals;
  return { settle: Math.max(0, granted - settled), deliver: Math.max(0, settled - delivered) };
}

export const worth = (tr: Words, view: CampaignView, units: number): string =>
  moneyText(tr, view.unit, units) ?? '';
