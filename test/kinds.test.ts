import { afterAll, beforeAll, expect, test } from 'vitest';
import { importCampaign, readCampaign } from '../src/campaign/mod.ts';
import { createJudge, reconcile, setRelayKind } from '../src/credit/mod.ts';
import type { RelayKind } from '../src/domain/mod.ts';
import { createClaims, type Look, readChecks } from '../src/evidence/mod.ts';
import { jobKinds } from '../src/jobs/mod.ts';
import { type RelayId, systemClock, systemRandom } from '../src/kernel/mod.ts';
import { commandLine } from '../src/people/mod.ts';
import { openQueue, type Queue } from '../src/queue/mod.ts';
import type { Database } from '../src/store/mod.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases, openMigrated } from './database.ts';
import { startTestServer } from './server.ts';
import { post, startSite } from './site.ts';

const publicUrl = new URL('https://relais.example/');
const anySite = '{ perSite: unlimited, review: none, recheckAfterDays: 30, onRemoval: keep }';

onBothDatabases('kinds of relays and referrals', (kind) => {
  let db: Database;
  let queue: Queue;
  beforeAll(async () => {
    db = await openMigrated(kind);
    queue = await openQueue(db, jobKinds, { work: false, onError: () => {} });
  });
  afterAll(async () => {
    await queue.close();
    await db.close();
  });

  /** Claims posts and judges what a look at each would have shown. */
  const relaying = (slug: string) => {
    const house = { db, queue, clock: systemClock, random: systemRandom };
    const claims = createClaims({ ...house, publicUrl });
    const judge = createJudge(house);
    return async (
      posts: readonly { readonly source: string; readonly kind?: RelayKind; readonly by?: number }[],
    ) => {
      const outcomes = await Promise.all(
        posts.map(({ source, kind: claimed }) =>
          claims.claim({
            ...{ source, target: `https://relais.example/c/${slug}`, via: 'form' },
            ...(claimed === undefined ? {} : { kind: claimed }),
          }),
        ),
      );
      const ids = outcomes.map((one) => (one.kind === 'accepted' ? one.relay : 'rly_none')) as RelayId[];
      const checks = await readChecks(db, { relays: ids });
      const bySource = new Map(posts.map((one) => [one.source, one]));
      await Promise.all(
        checks.map((check) => {
          const source = new URL(check.source);
          const look: Look = {
            check,
            at: systemClock.now(),
            sighting: {
              kind: 'page',
              sameSite: false,
              facts: {
                link: 'content',
                by: bySource.get(check.source)?.by ?? null,
                stance: null,
                canonical: null,
                post: {
                  ...{ title: 'Un billet', author: null, site: null },
                  ...{ published: null, excerpt: null, language: 'fr' },
                },
              },
            },
            page: { key: check.source, site: source.host },
            evidence: { status: 200 },
            seen: null,
            retryAfterSeconds: null,
          };
          return judge.submit(look);
        }),
      );
      return ids;
    };
  };
  const open = async (slug: string, pledges: readonly string[]) => {
    const text = campaignFile({ slug, relay: anySite, pledges: pledges.join('\n') });
    expect(await importCampaign(db, text, systemClock)).toMatchObject({ kind: 'imported' });
    return relaying(slug);
  };
  const totals = async (slug: string) => (await readCampaign(db, slug, systemClock.now()))?.totals;
  const pledge = (id: string, ground: string, perAct: number, cap = 1_000_000, partner = 'danone') =>
    `  - { id: ${id}, partner: ${partner}, mechanic: relay, for: ${ground}, perAct: ${perAct}, cap: ${cap} }`;
  const sources = (name: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ source: `https://${name}${n}.example/billet` }));

  test('2010: 1,457 posts, 197 of them through another’s, and 9 drawings are 16,675 meals', async () => {
    const relay = await open('campagne-2010', [
      pledge('billets-danone', 'post', 5),
      pledge('billets-carrefour', 'post', 5, 1_000_000, 'carrefour'),
      pledge('parrainage', 'referral', 10),
      pledge('dessins', 'illustration', 15),
    ]);
    await relay(sources('premier', 1457 - 197));
    // Each new one links with the number of one that counts already.
    await relay(sources('ami', 197).map((one, index) => ({ ...one, by: index + 1 })));
    const drawings = await relay(sources('dessin', 9).map((one) => ({ ...one, kind: 'illustration' })));
    // Nobody's word is taken for a drawing: a human looks first.
    expect(await totals('campagne-2010')).toMatchObject({ granted: 1457 * 10 + 197 * 10, relays: 1457 });
    const states = await db.rows<{ state: string }>('SELECT state FROM relay WHERE id = ANY($1)', [drawings]);
    expect(new Set(states.map((one) => one.state))).toEqual(new Set(['held']));
    for (const id of drawings)
      expect(
        await setRelayKind(
          { db, queue, random: systemRandom },
          { campaign: null, relay: id, kind: 'illustration' },
          commandLine,
          systemClock.now(),
        ),
      ).toBe('done');
    await relay(sources('dessin', 9));
    expect(await totals('campagne-2010')).toMatchObject({
      granted: 16_675,
      relays: 1466,
      pledges: [
        { id: 'billets-danone', granted: 7285, for: 'post' },
        { id: 'billets-carrefour', granted: 7285, for: 'post' },
        { id: 'parrainage', granted: 1970, for: 'referral' },
        { id: 'dessins', granted: 135, for: 'illustration' },
      ],
    });
    expect(await reconcile(db)).toEqual([]);
  }, 120_000);

  test('2012: five kinds, each with a cap of its own, and the cap of one raised in the middle', async () => {
    const rules = (messages: number) => [
      pledge('partages', 'share', 1, 5),
      pledge('messages', 'mention', 1, messages),
      pledge('billets', 'post', 10, 20),
      pledge('choisis', 'featured', 15, 15),
      pledge('dessins', 'illustration', 15, 30),
    ];
    const relay = await open('campagne-2012', rules(2));
    const of = (name: RelayKind, count: number) =>
      sources(name, count).map((one) => ({ ...one, kind: name }));
    await relay([...of('share', 7), ...of('mention', 3), ...of('post', 3)]);
    expect((await totals('campagne-2012'))?.pledges.map((one) => one.granted)).toEqual([5, 2, 20, 0, 0]);
    await importCampaign(
      db,
      campaignFile({ slug: 'campagne-2012', relay: anySite, pledges: rules(4).join('\n') }),
      systemClock,
    );
    await relay(of('mention', 6).slice(3));
    expect((await totals('campagne-2012'))?.pledges.map((one) => one.granted)).toEqual([5, 4, 20, 0, 0]);
    // A post that counts is picked: its old gift goes back to the posts' promise, where the next post finds it.
    const [first, second] = await relay(sources('autre', 2));
    const set = (id: RelayId | undefined, to: RelayKind) =>
      setRelayKind(
        { db, queue, random: systemRandom },
        { campaign: null, relay: id ?? '', kind: to },
        commandLine,
        systemClock.now(),
      );
    const [counted] = await db.rows<{ id: RelayId }>(
      "SELECT r.id FROM relay r JOIN campaign c ON c.id = r.campaign_id WHERE c.slug = 'campagne-2012' AND r.kind = 'post' AND r.units = 10 LIMIT 1",
    );
    expect(await set(counted?.id, 'featured')).toBe('done');
    expect(await set(counted?.id, 'featured')).toBe('same');
    expect(await set('rly_00000000000000000000000000', 'featured')).toBe('unknown');
    expect((await totals('campagne-2012'))?.pledges.map((one) => one.granted)).toEqual([5, 4, 10, 15, 0]);
    await relay(sources('encore', 1));
    expect((await totals('campagne-2012'))?.pledges.map((one) => one.granted)).toEqual([5, 4, 20, 15, 0]);
    expect(await set(second, 'featured')).toBe('done');
    const [row] = await db.rows<{ units: number; capped: boolean }>(
      'SELECT units, capped FROM relay WHERE id = $1',
      [second ?? ''],
    );
    // Nothing is left of that promise: it still counts, with nothing.
    expect(row).toEqual({ units: 0, capped: true });
    expect(await set(first, 'share')).toBe('done');
    expect(await reconcile(db)).toEqual([]);
  });

  test('nobody comes through themselves, through their own site, or through a post that does not count', async () => {
    const relay = await open('parrains', [
      pledge('billets', 'post', 10),
      pledge('parrainage', 'referral', 10),
    ]);
    await relay([{ source: 'https://kiwi.example/un' }]);
    await relay([
      { source: 'https://kiwi.example/deux', by: 1 },
      { source: 'https://crok.example/un', by: 99 },
      { source: 'https://crok.example/deux', by: 1 },
    ]);
    const rows = await db.rows<{ source: string; units: number; by: number | null }>(
      `SELECT source, units, referred_by AS by FROM relay JOIN campaign c ON c.id = campaign_id WHERE c.slug = 'parrains' ORDER BY source`,
    );
    expect(rows).toEqual([
      { source: 'https://crok.example/deux', units: 20, by: 1 },
      { source: 'https://crok.example/un', units: 10, by: null },
      { source: 'https://kiwi.example/deux', units: 10, by: null },
      { source: 'https://kiwi.example/un', units: 10, by: null },
    ]);
  });
});

