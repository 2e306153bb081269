import { bandsOf } from '../../../domain/mod.ts';
import type { CampaignId, Instant, RelayId } from '../../../kernel/mod.ts';
import { sqlTime, type Transaction } from '../../../store/mod.ts';
import type { Look } from '../look.ts';

/** What a look saw of a relay, and how it was judged. */
export type Seen = {
  readonly relay: RelayId;
  readonly state: 'counted' | 'held' | 'refused';
  readonly seen: NonNullable<Look['seen']>;
};

/** Text kept for a moderator to read. */
const excerpt_length_max = 1200;

/**
 * Keeps what looks saw: of a relay that waits for a human or was refused, the beginning of its text and what stands
 * around the link; of a counted one, only the print that near-copies are known by.
 */
export async function writeSeen(
  tx: Transaction,
  campaign: CampaignId,
  all: readonly Seen[],
  at: Instant,
): Promise<void> {
  const kept = all.filter(({ state, seen }) => state !== 'counted' || seen.print !== null);
  if (kept.length > 0)
    await tx.rows(
      `INSERT INTO relay_seen (relay_id, campaign_id, at, excerpt, around, print, bands)
       SELECT relay, $1, $2::timestamptz, excerpt, around::jsonb, decode(print, 'hex'), bands::integer[]
       FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) AS seen (relay, excerpt, around, print, bands)
       ON CONFLICT (relay_id) DO UPDATE SET at = excluded.at, excerpt = excluded.excerpt, around = excluded.around,
         print = excluded.print, bands = excluded.bands`,
      [
        campaign,
        sqlTime(at),
        kept.map(({ relay }) => relay),
        kept.map(({ state, seen }) =>
          state === 'counted' ? null : (seen.text?.slice(0, excerpt_length_max).toWellFormed() ?? null),
        ),
        kept.map(({ state, seen }) =>
          state === 'counted' || seen.around === null ? null : JSON.stringify(seen.around),
        ),
        kept.map(({ seen }) => (seen.print === null ? null : Buffer.from(seen.print).toString('hex'))),
        kept.map(({ state, seen }) =>
          state === 'counted' && seen.print !== null ? `{${bandsOf(seen.print).join(',')}}` : null,
        ),
      ],
    );
  const emptied = all.filter(({ state, seen }) => state === 'counted' && seen.print === null);
  if (emptied.length > 0)
    await tx.rows('DELETE FROM relay_seen WHERE relay_id = ANY($1::text[])', [
      emptied.map(({ relay }) => relay),
    ]);
}
