import type { RelayKind } from '../../domain/mod.ts';
import { type CampaignId, type Instant, isoInstant, type RelayId, type Units } from '../../kernel/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import type { Transaction } from '../../store/mod.ts';
import { approve } from './moderate.ts';
import type { RelayRecord } from './record.ts';

/** A relay through which others may come, by its number. */
export type Referrer = { readonly number: number; readonly site: string; readonly counted: boolean };

/** The relays of these numbers. */
export async function readReferrers(
  tx: Transaction,
  campaign: CampaignId,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, Referrer>> {
  if (numbers.length === 0) return new Map();
  const rows = await tx.rows<Referrer>(
    `SELECT number, site, state = 'counted' AND erased_at IS NULL AS counted FROM relay
     WHERE campaign_id = $1 AND number = ANY($2::bigint[])`,
    [campaign, numbers],
  );
  return new Map(rows.map((row) => [row.number, row]));
}

/** Says what a relay is that was not judged yet, and has one that waits for a human looked at once more. */
export async function confirmKind(
  tx: Transaction,
  queue: Queue,
  relay: Pick<RelayRecord, 'id' | 'state'>,
  kind: RelayKind,
  now: Instant,
): Promise<void> {
  const [row] = await tx.rows<{ due: boolean }>(
    'UPDATE relay SET kind = $2, approved = true WHERE id = $1 RETURNING check_due AS due',
    [relay.id, kind],
  );
  if (relay.state === 'held') await approve(tx, queue, [{ id: relay.id, due: row?.due === true }], now);
}

/** A counted relay after it was credited as another kind. */
export async function writeRekinded(
  tx: Transaction,
  relay: RelayId,
  now_is: {
    readonly kind: RelayKind;
    readonly units: Units;
    readonly leaf: number;
    readonly capped: boolean;
  },
  now: Instant,
): Promise<void> {
  const { kind, units, leaf, capped } = now_is;
  await tx.rows('UPDATE relay SET kind = $2, units = $3, leaf_index = $4, capped = $5 WHERE id = $1', [
    relay,
    kind,
    units,
    leaf,
    capped,
  ]);
  await tx.rows(
    "INSERT INTO relay_step (relay_id, at, kind, units) VALUES ($1, $2, 'reversed', 0), ($1, $2, 'counted', $3)",
    [relay, isoInstant(now), units],
  );
}
