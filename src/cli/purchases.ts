import { readId } from '../campaign/mod.ts';
import { createPurchases, type FileOutcome, type FileProgress, takeFile } from '../credit/mod.ts';
import { FileUnreadable } from '../evidence/mod.ts';
import { findOrganisation } from '../people/mod.ts';
import { type Command, refused, succeeded } from './command.ts';

const number = new Intl.NumberFormat('en-GB');

/** `relais purchases import FILE CAMPAIGN RETAILER`: takes a file of a retailer's baskets, from where it was left. */
export const purchasesCommand: Command = async (house, { words: [action, path, slug, retailer] }) => {
  if (action !== 'import') return refused(`${action} is not import.`);
  if (path === undefined || slug === undefined || retailer === undefined)
    return refused('relais purchases import needs a file, --campaign and --retailer.');
  const campaign = await readId(house.db, slug);
  if (campaign === null) return refused(`There is no campaign ${slug}.`);
  if ((await findOrganisation(house.db, retailer)) === null)
    return refused(`There is no organisation ${retailer}.`);
  const purchases = createPurchases(house);
  const bar = house.progress === null ? undefined : progressBar(house.progress);
  try {
    const outcome = await takeFile({ ...house, purchases }, { campaign, retailer, path }, bar);
    house.progress?.('\r\u001b[K');
    return succeeded(`${report(outcome)}\n${house.publicUrl}/c/${slug}/purchases`);
  } catch (error) {
    if (error instanceof FileUnreadable)
      return refused(
        `${path}: ${error.message} What was taken before stays; the same file goes on from there.`,
      );
    throw error;
  } finally {
    await purchases.idle();
  }
};

function report({ baskets, skipped, outcomes, units, invalid, problems }: FileOutcome): string {
  const counted = Object.entries(outcomes).map(
    ([outcome, count]) => `  ${outcome.replaceAll('_', ' ').padEnd(14)} ${number.format(count)}`,
  );
  return [
    `${number.format(baskets)} baskets read, ${number.format(units)} units granted now.`,
    ...(skipped === 0 ? [] : [`${number.format(skipped)} had been taken before.`]),
    ...counted,
    ...(invalid === 0 ? [] : [`  ${'no basket'.padEnd(14)} ${number.format(invalid)}`]),
    ...problems.map((one) => `  basket ${one.basket}: ${one.sentence}`),
  ].join('\n');
}

/** Shows how far a file has been read, at most ten times a second. */
function progressBar(print: (text: string) => void): (progress: FileProgress) => void {
  let shown = -1;
  return ({ bytes, of, baskets }) => {
    const part = of === 0 ? 1 : Math.min(1, bytes / of);
    const tenths = Math.floor(part * 1000);
    if (tenths === shown) return;
    shown = tenths;
    const filled = Math.round(part * 30);
    print(
      `\r[${'#'.repeat(filled)}${'.'.repeat(30 - filled)}] ${(part * 100).toFixed(1).padStart(5)} %  ${number.format(baskets)} baskets`,
    );
  };
}
