import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Leaf, LeafPart } from '../src/domain/mod.ts';
import { printLeaf } from '../src/domain/mod.ts';
import {
  commit,
  createSigner,
  encodeEntries,
  type Hash,
  hashOver,
  leafHash,
  printVerifierKey,
  rootHash,
  type Signer,
  sha256,
  signatureType,
  signCheckpoint,
  subtreeReader,
  tile_width,
  tilePath,
  tilesOf,
  toBase64,
} from '../src/log/mod.ts';

export const slug = 'essai';
export const origin = `relais.example/c/${slug}/log`;
export const pageAddress = `https://relais.example/c/${slug}`;

const utf8 = new TextEncoder();
const seedOf = (name: string) => sha256(utf8.encode(name));

export const logSigner = (seed = 'log') => createSigner(origin, signatureType.ed25519, seedOf(seed));
export const witnessSigner = (name: string) =>
  createSigner(name, signatureType.ed25519Cosignature, seedOf(name));

export type WallRelay = {
  id: string;
  source: string;
  units: number;
  number: number;
  logIndex: number;
  opening: { salt: string; record: string };
};

/** A campaign's public record before it is made into files: everything may be tampered with. */
export type PublicRecord = {
  leaves: Leaf[];
  /** Entries whose bytes are not those of their leaf. */
  spellings: Map<number, string>;
  relays: WallRelay[];
  erased: { number: number; units: number; logIndex: number }[];
  signers: Signer[];
  /** Keys that `log/key` shows; those of the signers if not told otherwise. */
  shownKeys: string[] | null;
  /** Witnesses of the policy that cosign, and that don't. */
  witnesses: Signer[];
  silentWitnesses: Signer[];
  origin: string;
  /** Members of the totals that are not what the leaves say. */
  totals: Record<string, unknown>;
  pledgeTotals: Record<string, unknown>;
  /** How many entries the totals count; all if not told otherwise. */
  counted: number | null;
};

const common = { version: 1, campaign: slug, day: '2026-11-02' } as const;

export function termsLeaf(changes: Partial<Extract<Leaf, { kind: 'terms' }>> = {}): Leaf {
  return {
    ...{ ...common, kind: 'terms', units: 0, day: '2026-10-01', pledge: 'dix-repas', partner: 'boulangerie' },
    ...{ mechanic: 'relay', terms: 1, unit: 'meal', perAct: 10, cap: 1_000_000_000, minimum: 100 },
    ...{ opens: '2026-11-01T00:00:00.000Z', closes: '2026-12-01T00:00:00.000Z' },
    ...changes,
  };
}

const part = (pledge: string, units: number): LeafPart => ({ pledge, terms: 1, units });

/** A record of a number of relays, each counted with 10 units of one promise and 2 of another. */
export function sampleRecord(credits: number): PublicRecord {
  const record: PublicRecord = {
    ...{ leaves: [], spellings: new Map(), relays: [], erased: [], signers: [logSigner()], shownKeys: null },
    ...{ witnesses: [], silentWitnesses: [], origin, totals: {}, pledgeTotals: {}, counted: null },
  };
  record.leaves.push(
    termsLeaf(),
    termsLeaf({ pledge: 'deux-repas', partner: 'epicerie', perAct: 2, minimum: 0 }),
  );
  for (let number = 1; number <= credits; number++) addRelay(record, number);
  return record;
}

/** Counts one more relay: its credit in the log, its place on the wall. */
export function addRelay(record: PublicRecord, number: number, parts?: readonly LeafPart[]): void {
  const id = `rly_${String(number).padStart(26, '0')}`;
  const source = `https://blog-${number}.example/billet`;
  const salt = seedOf(`salt ${number}`);
  const text = `{"at":"2026-11-02T08:09:28.123Z","kind":"credit","mechanic":"relay","sha256":"${'0'.repeat(64)}","source":"${source}","subject":"${id}"}`;
  const split = parts ?? [part('dix-repas', 10), part('deux-repas', 2)];
  const units = split.reduce((sum, one) => sum + one.units, 0);
  const logIndex = record.leaves.length;
  record.leaves.push({
    ...{ ...common, kind: 'credit', mechanic: 'relay', units, parts: split },
    commitment: toBase64(commit(salt, utf8.encode(text))),
  });
  record.relays.push({
    id,
    source,
    units,
    number,
    logIndex,
    opening: { salt: toBase64(salt), record: text },
  });
}

