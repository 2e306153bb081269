import type { Mechanic, RelayGround } from '../domain/mod.ts';
import type { CampaignId, Instant, PledgeId, Units } from '../kernel/mod.ts';
import { type AccountId, available, readBalances } from '../ledger/mod.ts';
import { type Queryable, sqlTime, type Transaction } from '../store/mod.ts';

/** A promise as it stands: the terms in force, its accounts, and what is left of its cap. */
export type PledgeStanding = {
  readonly pledge: PledgeId;
  readonly name: string;
  readonly partner: string;
  readonly mechanic: Mechanic;
  /** Of a promise about relays, what it is for; else null. */
  readonly ground: RelayGround | null;
  readonly termsVersion: number;
  readonly perAct: Units;
  readonly cap: Units;
  readonly minimum: Units;
  readonly remaining: Units;
  readonly settled: Units;
  readonly delivered: Units;
  readonly available: AccountId;
  readonly granted: AccountId;
  readonly settledAccount: AccountId;
  readonly deliveredAccount: AccountId;
};

/**
 * Makes this transaction the only writer of the campaign's credits until it ends. Every path that moves a campaign's
 * units takes it first, before keys and accounts.
 */
export async function becomeCreditWriter(tx: Transaction, campaign: CampaignId): Promise<void> {
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('relais:credit:' || $1, 0))", [campaign]);
}

type Row = Omit<PledgeStanding, 'remaining' | 'settled' | 'delivered'>;

/** A campaign's promises in file order with the terms in force at `now`. */
export async function readPledges(
  db: Queryable,
  campaign: CampaignId,
  now: Instant,
): Promise<readonly PledgeStanding[]> {
  return standings(
    db,
    await db.rows<Row>(`${pledgeQuery} WHERE p.campaign_id = $1 ORDER BY p.position`, [
      campaign,
      sqlTime(now),
    ]),
  );
}

/** Of those, the ones of a mechanic whose window was open when the act was done: what it is split over. */
export async function readOpenPledges(
  db: Queryable,
  campaign: CampaignId,
  mechanic: Mechanic,
  now: Instant,
  actedAt: Instant = now,
): Promise<readonly PledgeStanding[]> {
  const rows = await db.rows<Row>(
    `${pledgeQuery} WHERE p.campaign_id = $1 AND p.mechanic = $3
       AND (p.opens IS NULL OR p.opens <= $4) AND (p.closes IS NULL OR p.closes >= $4) ORDER BY p.position`,
    [campaign, sqlTime(now), mechanic, sqlTime(actedAt)],
  );
  return standings(db, rows);
}

/** The moments at which promises about relays open or end. */
export async function readPromiseEdges(db: Queryable, campaign: CampaignId): Promise<readonly Instant[]> {
  const rows = await db.rows<{ at: Instant }>(
    `SELECT e.at FROM pledge p, LATERAL (VALUES (p.opens), (p.closes)) e (at)
     WHERE p.campaign_id = $1 AND p.mechanic = 'relay' AND e.at IS NOT NULL GROUP BY e.at`,
    [campaign],
  );
  return rows.map((row) => row.at);
}

const pledgeQuery = `
  SELECT p.id AS pledge, p.name, o.slug AS partner, p.mechanic,
    CASE WHEN p.mechanic = 'relay' THEN coalesce(p.rule->>'for', 'post') END AS ground, t.version AS "termsVersion", t.per_act AS "perAct", t.cap, t.minimum,
    p.available_account AS available, p.granted_account AS granted,
    p.settled_account AS "settledAccount", p.delivered_account AS "deliveredAccount"
  FROM pledge p JOIN organisation o ON o.id = p.partner_id
  JOIN LATERAL (SELECT * FROM terms_version t WHERE t.pledge_id = p.id AND t.valid_from <= $2 ORDER BY t.version DESC LIMIT 1) t ON true`;

async function standings(db: Queryable, rows: readonly Row[]): Promise<readonly PledgeStanding[]> {
  if (rows.length === 0) return [];
  const balances = await readBalances(
    db,
    rows.flatMap((row) => [row.available, row.settledAccount, row.deliveredAccount]),
  );
  /** What an account holds; what is delivered was settled before. */
  const received = (account: AccountId) => {
    const balance = balances.get(account);
    return balance === undefined ? 0 : balance.creditsPosted - balance.debitsPosted;
  };
  return rows.map((row) => {
    const left = balances.get(row.available);
    if (left === undefined) throw new Error(`pledge ${row.pledge} has no account`);
    return {
      ...row,
      remaining: available(left),
      settled: received(row.settledAccount) + received(row.deliveredAccount),
      delivered: received(row.deliveredAccount),
    };
  });
}
