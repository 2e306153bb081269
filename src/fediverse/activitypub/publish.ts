import type { Federation } from '@fedify/fedify';
import type { CampaignId } from '../../kernel/mod.ts';
import type { Database } from '../../store/mod.ts';
import { type Addresses, paths } from './addresses.ts';
import type { Keys } from './keys.ts';
import {
  context,
  countNotes,
  createThing,
  escaped,
  noteThing,
  readNote,
  readNotes,
  readQuote,
} from './notes.ts';
import type { Thing } from './thing.ts';

/** A campaign as its actor shows it. */
export type Shown = {
  readonly id: CampaignId;
  readonly title: string;
  readonly summary: string;
};

export type PublishHouse = {
  readonly db: Database;
  readonly publicUrl: URL;
  readonly at: Addresses;
  readonly keys: Keys;
  readonly show: (slug: string) => Promise<Shown | null>;
  /** Published campaigns, and what was counted in them. */
  readonly usage: () => Promise<{ readonly campaigns: number; readonly posts: number }>;
  /** A square picture of the house, as PNG. */
  readonly icon: string;
  readonly version: { readonly major: number; readonly minor: number; readonly patch: number };
};

const notes_page = 20;
export type Publisher = {
  /** Actor, collections, WebFinger and NodeInfo; who asks for a page is sent to the campaign's. */
  readonly answer: (request: Request) => Promise<Response>;
  /** A note, a permission to quote, or the campaign's messages, as a document; null where there is none. */
  readonly document: (
    slug: string,
    kind: 'notes' | 'quotes' | 'outbox' | 'featured',
    id: string,
  ) => Promise<Thing | null>;
};

/** What is public of the actors (ActivityPub, RFC 7033, NodeInfo 2.1). */
export function createPublisher(house: PublishHouse): Publisher {
  const { at, db } = house;
  let opened: Promise<Federation<void>> | null = null;
  const federation = () => {
    opened ??= open(house);
    return opened;
  };
  return {
    answer: async (request) => {
      const page = (asked: Request) => {
        const slug = at.slugOf(house.publicUrl.origin + new URL(asked.url).pathname);
        return new Response(null, {
          status: slug === null ? 406 : 303,
          headers: slug === null ? {} : { location: at.page(slug), vary: 'Accept' },
        });
      };
      return (await federation()).fetch(request, {
        contextData: undefined,
        onNotFound: () => new Response(null, { status: 404 }),
        onNotAcceptable: page,
      });
    },
    document: async (slug, kind, id) => {
      if (kind === 'quotes') return readQuote(db, at, slug, id);
      if (kind === 'notes') {
        const note = await readNote(db, slug, id);
        return note === null ? null : { '@context': context, ...noteThing(note, at) };
      }
      if ((await house.show(slug)) === null) return null;
      const notes = await readNotes(db, slug, notes_page);
      const collection = { '@context': context, type: 'OrderedCollection' };
      // What stands at the top of the profile: the newest word.
      if (kind === 'featured')
        return {
          ...collection,
          id: at.featured(slug),
          totalItems: Math.min(1, notes.length),
          orderedItems: notes.slice(0, 1).map((note) => noteThing(note, at)),
        };
      return {
        ...collection,
        id: at.outbox(slug),
        totalItems: await countNotes(db, slug),
        orderedItems: notes.map((note) => {
          const { '@context': _, ...act } = createThing(note, at);
          return act;
        }),
      };
    },
  };
}

/** Contexts that our own documents name. */
const ownContexts: ReadonlySet<string> = new Set([
  'https://www.w3.org/ns/activitystreams',
  'https://www.w3.org/ns/did/v1',
  'https://w3id.org/security/v1',
  'https://w3id.org/security/data-integrity/v1',
  'https://w3id.org/security/multikey/v1',
]);

async function open(house: PublishHouse): Promise<Federation<void>> {
  const { createFederation, Endpoints, getDocumentLoader, Image, MemoryKvStore, Service } = await import(
    '@fedify/fedify'
  );
  const load = getDocumentLoader();
  const { db, at, keys } = house;
  const refuse = async (url: string): Promise<never> => {
    throw new Error(`${url} is not loaded`);
  };
  const federation = createFederation<void>({
    // Nothing is kept there: strangers' documents are read by our own guard, messages go through our own queue.
    kv: new MemoryKvStore(),
    origin: house.publicUrl.origin,
    documentLoaderFactory: () => refuse,
    authenticatedDocumentLoaderFactory: () => refuse,
    // The library carries these with it.
    contextLoaderFactory: () => (url) => (ownContexts.has(url) ? load(url) : refuse(url)),
  });
  federation
    .setActorDispatcher(paths.actor, async (ctx, slug) => {
      const shown = await house.show(slug);
      if (shown === null) return null;
      const [pair] = await ctx.getActorKeyPairs(slug);
      return new Service({
        id: new URL(at.actor(slug)),
        preferredUsername: slug,
        name: shown.title,
        summary: `<p>${escaped(shown.summary)}</p>`,
        url: new URL(at.page(slug)),
        inbox: new URL(at.inbox(slug)),
        outbox: new URL(at.outbox(slug)),
        followers: new URL(at.followers(slug)),
        featured: new URL(at.featured(slug)),
        endpoints: new Endpoints({ sharedInbox: new URL(paths.sharedInbox, house.publicUrl) }),
        manuallyApprovesFollowers: false,
        discoverable: true,
        indexable: true,
        icon: new Image({ url: new URL(house.icon, house.publicUrl), mediaType: 'image/png' }),
        ...(pair === undefined ? {} : { publicKey: pair.cryptographicKey }),
      });
    })
    .setKeyPairsDispatcher(async (_, slug) => {
      const shown = await house.show(slug);
      return shown === null ? [] : [await keys(shown.id)];
    })
    .mapAlias((_, resource) => {
      const slug = at.slugOf(resource.href);
      return slug === null ? null : { identifier: slug };
    });
  // How many follow is public, who does is not.
  federation
    .setFollowersDispatcher(paths.followers, async (_, slug) =>
      (await house.show(slug)) === null ? null : { items: [] },
    )
    .setCounter(async (_, slug) => {
      const [row] = await db.rows<{ count: number }>(
        'SELECT count(*) AS count FROM fediverse_follower f JOIN campaign c ON c.id = f.campaign_id WHERE c.slug = $1',
        [slug],
      );
      return row?.count ?? 0;
    });
  federation.setNodeInfoDispatcher(paths.nodeInfo, async () => {
    const { campaigns, posts } = await house.usage();
    return {
      software: { name: 'relais', version: house.version },
      protocols: ['activitypub'],
      usage: { users: { total: campaigns }, localPosts: posts, localComments: 0 },
    };
  });
  return federation;
}
