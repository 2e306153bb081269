import { becomeCreditWriter } from '../campaign/mod.ts';
import { type Cents, centsOf, duePeriod, payableBy, sectionOf } from '../domain/mod.ts';
import { type CampaignId, type Instant, newId, type Random } from '../kernel/mod.ts';
import { type Actor, record } from '../people/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../store/mod.ts';
import {
  readOrganisationId,
  readSettledCampaign,
  readSettledPledges,
  type SettledCampaign,
  type SettledPledge,
} from './campaign.ts';
import { countParts, type PledgeCount } from './count.ts';
import { countLog } from './log-count.ts';
import { settle } from './post.ts';
import { foots, type PeriodId, type Statement, type StatementLine } from './statement.ts';

/** A closed period with its statement. */
export type Period = {
  readonly id: PeriodId;
  readonly number: number;
  readonly closedAt: Instant;
  readonly statement: Statement;
};

/** A partner's closed periods, the first first. */
export async function readPeriods(
  db: Queryable,
  campaign: CampaignId,
  partner: string,
): Promise<readonly Period[]> {
  return db.rows<Period>(
    `SELECT s.id, s.number, s.closed_at AS "closedAt", s.document AS statement FROM settlement_period s
     JOIN organisation o ON o.id = s.partner_id WHERE s.campaign_id = $1 AND o.slug = $2 ORDER BY s.number`,
    [campaign, partner],
  );
}

/** What became of a wish to close a period; nothing is kept unless it is `closed`. */
export type ClosingOutcome =
  | { readonly kind: 'closed'; readonly statement: Statement }
  /** No such campaign, or the organisation promised nothing in it. */
  | { readonly kind: 'unknown' }
  /** Another period was closed since the page was read: its number. */
  | { readonly kind: 'overtaken'; readonly number: number }
  /** The guaranteed minimum is applied when the campaign is over and nothing is held any more. */
  | { readonly kind: 'too_early'; readonly why: 'open' | 'held' }
  /** Acts, ledger and log differ: nothing is signed before somebody found out why (`relais reconcile`). */
  | { readonly kind: 'does_not_foot'; readonly pledges: readonly string[] };

