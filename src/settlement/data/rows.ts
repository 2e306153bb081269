import { type CampaignView, readCampaign } from '../../campaign/mod.ts';
import { readSection } from '../../domain/mod.ts';
import { readPurchaseDays, readRelaysAfter } from '../../evidence/mod.ts';
import { type Instant, isoInstant } from '../../kernel/mod.ts';
import type { Database } from '../../store/mod.ts';
import { type PublicSettlement, readPublicSettlement } from '../read.ts';
import type { DataRow, DataSet } from './dictionary.ts';

/** Relays read at once. */
const page = 500;

/** A campaign as its open data are read. */
export type DataHouse = {
  readonly db: Database;
  readonly slug: string;
  readonly now: Instant;
  readonly campaign: CampaignView;
  readonly settlement: PublicSettlement;
};

/** Opens a campaign's public data; null for an unknown campaign. */
export async function openData(db: Database, slug: string, now: Instant): Promise<DataHouse | null> {
  const campaign = await readCampaign(db, slug, now);
  const settlement = campaign === null ? null : await readPublicSettlement(db, slug, now);
  return campaign === null || settlement === null ? null : { db, slug, now, campaign, settlement };
}

/** The rows of a data set by their dictionary, a page at a time. */
export async function* readRows(house: DataHouse, set: DataSet): AsyncGenerator<readonly DataRow[], void> {
  if (set === 'relays') yield* relays(house);
  else if (set === 'purchases') yield await purchases(house);
  else yield held(house, set);
}

async function* relays({ db, slug }: DataHouse): AsyncGenerator<readonly DataRow[], void> {
  for (let after: number | null = 0; after !== null; ) {
    const found = await readRelaysAfter(db, slug, after, page);
    if (found === null) return;
    const rows: DataRow[] = [
      ...found.cards.map(({ number, countedAt, source, post, units, logIndex }) => ({
        ...{ number, counted_at: isoInstant(countedAt), source },
        ...{ title: post.title, author: post.author, site: post.site, units, log_index: logIndex },
      })),
      ...found.erased.map(({ number, units, logIndex }) => ({
        ...{ number, counted_at: null, source: null, title: null, author: null, site: null },
        ...{ units, log_index: logIndex },
      })),
    ];
    yield rows.sort((a, b) => Number(a.number) - Number(b.number));
    after = found.next;
  }
}

async function purchases({ db, campaign }: DataHouse): Promise<readonly DataRow[]> {
  const [row] = await db.rows<{ id: `cmp_${string}` }>('SELECT id FROM campaign WHERE slug = $1', [
    campaign.slug,
  ]);
  return row === undefined ? [] : [...(await readPurchaseDays(db, row.id))];
}

function held(house: DataHouse, set: Exclude<DataSet, 'relays' | 'purchases'>): readonly DataRow[] {
  const { campaign, settlement } = house;
  switch (set) {
    case 'campaign':
      return [campaignRow(campaign)];
    case 'organisations':
      return Object.values(campaign.organisations).map(({ legalName, mission: _, ...one }) => ({
        ...one,
        legal_name: legalName,
      }));
    case 'promises':
      return settlement.pledges.map(({ pledge, partner, mechanic, for: ground, ...life }) => {
        const stated = campaign.promises.find((one) => one.id === pledge)?.tax;
        return {
          ...{ pledge, partner, mechanic, for: ground, tax: stated?.kind ?? 'unstated' },
          ...{ relief: stated?.relief ?? false, net_cost: stated?.netCost ?? null },
          ...life,
        };
      });
    case 'terms':
      return campaign.promises.flatMap((promise) =>
        promise.terms.map((one) => ({
          ...{ pledge: promise.id, version: one.version, per_act: one.perAct, cap: one.cap },
          ...{ minimum: one.minimum, opens: isoInstant(one.opens), closes: isoInstant(one.closes) },
          valid_from: isoInstant(one.from),
        })),
      );
    case 'periods':
      return settlement.periods.map(({ section, through, payableBy, logSize, ...one }) => ({
        ...one,
        ...readSection(section),
        ...{ through: isoInstant(through), payable_by: isoInstant(payableBy), log_size: logSize },
      }));
    case 'payments':
      return settlement.payments.map(({ section, receivedOn, ...one }) => ({
        ...one,
        ...readSection(section),
        received_on: receivedOn,
      }));
    case 'deliveries':
      return settlement.deliveries.map(({ units, what, place, on, document }) => ({
        ...{ units, what, place, on, document },
      }));
  }
}

function campaignRow(campaign: CampaignView): DataRow {
  const { totals, unit } = campaign;
  return {
    ...{ slug: campaign.slug, title: campaign.title.fr },
    ...{ charity: campaign.charity.slug, operator: campaign.operator.slug, state: totals.state },
    ...{ opens: isoInstant(campaign.opens), closes: isoInstant(campaign.closes) },
    ...{ unit: unit.code, unit_value: unit.value?.amount ?? null, currency: unit.value?.currency ?? null },
    ...{ unit_source: unit.value?.source ?? null, unit_as_of: unit.value?.asOf ?? null },
    ...{ granted: totals.granted, settled: totals.settled, delivered: totals.delivered },
    ...{ remaining: totals.remaining, log_entries: totals.log.entries },
    ...{ log_size: totals.log.size, log_root: totals.log.root },
  };
}
