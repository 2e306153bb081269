import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeServer, listen } from '../src/cli/demo/blog-server.ts';
import { hubNamed } from '../src/evidence/relay/feed/hub.ts';
import { onBothDatabases } from './database.ts';
import { type Bench, linked, openBench } from './moderation.ts';

type Told = { readonly body: string; readonly headers: Readonly<Record<string, unknown>> };

/** Somebody who subscribes: echoes the challenge (unless told otherwise) and keeps what it is told. */
async function startSubscriber(host: string) {
  const questions: URLSearchParams[] = [];
  const told: Told[] = [];
  const self = { echo: true, status: 204 };
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      const asked = new URL(request.url ?? '', 'http://x').searchParams;
      questions.push(asked);
      return void response.writeHead(200).end(self.echo ? asked.get('hub.challenge') : 'no');
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      told.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
      response.writeHead(self.status).end();
    });
  });
  const url = `${await listen(server, host, 0)}/told?a=b`;
  return { self, url, questions, told, close: () => closeServer(server) };
}

onBothDatabases('our own hub', (kind) => {
  let bench: Bench;
  const closing: (() => Promise<void>)[] = [];
  let hosts = kind === 'pglite' ? 100 : 120;
  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 190 : 195);
  });
  afterAll(async () => {
    await Promise.all(closing.map((close) => close()));
    await bench?.closeSites();
    await bench?.server.stop();
  });
  const subscriber = async () => {
    const one = await startSubscriber(`127.0.9.${++hosts}`);
    closing.push(one.close);
    return one;
  };
  const ask = (fields: Record<string, string>) =>
    fetch(`${bench.server.url}/hub`, {
      method: 'POST',
      body: new URLSearchParams(Object.entries(fields).map(([name, value]) => [`hub.${name}`, value])),
    });
  const rows = (callback: string) =>
    bench.server.db.rows<{ lease: number | null; attempts: number; secret: string | null }>(
      'SELECT lease_until AS lease, attempts, secret FROM hub_subscriber WHERE callback = $1',
      [callback],
    );
  const relay = async (page: string) => {
    const blog = await bench.blog();
    blog.pages.set('/un', linked(page));
    await bench.judge(`${blog.origin}/un`, page);
    return `${blog.origin}/un`;
  };

  test('a feed names it; a subscriber is asked back, told within seconds, signed, and leaves', async () => {
    const campaign = await bench.campaign();
    const topic = `${campaign.page}/relays.atom`;
    const feed = await fetch(topic);
    const named = hubNamed(Buffer.from(await feed.text()), feed.headers.get('link'), new URL(topic));
    expect([named?.hub.href, named?.topic.href]).toEqual([`${bench.server.url}/hub`, topic]);
    const json = (await (await fetch(`${campaign.page}/journal.json`)).json()) as { hubs: object[] };
    expect(json.hubs).toEqual([{ type: 'WebSub', url: `${bench.server.url}/hub` }]);

    const one = await subscriber();
    const secret = 'très secret';
    const asked = { callback: one.url, topic, secret, lease_seconds: '3600' };
    expect((await ask({ ...asked, mode: 'subscribe' })).status).toBe(202);
    await expect.poll(async () => (await rows(one.url))[0]?.lease ?? null).not.toBeNull();
    const [question] = one.questions;
    expect([question?.get('a'), question?.get('hub.mode'), question?.get('hub.topic')]).toEqual([
      'b',
      'subscribe',
      topic,
    ]);
    expect(question?.get('hub.lease_seconds')).toBe('3600');
    expect(one.told).toEqual([]);

    const source = await relay(campaign.page);
    const counted = performance.now();
    await expect.poll(() => one.told.length, { interval: 20 }).toBe(1);
    // A sweep a second, a page kept for a second: more would be a fault, not a busy machine.
    expect(performance.now() - counted).toBeLessThan(10_000);
    const [told] = one.told;
    expect(told?.body).toContain(source);
    expect(told?.headers['content-type']).toContain('application/atom+xml');
    expect(told?.headers.link).toBe(`<${bench.server.url}/hub>; rel="hub", <${topic}>; rel="self"`);
    const hmac = createHmac('sha256', secret)
      .update(told?.body ?? '')
      .digest('hex');
    expect(told?.headers['x-hub-signature']).toBe(`sha256=${hmac}`);
    expect(told?.headers['x-hub-signature-256']).toBe(`sha256=${hmac}`);

    // Told again, but not more often than every ten seconds; what it has taken is not sent twice.
    await relay(campaign.page);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(one.told.length).toBe(1);
    await bench.later(11_000);
    await expect.poll(() => one.told.length).toBe(2);

    expect((await ask({ ...asked, mode: 'unsubscribe' })).status).toBe(202);
    await expect.poll(() => rows(one.url)).toEqual([]);
  });

  test('nobody is subscribed who does not echo; who is gone is forgotten; who is down is asked again later', async () => {
    const campaign = await bench.campaign();
    const topic = `${campaign.page}/relays.json`;
    const [victim, gone, down] = [await subscriber(), await subscriber(), await subscriber()];
    victim.self.echo = false;
    for (const one of [victim, gone, down])
      expect((await ask({ mode: 'subscribe', topic, callback: one.url })).status).toBe(202);
    await expect.poll(() => rows(victim.url)).toEqual([]);
    await expect.poll(async () => (await rows(down.url))[0]?.lease ?? null).not.toBeNull();
    await expect.poll(async () => (await rows(gone.url))[0]?.lease ?? null).not.toBeNull();
    gone.self.status = 410;
    down.self.status = 500;
    await relay(campaign.page);
    await expect.poll(() => rows(gone.url)).toEqual([]);
    await expect.poll(async () => (await rows(down.url))[0]?.attempts).toBe(1);
    down.self.status = 200;
    await bench.later(60_000);
    await expect.poll(async () => (await rows(down.url))[0]?.attempts).toBe(0);
    expect(down.told.length).toBe(2);
    expect(down.told[1]?.headers['x-hub-signature']).toBeUndefined();
    expect(victim.told).toEqual([]);
    // Somebody else cannot end a subscription: the subscriber is asked.
    down.self.echo = false;
    await ask({ mode: 'unsubscribe', topic, callback: down.url });
    await expect.poll(() => down.questions.at(-1)?.get('hub.mode')).toBe('unsubscribe');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await rows(down.url)).length).toBe(1);
  });

  test.each([
    [{ mode: 'publish' }, 400],
    [{ topic: 'https://elsewhere.example/feed' }, 404],
    [{ topic: '/c/nobody/relays.atom' }, 404],
    [{ topic: 'badge.json' }, 404],
    [{ callback: 'javascript:alert(1)' }, 400],
    [{ callback: 'http://user:pass@a.example/' }, 400],
    [{ callback: `http://a.example/${'x'.repeat(3000)}` }, 400],
    [{ secret: 'x'.repeat(200) }, 400],
  ])('%j → %i', async (change, status) => {
    const campaign = await bench.campaign();
    const fields: Record<string, string> = {
      mode: 'subscribe',
      topic: `${campaign.page}/relays.atom`,
      callback: 'http://127.0.9.250:9/',
      ...change,
    };
    if (!/^(http|javascript)/.test(fields.topic ?? '')) fields.topic = `${bench.server.url}${fields.topic}`;
    const answer = await ask(fields);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'text/plain; charset=utf-8',
    ]);
  });
  test('an address within somebody’s network is never asked', async () => {
    const campaign = await bench.campaign();
    const callback = 'http://10.0.0.1/admin';
    await ask({ mode: 'subscribe', topic: `${campaign.page}/relays.atom`, callback });
    await expect.poll(() => rows(callback)).toEqual([]);
  });
});
