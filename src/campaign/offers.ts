import { type FiledPurchaseRule, type Offer, purchaseRule } from '../domain/mod.ts';
import type { CampaignId, Instant, PledgeId } from '../kernel/mod.ts';
import type { Queryable } from '../store/mod.ts';

/** What a campaign says of purchases: its dates and its offers, in file order. */
export type PurchaseRules = {
  readonly slug: string;
  readonly opens: Instant;
  readonly closes: Instant;
  readonly updatedAt: Instant;
  readonly offers: readonly Offer[];
};

type CampaignRow = Omit<PurchaseRules, 'offers'> & { timeZone: string };
type PledgeRow = {
  pledge: PledgeId;
  name: string;
  rule: Partial<FiledPurchaseRule> | null;
  ruleText: string;
  opens: Instant;
  closes: Instant;
};

/**
 * The offers as they stand. Promises under the same rule are one offer: an act is split over them. Given what was read
 * before, gives it back while the campaign has not changed, since lists of products are long.
 */
export async function readPurchaseRules(
  db: Queryable,
  campaign: CampaignId,
  before?: PurchaseRules,
): Promise<PurchaseRules> {
  const [row] = await db.rows<CampaignRow>(
    `SELECT slug, opens, closes, updated_at AS "updatedAt", coalesce(content->>'timeZone', 'Europe/Paris') AS "timeZone"
     FROM campaign WHERE id = $1`,
    [campaign],
  );
  if (row === undefined) throw new Error(`no campaign ${campaign}`);
  if (before !== undefined && before.updatedAt === row.updatedAt) return before;
  const pledges = await db.rows<PledgeRow>(
    `SELECT p.id AS pledge, p.name, p.rule, p.rule::text AS "ruleText", t.opens, t.closes FROM pledge p
     JOIN LATERAL (SELECT opens, closes FROM terms_version t WHERE t.pledge_id = p.id ORDER BY t.version DESC LIMIT 1) t ON true
     WHERE p.campaign_id = $1 AND p.mechanic = 'purchase' ORDER BY p.position`,
    [campaign],
  );
  const groups = Map.groupBy(pledges, ({ ruleText }) => ruleText);
  const { timeZone, ...dates } = row;
  return {
    ...dates,
    offers: [...groups.values()].map((group) => ({
      key: oldest(group),
      names: group.map((one) => one.name),
      rule: purchaseRule(group[0]?.rule ?? {}, timeZone),
      pledges: group.map(({ pledge, opens, closes }) => ({ pledge, opens, closes })),
    })),
  };
}

/**
 * The name of the promise that was there first, of those imported together the first in file order: later ones under
 * the same rule don't change the offer's name. The first 14 characters of an id tell its millisecond.
 */
function oldest(group: readonly PledgeRow[]): string {
  const made = ({ pledge }: PledgeRow) => pledge.slice(0, 14);
  return group.reduce((first, one) => (made(one) < made(first) ? one : first)).name;
}
