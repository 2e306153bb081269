// `relais audit` of a folder with a million entries and its wall, from disk, beside plain SHA-256 over the same bytes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runAudit } from '../src/cli/audit.ts';
import { printLeaf, type TermsLeaf } from '../src/domain/mod.ts';
import { systemClock } from '../src/kernel/mod.ts';
import {
  commit,
  createSigner,
  encodeEntries,
  hashOver,
  leafHash,
  printVerifierKey,
  rootHash,
  sha256,
  signatureType,
  signCheckpoint,
  subtreeReader,
  tile_width,
  tilePath,
  toBase64,
} from '../src/log/mod.ts';
import { median, report, round, scratch } from './measure.ts';

const size = 1_000_000;
const slug = 'un-billet-dix-repas';
const page = `https://relais.example/c/${slug}`;
const origin = `relais.example/c/${slug}/log`;
const utf8 = new TextEncoder();

async function bench(): Promise<void> {
  const folder = scratch();
  await writeCampaign(folder);
  const measured = { audit: [] as number[], hash: [] as number[], memory: [] as number[], bytes: 0 };
  for (let round = 0; round < 3; round++) {
    const audited = child('audit', folder);
    measured.audit.push(audited.seconds);
    measured.memory.push(audited.megabytes);
    const hashed = child('hash', folder);
    measured.hash.push(hashed.seconds);
    measured.bytes = hashed.bytes;
  }
  const seconds = median(measured.audit);
  report('audit', {
    entries: size,
    megabytes: round(measured.bytes / 1e6, 0),
    audit_seconds: round(seconds),
    entries_per_second: round(size / seconds, 0),
    peak_rss_megabytes: round(Math.max(...measured.memory), 0),
    plain_sha256_seconds: round(median(measured.hash)),
    ratio: round(seconds / median(measured.hash)),
    wanted_seconds: 60,
    wanted_megabytes: 300,
  });
}

type Measured = { readonly seconds: number; readonly megabytes: number; readonly bytes: number };

