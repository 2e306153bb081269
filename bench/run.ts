// Runs the benchmarks named on the command line, or all, one after the other: the machine is theirs.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const all = [
  'parse',
  'credit',
  'intake',
  'verify',
  'read',
  'start',
  'log',
  'audit',
  'console',
  'purchases',
  'volunteers',
  'settlement',
  'site-export',
  'backup',
  'fediverse',
  'comments',
  'spam',
];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`No benchmark ${unknown.join(', ')}; there are ${all.join(', ')}.\n`);
  process.exit(2);
}
for (const name of asked.length === 0 ? all : asked) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
