import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { collect, fetcherFor, page, reasonOf, serve, serveRaw, stopAll } from './loopback.suite.ts';

afterEach(stopAll);
const loopback = '127.0.0.0/8';
const html = `<!doctype html><title>Billet</title>${'<p>dix repas</p>'.repeat(5000)}`;

describe('how many at once', () => {
  test('one request and one connection per host, kept open for the next', async () => {
    const blog = await serve(async (request, response) => {
      await sleep(5);
      page(html)(request, response);
    });
    const fetcher = fetcherFor(loopback);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => collect(fetcher, blog.at(`/${i}`), i % 2 === 0 ? 100 : undefined)),
    );
    expect(blog.seen).toMatchObject({ requests: 20, openMost: 1, connections: 1 });
  });

  test('one per host also for what it redirects to itself, and for names with and without www', async () => {
    const blog = await serve(async (request, response) => {
      await sleep(5);
      if (request.url?.startsWith('/go')) response.writeHead(301, { location: '/page' }).end();
      else page(html)(request, response);
    });
    const name = `blog.example.org:${blog.port}`;
    const fetcher = fetcherFor(`${name},www.${name}`, {
      lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        collect(fetcher, `http://${i % 2 === 0 ? '' : 'www.'}${name}/go${i}`),
      ),
    );
    expect(blog.seen).toMatchObject({ requests: 20, openMost: 1 });
  });

  test('`concurrency` in all, and a slow host does not hold up the others', async () => {
    let open = 0;
    let most = 0;
    const handler = async (wait: number): Promise<void> => {
      most = Math.max(most, ++open);
      await sleep(wait);
      open--;
    };
    const slow = await serve(
      (request, response) => void handler(3000).then(() => page('<html>')(request, response)),
    );
    const quick = await Promise.all(
      Array.from({ length: 12 }, () =>
        serve((request, response) => void handler(10).then(() => page('<html>')(request, response))),
      ),
    );
    const fetcher = fetcherFor(loopback, { concurrency: 4 });
    const slowOnes = Array.from({ length: 5 }, (_, i) => collect(fetcher, slow.at(`/${i}`)));
    await Promise.all(quick.map((blog) => collect(fetcher, blog.at('/'))));
    expect(slow.seen.requests).toBe(1);
    expect(most).toBe(4);
    await fetcher.close();
    await Promise.all(slowOnes);
  });

  test('a kept connection that the server closed meanwhile is replaced without anybody noticing', async () => {
    const blog = await serveRaw((socket) => {
      let asked = 0;
      const answer = (): void => {
        // The second request on a connection is never answered: as if it crossed the server's closing on the wire.
        if (++asked > 1) socket.destroy();
        else socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>');
      };
      answer();
      socket.on('data', answer);
    });
    const fetcher = fetcherFor(loopback);
    for (const path of ['/1', '/2', '/3']) expect(await reasonOf(fetcher, blog.at(path))).toBe('read');
    expect(blog.seen.connections).toBe(3);
  });

  test('closing ends what is under way and what waits', async () => {
    const blog = await serve(() => {});
    const fetcher = fetcherFor(loopback);
    const fetches = ['/1', '/2', '/3'].map((path) => collect(fetcher, blog.at(path)));
    await sleep(50);
    await fetcher.close();
    for (const { outcome } of await Promise.all(fetches))
      expect(outcome).toMatchObject({ reason: 'source_unreachable' });
    expect(blog.seen.requests).toBe(1);
  });
});
