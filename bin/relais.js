#!/usr/bin/env node
// The command line of Relais. It needs Node 24: when an older one started it, the one that `npm ci` brought takes over.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const program = join(here, '..', 'dist', 'main.js');
if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(program);
} else {
  const node = join(here, '..', 'node_modules', 'node', 'bin', 'node');
  if (!existsSync(node)) {
    console.error(`Relais needs Node.js 24 or later; this is ${process.version}. Run npm ci first.`);
    process.exit(1);
  }
  const { status } = spawnSync(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
