import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { signCheckpoint } from '../src/log/mod.ts';
import {
  addRelay,
  eraseSubject,
  filesOf,
  logSigner,
  origin,
  sampleRecord,
  slug,
  writeFolder,
} from './audit-log.ts';
import { agreed, audit, change, differs, folder, open, unchecked, utf8 } from './audit-run.ts';

describe('over HTTP', () => {
  test('a second run fetches only what is new, and no tile that the checkpoint does not imply', async () => {
    const [to, record] = [folder(), sampleRecord(600)];
    const first = await open(await filesOf(record));
    expect(await audit(first.url, { folder: to })).toMatchObject(agreed);
    const tiles = (asked: readonly string[]) => asked.filter((path) => path.startsWith('log/tile/')).sort();
    expect(tiles(first.asked)).toEqual([
      ...['0/000', '0/001', '0/002.p/90', '1/000.p/2', 'entries/000', 'entries/001', 'entries/002.p/90'].map(
        (path) => `log/tile/${path}`,
      ),
    ]);
    expect(first.sockets.size).toBeLessThan(first.asked.length);
    addRelay(record, 601);
    const later = await open(await filesOf(record));
    writeFileSync(join(to, 'page.txt'), later.url);
    const state = readFileSync(join(to, 'state.json'), 'utf8').replace(first.url, later.url);
    writeFileSync(join(to, 'state.json'), state);
    expect(await audit(later.url, { folder: to })).toMatchObject(agreed);
    expect(tiles(later.asked)).toEqual(['log/tile/0/002.p/91', 'log/tile/entries/002.p/91']);
    later.asked.length = 0;
    await audit(later.url, { folder: to });
    expect(tiles(later.asked)).toEqual([]);
  });

  test('an interrupted run is resumed; a copy that suffered on the disk is fetched again', async () => {
    const [to, files] = [folder(), await filesOf(sampleRecord(5000))];
    let served = 0;
    const broken = await open(files, (path, _request, response) => {
      if (!path.startsWith('log/tile/') || ++served <= 20) return false;
      response.socket?.destroy();
      return true;
    });
    expect(await audit(broken.url, { folder: to })).toMatchObject({ exit: 2 });
    await broken.close();
    const had = served;
    served = Number.NEGATIVE_INFINITY;
    const kept = readdirSync(join(to, 'log/tile/entries'))[0] ?? '';
    writeFileSync(join(to, 'log/tile/entries', kept), 'torn');
    const whole = await open(files);
    writeFileSync(join(to, 'page.txt'), whole.url);
    expect(await audit(whole.url, { folder: to })).toMatchObject(agreed);
    expect(had).toBeGreaterThan(20);
    const asked = whole.asked.filter((path) => path.startsWith('log/tile/'));
    // 20 bundles, 20 tiles and one above: 41 in all, of which 20 were kept; the torn one and its tile come again.
    expect(asked).toHaveLength(41 - 20 + 2);
    expect(asked).toContain(`log/tile/entries/${kept}`);
  });

  test('a checkpoint that is a moment behind the counter is waited for', async () => {
    const record = sampleRecord(5);
    const [behind, files] = [await filesOf(record, 6), await filesOf(record)];
    let asked = 0;
    const server = await open(files, (path, _request, response) => {
      if (path !== 'log/checkpoint' || ++asked > 3) return false;
      response.end(behind.get(path));
      return true;
    });
    expect(await audit(server.url)).toMatchObject(agreed);
    expect(asked).toBe(4);
  });

  test.each([
    ['one more relay than before', 5, 6, agreed],
    ['a relay that has left the wall', 5, 4, agreed],
    ['more relays than there are credits', 6, 7, differs('Relays: the counter says 6, the log says 5.')],
  ])('a counter that moves while the wall is read: %s', async (_name, before, after, expected) => {
    const record = sampleRecord(5);
    const later = await filesOf({ ...record, totals: { relays: after } });
    const files = await filesOf({ ...record, totals: { relays: before } });
    let asked = 0;
    const server = await open(files, (path, _request, response) => {
      if (path !== 'totals.json' || ++asked < 2) return false;
      response.end(later.get(path));
      return true;
    });
    const audited = await audit(server.url);
    expect(audited).toMatchObject(expected);
    if (audited.exit === 0) expect(audited.text).toContain('the counter moved while it was read');
  });

  test('a server that stumbles is asked again', async () => {
    let asked = 0;
    const server = await open(await filesOf(sampleRecord(3)), (_path, _request, response) => {
      if (++asked % 2 === 0) return false;
      response.writeHead(asked % 4 === 1 ? 503 : 429).end();
      return true;
    });
    expect(await audit(server.url)).toMatchObject(agreed);
  });

  test('a redirect is followed at home and nowhere else', async () => {
    const files = await filesOf(sampleRecord(3));
    const elsewhere = await open(files);
    const server = await open(files, (path, request, response) => {
      if (path !== 'log/key' || request.url?.includes('?') === true) return false;
      response.writeHead(302, { location: `${request.url}?again` }).end();
      return true;
    });
    expect(await audit(server.url)).toMatchObject(agreed);
    const leading = await open(files, (path, request, response) => {
      if (path !== 'log/key') return false;
      response.writeHead(302, { location: new URL(request.url ?? '', elsewhere.url).href }).end();
      return true;
    });
    const { exit, text } = await audit(leading.url);
    expect([exit, text]).toEqual([2, expect.stringContaining('leads elsewhere, to http://127.0.0.1:')]);
    expect(elsewhere.asked).toEqual([]);
  });

  test('a redirect without end', async () => {
    const server = await open(new Map(), (_path, request, response) => {
      response.writeHead(302, { location: `${request.url}?again` }).end();
      return true;
    });
    expect(await audit(server.url)).toMatchObject({ exit: 2, text: expect.stringContaining('without end') });
  });

  test('a body without end is left', async () => {
    const server = await open(await filesOf(sampleRecord(3)), (path, _request, response) => {
      if (path !== 'log/tile/0/000.p/5') return false;
      const more = () => {
        while (response.writable && response.write(Buffer.alloc(4096)));
      };
      response.on('drain', more);
      more();
      return true;
    });
    const { exit, text } = await audit(server.url);
    expect([exit, text]).toEqual([2, expect.stringContaining('gives more than 8192 bytes.')]);
  });

  test('nobody there', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { exit, text } = await audit(`http://127.0.0.1:${port}/c/${slug}`);
    expect([exit, text]).toEqual([2, expect.stringContaining('cannot be reached (ECONNREFUSED).')]);
  });
});

