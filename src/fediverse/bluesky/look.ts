import { createHash } from 'node:crypto';
import { cleanLine, cleanText, referrerIn, stanceIn } from '../../domain/mod.ts';
import { type Check, campaignLink, type Look, type Looker } from '../../evidence/mod.ts';
import { type Clock, canonicalKey } from '../../kernel/mod.ts';
import { titleOf } from '../title.ts';
import { type AtPost, addressOf, atPostIn, linksOf, nameOf, postIn, wordsOf } from './record.ts';

/** What an address answers: the text of a success, or the status, or null for no answer. */
export type Ask = (address: URL) => Promise<{ readonly text: string } | { readonly status: number | null }>;

export type AtHouse = {
  readonly clock: Clock;
  readonly publicUrl: URL;
  /** The app's public API, without a trailing slash. */
  readonly api: string;
  /** The guarded GET. */
  readonly ask: Ask;
};

const name_max = 80;
const excerpt_max = 300;

/**
 * A looker that reads posts on Bluesky where they are public for programs, the app's own API; all other addresses are for
 * `otherwise`. The stream that told of a post is a hint: what counts is read here, at first and at each later look.
 */
export function atLooker(house: AtHouse, otherwise: Looker): Looker {
  return (check) => {
    const post = atPostIn(check.source);
    return post === null ? otherwise(check) : look(house, check, post);
  };
}

async function look(house: AtHouse, check: Check, post: AtPost): Promise<Look> {
  const answer = await readPost(house, post);
  const at = house.clock.now();
  const nothing = { check, at, page: null, seen: null, retryAfterSeconds: null };
  if ('status' in answer) {
    const { status } = answer;
    return {
      ...nothing,
      sighting: { kind: 'failed', reason: 'source_unreachable', status },
      evidence: { status, detail: 'the app gave no answer' },
    };
  }
  const found = postIn(answer.text);
  if (found === null)
    return {
      ...nothing,
      sighting: { kind: 'failed', reason: 'source_not_found', status: 200 },
      evidence: { status: 200, detail: 'the app knows no such post' },
    };
  const { did, author, record } = found;
  const linkSlug = campaignLink(house.publicUrl);
  const link = linksOf(record).find((one) => linkSlug(one, house.publicUrl) === check.slug);
  const url = link === undefined ? null : URL.parse(link);
  const { text, published, language } = wordsOf(record);
  const name = author === null ? null : cleanLine(author, name_max);
  const own = addressOf({ actor: did, key: post.key });
  return {
    ...nothing,
    sighting: {
      kind: 'page',
      sameSite: false,
      facts: {
        link: link === undefined ? 'none' : 'content',
        by: url === null ? null : referrerIn(url),
        stance: url === null ? null : stanceIn(url),
        canonical: null,
        post: {
          title: titleOf(text),
          author: name === '' ? null : name,
          site: 'Bluesky',
          published: published === null ? null : Math.min(published, at),
          excerpt: cleanText(text, excerpt_max) || null,
          language,
        },
      },
    },
    // One person is one site: the app is where everybody writes.
    page: { key: canonicalKey(new URL(own)), site: `bsky.app/${did}` },
    evidence: {
      status: 200,
      sha256: createHash('sha256').update(JSON.stringify(record)).digest('hex'),
      link: link === undefined ? 'none' : 'content',
    },
  };
}

async function readPost({ api, ask }: AtHouse, { actor, key }: AtPost): Promise<Awaited<ReturnType<Ask>>> {
  const address = new URL(`${api}/xrpc/app.bsky.feed.getPosts`);
  let did = actor;
  if (!actor.startsWith('did:')) {
    const resolve = new URL(`${api}/xrpc/com.atproto.identity.resolveHandle`);
    resolve.searchParams.set('handle', actor);
    const answer = await ask(resolve);
    // A handle that nobody has any more is a post that nobody finds any more.
    if ('status' in answer) return answer.status === 400 ? { text: '{}' } : answer;
    did = /"did"\s*:\s*"(did:[a-zA-Z0-9.:%-]{1,250})"/.exec(answer.text)?.[1] ?? '';
    if (did === '') return { text: '{}' };
  }
  address.searchParams.set('uris', nameOf({ actor: did, key }));
  return ask(address);
}
