import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spawnBlogs } from '../src/cli/demo/blogs.ts';
import { campaignFile } from './campaign.ts';
import { newPostgresDatabase } from './database.ts';
import { killableServer } from './killable.ts';
import { freePort } from './postgres.ts';

test('two processes on one PostgreSQL, one of them killed: the caps are filled to the unit, one relay per site', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'relais-processes-'));
  const ports = [await freePort(), await freePort()];
  const shared = {
    DATABASE_URL: await newPostgresDatabase(),
    RELAIS_DATA: folder,
    RELAIS_URL: `http://127.0.0.1:${ports[0]}`,
    RELAIS_FETCH_ALLOW: '127.0.0.0/8',
  };
  const [one, two] = ports.map((port) => killableServer({ ...shared, PORT: String(port) }));
  if (one === undefined || two === undefined) throw new Error('two servers');
  await Promise.all([one.start(), two.start()]);
  const file = join(folder, 'essai.yaml');
  writeFileSync(
    file,
    campaignFile({
      pledges:
        '  - { id: a, partner: danone, mechanic: relay, perAct: 6, cap: 303 }\n  - { id: b, partner: carrefour, mechanic: relay, perAct: 4, cap: 250 }',
    }),
  );
  expect(one.relais('import', file).status).toBe(0);
  const campaign = `${one.url}/c/essai`;
  // 70 sites with 3 posts each: one counts per site; 50 acts and a half fill the first promise, 62 and a half the second.
  const blogs = await spawnBlogs({
    hosts: 70,
    firstHost: 4000,
    port: 0,
    postsPerHost: 3,
    page_bytes: 8000,
    campaign,
    seed: 5,
  });
  const claim = async (source: string, index: number): Promise<void> => {
    const server = index % 2 === 0 ? one : two;
    const answer = await fetch(`${server.url}/webmention`, {
      method: 'POST',
      body: new URLSearchParams({ source, target: campaign }),
    }).catch(() => null);
    if (answer?.status === 202) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return claim(source, index + 1);
  };
  const claims = blogs.urls.map((url, index) => claim(url, index));
  await new Promise((resolve) => setTimeout(resolve, 150));
  await two.kill();
  await Promise.all(claims);
  await two.start();
  const totals = async () =>
    (await (await fetch(`${two.url}/api/v1/campaigns/essai`)).json()) as {
      granted: number;
      relays: number;
      checking: number;
    };
  // What the killed process had in hand comes back when its lease ends, or when a process finds itself alone.
  await one.kill();
  await two.kill();
  await one.start();
  await two.start();
  await expect
    .poll(totals, { timeout: 60_000, interval: 100 })
    .toMatchObject({ granted: 553, relays: 70, checking: 0 });
  expect(one.relais('doctor')).toMatchObject({
    status: 0,
    out: expect.stringContaining('books       agree'),
  });
  await Promise.all([one.stop(), two.stop()]);
  await blogs.close();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);
