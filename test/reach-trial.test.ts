import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { startTestServer, type TestServer } from './server.ts';
import { type PageOf, post, type Site, startSite } from './site.ts';

onBothDatabases('«test my page»', (kind) => {
  let server: TestServer;
  let site: Site;
  let offset = 0;
  let hosts = kind === 'pglite' ? 10 : 120;
  beforeAll(async () => {
    server = await startTestServer(kind, {
      campaign: campaignFile(),
      clock: { now: () => Date.now() + offset },
    });
    site = await startSite(`127.0.23.${hosts++}`);
  });
  afterAll(async () => {
    await site.close();
    await server.stop();
  });

  /** Each past the limits of the one before. */
  const ask = (url: string, headers: Record<string, string> = {}) => {
    offset += 11 * 60_000;
    return fetch(`${server.url}/c/essai/test?lang=en`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams({ url }),
    });
  };
  const textOf = async (answer: Response) =>
    (/<main[\s\S]*<\/main>/.exec(await answer.text())?.[0] ?? '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
  const campaign = () => `${server.url}/c/essai`;
  const link = (attributes = '') => `<p>Read <a ${attributes} href="${campaign()}">the campaign</a></p>`;
  const badge = () => `<img src="${campaign()}/badge.svg" alt="">`;
  const answering = (status: number, headers = {}) =>
    ((_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('Just a moment');
    }) satisfies PageOf;

  const cases: readonly [string, () => PageOf | null, RegExp, RegExp][] = [
    ['a plain link', () => post(link()), /Yes, this post would count: 10 meals/, /On words/],
    [
      'rel=nofollow',
      () => post(link('rel="nofollow ugc"')),
      /Yes/,
      /rel: nofollow ugc. It makes no difference/,
    ],
    ['the badge as a link', () => post(`<a href="${campaign()}">${badge()}</a>`), /Yes/, /On a picture/],
    [
      'the badge without a link',
      () => post(badge()),
      /No, not as it is/,
      /The counter is shown without a link/,
    ],
    [
      'a hidden link',
      () => post(`<div hidden>${link()}</div>`),
      /A person would look/,
      /a reader cannot see it/,
    ],
    [
      'a link in a comment',
      () =>
        `${post('<p>Text.</p>')}<section id="comments"><ol class="comment-list"><li>${link()}</li></ol></section>`,
      /A person would look/,
      /in the comments/,
    ],
    ['no link', () => post('<p>Nothing.</p>'), /No, not as it is/, /No link to the campaign is in the page/],
    ['404', () => null, /No, not as it is/, /The server answers: 404.*If it is a draft/],
    ['410', () => answering(410), /No, not as it is/, /The server answers: 410/],
    ['a bot wall', () => answering(403), /A person would look/, /stops automatic readers.*If it is a draft/],
    ['too many requests', () => answering(429), /A person would look/, /stops automatic readers/],
    ['a server that is down', () => answering(500), /No, not as it is/, /The server answers: 500/],
    [
      'a picture',
      () => answering(200, { 'content-type': 'image/png' }),
      /No, not as it is/,
      /media type image\/png/,
    ],
    [
      'a redirect',
      () => answering(302, { location: '/there' }),
      /Yes/,
      /302, to http:\/\/127\.0\.23\.\d+:\d+\/there/,
    ],
    ['a circle', () => answering(302, { location: '/there-and-back' }), /No/, /redirect|circle/],
    [
      'a feed and a date',
      () =>
        post(
          `<time class="dt-published" datetime="2026-03-04T10:00:00Z"></time>${link()}`,
          '<link rel="alternate" type="application/rss+xml" href="/feed.xml">',
        ),
      /Yes/,
      /4 March 2026.*feed\.xml/,
    ],
  ];

  test.each(cases)('%s', async (name, page, verdict, detail) => {
    const path = `/${name.replace(/\W+/g, '-')}`;
    const content = page();
    site.pages.set('/there', post(link()));
    site.pages.set('/there-and-back', answering(302, { location: '/there-and-back' }));
    if (content !== null) site.pages.set(path, content);
    const answer = await ask(site.origin + path);
    expect(answer.status).toBe(200);
    const text = await textOf(answer);
    expect(text).toMatch(verdict);
    expect(text).toMatch(detail);
    const rows = await server.db.rows('SELECT 1 FROM relay');
    expect(rows).toEqual([]);
  });

  test('hostile pages and addresses: no markup comes back, nothing private is reached', async () => {
    site.pages.set(
      '/hostile',
      post(
        `<a rel='"><script>alert(1)</script>' href="${campaign()}?x=%22&quot;&gt;&lt;script&gt;alert(2)&lt;/script&gt;">x</a>`,
        `<title><script>alert(3)</script></title><link rel="alternate" type="application/rss+xml" href="/f'%22><script>alert(4)</script>">`,
      ),
    );
    const answer = await ask(`${site.origin}/hostile`);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await answer.text()).not.toMatch(/<script>alert/);
    site.pages.set('/bytes', Buffer.from([0, 255, 254, 60, 97, 0, 200, 33, 45, 45]).toString('latin1'));
    expect((await ask(`${site.origin}/bytes`)).status).toBe(200);
    expect(await textOf(await ask('http://169.254.169.254/latest'))).toMatch(/No, not as it is/);
    for (const url of ['', 'javascript:alert(1)', 'file:///etc/passwd', 'http://u:p@a.example/', campaign()])
      expect((await ask(url)).status, url).toBe(400);
    const marked = await (await ask('"><script>alert(5)</script>')).text();
    expect(marked).not.toContain('<script>alert');
    expect((await ask(`https://a.example/${'x'.repeat(100_000)}`)).status).toBe(413);
    expect((await ask(site.origin, { 'content-type': 'application/json' })).status).toBe(415);
    const before = site.asked.length;
    expect((await ask(`${site.origin}/never`, { origin: 'https://evil.example' })).status).toBe(403);
    expect(site.asked).toHaveLength(before);
    const unknown = await fetch(`${server.url}/c/ailleurs/test`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ url: 'https://a.example/' }),
    });
    expect(unknown.status).toBe(404);
  });

  test('what arrived already, and what the site already gave', async () => {
    const other = await startSite(`127.0.23.${hosts++}`);
    other.pages.set('/un', post(link()));
    other.pages.set('/deux', post(link()));
    const given = await fetch(`${server.url}/c/essai/relays`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ url: `${other.origin}/un` }),
    });
    expect(given.status).toBe(202);
    await expect
      .poll(async () => (await server.db.rows<{ state: string }>('SELECT state FROM relay'))[0]?.state)
      .toBe('counted');
    expect(await textOf(await ask(`${other.origin}/un`))).toMatch(/counted already.*See where it stands/);
    expect(await textOf(await ask(`${other.origin}/deux`))).toMatch(/No, not as it is.*Your site/);
    expect(await server.db.rows('SELECT 1 FROM relay')).toHaveLength(1);
    await other.close();
  });

  test('limits: per host, per asker; a forwarded address of this machine’s proxy is the asker', async () => {
    offset += 3_700_000;
    const from = async (address: string, url: string) => {
      offset -= 11 * 60_000;
      return (await ask(url, { 'x-forwarded-for': address })).status;
    };
    const statuses = [];
    for (let i = 0; i < 11; i++) statuses.push(await from(`10.0.0.${i}`, `${site.origin}/a${i}`));
    expect(statuses).toEqual([...Array(10).fill(200), 429]);
    const asker = [];
    for (let i = 0; i < 16; i++) asker.push(await from('10.1.0.1', `http://169.254.1.${i}/`));
    expect(asker).toEqual([...Array(15).fill(200), 429]);
  });
});
