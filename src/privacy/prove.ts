import { hash } from 'node:crypto';
import { createPageReader, type Fetcher, type PageReader } from '../evidence/mod.ts';
import { translator } from '../i18n/mod.ts';
import type { Clock, Language, Random } from '../kernel/mod.ts';
import type { Mailer } from '../mail/mod.ts';
import { type Database, sqlTime } from '../store/mod.ts';
import type { DataRequestId, DataRequestState } from './request.ts';

/** The address that a post links to, to show that its author asks: nothing secret, but only the author can put it there. */
export function tokenPath(token: string): string {
  return `/data/proof/${token}`;
}

/**
 * Looks whether the post links to the request's token. A link counts where its author can write, seen or unseen; not in
 * the comments, where anybody can.
 */
export async function proveByPost(
  house: {
    readonly db: Database;
    readonly fetcher: Fetcher;
    readonly clock: Clock;
    readonly publicUrl: URL;
  },
  request: DataRequestId,
): Promise<void> {
  const [asked] = await house.db.rows<{ source: string; token: string }>(
    `SELECT r.source, d.token FROM data_request d JOIN relay r ON r.id = d.relay_id
     WHERE d.id = $1 AND d.state = 'checking' AND r.erased_at IS NULL`,
    [request],
  );
  if (asked === undefined) return;
  const wanted = new URL(tokenPath(asked.token), house.publicUrl).href;
  let reader: PageReader | null = null;
  const outcome = await house.fetcher.fetchPage(new URL(asked.source), (head) => {
    reader = createPageReader({
      pageUrl: head.finalUrl,
      charset: head.charset,
      slug: asked.token,
      linkSlug: (href, base) => (URL.parse(href, base)?.href === wanted ? asked.token : null),
    });
    return reader;
  });
  const place = reader === null ? 'none' : (reader as PageReader).end().link;
  const state: DataRequestState =
    outcome.kind === 'failed'
      ? 'unreachable'
      : place === 'content' || place === 'hidden'
        ? 'proven'
        : 'not_found';
  await house.db.rows(
    `UPDATE data_request SET state = $2, checked_at = $3 WHERE id = $1 AND state = 'checking'`,
    [request, state, sqlTime(house.clock.now())],
  );
}

/** Sends the link of a request to the address that was left with the post; having it is the proof. */
export async function mailLink(
  house: {
    readonly db: Database;
    readonly mailer: Mailer;
    readonly random: Random;
    readonly clock: Clock;
    readonly publicUrl: URL;
  },
  request: DataRequestId,
): Promise<void> {
  const [asked] = await house.db.rows<{ email: string; source: string; language: Language }>(
    `SELECT k.email, r.source, d.language FROM data_request d JOIN relay r ON r.id = d.relay_id
     JOIN relay_contact k ON k.relay_id = r.id WHERE d.id = $1 AND d.way = 'email'`,
    [request],
  );
  if (asked === undefined) return;
  const key = Buffer.from(house.random(20)).toString('hex');
  await house.db.rows(
    `UPDATE data_request SET key_hash = $2, state = 'proven', checked_at = $3 WHERE id = $1`,
    [request, hash('sha256', key, 'buffer'), sqlTime(house.clock.now())],
  );
  const { t } = translator(asked.language);
  const link = new URL(`/data/${request}/${key}`, house.publicUrl).href;
  await house.mailer.send({
    to: asked.email,
    subject: t('data.mail.subject'),
    text: t('data.mail.text', { source: asked.source, link }),
  });
}
