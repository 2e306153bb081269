import { exportCampaign } from '../campaign/mod.ts';
import { dataFile, dataFiles, openData } from '../settlement/mod.ts';
import { type Command, type CommandHouse, type CommandResult, refused, succeeded } from './command.ts';

/**
 * `relais export CAMPAIGN`: prints the campaign's file; importing it again changes nothing. With `--data FILE` a file of
 * its open data instead (then the words are campaign, file and licence); with `--site DIR` its pages as plain files (campaign,
 * `--site`, folder).
 */
export const exportCampaignCommand: Command = async (house, { words }) => {
  const [slug = '', file, licence = ''] = words;
  if (file === '--site') return exportSite(house, slug, licence);
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

async function exportSite(house: CommandHouse, slug: string, folder: string): Promise<CommandResult> {
  if (house.site === undefined) return refused('The pages can be written by Relais itself alone.');
  const { progress } = house;
  let shown = '';
  const copy = await house.site(slug, folder, (done, known) => {
    const part = Math.floor((done / known) * 30);
    const text = `\r[${'#'.repeat(part)}${'.'.repeat(30 - part)}] ${done} of ${known} files`;
    // Not oftener than a hundred files: the terminal would be slower than the disk.
    if (progress === null || (done % 100 !== 0 && done !== known) || text === shown) return;
    shown = text;
    progress(text);
  });
  progress?.('\r\u001b[K');
  if (copy === null) return unknown(house, slug);
  const { files, bytes, missing } = copy;
  const size = `${files} files, ${(bytes / 1_000_000).toFixed(1)} MB, in ${folder}; it begins with index.html.`;
  return missing.length === 0
    ? succeeded(size)
    : refused(
        `${missing.length} addresses that its pages lead to were not there: ${missing.slice(0, 5).join(', ')}`,
        size,
      );
}

async function unknown({ db }: CommandHouse, slug: string): Promise<CommandResult> {
  const known = await db.rows<{ slug: string }>('SELECT slug FROM campaign ORDER BY slug');
  const list =
    known.length === 0 ? 'there is none yet' : `there is ${known.map((row) => row.slug).join(', ')}`;
  return refused(`No campaign ${slug}; ${list}.`);
}
