import { createHash } from 'node:crypto';
import { cleanText, type FetchFailure, referrerIn, stanceIn } from '../../domain/mod.ts';
import { type CampaignLink, type Check, campaignLink, type Look, type Looker } from '../../evidence/mod.ts';
import { type Clock, canonicalKey } from '../../kernel/mod.ts';
import type { Database } from '../../store/mod.ts';
import { titleOf } from '../title.ts';
import type { Actors } from './actors.ts';
import type { Addresses } from './addresses.ts';
import type { Answer, Ask } from './ask.ts';
import { campaignsOf } from './inbox.ts';
import { hostOf, idOf, idsOf, type Message, messageIn, typeOf } from './thing.ts';

export type LookHouse = {
  readonly db: Database;
  readonly clock: Clock;
  readonly publicUrl: URL;
  readonly at: Addresses;
  readonly ask: Ask;
  readonly actors: Actors;
};

type Boost = { readonly actor: string; readonly at: number; readonly undone: boolean };

const excerpt_max = 300;

/** Whether an address is a message on a server of the fediverse, by the shape that Mastodon gave them. */
export const isShare = (address: string): boolean =>
  /^https?:\/\/[^/]+\/(?:@[\w.-]+(?:@[\w.:-]+)?\/\d+|users\/[\w.-]+\/statuses\/\w+)\/?(?:[?#]|$)/.test(
    address,
  );

/**
 * A looker that reads messages of the fediverse as documents at their own server; a page without one, and every other
 * relay, is for `otherwise`. What was sent to our inbox is a hint, but for boosts: few servers show them, so there the
 * signed act itself is kept and is what counts until it is undone.
 */
export function fediverseLooker(house: LookHouse, otherwise: Looker): Looker {
  const linkSlug = campaignLink(house.publicUrl);
  return async (check) => {
    if (check.kind !== 'share' && !isShare(check.source)) return otherwise(check);
    const asker = { id: check.campaign, slug: check.slug };
    const boost = await readBoost(house.db, check.source);
    if (boost?.undone === true) return failure(house, check, 'source_gone', 410, 'its author took it back');
    const answer = await house.ask(check.source, asker);
    if (boost !== null) return lookAtBoost(house, check, boost, answer);
    if (answer.kind === 'html') return otherwise(check);
    if (answer.kind === 'failed') return failedAnswer(house, check, answer);
    const message = messageIn(answer.thing);
    if (typeOf(answer.thing) === 'Tombstone') return failure(house, check, 'source_gone', 200, 'a tombstone');
    if (message === null || hostOf(message.id) !== hostOf(answer.url))
      return failure(house, check, 'source_not_found', 200, 'no message of the fediverse');
    const author = await house.actors.byId(message.author, asker);
    if (author.kind === 'gone') return failure(house, check, 'source_gone', 410, 'its author is gone');
    if (author.kind === 'none') return failure(house, check, 'source_unreachable', null, author.detail);
    const linked =
      message.public && campaignsOf(message, house.at, linkSlug, house.publicUrl).includes(check.slug);
    return {
      ...frame(house, check),
      sighting: {
        kind: 'page',
        sameSite: false,
        facts: {
          link: linked ? 'content' : 'none',
          ...wordsInLink(message, check.slug, linkSlug, house.publicUrl),
          canonical: null,
          post: {
            title: message.title ?? titleOf(message.text),
            author: author.actor.name,
            site: hostOf(message.id),
            published: message.published === null ? null : Math.min(message.published, house.clock.now()),
            excerpt: cleanText(message.text, excerpt_max) || null,
            language: message.language,
          },
        },
      },
      page: { key: canonicalKey(new URL(message.id)), site: author.actor.site },
      evidence: {
        status: 200,
        ...(message.id === check.source ? {} : { finalUrl: message.id }),
        bytes: Buffer.byteLength(answer.text),
        sha256: createHash('sha256').update(answer.text).digest('hex'),
        link: linked ? 'content' : 'none',
      },
    };
  };
}

/** A boost: as its server shows it, else as its author signed it. */
async function lookAtBoost(house: LookHouse, check: Check, boost: Boost, answer: Answer): Promise<Look> {
  if (answer.kind === 'failed' && answer.status === 410) return failedAnswer(house, check, answer);
  const shown =
    answer.kind === 'thing' && typeOf(answer.thing) === 'Announce' && idOf(answer.thing) === check.source
      ? idsOf(answer.thing.object).some((one) => house.at.noteOf(one)?.slug === check.slug)
      : null;
  const author = await house.actors.byId(boost.actor, { id: check.campaign, slug: check.slug });
  if (author.kind === 'gone') return failure(house, check, 'source_gone', 410, 'its author is gone');
  if (author.kind === 'none') return failure(house, check, 'source_unreachable', null, author.detail);
  const link = shown === false ? 'none' : 'content';
  return {
    ...frame(house, check),
    sighting: {
      kind: 'page',
      sameSite: false,
      facts: {
        ...{ link, by: null, stance: null, canonical: null },
        post: {
          ...{ title: accountOf(author.actor.site), excerpt: null, language: null },
          author: author.actor.name,
          site: hostOf(check.source),
          published: boost.at,
        },
      },
    },
    page: { key: canonicalKey(new URL(check.source)), site: author.actor.site },
    evidence: {
      status: answer.kind === 'failed' ? answer.status : 200,
      link,
      detail: 'a boost, signed by its author',
    },
  };
}

/** Through whom somebody came and where they stand, as the link that they wrote says. */
function wordsInLink(message: Message, slug: string, linkSlug: CampaignLink, base: URL) {
  const link = message.links.find((one) => linkSlug(one, base) === slug && URL.parse(one)?.search !== '');
  const url = link === undefined ? null : URL.parse(link);
  return { by: url === null ? null : referrerIn(url), stance: url === null ? null : stanceIn(url) };
}

const frame = (house: LookHouse, check: Check) => ({
  ...{ check, at: house.clock.now(), seen: null, retryAfterSeconds: null },
});

function failedAnswer(
  house: LookHouse,
  check: Check,
  { status, detail }: { readonly status: number | null; readonly detail: string },
): Look {
  const reason =
    status === 410 ? 'source_gone' : status === 404 ? 'source_not_found' : ('source_unreachable' as const);
  return failure(house, check, reason, status, detail);
}

const failure = (
  house: LookHouse,
  check: Check,
  reason: FetchFailure,
  status: number | null,
  detail: string,
): Look => ({
  ...frame(house, check),
  sighting: { kind: 'failed', reason, status },
  page: null,
  evidence: { status, detail },
});

/** An account as people write it, `@name@host`; null where its name is none. */
function accountOf(site: string): string | null {
  const [host = '', name] = site.split('/@');
  return name === undefined ? null : `@${name}@${host}`;
}

async function readBoost(db: Database, id: string): Promise<Boost | null> {
  const [row] = await db.rows<Boost>(
    'SELECT actor, at, undone_at IS NOT NULL AS undone FROM fediverse_boost WHERE id = $1',
    [id],
  );
  return row ?? null;
}