test('a link with a number in a real post: the gift for the post and the one for the referral', async () => {
  const server = await startTestServer('pglite', {
    campaign: campaignFile({
      pledges: `${[
        '  - { id: billets, partner: danone, mechanic: relay, perAct: 10, cap: 1000 }',
        '  - { id: parrainage, partner: danone, mechanic: relay, for: referral, perAct: 10, cap: 1000 }',
        '  - { id: dessins, partner: danone, mechanic: relay, for: illustration, perAct: 15, cap: 1000 }',
      ].join('\n')}`,
    }),
  });
  const campaign = `${server.url}/c/essai`;
  const sites = [await startSite('127.0.5.1'), await startSite('127.0.5.2'), await startSite('127.0.5.3')];
  const publish = async (place: number, href: string, kind?: string) => {
    const site = sites[place];
    site?.pages.set('/billet', post(`<p>Je relaie <a href="${href}">la campagne</a>.</p>`));
    const answer = await fetch(`${campaign}/relays`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ url: `${site?.origin}/billet`, ...(kind === undefined ? {} : { kind }) }),
    });
    const location = answer.headers.get('location') ?? '';
    const read = async () =>
      (await (await fetch(location, { headers: { accept: 'application/json' } })).json()) as {
        id: string;
        state: string;
        units: number;
        number: number | null;
        referredBy: number | null;
        brought: number;
        kind: string;
      };
    await expect.poll(async () => (await read()).state, { timeout: 15_000 }).toMatch(/counted|held/);
    return read;
  };
  const first = await publish(0, campaign);
  const { id, number } = await first();
  const own = await (await fetch(`${server.url}/relays/${id}`, { headers: { accept: 'text/html' } })).text();
  expect(own).toContain(`value="${campaign}?by=${number}"`);
  const second = await publish(1, `${campaign}?by=${number}`);
  expect(await second()).toMatchObject({ state: 'counted', units: 20, referredBy: number, kind: 'post' });
  expect(await first()).toMatchObject({ units: 10, brought: 1 });
  const third = await publish(2, campaign, 'illustration');
  expect(await third()).toMatchObject({ state: 'held', kind: 'illustration', units: 0 });
  await server.stop();
  for (const site of sites) await site.close();
});
