import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { importCampaign } from '../src/campaign/mod.ts';
import { startServer } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { campaignFile } from './campaign.ts';
import { freePort } from './postgres.ts';

/** Embeds run on other people's pages: who reads those is nobody's business, whatever the log level and whatever fails. */
test('no line of the log holds the network address of who loads an embed', async () => {
  const data = mkdtempSync(join(tmpdir(), 'relais-log-'));
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const port = await freePort();
  const server = await startServer(readConfig({ PORT: String(port), RELAIS_DATA: data }), log);
  await importCampaign(server.db, campaignFile(), { now: () => Date.now() });
  lines.length = 0;
  const visit = async () => {
    const seen: number[] = [];
    for (const path of [
      ...[
        'badge.svg',
        'badge.json',
        'embed',
        'label',
        'label.json',
        'counter.png',
        'card.fr.0.png',
        'nothing.png',
      ],
    ])
      seen.push(
        (
          await fetch(`${server.url}/c/essai/${path}?x=${seen.length}`, {
            headers: { 'x-forwarded-for': '203.0.113.77', forwarded: 'for=203.0.113.77' },
          })
        ).status,
      );
    for (const path of [
      '/embed.js',
      `/oembed?url=${encodeURIComponent(`${server.url}/c/essai`)}`,
      '/ap/c/essai',
    ])
      seen.push((await fetch(server.url + path, { headers: { 'x-forwarded-for': '203.0.113.77' } })).status);
    return seen;
  };
  try {
    expect((await visit()).filter((status) => status === 200).length).toBeGreaterThan(6);
    // And where something breaks: what is logged then is the fault, not the reader.
    await server.db.rows('ALTER TABLE campaign RENAME TO campaign_away');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await visit();
    expect(lines.some((line) => line.includes('request failed'))).toBe(true);
    await server.db.rows('ALTER TABLE campaign_away RENAME TO campaign');
    expect(lines.filter((line) => line.includes('203.0.113.77'))).toEqual([]);
  } finally {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
});
