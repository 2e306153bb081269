import { exportCampaign } from '../campaign/mod.ts';
import { type Command, refused, succeeded } from './command.ts';

/** `relais export CAMPAIGN`: prints the campaign's file; importing it again changes nothing. */
export const exportCampaignCommand: Command = async ({ db }, { words }) => {
  const slug = words[0] ?? '';
  const text = await exportCampaign(db, slug);
  if (text !== null) return succeeded(text);
  const known = await db.rows<{ slug: string }>('SELECT slug FROM campaign ORDER BY slug');
  const list =
    known.length === 0 ? 'there is none yet' : `there is ${known.map((row) => row.slug).join(', ')}`;
  return refused(`No campaign ${slug}; ${list}.`);
};
