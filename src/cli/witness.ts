import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Clock, Random } from '../kernel/mod.ts';
import {
  type Checkpoint,
  cosignatures,
  createSigner,
  judgeAddCheckpoint,
  parseAddCheckpoint,
  parseCheckpoint,
  parseVerifierKey,
  printNote,
  printVerifierKey,
  readOrMakeSeed,
  type Signer,
  signatureType,
  type VerifierKey,
  type WitnessVerdict,
} from '../log/mod.ts';
import { lockFolder } from '../store/mod.ts';
import { openWitnessState, originName, type WitnessState } from './witness-state.ts';

export type WitnessOptions = {
  /** Where its key and what it has cosigned are kept. */
  readonly data: string;
  /** Its own name, a schema-less URL such as `witness.example/relais`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Verifier keys of the logs that it witnesses, `origin+id+key`; several of one origin while a key is replaced. */
  readonly logs: readonly VerifierKey[];
  /** Signs with ML-DSA-44 as well. */
  readonly pq: boolean;
};

/** A running witness (C2SP tlog-witness). */
export type RunningWitness = {
  readonly url: string;
  /** Its verifier keys, to be given to logs and readers. */
  readonly vkeys: readonly string[];
  readonly stop: () => Promise<void>;
};

/** The largest request: 63 hashes and a checkpoint with 64 signatures of the longest kind. */
const body_bytes_max = 400_000;
const plain = { 'content-type': 'text/plain; charset=utf-8' };

const statuses: Readonly<
  Record<Exclude<WitnessVerdict['kind'], 'cosign'>, { status: number; sentence: string }>
> = {
  malformed: { status: 400, sentence: 'The body is not «old», proof lines, an empty line and a checkpoint.' },
  unknown_log: { status: 404, sentence: 'This log is not witnessed here.' },
  not_signed: { status: 403, sentence: 'The checkpoint is not signed with a key of this log.' },
  old_too_large: { status: 400, sentence: 'The old size is larger than the checkpoint.' },
  conflict: { status: 409, sentence: '' },
  inconsistent: {
    status: 422,
    sentence: 'The proof does not show that the new tree begins with the old one.',
  },
};

/**
 * Runs a witness: an independent party that cosigns each log's checkpoints as long as every one continues the last.
 * Throws `FolderHeld` when another process has its folder: two witnesses of one name could sign two histories.
 */
