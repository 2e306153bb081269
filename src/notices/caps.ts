import { reachedThresholds } from '../domain/mod.ts';
import { type CampaignId, isoInstant } from '../kernel/mod.ts';
import { type Database, sqlTime } from '../store/mod.ts';
import { putMail } from './mail.ts';
import { type TellHouse, tellOnce } from './tell.ts';
import { putMessages } from './webhook.ts';
import type { RelayNews } from './words.ts';

type Standing = {
  pledge: string;
  name: string;
  partner: string;
  partnerName: string;
  version: number;
  cap: number;
  granted: number;
  campaign: CampaignId;
  slug: string;
  title: RelayNews['campaign'];
};

type Reader = { readonly email: string; readonly language: 'fr' | 'en' };

/** People of an organisation who have this role in a campaign. */
async function recipients(
  db: Pick<Database, 'rows'>,
  campaign: string,
  organisation: string,
  roles: readonly string[],
): Promise<readonly Reader[]> {
  return db.rows<Reader>(
    `SELECT DISTINCT a.email, a.language FROM membership m JOIN account a ON a.id = m.account_id
     JOIN organisation o ON o.id = m.organisation_id
     WHERE o.slug = $1 AND m.role = ANY ($2) AND (m.campaign IS NULL OR m.campaign = $3) AND a.disabled_at IS NULL
       AND EXISTS (SELECT FROM session s WHERE s.account_id = a.id)
     ORDER BY a.email`,
    [organisation, roles, campaign],
  );
}

/**
 * Tells partners what their promises have reached (50, 80, 100 % of the cap), and webhooks that a cap is reached: each
 * threshold once per version of the terms, also when one credit jumps over two. A raised cap makes them tellable again.
 * `campaign`: look at this one alone, by its slug.
 */
export async function tellCaps(house: TellHouse, campaign: string | null): Promise<void> {
  const { db, clock, random, words, publicUrl } = house;
  const standings = await db.rows<Standing>(
    `SELECT p.id AS pledge, p.name, o.slug AS partner, o.name AS "partnerName", t.version, t.cap,
       a.credits_posted - a.debits_posted AS granted, c.id AS campaign, c.slug, c.content -> 'title' AS title
     FROM campaign c JOIN pledge p ON p.campaign_id = c.id JOIN organisation o ON o.id = p.partner_id
     JOIN ledger_account a ON a.id = p.granted_account
     JOIN LATERAL (SELECT version, cap FROM terms_version WHERE pledge_id = p.id ORDER BY version DESC LIMIT 1) t ON true
     WHERE ($1::text IS NULL OR c.slug = $1) AND (a.credits_posted - a.debits_posted) * 2 >= t.cap`,
    [campaign],
  );
  for (const one of standings) {
    const reached = reachedThresholds(one.granted, one.cap);
    await db.transaction(async (tx) => {
      const now = clock.now();
      const fresh: number[] = [];
      for (const percent of reached)
        if (await tellOnce(tx, `cap/${one.pledge}/${one.version}/${percent}`, now)) fresh.push(percent);
      // Of several at once the highest says it all.
      const percent = fresh.at(-1);
      if (percent === undefined) return;
      if (percent === 100)
        await putMessages(
          tx,
          one.campaign,
          'cap.reached',
          { at: now, data: { campaign: one.slug, pledge: one.name, cap: one.cap, granted: one.granted } },
          random,
          now,
        );
      for (const { email, language } of await recipients(tx, one.slug, one.partner, ['partner'])) {
        const mail = words(language).cap({
          partner: one.partnerName,
          campaign: one.title,
          pledge: one.name,
          percent,
          granted: one.granted,
          cap: one.cap,
          address: `${publicUrl}/c/${one.slug}/partners#${one.name}`,
        });
        await putMail(tx, { to: email, relay: null, unsubscribe: null, ...mail }, random, now);
      }
    });
  }
}

type Due = {
  id: CampaignId;
  slug: string;
  operator: string;
  title: RelayNews['campaign'];
  opens: number;
  closes: number;
};

