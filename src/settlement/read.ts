import type { OrganisationView, UnitView } from '../campaign/mod.ts';
import { type CampaignState, daysLate, type Mechanic, type RelayGround } from '../domain/mod.ts';
import type { Instant, Units } from '../kernel/mod.ts';
import { readRoot, toBase64 } from '../log/mod.ts';
import type { Database, Queryable } from '../store/mod.ts';
import { readSettledCampaign, readSettledPledges, type SettledCampaign } from './campaign.ts';
import { type Delivery, readDeliveries } from './delivery.ts';
import { type Payment, readPayments } from './payment.ts';
import { previewStatement, readPeriods } from './period.ts';
import { readCoverage, type SectionCoverage } from './post.ts';
import type { Statement } from './statement.ts';

/** Where a promise's units stand. */
export type PledgeLife = {
  readonly pledge: string;
  readonly partner: string;
  readonly mechanic: Mechanic;
  /** Of a promise about relays, the kind it is for (or referrals); else null. */
  readonly for: RelayGround | null;
  readonly promised: Units;
  readonly minimum: Units;
  readonly granted: Units;
  readonly settled: Units;
  readonly delivered: Units;
};

/** A partner's account in a campaign. */
export type PartnerAccount = {
  readonly partner: OrganisationView;
  readonly pledges: readonly PledgeLife[];
  readonly periods: readonly { readonly statement: Statement; readonly closedAt: Instant }[];
  readonly sections: readonly (SectionCoverage & { readonly daysLate: number })[];
  readonly payments: readonly Payment[];
};

export type SettlementView = {
  readonly slug: string;
  readonly state: CampaignState;
  readonly unit: UnitView;
  readonly charity: OrganisationView;
  readonly accounts: readonly PartnerAccount[];
  readonly deliveries: readonly Delivery[];
};

/** The accounts of a campaign's partners, or of one; null for an unknown campaign. */
export function readSettlement(
  db: Database,
  slug: string,
  partner: string | null,
  now: Instant,
): Promise<SettlementView | null> {
  return atOneMoment(db, async (tx) => {
    const campaign = await readSettledCampaign(tx, slug, now);
    if (campaign === null) return null;
    const pledges = await readLives(tx, campaign, now);
    const partners = [...new Set(pledges.map((one) => one.partner))].filter(
      (one) => partner === null || one === partner,
    );
    const payments = await readPayments(tx, campaign.id, partner);
    const accounts: PartnerAccount[] = [];
    for (const name of partners) {
      const organisation = campaign.organisations.find((one) => one.slug === name);
      if (organisation === undefined) continue;
      accounts.push({
        partner: organisation,
        pledges: pledges.filter((one) => one.partner === name),
        periods: await readPeriods(tx, campaign.id, name),
        sections: (await readCoverage(tx, campaign.id, name)).map((one) => ({
          ...one,
          daysLate: daysLate(one.payableBy, now),
        })),
        payments: payments.filter((one) => one.partner === name),
      });
    }
    const { state, unit, charity } = campaign;
    return {
      ...{ slug, state, unit, charity, accounts },
      deliveries: await readDeliveries(tx, campaign.id),
    };
  });
}

/** A partner's statement as it was closed (`number`), or as closing now would make it (null). */
export type StatementView = {
  readonly statement: Statement;
  /** Null: it is not closed. */
  readonly closedAt: Instant | null;
  /** The root of the log's tree at the statement's size, in base 64; null while the tree is behind. */
  readonly root: string | null;
};

/** Reads a statement; null where there is none of this number. */
export async function readStatement(
  db: Database,
  slug: string,
  partner: string,
  number: number | null,
  now: Instant,
): Promise<StatementView | null> {
  const campaign = await readSettledCampaign(db, slug, now);
  if (campaign === null) return null;
  const period =
    number === null
      ? null
      : (await readPeriods(db, campaign.id, partner)).find((one) => one.number === number);
  const statement =
    number === null ? await previewStatement(db, slug, partner, now) : (period?.statement ?? null);
  if (statement === null) return null;
  const [tree] = await db.rows<{ size: number }>('SELECT size FROM log_tree WHERE log_id = $1', [
    campaign.id,
  ]);
  const { size } = statement.log;
  const root = size > 0 && (tree?.size ?? 0) >= size ? toBase64(await readRoot(db, campaign.id, size)) : null;
  return { statement, closedAt: period?.closedAt ?? null, root };
}

