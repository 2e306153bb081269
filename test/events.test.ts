import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardSchema, totalsSchema } from '../src/web/api/openapi.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { type LiveReader, listenLive } from './live-reader.ts';
import { mention, portOf, startPosts, totalsOf, untilCounted } from './publish.ts';
import { startTestServer, type TestServer } from './server.ts';

onBothDatabases('the live stream', (kind) => {
  let server: TestServer;
  let campaign: string;
  let counted = 0;
  let host = 3000;
  beforeAll(async () => {
    server = await startTestServer(kind, { campaign: campaignFile() });
    campaign = `${server.url}/c/essai`;
  });
  afterAll(() => server.stop());

  const count = async (posts: number) => {
    const online = await startPosts(posts, campaign, { firstHost: host });
    host += posts;
    counted += posts;
    return {
      declare: () => Promise.all(online.urls.map((url) => mention(server.url, url, campaign))),
      ended: async () => {
        await untilCounted(server.url, 'essai', counted);
        await online.close();
      },
    };
  };
  const after = (seen: number) => Array.from({ length: counted - seen }, (_, n) => seen + n + 1);
  const lastTotal = (reader: LiveReader) => reader.totals().at(-1)?.data.relays;

  test('first the total; then each counted relay and the new total within a second', async () => {
    const reader = await listenLive(`${campaign}/events`);
    expect(Object.fromEntries(reader.answer.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'access-control-allow-origin': '*',
    });
    expect(reader.answer.headers.has('set-cookie')).toBe(false);
    await expect.poll(() => reader.messages.length).toBe(1);
    expect(totalsSchema.parse(reader.messages[0]?.data)).toEqual(reader.messages[0]?.data);
    expect(reader.messages[0]?.data).toMatchObject({ relays: 0, granted: 0 });
    const posts = await count(1);
    await posts.declare();
    await posts.ended();
    const known = performance.now();
    await expect.poll(() => [reader.relays(), lastTotal(reader)], { interval: 5 }).toEqual([[1], 1]);
    expect(performance.now() - known).toBeLessThan(1000);
    const relay = reader.messages.findIndex((one) => one.event === 'relay');
    expect(cardSchema.parse(reader.messages[relay]?.data)).toEqual(reader.messages[relay]?.data);
    expect(reader.messages[relay]?.data).toMatchObject({ units: 10, number: 1 });
    const after = reader.messages.slice(relay + 1).filter((one) => one.event === 'total');
    expect(after.at(-1)?.data).toMatchObject({ relays: 1, granted: 10 });
    await reader.leave();
  });

  test('who comes back gets exactly what was missed, in order, while more is being counted', async () => {
    const first = await listenLive(`${campaign}/events`);
    await expect.poll(() => first.totals().length).toBe(1);
    const seen = counted;
    await first.leave();
    const missed = await count(9);
    await missed.declare();
    await missed.ended();
    const more = await count(9);
    const declared = more.declare();
    const back = await listenLive(`${campaign}/events`, seen);
    await declared;
    await more.ended();
    await expect.poll(() => back.relays().length).toBe(18);
    expect(back.relays()).toEqual(after(seen));
    await expect.poll(() => lastTotal(back)).toBe(counted);
    await back.leave();
  });

  test('many readers come and go while posts are counted: none misses one, none hears one twice', async () => {
    const posts = await count(60);
    const start = counted - 60;
    const declared = posts.declare();
    const readers: { seen: number; reader: LiveReader }[] = [];
    for (let turn = 0; turn < 40; turn++) {
      // The room is opened anew each time while nobody else is in it: that is where a relay could fall through.
      const { relays } = await totalsOf(server.url, 'essai');
      const seen = turn % 3 === 0 ? start : Math.max(start, relays);
      const reader = await listenLive(`${campaign}/events`, seen);
      if (turn % 4 === 3) readers.push({ seen, reader });
      else await reader.leave();
    }
    await declared;
    await posts.ended();
    for (const { seen, reader } of readers) {
      await expect.poll(() => [reader.relays().length, lastTotal(reader)]).toEqual([counted - seen, counted]);
      expect(reader.relays()).toEqual(after(seen));
      const totals = reader.totals().map((one) => Number(one.data.relays));
      expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    }
    await Promise.all(readers.map(({ reader }) => reader.leave()));
  });

  test('a cursor from the future, or none at all, is harmless', async () => {
    for (const id of ['999999', 'x', '-1', '1e3', '9'.repeat(40)]) {
      const stop = new AbortController();
      const answer = await fetch(`${campaign}/events`, {
        headers: { 'last-event-id': id },
        signal: stop.signal,
      });
      expect(answer.status).toBe(200);
      stop.abort();
    }
  });
});

describe('the live stream and its edges', () => {
  test('an unknown campaign is a problem, not a stream', async () => {
    const server = await startTestServer('pglite', { campaign: campaignFile() });
    for (const slug of ['personne', '%00', 'x'.repeat(300), '%27%20OR%201=1']) {
      const answer = await fetch(`${server.url}/c/${slug}/events`);
      expect([slug, answer.status, answer.headers.get('content-type')]).toEqual([
        slug,
        404,
        'application/problem+json',
      ]);
    }
    const head = await fetch(`${server.url}/c/essai/events`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    await server.stop();
  });

  test('when the server stops, streams end and stopping does not wait for their readers', async () => {
    const server = await startTestServer('pglite', { campaign: campaignFile() });
    const readers = await Promise.all([1, 2, 3].map(() => listenLive(`${server.url}/c/essai/events`)));
    await expect.poll(() => readers.every((reader) => reader.totals().length === 1)).toBe(true);
    const began = performance.now();
    await server.stop();
    await Promise.all(readers.map((reader) => reader.over));
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('a reader that stops reading is cut; the others hear everything', async () => {
    // Many promises make a long total, so that the system's own buffers are full soon.
    const pledges = Array.from(
      { length: 120 },
      (_, n) =>
        `  - { id: ${'p'.repeat(40)}-${n}, partner: danone, mechanic: relay, perAct: 1, cap: 100, minimum: 1 }`,
    ).join('\n');
    const server = await startTestServer('pglite', { campaign: campaignFile({ pledges }) });
    const path = '/c/essai/events';
    const stalled = connect({ port: portOf(server.url), host: '127.0.0.1' });
    let cut = false;
    let began = false;
    stalled
      .on('error', () => undefined)
      .on('close', () => {
        cut = true;
      });
    stalled.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    stalled.once('data', () => {
      began = true;
      stalled.pause();
    });
    const reader = await listenLive(`${server.url}${path}`);
    await expect.poll(() => began && reader.totals().length === 1).toBe(true);
    const bytes = JSON.stringify(reader.messages[0]?.data).length;
    // 500 messages of backlog, and what two sockets may hold (a few megabytes each).
    const changes = 500 + Math.ceil(12_000_000 / bytes);
    for (let n = 1; n <= changes; n++) {
      const before = reader.totals().length;
      await server.db.rows(`SELECT pg_notify('relais_campaign', 'essai')`);
      while (reader.totals().length === before) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(reader.totals().length).toBeGreaterThan(changes);
    let rest = 0;
    stalled.on('data', (chunk) => {
      rest += chunk.length;
    });
    stalled.resume();
    await expect.poll(() => cut, { timeout: 5000 }).toBe(true);
    expect(rest).toBeLessThan(changes * bytes);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await reader.leave();
    await server.stop();
  });
});
