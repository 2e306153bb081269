import type { Queryable } from '../store/mod.ts';
import { type Published, prefixOf, printPolicy, readPublished, type WitnessAddress } from './published.ts';
import { readTile } from './read.ts';
import { parseTilePath, tile_width } from './tile.ts';

/** A file of a public log (C2SP tlog-tiles), or where it is. */
export type LogFile =
  | { readonly kind: 'text'; readonly body: string }
  /** `full`: it never changes and may be kept for ever. Bundles are worth compressing, hashes are not. */
  | { readonly kind: 'tile'; readonly body: Uint8Array; readonly full: boolean; readonly bundle: boolean }
  /** The log began anew after a restored backup: its files stand under a folder of their own. */
  | { readonly kind: 'moved'; readonly folder: string };

/**
 * The file of a log at a path below its prefix: `checkpoint`, `key`, `policy`, `tile/…`. Only what the published
 * checkpoint implies is given. Null for anything else, and before the first checkpoint.
 */
export async function readLogFile(
  db: Queryable,
  log: string,
  path: string,
  house: { readonly url: string; readonly witnesses: readonly WitnessAddress[] },
): Promise<LogFile | null> {
  const published = await readPublished(db, log);
  if (published === null) return null;
  const folder = /\/(\d+)$/.exec(published.origin)?.[1];
  const own =
    folder === undefined ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
  if (own !== null) return readOwn(db, log, own, published, house);
  return /^\d+\//.test(path) || folder === undefined ? null : { kind: 'moved', folder };
}

async function readOwn(
  db: Queryable,
  log: string,
  path: string,
  published: Published,
  { url, witnesses }: { readonly url: string; readonly witnesses: readonly WitnessAddress[] },
): Promise<LogFile | null> {
  if (path === 'checkpoint') return { kind: 'text', body: published.checkpoint };
  if (path === 'key') return { kind: 'text', body: published.keys.map((key) => `${key}\n`).join('') };
  if (path === 'policy')
    return { kind: 'text', body: printPolicy(prefixOf(url, published.origin), published.keys, witnesses) };
  const tile = parseTilePath(path);
  const body = tile === null ? null : await readTile(db, log, tile, published.size);
  if (tile === null || body === null) return null;
  return { kind: 'tile', body, full: tile.width === tile_width, bundle: tile.level === 'entries' };
}
