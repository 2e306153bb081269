import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listen } from '../src/cli/demo/blog-server.ts';

/** What a path of a test site answers: a page's HTML, or anything at all. */
export type PageOf = string | Buffer | ((request: IncomingMessage, response: ServerResponse) => void);

/** A site on a loopback address of its own whose pages a test sets and changes. */
export type Site = {
  readonly origin: string;
  readonly pages: Map<string, PageOf>;
  /** Paths asked for, in order. */
  readonly asked: string[];
  readonly close: () => Promise<void>;
};

export async function startSite(host: string): Promise<Site> {
  const pages = new Map<string, PageOf>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const page = pages.get(path);
    if (page === undefined)
      return void response.writeHead(404, { 'content-type': 'text/html' }).end('not here');
    if (typeof page === 'function') return page(request, response);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  const origin = await listen(server, host, 0);
  return { origin, pages, asked, close: () => closeServer(server) };
}

/** A small post whose body is given. */
export function post(body: string, head = ''): string {
  return `<!doctype html><html lang="fr"><head><title>Un billet</title>${head}</head><body><article><h1>Un billet</h1>${body}</article></body></html>`;
}
