import type { Basket, BasketOutcome } from '../domain/mod.ts';
import { basketsOfFile, fingerprintOf, readFileProgress, writeFileProgress } from '../evidence/mod.ts';
import type { CampaignId, Clock } from '../kernel/mod.ts';
import type { Database } from '../store/mod.ts';
import type { Purchases } from './purchase.ts';

/** What a file of baskets came to. */
export type FileOutcome = {
  /** Baskets read now, those that were no baskets included. */
  readonly baskets: number;
  /** Baskets passed over because an earlier run had taken them. */
  readonly skipped: number;
  readonly outcomes: Readonly<Partial<Record<BasketOutcome['outcome'], number>>>;
  readonly units: number;
  /** The first of those that were no baskets: their place in the file, from 1, and why. */
  readonly problems: readonly { readonly basket: number; readonly sentence: string }[];
  readonly invalid: number;
};

/** How far a file has been read. */
export type FileProgress = { readonly bytes: number; readonly of: number; readonly baskets: number };

const batch = 1000;
const problems_max = 20;

/**
 * Takes a file of a retailer's baskets: reads on while a group is taken, keeps how far it has come after each commit,
 * and goes on from there when it is started again. The same file again takes nothing anew.
 */
export async function takeFile(
  house: { readonly db: Database; readonly clock: Clock; readonly purchases: Purchases },
  { campaign, retailer, path }: { campaign: CampaignId; retailer: string; path: string },
  onProgress: (progress: FileProgress) => void = () => {},
): Promise<FileOutcome> {
  const { db, clock, purchases } = house;
  const { digest, bytes: of } = await fingerprintOf(path);
  const skipped = await readFileProgress(db, campaign, retailer, digest);
  const outcomes: Partial<Record<BasketOutcome['outcome'], number>> = {};
  const problems: { basket: number; sentence: string }[] = [];
  let [read, units, invalid, bytes] = [0, 0, 0, 0];
  let waiting: Basket[] = [];
  let taking: Promise<void> = Promise.resolve();
  const take = async (group: readonly Basket[], upTo: number) => {
    for (const one of await purchases.take(campaign, retailer, group)) {
      outcomes[one.outcome] = (outcomes[one.outcome] ?? 0) + 1;
      if (one.outcome === 'credited' || one.outcome === 'returned') units += one.units;
    }
    await writeFileProgress(db, campaign, retailer, digest, { baskets: upTo, finished: false }, clock.now());
    onProgress({ bytes, of, baskets: upTo });
  };
  const send = async () => {
    const group = waiting;
    waiting = [];
    // One group is taken while the next is read: no more than two are in memory.
    await taking;
    taking = take(group, read);
    taking.catch(() => {});
  };
  const source = basketsOfFile(path, (count) => {
    bytes = count;
  });
  for await (const one of source) {
    read++;
    if (read <= skipped) continue;
    if ('problem' in one) {
      invalid++;
      if (problems.length < problems_max) problems.push({ basket: read, sentence: one.problem });
    } else waiting.push(one.basket);
    if (waiting.length >= batch) await send();
  }
  if (waiting.length > 0) await send();
  await taking;
  await writeFileProgress(db, campaign, retailer, digest, { baskets: read, finished: true }, clock.now());
  onProgress({ bytes: of, of, baskets: read });
  return {
    baskets: Math.max(0, read - skipped),
    skipped: Math.min(read, skipped),
    outcomes,
    units,
    problems,
    invalid,
  };
}
