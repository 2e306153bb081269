import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** A file of ours that pages load. */
export type Asset = { readonly body: string; readonly type: string; readonly version: string };

/** Styles, scripts and the icon, read once at start. */
export type Assets = {
  /** The address of a file, with its version: what it gives never changes. */
  readonly address: (name: string) => string;
  readonly find: (name: string) => Asset | undefined;
};

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

/** The folder is the same beside the source and beside what was built from it. */
export function readAssets(folder: string = join(import.meta.dirname, 'public')): Assets {
  const assets = new Map<string, Asset>();
  for (const name of readdirSync(folder)) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const body = readFileSync(join(folder, name), 'utf8');
    assets.set(name, { body, type, version: hash('sha256', body, 'base64url').slice(0, 12) });
  }
  return {
    address: (name) => {
      const asset = assets.get(name);
      if (asset === undefined) throw new Error(`there is no file ${name} in ${folder}`);
      return `/assets/${name}?v=${asset.version}`;
    },
    find: (name) => assets.get(name),
  };
}