/** Openings and ends that have come, told once to webhooks. */
export async function tellCalendar({ db, clock, random }: TellHouse): Promise<void> {
  const now = clock.now();
  const campaigns = await db.rows<Due>(
    `SELECT DISTINCT c.id, c.slug, c.opens, c.closes FROM campaign c JOIN webhook_endpoint e ON e.campaign_id = c.id
     WHERE e.disabled_at IS NULL AND c.opens <= $1`,
    [sqlTime(now)],
  );
  for (const one of campaigns)
    for (const [event, at] of [
      ['campaign.opened', one.opens],
      ['campaign.closed', one.closes],
    ] as const)
      if (at <= now)
        await db.transaction(async (tx) => {
          if (!(await tellOnce(tx, `${event}/${one.id}/${at}`, now))) return;
          const data = { campaign: one.slug, at: isoInstant(at) };
          await putMessages(tx, one.id, event, { at, data }, random, now);
        });
}

const day_ms = 86_400_000;
/** The digest of a day is sent from this hour on (UTC), for the day before. */
const digest_hour = 6;

/** Tells operators and moderators, once a day, what happened the day before and what waits for them. */
export async function tellDigests(house: TellHouse): Promise<void> {
  const { db, clock, random, words, publicUrl } = house;
  const now = clock.now();
  const today = Math.floor(now / day_ms) * day_ms;
  if (now < today + digest_hour * 3_600_000) return;
  const campaigns = await db.rows<Due>(
    `SELECT c.id, c.slug, o.slug AS operator, c.content -> 'title' AS title, c.opens, c.closes
     FROM campaign c JOIN organisation o ON o.id = c.operator_id WHERE c.opens <= $1 AND c.closes > $2`,
    [sqlTime(now), sqlTime(today - day_ms)],
  );
  for (const one of campaigns)
    await db.transaction(async (tx) => {
      if (!(await tellOnce(tx, `digest/${one.id}/${today}`, now))) return;
      const [counts] = await tx.rows<{ counted: number; refused: number; held: number }>(
        `SELECT count(*) FILTER (WHERE state = 'counted' AND counted_at >= $2 AND counted_at < $3) AS counted,
           count(*) FILTER (WHERE state = 'refused' AND checked_at >= $2 AND checked_at < $3) AS refused,
           count(*) FILTER (WHERE state = 'held') AS held
         FROM relay WHERE campaign_id = $1`,
        [one.id, sqlTime(today - day_ms), sqlTime(today)],
      );
      const nearCaps = await tx.rows<{ pledge: string; percent: number }>(
        `SELECT p.name AS pledge, ((a.credits_posted - a.debits_posted) * 100 / t.cap)::integer AS percent
         FROM pledge p JOIN ledger_account a ON a.id = p.granted_account
         JOIN LATERAL (SELECT cap FROM terms_version WHERE pledge_id = p.id ORDER BY version DESC LIMIT 1) t ON true
         WHERE p.campaign_id = $1 AND (a.credits_posted - a.debits_posted) * 5 >= t.cap * 4 ORDER BY p.position`,
        [one.id],
      );
      const failing = await tx.rows<{ url: string }>(
        `SELECT url FROM webhook_endpoint WHERE campaign_id = $1 AND (failing_since IS NOT NULL OR disabled_because IN ('410', 'failing'))`,
        [one.id],
      );
      const { counted = 0, refused = 0, held = 0 } = counts ?? {};
      if (counted + refused + held + nearCaps.length + failing.length === 0) return;
      for (const { email, language } of await recipients(tx, one.slug, one.operator, [
        'operator',
        'moderator',
      ])) {
        const mail = words(language).digest({
          campaign: one.title,
          ...{ counted, refused, held, nearCaps },
          failing: failing.map(({ url }) => new URL(url).host),
          address: `${publicUrl}/console/c/${one.slug}`,
        });
        await putMail(tx, { to: email, relay: null, unsubscribe: null, ...mail }, random, now);
      }
    });
}
