import { type Leaf, parseLeaf } from '../domain/mod.ts';
import type { CampaignId } from '../kernel/mod.ts';
import {
  commit,
  type EntryRun,
  leafHash,
  readLeafHashes,
  readRoot,
  readRuns,
  sameBytes,
  TreeBuilder,
  toBase64,
} from '../log/mod.ts';
import type { Queryable } from '../store/mod.ts';
import type { Difference } from './reconcile.ts';

/** A campaign's log as it stood at the moment of the comparison. */
export type LogStanding = {
  readonly campaign: CampaignId;
  readonly slug: string;
  readonly size: number;
  /** Leaves of the tree, which may be behind the entries by a moment. */
  readonly treeSize: number;
};

/** Rows of another room behind entries of a campaign's log, by a range of indexes. */
export type RowsBeside = (
  db: Queryable,
  campaign: CampaignId,
  from: number,
  to: number,
) => Promise<readonly LogRow[]>;

/** What a row of the database says of its entry. */
export type LogRow = {
  readonly leaf: number;
  readonly kind: Leaf['kind'];
  readonly units: number;
  readonly salt: Uint8Array | null;
  readonly record: string | null;
};

/** Entries read at once: whole bundles. */
const page = 4096;

/**
 * Compares every entry of a log with the row that it was made for, and the entries with the tree. What is compared is
 * append-only, so it needs no snapshot and blocks nobody. Gives units per promise by the log alone.
 */
export async function reconcileLog(
  db: Queryable,
  log: LogStanding,
  beside: readonly RowsBeside[] = [],
): Promise<{ readonly differences: readonly Difference[]; readonly granted: ReadonlyMap<string, number> }> {
  const differences: Difference[] = [];
  const granted = new Map<string, number>();
  const tree = new TreeBuilder();
  for (let from = 0; from < log.size; from += page) {
    const to = Math.min(log.size, from + page);
    const rows = await readRows(db, log.campaign, from, to);
    for (const read of beside)
      for (const row of await read(db, log.campaign, from, to)) rows.set(row.leaf, row);
    const runs = await readRuns(db, log.campaign, from, to);
    const hashes = await readLeafHashes(db, log.campaign, from, to);
    for (const { index, entry } of entriesOf(runs)) {
      const hash = leafHash(entry);
      if (index < log.treeSize) {
        tree.add(hash);
        const inTile = hashes[index - from];
        if (inTile === undefined || !sameBytes(inTile, hash))
          differences.push(difference(log, "a tile holds its entry's hash", index, 1, 0));
      }
      const text = new TextDecoder().decode(entry);
      const leaf = parseLeaf(text);
      const problem = leaf === null ? 'is a leaf' : compareRow(leaf, rows.get(index));
      if (problem !== null) differences.push(difference(log, `an entry of the log ${problem}`, index, 1, 0));
      for (const part of leaf !== null && 'parts' in leaf ? leaf.parts : [])
        granted.set(part.pledge, (granted.get(part.pledge) ?? 0) + part.units);
      rows.delete(index);
    }
    for (const index of rows.keys())
      differences.push(difference(log, 'a row with a leaf has its entry in the log', index, 1, 0));
  }
  if (log.treeSize > 0 && !sameBytes(tree.root(), await readRoot(db, log.campaign, log.treeSize)))
    differences.push(difference(log, "the log's tree is the tree of its entries", log.treeSize, 1, 0));
  return { differences, granted };
}

function difference(
  log: LogStanding,
  check: string,
  index: number,
  expected: number,
  found: number,
): Difference {
  return { check, subject: `${log.slug} entry ${index}`, expected, found };
}

function* entriesOf(runs: readonly EntryRun[]): Generator<{ index: number; entry: Uint8Array }> {
  for (const run of runs)
    for (const [place, entry] of run.entries.entries()) yield { index: run.first + place, entry };
}

/** Credits, reversals and terms whose leaf is in a range of indexes. */
async function readRows(
  db: Queryable,
  campaign: CampaignId,
  from: number,
  to: number,
): Promise<Map<number, LogRow>> {
  const rows = await db.rows<LogRow>(
    `SELECT x.leaf, x.kind, x.units, o.salt, o.record FROM (
       SELECT leaf_index AS leaf, 'credit' AS kind, units FROM credit
         WHERE campaign_id = $1 AND leaf_index >= $2 AND leaf_index < $3
       UNION ALL SELECT r.leaf_index, 'reversal', -c.units FROM reversal r JOIN credit c ON c.id = r.credit_id
         WHERE c.campaign_id = $1 AND r.leaf_index >= $2 AND r.leaf_index < $3
       UNION ALL SELECT t.leaf_index, 'terms', 0 FROM terms_version t JOIN pledge p ON p.id = t.pledge_id
         WHERE p.campaign_id = $1 AND t.leaf_index >= $2 AND t.leaf_index < $3
     ) x LEFT JOIN opening o ON o.campaign_id = $1 AND o.leaf_index = x.leaf`,
    [campaign, from, to],
  );
  return new Map(rows.map((row) => [row.leaf, row]));
}

/** What is wrong between an entry and its row, or null. An entry whose subject was erased has no opening any more. */
function compareRow(leaf: Leaf, row: LogRow | undefined): string | null {
  if (row === undefined) return 'has its row';
  if (row.kind !== leaf.kind) return 'is of the kind of its row';
  if (leaf.units !== row.units) return 'has the units of its row';
  if (!('commitment' in leaf) || row.salt === null || row.record === null) return null;
  return toBase64(commit(row.salt, Buffer.from(row.record))) === leaf.commitment
    ? null
    : 'is opened by what is kept for it';
}