export async function startWitness(
  options: WitnessOptions,
  house: { readonly clock: Clock; readonly random: Random; readonly print: (line: string) => void },
): Promise<RunningWitness> {
  const lock = lockFolder(options.data, 'witness');
  try {
    const seed = readOrMakeSeed(join(options.data, 'witness.seed'), house.random);
    const types = [signatureType.ed25519Cosignature, ...(options.pq ? [signatureType.mlDsa44] : [])];
    const signers = types.map((type) => createSigner(options.name, type, seed));
    const state = openWitnessState(join(options.data, 'logs'));
    const witness: Witness = { ...options, ...house, signers, state };
    const server = createServer((request, response) => {
      answer(witness, request, response).catch((error) => {
        house.print(`failed: ${error instanceof Error ? error.message : error}`);
        if (!response.headersSent) response.writeHead(500, plain);
        response.end('Something went wrong here; it has been noted.\n');
      });
    });
    server.requestTimeout = 15_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, options.host, resolve);
    });
    const { port } = server.address() as AddressInfo;
    return {
      url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
      vkeys: signers.map((signer) => printVerifierKey(signer.key)),
      stop: async () => {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        await closed;
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

type Witness = WitnessOptions & {
  readonly clock: Clock;
  readonly print: (line: string) => void;
  readonly signers: readonly Signer[];
  readonly state: WitnessState;
};

async function answer(witness: Witness, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (path === '/add-checkpoint') {
    if (request.method !== 'POST')
      return give(response, 405, 'This address takes POST requests only.\n', { allow: 'POST' });
    const body = await readBody(request);
    return body === null
      ? give(response, 413, `The body is larger than ${body_bytes_max} bytes.\n`, { connection: 'close' })
      : addCheckpoint(witness, body, response);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return give(response, 405, 'This address can only be read.\n', { allow: 'GET, HEAD' });
  const name = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path)?.[1];
  const origin = witness.logs.find((key) => originName(key.name) === name)?.name;
  const kept = origin === undefined ? null : witness.state.read(origin);
  if (kept !== null) return give(response, 200, kept);
  if (path === '/') return give(response, 200, introduction(witness));
  return give(response, 404, 'There is nothing at this address.\n');
}

/**
 * Check and store are one step: nothing waits between reading what was cosigned last and having written the new one, so
 * two requests can't both start from it. What is stored is on the disk before anybody hears of it.
 */
function addCheckpoint(witness: Witness, body: string, response: ServerResponse): void {
  const verdict = judgeAddCheckpoint(body, (origin) => {
    const keys = witness.logs.filter((key) => key.name === origin);
    const kept = witness.state.read(origin);
    return keys.length === 0
      ? null
      : { keys, latest: kept === null ? null : (parseCheckpoint(kept)?.checkpoint ?? null) };
  });
  if (verdict.kind === 'conflict') {
    give(response, 409, `${verdict.size}\n`, { 'content-type': 'text/x.tlog.size' });
    return;
  }
  if (verdict.kind !== 'cosign') {
    const { status, sentence } = statuses[verdict.kind];
    if (verdict.kind === 'inconsistent')
      witness.print(`refused: an inconsistent checkpoint ${headline(body)}`);
    give(response, status, `${sentence}\n`);
    return;
  }
  const { checkpoint } = verdict;
  const lines = cosignatures(checkpoint, witness.signers, Math.floor(witness.clock.now() / 1000));
  witness.state.keep(checkpoint.origin, withOwnLines(body, witness, lines));
  witness.print(`cosigned ${checkpoint.origin} ${checkpoint.size}`);
  give(response, 200, lines);
}

/** The checkpoint as the log signed it, followed by our lines; lines of others are left out. */
function withOwnLines(body: string, witness: Witness, lines: string): string {
  const signed = parseCheckpoint(parseAddCheckpoint(body)?.checkpoint ?? '');
  if (signed === null) throw new Error('what was cosigned is a checkpoint');
  const { text, signatures } = signed.note;
  const own = signatures.filter((line) =>
    witness.logs.some((key) => key.name === line.name && key.id === line.id),
  );
  return printNote({ text, signatures: own }) + lines;
}

function headline(body: string): string {
  const checkpoint: Checkpoint | undefined = parseCheckpoint(
    parseAddCheckpoint(body)?.checkpoint ?? '',
  )?.checkpoint;
  return checkpoint === undefined ? '' : `${checkpoint.origin} ${checkpoint.size}`;
}

function introduction({ name, signers, logs }: Witness): string {
  const origins = [...new Set(logs.map((key) => key.name))];
  return [
    `${name}: a witness of public logs (c2sp.org/tlog-witness).`,
    ...signers.map((signer) => printVerifierKey(signer.key)),
    ...origins.map((origin) => `${origin}  /${originName(origin)}/checkpoint`),
    '',
  ].join('\n');
}

function give(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...plain, 'x-content-type-options': 'nosniff', ...headers }).end(body);
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > body_bytes_max) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Verifier keys of logs out of words of the command line: keys themselves, or the `log` lines of a policy (C2SP tlog-policy). */
export function readLogKeys(text: string): readonly VerifierKey[] | { readonly wrong: string } {
  const keys: VerifierKey[] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '' || line.startsWith('#') || /^(witness|group|quorum)\s/.test(line)) continue;
    const word = /^log\s+(\S+)/.exec(line)?.[1] ?? line;
    const key = parseVerifierKey(word);
    if (key === null || (key.type !== signatureType.ed25519 && key.type !== signatureType.mlDsa44))
      return { wrong: word };
    keys.push(key);
  }
  return keys;
}
