import type { RelayReason, RelayState } from '../../domain/mod.ts';
import { contentOf, type LinkPlacement, type SamplePost, samplePosts } from './article.ts';
import { type Blog, blogHost, startBlog } from './blog-server.ts';
import { type MentionOutcome, sendLikeGhost } from './webmention-sender.ts';

/** How a claimed post should end. `relays`: how many relays of the campaign stand for the act, whatever was sent. */
export type BadAct = {
  readonly name:
    | 'no_link'
    | 'hidden_link'
    | 'address_only'
    | 'same_post_twice'
    | 'second_post'
    | 'private_address'
    | 'metadata_address'
    | 'missing_post'
    | 'removed_later';
  /** What is tried, for the terminal. */
  readonly says: { readonly fr: string; readonly en: string };
  /** The post's address. */
  readonly source: string;
  /** Sends the mention(s); for `removed_later` the first of two parts. */
  readonly send: () => Promise<MentionOutcome[]>;
  readonly expected: Ending;
  /** What is done once `expected` is reached (`removed_later`: take the post down, say so), and how it ends then. */
  readonly afterwards?: { readonly send: () => Promise<MentionOutcome[]>; readonly expected: Ending };
};

/** The state a relay should reach, and the reason it should name. */
export type Ending = { readonly state: RelayState; readonly reason: RelayReason | null };

export type BadActors = { readonly acts: readonly BadAct[]; readonly close: () => Promise<void> };

/**
 * Blogs that try what shouldn't count, each on a site of its own. The expectations hold for an open campaign with
 * `perSite: 1`, `review: none`, and loopback (nothing else that is private) opened to the fetcher;
 * in order, each act sent once the one before has ended: `second_post` is the second because `same_post_twice` was counted.
 */
export async function startBadActors(options: {
  readonly campaign: string;
  /** Number of the first loopback address to use (`blogHost`). */
  readonly firstHost: number;
  readonly port?: number;
}): Promise<BadActors> {
  const posts = samplePosts(8, 666);
  const blogs: Blog[] = [];
  const blogFor = async (name: string): Promise<Blog> => {
    const host = blogHost(options.firstHost + blogs.length);
    const blog = await startBlog({ host, port: options.port ?? 0, name, language: 'fr' });
    blogs.push(blog);
    return blog;
  };
  const put = async (index: number, placement: LinkPlacement, on?: Blog) => {
    const post = posts[index] as SamplePost;
    const blog = on ?? (await blogFor(`Le blog de ${post.author}`));
    return { blog, url: blog.publish({ ...post, content: contentOf(post, options.campaign, placement) }) };
  };
  const mention = (source: string) => () => sendLikeGhost(source, [options.campaign]);
  const counted: Ending = { state: 'counted', reason: null };
  const refused = (reason: RelayReason): Ending => ({ state: 'refused', reason });
  const act = (name: BadAct['name'], says: BadAct['says'], source: string, expected: Ending): BadAct => ({
    name,
    says,
    source,
    expected,
    send: mention(source),
  });

  const noLink = await put(0, 'none');
  const hidden = await put(1, 'hidden');
  const address = await put(2, 'address');
  const twice = await put(3, 'text');
  const second = await put(4, 'text', twice.blog);
  const removed = await put(5, 'text');
  const missing = `${removed.blog.origin}/2026/11/jamais-ecrit/`;
  const acts: BadAct[] = [
    act(
      'no_link',
      { fr: 'un billet sans aucun lien', en: 'a post without any link' },
      noLink.url,
      refused('link_not_found'),
    ),
    act('hidden_link', { fr: 'un lien caché', en: 'a hidden link' }, hidden.url, {
      state: 'held',
      reason: 'link_hidden',
    }),
    act(
      'address_only',
      { fr: 'une adresse écrite sans lien', en: 'an address written without a link' },
      address.url,
      refused('link_not_found'),
    ),
    {
      ...act(
        'same_post_twice',
        { fr: 'le même billet, déclaré deux fois', en: 'the same post, claimed twice' },
        twice.url,
        counted,
      ),
      send: async () => [...(await mention(twice.url)()), ...(await mention(twice.url)())],
    },
    act(
      'second_post',
      { fr: 'un second billet du même site', en: 'a second post of the same site' },
      second.url,
      refused('site_already_counted'),
    ),
    act(
      'private_address',
      { fr: 'une adresse privée', en: 'a private address' },
      'http://10.0.0.7/',
      refused('source_blocked'),
    ),
    act(
      'metadata_address',
      { fr: 'une adresse interne d’hébergeur', en: 'a hosting provider’s internal address' },
      'http://169.254.169.254/latest/',
      refused('source_blocked'),
    ),
    act(
      'missing_post',
      { fr: 'un billet qui n’existe pas', en: 'a post that does not exist' },
      missing,
      refused('source_not_found'),
    ),
    {
      ...act(
        'removed_later',
        { fr: 'un billet retiré après coup', en: 'a post taken down afterwards' },
        removed.url,
        counted,
      ),
      afterwards: {
        send: () => {
          removed.blog.remove(removed.url);
          return mention(removed.url)();
        },
        expected: { state: 'gone', reason: 'source_gone' },
      },
    },
  ];
  return {
    acts,
    close: async () => {
      await Promise.all(blogs.map((blog) => blog.close()));
    },
  };
}
