import { type CampaignLink, type Claims, campaignLink } from '../../evidence/mod.ts';
import { type CampaignId, type Clock, createGroup, type Random, siteOf } from '../../kernel/mod.ts';
import { type Database, sqlTime } from '../../store/mod.ts';
import type { KnownActor } from './actors.ts';
import type { Addresses } from './addresses.ts';
import type { Ask } from './ask.ts';
import { putMessage } from './deliver.ts';
import { allowQuote, context } from './notes.ts';
import { hostOf, idOf, idsOf, isThing, type Message, messageIn, type Thing, typeOf } from './thing.ts';

export type InboxHouse = {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: URL;
  readonly at: Addresses;
  readonly ask: Ask;
  readonly claims: Pick<Claims, 'claim'>;
  /** The id of a published campaign. */
  readonly campaign: (slug: string) => Promise<CampaignId | null>;
};

/** `taken`: done, or of no concern to us. `not_theirs`: it speaks of what belongs to somebody else. */
export type Taken = 'taken' | 'not_theirs' | 'full';

/** Those who follow one campaign; more is another kind of server. */
const followers_max = 100_000;
/** Campaigns that one message may relay. */
const targets_max = 5;
/** Relays that came from the fediverse, or look as if; they have an index of their own. */
const ours = "(via = 'activitypub' OR kind = 'share')";
/** Types of long posts with a page of their own: read there, like blog posts. */
const pages = new Set(['Article', 'Page', 'Event', 'Video']);

/**
 * Does what a verified activity asks. A message that mentions, answers, quotes or boosts a campaign is claimed as a share
 * and then looked at where it is; an update or a deletion asks for another look. Committed when this returns.
 */
export async function takeActivity(
  house: InboxHouse & Known,
  activity: Thing,
  actor: KnownActor,
): Promise<Taken> {
  const id = idOf(activity);
  if (id === null || hostOf(id) !== hostOf(actor.id)) return 'not_theirs';
  if (await house.wasTaken(id)) return 'taken';
  const outcome = await act(house, activity, actor, id);
  if (outcome === 'taken') await house.noteTaken(id);
  return outcome;
}

/** What was taken before; those who ask together share one statement. */
export type Known = {
  readonly wasTaken: (activity: string) => Promise<boolean>;
  readonly noteTaken: (activity: string) => Promise<void>;
};

export function openKnown({ db, clock }: Pick<InboxHouse, 'db' | 'clock'>): Known {
  const read = createGroup<string, boolean>({ most: 500 }, async (ids) => {
    const rows = await db.rows<{ activity: string }>(
      'SELECT activity FROM fediverse_taken WHERE activity = ANY ($1::text[])',
      [ids],
    );
    const there = new Set(rows.map((row) => row.activity));
    return ids.map((id) => there.has(id));
  });
  const write = createGroup<string, void>({ most: 500 }, async (ids) => {
    await db.rows(
      'INSERT INTO fediverse_taken (activity, at) SELECT id, $2::timestamptz FROM unnest($1::text[]) AS id ON CONFLICT DO NOTHING',
      [[...new Set(ids)], sqlTime(clock.now())],
    );
    return ids.map(() => undefined);
  });
  return { wasTaken: read.add, noteTaken: write.add };
}

async function act(house: InboxHouse, activity: Thing, actor: KnownActor, id: string): Promise<Taken> {
  switch (typeOf(activity)) {
    case 'Follow':
      return follow(house, activity, actor, id);
    case 'Undo':
      return undo(house, activity, actor);
    case 'Create':
    case 'Update':
      return takeMessage(house, activity, actor);
    case 'Announce':
      return boost(house, activity, actor, id);
    case 'QuoteRequest':
      return quote(house, activity, actor, id);
    case 'Delete':
      return remove(house, activity, actor);
    default:
      return 'taken';
  }
}

