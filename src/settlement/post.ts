import { appendLeaves } from '../campaign/mod.ts';
import { seal, writeOpenings } from '../credit/mod.ts';
import {
  type Coverage,
  cover,
  type DueItem,
  dayOf,
  type PaymentLeaf,
  readSection,
  settledUnits,
  takeBack,
} from '../domain/mod.ts';
import { assert, type CampaignId, type Instant, isoInstant, type Random, type Units } from '../kernel/mod.ts';
import { post } from '../ledger/mod.ts';
import { type Queryable, sqlTime, type Transaction } from '../store/mod.ts';
import { readSettledPledges, type SettledPledge } from './campaign.ts';

/** One movement of a promise's units: what is settled, or delivered. */
export type Movement = { readonly pledge: SettledPledge; readonly quantity: Units };

type Moving = { readonly now: Instant; readonly random: Random };

/**
 * Moves units in the ledger with an entry each in the public log, and keeps which leaf and transfer belong together. The
 * caller is the campaign's credit writer; a crash before the commit leaves nothing. `cause`: the period, payment or
 * delivery; `facts`: what the private record behind the entry's commitment says of it.
 */
export async function move(
  tx: Transaction,
  campaign: { readonly id: CampaignId; readonly slug: string },
  kind: PaymentLeaf['kind'],
  movements: readonly Movement[],
  cause: string,
  facts: Readonly<Record<string, string | number>>,
  { now, random }: Moving,
): Promise<void> {
  const moving = movements.filter((one) => one.quantity !== 0);
  if (moving.length === 0) return;
  const sealed = seal(
    moving.map(({ pledge, quantity }) => ({
      ...facts,
      at: isoInstant(now),
      cause,
      kind,
      pledge: pledge.name,
      quantity,
    })),
    random,
  );
  const first = await appendLeaves(
    tx,
    campaign,
    moving.map(
      ({ pledge, quantity }, index): PaymentLeaf => ({
        version: 1,
        kind,
        campaign: campaign.slug,
        day: dayOf(now),
        units: 0,
        pledge: pledge.name,
        quantity,
        commitment: sealed[index]?.commitment ?? '',
      }),
    ),
  );
  await writeOpenings(
    tx,
    campaign.id,
    sealed.map((one, index) => ({ index: first + index, sealed: one })),
  );
  const outcomes = await post(
    tx,
    moving.map(({ pledge, quantity }) => {
      const { granted, settled, delivered } = pledge.accounts;
      const [from, to] = kind === 'settlement' ? [granted, settled] : [settled, delivered];
      return {
        key: `${kind}/${cause}/${pledge.pledge}`,
        kind: 'direct' as const,
        debit: quantity > 0 ? from : to,
        credit: quantity > 0 ? to : from,
        amount: Math.abs(quantity),
      };
    }),
    now,
  );
  const transfers = outcomes.map((outcome) => {
    assert(outcome.kind === 'posted', `the ledger posts what is settled (${JSON.stringify(outcome)})`);
    return outcome.transfer;
  });
  await tx.rows(
    `INSERT INTO settlement_posting (transfer_id, campaign_id, pledge_id, kind, quantity, leaf_index, cause, at)
     SELECT transfer, $1, pledge, $2, quantity, $3::bigint + place - 1, $4, $5
     FROM unnest($6::bigint[], $7::text[], $8::bigint[]) WITH ORDINALITY AS m (transfer, pledge, quantity, place)`,
    [
      campaign.id,
      kind,
      first,
      cause,
      sqlTime(now),
      transfers,
      moving.map((one) => one.pledge.pledge),
      moving.map((one) => one.quantity),
    ],
  );
  // Pages and streams show the new totals once this is committed.
  await tx.rows("SELECT pg_notify('relais_campaign', $1)", [campaign.slug]);
}

/** What payments cover of a partner's closed periods, per section. */
export type SectionCoverage = Coverage & { readonly section: string; readonly paid: number };

