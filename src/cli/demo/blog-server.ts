import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Language } from '../../kernel/mod.ts';
import { escapeHtml } from './article.ts';
import { type BlogPost, type BlogSite, plainPage, postPage, postPath, weightOf } from './post-page.ts';

export type BlogOptions = {
  /** A loopback address of its own makes a blog a site of its own. Where only 127.0.0.1 exists, its port does. */
  readonly host: string;
  /** A free one when absent or 0. */
  readonly port?: number;
  readonly name: string;
  readonly language: Language;
  /** How long its pages are; 24 KB when absent. */
  readonly page_bytes?: number;
};

export type Blog = {
  readonly origin: string;
  readonly name: string;
  /** Puts a post online and gives its address. */
  readonly publish: (post: BlogPost) => string;
  /** Changes a post in place; its address stays. */
  readonly edit: (url: string, change: Partial<Omit<BlogPost, 'slug' | 'published'>>) => void;
  /** Takes a post down: from now on its address answers 410. */
  readonly remove: (url: string) => void;
  /** Requests answered so far. */
  readonly requests: () => number;
  readonly close: () => Promise<void>;
};

/** Starts a blog that serves real pages over HTTP. It sends nothing by itself: see `wordpress.ts`, `webmention-sender.ts`. */
export async function startBlog(options: BlogOptions): Promise<Blog> {
  const { page_bytes = 24_000 } = options;
  const weight = weightOf(page_bytes);
  const posts = new Map<string, { post: BlogPost; page: Buffer[] | 'removed' }>();
  let requests = 0;

  const server = createServer((request, response) => {
    requests++;
    const path = request.url?.split(/[?#]/, 1)[0] ?? '/';
    const found = posts.get(path);
    if (path === '/') return answer(response, 200, [home()]);
    if (found === undefined)
      return answer(response, 404, [plainPage(site, 'Page introuvable', '<h1>404</h1>')]);
    if (found.page === 'removed')
      return answer(response, 410, [plainPage(site, 'Billet retiré', '<h1>410</h1>')]);
    return answer(response, 200, found.page);
  });
  const origin = await listen(server, options.host, options.port ?? 0);
  const site: BlogSite = { origin, name: options.name, language: options.language };

  const put = (post: BlogPost): string => {
    const path = postPath(post);
    posts.set(path, { post, page: postPage(site, post, weight, page_bytes) });
    return `${origin}${path}`;
  };
  const known = (url: string) => {
    const found = posts.get(new URL(url).pathname);
    if (found === undefined) throw new Error(`${url} is no post of ${origin}`);
    return found;
  };
  const home = () => {
    const list = [...posts.values()].filter(({ page }) => page !== 'removed');
    const items = list.map(
      ({ post }) => `<li><a href="${postPath(post)}">${escapeHtml(post.title)}</a></li>`,
    );
    return plainPage(site, site.name, `<h1>${escapeHtml(site.name)}</h1><ul>${items.join('')}</ul>`);
  };
  return {
    origin,
    name: options.name,
    publish: put,
    edit: (url, change) => void put({ ...known(url).post, ...change }),
    remove: (url) => {
      known(url).page = 'removed';
    },
    requests: () => requests,
    close: () => closeServer(server),
  };
}

/** Answers with the pieces of a page in one go; `HEAD` gets the same headers. */
export function answer(
  response: ServerResponse<IncomingMessage>,
  status: number,
  pieces: readonly Buffer[],
): void {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  response.writeHead(status, { 'Content-Type': 'text/html; charset=UTF-8', 'Content-Length': length });
  // Corked, the pieces leave as one vector; written one by one they would be as many packets.
  response.cork();
  for (const piece of pieces) response.write(piece);
  response.end();
  response.uncork();
}

/**
 * Listens on `host` and gives the origin. Only Linux has all of 127.0.0.0/8 without set-up: elsewhere the blog goes to
 * a free port of 127.0.0.1, which makes it a site of its own as well.
 */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  try {
    await listening(server, host, port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL')) throw error;
    await listening(server, '127.0.0.1', 0);
  }
  const address = server.address() as AddressInfo;
  return `http://${address.address}${address.port === 80 ? '' : `:${address.port}`}`;
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: 1024 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** The n-th loopback address for blogs, from 127.0.1.1 on; n counts from 0 to 64,000. */
export function blogHost(n: number): string {
  return `127.0.${1 + Math.floor(n / 254)}.${1 + (n % 254)}`;
}
