import type { PledgeRecount, RecountTotals } from '../../domain/mod.ts';
import { type AuditDifference, CannotCheck, shown } from './difference.ts';
import { type Members, objectOf, objectsOf, parseMembers, textOf, wholeOf } from './json.ts';
import type { Shelf } from './source.ts';

/** What the campaign's counter says of one promise. */
export type PledgeTotals = {
  readonly id: string;
  readonly partner: string;
  readonly mechanic: string;
  readonly perAct: number;
  readonly cap: number;
  readonly minimum: number;
  readonly granted: number;
  readonly remaining: number;
  readonly termsVersion: number;
};

/** What the campaign's counter says: `GET /api/v1/campaigns/:slug`. */
export type Totals = {
  readonly slug: string;
  readonly unit: string;
  readonly granted: number;
  readonly settled: number;
  readonly delivered: number;
  readonly remaining: number;
  readonly relays: number;
  readonly pledges: readonly PledgeTotals[];
  /** The first `entries` entries are what these totals count; `size` and `root` are the published log's. */
  readonly log: { readonly size: number; readonly root: string; readonly entries: number };
  readonly asOf: string;
};

const totals_bytes_max = 4_194_304;

export async function readTotals(
  shelf: Shelf,
  path: 'totals.json' | 'totals-after.json',
  slug: string,
): Promise<Totals> {
  const totals = parseTotals(parseMembers(await shelf.current(path, totals_bytes_max), path));
  if (totals.slug !== slug) throw new CannotCheck(`${path} is about another campaign.`);
  return totals;
}

function parseTotals(totals: Members): Totals {
  const log = objectOf(totals, 'log');
  return {
    slug: textOf(totals, 'slug'),
    unit: textOf(totals, 'unit'),
    granted: wholeOf(totals, 'granted'),
    settled: wholeOf(totals, 'settled'),
    delivered: wholeOf(totals, 'delivered'),
    remaining: wholeOf(totals, 'remaining', Number.MIN_SAFE_INTEGER),
    relays: wholeOf(totals, 'relays'),
    pledges: objectsOf(totals, 'pledges').map((pledge) => ({
      id: textOf(pledge, 'id'),
      partner: textOf(pledge, 'partner'),
      mechanic: textOf(pledge, 'mechanic'),
      perAct: wholeOf(pledge, 'perAct'),
      cap: wholeOf(pledge, 'cap'),
      minimum: wholeOf(pledge, 'minimum'),
      granted: wholeOf(pledge, 'granted'),
      remaining: wholeOf(pledge, 'remaining', Number.MIN_SAFE_INTEGER),
      termsVersion: wholeOf(pledge, 'termsVersion'),
    })),
    log: { size: wholeOf(log, 'size'), root: textOf(log, 'root'), entries: wholeOf(log, 'entries') },
    asOf: textOf(totals, 'asOf'),
  };
}

/**
 * Compares the counter with the recount over the same entries. The sum first, then promise by promise, then what
 * follows from them: the first that differs is named.
 */
export function compareTotals(totals: Totals, recount: RecountTotals): AuditDifference | null {
  const differs = (name: string, counter: number, log: number): AuditDifference | null =>
    counter === log ? null : { kind: 'counter', name, counter, log };
  const remaining = recount.pledges.reduce((sum, one) => sum + one.cap - one.granted, 0);
  return (
    differs('granted', totals.granted, recount.units) ??
    comparePledges(totals, recount) ??
    differs('settled', totals.settled, recount.settled) ??
    differs('delivered', totals.delivered, recount.delivered) ??
    differs('remaining', totals.remaining, remaining)
  );
}

function comparePledges(totals: Totals, recount: RecountTotals): AuditDifference | null {
  const logged = new Map(recount.pledges.map((one) => [one.pledge, one]));
  const seen = new Set<string>();
  for (const pledge of totals.pledges) {
    const one = logged.get(pledge.id);
    if (one === undefined) return { kind: 'pledge_missing', pledge: pledge.id, from: 'log' };
    if (seen.has(pledge.id)) throw new CannotCheck(`totals.json names ${shown(pledge.id)} twice.`);
    seen.add(pledge.id);
    const difference = comparePledge(pledge, one, totals.unit);
    if (difference !== null) return difference;
  }
  for (const { pledge } of recount.pledges)
    if (!seen.has(pledge)) return { kind: 'pledge_missing', pledge, from: 'counter' };
  return null;
}

function comparePledge(counter: PledgeTotals, log: PledgeRecount, unit: string): AuditDifference | null {
  const rows: readonly (readonly [string, number | string, number | string])[] = [
    ['granted', counter.granted, log.granted],
    ['cap', counter.cap, log.cap],
    ['units per act', counter.perAct, log.perAct],
    ['minimum', counter.minimum, log.minimum],
    ['remaining', counter.remaining, log.cap - log.granted],
    ['terms', counter.termsVersion, log.terms],
    ['partner', counter.partner, log.partner],
    ['mechanic', counter.mechanic, log.mechanic],
    ['unit', unit, log.unit],
  ];
  const row = rows.find(([, said, logged]) => said !== logged);
  if (row === undefined) return null;
  return { kind: 'pledge_counter', pledge: counter.id, name: row[0], counter: row[1], log: row[2] };
}

/**
 * Compares the number of relays with the wall, and with the credits behind it. Posts may have gone since their credit,
 * which stays: there may be fewer relays than credits, never more. `still`: nothing moved while the wall was read.
 */
export function compareRelays(
  relays: number,
  wall: { readonly counted: number; readonly still: boolean },
  credits: number,
): AuditDifference | null {
  if (wall.still && relays !== wall.counted)
    return { kind: 'wall_count', counter: relays, wall: wall.counted };
  return relays > credits ? { kind: 'counter', name: 'relays', counter: relays, log: credits } : null;
}
