import { becomeCreditWriter } from '../campaign/mod.ts';
import { groundsOf, needsConfirming, type RelayKind } from '../domain/mod.ts';
import { confirmKind, lockRelays, writeRekinded } from '../evidence/mod.ts';
import { type CampaignId, type Instant, isId, type Random, type RelayId } from '../kernel/mod.ts';
import { type Actor, record } from '../people/mod.ts';
import type { Queue } from '../queue/mod.ts';
import type { Database, Transaction } from '../store/mod.ts';
import { type Act, credit } from './credit.ts';
import { reverse } from './reverse.ts';

/** What became of a relay whose kind was set. `unfit`: it was refused or taken back, so that no promise asks for it. */
export type Rekinded = 'done' | 'same' | 'unknown' | 'unfit';

/**
 * Sets what a relay is: a human's decision, which also confirms a kind that its author named. A relay that counts is
 * credited anew, its old credit undone by an entry of its own, all in one transaction. `campaign`: relays of others are
 * unknown; null: of any.
 */
export async function setRelayKind(
  house: { readonly db: Database; readonly queue: Queue; readonly random: Random },
  wanted: { readonly campaign: CampaignId | null; readonly relay: string; readonly kind: RelayKind },
  actor: Actor,
  now: Instant,
): Promise<Rekinded> {
  const { relay: id, kind } = wanted;
  if (!isId('rly', id)) return 'unknown';
  return house.db.transaction(async (tx) => {
    const [known] = await tx.rows<{ campaign: CampaignId; slug: string }>(
      `SELECT r.campaign_id AS campaign, c.slug FROM relay r JOIN campaign c ON c.id = r.campaign_id
       WHERE r.id = $1 AND r.erased_at IS NULL AND ($2::text IS NULL OR r.campaign_id = $2)`,
      [id, wanted.campaign],
    );
    if (known === undefined) return 'unknown';
    await becomeCreditWriter(tx, known.campaign);
    const relay = (await lockRelays(tx, [id])).get(id);
    if (relay === undefined) return 'unknown';
    const waits = relay.state === 'held' || relay.state === 'received' || relay.state === 'checking';
    if (!waits && relay.state !== 'counted') return 'unfit';
    if (relay.kind === kind && !(relay.state === 'held' && needsConfirming(kind))) return 'same';
    if (waits) await confirmKind(tx, house.queue, relay, kind, now);
    else {
      const books = {
        campaign: { id: known.campaign, slug: known.slug },
        at: now,
        actedAt: relay.claimedAt,
        random: house.random,
      };
      await reverse(tx, books, 'relay', [{ subject: id, reason: 'kind_changed' }]);
      const act: Act = {
        subject: id,
        facts: await lastFacts(tx, id, relay.source),
        grounds: groundsOf(kind, relay.referredBy !== null),
      };
      const [credited] = await credit(tx, books, 'relay', [act]);
      if (credited === undefined) throw new Error('an act that was credited has a credit');
      const { units, leaf, capped } = credited;
      await writeRekinded(tx, id, { kind, units, leaf, capped }, now);
    }
    const details = { kind, before: relay.kind };
    await record(
      tx,
      actor,
      { action: 'relay.kind', organisation: null, campaign: known.slug, subject: id, details },
      now,
    );
    await tx.rows("SELECT pg_notify('relais_campaign', $1)", [known.slug]);
    return 'done';
  });
}

/** What the private record says of a post: its address, and the SHA-256 of what was read there last. */
async function lastFacts(
  tx: Transaction,
  relay: RelayId,
  source: string,
): Promise<Readonly<Record<string, string>>> {
  const [row] = await tx.rows<{ sha256: string | null }>(
    `SELECT evidence->>'sha256' AS sha256 FROM relay_step WHERE relay_id = $1 AND evidence ? 'sha256' ORDER BY id DESC LIMIT 1`,
    [relay],
  );
  return { source, ...(row?.sha256 == null ? {} : { sha256: row.sha256 }) };
}
