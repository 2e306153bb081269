import { type CampaignLink, type Claims, campaignLink } from '../../evidence/mod.ts';
import { type Clock, createGroup, type Instant, type Random } from '../../kernel/mod.ts';
import { type Database, sqlTime } from '../../store/mod.ts';
import { type AtPost, addressOf, documentAddress, isAtPost, linksOf } from './record.ts';

export type StreamHouse = {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: URL;
  /** A Jetstream server, `wss://…/subscribe`. */
  readonly stream: URL;
  readonly claims: Pick<Claims, 'claim'>;
  readonly onError: (error: unknown, during: string) => void;
};

const posts = 'app.bsky.feed.post';
const documents = 'site.standard.document';
/** Cursors are microseconds; a server may be a little behind or ahead of the one before. */
const rewind_us = 5_000_000;
const save_every_ms = 5000;
const pause_ms = { first: 1000, most: 60_000 } as const;
/** A server that is silent for so long is dead: the whole network writes several posts a second. */
const silence_ms = 90_000;
/** An event is some kilobytes; one that is larger is none of ours. */
const event_max = 256 * 1024;
/** Events waiting for the database. Where more would, the stream is cut and read again from the cursor. */
const waiting_max = 500;
/** Campaigns that one post may relay. */
const targets_max = 5;

type Event = { readonly at_us: number; readonly source: string; readonly targets: readonly string[] };

/**
 * Reads the public stream of posts until `stop`, and claims those that link to a campaign. What the stream says is a hint:
 * each claim is looked at where the post is (`atLooker`, or the page of a long post). Where it was is kept, so that
 * nothing is missed while nobody listened, as far back as the server goes; what comes twice is one relay.
 */
export function keepStream(house: StreamHouse): { readonly stop: () => Promise<void> } {
  const { db, clock, random, stream, onError } = house;
  const linkSlug = campaignLink(house.publicUrl);
  const host = house.publicUrl.host;
  let stopped = false;
  let socket: WebSocket | null = null;
  let failures = 0;
  let cursor: number | null = null;
  let saved: number | null = null;
  let heardAt = clock.now();
  let timer: NodeJS.Timeout | null = null;
  /** Something was not kept: nothing behind it is noted as read before the stream is read again. */
  let broken = false;
  const waiting = new Set<Promise<void>>();

  const save = async () => {
    const now = cursor;
    if (broken || now === null || now === saved || waiting.size > 0) return;
    await writeCursor(db, stream, now, clock.now());
    saved = now;
  };
  /** Known posts: only of these a deletion, or a second telling, means anything. */
  const known = createGroup<string, boolean>({ most: 500 }, (sources) => readKnown(db, sources));
  const take = async (event: Event, what: 'create' | 'update' | 'delete') => {
    const there = await known.add(event.source);
    if (what === 'create' && there) return;
    if (what === 'delete' && !there) return;
    const targets = what === 'delete' ? await readTargets(db, event.source) : event.targets;
    for (const target of targets)
      await house.claims.claim({
        source: event.source,
        target,
        via: 'bluesky',
        ...(event.source.startsWith('https://bsky.app/') ? { kind: 'mention' as const } : {}),
      });
  };
  const hear = (text: string) => {
    heardAt = clock.now();
    if (text.length > event_max) return;
    // The network deletes thousands of posts an hour, and links to us are rare: most events are never parsed.
    const ours = text.includes(host);
    const away = text.includes('"delete"');
    if (!ours && !away) {
      const at_us = Number(/"time_us":(\d{1,17})/.exec(text)?.[1] ?? Number.NaN);
      if (!Number.isNaN(at_us)) cursor = Math.max(cursor ?? 0, at_us);
      return;
    }
    const read = readEvent(text, linkSlug, house.publicUrl);
    if (read === null) return;
    const { event, what } = read;
    const done = (event.targets.length === 0 && what !== 'delete' ? Promise.resolve() : take(event, what))
      .then(() => {
        cursor = Math.max(cursor ?? 0, event.at_us);
      })
      .catch((error) => {
        onError(error, 'bluesky');
        broken = true;
        // Not acknowledged: it is told again after the cursor.
        socket?.close();
      })
      .finally(() => waiting.delete(done));
    waiting.add(done);
    if (waiting.size > waiting_max) socket?.close();
  };

  const connect = async () => {
    if (stopped) return;
    await Promise.allSettled(waiting);
    try {
      cursor = saved = await readCursor(db, stream);
      broken = false;
    } catch (error) {
      onError(error, 'bluesky');
    }
    if (stopped) return;
    const address = new URL(stream);
    for (const collection of [posts, documents]) address.searchParams.append('wantedCollections', collection);
    if (cursor !== null) address.searchParams.set('cursor', String(Math.max(0, cursor - rewind_us)));
    heardAt = clock.now();
    const mine = new WebSocket(address);
    socket = mine;
    mine.addEventListener('open', () => {
      failures = 0;
    });
    mine.addEventListener('message', ({ data }) => {
      if (typeof data === 'string' && socket === mine) hear(data);
    });
    mine.addEventListener('error', () => {});
    mine.addEventListener('close', () => {
      if (socket === mine) socket = null;
      if (stopped) return;
      const wait = Math.min(pause_ms.first * 2 ** Math.min(failures++, 10), pause_ms.most);
      timer = setTimeout(() => void connect(), wait * (1 + (random(1)[0] ?? 0) / 1024));
    });
  };
  const sweep = setInterval(() => {
    save().catch((error) => onError(error, 'bluesky'));
    if (socket !== null && clock.now() - heardAt > silence_ms) socket.close();
  }, save_every_ms);
  void connect();
  return {
    stop: async () => {
      stopped = true;
      clearInterval(sweep);
      if (timer !== null) clearTimeout(timer);
      socket?.close();
      await Promise.allSettled(waiting);
      await save();
    },
  };
}