describe('a folder', () => {
  test('that a run filled is checked without the network, with the same result', async () => {
    const [to, record] = [folder(), sampleRecord(300)];
    eraseSubject(record, 9);
    const online = await audit(await filesOf(record), { folder: to });
    const none = () => Promise.reject(new Error('no network'));
    const offline = await audit(to, {}, none);
    const history = /^History.*\n/m;
    expect(offline.text.replace(history, '').replace(/the log's keys are .*/, '')).toBe(
      online.text.replace(history, '').replace(/the log's keys are .*/, ''),
    );
    rmSync(join(to, 'log/tile/0/001.p/46'));
    expect(await audit(to, {}, none)).toMatchObject({
      ...{ exit: 2, text: expect.stringContaining('is not there: the folder is not complete.') },
    });
  });

  test('with a file that is too large', async () => {
    const [to, files] = [folder(), await filesOf(sampleRecord(3))];
    writeFolder(to, files.set('log/tile/0/000.p/5', new Uint8Array(8193)));
    expect(await audit(to)).toMatchObject({
      ...{ exit: 2, text: expect.stringContaining('has more than 8192 bytes.') },
    });
  });

  test('that was tampered with', async () => {
    const [to, files] = [folder(), await filesOf(sampleRecord(3))];
    change(files, 'log/tile/entries/000.p/5', (text) => text.replace('"units":10', '"units":90'));
    writeFolder(to, files);
    expect(await audit(to)).toMatchObject(differs('Entry 2: it is not the one'));
  });

  test.each(['/nowhere/at/all', 'https://relais.example/', 'https://relais.example/c/', 'ftp://h/c/x', ''])(
    '%j is nothing to audit',
    async (target) => {
      const { exit, text } = await audit(target);
      expect([exit, text]).toEqual([2, expect.stringContaining('Could not be checked: ')]);
    },
  );

  test('of another campaign is left alone', async () => {
    const to = folder();
    writeFolder(to, new Map(), 'https://autre.example/c/essai');
    expect(await audit(await filesOf(sampleRecord(1)), { folder: to })).toMatchObject(
      unchecked(`${to} holds what was read from https://autre.example/c/essai`),
    );
  });
});

describe('answers that are none', () => {
  const cases: readonly (readonly [path: string, edit: (text: string) => string])[] = [
    ['log/checkpoint', () => ''],
    ['log/checkpoint', (text) => `\u0007${text}`],
    ['log/checkpoint', (text) => text.replace('\n5\n', '\n99999999999999999\n')],
    ['log/key', () => 'nothing'],
    ['totals.json', () => '[]'],
    ['totals.json', () => '{'],
    ['totals.json', (text) => text.replace(/"granted":\d+/, '"granted":1e300')],
    ['totals.json', (text) => text.replace(/"granted":\d+/, '"granted":-1')],
    ['totals.json', (text) => text.replace('"pledges":[', '"pledges":[null,')],
    ['totals.json', (text) => text.replace('deux-repas', 'dix-repas')],
    ['totals.json', (text) => text.replace('"entries":5', '"entries":"5"')],
    ['totals.json', (text) => text.replace('"slug":"essai"', '"slug":"autre"')],
    ['relays/first.json', () => '{"relays":{},"erased":[],"next":null}'],
    ['relays/first.json', (text) => text.replace('"next":null', '"next":"../../state"')],
    ['relays/first.json', (text) => text.replace('"logIndex":2', '"logIndex":-2')],
    ['relays/first.json', (text) => text.replace('"logIndex":2', '"logIndex":2.5')],
    ['relays/first.json', (text) => text.replace(/"opening":\{[^}]*\}/, '"opening":null')],
    ['relays/first.json', () => '{"relays":[],"erased":[],"next":7}'],
  ];
  test.each(cases)('%s (%#)', async (path, edit) => {
    const files = await filesOf(sampleRecord(3));
    change(files, path, edit);
    expect(await audit(files)).toMatchObject({
      ...{ exit: 2, text: expect.stringContaining('Could not be checked: ') },
    });
  });

  test('a wall that leads round in a circle', async () => {
    const files = await filesOf(sampleRecord(3));
    change(files, 'relays/first.json', (text) => text.replace('"next":null', '"next":1'));
    files.set('relays/after-1.json', files.get('relays/first.json') ?? utf8.encode(''));
    expect(await audit(files)).toMatchObject(
      differs('Relay rly_00000000000000000000000001: entry 2 is on the wall twice.'),
    );
  });

  test('a wall that always has a newer relay to show', async () => {
    const files = await filesOf(sampleRecord(3));
    change(files, 'relays/first.json', (text) => text.replace('"next":null', '"next":1'));
    let pages = 0;
    const server = await open(files, (path, _request, response) => {
      if (!path.startsWith('relays/after-')) return false;
      pages++;
      const newer = { id: 'rly_x', source: 'https://x.example/', units: 1, logIndex: 100 + pages };
      response.end(JSON.stringify({ relays: [newer], erased: [], next: pages < 50 ? pages + 1 : null }));
      return true;
    });
    expect(await audit(server.url)).toMatchObject(agreed);
    expect(pages).toBe(1);
  });

  test('a checkpoint that claims the largest tree there can be', async () => {
    const record = sampleRecord(3);
    const files = await filesOf(record);
    const signed = logSigner();
    const checkpoint = { origin, size: Number.MAX_SAFE_INTEGER, root: new Uint8Array(32) };
    files.set('log/checkpoint', utf8.encode(signCheckpoint(checkpoint, [signed], 0)));
    expect(await audit(files)).toMatchObject(unchecked('The server does not give log/tile/'));
  });

  test('text of a server is not given to the terminal as it is', async () => {
    const files = await filesOf(sampleRecord(3));
    change(files, 'totals.json', (text) => text.replace('"id":"dix-repas"', '"id":"\\u001b[2J\\u202e"'));
    const { exit, text } = await audit(files);
    expect(exit).toBe(1);
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });
});
