import { exportCampaign } from '../campaign/mod.ts';
import { dataFile, dataFiles, openData } from '../settlement/mod.ts';
import { type Command, type CommandHouse, type CommandResult, refused, succeeded } from './command.ts';

/**
 * `relais export CAMPAIGN`: prints the campaign's file; importing it again changes nothing. With `--data FILE` a file of
 * its open data instead (then the words are campaign, file and licence).
 */
export const exportCampaignCommand: Command = async (house, { words }) => {
  const [slug = '', file, licence = ''] = words;
  if (file !== undefined) return exportData(house, slug, file, licence);
  const text = await exportCampaign(house.db, slug);
  return text === null ? unknown(house, slug) : succeeded(text);
};

async function exportData(
  house: CommandHouse,
  slug: string,
  name: string,
  licence: string,
): Promise<CommandResult> {
  const data = await openData(house.db, slug, house.clock.now());
  if (data === null) return unknown(house, slug);
  if (!dataFiles.includes(name))
    return refused(`No file ${name} of open data; there is ${dataFiles.join(', ')}.`);
  const file = dataFile(data, name, { publicUrl: house.publicUrl, licence });
  if (file === null) return refused(`${slug} has no closed statement with a gift yet: nothing for ${name}.`);
  let text = '';
  for await (const part of file.text) text += part;
  return succeeded(text);
}

async function unknown({ db }: CommandHouse, slug: string): Promise<CommandResult> {
  const known = await db.rows<{ slug: string }>('SELECT slug FROM campaign ORDER BY slug');
  const list =
    known.length === 0 ? 'there is none yet' : `there is ${known.map((row) => row.slug).join(', ')}`;
  return refused(`No campaign ${slug}; ${list}.`);
}