/** Undoes a credit: the entry in the log, and the relay off the wall. */
export function reverseCredit(record: PublicRecord, index: number): void {
  const credit = record.leaves[index];
  if (credit?.kind !== 'credit') throw new Error(`no credit ${index}`);
  record.leaves.push({
    ...{ ...common, kind: 'reversal', mechanic: credit.mechanic, units: -credit.units, reverses: index },
    parts: credit.parts.map((one) => ({ ...one, units: -one.units })),
    commitment: toBase64(seedOf(`reversal ${index}`)),
  });
  record.relays = record.relays.filter((relay) => relay.logIndex !== index);
}

/** Erases the subject of a relay: it stays counted, nothing leads to it. */
export function eraseSubject(record: PublicRecord, index: number): void {
  const relay = record.relays.find((one) => one.logIndex === index);
  if (relay === undefined) throw new Error(`no relay at ${index}`);
  record.relays = record.relays.filter((one) => one !== relay);
  record.erased.push({ number: relay.number, units: relay.units, logIndex: index });
}

export type Files = Map<string, Uint8Array>;

/** The files of a record, named as in a folder that an audit keeps. `size`: publish only so many entries. */
export async function filesOf(record: PublicRecord, size = record.leaves.length): Promise<Files> {
  const files: Files = new Map();
  const put = (path: string, body: string | Uint8Array) =>
    files.set(path, typeof body === 'string' ? utf8.encode(body) : body);
  const entries = record.leaves.map((leaf, index) =>
    utf8.encode(record.spellings.get(index) ?? printLeaf(leaf)),
  );
  const root = await writeTree(put, entries.slice(0, size));
  const checkpoint = { origin: record.origin, size, root };
  const keys = record.shownKeys ?? record.signers.map((one) => printVerifierKey(one.key));
  put('log/checkpoint', signCheckpoint(checkpoint, [...record.signers, ...record.witnesses], 1_793_606_400));
  put('log/key', keys.map((key) => `${key}\n`).join(''));
  put('log/policy', policyOf(keys, [...record.witnesses, ...record.silentWitnesses]));
  const counted = record.counted ?? entries.length;
  put('totals.json', JSON.stringify(totalsOf(record, counted, { size, root: toBase64(root) })));
  writeWall(put, record);
  return files;
}

function policyOf(keys: readonly string[], witnesses: readonly Signer[]): string {
  const lines = keys.map((key) => `log ${key} https://${origin}`);
  for (const [index, { key }] of witnesses.entries())
    lines.push(`witness w${index + 1} ${printVerifierKey(key)} https://witness-${index}.example`);
  return `${lines.join('\n')}\nquorum none\n`;
}

function writeTree(
  put: (path: string, body: Uint8Array) => void,
  entries: readonly Uint8Array[],
): Promise<Hash> {
  const levels: Uint8Array[][] = [entries.map(leafHash)];
  const tiles = new Map<string, Uint8Array>();
  for (const tile of tilesOf(entries.length)) {
    const level = Number(tile.level);
    const start = tile.n * tile_width;
    const bytes = Buffer.concat((levels[level] ?? []).slice(start, start + tile.width));
    tiles.set(`${level}/${tile.n}`, bytes);
    put(`log/${tilePath(tile)}`, bytes);
    if (level === 0)
      put(
        `log/${tilePath({ ...tile, level: 'entries' })}`,
        encodeEntries(entries.slice(start, start + tile.width)),
      );
    if (tile.width === tile_width) {
      levels[level + 1] ??= [];
      levels[level + 1]?.push(hashOver(bytes, 0, tile_width));
    }
  }
  return rootHash(
    entries.length,
    subtreeReader((level, n) => tiles.get(`${level}/${n}`) ?? new Uint8Array()),
  );
}