async function follow(house: InboxHouse, activity: Thing, actor: KnownActor, id: string): Promise<Taken> {
  const { db, at, clock } = house;
  const slug = at.slugOf(idOf(activity.object) ?? '');
  const campaign = slug === null ? null : await house.campaign(slug);
  if (slug === null || campaign === null) return 'taken';
  const now = clock.now();
  return db.transaction(async (tx) => {
    const [row] = await tx.rows<{ count: number }>(
      'SELECT count(*) AS count FROM fediverse_follower WHERE campaign_id = $1',
      [campaign],
    );
    if ((row?.count ?? 0) >= followers_max) return 'full';
    await tx.rows(
      `INSERT INTO fediverse_follower (campaign_id, actor, inbox, since) VALUES ($1, $2, $3, $4)
       ON CONFLICT (campaign_id, actor) DO UPDATE SET inbox = excluded.inbox`,
      [campaign, actor.id, actor.inbox, sqlTime(now)],
    );
    const accept = {
      '@context': context,
      id: `${at.actor(slug)}#accepts/${encodeURIComponent(id)}`,
      type: 'Accept',
      actor: at.actor(slug),
      object: { id, type: 'Follow', actor: actor.id, object: at.actor(slug) },
    };
    await putMessage(tx, campaign, [actor.inbox], accept, now);
    return 'taken';
  });
}

async function undo(house: InboxHouse, activity: Thing, actor: KnownActor): Promise<Taken> {
  const { db, at, clock } = house;
  const undone = idOf(activity.object);
  const by = isThing(activity.object) ? idOf(activity.object.actor) : null;
  if (by !== null && by !== actor.id) return 'not_theirs';
  const followed = isThing(activity.object) ? at.slugOf(idOf(activity.object.object) ?? '') : null;
  if (followed !== null && isThing(activity.object) && typeOf(activity.object) === 'Follow')
    await db.rows(
      'DELETE FROM fediverse_follower f USING campaign c WHERE c.id = f.campaign_id AND c.slug = $1 AND f.actor = $2',
      [followed, actor.id],
    );
  if (undone === null) return 'taken';
  const boosts = await db.rows(
    'UPDATE fediverse_boost SET undone_at = $3 WHERE id = $1 AND actor = $2 AND undone_at IS NULL RETURNING 1',
    [undone, actor.id, sqlTime(clock.now())],
  );
  if (boosts.length > 0) await lookAgain(house, [undone]);
  return 'taken';
}

async function takeMessage(house: InboxHouse, activity: Thing, actor: KnownActor): Promise<Taken> {
  const { object } = activity;
  // An actor that changed its name or its key; read anew when it is needed.
  if (isThing(object) && idOf(object) === actor.id) return 'taken';
  const address = idOf(object);
  if (address === null) return 'taken';
  if (hostOf(address) !== hostOf(actor.id)) return 'not_theirs';
  let thing = isThing(object) ? object : null;
  if (thing === null) {
    const answer = await house.ask(address, null);
    thing = answer.kind === 'thing' ? answer.thing : null;
  }
  const message = thing === null ? null : messageIn(thing);
  if (message === null) return 'taken';
  if (message.author !== actor.id) return 'not_theirs';
  const source = pages.has(message.type) ? (message.url ?? message.id) : message.id;
  if (typeOf(activity) === 'Update') await lookAgain(house, [source]);
  if (!message.public) return 'taken';
  for (const slug of campaignsOf(message, house.at, campaignLink(house.publicUrl), house.publicUrl))
    await claim(house, source, slug, !pages.has(message.type));
  return 'taken';
}

/** The campaigns that a message mentions, answers, shows within it, or links to. */
export function campaignsOf(
  message: Message,
  at: Addresses,
  linkSlug: CampaignLink,
  publicUrl: URL,
): readonly string[] {
  const slugs = [
    ...message.mentions.map((one) => at.slugOf(one)),
    ...message.about.map((one) => at.noteOf(one)?.slug ?? at.slugOf(one)),
    ...message.links.map((one) => linkSlug(one, publicUrl)),
  ];
  return [...new Set(slugs.filter((slug) => slug !== null))].slice(0, targets_max);
}

