import { type Blog, blogHost, startBlog } from './blog-server.ts';

export * from './article.ts';
export * from './bad-actor.ts';
export * from './blog-server.ts';
export type { BlogPost } from './post-page.ts';
export * from './spawn-blogs.ts';
export * from './webmention-sender.ts';
export * from './wordpress.ts';

const names = [
  'La cuisine de Camille',
  'Sans gluten et sans reproche',
  'Le panier du samedi',
  'Farine et fleur de sel',
  'À la table d’Inès',
  'Un peu de zeste',
  'Les carnets de Marion',
  'Soupes et compagnie',
];

/** Starts `count` sample blogs, each on a site of its own, from the loopback address of that number on. */
export function startBlogs(options: {
  readonly count: number;
  readonly firstHost?: number;
  readonly port?: number;
  readonly page_bytes?: number;
}): Promise<Blog[]> {
  const { count, firstHost = 0, port = 0, page_bytes = 24_000 } = options;
  return Promise.all(
    Array.from({ length: count }, (_, n) => {
      const round = Math.floor(n / names.length);
      const name = `${names[n % names.length]}${round === 0 ? '' : ` ${round + 1}`}`;
      return startBlog({ host: blogHost(firstHost + n), port, name, language: 'fr', page_bytes });
    }),
  );
}
