import { type Obstacle, obstacles, type Stated } from '../domain/mod.ts';
import type { CampaignFile } from './file.ts';

/** What a campaign file states, as the gate reads it; parts of a draft that are not there yet are not stated. */
export function statedIn(file: CampaignFile): Stated {
  const { campaign, organisations, charter, disclosures } = file;
  return {
    title: campaign.title,
    summary: campaign.summary,
    charity: campaign.charity,
    organisations,
    opens: campaign.opens,
    unit: campaign.unit,
    pledges: file.pledges.map((pledge) => ({
      ...pledge,
      perAct: pledge.mechanic === 'volunteering' ? pledge.perHour : pledge.perAct,
    })),
    charter,
    ...disclosures,
  };
}

/** What keeps a file's campaign from opening; empty when its label is complete. */
export function fileObstacles(file: CampaignFile): readonly Obstacle[] {
  return obstacles(statedIn(file));
}
