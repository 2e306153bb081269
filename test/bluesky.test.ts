import { afterAll, beforeAll, expect, test } from 'vitest';
import { importCampaign } from '../src/campaign/mod.ts';
import { reconcile } from '../src/credit/mod.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { didOf, recordTo, startJetstream } from './jetstream.ts';
import { startTestServer, type TestServer } from './server.ts';
import { post, startSite } from './site.ts';

type Row = { state: string; reason: string | null; units: number; kind: string | null; site: string };

onBothDatabases('posts on Bluesky, told of by the stream', (kind) => {
  let server: TestServer;
  let sky: Awaited<ReturnType<typeof startJetstream>>;
  const offset = 0;
  const clock = { now: () => Date.now() + offset };
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    sky = await startJetstream(kind === 'pglite' ? '127.0.8.1' : '127.0.8.2');
    server = await startTestServer(kind, {
      clock,
      environment: { RELAIS_JETSTREAM: sky.url, RELAIS_BLUESKY_API: sky.api },
    });
    const pledges = [
      '  - { id: billets, partner: danone, mechanic: relay, perAct: 10, cap: 1000 }',
      '  - { id: messages, partner: danone, mechanic: relay, for: mention, perAct: 2, cap: 1000 }',
    ].join('\n');
    for (const slug of ['essai', 'autre'])
      expect((await importCampaign(server.db, campaignFile({ slug, pledges }), clock)).kind).toBe('imported');
  });
  afterAll(async () => {
    expect(await reconcile(server.db)).toEqual([]);
    await server?.stop();
    await sky?.close();
    await Promise.all(closing.map((close) => close()));
  });

  let people = 0;
  const somebody = (link: string, more: object = {}) => {
    const n = ++people + (kind === 'pglite' ? 100 : 200);
    const did = didOf(n);
    return {
      ...{ did, key: `3k${n}`, handle: `kiwi${n}.bsky.social`, name: `Kiwi ${n}` },
      record: { ...recordTo(link), ...more },
    };
  };
  const page = (slug = 'essai') => `${server.url}/c/${slug}`;
  const addressOf = ({ did, key }: { did: string; key: string }) =>
    `https://bsky.app/profile/${did}/post/${key}`;
  const relay = async (source: string): Promise<Row | null> => {
    const [row] = await server.db.rows<Row & { due: boolean }>(
      'SELECT state, reason, units::int AS units, kind, site, check_due AS due FROM relay WHERE source = $1',
      [source],
    );
    if (row === undefined || row.due) return null;
    const { due: _, ...rest } = row;
    return rest;
  };
  const settled = (source: string, expected: Partial<Row>) =>
    expect.poll(() => relay(source), { timeout: 15_000, interval: 20 }).toMatchObject(expected);

  test('a post that links to the campaign is a short message, counted within seconds, one per person', async () => {
    await expect.poll(sky.listeners).toBe(1);
    const one = somebody(page());
    const began = performance.now();
    sky.publish(one);
    await settled(addressOf(one), {
      state: 'counted',
      units: 2,
      kind: 'mention',
      site: `bsky.app/${one.did}`,
    });
    // Told to counted: some tens of milliseconds here; more would be a fault, not a busy machine.
    expect(performance.now() - began).toBeLessThan(10_000);
    // Read where it is public, not believed of the stream.
    expect(sky.asked.at(-1)).toContain('app.bsky.feed.getPosts');
    await expect
      .poll(async () => (await fetch(page(), { headers: { accept: 'text/html' } })).text())
      .toContain(one.name);
    const other = somebody(`${page()}?stance=against`);
    sky.publish(other);
    await settled(addressOf(other), { state: 'counted', units: 2 });
    const again = { ...somebody(page()), did: one.did };
    sky.publish(again);
    await settled(addressOf(again), { state: 'refused', reason: 'site_already_counted' });
    const card = somebody('https://elsewhere.example/', {
      embed: { $type: 'app.bsky.embed.external', external: { uri: page('autre'), title: 'x' } },
    });
    sky.publish(card);
    await settled(addressOf(card), { state: 'counted', units: 2 });
  });

  test('deleted there, it counts no longer; the app’s silence takes nothing away', async () => {
    const [one, two] = [somebody(page()), somebody(page())];
    for (const each of [one, two]) {
      sky.publish(each);
      await settled(addressOf(each), { state: 'counted' });
    }
    sky.remove(one);
    await settled(addressOf(one), { state: 'gone', reason: 'source_not_found' });
    sky.state.broken = true;
    sky.send({
      did: two.did,
      commit: { operation: 'delete', collection: 'app.bsky.feed.post', rkey: two.key },
    });
    await expect
      .poll(
        async () =>
          (await server.db.rows('SELECT attempt FROM relay WHERE source = $1', [addressOf(two)]))[0],
      )
      .toMatchObject({ attempt: 1 });
    sky.state.broken = false;
    expect(await server.db.rows('SELECT state FROM relay WHERE source = $1', [addressOf(two)])).toEqual([
      { state: 'counted' },
    ]);
  });

  test('what was published while nobody listened is told again from the cursor, and counted once', async () => {
    const before = somebody(page());
    sky.publish(before);
    await settled(addressOf(before), { state: 'counted' });
    await expect
      .poll(async () => (await server.db.rows('SELECT at_us FROM stream_cursor')).length, { timeout: 15_000 })
      .toBe(1);
    const reads = sky.asked.length;
    sky.cut();
    const missed = somebody(page());
    sky.publish(missed, false);
    await settled(addressOf(missed), { state: 'counted', units: 2 });
    expect(sky.subscriptions.at(-1)?.get('cursor')).toMatch(/^\d{16}$/);
    // Told twice, looked at once.
    expect(sky.asked.slice(reads).filter((path) => path.includes(before.key))).toEqual([]);
  });

  test('a long post names its page, which is read like any other', async () => {
    const blog = await startSite(kind === 'pglite' ? '127.0.8.11' : '127.0.8.12');
    closing.push(blog.close);
    blog.pages.set(
      '/long',
      post(`<p>Lisez <a href="${page()}">la campagne</a>, un billet pour dix repas.</p>`),
    );
    const document = (site: string, path: string) =>
      sky.send({
        did: didOf(900),
        commit: {
          ...{ operation: 'create', collection: 'site.standard.document', rkey: '3kdoc' },
          record: { site, path, title: 'Long', content: { blocks: [{ href: page() }] } },
        },
      });
    document(blog.origin, '/long');
    await settled(`${blog.origin}/long`, { state: 'counted', units: 10 });
    document('at://did:plc:x/site.standard.publication/1', '/x');
    document(blog.origin, '/none');
    await settled(`${blog.origin}/none`, { state: 'refused', reason: 'source_not_found' });
  });

  test('typed into the form, by handle: the same message, once', async () => {
    const one = somebody(page());
    sky.publish(one);
    await settled(addressOf(one), { state: 'counted' });
    const typed = `https://bsky.app/profile/${one.handle}/post/${one.key}`;
    await fetch(`${page()}/relays`, { method: 'POST', body: new URLSearchParams({ url: typed }) });
    await settled(typed, { state: 'refused', reason: 'duplicate', kind: 'mention' });
    const nobody = 'https://bsky.app/profile/nobody.bsky.social/post/3k';
    await fetch(`${page()}/relays`, { method: 'POST', body: new URLSearchParams({ url: nobody }) });
    await settled(nobody, { state: 'refused', reason: 'source_not_found' });
  });

  test('whatever else the stream says changes nothing, and does not stop it', async () => {
    const count = async () => (await server.db.rows('SELECT id FROM relay')).length;
    const before = await count();
    const host = new URL(server.url).host;
    const attack = somebody(page(), {
      text: '<script>alert(1)</script>\u202E',
      createdAt: 'never',
      langs: [{}],
    });
    for (const text of [
      '',
      'nothing',
      `[${host}]`,
      `{"did":"${host}"}`,
      JSON.stringify({
        did: 'did:plc:x',
        time_us: 1,
        commit: {
          operation: 'create',
          collection: 'app.bsky.feed.post',
          rkey: '../..',
          record: recordTo(page()),
        },
      }),
      JSON.stringify({
        did: attack.did,
        time_us: 1,
        commit: {
          operation: 'create',
          collection: 'app.bsky.feed.like',
          rkey: '3k',
          record: recordTo(page()),
        },
      }),
      JSON.stringify({
        did: attack.did,
        time_us: 'x',
        commit: {
          operation: 'create',
          collection: 'app.bsky.feed.post',
          rkey: '3k',
          record: recordTo(page()),
        },
      }),
      JSON.stringify({
        did: attack.did,
        time_us: 1,
        commit: {
          operation: 'create',
          collection: 'app.bsky.feed.post',
          rkey: '3k',
          record: { ...recordTo(page()), text: 'x'.repeat(300_000) },
        },
      }),
      `{"did":"${attack.did}","commit":${'['.repeat(50_000)}${host}`,
    ])
      sky.sendRaw(text);
    sky.sendRaw(Buffer.from([0, 1, 2, 255]));
    // A flood of other people's posts and deletions.
    for (let n = 0; n < 5000; n++)
      sky.sendRaw(
        `{"did":"${attack.did}","time_us":${n},"commit":{"operation":"${n % 2 ? 'delete' : 'create'}","collection":"app.bsky.feed.post","rkey":"k${n}"}}`,
      );
    sky.publish(attack);
    await settled(addressOf(attack), { state: 'counted' });
    expect(await count()).toBe(before + 1);
    const html = await (await fetch(page(), { headers: { accept: 'text/html' } })).text();
    expect(html).not.toContain('<script>alert(1)');
    // A post that the stream invents is none.
    const invented = somebody(page());
    sky.send({
      did: invented.did,
      commit: {
        operation: 'create',
        collection: 'app.bsky.feed.post',
        rkey: invented.key,
        record: invented.record,
      },
    });
    await settled(addressOf(invented), { state: 'refused', reason: 'source_not_found' });
  });
});
