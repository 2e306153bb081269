import { createServer } from 'node:http';
import { closeServer, listen } from '../src/cli/demo/blog-server.ts';

/** What the server does with the next check. */
export type SpamManner = 'ham' | 'spam' | 'nonsense' | 'error' | 'hang-up' | 'redirect';

/** A request as it was taken: its path, and its form fields or its message. */
export type Asked = {
  readonly path: string;
  readonly fields: URLSearchParams;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
};

/** A server on loopback that speaks as Akismet does (`/1.1/…`) and as rspamd does (`/checkv2`, `/learn…`). */
export async function startSpamServer(host: string) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const path = request.url ?? '';
      asked.push({ path, body, fields: new URLSearchParams(body), headers: request.headers });
      if (path.startsWith('/1.1/submit-'))
        return void response.end('Thanks for making the web a better place.');
      if (path.startsWith('/learn')) return void response.end('{"success":true}');
      const akismet = path === '/1.1/comment-check';
      if (!akismet && path !== '/checkv2') return void response.writeHead(404).end();
      switch (self.manner) {
        case 'ham':
          return void response.end(akismet ? 'false' : '{"action":"no action","score":0.5}');
        case 'spam':
          return void response.end(akismet ? 'true' : '{"action":"add header","score":8.1}');
        case 'nonsense':
          return void response.end(akismet ? 'invalid' : '{"oops":1}');
        case 'error':
          return void response.writeHead(500).end('false');
        case 'redirect':
          return void response.writeHead(307, { location: '/1.1/submit-ham' }).end();
        case 'hang-up':
          return void request.socket.destroy();
      }
    });
  });
  const self = {
    url: await listen(server, host, 0),
    asked,
    manner: 'ham' as SpamManner,
    close: () => closeServer(server),
  };
  return self;
}
