import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { type Hub, signed, startHub } from './hub.ts';
import { startTestServer, type TestServer } from './server.ts';
import { post, type Site, startSite } from './site.ts';

const day = 86_400_000;

onBothDatabases('WebSub', (kind) => {
  let server: TestServer;
  let site: Site;
  let hub: Hub;
  let offset = 0;
  let hosts = kind === 'pglite' ? 10 : 120;
  const clock = { now: () => Date.now() + offset };
  beforeAll(async () => {
    server = await startTestServer(kind, {
      campaign: campaignFile({
        relay: '{ perSite: 9, review: none, recheckAfterDays: 30, onRemoval: keep }',
      }),
      clock,
    });
  });
  afterEach(async () => {
    await site.close();
    await hub.close();
  });
  afterAll(() => server.stop());

  const link = () => `<p>Voici <a href="${server.url}/c/essai">la campagne</a></p>`;
  const write = (...paths: string[]) => {
    for (const path of paths) site.pages.set(path, post(link()));
    const items = paths.map(
      (path) =>
        `<item><link>${site.origin}${path}</link><description>${path}</description><pubDate>${new Date(clock.now()).toUTCString()}</pubDate></item>`,
    );
    const feed = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>B</title><atom:link rel="hub" href="${hub.url}"/><atom:link rel="self" href="${site.origin}/feed.xml"/>${items.join('')}</channel></rss>`;
    site.pages.set('/feed.xml', feed);
    return feed;
  };
  /** A site with a hub, registered and polled once. */
  const begin = async (change: Partial<Pick<Hub, 'mode' | 'leaseSeconds'>> = {}) => {
    site = await startSite(`127.0.24.${hosts++}`);
    hub = await startHub(`127.0.25.${hosts++}`);
    Object.assign(hub, change);
    write('/un');
    await fetch(`${server.url}/c/essai/sites`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ url: `${site.origin}/feed.xml` }),
    });
    await server.pollFeeds();
    await expect.poll(() => hub.asked.length, { timeout: 10_000 }).toBe(1);
  };
  const stateOf = async () =>
    (await server.db.rows<{ state: string }>('SELECT state FROM feed_hub WHERE hub = $1', [hub.url]))[0]
      ?.state;
  const isState = (state: string) => expect.poll(stateOf, { timeout: 10_000 }).toBe(state);
  const isCounted = (path: string) =>
    expect
      .poll(
        async () =>
          (
            await server.db.rows<{ state: string }>('SELECT state FROM relay WHERE source = $1', [
              site.origin + path,
            ])
          )[0]?.state,
        { timeout: 15_000, interval: 20 },
      )
      .toBe('counted');
  const polls = () => site.asked.filter((path) => path === '/feed.xml').length;

  test('a feed that names a hub is subscribed to; a push is counted within seconds, no clock moved', async () => {
    await begin();
    await isState('active');
    expect(hub.asked[0]).toMatchObject({ mode: 'subscribe', topic: `${site.origin}/feed.xml` });
    expect(hub.asked[0]?.secret).toMatch(/^[0-9a-f]{64}$/);
    await expect.poll(() => hub.answers).toEqual([{ status: 200, text: 'défi <1>' }]);
    await isCounted('/un');
    offset += 2 * 60_000;
    const began = performance.now();
    expect(await hub.tell(write('/deux', '/un'))).toBe(202);
    await isCounted('/deux');
    const took_ms = performance.now() - began;
    expect(took_ms).toBeLessThan(10_000);
    if (process.env.FIGURES !== undefined)
      process.stdout.write(`WebSub, ${kind}: ${Math.round(took_ms)} ms\n`);
    offset += 2 * 60_000;
    expect(await hub.tell(write('/trois', '/un'), signed('sha1', 'x-hub-signature'))).toBe(202);
    await isCounted('/trois');
  });

  test('a push that is not the subscription’s changes nothing; what it holds is never believed', async () => {
    await begin();
    await isState('active');
    offset += 2 * 60_000;
    const before = polls();
    const wrong = [
      () => ({}),
      () => ({ 'x-hub-signature-256': 'sha256=00' }),
      signed('md5', 'x-hub-signature'),
      (_secret: string, body: string) => signed('sha256', 'x-hub-signature-256')('autre', body),
      (secret: string) => signed('sha256', 'x-hub-signature-256')(secret, 'un autre corps'),
    ];
    for (const sign of wrong) expect(await hub.tell('corps', sign as () => Record<string, string>)).toBe(202);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(polls()).toBe(before);
    // Rightly signed, and a lie: only the feed itself is read.
    const lie = `<rss version="2.0"><channel><item><link>${site.origin}/menti</link><description>${link()}</description></item></channel></rss>`;
    site.pages.set('/menti', post(link()));
    expect(await hub.tell(lie)).toBe(202);
    await expect.poll(polls, { timeout: 10_000 }).toBe(before + 1);
    expect(await server.db.rows('SELECT 1 FROM relay WHERE source = $1', [`${site.origin}/menti`])).toEqual(
      [],
    );
    expect(await hub.tell('x'.repeat(2 * 1024 * 1024 + 1))).toBe(413);
    // Told again within the minute: asked once more, and not before the minute is over.
    for (let i = 0; i < 20; i++) await hub.tell(lie);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(polls()).toBe(before + 1);
  });

  test('what was not asked for is not confirmed', async () => {
    await begin({ mode: 'silent' });
    const callback = hub.asked[0]?.callback ?? '';
    const ask = async (query: Record<string, string>, to = callback) =>
      (await fetch(`${to}?${new URLSearchParams(query)}`)).status;
    const topic = `${site.origin}/feed.xml`;
    expect(await hub.tell('corps')).toBe(410);
    const other = { 'hub.mode': 'subscribe', 'hub.topic': 'https://victim.example/', 'hub.challenge': 'x' };
    expect(await ask(other)).toBe(404);
    expect(await ask({ 'hub.mode': 'unsubscribe', 'hub.topic': topic, 'hub.challenge': 'x' })).toBe(404);
    expect(await ask({ 'hub.mode': 'x', 'hub.topic': `\0${'y'.repeat(9000)}` })).toBe(404);
    expect(await ask({})).toBe(404);
    const unknown = `${server.url}/websub/sub_01kaz5m3v8q2w4x6y8z0a1b2c0`;
    const right = { 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.challenge': '<script>x</script>' };
    expect(await ask(right, unknown)).toBe(404);
    expect((await fetch(unknown, { method: 'POST', body: 'x' })).status).toBe(410);
    const answer = await fetch(`${callback}?${new URLSearchParams(right)}`);
    expect([
      answer.status,
      answer.headers.get('content-type'),
      answer.headers.get('x-content-type-options'),
    ]).toEqual([200, 'text/plain; charset=utf-8', 'nosniff']);
    await isState('active');
  });

  test('a lease is renewed before it ends; one that ends is no hindrance to polling', async () => {
    await begin({ leaseSeconds: 4 * 86_400 });
    await isState('active');
    offset += 1.5 * day;
    await server.pollFeeds();
    await expect.poll(() => hub.asked.length, { timeout: 10_000 }).toBe(2);
    expect(hub.asked[1]?.callback).toBe(hub.asked[0]?.callback);
    hub.mode = 'silent';
    offset += 30 * day;
    write('/tard', '/un');
    await server.pollFeeds();
    await isCounted('/tard');
  });

  test('a hub that is silent, denies, or misses a post: the feed is polled as before', async () => {
    await begin({ mode: 'deny' });
    await isState('stopped');
    write('/refus', '/un');
    offset += day;
    await server.pollFeeds();
    await isCounted('/refus');
    expect(hub.asked).toHaveLength(1);
    await site.close();
    await hub.close();
    await begin();
    await isState('active');
    offset += 2 * 60_000;
    await hub.tell(write('/dit', '/un'));
    await isCounted('/dit');
    // Trusted now: an hour later nobody asks; the hub then misses a post, which a later poll finds.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = polls();
    offset += 3_600_000;
    await server.pollFeeds();
    expect(polls()).toBe(before);
    offset += 8 * 3_600_000;
    write('/tu', '/un');
    await server.pollFeeds();
    await isCounted('/tu');
    offset += 20 * 60_000;
    const polled = async () => {
      await server.pollFeeds();
      return polls();
    };
    await expect.poll(polled, { timeout: 5000 }).toBe(before + 2);
  });

  test('a site that is polled no more is unsubscribed from, and its hub told so', async () => {
    await begin();
    await isState('active');
    await server.db.rows('UPDATE feed_site SET removed_at = now(), next_at = NULL WHERE address = $1', [
      `${site.origin}/feed.xml`,
    ]);
    await server.pollFeeds();
    await isState('stopped');
    expect(hub.asked.at(-1)?.mode).toBe('unsubscribe');
    expect(await hub.tell('corps')).toBe(410);
  });
});
