import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import {
  createFetcher,
  type Fetcher,
  type FetcherOptions,
  type FetchOutcome,
  type PageHead,
} from './fetch.ts';
import { parseFetchAllow } from './guard.ts';

/** A server on loopback for the tests of fetching: real sockets, and a count of what reached it. */
export type Blog = {
  readonly port: number;
  /** `127.0.0.1:PORT`, as an entry of RELAIS_FETCH_ALLOW. */
  readonly host: string;
  readonly at: (path: string) => URL;
  /** Connections accepted so far, connections and requests open now, and the most that ever were open at once. */
  readonly seen: { connections: number; bytes: number; requests: number; open: number; openMost: number };
};

const running = new Set<() => Promise<void>>();

/** Stops every server and fetcher of the test; for `afterEach`. */
export async function stopAll(): Promise<void> {
  const stops = [...running];
  running.clear();
  await Promise.all(stops.map((stop) => stop()));
}

async function listen(server: Server | HttpServer, address: string, seen: Blog['seen']): Promise<Blog> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    seen.connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      seen.bytes += socket.bytesRead;
      sockets.delete(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  running.add(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const host = `${address.includes(':') ? `[${address}]` : address}:${port}`;
  return { port, host, seen, at: (path) => new URL(path, `http://${host}`) };
}

const nothingSeen = (): Blog['seen'] => ({ connections: 0, bytes: 0, requests: 0, open: 0, openMost: 0 });

/** A blog that speaks HTTP as Node does. */
export function serve(handler: RequestListener, address = '127.0.0.1'): Promise<Blog> {
  const seen = nothingSeen();
  const server = createHttpServer((request, response) => {
    seen.requests++;
    seen.openMost = Math.max(seen.openMost, ++seen.open);
    response.on('close', () => seen.open--);
    handler(request, response);
  });
  return listen(server, address, seen);
}

/** A server that says what it likes: `talk` gets the socket when the first bytes of a request have come. */
export function serveRaw(talk: (socket: Socket) => void, address = '127.0.0.1'): Promise<Blog> {
  const server = createServer((socket) => socket.once('data', () => talk(socket)));
  return listen(server, address, nothingSeen());
}

/** A handler that answers with one page. */
export function page(body: string | Buffer, fields: Record<string, string> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...fields });
    response.end(body);
  };
}

/** A fetcher of the test, closed by `stopAll`; `allow` as RELAIS_FETCH_ALLOW has it. */
export function fetcherFor(allow: string, options: Partial<Omit<FetcherOptions, 'allow'>> = {}): Fetcher {
  const parsed = parseFetchAllow(allow);
  if (parsed.kind === 'invalid') throw new Error(`invalid entry: ${parsed.entry}`);
  const fetcher = createFetcher({
    userAgent: 'Relais-test',
    concurrency: 64,
    ...options,
    allow: parsed.allow,
  });
  running.add(fetcher.close);
  return fetcher;
}

export type Fetched = {
  readonly outcome: FetchOutcome;
  readonly text: string;
  readonly heads: readonly PageHead[];
};

/** Fetches and collects; the sink has enough once `enough` bytes came. */
export async function collect(
  fetcher: Fetcher,
  url: URL | string,
  enough = Number.POSITIVE_INFINITY,
): Promise<Fetched> {
  const parts: Uint8Array[] = [];
  const heads: PageHead[] = [];
  let bytes = 0;
  const outcome = await fetcher.fetchPage(new URL(url), (head) => {
    heads.push(head);
    return {
      write: (part) => {
        parts.push(part);
        bytes += part.length;
        return bytes >= enough ? 'enough' : 'more';
      },
    };
  });
  return { outcome, text: Buffer.concat(parts).toString('utf8'), heads };
}

/** The reason of a failure, or `read`. */
export async function reasonOf(fetcher: Fetcher, url: URL | string): Promise<string> {
  const { outcome } = await collect(fetcher, url);
  return outcome.kind === 'read' ? 'read' : outcome.reason;
}
