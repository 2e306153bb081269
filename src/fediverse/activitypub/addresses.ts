/** Where a campaign's actor and what it says are found. A slug is a campaign's; an id is a note's or a quotation's. */
export type Addresses = {
  readonly page: (slug: string) => string;
  readonly actor: (slug: string) => string;
  readonly key: (slug: string) => string;
  readonly inbox: (slug: string) => string;
  readonly followers: (slug: string) => string;
  readonly outbox: (slug: string) => string;
  readonly featured: (slug: string) => string;
  readonly note: (slug: string, id: string) => string;
  readonly quote: (slug: string, id: string) => string;
  /** The campaign that an address names by its actor or its page; null for any other. */
  readonly slugOf: (address: string) => string | null;
  /** The campaign and the id of a note of ours; null for any other address. */
  readonly noteOf: (address: string) => { readonly slug: string; readonly id: string } | null;
};

/** Paths that the actors answer at, as patterns of the router; `{…}` are its names. */
export const paths = {
  actor: '/ap/c/{identifier}',
  followers: '/ap/c/{identifier}/followers',
  outbox: '/ap/c/{identifier}/outbox',
  featured: '/ap/c/{identifier}/featured',
  sharedInbox: '/ap/inbox',
  nodeInfo: '/nodeinfo/2.1',
} as const;

export function addressesOf(publicUrl: URL): Addresses {
  const base = publicUrl.href.replace(/\/$/, '');
  const actor = (slug: string) => `${base}/ap/c/${slug}`;
  const page = (slug: string) => `${base}/c/${slug}`;
  return {
    page,
    actor,
    key: (slug) => `${actor(slug)}#main-key`,
    inbox: (slug) => `${actor(slug)}/inbox`,
    followers: (slug) => `${actor(slug)}/followers`,
    outbox: (slug) => `${actor(slug)}/outbox`,
    featured: (slug) => `${actor(slug)}/featured`,
    note: (slug, id) => `${actor(slug)}/notes/${id}`,
    quote: (slug, id) => `${actor(slug)}/quotes/${id}`,
    slugOf: (address) => {
      if (!address.startsWith(`${base}/`)) return null;
      return /^\/(?:ap\/)?c\/([a-z0-9-]{1,64})\/?$/.exec(address.slice(base.length))?.[1] ?? null;
    },
    noteOf: (address) => {
      if (!address.startsWith(`${base}/`)) return null;
      const [, slug, id] =
        /^\/ap\/c\/([a-z0-9-]{1,64})\/notes\/([a-zA-Z0-9_]{1,64})$/.exec(address.slice(base.length)) ?? [];
      return slug === undefined || id === undefined ? null : { slug, id };
    },
  };
}
