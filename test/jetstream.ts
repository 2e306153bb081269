import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { closeServer, listen } from '../src/cli/demo/blog-server.ts';

/** A post as the app's public API gives it. */
export type AppPost = {
  readonly did: string;
  readonly key: string;
  readonly handle: string;
  readonly name: string;
  readonly record: object;
};

/** A Jetstream server and the app's public API, on a loopback address. */
export async function startJetstream(host: string) {
  const posts = new Map<string, AppPost>();
  const asked: string[] = [];
  const state = { broken: false };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    asked.push(url.pathname + url.search);
    const json = (status: number, body: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (state.broken) return json(503, {});
    if (url.pathname.endsWith('resolveHandle')) {
      const one = [...posts.values()].find((post) => post.handle === url.searchParams.get('handle'));
      return one === undefined ? json(400, { error: 'InvalidRequest' }) : json(200, { did: one.did });
    }
    const one = posts.get(url.searchParams.get('uris') ?? '');
    return json(200, {
      posts:
        one === undefined
          ? []
          : [
              {
                uri: url.searchParams.get('uris'),
                author: { did: one.did, handle: one.handle, displayName: one.name },
                record: one.record,
              },
            ],
    });
  });
  const sockets = new Set<WebSocket>();
  const subscriptions: URLSearchParams[] = [];
  /** Everything that was ever sent: a server replays it from a cursor. */
  const events: { readonly time_us: number; readonly text: string }[] = [];
  const stream = new WebSocketServer({ server });
  stream.on('connection', (socket, request) => {
    const asked_for = new URL(request.url ?? '/', 'http://x').searchParams;
    subscriptions.push(asked_for);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    const cursor = asked_for.get('cursor');
    if (cursor !== null)
      for (const event of events) if (event.time_us >= Number(cursor)) socket.send(event.text);
  });
  const api = await listen(server, host, 0);
  let last = 0;
  const send = (event: object, heard = true) => {
    last = Math.max(last + 1, Date.now() * 1000);
    const text = JSON.stringify({ time_us: last, kind: 'commit', ...event });
    events.push({ time_us: last, text });
    if (heard) for (const socket of sockets) socket.send(text);
  };
  const uri = (post: Pick<AppPost, 'did' | 'key'>) => `at://${post.did}/app.bsky.feed.post/${post.key}`;
  const commit = (post: AppPost, operation: string) => ({
    did: post.did,
    commit: { operation, collection: 'app.bsky.feed.post', rkey: post.key, record: post.record },
  });
  return {
    api,
    url: `${api.replace('http', 'ws')}/subscribe`,
    asked,
    subscriptions,
    state,
    send,
    /** Text as it is, whatever it is. */
    sendRaw: (text: string | Buffer) => {
      for (const socket of sockets) socket.send(text);
    },
    /** `heard` false: while nobody listened. */
    publish: (post: AppPost, heard = true) => {
      posts.set(uri(post), post);
      send(commit(post, 'create'), heard);
    },
    remove: (post: AppPost) => {
      posts.delete(uri(post));
      const {
        did,
        commit: { record: _, ...rest },
      } = commit(post, 'delete');
      send({ did, commit: rest });
    },
    cut: () => {
      for (const socket of sockets) socket.terminate();
    },
    listeners: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.terminate();
      stream.close();
      await closeServer(server);
    },
  };
}

/** A record of a post that leads somewhere. */
export const recordTo = (link: string, text = 'Un billet, dix repas') => ({
  $type: 'app.bsky.feed.post',
  text,
  createdAt: new Date().toISOString(),
  langs: ['fr'],
  facets: [
    {
      index: { byteStart: 0, byteEnd: 9 },
      features: [{ $type: 'app.bsky.richtext.facet#link', uri: link }],
    },
  ],
});
export const didOf = (n: number) =>
  `did:plc:${String(n)
    .replace(/[0189]/g, (digit) => ({ 0: 'a', 1: 'b', 8: 'c', 9: 'd' })[digit] ?? 'e')
    .padStart(24, 'z')}`;
