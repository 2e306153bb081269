import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { importCampaign } from '../src/campaign/mod.ts';
import { moderateCommand } from '../src/cli/moderate.ts';
import { reconcile } from '../src/credit/mod.ts';
import { systemRandom } from '../src/kernel/mod.ts';
import { createSeal } from '../src/people/mod.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { startTestServer, type TestServer } from './server.ts';
import { post, type Site, startSite } from './site.ts';

type Relay = {
  id: string;
  state: string;
  reason: string | null;
  units: number;
  capped: boolean;
  post: Record<string, unknown>;
  steps: { kind: string; reason: string | null }[];
};

onBothDatabases('the rules, over real HTTP', (kind) => {
  let server: TestServer;
  let offset = 0;
  let made = 0;
  let hosts = kind === 'pglite' ? 10 : 120;
  const clock = { now: () => Date.now() + offset };
  const sites: Site[] = [];
  beforeAll(async () => {
    server = await startTestServer(kind, { clock });
  });
  afterEach(async () => {
    offset = 0;
    await Promise.all(sites.splice(0).map((site) => site.close()));
  });
  afterAll(async () => {
    expect(await reconcile(server.db)).toEqual([]);
    await server.stop();
  });

  const campaign = async (change: Parameters<typeof campaignFile>[0] = {}) => {
    const slug = `r${++made}`;
    const outcome = await importCampaign(server.db, campaignFile({ slug, ...change }), clock);
    if (outcome.kind !== 'imported') throw new Error(JSON.stringify(outcome));
    return { slug, page: `${server.url}/c/${slug}` };
  };
  const site = async () => {
    const one = await startSite(`127.0.4.${++hosts}`);
    sites.push(one);
    return one;
  };
  const claim = async (source: string, target: string) => {
    const answer = await fetch(`${server.url}/webmention`, {
      method: 'POST',
      body: new URLSearchParams({ source, target }),
    });
    expect(answer.status).toBe(202);
    return `${answer.headers.get('location')}`;
  };
  const relay = async (location: string) => (await (await fetch(`${location}.json`)).json()) as Relay;
  const judged = async (location: string) => {
    const id = location.split('/').at(-1) ?? '';
    await expect
      .poll(
        async () =>
          (await server.db.rows('SELECT id FROM relay WHERE id = $1 AND NOT check_due', [id])).length,
        { timeout: 15_000, interval: 15 },
      )
      .toBe(1);
    return relay(location);
  };
  const judge = async (source: string, target: string) => judged(await claim(source, target));
  const totals = async (slug: string) =>
    (await (await fetch(`${server.url}/api/v1/campaigns/${slug}`)).json()) as {
      granted: number;
      relays: number;
    };
  const link = (page: string) => post(`<p>Lisez <a href="${page}">la campagne</a>.</p>`);

  test('one per site, even when two of its posts are looked at together', async () => {
    const { slug, page } = await campaign();
    const blog = await site();
    for (const path of ['/a', '/b', '/c', '/d']) blog.pages.set(path, link(page));
    const relays = await Promise.all(['/a', '/b', '/c', '/d'].map((path) => judge(blog.origin + path, page)));
    expect(relays.map((one) => one.state).sort()).toEqual(['counted', 'refused', 'refused', 'refused']);
    expect(relays.filter((one) => one.state === 'refused').map((one) => one.reason)).toEqual(
      Array(3).fill('site_already_counted'),
    );
    expect(await totals(slug)).toMatchObject({ granted: 10, relays: 1 });
  });

  test('a post under two addresses is one post', async () => {
    const { page } = await campaign({ relay: '{ perSite: unlimited }' });
    const blog = await site();
    const canonical = `<link rel="canonical" href="${blog.origin}/billet/">`;
    blog.pages.set('/?p=12', post(`<a href="${page}">ici</a>`, canonical));
    blog.pages.set('/billet/', post(`<a href="${page}">ici</a>`, canonical));
    expect((await judge(`${blog.origin}/?p=12`, page)).state).toBe('counted');
    expect(await judge(`${blog.origin}/billet/`, page)).toMatchObject({
      state: 'refused',
      reason: 'duplicate',
      units: 0,
    });
  });

  test('an address that redirects counts for the site it leads to', async () => {
    const { page } = await campaign();
    const [short, blog] = [await site(), await site()];
    blog.pages.set('/billet', link(page));
    for (const path of ['/1', '/2'])
      short.pages.set(
        path,
        (_, response) => void response.writeHead(302, { location: `${blog.origin}/billet` }).end(),
      );
    expect((await judge(`${short.origin}/1`, page)).state).toBe('counted');
    expect(await judge(`${short.origin}/2`, page)).toMatchObject({ state: 'refused', reason: 'duplicate' });
  });

  test('before the opening and after the close nothing counts; what was claimed in time does', async () => {
    const day = 86_400_000;
    const { page } = await campaign({
      opens: new Date(Date.now() + day).toISOString(),
      closes: new Date(Date.now() + 3 * day).toISOString(),
    });
    const blog = await site();
    for (const path of ['/early', '/late']) blog.pages.set(path, link(page));
    expect(await judge(`${blog.origin}/early`, page)).toMatchObject({
      state: 'refused',
      reason: 'campaign_not_open',
    });
    offset = 4 * day;
    expect(await judge(`${blog.origin}/late`, page)).toMatchObject({
      state: 'refused',
      reason: 'campaign_closed',
    });
    // The refused one says it again while the campaign is open.
    offset = 2 * day;
    expect(await judge(`${blog.origin}/early`, page)).toMatchObject({ state: 'counted', units: 10 });
  });

  test('at the caps a relay is counted with less, then with nothing, and says so', async () => {
    const { slug, page } = await campaign({
      pledges: '  - { id: a, partner: danone, mechanic: relay, perAct: 10, cap: 14 }',
    });
    const results: Relay[] = [];
    for (let n = 0; n < 3; n++) {
      const blog = await site();
      blog.pages.set('/', link(page));
      results.push(await judge(`${blog.origin}/`, page));
    }
    expect(results.map((one) => [one.state, one.units, one.capped])).toEqual([
      ['counted', 10, false],
      ['counted', 4, true],
      ['counted', 0, true],
    ]);
    expect(await totals(slug)).toMatchObject({ granted: 14, relays: 3, remaining: 0 });
  });

  test.each([
    ['keep', 10, 10],
    ['reverse', 0, 0],
  ])('a removed link with onRemoval %s', async (onRemoval, units, granted) => {
    const { slug, page } = await campaign({ relay: `{ onRemoval: ${onRemoval} }` });
    const blog = await site();
    blog.pages.set('/a', link(page));
    const location = await claim(`${blog.origin}/a`, page);
    expect((await judged(location)).state).toBe('counted');
    blog.pages.set('/a', post('<p>Plus rien.</p>'));
    await claim(`${blog.origin}/a`, page);
    expect(await judged(location)).toMatchObject({ state: 'withdrawn', reason: 'link_not_found', units });
    expect(await totals(slug)).toMatchObject({ granted, relays: 0 });
    blog.pages.set('/a', link(page));
    await claim(`${blog.origin}/a`, page);
    expect(await judged(location)).toMatchObject({ state: 'counted', reason: null, units: 10 });
    expect(await totals(slug)).toMatchObject({ granted: 10, relays: 1 });
    expect((await relay(location)).steps.map((step) => step.kind)).toEqual([
      'claimed',
      'counted',
      'claimed_again',
      'withdrawn',
      'claimed_again',
      'counted',
    ]);
  });

  test('counted posts are looked at again after the campaign’s days, and only then', async () => {
    const { slug, page } = await campaign({
      relay: '{ perSite: unlimited, recheckAfterDays: 30, onRemoval: keep }',
    });
    const blog = await site();
    for (const path of ['/stays', '/gone', '/removed']) blog.pages.set(path, link(page));
    const [stays, gone, removed] = await Promise.all(
      ['/stays', '/gone', '/removed'].map((path) => claim(blog.origin + path, page)),
    );
    for (const location of [stays, gone, removed])
      expect((await judged(`${location}`)).state).toBe('counted');
    blog.pages.delete('/gone');
    blog.pages.set('/removed', post('<p>Rien.</p>'));
    const looks = blog.asked.length;
    offset = 29 * 86_400_000;
    await server.recheck();
    offset = 31 * 86_400_000;
    expect(blog.asked).toHaveLength(looks);
    await server.recheck();
    await expect.poll(async () => (await relay(`${gone}`)).state).toBe('gone');
    await expect.poll(async () => (await relay(`${removed}`)).state).toBe('withdrawn');
    expect(await judged(`${stays}`)).toMatchObject({ state: 'counted' });
    expect(await totals(slug)).toMatchObject({ granted: 30, relays: 1 });
  });

  test('a site that turns robots away is held for a human; a broken one is tried again', async () => {
    const { page } = await campaign();
    const [wall, broken] = [await site(), await site()];
    wall.pages.set(
      '/',
      (_, response) => void response.writeHead(403, { 'content-type': 'text/html' }).end('robots'),
    );
    expect(await judge(`${wall.origin}/`, page)).toMatchObject({
      state: 'held',
      reason: 'source_unreachable',
    });
    broken.pages.set(
      '/',
      (_, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('bad gateway'),
    );
    const location = await claim(`${broken.origin}/`, page);
    await expect
      .poll(async () => (await relay(location)).steps.map((step) => [step.kind, step.reason]), {
        timeout: 10_000,
      })
      .toContainEqual(['retry_planned', 'source_unreachable']);
    expect((await relay(location)).state).toBe('checking');
    broken.pages.set('/', link(page));
    await server.db.rows("UPDATE pgboss.job SET start_after = now() WHERE state < 'active'");
    expect(await judged(location)).toMatchObject({ state: 'counted', units: 10 });
  });

  test('the campaign’s wish to review holds what it says', async () => {
    const all = await campaign({ relay: '{ review: all }' });
    const first = await campaign({ relay: '{ review: first, perSite: 2 }' });
    const blog = await site();
    blog.pages.set('/all', link(all.page));
    blog.pages.set('/first', link(first.page));
    expect(await judge(`${blog.origin}/all`, all.page)).toMatchObject({
      state: 'held',
      reason: null,
      units: 0,
    });
    expect(await judge(`${blog.origin}/first`, first.page)).toMatchObject({ state: 'held', reason: null });
  });

  test('a human approves what is doubtful, and refuses for good', async () => {
    const { page } = await campaign({ relay: '{ perSite: unlimited }' });
    const blog = await site();
    const hidden = post(`<p style="display:none"><a href="${page}">ici</a></p>`);
    blog.pages.set('/a', hidden);
    blog.pages.set('/b', hidden);
    const [a, b] = [await claim(`${blog.origin}/a`, page), await claim(`${blog.origin}/b`, page)];
    for (const location of [a, b])
      expect(await judged(location)).toMatchObject({ state: 'held', reason: 'link_hidden' });
    const house = {
      db: server.db,
      clock,
      random: systemRandom,
      publicUrl: server.url,
      consoleUrl: server.url,
      progress: null,
      seal: createSeal('a secret of this test'),
    };
    const moderate = (location: string, decision: string) =>
      moderateCommand(house, { words: [location.split('/').at(-1) ?? '', decision], file: null });
    expect(await moderate(a, 'approve')).toMatchObject({ exit: 0 });
    await expect.poll(async () => (await relay(a)).state).toBe('counted');
    expect(await moderate(b, 'spam')).toMatchObject({ exit: 0 });
    blog.pages.set('/b', link(page));
    await claim(`${blog.origin}/b`, page);
    expect(await judged(b)).toMatchObject({ state: 'refused', reason: 'spam', units: 0 });
    expect(await moderate(a, 'refuse')).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/is counted; only held/),
    });
    expect(await moderate('rly_00000000000000000000000000', 'approve')).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/^There is no relay/),
    });
    expect(await moderate(b, 'delete')).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/^delete is not one of/),
    });
    expect(await moderate(b, 'approve')).toMatchObject({ exit: 0 });
    await expect.poll(async () => (await relay(b)).state).toBe('counted');
  });

  test('our own pages never count', async () => {
    const { page } = await campaign();
    const blog = await site();
    blog.pages.set('/', (_, response) => void response.writeHead(302, { location: `${server.url}/` }).end());
    expect(await judge(`${blog.origin}/`, page)).toMatchObject({ state: 'refused', reason: 'same_site' });
    const answer = await fetch(`${server.url}/webmention`, {
      method: 'POST',
      body: new URLSearchParams({ source: `${server.url}/`, target: page }),
    });
    expect(answer.status).toBe(400);
  });

  test('what is not a page, too large or not there is refused by its name', async () => {
    const { page } = await campaign({ relay: '{ perSite: unlimited }' });
    const blog = await site();
    blog.pages.set(
      '/pdf',
      (_, response) => void response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF'),
    );
    blog.pages.set(
      '/gone',
      (_, response) => void response.writeHead(410, { 'content-type': 'text/html' }).end('gone'),
    );
    blog.pages.set('/large', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(`<p>${'x'.repeat(3_000_000)}</p>${link(page)}`);
    });
    const reasons = await Promise.all(
      ['/pdf', '/gone', '/large', '/none'].map(
        async (path) => (await judge(blog.origin + path, page)).reason,
      ),
    );
    expect(reasons).toEqual(['source_not_html', 'source_gone', 'source_too_large', 'source_not_found']);
  });

  test('a page in another character set is read as its author wrote it', async () => {
    const { page } = await campaign();
    const blog = await site();
    const html = `<html><head><meta charset="iso-8859-1"><title>Soupe à l'oseille</title></head><body><a href="${page}">ici</a></body></html>`;
    blog.pages.set(
      '/',
      (_, response) =>
        void response.writeHead(200, { 'content-type': 'text/html' }).end(Buffer.from(html, 'latin1')),
    );
    expect(await judge(`${blog.origin}/`, page)).toMatchObject({
      state: 'counted',
      post: { title: "Soupe à l'oseille" },
    });
  });

  test('a claim that comes while its post is being looked at asks for another look', async () => {
    const { page } = await campaign();
    const blog = await site();
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    blog.pages.set('/', async (_, response) => {
      await held;
      response.writeHead(200, { 'content-type': 'text/html' }).end(post('<p>Pas encore de lien.</p>'));
    });
    const location = await claim(`${blog.origin}/`, page);
    await expect.poll(() => blog.asked.length).toBe(1);
    await expect.poll(async () => (await relay(location)).state, { timeout: 5000 }).toBe('checking');
    await claim(`${blog.origin}/`, page);
    release();
    blog.pages.set('/', link(page));
    await expect.poll(async () => (await relay(location)).state, { timeout: 10_000 }).toBe('counted');
    expect(blog.asked).toHaveLength(2);
  });

  const folder = join(import.meta.dirname, 'pages');
  const expected: Readonly<Record<string, [string, string | null]>> = {
    'relais-simple': ['counted', null],
    'relais-embed': ['refused', 'link_not_found'],
    'relais-image': ['counted', null],
    critique: ['counted', null],
    'sans-lien': ['refused', 'link_not_found'],
    'lien-commentaire': ['held', 'link_in_comments'],
  };
  const pages = readdirSync(folder).filter((name) => /^wordpress-twenty.*\.html$/.test(name));
  test.each(pages)('%s gives the verdict of its manifest', async (name) => {
    const slug = /^wordpress-[a-z]+?(?:two|three)-(.+)\.html$/.exec(name)?.[1] ?? '';
    const { page } = await campaign();
    const blog = await site();
    const html = readFileSync(join(folder, name), 'utf8')
      .replaceAll('https://relais.example/c/un-billet-dix-repas', page)
      .replaceAll('http://blog-a.test:8091', blog.origin);
    blog.pages.set(`/2026/11/${slug}/`, html);
    const result = await judge(`${blog.origin}/2026/11/${slug}/`, page);
    expect([result.state, result.reason]).toEqual(expected[slug]);
  });
});
