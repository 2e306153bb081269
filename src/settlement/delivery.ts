import { becomeCreditWriter } from '../campaign/mod.ts';
import { type CampaignId, type Id, type Instant, newId, type Random, type Units } from '../kernel/mod.ts';
import { type Actor, record } from '../people/mod.ts';
import { type Database, type Queryable, sqlTime } from '../store/mod.ts';
import { readSettledCampaign, readSettledPledges } from './campaign.ts';
import { move } from './post.ts';

export type DeliveryId = Id<'dlv'>;

/** What the charity handed over of what was paid for. */
export type Delivery = {
  readonly id: DeliveryId;
  readonly units: Units;
  readonly what: string;
  readonly place: string;
  readonly on: string;
  /** Address of a public document about it. */
  readonly document: string | null;
  readonly at: Instant;
};

export type NewDelivery = Pick<Delivery, 'units' | 'what' | 'place' | 'on' | 'document'>;

/** Deliveries of a campaign, the newest first. */
export function readDeliveries(db: Queryable, campaign: CampaignId): Promise<readonly Delivery[]> {
  return db.rows<Delivery>(
    `SELECT id, units, what, place, to_char(delivered_on, 'YYYY-MM-DD') AS "on", document, at
     FROM delivery WHERE campaign_id = $1 ORDER BY at DESC, id DESC`,
    [campaign],
  );
}

export type Delivered =
  | { readonly kind: 'delivered'; readonly delivery: DeliveryId }
  | { readonly kind: 'unknown' }
  /** More than is paid for and not yet handed over. */
  | { readonly kind: 'too_many'; readonly left: Units };

/**
 * Keeps a delivery and posts its units to promises, in the order of the campaign's file, as far as they are paid for:
 * nothing is called delivered that was not settled.
 */
export function declareDelivery(
  db: Database,
  slug: string,
  delivery: NewDelivery,
  by: { readonly actor: Actor; readonly now: Instant; readonly random: Random },
): Promise<Delivered> {
  return db.transaction(async (tx): Promise<Delivered> => {
    const campaign = await readSettledCampaign(tx, slug, by.now);
    if (campaign === null) return { kind: 'unknown' };
    await becomeCreditWriter(tx, campaign.id);
    const pledges = await readSettledPledges(tx, campaign.id, by.now);
    let left = delivery.units;
    const movements = pledges.map((pledge) => {
      const quantity = Math.min(left, pledge.settled - pledge.delivered);
      left -= quantity;
      return { pledge, quantity };
    });
    if (left > 0) return { kind: 'too_many', left: delivery.units - left };
    const id = newId('dlv', by.now, by.random);
    await tx.rows(
      `INSERT INTO delivery (id, campaign_id, units, what, place, delivered_on, document, at, account_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[id, campaign.id, delivery.units, delivery.what, delivery.place, delivery.on, delivery.document],
        ...[sqlTime(by.now), by.actor.account],
      ],
    );
    const { units, what, place, on } = delivery;
    await move(tx, campaign, 'delivery', movements, id, { what, place, on }, by);
    await record(
      tx,
      by.actor,
      {
        action: 'delivery.declare',
        organisation: campaign.charity.slug,
        campaign: slug,
        subject: id,
        details: { units },
      },
      by.now,
    );
    return { kind: 'delivered', delivery: id };
  });
}
