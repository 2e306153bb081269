import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';

/** What Node's parser refuses before we see a request, as status and sentence. */
const refusals: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large\nThe header of this request is too large.',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Content Too Large\nThe chunk extensions of this request are too large.',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout\nThe request did not arrive in time.',
};
const malformed = '400 Bad Request\nThis is not a request we can read.';

/**
 * An HTTP server that nobody can hold up: 10 s for the header, 30 s for all of a request, 16 KB of header. Connections
 * are kept longer than common proxies keep theirs (60 s), so that a proxy never sends into one that is just closing.
 */
export function createWebServer(app: Hono): Server {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 75_000,
      maxHeaderSize: 16_384,
    },
  }) as Server;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const [status, sentence] = (refusals[error.code ?? ''] ?? malformed).split('\n');
    const body = `${sentence}\n`;
    socket.end(
      `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
  return server;
}
