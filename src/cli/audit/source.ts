import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CannotCheck, shown } from './difference.ts';

/**
 * Where a campaign's public record is read from. Paths are those of a folder: `log/…` as in C2SP tlog-tiles,
 * `totals.json` and `totals-after.json`, `relays/<cursor>.json`. A body above `bytesMax` is refused with CannotCheck.
 */
export type Source = {
  readonly get: (path: string, bytesMax: number) => Promise<Uint8Array | 'missing'>;
};

/** The page of a campaign on the web. */
export type Page = { readonly url: string; readonly slug: string };

export type Network = {
  readonly fetch: typeof fetch;
  readonly wait: (milliseconds: number) => Promise<void>;
};

/** As many relays as one page of the wall has. */
export const wall_page_size = 200;
const redirects_max = 3;
const attempts_max = 4;
const timeout_ms = 60_000;

/** The page an address names: `http(s)://host/c/slug`, whatever stands behind the slug; null when it is none. */
export function parsePage(text: string): Page | null {
  const url = URL.parse(text);
  const match = /^(.*\/c\/([a-z0-9-]{1,64}))\/?$/.exec(url?.pathname ?? '');
  if (url === null || match === null || !/^https?:$/.test(url.protocol) || url.username !== '') return null;
  return { url: `${url.origin}${match[1]}`, slug: match[2] ?? '' };
}

/** The address of a resource of a page. */
function addressOf({ url, slug }: Page, path: string): string {
  if (path.startsWith('log/')) return `${url}/${path}`;
  const api = `${url.slice(0, -`/c/${slug}`.length)}/api/v1/campaigns/${slug}`;
  if (path.startsWith('totals')) return api;
  const cursor = /^relays\/(?:first|after-(.+))\.json$/.exec(path)?.[1];
  return `${api}/relays?limit=${wall_page_size}${cursor === undefined ? '' : `&after=${cursor}`}`;
}

/** Reads over HTTP. Trouble on the way is tried again; redirects are followed within the page's origin alone. */
export function httpSource(page: Page, network: Network): Source {
  return {
    get: async (path, bytesMax) => {
      const address = addressOf(page, path);
      for (let attempt = 1; ; attempt++) {
        const answer = await ask(address, { bytesMax, lasting: path.startsWith('log/tile/') }, network.fetch);
        if (answer.kind === 'bytes') return answer.bytes;
        if (answer.kind === 'missing') return 'missing';
        if (attempt === attempts_max) throw new CannotCheck(`${shown(address)} ${answer.why}.`);
        await network.wait(250 * 2 ** attempt);
      }
    },
  };
}

type Answer =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'trouble'; readonly why: string };

async function ask(
  address: string,
  { bytesMax, lasting }: { readonly bytesMax: number; readonly lasting: boolean },
  fetch: Network['fetch'],
): Promise<Answer> {
  let url = address;
  for (let hop = 0; hop <= redirects_max; hop++) {
    let response: Response;
    try {
      response = await fetch(url, {
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout_ms),
        // What changes with time is not taken from a cache on the way, or totals and wall would be of two moments.
        headers: lasting ? {} : { 'cache-control': 'no-cache' },
      });
      if (response.ok) return { kind: 'bytes', bytes: await readBody(response, address, bytesMax) };
      await response.body?.cancel();
    } catch (error) {
      if (error instanceof CannotCheck) throw error;
      return { kind: 'trouble', why: `cannot be reached (${reasonOf(error)})` };
    }
    if (response.status === 404 || response.status === 410) return { kind: 'missing' };
    if (response.status >= 500 || response.status === 429)
      return { kind: 'trouble', why: `answers ${response.status}` };
    const target = URL.parse(response.headers.get('location') ?? '', url);
    if (response.status < 300 || response.status > 399 || target === null)
      throw new CannotCheck(`${shown(address)} answers ${response.status}.`);
    if (target.origin !== new URL(address).origin)
      throw new CannotCheck(
        `${shown(address)} leads elsewhere, to ${shown(target.origin)}; that is not followed.`,
      );
    url = target.href;
  }
  throw new CannotCheck(`${shown(address)} leads from one address to the next without end.`);
}