/** The statement that closing now would make; null for an unknown campaign, or partner in it. */
export function previewStatement(
  db: Database,
  slug: string,
  partner: string,
  now: Instant,
): Promise<Statement | null> {
  return db.transaction(async (tx) => {
    await tx.rows('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const campaign = await readSettledCampaign(tx, slug, now);
    return campaign === null ? null : draw(tx, campaign, partner, now, null);
  });
}

/**
 * Closes a partner's period up to now: keeps its statement, whole, and what it asks for, in one transaction in which
 * nobody else credits. What payments had covered ahead is settled with it. `number` is the period that the caller means
 * to close: the same wish twice is `overtaken`. A crash before the commit leaves nothing.
 */
export function closePeriod(
  db: Database,
  wish: {
    readonly slug: string;
    readonly partner: string;
    readonly number: number;
    readonly final: boolean;
  },
  by: { readonly actor: Actor; readonly now: Instant; readonly random: Random },
): Promise<ClosingOutcome> {
  return db.transaction(async (tx): Promise<ClosingOutcome> => {
    const found = await readSettledCampaign(tx, wish.slug, by.now);
    if (found === null) return { kind: 'unknown' };
    await becomeCreditWriter(tx, found.id);
    const campaign = await readSettledCampaign(tx, wish.slug, by.now);
    const partner = await readOrganisationId(tx, wish.partner);
    if (campaign === null || partner === null) return { kind: 'unknown' };
    const statement = await draw(tx, campaign, wish.partner, by.now, wish.final);
    if (statement === null) return { kind: 'unknown' };
    if (statement.number !== wish.number) return { kind: 'overtaken', number: statement.number - 1 };
    if (statement.final && (campaign.state === 'open' || campaign.state === 'announced'))
      return { kind: 'too_early', why: 'open' };
    if (wish.final && statement.lines.some((line) => line.held > 0))
      return { kind: 'too_early', why: 'held' };
    if (!foots(statement))
      return { kind: 'does_not_foot', pledges: statement.lines.map((line) => line.pledge) };
    const id = newId('stl', by.now, by.random);
    await keep(tx, id, { campaign: campaign.id, partner }, statement, by);
    await record(
      tx,
      by.actor,
      {
        action: 'settlement.close',
        organisation: wish.partner,
        campaign: wish.slug,
        subject: id,
        details: { number: statement.number, final: statement.final },
      },
      by.now,
    );
    await settle(tx, campaign, wish.partner, id, by);
    return { kind: 'closed', statement };
  });
}

/** The statement as it stands; `final`: apply the minimum, or (null) only where an earlier period did. */
async function draw(
  tx: Queryable,
  campaign: SettledCampaign,
  partner: string,
  now: Instant,
  wanted: boolean | null,
): Promise<Statement | null> {
  const organisation = campaign.organisations.find((one) => one.slug === partner);
  const pledges = (await readSettledPledges(tx, campaign.id, now)).filter((one) => one.partner === partner);
  const partnerId = await readOrganisationId(tx, partner);
  if (organisation === undefined || partnerId === null || pledges.length === 0) return null;
  const earlier = (await readPeriods(tx, campaign.id, partner)).map((one) => one.statement);
  const last = earlier.at(-1);
  // Clocks of two machines may differ by a moment: a period never ends before the one before it.
  const through = Math.max(now, last?.through ?? 0);
  const final = (last?.final ?? false) || (wanted ?? false);
  const taken = { number: last?.number ?? 0, logSize: last?.log.size ?? 0, through: last?.through ?? 0 };
  const counts = await countParts(
    tx,
    campaign.id,
    partnerId,
    pledges.map((one) => one.pledge),
    taken,
    through,
  );
  const logged = await countLog(tx, campaign.id, taken.logSize, campaign.logSize);
  return {
    version: 1,
    campaign: {
      slug: campaign.slug,
      title: campaign.content.title,
      timeZone: campaign.content.timeZone ?? 'Europe/Paris',
    },
    charity: campaign.charity,
    operator: campaign.operator,
    partner: organisation,
    number: taken.number + 1,
    from: last?.through ?? null,
    through,
    final,
    payableBy: payableBy(now, campaign.content.statements?.payout?.withinDays ?? null),
    unit: campaign.unit,
    log: { size: campaign.logSize },
    lines: pledges.map((pledge) => {
      const count = counts.get(pledge.pledge);
      if (count === undefined) throw new Error(`${pledge.name} was counted`);
      return line(pledge, count, logged.get(pledge.name) ?? 0, earlier, campaign, final);
    }),
  };
}

function line(
  pledge: SettledPledge,
  count: PledgeCount,
  logged: number,
  earlier: readonly Statement[],
  { unit }: SettledCampaign,
  final: boolean,
): StatementLine {
  const { before, credited, reversed, held } = count;
  const mine = earlier.flatMap((one) => one.lines.filter((other) => other.pledge === pledge.name));
  const toppedUp = mine.reduce((sum, one) => sum + one.topUp, 0);
  const due = duePeriod({ before, credited, reversed, toppedUp, minimum: pledge.minimum }, final);
  const { flat, tax } = pledge.funding;
  const cents =
    unit.value === null
      ? null
      : lotCents({ credited, topUp: due.topUp, reversals: count.reversals }, pledge.name, earlier, {
          number: earlier.length + 1,
          value: unit.value.amount,
        });
  const asked = sum(mine, (one) => one.flat?.cents ?? 0);
  const wholeFlat = flat === null ? 0 : Math.round(flat.amount * 100);
  return {
    pledge: pledge.name,
    mechanic: pledge.mechanic,
    tax: tax?.kind ?? 'unstated',
    relief: tax?.relief ?? false,
    netCost: tax?.netCost ?? null,
    terms: pledge.terms,
    ...{ before, credited, reversed, topUp: due.topUp, units: due.units, cents },
    // A flat gift is owed whatever people do: with the first period, and what it rose by with the next.
    flat: flat === null || wholeFlat <= asked ? null : { cents: wholeFlat - asked, currency: flat.currency },
    ...{ held, granted: pledge.granted, inLog: (mine.at(-1)?.inLog ?? 0) + logged },
    days: count.days,
    reversals: count.reversals,
  };
}

/**
 * The money of a line. What a period asked for is a lot of its own, at the value of its time: its money is that of its
 * units that still stand, rounded once, so that whatever is given back later, and in how many parts, nothing is given
 * back that was not asked for. The guaranteed minimum's units are one lot more, at the value at which it was applied.
 */
function lotCents(
  now: Pick<StatementLine, 'credited' | 'topUp' | 'reversals'>,
  pledge: string,
  earlier: readonly Statement[],
  period: { readonly number: number; readonly value: number },
): Cents {
  const past = earlier.flatMap((statement) =>
    statement.lines
      .filter((one) => one.pledge === pledge)
      .map((one) => ({
        line: one,
        number: statement.number,
        value: statement.unit.value?.amount ?? 0,
        final: statement.final,
      })),
  );
  const undone = (line: Pick<StatementLine, 'reversals'>, of: number) =>
    sum(
      line.reversals.filter((one) => one.period === of),
      (one) => one.units,
    );
  const given = past.map(({ line: lot, number, value }) => {
    const before = lot.credited - sum(past, (one) => undone(one.line, number));
    return centsOf(before - undone(now, number), value) - centsOf(before, value);
  });
  const toppedUp = sum(past, (one) => one.line.topUp);
  const topValue = past.find((one) => one.final)?.value ?? period.value;
  return (
    centsOf(now.credited - undone(now, period.number), period.value) +
    sum(given, (one) => one) +
    (centsOf(toppedUp + now.topUp, topValue) - centsOf(toppedUp, topValue))
  );
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}

async function keep(
  tx: Transaction,
  id: PeriodId,
  whose: { readonly campaign: CampaignId; readonly partner: string },
  statement: Statement,
  by: { readonly actor: Actor; readonly now: Instant },
): Promise<void> {
  await tx.rows(
    `INSERT INTO settlement_period (id, campaign_id, partner_id, number, through, log_size, final, payable_by, closed_at, account_id, document)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      id,
      whose.campaign,
      whose.partner,
      statement.number,
      sqlTime(statement.through),
      statement.log.size,
      statement.final,
      sqlTime(statement.payableBy),
      sqlTime(by.now),
      by.actor.account,
      JSON.stringify(statement),
    ],
  );
  const items = statement.lines.flatMap(({ pledge, tax, units, cents, flat }) => [
    {
      ...{ pledge, units, flat: false, amount: cents ?? units },
      section: sectionOf(tax, cents === null ? null : (statement.unit.value?.currency ?? null)),
    },
    ...(flat === null
      ? []
      : [{ pledge, units: 0, flat: true, amount: flat.cents, section: sectionOf(tax, flat.currency) }]),
  ]);
  await tx.rows(
    `INSERT INTO settlement_due (period_id, position, pledge_id, section, flat, units, amount)
     SELECT $1, place, p.id, section, flat, units, amount
     FROM unnest($2::text[], $3::text[], $4::boolean[], $5::bigint[], $6::bigint[]) WITH ORDINALITY AS i (pledge, section, flat, units, amount, place)
     JOIN pledge p ON p.campaign_id = $7 AND p.name = i.pledge`,
    [
      id,
      items.map((one) => one.pledge),
      items.map((one) => one.section),
      items.map((one) => one.flat),
      items.map((one) => one.units),
      items.map((one) => one.amount),
      whose.campaign,
    ],
  );
}
