import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openGuard, parseCheckpoint } from '../log/mod.ts';

/** What of `$RELAIS_DATA` belongs to a backup; nothing else is taken, and nothing else is put back. */
const kept = [
  /^secret$/,
  /^erased$/,
  /^log-keys\/\d{4}\.seed$/,
  /^log\/[0-9a-f]{64}\.checkpoint$/,
  /^purchase-files\/upl_[0-9a-z]+(?:\.[a-z.]+)?$/,
];
const folders = ['', 'log-keys', 'log', 'purchase-files'];

/** Whether a backup may hold a file of this name. */
export function isKeptFile(name: string): boolean {
  return kept.some((pattern) => pattern.test(name));
}

export type OpenFile = { readonly name: string; readonly handle: FileHandle };

/** Opens the files that a backup takes: one that is deleted while the backup is made is still read. */
export async function openFiles(data: string, known: readonly OpenFile[] = []): Promise<readonly OpenFile[]> {
  const names = folders
    .flatMap((folder) => {
      const path = join(data, folder);
      return existsSync(path)
        ? readdirSync(path).map((name) => (folder === '' ? name : `${folder}/${name}`))
        : [];
    })
    .filter((name) => isKeptFile(name) && !known.some((one) => one.name === name))
    .filter((name) => lstatSync(join(data, name), { throwIfNoEntry: false })?.isFile() === true)
    .sort();
  const opened: OpenFile[] = [];
  for (const name of names)
    try {
      opened.push({ name, handle: await open(join(data, name), 'r') });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  return opened;
}

const piece_bytes = 768 * 1024;

/** A file's first `bytes` bytes as lines: JSON texts of base64. */
export async function* fileLines(handle: FileHandle, bytes: number): AsyncGenerator<string> {
  const piece = Buffer.alloc(piece_bytes);
  for (let at = 0; at < bytes; ) {
    const { bytesRead } = await handle.read(piece, 0, Math.min(piece_bytes, bytes - at), at);
    if (bytesRead === 0) throw new Error('a file became shorter while it was read');
    at += bytesRead;
    yield `"${piece.toString('base64', 0, bytesRead)}"\n`;
  }
}

/**
 * Files of a backup on their way back: gathered beside the folder's own, they take their places together by `settle`.
 * A crash before leaves the folder as it was; in the middle of it, the same restoration can be done again.
 */
export type ReturningFiles = {
  readonly begin: (name: string) => void;
  readonly add: (lines: readonly string[]) => void;
  /** Puts them into their places; gives the names of what stood there and was set aside. */
  readonly settle: () => readonly string[];
  /** Forgets what was gathered. */
  readonly discard: () => void;
};

/** `mark` becomes part of the names of what is set aside. */
export function returnFiles(data: string, mark: string): ReturningFiles {
  const staging = join(data, `restore-${mark}`);
  const names = new Set<string>();
  let current: string | null = null;
  // A restoration that was killed left what it had gathered, keys among it.
  for (const name of readdirSync(data))
    if (/^restore-\d{8}T\d{6}Z$/.test(name)) rmSync(join(data, name), { recursive: true, force: true });
  const put = (name: string, bytes: Uint8Array, flag: 'w' | 'a') => {
    mkdirSync(dirname(join(staging, name)), { recursive: true, mode: 0o700 });
    writeFileSync(join(staging, name), bytes, { flag, mode: 0o600 });
  };
  return {
    begin: (name) => {
      names.add(name);
      current = name;
      put(name, Buffer.alloc(0), 'w');
    },
    add: (lines) => {
      if (current === null) throw new Error('bytes before a file');
      for (const line of lines) put(current, Buffer.from(JSON.parse(line) as string, 'base64'), 'a');
    },
    settle: () => {
      const aside = ['secret', 'log-keys']
        .filter((name) => [...names].some((one) => one === name || one.startsWith(`${name}/`)))
        .filter((name) => existsSync(join(data, name)) && !isSame(join(data, name), join(staging, name)))
        .map((name) => {
          renameSync(join(data, name), join(data, `${name}.${mark}`));
          return `${name}.${mark}`;
        });
      for (const name of names) settleOne(data, name, join(staging, name));
      rmSync(staging, { recursive: true, force: true });
      return aside;
    },
    discard: () => rmSync(staging, { recursive: true, force: true }),
  };
}

/** Whether two files, or the files of two folders, are the same. */
function isSame(one: string, other: string): boolean {
  const read = (path: string) =>
    lstatSync(path).isDirectory()
      ? readdirSync(path)
          .filter((name) => isKeptFile(`log-keys/${name}`))
          .sort()
          .map((name) => [name, readFileSync(join(path, name), 'utf8')])
      : readFileSync(path, 'utf8');
  return JSON.stringify(read(one)) === JSON.stringify(read(other));
}

function settleOne(data: string, name: string, staged: string): void {
  const path = join(data, name);
  if (name.startsWith('log/')) keepNewer(data, readFileSync(staged, 'utf8'));
  else if (name === 'erased' && existsSync(path)) {
    const lines = [path, staged].flatMap((file) => readFileSync(file, 'utf8').split('\n'));
    const all = new Set(lines.filter((line) => line !== ''));
    writeFileSync(path, [...all].map((line) => `${line}\n`).join(''));
  } else {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    renameSync(staged, path);
  }
}

/** Of two checkpoints of one log the larger says more about what left this house: it stays. */
function keepNewer(data: string, text: string): void {
  const given = parseCheckpoint(text);
  if (given === null) throw new Error('a backup holds a checkpoint that is none');
  const guard = openGuard(join(data, 'log'));
  const { origin, size } = given.checkpoint;
  const here = guard.read(origin);
  if (here === null || here.checkpoint.size < size) guard.keep(origin, text);
}