async function readBody(response: Response, address: string, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    // Thrown inside the loop: the stream is cancelled and the rest never read.
    if (length > bytesMax) throw new CannotCheck(`${shown(address)} gives more than ${bytesMax} bytes.`);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] ?? new Uint8Array()) : Buffer.concat(chunks);
}

function reasonOf(error: unknown): string {
  const { cause, name, message } = error as Error;
  const { code } = (cause ?? {}) as { code?: string };
  return shown(code ?? (name === 'TimeoutError' ? 'no answer within a minute' : message));
}

/** Reads what an earlier run kept. */
export function folderSource(folder: string): Source {
  return {
    get: async (path, bytesMax) => {
      let bytes: Uint8Array;
      try {
        bytes = await readFile(join(folder, path));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT') return 'missing';
        throw new CannotCheck(`${join(folder, path)} cannot be read (${code}).`);
      }
      if (bytes.length > bytesMax)
        throw new CannotCheck(`${join(folder, path)} has more than ${bytesMax} bytes.`);
      return bytes;
    },
  };
}

/** Keeps a file whole or not at all. */
export function keepFile(folder: string, path: string, bytes: Uint8Array | string): void {
  const file = join(folder, path);
  try {
    writeNew(file, bytes);
  } catch (error) {
    throw new CannotCheck(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function writeNew(file: string, bytes: Uint8Array | string): void {
  const temporary = `${file}.new`;
  try {
    writeFileSync(temporary, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, bytes);
  }
  renameSync(temporary, file);
}

/** A text file of the folder, or null when it is not there. */
export function readKept(folder: string, path: string): string | null {
  try {
    return readFileSync(join(folder, path), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new CannotCheck(`${join(folder, path)} cannot be read (${code}).`);
  }
}

/** What was read, and whether it may be read anew from where it came. */
export type Loaded = { readonly bytes: Uint8Array; readonly kept: boolean };

/** A folder in front of the network: all that is read stays in it. Without a network it is all there is. */
export type Shelf = {
  readonly online: boolean;
  /** Whether anything came from the folder that the network could have given. */
  readonly reused: () => boolean;
  /** The same resources past this folder, kept in another. */
  readonly anew: (folder: string) => Shelf;
  /** What changes with time: read anew, and kept for a later run without the network. */
  readonly current: (path: string, bytesMax: number) => Promise<Uint8Array>;
  /** What never changes: from the folder when it is there. */
  readonly lasting: (path: string, bytesMax: number) => Promise<Loaded>;
  /** The same past the folder, whose copy turned out wrong. */
  readonly afresh: (path: string, bytesMax: number) => Promise<Uint8Array>;
};

export function createShelf(folder: string, remote: Source | null): Shelf {
  const local = folderSource(folder);
  const existing = (bytes: Uint8Array | 'missing', path: string) => {
    if (bytes !== 'missing') return bytes;
    throw new CannotCheck(
      remote === null
        ? `${join(folder, path)} is not there: the folder is not complete.`
        : `The server does not give ${path}, which must be there.`,
    );
  };
  const afresh = async (path: string, bytesMax: number) => {
    const bytes = existing(await (remote ?? local).get(path, bytesMax), path);
    if (remote !== null) keepFile(folder, path, bytes);
    return bytes;
  };
  let reused = false;
  return {
    online: remote !== null,
    reused: () => reused,
    anew: (other) => {
      const shelf = createShelf(other, remote);
      const lasting = async (path: string, bytesMax: number) => ({
        ...{ bytes: await shelf.afresh(path, bytesMax), kept: false },
      });
      return { ...shelf, lasting };
    },
    current: afresh,
    afresh,
    lasting: async (path, bytesMax) => {
      const bytes = await local.get(path, bytesMax);
      if (bytes === 'missing') return { bytes: await afresh(path, bytesMax), kept: false };
      const kept = remote !== null;
      reused ||= kept;
      return { bytes, kept };
    },
  };
}
