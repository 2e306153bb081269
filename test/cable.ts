import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The one cable between a browser and the rest: a forward proxy on loopback that can be pulled out. A browser's own switch
 * lets the first request of a newly opened page through now and then; a cable does not.
 */
export async function openCable() {
  let plugged = true;
  const server = createServer((from, to) => {
    const onward = request(from.url ?? '', { method: from.method, headers: from.headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    onward.on('error', () => to.destroy());
    to.on('close', () => onward.destroy());
    from.pipe(onward);
  });
  server.on('connection', (socket) => {
    if (!plugged) socket.destroy();
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return {
    /** What a browser's context takes as its proxy; the bypass makes loopback go through it too. */
    proxy: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bypass: '<-loopback>' },
    pull: () => {
      plugged = false;
      server.closeAllConnections();
    },
    plug: () => {
      plugged = true;
    },
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
