import { type WebhookEvent, webhookEvents } from '../domain/mod.ts';
import { type CampaignId, type Clock, isId, type Language, type Random } from '../kernel/mod.ts';
import { type Database, sqlTime, type Transaction } from '../store/mod.ts';
import { putMail } from './mail.ts';
import { type Seal, type SubscriptionId, subscriptionToken } from './subscription.ts';
import { putMessages } from './webhook.ts';
import type { NoticeWords, RelayNews } from './words.ts';

export type TellHouse = {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly seal: Seal;
  readonly words: NoticeWords;
  readonly publicUrl: string;
};

/** Events that one transaction turns into mails and messages. */
const batch_max = 100;

type Event = {
  id: number;
  at: number;
  kind: string;
  campaign: CampaignId;
  subject: string;
  data: {
    readonly reason?: string | null;
    readonly units?: number;
    /** Somebody has only just asked to be told: webhooks heard of it at its time. */
    readonly mailsOnly?: boolean;
    readonly [name: string]: unknown;
  };
};

type CampaignRow = {
  slug: string;
  content: { title: RelayNews['campaign']; unit: { names: RelayNews['unitNames'] } };
};

/**
 * Turns what happened into mails and webhook messages, each event once: events go out and mails come in by one
 * transaction, so that a crash leaves the one or the other. Gives how many there were.
 */
export async function tellEvents(house: TellHouse): Promise<number> {
  const { db, clock, random } = house;
  return db.transaction(async (tx) => {
    const events = await tx.rows<Event>(
      `DELETE FROM notice_event WHERE id IN (
         SELECT id FROM notice_event ORDER BY id LIMIT ${batch_max} FOR UPDATE SKIP LOCKED)
       RETURNING id, at, kind, campaign_id AS campaign, subject, data`,
    );
    const now = clock.now();
    for (const event of events.sort((a, b) => a.id - b.id)) {
      const [campaign] = await tx.rows<CampaignRow>('SELECT slug, content FROM campaign WHERE id = $1', [
        event.campaign,
      ]);
      if (campaign === undefined) continue;
      const { mailsOnly, ...data } = event.data;
      if (mailsOnly !== true && isWebhookEvent(event.kind))
        await putMessages(
          tx,
          event.campaign,
          event.kind,
          { at: event.at, data: { campaign: campaign.slug, ...subjectOf(event, house.publicUrl), ...data } },
          random,
          now,
        );
      if (isId('rly', event.subject)) await mailNews(tx, house, event, campaign, now);
    }
    return events.length;
  });
}

function isWebhookEvent(kind: string): kind is WebhookEvent {
  return (webhookEvents as readonly string[]).includes(kind);
}

function subjectOf(event: Event, publicUrl: string): object {
  if (isId('rly', event.subject))
    return { relay: event.subject, url: `${publicUrl}/relays/${event.subject}` };
  return event.kind.startsWith('campaign.') ? {} : { pledge: event.subject };
}

const newsKinds = ['counted', 'held', 'refused', 'withdrawn', 'gone'] as const;

async function mailNews(
  tx: Transaction,
  house: TellHouse,
  event: Event,
  campaign: CampaignRow,
  now: number,
): Promise<void> {
  const kind = newsKinds.find((one) => event.kind === `relay.${one}`);
  if (kind === undefined) return;
  const readers = await tx.rows<{ id: SubscriptionId; email: string; language: Language }>(
    'SELECT id, email, language FROM relay_subscription WHERE relay_id = $1 AND confirmed_at IS NOT NULL FOR UPDATE',
    [event.subject],
  );
  if (readers.length === 0) return;
  const [relay] = await tx.rows<{ source: string }>(
    'SELECT source FROM relay WHERE id = $1 AND erased_at IS NULL',
    [event.subject],
  );
  if (relay === undefined) return;
  const partners = await tx.rows<{ name: string }>(
    `SELECT DISTINCT o.name FROM credit c JOIN credit_part p ON p.credit_id = c.id JOIN pledge g ON g.id = p.pledge_id
     JOIN organisation o ON o.id = g.partner_id WHERE c.campaign_id = $1 AND c.mechanic = 'relay' AND c.subject = $2 ORDER BY o.name`,
    [event.campaign, event.subject],
  );
  for (const reader of readers) {
    const unsubscribe = `${house.publicUrl}/notices/${subscriptionToken(house.seal, reader.id)}/stop`;
    const mail = house.words(reader.language).relay({
      kind,
      source: relay.source,
      campaign: campaign.content.title,
      units: event.data.units ?? 0,
      unitNames: campaign.content.unit.names,
      partners: partners.map((one) => one.name),
      reason: event.data.reason ?? null,
      address: `${house.publicUrl}/relays/${event.subject}`,
      unsubscribe,
    });
    await putMail(tx, { to: reader.email, relay: event.subject, unsubscribe, ...mail }, house.random, now);
  }
}

/** Notes that something is told; false when it was told before, by whomever. */
export async function tellOnce(tx: Transaction, key: string, now: number): Promise<boolean> {
  const rows = await tx.rows(
    'INSERT INTO notice_once (key, at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING key',
    [key, sqlTime(now)],
  );
  return rows.length > 0;
}
