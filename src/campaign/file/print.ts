import { stringify } from 'yaml';
import { z } from 'zod';
import { isoInstant } from '../../kernel/mod.ts';
import { type CampaignFile, campaignFileSchema } from './schema.ts';

/** A campaign as its file, in one canonical spelling: parsing it gives the same campaign again. */
export function printCampaignFile(file: CampaignFile): string {
  const { campaign } = file;
  const time = (instant: number | null) => (instant === null ? undefined : isoInstant(instant));
  const content = {
    relais: 1,
    organisations: file.organisations,
    campaign: {
      ...campaign,
      dialogueOpens: time(campaign.dialogueOpens),
      opens: time(campaign.opens),
      closes: time(campaign.closes),
      relay: { ...campaign.relay, perSite: campaign.relay.perSite ?? 'unlimited' },
    },
    charter: file.charter,
    disclosures: file.disclosures,
    pledges: file.pledges.map((pledge) => ({
      ...pledge,
      opens: time(pledge.opens),
      closes: time(pledge.closes),
    })),
    impact: file.impact,
    programmes: file.programmes,
  };
  return stringify(stated(content), { lineWidth: 110, aliasDuplicateObjects: false, keepUndefined: false });
}

/** Without what is not stated: an absent member and an empty one read alike. */
function stated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stated);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
  return Object.fromEntries(members.map(([name, one]) => [name, stated(one)]));
}

/** The JSON Schema (2020-12) of the file, as published under `docs/spec`. */
export function campaignFileJsonSchema(): object {
  const schema = z.toJSONSchema(campaignFileSchema, { io: 'input', target: 'draft-2020-12' });
  return { title: 'Relais campaign file, version 1', ...schema };
}
