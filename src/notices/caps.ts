import { reachedThresholds, type Threshold, thresholds, thresholdsToTell } from '../domain/mod.ts';
import { type CampaignId, isoInstant } from '../kernel/mod.ts';
import { sqlTime, type Transaction } from '../store/mod.ts';
import { putMail } from './mail.ts';
import { recipients } from './recipients.ts';
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
  /** Thresholds noted under these terms. */
  told: number;
  campaign: CampaignId;
  slug: string;
  title: RelayNews['campaign'];
};

/**
 * Tells partners what their promises have reached (50, 80, 100 % of the cap), and webhooks that a cap is reached: each
 * threshold once per version of the terms, also when one credit jumps over two. A raised cap makes those tellable again
 * that are not reached any more. `campaign`: look at this one alone, by its slug.
 */
export async function tellCaps(house: TellHouse, campaign: string | null): Promise<void> {
  const standings = await house.db.rows<Standing>(
    `SELECT p.id AS pledge, p.name, o.slug AS partner, o.name AS "partnerName", t.version, t.cap,
       a.credits_posted - a.debits_posted AS granted, c.id AS campaign, c.slug, c.content -> 'title' AS title,
       (SELECT count(*) FROM notice_once n
        WHERE n.key IN (${thresholds.map((one) => `'cap/' || p.id || '/' || t.version || '/${one}'`).join(', ')})) AS told
     FROM campaign c JOIN pledge p ON p.campaign_id = c.id JOIN organisation o ON o.id = p.partner_id
     JOIN ledger_account a ON a.id = p.granted_account
     JOIN LATERAL (SELECT version, cap FROM terms_version WHERE pledge_id = p.id ORDER BY version DESC LIMIT 1) t ON true
     WHERE ($1::text IS NULL OR c.slug = $1) AND (a.credits_posted - a.debits_posted) * 2 >= t.cap`,
    [campaign],
  );
  for (const one of standings)
    if (one.told < reachedThresholds(one.granted, one.cap).length)
      await house.db.transaction((tx) => tellStanding(tx, house, one));
}

async function tellStanding(
  tx: Transaction,
  { clock, random, words, publicUrl }: TellHouse,
  one: Standing,
): Promise<void> {
  const now = clock.now();
  const told: Threshold[] = [];
  for (const percent of reachedThresholds(one.granted, one.cap))
    if (!(await tellOnce(tx, `cap/${one.pledge}/${one.version}/${percent}`, now))) told.push(percent);
  const earlier = await beforeVersion(tx, one);
  const standing = { granted: one.granted, cap: one.cap, atChange: earlier.atChange };
  // Of several at once the highest says it all.
  const percent = thresholdsToTell(standing, told, earlier.told).at(-1);
  if (percent === undefined) return;
  if (percent === 100) {
    const data = { campaign: one.slug, pledge: one.name, cap: one.cap, granted: one.granted };
    await putMessages(tx, one.campaign, 'cap.reached', { at: now, data }, random, now);
  }
  const who = { campaign: one.slug, organisation: one.partner, roles: ['partner'] as const };
  for (const { email, language } of await recipients(tx, who)) {
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
}

/** What was told under earlier terms, and what was granted when the present ones began. */
async function beforeVersion(
  tx: Transaction,
  { pledge, version }: Standing,
): Promise<{ readonly told: readonly Threshold[]; readonly atChange: number }> {
  if (version === 1) return { told: [], atChange: 0 };
  const told = await tx.rows<{ percent: Threshold }>(
    `SELECT DISTINCT percent FROM generate_series(1, $2::integer - 1) v CROSS JOIN unnest($3::integer[]) percent
     JOIN notice_once n ON n.key = 'cap/' || $1::text || '/' || v || '/' || percent`,
    [pledge, version, thresholds],
  );
  if (told.length === 0) return { told: [], atChange: 0 };
  const [row] = await tx.rows<{ granted: number }>(
    `SELECT (coalesce(sum(p.units), 0) - coalesce(sum(p.units) FILTER (WHERE v.at < t.valid_from), 0))::bigint AS granted
     FROM terms_version t JOIN credit_part p ON p.pledge_id = t.pledge_id AND p.terms_version < t.version
     LEFT JOIN reversal v ON v.credit_id = p.credit_id WHERE t.pledge_id = $1 AND t.version = $2`,
    [pledge, version],
  );
  return { told: told.map((one) => one.percent), atChange: row?.granted ?? 0 };
}

type Due = {
  id: CampaignId;
  slug: string;
  operator: string;
  title: RelayNews['campaign'];
  opens: number;
  closes: number;
};

/** Openings and ends that have come, told once to webhooks; nothing to one that was added after them. */
export async function tellCalendar({ db, clock, random }: TellHouse): Promise<void> {
  const now = clock.now();
  const campaigns = await db.rows<Due & { listensSince: number }>(
    `SELECT c.id, c.slug, c.opens, c.closes, min(e.created_at) AS "listensSince"
     FROM campaign c JOIN webhook_endpoint e ON e.campaign_id = c.id
     WHERE e.disabled_at IS NULL AND c.opens <= $1 GROUP BY c.id`,
    [sqlTime(now)],
  );
  for (const one of campaigns)
    for (const [event, at] of [
      ['campaign.opened', one.opens],
      ['campaign.closed', one.closes],
    ] as const)
      if (at <= now && one.listensSince <= at)
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
      const [counts] = await tx.rows<{ counted: number; refused: number; held: number; appeals: number }>(
        `SELECT count(*) FILTER (WHERE state = 'counted' AND counted_at >= $2 AND counted_at < $3) AS counted,
           count(*) FILTER (WHERE state = 'refused' AND checked_at >= $2 AND checked_at < $3) AS refused,
           count(*) FILTER (WHERE state = 'held') AS held,
           (SELECT count(*) FROM appeal WHERE campaign_id = $1 AND state = 'open') AS appeals
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
        `SELECT url FROM webhook_endpoint WHERE campaign_id = $1 AND failing_since IS NOT NULL
           AND (disabled_at IS NULL OR disabled_at >= $2)`,
        [one.id, sqlTime(today - day_ms)],
      );
      const { counted = 0, refused = 0, held = 0, appeals = 0 } = counts ?? {};
      if (counted + refused + held + appeals + nearCaps.length + failing.length === 0) return;
      const who = {
        campaign: one.slug,
        organisation: one.operator,
        roles: ['operator', 'moderator'] as const,
      };
      for (const { email, language } of await recipients(tx, who)) {
        const mail = words(language).digest({
          campaign: one.title,
          ...{ counted, refused, held, appeals, nearCaps },
          failing: failing.map(({ url }) => new URL(url).host),
          address: `${publicUrl}/console/c/${one.slug}`,
        });
        await putMail(tx, { to: email, relay: null, unsubscribe: null, ...mail }, random, now);
      }
    });
}
