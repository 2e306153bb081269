import { appendLeaves, becomeCreditWriter, termsLeaf } from '../campaign/mod.ts';
import { dayOf, type Leaf, type LeafPart, type Mechanic } from '../domain/mod.ts';
import { type CampaignId, type Instant, isoInstant, type PledgeId, type Random } from '../kernel/mod.ts';
import type { Database, Transaction } from '../store/mod.ts';
import { seal, writeOpenings } from './opening.ts';

type Campaign = { readonly id: CampaignId; readonly slug: string; readonly unit: string };

/** As many credits as are entered at once. */
const page = 1000;

/**
 * Enters in the public log what was promised, granted and undone before there was a log: terms, then credits in their
 * order, then reversals. Each campaign in one transaction; nothing to do costs one look at the terms.
 */
export async function logEarlier(db: Database, random: Random): Promise<number> {
  const campaigns = await db.rows<Campaign>(
    `SELECT c.id, c.slug, c.unit FROM campaign c WHERE EXISTS (
       SELECT FROM pledge p JOIN terms_version t ON t.pledge_id = p.id WHERE p.campaign_id = c.id AND t.leaf_index IS NULL)`,
  );
  for (const campaign of campaigns)
    await db.transaction(async (tx) => {
      await becomeCreditWriter(tx, campaign.id);
      await logTerms(tx, campaign);
      while ((await logCredits(tx, campaign, random)) === page);
      while ((await logReversals(tx, campaign, random)) === page);
      await tx.rows(
        `UPDATE relay r SET leaf_index = c.leaf_index FROM credit c
         WHERE r.campaign_id = $1 AND c.campaign_id = $1 AND c.mechanic = 'relay' AND c.subject = r.id
           AND NOT EXISTS (SELECT FROM credit later WHERE later.campaign_id = $1 AND later.mechanic = 'relay'
             AND later.subject = c.subject AND later.attempt > c.attempt)`,
        [campaign.id],
      );
    });
  return campaigns.length;
}

async function logTerms(tx: Transaction, campaign: Campaign): Promise<void> {
  const rows = await tx.rows<{
    id: PledgeId;
    pledge: string;
    partner: string;
    mechanic: Mechanic;
    version: number;
    perAct: number;
    cap: number;
    minimum: number;
    opens: Instant;
    closes: Instant;
    at: Instant;
  }>(
    `SELECT p.id, p.name AS pledge, o.slug AS partner, p.mechanic, t.version, t.per_act AS "perAct", t.cap, t.minimum,
       t.opens, t.closes, t.valid_from AS at
     FROM pledge p JOIN organisation o ON o.id = p.partner_id JOIN terms_version t ON t.pledge_id = p.id
     WHERE p.campaign_id = $1 AND t.leaf_index IS NULL ORDER BY p.position, t.version FOR UPDATE OF t`,
    [campaign.id],
  );
  if (rows.length === 0) return;
  const leaves = rows.map((row) =>
    termsLeaf({ ...row, slug: campaign.slug, unit: campaign.unit, terms: row }),
  );
  const first = await appendLeaves(tx, campaign, leaves);
  await tx.rows(
    `UPDATE terms_version t SET leaf_index = $3::bigint + n.place - 1
     FROM unnest($1::text[], $2::integer[]) WITH ORDINALITY AS n (id, version, place)
     WHERE t.pledge_id = n.id AND t.version = n.version`,
    [rows.map((row) => row.id), rows.map((row) => row.version), first],
  );
}

type CreditRow = {
  id: number;
  subject: string;
  mechanic: Mechanic;
  units: number;
  at: Instant;
  source: string | null;
  parts: readonly LeafPart[];
};

const partsOf = (sign: '' | '-') =>
  `(SELECT coalesce(jsonb_agg(jsonb_build_object('pledge', p.name, 'terms', k.terms_version, 'units', ${sign}k.units)
      ORDER BY k.transfer_id), '[]') FROM credit_part k JOIN pledge p ON p.id = k.pledge_id WHERE k.credit_id = c.id) AS parts`;

async function logCredits(tx: Transaction, campaign: Campaign, random: Random): Promise<number> {
  const rows = await tx.rows<CreditRow>(
    `SELECT c.id, c.subject, c.mechanic, c.units, c.at, r.source, ${partsOf('')}
     FROM credit c LEFT JOIN relay r ON r.id = c.subject
     WHERE c.campaign_id = $1 AND c.leaf_index IS NULL ORDER BY c.id LIMIT ${page}`,
    [campaign.id],
  );
  await enter(tx, campaign, random, 'credit', 'id', rows, ({ source }) =>
    source === null ? {} : { source },
  );
  return rows.length;
}

async function logReversals(tx: Transaction, campaign: Campaign, random: Random): Promise<number> {
  const rows = await tx.rows<CreditRow & { reason: string; reverses: number }>(
    `SELECT c.id, c.subject, c.mechanic, -c.units AS units, v.at, v.reason, c.leaf_index AS reverses, ${partsOf('-')}
     FROM reversal v JOIN credit c ON c.id = v.credit_id
     WHERE c.campaign_id = $1 AND v.leaf_index IS NULL ORDER BY v.at, c.id LIMIT ${page}`,
    [campaign.id],
  );
  await enter(tx, campaign, random, 'reversal', 'credit_id', rows, ({ reason }) => ({ reason }));
  return rows.length;
}

async function enter<Row extends CreditRow & { readonly reverses?: number }>(
  tx: Transaction,
  campaign: Campaign,
  random: Random,
  kind: 'credit' | 'reversal',
  key: 'id' | 'credit_id',
  rows: readonly Row[],
  facts: (row: Row) => Readonly<Record<string, string>>,
): Promise<void> {
  if (rows.length === 0) return;
  const sealed = seal(
    rows.map((row) => ({
      ...facts(row),
      at: isoInstant(row.at),
      kind,
      mechanic: row.mechanic,
      subject: row.subject,
    })),
    random,
  );
  const leaves = rows.map((row, index): Leaf => {
    const common = {
      version: 1 as const,
      campaign: campaign.slug,
      day: dayOf(row.at),
      mechanic: row.mechanic,
      units: row.units === 0 ? 0 : row.units,
      parts: row.parts,
      commitment: sealed[index]?.commitment ?? '',
    };
    return row.reverses === undefined
      ? { ...common, kind: 'credit' }
      : { ...common, kind: 'reversal', reverses: row.reverses };
  });
  const first = await appendLeaves(tx, campaign, leaves);
  await writeOpenings(
    tx,
    campaign.id,
    sealed.map((one, index) => ({ index: first + index, sealed: one })),
  );
  await tx.rows(
    `UPDATE ${kind} SET leaf_index = $2::bigint + n.place - 1
     FROM unnest($1::bigint[]) WITH ORDINALITY AS n (id, place) WHERE ${kind}.${key} = n.id`,
    [rows.map((row) => row.id), first],
  );
}
