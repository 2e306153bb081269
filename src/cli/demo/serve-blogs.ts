import { createServer } from 'node:http';
import { contentOf, samplePosts } from './article.ts';
import { answer, blogHost, closeServer, listen } from './blog-server.ts';
import { postPage, postPath, weightOf } from './post-page.ts';

/** What `serve-blogs` is asked for, as JSON in its first argument. */
export type ServeBlogs = {
  /** How many blogs, each on a loopback address of its own. */
  readonly hosts: number;
  /** Number of the first address (`blogHost`). */
  readonly firstHost: number;
  /** The port of all of them; 0: a free one each. */
  readonly port: number;
  readonly postsPerHost: number;
  readonly page_bytes: number;
  /** The campaign's address, linked in every post. */
  readonly campaign: string;
  readonly seed: number;
};

/** The one line printed once all blogs answer: their origins, and the posts' addresses blog after blog. */
export type BlogsReady = { readonly ready: true; readonly origins: string[]; readonly urls: string[] };

/**
 * Serves many blogs for load: pages are built beforehand, all but a few KB of each shared between them, and each blog
 * is a server of its own that keeps connections.
 */
export async function serveBlogs(options: ServeBlogs): Promise<BlogsReady & { close: () => Promise<void> }> {
  const { hosts, firstHost, port, postsPerHost, page_bytes } = options;
  const posts = samplePosts(hosts * postsPerHost, options.seed);
  const weight = weightOf(page_bytes);
  const blogs = await Promise.all(
    Array.from({ length: hosts }, async (_, n) => {
      const pages = new Map<string, Buffer[]>();
      const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
        const page = pages.get(request.url ?? '/');
        answer(response, page === undefined ? 404 : 200, page ?? []);
      });
      const origin = await listen(server, blogHost(firstHost + n), port);
      const site = { origin, name: `Blog de cuisine n° ${n + 1}`, language: 'fr' } as const;
      for (const post of posts.slice(n * postsPerHost, (n + 1) * postsPerHost))
        pages.set(
          postPath(post),
          postPage(site, { ...post, content: contentOf(post, options.campaign) }, weight, page_bytes),
        );
      return { server, origin, urls: [...pages.keys()].map((path) => origin + path) };
    }),
  );
  return {
    ready: true,
    origins: blogs.map(({ origin }) => origin),
    urls: blogs.flatMap(({ urls }) => urls),
    close: async () => {
      await Promise.all(blogs.map(({ server }) => closeServer(server)));
    },
  };
}

if (import.meta.main) {
  const { close, ...ready } = await serveBlogs(JSON.parse(process.argv[2] ?? '') as ServeBlogs);
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  // Started by `spawnBlogs`, it ends with its parent, however that one ended.
  process.on('disconnect', () => process.exit(0));
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, async () => {
      await close();
      process.exit(0);
    });
}