/** The totals over the first `counted` leaves, summed plainly. */
function totalsOf(
  { leaves, relays, erased, totals, pledgeTotals }: PublicRecord,
  counted: number,
  log: object,
) {
  const terms = new Map<string, Extract<Leaf, { kind: 'terms' }>>();
  const sums = new Map<string, { granted: number; settled: number; delivered: number }>();
  for (const leaf of leaves.slice(0, counted)) {
    if (leaf.kind === 'terms') {
      terms.set(leaf.pledge, leaf);
      if (!sums.has(leaf.pledge)) sums.set(leaf.pledge, { granted: 0, settled: 0, delivered: 0 });
    } else if (leaf.kind === 'credit' || leaf.kind === 'reversal') {
      for (const one of leaf.parts) {
        const sum = sums.get(one.pledge);
        if (sum !== undefined) sum.granted += one.units;
      }
    } else {
      const sum = sums.get(leaf.pledge);
      if (sum !== undefined) sum[leaf.kind === 'settlement' ? 'settled' : 'delivered'] += leaf.quantity;
    }
  }
  const pledges = [...terms.values()].map(
    ({ pledge, partner, mechanic, perAct, cap, minimum, terms: version }) => {
      const granted = sums.get(pledge)?.granted ?? 0;
      const said = { perAct, cap, minimum, granted, remaining: cap - granted, termsVersion: version };
      return { id: pledge, partner, mechanic, ...said };
    },
  );
  const total = (name: 'granted' | 'settled' | 'delivered') =>
    [...sums.values()].reduce((sum, one) => sum + one[name], 0);
  const shown = [...relays, ...erased].filter((one) => one.logIndex < counted).length;
  return {
    ...{ slug, state: 'open', unit: 'meal', granted: total('granted'), settled: total('settled') },
    ...{ delivered: total('delivered'), remaining: pledges.reduce((sum, one) => sum + one.remaining, 0) },
    ...{ relays: shown, purchases: 0, volunteers: 0, checking: 0 },
    ...totals,
    pledges: pledges.map((one, index) => (index === 0 ? { ...one, ...pledgeTotals } : one)),
    log: { ...log, entries: counted },
    asOf: '2026-11-02T09:00:00.000Z',
  };
}

const wall_page = 200;

function writeWall(put: (path: string, body: string) => void, { relays, erased }: PublicRecord): void {
  const all = [
    ...relays.map((relay) => ({ number: relay.number, relay })),
    ...erased.map((gone) => ({ number: gone.number, gone })),
  ].sort((a, b) => a.number - b.number);
  let path = 'relays/first.json';
  for (let start = 0; path !== ''; start += wall_page) {
    const page = all.slice(start, start + wall_page);
    const next = start + wall_page < all.length ? (page.at(-1)?.number ?? null) : null;
    const body = {
      relays: page.flatMap((one) => ('relay' in one ? [{ ...one.relay, countedAt: '', post: {} }] : [])),
      erased: page.flatMap((one) => ('gone' in one ? [one.gone] : [])),
      next,
    };
    put(path, JSON.stringify(body));
    path = next === null ? '' : `relays/after-${next}.json`;
  }
}

/** The file that answers a request of the public record, below the campaign's page and its API. */
export function pathOf(target: string): string {
  const url = new URL(target, pageAddress);
  const log = `/c/${slug}/`;
  if (url.pathname.startsWith(log)) return url.pathname.slice(log.length);
  if (url.pathname === `/api/v1/campaigns/${slug}`) return 'totals.json';
  const after = url.searchParams.get('after');
  return after === null ? 'relays/first.json' : `relays/after-${after}.json`;
}

/** Answers from files without a network. */
export function fetchOf(files: Files, asked: string[] = []): typeof fetch {
  return async (input) => {
    const path = pathOf(String(input));
    asked.push(path);
    const body = files.get(path);
    return body === undefined
      ? new Response('', { status: 404 })
      : new Response(new Uint8Array(body), { status: 200 });
  };
}

type Intercept = (path: string, request: IncomingMessage, response: ServerResponse) => boolean;

/** Serves files over loopback HTTP, compressed, and remembers what was asked for. */
export async function serve(files: Files, intercept: Intercept = () => false) {
  const asked: string[] = [];
  const sockets = new Set<unknown>();
  const server = createServer((request, response) => {
    const path = pathOf(request.url ?? '/');
    asked.push(path);
    sockets.add(request.socket);
    if (intercept(path, request, response)) return;
    const body = files.get(path);
    if (body === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/c/${slug}`,
    asked,
    sockets,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Writes files into a folder, as an audit of `page` would have kept them. */
export function writeFolder(folder: string, files: Files, page = pageAddress): void {
  const all = new Map(files);
  all.set('page.txt', utf8.encode(`${page}\n`));
  const totals = files.get('totals.json');
  if (totals !== undefined) all.set('totals-after.json', totals);
  for (const [path, body] of all) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), body);
  }
}