/** Reads what is asked for and what was confirmed, and covers the one with the other. */
export async function readCoverage(
  db: Queryable,
  campaign: CampaignId,
  partner: string,
): Promise<readonly SectionCoverage[]> {
  const items = await db.rows<DueItem & { section: string }>(
    `SELECT d.section, d.pledge_id AS pledge, d.flat, d.units, d.amount,
       s.payable_by AS "payableBy"
     FROM settlement_due d JOIN settlement_period s ON s.id = d.period_id JOIN organisation o ON o.id = s.partner_id
     WHERE s.campaign_id = $1 AND o.slug = $2 ORDER BY s.number, d.position`,
    [campaign, partner],
  );
  const paid = await db.rows<{ section: string; amount: number }>(
    `SELECT p.section, sum(a.amount)::bigint AS amount
     FROM payment p JOIN payment_answer a ON a.payment_id = p.id AND a.confirmed JOIN organisation o ON o.id = p.partner_id
     WHERE p.campaign_id = $1 AND o.slug = $2 GROUP BY p.section`,
    [campaign, partner],
  );
  const sections = [...new Set([...items, ...paid].map((one) => one.section))].sort();
  // What is given back goes to what was asked for, also where the promise's tax treatment was stated in between.
  const open = [...new Set(items.map((item) => readSection(item.section).currency))].flatMap((currency) =>
    takeBack(items.filter((item) => readSection(item.section).currency === currency)),
  );
  return sections.map((section) => {
    const amount = paid.find((one) => one.section === section)?.amount ?? 0;
    const covered = cover(
      open.filter((item) => item.section === section),
      amount,
    );
    return { ...covered, section, paid: amount };
  });
}

/**
 * Brings what is settled of a partner's promises to what its confirmed payments cover now. Whatever happened before —
 * payments ahead, acts undone after they were paid — the same facts give the same figures.
 */
export async function settle(
  tx: Transaction,
  campaign: { readonly id: CampaignId; readonly slug: string },
  partner: string,
  cause: string,
  by: Moving,
): Promise<void> {
  const coverage = await readCoverage(tx, campaign.id, partner);
  const pledges = (await readSettledPledges(tx, campaign.id, by.now)).filter(
    (one) => one.partner === partner,
  );
  const final = await isFinal(tx, campaign.id, partner);
  const movements = pledges.map((pledge) => {
    const ended = final && dayOf(by.now) >= dayOf(pledge.terms.at(-1)?.closes ?? by.now);
    const minimum = ended ? pledge.minimum : 0;
    const covered = coverage.reduce((sum, one) => sum + (one.settled.get(pledge.pledge) ?? 0), 0);
    return { pledge, quantity: settledUnits(covered, { ...pledge, minimum }) - pledge.settled };
  });
  await move(tx, campaign, 'settlement', movements, cause, { partner }, by);
  await endCampaign(tx, campaign, by.now);
}

/** A campaign is settled once every partner's last period is closed and paid; that stays so. */
async function endCampaign(
  tx: Transaction,
  campaign: { readonly id: CampaignId; readonly slug: string },
  now: Instant,
): Promise<void> {
  const partners = await tx.rows<{ slug: string }>(
    'SELECT DISTINCT o.slug FROM pledge p JOIN organisation o ON o.id = p.partner_id WHERE p.campaign_id = $1',
    [campaign.id],
  );
  for (const { slug } of partners) {
    if (!(await isFinal(tx, campaign.id, slug))) return;
    if ((await readCoverage(tx, campaign.id, slug)).some((one) => one.outstanding > 0)) return;
  }
  await tx.rows('UPDATE campaign SET settled_at = $2 WHERE id = $1 AND settled_at IS NULL', [
    campaign.id,
    sqlTime(now),
  ]);
  await tx.rows("SELECT pg_notify('relais_campaign', $1)", [campaign.slug]);
}

/** Whether the guaranteed minimum was applied. */
async function isFinal(db: Queryable, campaign: CampaignId, partner: string): Promise<boolean> {
  const rows = await db.rows(
    `SELECT FROM settlement_period s JOIN organisation o ON o.id = s.partner_id
     WHERE s.campaign_id = $1 AND o.slug = $2 AND s.final LIMIT 1`,
    [campaign, partner],
  );
  return rows.length > 0;
}
