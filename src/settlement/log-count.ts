import type { LeafPart } from '../domain/mod.ts';
import type { CampaignId, Units } from '../kernel/mod.ts';
import type { Queryable } from '../store/mod.ts';

/**
 * Units per promise (by name) that the log's entries from `from` to `to` (exclusive, both where an append ended) grant,
 * less what they undo: counted from the entries alone. They are canonical and a campaign has few different lists of
 * parts, so the database cuts each entry's list out and counts equal ones; carrying a million entries here to read them
 * one by one takes three times as long. `reconcile` reads every entry strictly.
 */
export async function countLog(
  db: Queryable,
  campaign: CampaignId,
  from: number,
  to: number,
): Promise<ReadonlyMap<string, Units>> {
  const rows = await db.rows<{ parts: string; entries: number }>(
    `SELECT split_part(cut, ']', 1) AS parts, count(*) AS entries
     FROM log_entries e CROSS JOIN LATERAL unnest(string_to_array(encode(e.entries, 'escape'), '"parts":[')) WITH ORDINALITY AS c (cut, place)
     WHERE e.log_id = $1 AND e.first_index >= $2 AND e.first_index < $3 AND place > 1 GROUP BY 1`,
    [campaign, from, to],
  );
  const units = new Map<string, Units>();
  for (const { parts, entries } of rows)
    for (const part of JSON.parse(`[${parts}]`) as readonly LeafPart[])
      units.set(part.pledge, (units.get(part.pledge) ?? 0) + part.units * entries);
  return units;
}
