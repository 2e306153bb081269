import { type CampaignId, type CanonicalValue, canonicalJson, type Random } from '../kernel/mod.ts';
import { commit, salt_bytes, toBase64 } from '../log/mod.ts';
import type { Queryable, Transaction } from '../store/mod.ts';

/** A private record with what makes its commitment; `commitment` is in base 64, as leaves carry it. */
export type Sealed = { readonly salt: Uint8Array; readonly record: string; readonly commitment: string };

/** Seals private records, each under a salt of its own. */
export function seal(
  records: readonly { readonly [name: string]: CanonicalValue }[],
  random: Random,
): readonly Sealed[] {
  const salts = random(salt_bytes * records.length);
  return records.map((one, index) => {
    const salt = salts.subarray(index * salt_bytes, (index + 1) * salt_bytes);
    const record = canonicalJson(one);
    return { salt, record, commitment: toBase64(commit(salt, Buffer.from(record))) };
  });
}

/** Keeps what opens the commitments of leaves. */
export async function writeOpenings(
  tx: Transaction,
  campaign: CampaignId,
  openings: readonly { readonly index: number; readonly sealed: Sealed }[],
): Promise<void> {
  if (openings.length === 0) return;
  // One value for all salts and records: an array of them would travel as text, escaped and twice as long.
  const records = openings.map((one) => Buffer.from(one.sealed.record));
  await tx.rows(
    `INSERT INTO opening (campaign_id, leaf_index, salt, record)
     SELECT $1, leaf_index, substring($4::bytea FROM after + 1 FOR ${salt_bytes}),
       convert_from(substring($4::bytea FROM after + 1 + ${salt_bytes} FOR length), 'UTF8')
     FROM (SELECT leaf_index, length, (sum(length + ${salt_bytes}) OVER (ORDER BY leaf_index) - length - ${salt_bytes})::integer AS after
       FROM unnest($2::bigint[], $3::integer[]) AS o (leaf_index, length)) AS placed`,
    [
      campaign,
      openings.map((one) => one.index),
      records.map((record) => record.length),
      Buffer.concat(openings.flatMap((one, place) => [one.sealed.salt, records[place] as Buffer])),
    ],
  );
}

/** What opens a leaf's commitment; null once its subject was erased. */
export async function readOpening(
  db: Queryable,
  campaign: CampaignId,
  index: number,
): Promise<{ readonly salt: string; readonly record: string } | null> {
  const [row] = await db.rows<{ salt: Uint8Array; record: string }>(
    'SELECT salt, record FROM opening WHERE campaign_id = $1 AND leaf_index = $2',
    [campaign, index],
  );
  return row === undefined ? null : { salt: toBase64(row.salt), record: row.record };
}
