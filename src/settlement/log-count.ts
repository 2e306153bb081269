import { parseLeaf } from '../domain/mod.ts';
import type { CampaignId, Units } from '../kernel/mod.ts';
import { readRuns } from '../log/mod.ts';
import type { Queryable } from '../store/mod.ts';

/** Entries read at once: whole bundles. */
const page = 16_384;
const utf8 = new TextDecoder();

/**
 * Units per promise (by name) that the log's entries from `from` to `to` (exclusive) grant, less what they undo: read
 * from the entries alone, as anybody can who has the published log.
 */
export async function countLog(
  db: Queryable,
  campaign: CampaignId,
  from: number,
  to: number,
): Promise<ReadonlyMap<string, Units>> {
  const units = new Map<string, Units>();
  for (let first = from; first < to; first = (Math.floor(first / page) + 1) * page) {
    const end = Math.min(to, (Math.floor(first / page) + 1) * page);
    for (const run of await readRuns(db, campaign, first, end))
      for (const entry of run.entries) {
        const leaf = parseLeaf(utf8.decode(entry));
        if (leaf === null || !('parts' in leaf)) continue;
        for (const part of leaf.parts) units.set(part.pledge, (units.get(part.pledge) ?? 0) + part.units);
      }
  }
  return units;
}
