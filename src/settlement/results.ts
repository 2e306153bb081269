import type { Mechanic } from '../domain/mod.ts';
import type { CampaignId, Units } from '../kernel/mod.ts';
import type { Database } from '../store/mod.ts';

/** What a campaign came to, beside its balances. Every sum is over the credits and reversals that the log has too. */
export type Results = {
  /**
   * Units granted less units taken back, and relays that count and still do, by day on the campaign's own calendar; days
   * without any are not there.
   */
  readonly days: readonly { readonly day: string; readonly units: Units; readonly relays: number }[];
  readonly mechanics: readonly MechanicResult[];
  /** Why acts that counted were undone. */
  readonly undone: readonly {
    readonly mechanic: Mechanic;
    readonly reason: string;
    readonly acts: number;
    readonly units: Units;
  }[];
  /** Why relays were not counted. */
  readonly refused: readonly { readonly reason: string; readonly relays: number }[];
  /** Sites with a relay that counts. */
  readonly sites: number;
};

export type MechanicResult = {
  readonly mechanic: Mechanic;
  /** Units that stand. */
  readonly units: Units;
  /** Credits ever made, and those undone since, with their units. */
  readonly credits: number;
  readonly undone: number;
  readonly undoneUnits: Units;
};

/** Reads them at one moment. `timeZone`: IANA, in which days begin. */
export function readResults(db: Database, campaign: CampaignId, timeZone: string): Promise<Results> {
  return db.transaction(async (tx) => {
    await tx.rows('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const days = await tx.rows<Results['days'][number]>(
      `SELECT to_char(at AT TIME ZONE $2, 'YYYY-MM-DD') AS day, sum(units)::bigint AS units, sum(relays)::int AS relays FROM (
         SELECT c.at, c.units, (c.mechanic = 'relay' AND v.credit_id IS NULL)::int AS relays
         FROM credit c LEFT JOIN reversal v ON v.credit_id = c.id WHERE c.campaign_id = $1
         UNION ALL SELECT r.at, -c.units, 0 FROM reversal r JOIN credit c ON c.id = r.credit_id WHERE c.campaign_id = $1) moved
       GROUP BY 1 ORDER BY 1`,
      [campaign, timeZone],
    );
    const undone = await tx.rows<Results['undone'][number]>(
      `SELECT c.mechanic, r.reason, count(*) AS acts, sum(c.units)::bigint AS units FROM reversal r JOIN credit c ON c.id = r.credit_id
       WHERE c.campaign_id = $1 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`,
      [campaign],
    );
    const granted = await tx.rows<{ mechanic: Mechanic; credits: number; units: Units }>(
      `SELECT mechanic, count(*) AS credits, sum(units)::bigint AS units FROM credit WHERE campaign_id = $1 GROUP BY 1`,
      [campaign],
    );
    const mechanics = granted.map(({ mechanic, credits, units }): MechanicResult => {
      const back = undone.filter((one) => one.mechanic === mechanic);
      const undoneUnits = back.reduce((sum, one) => sum + one.units, 0);
      const acts = back.reduce((sum, one) => sum + one.acts, 0);
      return { mechanic, units: units - undoneUnits, credits, undone: acts, undoneUnits };
    });
    const refused = await tx.rows<Results['refused'][number]>(
      `SELECT coalesce(reason, '') AS reason, count(*) AS relays FROM relay WHERE campaign_id = $1 AND state = 'refused'
       GROUP BY 1 ORDER BY 2 DESC, 1`,
      [campaign],
    );
    const [row] = await tx.rows<{ sites: number }>(
      `SELECT count(DISTINCT site) AS sites FROM relay WHERE campaign_id = $1 AND state = 'counted'`,
      [campaign],
    );
    return { days, mechanics, undone, refused, sites: row?.sites ?? 0 };
  });
}
