import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reconcile } from '../src/credit/mod.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { startHub } from './hub.ts';
import { signedHeaders } from './instance.ts';
import { didOf, startJetstream } from './jetstream.ts';
import { startTestServer, type TestServer } from './server.ts';
import { type PageOf, post, type Site, startSite } from './site.ts';

type Relay = { id: string; state: string; reason: string | null; via: string; units: number };

const form = (fields: Record<string, string>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields),
});
const rss = (items: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Blog</title>${items}</channel></rss>`;
const item = (url: string, content: string, date: number) =>
  `<item><title>Un billet</title><link>${url}</link><pubDate>${new Date(date).toUTCString()}</pubDate><content:encoded><![CDATA[${content}]]></content:encoded></item>`;

onBothDatabases('every way by which a post arrives', (kind) => {
  let server: TestServer;
  let sky: Awaited<ReturnType<typeof startJetstream>>;
  let offset = 0;
  // A network for each database: files of tests run side by side, and a network has 250 hosts.
  const [siteNet, hubNet] = kind === 'pglite' ? [111, 113] : [112, 114];
  let hosts = 1;
  let authors = 0;
  const clock = { now: () => Date.now() + offset };
  const sites: Site[] = [];
  const open = async () => {
    const site = await startSite(`127.0.${siteNet}.${hosts++}`);
    sites.push(site);
    return site;
  };
  beforeAll(async () => {
    sky = await startJetstream(kind === 'pglite' ? '127.0.8.21' : '127.0.8.22');
    server = await startTestServer(kind, {
      environment: { RELAIS_JETSTREAM: sky.url, RELAIS_BLUESKY_API: sky.api },
      campaign: campaignFile({
        relay: '{ perSite: 5, review: none, recheckAfterDays: 30, onRemoval: reverse }',
      }),
      clock,
    });
  });
  afterEach(async () => {
    for (const site of sites.splice(0)) await site.close();
  });
  afterAll(async () => {
    expect(await reconcile(server.db)).toEqual([]);
    await server.stop();
    await sky.close();
  });

  const link = () => `<p>Un billet, dix repas : <a href="${server.url}/c/essai">la campagne</a></p>`;
  const relayOf = async (source: string): Promise<Relay | null> => {
    const [row] = await server.db.rows<Relay & { checkDue: boolean }>(
      'SELECT id, state, reason, via, units::int AS units, check_due AS "checkDue" FROM relay WHERE source = $1',
      [source],
    );
    if (row === undefined || row.checkDue) return null;
    const { checkDue: _due, ...relay } = row;
    return relay;
  };
  const settled = async (source: string, expected: Partial<Relay>) =>
    expect.poll(() => relayOf(source), { timeout: 15_000, interval: 20 }).toMatchObject(expected);
  const register = (url: string) => fetch(`${server.url}/c/essai/sites`, form({ url }));
  const poll = () => server.pollFeeds();
  /** Past the pause after a poll, jitter included. */
  const later = async (minutes: number) => {
    offset += minutes * 60_000;
    return poll();
  };

  /** Each brings a post of a site; `html` is what a feed holds of it. */
  type Adapter = {
    readonly name: string;
    /** How its relays are said to have come, where that is not its name. */
    readonly via?: string;
    readonly bring: (site: Site, url: string, html: string) => Promise<void>;
  };
  const target = () => `${server.url}/c/essai`;
  const adapters: readonly Adapter[] = [
    {
      name: 'webmention',
      bring: async (_site, url) => {
        const answer = await fetch(`${server.url}/webmention`, form({ source: url, target: target() }));
        expect(answer.status).toBe(202);
      },
    },
    {
      name: 'pingback',
      bring: async (_site, url) => {
        const param = (text: string) => `<param><value><string>${text}</string></value></param>`;
        const answer = await fetch(`${server.url}/pingback`, {
          method: 'POST',
          headers: { 'content-type': 'text/xml' },
          body: `<?xml version="1.0"?><methodCall><methodName>pingback.ping</methodName><params>${param(url)}${param(target())}</params></methodCall>`,
        });
        expect(await answer.text()).not.toContain('fault');
      },
    },
    {
      name: 'form',
      bring: async (_site, url) => {
        expect((await fetch(`${server.url}/c/essai/relays`, form({ url }))).status).toBe(202);
      },
    },
    {
      // The bookmarklet and a phone's «share» open a page whose one button is the form.
      name: 'share',
      via: 'form',
      bring: async (_site, url) => {
        const page = await (
          await fetch(`${server.url}/c/essai/share?text=${encodeURIComponent(`Un billet ${url}`)}`)
        ).text();
        const [, action = ''] = /action="([^"]+)"/.exec(page) ?? [];
        const [, value = ''] = /name="url" value="([^"]+)"/.exec(page) ?? [];
        expect((await fetch(server.url + action, form({ url: value }))).status).toBe(202);
      },
    },
    {
      name: 'trackback',
      bring: async (_site, url) => {
        const ping = form({ url, title: '<script>alert(1)</script>', blog_name: 'Blog', excerpt: 'x' });
        const answer = await fetch(`${server.url}/c/essai/trackback`, ping);
        expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
        expect(await answer.text()).toContain('<error>0</error>');
      },
    },
    {
      name: 'feed',
      bring: async (site, url, html) => {
        site.pages.set('/', `<link rel="alternate" type="application/rss+xml" href="/feed.xml">${link()}`);
        site.pages.set('/feed.xml', rss(item(url, html, clock.now() - 60_000)));
        await register(`${site.origin}/`);
        await later(24 * 60);
      },
    },
    {
      // A hub's word makes the feed be read; the feed is what brings the post.
      name: 'websub',
      via: 'feed',
      bring: async (site, url, html) => {
        const hub = await startHub(`127.0.${hubNet}.${hosts++}`);
        const named = `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="${hub.url}"/>`;
        site.pages.set('/feed.xml', rss(named));
        await register(`${site.origin}/feed.xml`);
        await later(24 * 60);
        await expect.poll(() => hub.answers.length, { timeout: 10_000 }).toBeGreaterThan(0);
        offset += 2 * 60_000;
        const feed = rss(named + item(url, html, clock.now() - 60_000));
        site.pages.set('/feed.xml', feed);
        expect(await hub.tell(feed)).toBe(202);
        await expect.poll(() => relayOf(url), { timeout: 15_000 }).not.toBeNull();
        await hub.close();
      },
    },
    {
      // A blog that is a server of the fediverse too: its post is an article that mentions the campaign.
      name: 'activitypub',
      bring: async (site, url, html) => {
        const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        const id = `${site.origin}/author-${authors++}`;
        const keyId = `${id}#main-key`;
        const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
        const author = {
          id,
          type: 'Person',
          inbox: `${id}/inbox`,
          publicKey: { id: keyId, owner: id, publicKeyPem },
        };
        site.pages.set(new URL(id).pathname, (_request, response) => {
          response
            .writeHead(200, { 'content-type': 'application/activity+json' })
            .end(JSON.stringify(author));
        });
        const to = ['https://www.w3.org/ns/activitystreams#Public'];
        const object = { id: `${url}?ap`, type: 'Article', attributedTo: id, to, url, content: html };
        const body = JSON.stringify({ id: `${id}/create`, type: 'Create', actor: id, to, object });
        const inbox = new URL(`${server.url}/ap/inbox`);
        const headers = signedHeaders(inbox, { key: privateKey, keyId }, body, {
          date: new Date(clock.now()),
        });
        expect((await fetch(inbox, { method: 'POST', headers, body })).status).toBe(202);
      },
    },
    {
      // A long post that the public stream tells of, with the page that it is published on.
      name: 'bluesky',
      bring: async (site, url, html) => {
        // The stream is there from the start, but for the moment after it was cut.
        await expect.poll(sky.listeners).toBe(1);
        sky.send({
          did: didOf(1),
          commit: {
            ...{ operation: 'update', collection: 'site.standard.document', rkey: '3k' },
            record: { site: site.origin, path: new URL(url).pathname, content: html },
          },
        });
      },
    },
  ];

  describe.each(adapters)('$name', ({ name, via = name, bring }) => {
    test('a post is counted once, and once only when it arrives again', async () => {
      const site = await open();
      const url = `${site.origin}/billet`;
      site.pages.set('/billet', post(link()));
      const [began, clockBegan] = [performance.now(), clock.now()];
      await bring(site, url, link());
      await settled(url, { state: 'counted', units: 10, via });
      const took_ms = performance.now() - began;
      // From the moment its author's system tells us; what polling waits is measured below.
      expect(took_ms).toBeLessThan(10_000);
      if (process.env.FIGURES !== undefined)
        process.stdout.write(
          `${kind} ${name}: ${Math.round(took_ms)} ms (clock ${Math.round((clock.now() - clockBegan) / 1000)} s)\n`,
        );
      await bring(site, url, `${link()}<p>Relu.</p>`);
      await settled(url, { state: 'counted', units: 10 });
      const rows = await server.db.rows('SELECT 1 FROM relay WHERE starts_with(source, $1)', [site.origin]);
      expect(rows).toHaveLength(1);
    });

    test('a counted post whose link is removed is withdrawn', async () => {
      const site = await open();
      const url = `${site.origin}/billet`;
      site.pages.set('/billet', post(link()));
      await bring(site, url, link());
      await settled(url, { state: 'counted' });
      site.pages.set('/billet', post('<p>Plus rien.</p>'));
      await bring(site, url, `${link()}<p>Une autre fois.</p>`);
      await settled(url, { state: 'withdrawn', reason: 'link_not_found' });
    });

    test('a page that does not link, one that is gone, and a copy', async () => {
      const site = await open();
      site.pages.set('/sans', post('<p>Rien.</p>'));
      await bring(site, `${site.origin}/sans`, link());
      await settled(`${site.origin}/sans`, { state: 'refused', reason: 'link_not_found' });
      await bring(site, `${site.origin}/parti`, link());
      await settled(`${site.origin}/parti`, { state: 'refused', reason: 'source_not_found' });
      site.pages.set('/billet', post(link()));
      await bring(site, `${site.origin}/billet`, link());
      await settled(`${site.origin}/billet`, { state: 'counted' });
      site.pages.set('/copie', post(link(), `<link rel="canonical" href="${site.origin}/billet">`));
      await bring(site, `${site.origin}/copie`, link());
      await settled(`${site.origin}/copie`, { state: 'refused', reason: 'duplicate' });
    });

    const answering =
      (status: number, headers: Record<string, string>, body = ''): PageOf =>
      (_request: IncomingMessage, response: ServerResponse) => {
        response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
      };
    const challenge =
      '<!doctype html><title>Just a moment...</title><body><div id="challenge-error-text">Enable JavaScript and cookies to continue</div><script src="/cdn-cgi/challenge-platform/x.js"></script>';
    /** What each post comes to, however it came. */
    const cases: readonly [string, () => PageOf, Partial<Relay>][] = [
      ['rel=nofollow', () => post(link().replace('<a ', '<a rel="nofollow ugc" ')), { state: 'counted' }],
      [
        'the badge as a link',
        () => post(`<a href="${target()}"><img src="${target()}/badge.svg" alt=""></a>`),
        { state: 'counted' },
      ],
      [
        'the badge without a link',
        () => post(`<img src="${target()}/badge.svg" alt="">`),
        { state: 'refused', reason: 'link_not_found' },
      ],
      [
        'a link in a comment',
        () =>
          `${post('<p>Rien.</p>')}<section id="comments"><ol class="comment-list"><li>${link()}</li></ol></section>`,
        { state: 'held', reason: 'link_in_comments' },
      ],
      ['redirected', () => answering(301, { location: '/la-bas' }), { state: 'counted' }],
      ['401', () => answering(401, {}), { state: 'held', reason: 'source_unreachable' }],
      ['403', () => answering(403, {}, 'Just a moment'), { state: 'held', reason: 'source_unreachable' }],
      ['a challenge in place of the post', () => answering(200, {}, challenge), { state: 'held' }],
      ['410', () => answering(410, {}), { state: 'refused', reason: 'source_gone' }],
      [
        'a picture',
        () => answering(200, { 'content-type': 'image/png' }),
        { state: 'refused', reason: 'source_not_html' },
      ],
      [
        'hostile bytes',
        () => Buffer.from([0, 255, 60, 97, 0, 254, 60, 33, 45, 45]).toString('latin1'),
        { state: 'refused' },
      ],
    ];
    test.each(cases)('%s', async (what, page, expected) => {
      const site = await open();
      const path = `/${what.replace(/\W+/g, '-')}`;
      site.pages.set('/la-bas', post(link()));
      site.pages.set(path, page());
      await bring(site, site.origin + path, link());
      await settled(site.origin + path, expected);
    });
  });

  test('from publication to counted by the feed: at most the pause of an active blog, its jitter and a second', async () => {
    const site = await open();
    site.pages.set('/', `<link rel="alternate" type="application/rss+xml" href="/feed.xml">${link()}`);
    site.pages.set('/feed.xml', rss(item(`${site.origin}/premier`, link(), clock.now() - 60_000)));
    site.pages.set('/premier', post(link()));
    await register(`${site.origin}/`);
    await poll();
    await settled(`${site.origin}/premier`, { state: 'counted' });
    const published = clock.now();
    site.pages.set('/second', post(link()));
    site.pages.set('/feed.xml', rss(item(`${site.origin}/second`, link(), published)));
    const polls = () => site.asked.filter((path) => path === '/feed.xml').length;
    const before = polls();
    for (let minute = 0; polls() === before && minute < 60; minute++) await later(1);
    await settled(`${site.origin}/second`, { state: 'counted' });
    expect(clock.now() - published).toBeGreaterThan(14 * 60_000);
    expect(clock.now() - published).toBeLessThan(20 * 60_000);
  });

  test('a polite poll: conditional, put off as long as the server asks, nothing claimed from other sites', async () => {
    const site = await open();
    const asked: (string | undefined)[] = [];
    let busy = false;
    site.pages.set('/feed.xml', (request: IncomingMessage, response: ServerResponse) => {
      asked.push(request.headers['if-none-match']);
      if (busy) return void response.writeHead(429, { 'retry-after': '7200' }).end();
      if (request.headers['if-none-match'] === '"un"') return void response.writeHead(304).end();
      response
        .writeHead(200, { 'content-type': 'application/rss+xml', etag: '"un"' })
        .end(rss(item('http://127.0.99.99/ailleurs', link(), clock.now())));
    });
    await register(`${site.origin}/feed.xml`);
    await poll();
    await later(5);
    expect(asked).toHaveLength(1);
    await later(8 * 60);
    expect(asked).toEqual([undefined, '"un"']);
    busy = true;
    await later(8 * 60);
    await later(110);
    expect(asked).toHaveLength(3);
    await later(40);
    expect(asked).toHaveLength(4);
    expect(await relayOf('http://127.0.99.99/ailleurs')).toBeNull();
  });

  test('registering: the same again, hostile addresses, too many of a site, markup, unknown campaign', async () => {
    const site = await open();
    expect((await register(`${site.origin}/`)).status).toBe(200);
    expect((await register(`${site.origin}/#x`)).status).toBe(200);
    for (const url of [
      '',
      'javascript:alert(1)',
      'file:///etc/passwd',
      `${server.url}/c/essai`,
      'http://u:p@a.example/',
    ])
      expect((await register(url)).status, url).toBe(400);
    const marked = await (await register('"><script>alert(1)</script>')).text();
    expect(marked).not.toContain('<script>alert');
    expect((await register(`${site.origin}/b`)).status).toBe(200);
    expect((await register(`${site.origin}/c`)).status).toBe(200);
    expect((await register(`${site.origin}/d`)).status).toBe(429);
    expect((await fetch(`${server.url}/c/ailleurs/sites`, form({ url: site.origin }))).status).toBe(404);
    expect((await register(`https://a.example/${'x'.repeat(100_000)}`)).status).toBe(413);
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await fetch(`${server.url}/c/essai/sites`, json)).status).toBe(415);
  });

  test('a feed of summaries: the page decides, and one that is down is asked again', async () => {
    const site = await open();
    const url = `${site.origin}/resume`;
    const down = (_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(500).end();
    };
    site.pages.set('/resume', down);
    const entry = `<item><link>${url}</link><description>Un extrait.</description></item>`;
    site.pages.set('/feed.xml', rss(entry));
    await register(`${site.origin}/feed.xml`);
    await poll();
    expect(await relayOf(url)).toBeNull();
    site.pages.set('/resume', post(link()));
    await later(24 * 60);
    await settled(url, { state: 'counted', via: 'feed' });
  });

  test('a private address is polled by nobody', async () => {
    expect((await register('http://169.254.169.254/latest/')).status).toBe(200);
    await poll();
    const [row] = await server.db.rows<{ problem: string }>(
      "SELECT problem FROM feed_site WHERE site = '169.254.169.254'",
    );
    expect(row?.problem).toContain('not a public address');
  });

  test('trackback says in XML what it does not take', async () => {
    const bad = await (await fetch(`${server.url}/c/essai/trackback`, form({ title: 'x' }))).text();
    expect(bad).toContain('<error>1</error>');
    const unknown = await fetch(`${server.url}/c/ailleurs/trackback`, form({ url: 'https://a.example/' }));
    expect(await unknown.text()).toContain('<error>1</error>');
    expect((await fetch(`${server.url}/c/essai/trackback`)).status).toBe(405);
  });

  test('snippets, share and manifest', async () => {
    const page = await (await fetch(`${server.url}/c/essai/take-part`)).text();
    for (const name of ['WordPress', 'Ghost', 'Blogger', 'Overblog', 'Hugo', 'Mastodon'])
      expect(page).toContain(name);
    const shared = await fetch(
      `${server.url}/c/essai/share?text=${encodeURIComponent('Titre https://a.example/b?x="><script>')}`,
    );
    expect(await shared.text()).toContain('value="https://a.example/b?x="');
    const nothing = await (await fetch(`${server.url}/c/essai/share?url=javascript:alert(1)`)).text();
    expect(nothing).not.toContain('javascript:alert');
    const manifest = await (await fetch(`${server.url}/c/essai/app.webmanifest`)).json();
    expect(manifest).toMatchObject({ share_target: { action: '/c/essai/share', method: 'GET' } });
    expect((await fetch(`${server.url}/c/ailleurs/take-part`)).status).toBe(404);
  });
});
