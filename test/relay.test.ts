import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  contentOf,
  pingLikeWordPress,
  samplePosts,
  sendLikeGhost,
  startBadActors,
  startBlog,
} from '../src/cli/demo/blogs.ts';
import { reconcile } from '../src/credit/mod.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { startTestServer, type TestServer } from './server.ts';

type Relay = { id: string; state: string; reason: string | null; units: number; campaign: string };

onBothDatabases('from a published post to the count', (kind) => {
  let server: TestServer;
  let campaign: string;
  beforeAll(async () => {
    server = await startTestServer(kind, { campaign: campaignFile() });
    campaign = `${server.url}/c/essai`;
  });
  afterAll(() => server.stop());

  const totals = async () =>
    (await fetch(`${server.url}/api/v1/campaigns/essai`)).json() as Promise<{
      granted: number;
      relays: number;
      checking: number;
    }>;
  const relay = async (location: string | null) =>
    (await (await fetch(`${location}`, { headers: { accept: 'application/json' } })).json()) as Relay;
  const ended = (location: string | null) =>
    expect
      .poll(async () => ['received', 'checking'].includes((await relay(location)).state), { timeout: 15_000 })
      .toBe(false);

  test('a stock WordPress publishes: ten meals, from two promises, within a second', async () => {
    const blog = await startBlog({ host: '127.0.2.1', name: 'Cuisine', language: 'fr', page_bytes: 60_000 });
    const [post] = samplePosts(1, 7);
    if (post === undefined) throw new Error('post');
    const url = blog.publish({ ...post, content: contentOf(post, campaign) });
    const [outcome] = await pingLikeWordPress(url, [campaign]);
    const pinged = performance.now();
    expect(outcome).toMatchObject({ kind: 'accepted', foundBy: 'header' });
    await expect.poll(totals, { interval: 10 }).toMatchObject({ granted: 10, relays: 1, checking: 0 });
    expect(performance.now() - pinged).toBeLessThan(1500);
    await blog.close();
  });

  test('what bad actors do ends as the rules say', async () => {
    const actors = await startBadActors({ campaign, firstHost: 500 });
    for (const act of actors.acts) {
      const [first] = (await act.send()).slice(-1);
      await ended(first?.location ?? null);
      expect({ act: act.name, ...(await relay(first?.location ?? null)) }).toMatchObject({
        act: act.name,
        ...act.expected,
      });
      if (act.afterwards === undefined) continue;
      const [again] = (await act.afterwards.send()).slice(-1);
      await expect
        .poll(async () => (await relay(again?.location ?? null)).state, { timeout: 15_000 })
        .toBe(act.afterwards.expected.state);
    }
    await actors.close();
    expect(await reconcile(server.db)).toEqual([]);
  });

  test('a post that is edited loses and regains its link', async () => {
    const blog = await startBlog({ host: '127.0.2.9', name: 'Carnet', language: 'fr' });
    const [post] = samplePosts(1, 11);
    if (post === undefined) throw new Error('post');
    const url = blog.publish({ ...post, content: contentOf(post, campaign) });
    const [sent] = await sendLikeGhost(url, [campaign]);
    const state = async () => (await relay(sent?.location ?? null)).state;
    await expect.poll(state).toBe('counted');
    blog.edit(url, { content: contentOf(post, campaign, 'none') });
    await sendLikeGhost(url, [campaign]);
    await expect.poll(state).toBe('withdrawn');
    blog.edit(url, { content: contentOf(post, campaign) });
    await sendLikeGhost(url, [campaign]);
    await expect.poll(state).toBe('counted');
    expect(await relay(sent?.location ?? null)).toMatchObject({ units: 10, reason: null });
    await blog.close();
    expect(await reconcile(server.db)).toEqual([]);
  });
});
