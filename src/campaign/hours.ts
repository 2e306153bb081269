import type { HourPledge } from '../domain/mod.ts';
import type { CampaignId } from '../kernel/mod.ts';
import type { Queryable } from '../store/mod.ts';

/** A campaign's promises about hours, in file order, with the windows of their terms in force. */
export function readHourPledges(db: Queryable, campaign: CampaignId): Promise<readonly HourPledge[]> {
  return db.rows<HourPledge>(
    `SELECT p.id AS pledge, coalesce(p.rule->'companies', '[]'::jsonb) AS companies, t.opens, t.closes FROM pledge p
     JOIN LATERAL (SELECT opens, closes FROM terms_version t WHERE t.pledge_id = p.id ORDER BY t.version DESC LIMIT 1) t ON true
     WHERE p.campaign_id = $1 AND p.mechanic = 'volunteering' ORDER BY p.position`,
    [campaign],
  );
}
