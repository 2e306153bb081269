import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { onBothDatabases, openMigrated } from '../../test/database.ts';
import { systemRandom } from '../kernel/mod.ts';
import type { Database } from '../store/mod.ts';
import {
  addSeed,
  append,
  createPublisher,
  type DoStep,
  decodeEntries,
  emptyRoot,
  type Hash,
  LogKeyRefused,
  leafHash,
  nodeHash,
  openGuard,
  openLogKeys,
  type PublishStep,
  parseCheckpoint,
  parseProof,
  parseVerifierKey,
  printProof,
  provesEntry,
  readHalted,
  readInclusion,
  readLogFile,
  readLogView,
  readPublished,
  restartLog,
  retireSeed,
  signersOf,
  type VerifierKey,
} from './mod.ts';

/** RFC 6962 §2.1 as it is written down, to compare with. */
function treeHash(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return emptyRoot;
  if (leaves.length === 1) return leaves[0] as Hash;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

const entry = (n: number) => new TextEncoder().encode(`entry ${n} ${'.'.repeat(n % 40)}`);

onBothDatabases('the public log', (kind) => {
  let db: Database;
  let folder: string;
  let made = 0;
  let log: string;
  let appended: Uint8Array[];
  beforeAll(async () => {
    db = await openMigrated(kind);
  });
  afterAll(() => db.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'relais-log-'));
    log = `log${++made}`;
    appended = [];
    return () => rmSync(folder, { recursive: true, force: true });
  });

  const grow = async (count: number) => {
    const entries = Array.from({ length: count }, (_, n) => entry(appended.length + n));
    const first = await db.transaction((tx) => append(tx, log, entries));
    expect(first).toBe(appended.length);
    appended.push(...entries);
  };
  const house = (options: { doStep?: DoStep; pq?: boolean; data?: string } = {}) => {
    const data = options.data ?? folder;
    return {
      db,
      clock: { now: () => Date.UTC(2026, 10, 23) },
      keys: openLogKeys(
        { folder: join(data, 'log-keys'), files: [] },
        { pq: options.pq ?? false, random: systemRandom },
      ),
      guard: openGuard(join(data, 'log')),
      origin: async (name: string) => `relais.example/c/${name}/log`,
      ...(options.doStep === undefined ? {} : { doStep: options.doStep }),
    };
  };
  const publisher = (options: Parameters<typeof house>[0] = {}) => createPublisher(house(options));
  const published = async () => {
    const found = await readPublished(db, log);
    if (found === null) throw new Error('nothing is published');
    return found;
  };
  /** What is published is signed, and is the tree of what was appended. */
  const holds = async (): Promise<number> => {
    const { checkpoint, keys, size } = await published();
    const signed = parseCheckpoint(checkpoint);
    if (signed === null) throw new Error('a checkpoint');
    const known = keys.map(parseVerifierKey).filter((key): key is VerifierKey => key !== null);
    const signers = signersOf(signed, known);
    expect(signers).toMatchObject({ kind: 'read' });
    expect(signers.kind === 'read' && signers.signed.length).toBe(keys.length);
    expect(signed.checkpoint.root).toEqual(treeHash(appended.slice(0, size).map(leafHash)));
    expect(signed.checkpoint).toMatchObject({ size, origin: `relais.example/c/${log}/log` });
    return size;
  };
  const file = async (path: string) =>
    readLogFile(db, log, path, { url: 'https://relais.example/log', witnesses: [] });

  test('grows through every shape of its right edge: each checkpoint is the tree of what was appended', async () => {
    const one = publisher();
    for (const more of [1, 1, 2, 3, 248, 1, 1, 254, 1, 300, 700, 77]) {
      await grow(more);
      expect((await one.publish(log)).kind).toBe('published');
      expect(await holds()).toBe(appended.length);
    }
    expect((await one.publish(log)).kind).toBe('unchanged');
  });

  test('serves what the checkpoint implies and nothing else', async () => {
    await grow(600);
    await publisher().publish(log);
    // Appended but not yet published: nobody sees it.
    await grow(10);
    const hashes = Buffer.concat(appended.map(leafHash));
    const tile = async (path: string) => {
      const found = await file(path);
      return found?.kind === 'tile' ? { bytes: Buffer.from(found.body), full: found.full } : null;
    };
    expect(await tile('tile/0/000')).toEqual({ bytes: hashes.subarray(0, 8192), full: true });
    expect(await tile('tile/0/002.p/88')).toEqual({
      bytes: hashes.subarray(512 * 32, 600 * 32),
      full: false,
    });
    expect((await tile('tile/0/002.p/7'))?.bytes).toEqual(hashes.subarray(512 * 32, 519 * 32));
    expect((await tile('tile/1/000.p/2'))?.bytes).toEqual(
      Buffer.concat([0, 1].map((n) => treeHash(appended.slice(n * 256, n * 256 + 256).map(leafHash)))),
    );
    const bundle = await tile('tile/entries/002.p/88');
    expect(decodeEntries(bundle?.bytes ?? new Uint8Array())).toEqual(
      appended.slice(512, 600).map((one) => Buffer.from(one)),
    );
    expect(decodeEntries((await tile('tile/entries/000'))?.bytes ?? new Uint8Array())).toHaveLength(256);
    expect(decodeEntries((await tile('tile/entries/001.p/3'))?.bytes ?? new Uint8Array())).toHaveLength(3);
    const none = [
      'tile/0/002',
      'tile/0/002.p/89',
      'tile/entries/002.p/89',
      'tile/1/000',
      'tile/1/000.p/3',
      'tile/2/000.p/1',
    ];
    const malformed = [
      'tile/0/2',
      'tile/00/000',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/x000/000',
      '../key',
      '',
      'tile/64/000',
      'Checkpoint',
    ];
    for (const path of [...none, ...malformed]) expect([path, await file(path)]).toEqual([path, null]);
    expect(await file('key')).toMatchObject({
      kind: 'text',
      body: expect.stringMatching(/^relais\.example\S+\+[0-9a-f]{8}\+\S+\n$/),
    });
    expect(await file('policy')).toMatchObject({
      kind: 'text',
      body: expect.stringMatching(/^log \S+ https:\S+\nquorum none\n$/),
    });
  });

  test('proves each entry under the published checkpoint', async () => {
    await grow(700);
    await publisher().publish(log);
    const { checkpoint, size } = await published();
    const signed = parseCheckpoint(checkpoint);
    if (signed === null) throw new Error('a checkpoint');
    for (const index of [0, 1, 255, 256, 511, 512, 698, 699]) {
      const text = printProof({
        extra: null,
        index,
        hashes: await readInclusion(db, log, index, size),
        signed,
      });
      const proof = parseProof(text);
      expect(proof !== null && provesEntry(proof, entry(index))).toBe(true);
      expect(proof !== null && provesEntry(proof, entry(index + 1))).toBe(false);
    }
  });

  describe('faults in pairs: a step fails before its effect, or after', () => {
    const steps: readonly PublishStep[] = ['integrate', 'guard', 'publish'];
    test.each(steps.flatMap((step) => [[step, 'before'] as const, [step, 'after'] as const]))(
      '%s, %s: the next publication mends it and no two checkpoints contradict each other',
      async (step, when) => {
        await grow(300);
        await publisher().publish(log);
        const seen = [(await published()).checkpoint];
        await grow(5);
        const failing = publisher({
          doStep: async (name, work) => {
            if (name === step && when === 'before') throw new Error('died');
            const result = await work();
            if (name === step) throw new Error('died');
            return result;
          },
        });
        await expect(failing.publish(log)).rejects.toThrow('died');
        const kept = openGuard(join(folder, 'log')).read(`relais.example/c/${log}/log`);
        if (kept === null) throw new Error('the guard keeps the newest checkpoint');
        expect(kept.checkpoint.root).toEqual(treeHash(appended.slice(0, kept.checkpoint.size).map(leafHash)));
        seen.push((await published()).checkpoint);
        // Another entry arrives while the process is dead; then a new process publishes.
        await grow(1);
        expect((await publisher().publish(log)).kind).toBe('published');
        expect(await holds()).toBe(306);
        for (const text of seen) {
          const { size, root } = parseCheckpoint(text)?.checkpoint ?? { size: 0, root: emptyRoot };
          expect(root).toEqual(treeHash(appended.slice(0, size).map(leafHash)));
        }
      },
    );
  });

  test('two publishers and a busy writer: sizes only grow, nothing is left behind', async () => {
    const two = [publisher(), publisher()];
    const writing = (async () => {
      for (let n = 0; n < 25; n++) await grow(1 + (n % 7) * 20);
    })();
    const sizes: number[] = [];
    const publishing = two.map(async (one) => {
      for (let n = 0; n < 15; n++) {
        const outcome = await one.publish(log);
        if (outcome.kind === 'published') sizes.push(outcome.head.size);
      }
    });
    await Promise.all([writing, ...publishing]);
    expect(new Set(sizes).size).toBe(sizes.length);
    await publisher().publish(log);
    expect(await holds()).toBe(appended.length);
  });

  test('a transaction that fails after appending leaves no entry and no gap', async () => {
    await grow(3);
    await expect(
      db.transaction(async (tx) => {
        await append(tx, log, [entry(99), entry(98)]);
        throw new Error('the credit was refused');
      }),
    ).rejects.toThrow();
    await grow(2);
    await publisher().publish(log);
    expect(await holds()).toBe(5);
  });

  describe('a database older than the last published checkpoint', () => {
    const restore = async (keep: number) => {
      // What a restored backup looks like: rows of before, in a database that never heard of the later ones.
      const tree = `${log}-restored`;
      const entries = appended.slice(0, keep);
      appended = [];
      log = tree;
      if (entries.length > 0) await grow(entries.length);
    };
    const origin = async () => 'relais.example/c/same/log';

    test('is noticed at the first publication; nothing is signed until an operator restarts the log', async () => {
      await grow(40);
      await createPublisher({ ...house(), origin }).publish(log);
      await db.rows('DELETE FROM log_tree WHERE log_id = $1', [log]);
      await restore(30);
      const restarted = createPublisher({ ...house(), origin });
      expect(await restarted.publish(log)).toEqual({ kind: 'halted', reason: 'behind' });
      await grow(20);
      expect(await createPublisher({ ...house(), origin }).publish(log)).toEqual({
        kind: 'halted',
        reason: 'behind',
      });
      expect(await readPublished(db, log)).toBeNull();
      expect(await readHalted(db)).toMatchObject([
        { log, reason: 'behind', origin: 'relais.example/c/same/log' },
      ]);

      expect(await restartLog(db, log, 0)).toEqual({
        ended: 'relais.example/c/same/log',
        origin: 'relais.example/c/same/log/2',
      });
      expect((await restarted.publish(log)).kind).toBe('published');
      const view = await readLogView(db, log, {
        url: 'https://relais.example/log',
        witnesses: [],
      });
      expect(view).toMatchObject({ size: 50, origin: 'relais.example/c/same/log/2' });
      expect(view?.restarts).toMatchObject([{ origin: 'relais.example/c/same/log' }]);
      expect(parseCheckpoint(view?.restarts[0]?.checkpoint ?? '')?.checkpoint.size).toBe(40);
      expect(await file('checkpoint')).toEqual({ kind: 'moved', folder: '2' });
      expect((await file('2/checkpoint'))?.kind).toBe('text');
      expect((await file('2/tile/entries/000.p/50'))?.kind).toBe('tile');
      expect(await file('3/checkpoint')).toBeNull();
      expect(await restartLog(db, log, 0)).toBeNull();
      await db.rows('DELETE FROM log_tree WHERE log_id = $1', [log]);
    });

    test('is noticed as well when it has grown past the old size with other entries', async () => {
      await grow(10);
      await createPublisher({ ...house(), origin }).publish(log);
      await db.rows('DELETE FROM log_tree WHERE log_id = $1', [log]);
      await restore(0);
      const elsewhere = mkdtempSync(join(tmpdir(), 'relais-log-'));
      await db.transaction((tx) =>
        append(
          tx,
          log,
          Array.from({ length: 12 }, (_, n) => entry(1000 + n)),
        ),
      );
      // Another machine, which does not know the old checkpoint, has already taken the entries into a tree.
      await createPublisher({ ...house({ data: elsewhere }), origin }).publish(log);
      await db.rows("UPDATE log_tree SET keys = '{}' WHERE log_id = $1", [log]);
      rmSync(elsewhere, { recursive: true, force: true });
      expect(await createPublisher({ ...house(), origin }).publish(log)).toEqual({
        kind: 'halted',
        reason: 'forked',
      });
      await db.rows('DELETE FROM log_tree WHERE log_id = $1', [log]);
    });
  });

  describe('keys', () => {
    const keysFolder = () => join(folder, 'log-keys');

    test('are made once, readable by their owner only, and each log has its own', () => {
      const keys = openLogKeys({ folder: keysFolder(), files: [] }, { pq: false, random: systemRandom });
      expect(readdirSync(keysFolder())).toEqual(['0001.seed']);
      const again = openLogKeys({ folder: keysFolder(), files: [] }, { pq: false, random: systemRandom });
      expect(again.signers('a')[0]?.key).toEqual(keys.signers('a')[0]?.key);
      expect(keys.signers('a')[0]?.key.publicKey).not.toEqual(keys.signers('b')[0]?.key.publicKey);
    });

    test('are replaced with an overlap: both sign until the old one is retired', async () => {
      await grow(1);
      const one = publisher();
      await one.publish(log);
      const [old] = (await published()).keys;
      addSeed(keysFolder(), systemRandom);
      // A new key alone is a reason to sign the same tree again.
      expect((await one.publish(log)).kind).toBe('published');
      const both = (await published()).keys;
      expect(both).toHaveLength(2);
      expect(both[1]).toBe(old);
      expect(await holds()).toBe(1);
      expect(retireSeed(keysFolder())).toBe('0001.seed');
      await grow(1);
      await one.publish(log);
      expect((await published()).keys).toEqual([both[0]]);
      expect(await holds()).toBe(2);
      expect(retireSeed(keysFolder())).toBeNull();
    });

    test('a process that holds none of the log’s keys does not sign it', async () => {
      await grow(1);
      await publisher().publish(log);
      await grow(1);
      const other = mkdtempSync(join(tmpdir(), 'relais-log-'));
      expect(await publisher({ data: other }).publish(log)).toEqual({ kind: 'no_key' });
      rmSync(other, { recursive: true, force: true });
      expect((await published()).size).toBe(1);
    });

    test('ML-DSA-44 signs beside Ed25519 where it is switched on', async () => {
      await grow(2);
      await publisher({ pq: true }).publish(log);
      const { keys } = await published();
      expect(keys.map((key) => parseVerifierKey(key)?.type)).toEqual([1, 6]);
      expect(await holds()).toBe(2);
    });

    test.each([
      ['too short', 'abcd'],
      ['not hexadecimal', 'z'.repeat(64)],
      ['empty', ''],
    ])('a key file that is %s is refused, without its content', (_, content) => {
      const path = join(folder, 'given.seed');
      writeFileSync(path, content);
      const open = () =>
        openLogKeys({ folder: keysFolder(), files: [path] }, { pq: false, random: systemRandom });
      expect(open).toThrow(LogKeyRefused);
      expect(open).toThrow(/given\.seed is not a log key/);
      if (content !== '') expect(open).not.toThrow(content);
    });

    test('a key given by file is used, and nothing is made in the folder', () => {
      const path = join(folder, 'given.seed');
      writeFileSync(path, `${'0f'.repeat(32)}\n`);
      const keys = openLogKeys({ folder: keysFolder(), files: [path] }, { pq: false, random: systemRandom });
      expect(keys.signers('a')).toHaveLength(1);
      expect(() => readFileSync(join(keysFolder(), '0001.seed'))).toThrow();
    });
  });
});