/** What is public of a settlement: the life of the promises, and which partners are late. */
export type PublicSettlement = {
  readonly pledges: readonly PledgeLife[];
  readonly late: readonly { readonly partner: string; readonly days: number }[];
  readonly deliveries: readonly Delivery[];
  /** What closed periods ask for, an item each: `amount` in hundredths of the section's currency, or in units. */
  readonly periods: readonly PublicDue[];
  /** Payments that the charity confirmed, without their references. */
  readonly payments: readonly {
    readonly partner: string;
    readonly section: string;
    readonly amount: number;
    readonly receivedOn: string;
  }[];
  /** Acts that were counted and undone since, by kind. */
  readonly undone: Readonly<Partial<Record<Mechanic, number>>>;
  readonly refusedRelays: number;
};

export type PublicDue = {
  readonly partner: string;
  readonly number: number;
  readonly through: Instant;
  readonly final: boolean;
  readonly logSize: number;
  readonly payableBy: Instant;
  readonly pledge: string;
  readonly section: string;
  readonly flat: boolean;
  readonly units: Units;
  readonly amount: number;
};

/** Reads what is public; null for an unknown campaign. */
export function readPublicSettlement(
  db: Database,
  slug: string,
  now: Instant,
): Promise<PublicSettlement | null> {
  return atOneMoment(db, async (tx) => {
    const campaign = await readSettledCampaign(tx, slug, now);
    if (campaign === null) return null;
    const pledges = await readLives(tx, campaign, now);
    const late: { partner: string; days: number }[] = [];
    for (const partner of new Set(pledges.map((one) => one.partner))) {
      const days = (await readCoverage(tx, campaign.id, partner)).map((one) => daysLate(one.payableBy, now));
      const most = Math.max(0, ...days);
      if (most > 0) late.push({ partner, days: most });
    }
    const periods = await tx.rows<PublicDue>(
      `SELECT o.slug AS partner, s.number, s.through, s.final, s.log_size AS "logSize", s.payable_by AS "payableBy", p.name AS pledge,
         d.section, d.flat, d.units, d.amount
       FROM settlement_period s JOIN settlement_due d ON d.period_id = s.id JOIN pledge p ON p.id = d.pledge_id
       JOIN organisation o ON o.id = s.partner_id WHERE s.campaign_id = $1 ORDER BY s.closed_at, s.id, d.position`,
      [campaign.id],
    );
    const payments = (await readPayments(tx, campaign.id)).flatMap(({ partner, section, answer }) =>
      answer?.amount == null || answer.receivedOn === null
        ? []
        : [{ partner, section, amount: answer.amount, receivedOn: answer.receivedOn }],
    );
    const undone = await tx.rows<{ mechanic: Mechanic; acts: number }>(
      `SELECT c.mechanic, count(*) AS acts FROM reversal r JOIN credit c ON c.id = r.credit_id
       WHERE c.campaign_id = $1 GROUP BY 1`,
      [campaign.id],
    );
    const [refused] = await tx.rows<{ relays: number }>(
      "SELECT count(*) AS relays FROM relay WHERE campaign_id = $1 AND state = 'refused'",
      [campaign.id],
    );
    return {
      ...{ pledges, late, deliveries: await readDeliveries(tx, campaign.id), periods, payments },
      undone: Object.fromEntries(undone.map((one) => [one.mechanic, one.acts])),
      refusedRelays: refused?.relays ?? 0,
    };
  });
}

async function readLives(
  tx: Queryable,
  campaign: SettledCampaign,
  now: Instant,
): Promise<readonly PledgeLife[]> {
  return (await readSettledPledges(tx, campaign.id, now)).map((one) => ({
    ...{ pledge: one.name, partner: one.partner, mechanic: one.mechanic, for: one.for, promised: one.cap },
    ...{ minimum: one.minimum, granted: one.granted, settled: one.settled, delivered: one.delivered },
  }));
}

function atOneMoment<T>(db: Database, read: (tx: Queryable) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.rows('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return read(tx);
  });
}