/** A task in a process of its own, so that its memory is its own. */
function child(name: string, folder: string): Measured {
  const { stdout, status } = spawnSync(process.execPath, [import.meta.filename, name, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stdout}`);
  return JSON.parse(stdout) as Measured;
}

function tell(started: number, bytes: number): void {
  const seconds = (performance.now() - started) / 1000;
  const megabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
  process.stdout.write(JSON.stringify({ seconds, megabytes, bytes }));
}

async function auditOnce(folder: string): Promise<void> {
  const started = performance.now();
  let text = '';
  const exit = await runAudit(
    { target: folder, cache: folder },
    {
      fetch: () => Promise.reject(new Error('no network')),
      clock: systemClock,
      print: (more) => {
        text += more;
      },
      progress: null,
    },
  );
  if (exit !== 0) throw new Error(text);
  tell(started, 0);
}

/** The floor of the same work: each file read and hashed once. */
function hashOnce(folder: string): void {
  const started = performance.now();
  const hash = createHash('sha256');
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = join(folder, entry);
    if (!statSync(file).isFile()) continue;
    const body = readFileSync(file);
    hash.update(body);
    bytes += body.length;
  }
  hash.digest();
  tell(started, bytes);
}

/** A campaign's public record as an earlier audit would have kept it. */
async function writeCampaign(folder: string): Promise<void> {
  const put = (path: string, body: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), body);
  };
  const root = await writeTreeAndWall(put);
  const signer = createSigner(origin, signatureType.ed25519, sha256(utf8.encode('bench')));
  const totals = totalsOf(toBase64(root));
  put('page.txt', `${page}\n`);
  put('totals.json', totals);
  put('totals-after.json', totals);
  put('log/checkpoint', signCheckpoint({ origin, size, root }, [signer], 0));
  put('log/key', `${printVerifierKey(signer.key)}\n`);
  put('log/policy', `log ${printVerifierKey(signer.key)}\nquorum none\n`);
}

const cap = 100_000_000;
const promise: TermsLeaf = {
  ...{ version: 1, kind: 'terms', campaign: slug, day: '2026-10-01', units: 0, pledge: 'dix-repas' },
  ...{ partner: 'boulangerie', mechanic: 'relay', terms: 1, unit: 'meal', perAct: 10, cap, minimum: 0 },
  ...{ opens: '2026-11-01T00:00:00.000Z', closes: '2026-12-01T00:00:00.000Z' },
};

type Put = (path: string, body: string | Uint8Array) => void;

async function writeTreeAndWall(put: Put): Promise<Uint8Array> {
  const tiles = new Map<string, Buffer>();
  const hashes: Uint8Array[][] = [];
  const wall: object[] = [];
  let bundle: Uint8Array[] = [];
  const addHash = (level: number, hash: Uint8Array, n: number, last: boolean) => {
    hashes[level] ??= [];
    const row = hashes[level];
    row.push(hash);
    if (row.length < tile_width && !last) return;
    const tile = Buffer.concat(row);
    tiles.set(`${level}/${n}`, tile);
    put(`log/${tilePath({ level, n, width: row.length })}`, tile);
    hashes[level] = [];
    if (row.length < tile_width) return;
    const above = Math.floor(n / tile_width);
    addHash(level + 1, hashOver(tile, 0, tile_width), above, false);
  };
  for (let index = 0; index < size; index++) {
    const entry = utf8.encode(index === 0 ? printLeaf(promise) : creditAndRelay(index, wall));
    bundle.push(entry);
    const last = index === size - 1;
    if (bundle.length === tile_width || last) {
      const n = Math.floor(index / tile_width);
      put(`log/${tilePath({ level: 'entries', n, width: bundle.length })}`, encodeEntries(bundle));
      bundle = [];
    }
    addHash(0, leafHash(entry), Math.floor(index / tile_width), last);
    if (wall.length === 200 || last) writePage(put, wall.splice(0), index, last);
  }
  for (const [level, row] of hashes.entries()) {
    if (level === 0 || row.length === 0) continue;
    const n = Math.floor(Math.floor(size / tile_width ** level) / tile_width);
    tiles.set(`${level}/${n}`, Buffer.concat(row));
    put(`log/${tilePath({ level, n, width: row.length })}`, Buffer.concat(row));
  }
  return rootHash(
    size,
    subtreeReader((level, n) => tiles.get(`${level}/${n}`) ?? new Uint8Array()),
  );
}

function creditAndRelay(index: number, wall: object[]): string {
  const id = `rly_${String(index).padStart(26, '0')}`;
  const source = `https://blog-${index % 10_000}.example/2026/11/un-billet-${index}`;
  const salt = sha256(utf8.encode(id));
  const record = `{"at":"2026-11-02T08:09:28.123Z","kind":"credit","mechanic":"relay","sha256":"${Buffer.from(salt).toString('hex')}","source":"${source}","subject":"${id}"}`;
  const post = {
    title: 'Un billet, dix repas',
    author: 'Camille',
    site: 'Le blog de Camille',
    published: null,
  };
  const said = {
    id,
    source,
    units: 10,
    number: index,
    countedAt: '2026-11-02T08:09:28.123Z',
    logIndex: index,
  };
  wall.push({ ...said, opening: { salt: toBase64(salt), record }, post });
  return printLeaf({
    ...{ version: 1, kind: 'credit', campaign: slug, day: '2026-11-02', units: 10, mechanic: 'relay' },
    parts: [{ pledge: 'dix-repas', terms: 1, units: 10 }],
    commitment: toBase64(commit(salt, utf8.encode(record))),
  });
}

let pagePath = 'relays/first.json';

function writePage(put: Put, relays: readonly object[], index: number, last: boolean): void {
  put(pagePath, JSON.stringify({ relays, erased: [], next: last ? null : index }));
  pagePath = `relays/after-${index}.json`;
}

function totalsOf(root: string): string {
  const granted = (size - 1) * 10;
  const sums = { granted, settled: 0, delivered: 0, remaining: cap - granted };
  const { pledge: id, partner, mechanic, perAct, minimum } = promise;
  const said = { id, partner, mechanic, perAct, cap, minimum, granted, remaining: cap - granted };
  return JSON.stringify({
    ...{ slug, state: 'open', unit: 'meal', ...sums, relays: size - 1 },
    pledges: [{ ...said, termsVersion: 1 }],
    log: { size, root, entries: size },
    asOf: '2026-11-02T09:00:00.000Z',
  });
}

const [task, target = ''] = process.argv.slice(2);
if (task === 'audit') await auditOnce(target);
else if (task === 'hash') hashOnce(target);
else await bench();
