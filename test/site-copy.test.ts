import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportCampaignCommand } from '../src/cli/export.ts';
import { systemRandom } from '../src/kernel/mod.ts';
import { agreed, audit } from './audit-run.ts';
import { launchChromium } from './chromium.ts';
import { onBothDatabases } from './database.ts';
import { type Bench, linked, openBench } from './moderation.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

onBothDatabases('a campaign as plain files', (kind) => {
  let bench: Bench;
  let slug: string;
  let page: string;
  const folder = mkdtempSync(join(tmpdir(), 'relais-copy-'));
  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 64 : 66);
    ({ slug, page } = await bench.campaign({
      relay: '{ perSite: 40, review: none, recheckAfterDays: 30, onRemoval: keep }',
    }));
    const blog = await bench.blog();
    // More than a page of the wall, and titles that would break one.
    for (let n = 0; n < 26; n++) {
      const hostile = n === 3 ? '"><script src="//evil.example/x.js"></script><form>' : `Billet ${n}`;
      blog.pages.set(`/b${n}`, linked(page).replaceAll('Un billet', hostile.replaceAll('<', '&lt;')));
      expect((await bench.judge(`${blog.origin}/b${n}`, page)).state).toBe('counted');
    }
    for (let published = false; !published; ) {
      const answer = await fetch(`${bench.server.url}/api/v1/campaigns/${slug}`);
      const { log } = (await answer.json()) as { log: { size: number; entries: number } };
      published = log.size === log.entries;
    }
  }, 60_000);
  afterAll(async () => {
    await bench.closeSites();
    await bench.server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = (...words: string[]) => {
    const { db, seal, site } = bench.server;
    const house = {
      ...{ db, clock: bench.clock, random: systemRandom, publicUrl: bench.server.url, seal, site },
      consoleUrl: bench.server.url,
      progress: null,
    };
    return exportCampaignCommand(house, { words, file: null });
  };
  const files = () =>
    globSync('**/*', { cwd: folder, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => normalize(join(one.parentPath, one.name)));

  test('every page in both languages, every link inside leads to a file, nothing asks a server', async () => {
    expect(await run('nobody', '--site', folder)).toMatchObject({ exit: 1 });
    const { exit, out, err } = await run(slug, '--site', folder);
    expect([exit, err, out]).toEqual([0, '', expect.stringContaining('it begins with index.html')]);
    const all = new Set(files());
    const has = (path: string) => all.has(join(folder, path));
    for (const path of ['index.html', 'results.html', 'partners.html', 'proof.html', 'results.pdf'])
      expect([path, has(path), has(`en/${path}`)]).toEqual([path, true, true]);
    for (const path of [
      'log/checkpoint',
      'log/tile/0/000.p/26',
      'log/tile/entries/000.p/26',
      'data/all.json',
    ])
      expect([
        path,
        [...all].some((one) => one.startsWith(join(folder, path.split('.p/')[0] ?? path))),
      ]).toEqual([path, true]);
    expect([...all].filter((one) => /relays\/rly_\w+-proof\.html$/.test(one)).length).toBe(52);
    expect([...all].filter((one) => one.endsWith('.tlog-proof')).length).toBe(26);
    const dead: string[] = [];
    for (const file of all) {
      if (!file.endsWith('.html')) continue;
      const html = readFileSync(file, 'utf8');
      expect(html).not.toMatch(/<form|rel="webmention"|live\.js|<script src="\/\/evil/);
      expect(html).toContain('http-equiv="Content-Security-Policy"');
      for (const [, value = ''] of html.matchAll(/\b(?:href|src|data-proof)="([^"]*)"/g)) {
        if (/^(?:https?:|mailto:|#)/.test(value)) continue;
        const to = normalize(join(dirname(file), decodeURIComponent(value.split(/[?#]/)[0] ?? '')));
        if (!all.has(to)) dead.push(`${file}: ${value}`);
      }
    }
    expect(dead).toEqual([]);
  });

  test('kept by a plain web server, it reads, speaks both languages and verifies its proofs', async () => {
    const server = createServer((request, response) => {
      const path = join(folder, normalize(decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/')));
      try {
        const body = readFileSync(path.endsWith('/') ? join(path, 'index.html') : path);
        response.writeHead(200, {
          'content-type': types[extname(path.endsWith('/') ? '.html' : path)] ?? 'text/plain',
        });
        response.end(body);
      } catch {
        response.writeHead(404).end('not here');
      }
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const browser = await launchChromium();
    const eyes = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    const problems: string[] = [];
    eyes.on('console', (line) => {
      if (line.type() === 'error') problems.push(line.text());
    });
    eyes.on('requestfailed', (request) => problems.push(request.url()));
    await eyes.goto(`${url}/index.html`);
    await eyes.getByText('Copie figée').waitFor();
    await eyes.getByRole('link', { name: 'Le bilan' }).first().click();
    expect(new URL(eyes.url()).pathname).toBe('/results.html');
    await eyes.getByRole('link', { name: 'English' }).click();
    expect(new URL(eyes.url()).pathname).toBe('/en/results.html');
    await eyes.getByRole('link', { name: /^proof: Billet 7/ }).click();
    await eyes.waitForSelector('.notice.right');
    expect(problems).toEqual([]);
    await browser.close();
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    // The log in the copy is the one that was published, byte by byte.
    const checkpoint = readFileSync(join(folder, 'log', 'checkpoint'), 'utf8');
    expect(checkpoint).toBe(await (await fetch(`${page}/log/checkpoint`)).text());
    await audit(page).then((done) => expect(done).toEqual(agreed));
  });
});