async function boost(house: InboxHouse, activity: Thing, actor: KnownActor, id: string): Promise<Taken> {
  const { db, at, clock } = house;
  const note = idsOf(activity.object).find((one) => at.noteOf(one) !== null);
  const slug = at.noteOf(note ?? '')?.slug;
  if (note === undefined || slug === undefined) return 'taken';
  await db.rows(
    `INSERT INTO fediverse_boost (id, actor, note, at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING`,
    [id, actor.id, note, sqlTime(clock.now())],
  );
  await claim(house, id, slug, true);
  return 'taken';
}

/** Anybody may quote a campaign's notes (FEP-044f): the quoting post gets its permission, and is a share. */
async function quote(house: InboxHouse, activity: Thing, actor: KnownActor, id: string): Promise<Taken> {
  const { db, at, clock, random } = house;
  const note = idOf(activity.object);
  const own = note === null ? null : at.noteOf(note);
  const post = idOf(activity.instrument);
  const campaign = own === null ? null : await house.campaign(own.slug);
  if (note === null || own === null || campaign === null || post === null) return 'taken';
  if (hostOf(post) !== hostOf(actor.id)) return 'not_theirs';
  const now = clock.now();
  const permission = await allowQuote(db, { campaign, note, post }, random, now);
  const accept = {
    '@context': context,
    id: `${at.quote(own.slug, permission)}#accept`,
    type: 'Accept',
    actor: at.actor(own.slug),
    to: actor.id,
    object: { id, type: 'QuoteRequest', actor: actor.id, object: note, instrument: post },
    result: at.quote(own.slug, permission),
  };
  await putMessage(db, campaign, [actor.inbox], accept, now);
  await claim(house, post, own.slug, true);
  return 'taken';
}

async function remove(house: InboxHouse, activity: Thing, actor: KnownActor): Promise<Taken> {
  const removed = idOf(activity.object);
  if (removed === null) return 'taken';
  if (removed === actor.id) {
    await forgetActor(house, actor.id);
    return 'taken';
  }
  if (hostOf(removed) !== hostOf(actor.id)) return 'not_theirs';
  const theirs = await house.db.rows<{ site: string }>(
    `SELECT site FROM relay WHERE source = $1 AND ${ours}`,
    [removed],
  );
  // Not looked at yet, a relay has its host for a site.
  const own = new Set([actor.site, siteOf(new URL(removed))]);
  if (theirs.some((row) => !own.has(row.site))) return 'not_theirs';
  await lookAgain(house, [removed]);
  return 'taken';
}

/** Someone whose account is gone: no follower any more, and what they shared is looked at again. */
export async function forgetActor(house: InboxHouse, actor: string): Promise<void> {
  const { db, clock } = house;
  await db.rows('DELETE FROM fediverse_follower WHERE actor = $1', [actor]);
  const boosts = await db.rows<{ id: string }>(
    'UPDATE fediverse_boost SET undone_at = coalesce(undone_at, $2::timestamptz) WHERE actor = $1 RETURNING id',
    [actor, sqlTime(clock.now())],
  );
  const posts = await db.rows<{ source: string }>(
    `SELECT r.source FROM relay r JOIN fediverse_actor a ON a.site = r.site WHERE a.id = $1 AND ${ours} LIMIT 1000`,
    [actor],
  );
  await lookAgain(house, [...boosts.map((one) => one.id), ...posts.map((one) => one.source)]);
}

/** Another look at relays that are known; others are no concern of ours. */
async function lookAgain(house: InboxHouse, sources: readonly string[]): Promise<void> {
  const rows = await house.db.rows<{ source: string; target: string }>(
    `SELECT DISTINCT source, target FROM relay WHERE source = ANY ($1::text[]) AND ${ours}`,
    [sources],
  );
  for (const { source, target } of rows) await house.claims.claim({ source, target, via: 'activitypub' });
}

async function claim(house: InboxHouse, source: string, slug: string, short: boolean): Promise<void> {
  await house.claims.claim({
    source,
    target: house.at.page(slug),
    via: 'activitypub',
    ...(short ? { kind: 'share' as const } : {}),
  });
}
