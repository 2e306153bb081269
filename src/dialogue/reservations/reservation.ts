import type { Stance } from '../../domain/mod.ts';
import {
  type CampaignId,
  type Id,
  type Instant,
  newId,
  type Random,
  type RelayId,
} from '../../kernel/mod.ts';
import { type Actor, record } from '../../people/mod.ts';
import { type Database, type Queryable, sqlTime } from '../../store/mod.ts';
import { type Answer, readAnswers, writeAnswer } from '../answers.ts';

export type ReservationId = Id<'rsv'>;
type Campaign = { readonly id: CampaignId; readonly slug: string };

/**
 * A critical post. `listed`: the page was really read and links to the campaign, or a human vouches for it; `checking`:
 * our reader has not been there yet; `to_confirm`: it found no link, or no page, and a human must look.
 */
export type ReservationView = {
  readonly id: ReservationId;
  readonly relay: RelayId;
  readonly state: 'checking' | 'listed' | 'to_confirm';
  readonly source: string;
  readonly title: string | null;
  readonly author: string | null;
  readonly site: string | null;
  readonly excerpt: string | null;
  readonly published: Instant | null;
  readonly submittedAt: Instant;
  /** What its author says; null: nothing, and nobody guesses. */
  readonly stance: Stance | null;
  /** Units that it gave as a relay like any other. */
  readonly units: number;
  readonly offTopic: { readonly reason: string; readonly at: Instant; readonly by: string } | null;
  readonly answers: readonly Answer[];
};

/** Reservations of one campaign that are read at once. */
const reservations_max = 1000;

/** Puts a relay on the list of reservations; the same one again changes nothing. */
export async function submitReservation(
  db: Queryable,
  campaign: CampaignId,
  relay: RelayId,
  random: Random,
  now: Instant,
): Promise<void> {
  await db.rows(
    `INSERT INTO reservation (id, campaign_id, relay_id, submitted_at) SELECT $1, $2, id, $4 FROM relay
     WHERE id = $3 AND campaign_id = $2 AND erased_at IS NULL ON CONFLICT (relay_id) DO NOTHING`,
    [newId('rsv', now, random), campaign, relay, sqlTime(now)],
  );
}

const found_max = 200;

/** Puts posts whose authors say that they have reservations on the list: they came as mentions. Gives how many were new. */
export async function findReservations(db: Database, random: Random, now: Instant): Promise<number> {
  const relays = await db.rows<{ id: RelayId; campaign: CampaignId }>(
    `SELECT r.id, r.campaign_id AS campaign FROM relay r WHERE r.stance IN ('mixed', 'against') AND r.erased_at IS NULL
       AND NOT EXISTS (SELECT FROM reservation v WHERE v.relay_id = r.id) LIMIT ${found_max}`,
  );
  for (const { id, campaign } of relays) await submitReservation(db, campaign, id, random, now);
  return relays.length;
}

/**
 * What our reader found no link in, or never reached. Other refusals are about counting, not about what was read: an
 * operator who refuses a relay does not take the criticism off the page.
 */
const unread = `'link_not_found', 'link_hidden', 'link_in_comments', 'source_not_found', 'source_gone', 'source_unreachable',
  'source_timeout', 'source_too_large', 'source_not_html', 'source_blocked', 'same_site', 'spam', 'site_blocked'`;

/** Every reservation of a campaign, the newest first; those whose post was erased on request are gone. */
export async function readReservations(
  db: Queryable,
  campaign: CampaignId,
): Promise<readonly ReservationView[]> {
  const rows = await db.rows<
    Omit<ReservationView, 'offTopic' | 'answers'> & { at: Instant | null; by: string; reason: string }
  >(
    `SELECT v.id, v.relay_id AS relay, r.source, r.title, r.author, coalesce(r.site_name, r.site) AS site, r.excerpt, r.published,
       v.submitted_at AS "submittedAt", r.units, r.stance, v.off_topic_at AS at, v.off_topic_by AS by, v.off_topic_reason AS reason,
       CASE WHEN v.confirmed_at IS NOT NULL OR r.counted_at IS NOT NULL THEN 'listed'
         WHEN r.checked_at IS NULL OR r.state IN ('received', 'checking') THEN 'checking'
         WHEN r.state = 'held' OR coalesce(r.reason, '') NOT IN (${unread}) THEN 'listed' ELSE 'to_confirm' END AS state
     FROM reservation v JOIN relay r ON r.id = v.relay_id
     WHERE v.campaign_id = $1 AND r.erased_at IS NULL ORDER BY v.submitted_at DESC, v.id DESC LIMIT $2`,
    [campaign, reservations_max],
  );
  const answers = await readAnswers(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map(({ at, by, reason, ...row }) => ({
    ...row,
    offTopic: at === null ? null : { at, by, reason },
    answers: answers.get(row.id) ?? [],
  }));
}

/** What somebody in the console does with a reservation. There is no way to delete one. */
export type ReservationDeed =
  | { readonly do: 'answer'; readonly organisation: string; readonly body: string }
  | { readonly do: 'confirm' }
  | { readonly do: 'off_topic'; readonly reason: string }
  | { readonly do: 'on_topic' };

export async function actOnReservation(
  house: { readonly db: Database; readonly random: Random },
  campaign: Campaign,
  reservation: ReservationId,
  deed: ReservationDeed,
  actor: Actor,
  now: Instant,
): Promise<boolean> {
  return house.db.transaction(async (tx) => {
    const known = await tx.rows('SELECT id FROM reservation WHERE id = $1 AND campaign_id = $2 FOR UPDATE', [
      reservation,
      campaign.id,
    ]);
    if (known.length === 0) return false;
    switch (deed.do) {
      case 'answer': {
        const same = await tx.rows(
          'SELECT 1 FROM dialogue_answer WHERE about = $1 AND organisation = $2 AND body = $3',
          [reservation, deed.organisation, deed.body],
        );
        if (same.length > 0) return true;
        const by = { by: actor.name, account: actor.account ?? '', ...deed };
        await writeAnswer(tx, campaign.id, reservation, by, house.random, now);
        break;
      }
      case 'confirm':
        await tx.rows(
          'UPDATE reservation SET confirmed_at = $2, confirmed_by = $3 WHERE id = $1 AND confirmed_at IS NULL',
          [reservation, sqlTime(now), actor.name],
        );
        break;
      case 'off_topic':
        await tx.rows(
          'UPDATE reservation SET off_topic_at = $2, off_topic_by = $3, off_topic_reason = $4 WHERE id = $1',
          [reservation, sqlTime(now), actor.name, deed.reason],
        );
        break;
      case 'on_topic':
        await tx.rows(
          'UPDATE reservation SET off_topic_at = NULL, off_topic_by = NULL, off_topic_reason = NULL WHERE id = $1',
          [reservation],
        );
        break;
    }
    await record(
      tx,
      actor,
      {
        action: `reservation.${deed.do}`,
        organisation: deed.do === 'answer' ? deed.organisation : null,
        campaign: campaign.slug,
        subject: reservation,
        ...(deed.do === 'off_topic' ? { details: { reason: deed.reason } } : {}),
      },
      now,
    );
    return true;
  });
}