/** An event of the stream that matters to us; null for any other. */
export function readEvent(
  text: string,
  linkSlug: CampaignLink,
  base: URL,
): { readonly event: Event; readonly what: 'create' | 'update' | 'delete' } | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const { did, time_us, commit } = (parsed ?? {}) as Readonly<Record<string, unknown>>;
  const { operation, collection, rkey, record } = (commit ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof did !== 'string' || typeof rkey !== 'string' || typeof time_us !== 'number') return null;
  if (operation !== 'create' && operation !== 'update' && operation !== 'delete') return null;
  const post: AtPost = { actor: did, key: rkey };
  if (!isAtPost(post) || !did.startsWith('did:')) return null;
  if (collection === documents) {
    const source = operation === 'delete' ? null : documentAddress(record);
    if (source === null) return null;
    // A long post names its page; whether that links to a campaign is read there.
    const targets = targetsIn(urlsIn(record), linkSlug, base);
    return { event: { at_us: time_us, source, targets }, what: 'update' };
  }
  if (collection !== posts) return null;
  const targets = operation === 'delete' ? [] : targetsIn(linksOf(record), linkSlug, base);
  return { event: { at_us: time_us, source: addressOf(post), targets }, what: operation };
}

/** One address per campaign. */
function targetsIn(links: readonly string[], linkSlug: CampaignLink, base: URL): readonly string[] {
  const bySlug = new Map<string, string>();
  for (const link of links) {
    const slug = linkSlug(link, base);
    if (slug !== null && /^https?:/.test(link) && !bySlug.has(slug)) bySlug.set(slug, link);
  }
  return [...bySlug.values()].slice(0, targets_max);
}

/** Addresses anywhere in a long post: its content is of any shape. */
function urlsIn(record: unknown): readonly string[] {
  return [...JSON.stringify(record).matchAll(/https?:\/\/[^\s"\\<>()]{1,2000}/g)]
    .map(([url]) => url)
    .slice(0, 200);
}

async function readCursor(db: Database, stream: URL): Promise<number | null> {
  const [row] = await db.rows<{ at: number }>('SELECT at_us AS at FROM stream_cursor WHERE stream = $1', [
    stream.href,
  ]);
  return row?.at ?? null;
}

async function writeCursor(db: Database, stream: URL, at_us: number, now: Instant): Promise<void> {
  await db.rows(
    `INSERT INTO stream_cursor (stream, at_us, saved_at) VALUES ($1, $2, $3)
     ON CONFLICT (stream) DO UPDATE SET at_us = greatest(stream_cursor.at_us, excluded.at_us), saved_at = excluded.saved_at`,
    [stream.href, at_us, sqlTime(now)],
  );
}

async function readKnown(db: Database, sources: readonly string[]): Promise<readonly boolean[]> {
  const rows = await db.rows<{ source: string }>(
    `SELECT source FROM relay WHERE source = ANY ($1::text[]) AND source LIKE 'https://bsky.app/%'`,
    [sources],
  );
  const there = new Set(rows.map((row) => row.source));
  return sources.map((source) => there.has(source));
}

async function readTargets(db: Database, source: string): Promise<readonly string[]> {
  const rows = await db.rows<{ target: string }>(
    `SELECT target FROM relay WHERE source = $1 AND source LIKE 'https://bsky.app/%' LIMIT 20`,
    [source],
  );
  return rows.map((row) => row.target);
}
