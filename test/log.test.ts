import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { samplePosts } from '../src/cli/demo/blogs.ts';
import { parseLeaf } from '../src/domain/mod.ts';
import { canonicalKey } from '../src/kernel/mod.ts';
import {
  commit,
  decodeEntries,
  leafHash,
  parseCheckpoint,
  parseProof,
  parseVerifierKey,
  provesEntry,
  signersOf,
  TreeBuilder,
  tilePath,
  tilesOf,
  toBase64,
  type VerifierKey,
} from '../src/log/mod.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { mention, type Posts, startPosts, untilCounted } from './publish.ts';
import { startTestServer, type TestServer } from './server.ts';

const count = 23;

type Wall = {
  relays: {
    id: string;
    source: string;
    units: number;
    logIndex: number;
    opening: { salt: string; record: string };
    post: Record<string, string | null>;
  }[];
};

onBothDatabases('the public log over HTTP', (kind) => {
  let server: TestServer;
  let campaign: string;
  let posts: Posts;
  beforeAll(async () => {
    server = await startTestServer(kind, { campaign: campaignFile() });
    campaign = `${server.url}/c/essai`;
    posts = await startPosts(count, campaign, { firstHost: 5200 });
    for (const url of posts.urls) await mention(server.url, url, campaign);
  });
  afterAll(async () => {
    await posts.close();
    await server.stop();
  });
  const get = async (path: string, headers: Record<string, string> = {}) =>
    fetch(`${campaign}${path}`, { headers });
  const totals = async () =>
    (await (await fetch(`${server.url}/api/v1/campaigns/essai`)).json()) as {
      granted: number;
      log: { size: number; root: string; entries: number };
    };
  const wall = async () =>
    (await (await fetch(`${server.url}/api/v1/campaigns/essai/relays?limit=200`)).json()) as Wall;
  const settled = async () => {
    await untilCounted(server.url, 'essai', count);
    await expect.poll(async () => (await totals()).log.size, { timeout: 5000, interval: 20 }).toBe(2 + count);
  };
  const bundle = async () =>
    Buffer.from(await (await get(`/log/tile/entries/000.p/${2 + count}`)).arrayBuffer());

  test('is published within moments, signed by the key beside it, and its sum is the counter', async () => {
    await settled();
    const answer = await get('/log/checkpoint');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=1',
    });
    const signed = parseCheckpoint(await answer.text());
    const keys = (await (await get('/log/key')).text())
      .trim()
      .split('\n')
      .map(parseVerifierKey) as VerifierKey[];
    if (signed === null) throw new Error('a checkpoint');
    expect(signersOf(signed, keys)).toMatchObject({ kind: 'read', signed: [{}] });
    expect(signed.checkpoint.origin).toBe(`${new URL(server.url).host}/c/essai/log`);
    const entries = decodeEntries(await bundle());
    const tree = new TreeBuilder();
    let sum = 0;
    for (const entry of entries ?? []) {
      tree.add(leafHash(entry));
      const leaf = parseLeaf(new TextDecoder().decode(entry));
      sum += leaf?.units ?? Number.NaN;
    }
    const { granted, log } = await totals();
    expect(toBase64(tree.root())).toBe(log.root);
    expect(toBase64(signed.checkpoint.root)).toBe(log.root);
    expect(sum).toBe(granted);
    expect(log.entries).toBe(entries?.length);
  });

  test('every tile that the checkpoint implies is there, and nothing beyond', async () => {
    await settled();
    const { size } = (await totals()).log;
    for (const tile of tilesOf(size)) {
      const answer = await get(`/log/${tilePath(tile)}`);
      expect([tile, answer.status, answer.headers.get('content-type')]).toEqual([
        tile,
        200,
        'application/octet-stream',
      ]);
      expect((await answer.arrayBuffer()).byteLength).toBe(tile.width * 32);
    }
    for (const path of [
      `tile/0/000.p/${size + 1}`,
      'tile/0/000',
      'tile/1/000.p/1',
      'tile/entries/000',
      'tile/0/001.p/1',
      'x',
      '..%2fkey',
      '%00',
      'tile/0/%30%30%30.p/0',
    ])
      expect([path, (await get(`/log/${path}`)).status]).toEqual([path, 404]);
    const zipped = await get(`/log/tile/entries/000.p/${size}`, { 'accept-encoding': 'gzip' });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(Buffer.from(await zipped.arrayBuffer())).toEqual(await bundle());
    expect((await fetch(`${campaign}/log/checkpoint`, { method: 'POST' })).status).toBe(405);
  });

  test('holds no name, no address, no text, no hash that can be guessed', async () => {
    await settled();
    const tiles = await Promise.all(
      ['tile/0/000', 'tile/entries/000'].map(async (path) =>
        Buffer.from(await (await get(`/log/${path}.p/${2 + count}`)).arrayBuffer()),
      ),
    );
    const bytes = Buffer.concat(tiles);
    const { relays } = await wall();
    expect(relays).toHaveLength(count);
    const seeded = relays.flatMap(({ id, source, opening, post }) => {
      const { at } = JSON.parse(opening.record) as { at: string };
      return [
        id,
        source,
        new URL(source).host,
        new URL(source).hostname,
        canonicalKey(new URL(source)),
        opening.salt,
        opening.record,
        at,
        at.slice(11),
        ...Object.values(post).filter((text) => typeof text === 'string' && text.length > 4),
      ] as string[];
    });
    const samples = samplePosts(count, 5200).flatMap((post) =>
      Object.values(post).filter((value) => typeof value === 'string' && value.length > 5),
    ) as string[];
    expect(seeded.length).toBeGreaterThan(count * 8);
    for (const trace of [...seeded, ...samples]) {
      expect([trace, bytes.includes(trace)]).toEqual([trace, false]);
      // Nobody who suspects an address can confirm it by hashing it.
      const digest = createHash('sha256').update(trace).digest();
      for (const guess of [
        digest,
        Buffer.from(digest.toString('hex')),
        Buffer.from(digest.toString('base64')),
      ])
        expect(bytes.includes(guess)).toBe(false);
    }
    const order = relays.map((one) => one.logIndex);
    expect(new Set(order).size).toBe(count);
  });

  test('each relay has its proof, which opens its own entry and no other', async () => {
    await settled();
    const { relays } = await wall();
    const entries = decodeEntries(await bundle()) ?? [];
    for (const relay of relays) {
      const answer = await fetch(`${server.url}/relays/${relay.id}/proof`);
      expect(answer.status).toBe(200);
      const proof = parseProof(await answer.text());
      if (proof === null) throw new Error('a proof');
      const extra = JSON.parse(Buffer.from(proof.extra ?? []).toString()) as {
        entry: string;
        opening: { salt: string; record: string };
      };
      expect(proof.index).toBe(relay.logIndex);
      expect(provesEntry(proof, Buffer.from(extra.entry))).toBe(true);
      expect(provesEntry(proof, Buffer.from(extra.entry.replace('"units":10', '"units":11')))).toBe(false);
      expect(extra.opening).toEqual(relay.opening);
      expect(extra.entry).toBe(Buffer.from(entries[relay.logIndex] ?? []).toString());
      const leaf = parseLeaf(extra.entry);
      const sealed = toBase64(
        commit(Buffer.from(relay.opening.salt, 'base64'), Buffer.from(relay.opening.record)),
      );
      expect(leaf).toMatchObject({ kind: 'credit', units: relay.units, commitment: sealed });
      expect(JSON.parse(relay.opening.record)).toMatchObject({ source: relay.source, subject: relay.id });
    }
  });
});
