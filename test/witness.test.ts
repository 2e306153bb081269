import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningWitness, readLogKeys, startWitness } from '../src/cli/witness.ts';
import { originName, WitnessStateBroken } from '../src/cli/witness-state.ts';
import { systemRandom } from '../src/kernel/mod.ts';
import {
  askWitness,
  consistencyPath,
  createSigner,
  type Hash,
  leafHash,
  nodeHash,
  parseCheckpoint,
  parseVerifierKey,
  printAddCheckpoint,
  printVerifierKey,
  type ReadSubtree,
  rangeHash,
  rootHash,
  signCheckpoint,
  signersOf,
  type VerifierKey,
} from '../src/log/mod.ts';
import { FolderHeld } from '../src/store/mod.ts';

const origin = 'relais.example/c/essai/log';
const signer = createSigner(origin, 1, new Uint8Array(32).fill(1));
const clock = { now: () => Date.UTC(2026, 10, 23) };

/** A log in memory: the same history, or one that says something else from an entry on. */
class MemoryLog {
  readonly #leaves: Hash[];
  readonly #known = new Map<string, Hash>();

  constructor(entries: number, otherFrom = Number.POSITIVE_INFINITY) {
    this.#leaves = Array.from({ length: entries }, (_, n) =>
      leafHash(Buffer.from(n < otherFrom ? `${n}` : `lie ${n}`)),
    );
  }

  readonly read: ReadSubtree = (subtree) => {
    const name = `${subtree.height}/${subtree.index}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const { height, index } = subtree;
    const hash =
      height === 0
        ? (this.#leaves[index] as Hash)
        : nodeHash(
            this.read({ height: height - 1, index: index * 2 }) as Hash,
            this.read({ height: height - 1, index: index * 2 + 1 }) as Hash,
          );
    this.#known.set(name, hash);
    return hash;
  };
  checkpoint = async (size: number, by = signer) =>
    signCheckpoint({ origin, size, root: await rootHash(size, this.read) }, [by], 0);
  proof = (old: number, size: number) =>
    Promise.all(consistencyPath(old, size).map((range) => rangeHash(range, this.read)));
}

let folder: string;
let running: RunningWitness[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relais-witness-'));
  running = [];
});
afterEach(async () => {
  for (const one of running) await one.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string, options: { pq?: boolean; logs?: readonly VerifierKey[] } = {}) {
  const witness = await startWitness(
    {
      data: join(folder, name),
      name: `${name}.example/w`,
      host: '127.0.0.1',
      port: 0,
      logs: options.logs ?? [signer.key],
      pq: options.pq ?? false,
    },
    { clock, random: systemRandom, print: () => {} },
  );
  running.push(witness);
  return witness;
}
const keysOf = (witness: RunningWitness) =>
  witness.vkeys.map((vkey) => parseVerifierKey(vkey) as VerifierKey);
const ask = async (witness: RunningWitness, log: MemoryLog, size: number, known: number) =>
  askWitness({
    url: witness.url,
    keys: keysOf(witness),
    checkpoint: await log.checkpoint(size),
    known,
    proofFrom: (old) => log.proof(old, size),
    fetch,
    timeoutMs: 30_000,
  });
const send = async (witness: RunningWitness, body: string) => {
  const answer = await fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};

test('two witnesses cosign a log that grows, each with its own keys', async () => {
  const log = new MemoryLog(70_000);
  const [one, two] = [await start('one'), await start('two', { pq: true })];
  let known = 0;
  for (const size of [0, 1, 2, 300, 300, 65_536, 70_000]) {
    for (const witness of [one, two]) {
      const outcome = await ask(witness, log, size, known);
      if (outcome.kind !== 'cosigned') throw new Error(JSON.stringify(outcome));
      const text =
        (await log.checkpoint(size)) +
        (
          await send(
            witness,
            printAddCheckpoint({ old: size, proof: [], checkpoint: await log.checkpoint(size) }),
          )
        ).text;
      const signed = parseCheckpoint(text);
      if (signed === null) throw new Error('a checkpoint');
      const signers = signersOf(signed, keysOf(witness));
      expect(signers).toMatchObject({
        kind: 'read',
        signed: keysOf(witness).map(() => ({ time: clock.now() / 1000 })),
      });
    }
    known = size;
  }
  expect(two.vkeys.map((vkey) => parseVerifierKey(vkey)?.type)).toEqual([4, 6]);
});

test('a client that does not know where a witness stands asks once more from there', async () => {
  const log = new MemoryLog(500);
  const witness = await start('one');
  expect((await ask(witness, log, 200, 0)).kind).toBe('cosigned');
  expect((await ask(witness, log, 400, 0)).kind).toBe('cosigned');
  expect((await ask(witness, log, 450, 399)).kind).toBe('cosigned');
});

test('a lying log is caught: split view, rollback, shorter tree signed anew, fork that goes on', async () => {
  const honest = new MemoryLog(1000);
  const liar = new MemoryLog(1000, 150);
  const witness = await start('one');
  expect((await ask(witness, honest, 200, 0)).kind).toBe('cosigned');
  // Another tree of the same size.
  expect(
    await send(witness, printAddCheckpoint({ old: 200, proof: [], checkpoint: await liar.checkpoint(200) })),
  ).toMatchObject({
    status: 409,
    text: '200\n',
  });
  // An older tree, from the present size and from its own.
  expect(
    (
      await send(
        witness,
        printAddCheckpoint({ old: 200, proof: [], checkpoint: await honest.checkpoint(180) }),
      )
    ).status,
  ).toBe(400);
  expect(
    await send(
      witness,
      printAddCheckpoint({ old: 180, proof: [], checkpoint: await honest.checkpoint(180) }),
    ),
  ).toEqual({
    status: 409,
    type: 'text/x.tlog.size',
    text: '200\n',
  });
  expect(await ask(witness, honest, 180, 180)).toEqual({ kind: 'ahead', size: 200 });
  // The fork with its own proof, with the honest one, and with none.
  for (const proof of [
    await liar.proof(200, 300),
    await honest.proof(200, 300),
    [],
    await honest.proof(199, 300),
  ])
    expect(
      (await send(witness, printAddCheckpoint({ old: 200, proof, checkpoint: await liar.checkpoint(300) })))
        .status,
    ).toBe(422);
  const kept = await (await fetch(`${witness.url}/${originName(origin)}/checkpoint`)).text();
  expect(parseCheckpoint(kept)?.checkpoint).toMatchObject({
    size: 200,
    root: await rootHash(200, honest.read),
  });
  expect((await ask(witness, honest, 300, 200)).kind).toBe('cosigned');
});

test.each<[string, (log: MemoryLog) => Promise<string>, number]>([
  ['no checkpoint', async () => 'old 0\n\nhello\n', 400],
  ['nothing', async () => '', 400],
  ['an old size with a leading zero', async (log) => `old 00\n\n${await log.checkpoint(5)}`, 400],
  ['no old line', async (log) => `\n\n${await log.checkpoint(5)}`, 400],
  [
    '64 proof lines',
    async (log) =>
      printAddCheckpoint({
        old: 0,
        proof: Array.from({ length: 64 }, () => leafHash(Buffer.from('x'))),
        checkpoint: await log.checkpoint(5),
      }),
    400,
  ],
  [
    'a hash of 31 bytes',
    async (log) => `old 0\n${Buffer.alloc(31).toString('base64')}\n\n${await log.checkpoint(5)}`,
    400,
  ],
  [
    'a proof from nothing',
    async (log) =>
      printAddCheckpoint({
        old: 0,
        proof: [leafHash(Buffer.from('x'))],
        checkpoint: await log.checkpoint(5),
      }),
    422,
  ],
  [
    'an unknown log',
    async () =>
      printAddCheckpoint({
        old: 0,
        proof: [],
        checkpoint: signCheckpoint(
          { origin: 'else.example', size: 0, root: leafHash(Buffer.from('')) },
          [createSigner('else.example', 1, new Uint8Array(32))],
          0,
        ),
      }),
    404,
  ],
  [
    'a key that is not the log’s',
    async (log) =>
      printAddCheckpoint({
        old: 0,
        proof: [],
        checkpoint: await log.checkpoint(5, createSigner(origin, 1, new Uint8Array(32).fill(2))),
      }),
    403,
  ],
  [
    'a wrong signature of the log’s key',
    async (log) =>
      printAddCheckpoint({
        old: 0,
        proof: [],
        checkpoint: (await log.checkpoint(5)).replace('\n5\n', '\n6\n'),
      }),
    403,
  ],
  [
    'an old size above the checkpoint',
    async (log) => printAddCheckpoint({ old: 6, proof: [], checkpoint: await log.checkpoint(5) }),
    400,
  ],
  ['a body without end', async () => 'x'.repeat(500_000), 413],
])('a request with %s is refused and nothing is cosigned', async (_, body, status) => {
  const log = new MemoryLog(10);
  const witness = await start('one');
  const answer = await send(witness, await body(log)).catch(() => ({ status: 413, text: '' }));
  expect(answer.status).toBe(status);
  expect(answer.text).not.toContain('—');
  expect((await fetch(`${witness.url}/${originName(origin)}/checkpoint`)).status).toBe(404);
});

test('other methods and addresses are refused; the front page says who this is', async () => {
  const witness = await start('one');
  expect((await fetch(`${witness.url}/add-checkpoint`)).status).toBe(405);
  expect((await fetch(`${witness.url}/`, { method: 'DELETE' })).status).toBe(405);
  expect((await fetch(`${witness.url}/${'0'.repeat(64)}/checkpoint`)).status).toBe(404);
  expect((await fetch(`${witness.url}/../witness.seed`)).status).toBe(404);
  const front = await (await fetch(witness.url)).text();
  expect(front).toContain(witness.vkeys[0]);
  expect(front).toContain(origin);
});

test('of two requests from the same size one is cosigned; the other must start from there (no rollback)', async () => {
  const log = new MemoryLog(2000);
  const witness = await start('one');
  expect((await ask(witness, log, 100, 0)).kind).toBe('cosigned');
  const bodies = await Promise.all(
    Array.from({ length: 20 }, async (_, n) =>
      printAddCheckpoint({
        old: 100,
        proof: await log.proof(100, 200 + n),
        checkpoint: await log.checkpoint(200 + n),
      }),
    ),
  );
  const answers = await Promise.all(bodies.map((body) => send(witness, body)));
  expect(answers.filter((one) => one.status === 200)).toHaveLength(1);
  expect(answers.filter((one) => one.status === 409)).toHaveLength(19);
  const won = 200 + answers.findIndex((one) => one.status === 200);
  expect(answers.filter((one) => one.status === 409).every((one) => one.text === `${won}\n`)).toBe(true);
});

test('key and state outlive the process; its key is for its owner only and its folder for one process', async () => {
  const log = new MemoryLog(50);
  const first = await start('one');
  await ask(first, log, 40, 0);
  await expect(start('one')).rejects.toThrow(FolderHeld);
  await first.stop();
  running = [];
  const again = await start('one');
  expect(again.vkeys).toEqual(first.vkeys);
  expect(await ask(again, new MemoryLog(50, 10), 40, 40)).toMatchObject({ kind: 'conflict', size: 40 });
  expect((await ask(again, log, 50, 40)).kind).toBe('cosigned');
  expect(statSync(join(folder, 'one', 'witness.seed')).mode & 0o777).toBe(0o600);
});

test('a witness whose memory is damaged does not start', async () => {
  const first = await start('one');
  await ask(first, new MemoryLog(5), 5, 0);
  await first.stop();
  running = [];
  const logs = join(folder, 'one', 'logs');
  const [name = ''] = readdirSync(logs);
  const text = readFileSync(join(logs, name), 'utf8');
  for (const broken of ['', text.slice(0, 30), text.replace(origin, 'else.example')]) {
    writeFileSync(join(logs, name), broken);
    await expect(start('one')).rejects.toThrow(WitnessStateBroken);
  }
});

test('the client believes only what the witness’s own keys sign, and survives whatever answers', async () => {
  const { createServer } = await import('node:http');
  const log = new MemoryLog(10);
  const key = createSigner('w.example', 4, new Uint8Array(32).fill(9));
  let reply: { status: number; type?: string; body: string } = { status: 200, body: '' };
  const server = createServer((_, response) => {
    response.writeHead(reply.status, { 'content-type': reply.type ?? 'text/plain' }).end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const put = async (next: typeof reply) => {
    reply = next;
    return askWitness({
      url: `http://127.0.0.1:${port}`,
      keys: [key.key],
      checkpoint: await log.checkpoint(10),
      known: 0,
      proofFrom: (old) => log.proof(old, 10),
      fetch,
      timeoutMs: 2000,
    });
  };
  const right = parseCheckpoint(
    signCheckpoint({ origin, size: 10, root: await rootHash(10, log.read) }, [key], 7),
  );
  const { printNote } = await import('../src/log/mod.ts');
  const line = (right === null ? '' : printNote(right.note)).split('\n').at(-2) ?? '';
  expect((await put({ status: 200, body: `${line}\n` })).kind).toBe('cosigned');
  expect((await put({ status: 200, body: `— other.example AAAAAAAA\n${line}\n` })).kind).toBe('cosigned');
  for (const body of [
    '',
    'hello',
    `${line}`.replace(/.{6}$/, 'AAAAA='),
    '— w.example AAAA\n',
    `${line.slice(0, 40)}\n`,
  ])
    expect((await put({ status: 200, body })).kind).toBe('refused');
  expect(await put({ status: 409, type: 'text/x.tlog.size', body: '11\n' })).toEqual({
    kind: 'ahead',
    size: 11,
  });
  expect(await put({ status: 409, type: 'text/x.tlog.size', body: '5\n' })).toEqual({
    kind: 'conflict',
    size: 5,
  });
  for (const body of ['', '-1\n', '05\n', '5', '99999999999999999999\n', '5\n5\n'])
    expect(await put({ status: 409, type: 'text/x.tlog.size', body })).toEqual({
      kind: 'refused',
      status: 409,
    });
  expect(await put({ status: 409, body: '5\n' })).toEqual({ kind: 'refused', status: 409 });
  expect(await put({ status: 500, body: 'x' })).toEqual({ kind: 'refused', status: 500 });
  expect(await put({ status: 302, body: '' })).toMatchObject({
    kind: expect.stringMatching(/refused|unreachable/),
  });
  expect((await put({ status: 200, body: 'x'.repeat(100_000) })).kind).toBe('unreachable');
  await new Promise((resolve) => server.close(resolve));
  expect((await put({ status: 200, body: '' })).kind).toBe('unreachable');
});

test('keys of logs are read from words and from policies; anything else is named', () => {
  const vkey = printVerifierKey(signer.key);
  expect(readLogKeys(vkey)).toHaveLength(1);
  expect(
    readLogKeys(`# a policy\nlog ${vkey} https://relais.example/log\nwitness w x+00000000+AA\nquorum none\n`),
  ).toHaveLength(1);
  expect(readLogKeys('hello')).toEqual({ wrong: 'hello' });
  expect(readLogKeys(vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).toHaveProperty('wrong');
});
