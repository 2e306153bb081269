import { afterAll, beforeAll, expect, test } from 'vitest';
import { onBothDatabases } from './database.ts';
import { type Bench, openBench } from './moderation.ts';

onBothDatabases('registered sites in the console', (kind) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 200 : 220);
  });
  afterAll(async () => {
    await bench.closeSites();
    await bench.server.stop();
  });

  const register = (page: string, url: string, from = '10.0.0.1') =>
    fetch(`${page}/sites`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': from },
      body: new URLSearchParams({ url }),
    });

  test('an operator sees, stops, resumes and removes; others may not, and foreign ids change nothing', async () => {
    const campaign = await bench.campaign();
    const other = await bench.campaign();
    const site = await bench.blog();
    site.pages.set('/', '<p>Un blog sans flux</p>');
    expect((await register(campaign.page, `${site.origin}/?<script>`)).status).toBe(200);
    await bench.server.pollFeeds();
    const operator = await bench.person('netscouade', 'operator', 'Opératrice');
    const partner = await bench.person('danone', 'partner', 'Partenaire');
    const page = await (await operator.get(`${campaign.console}/feeds`)).text();
    expect(page).toContain(site.origin);
    expect(page).toContain('answered 404');
    expect(page).not.toContain('<script>"');
    const id = /name="site" value="(fds_[0-9a-z]{26})"/.exec(page)?.[1] ?? '';
    const change = (who: typeof operator, what: string, where = campaign, which = id) =>
      who.send(`${where.console}/feeds`, [
        ['site', which],
        ['change', what],
      ]);
    const state = async () =>
      (
        await bench.server.db.rows<{ polled: boolean; removed: boolean }>(
          'SELECT next_at IS NOT NULL AS polled, removed_at IS NOT NULL AS removed FROM feed_site WHERE id = $1',
          [id],
        )
      )[0];
    expect((await partner.get(`${campaign.console}/feeds`)).status).toBe(403);
    expect((await change(partner, 'stop')).status).toBe(403);
    await change(operator, 'stop', other);
    expect(await state()).toEqual({ polled: true, removed: false });
    expect((await change(operator, 'burn')).status).toBe(404);
    expect((await change(operator, 'stop', campaign, "fds_' OR 1=1")).status).toBe(404);
    expect((await change(operator, 'stop')).status).toBe(303);
    expect(await state()).toEqual({ polled: false, removed: false });
    await change(operator, 'resume');
    expect(await state()).toEqual({ polled: true, removed: false });
    await change(operator, 'remove');
    await change(operator, 'resume');
    expect(await state()).toEqual({ polled: false, removed: true });
    expect(await (await operator.get(`${campaign.console}/feeds?lang=en`)).text()).toContain('Removed');
  });

  test('one asker does not use up the house’s registrations', async () => {
    const campaign = await bench.campaign();
    const statuses: number[] = [];
    for (let i = 0; i < 31; i++)
      statuses.push((await register(campaign.page, `https://blog${i}.example/`, '10.9.9.9')).status);
    expect(statuses).toEqual([...Array(30).fill(200), 429]);
    expect((await register(campaign.page, 'https://autre.example/', '10.9.9.8')).status).toBe(200);
  });
});
