// From `npm start` to the first answer, cold (new folder) and warm, and the peak memory of the server.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { freePort } from '../test/postgres.ts';
import { median, report, round, scratch } from './measure.ts';

const rounds = 3;
const root = new URL('..', import.meta.url).pathname;

async function answered(url: string): Promise<void> {
  for (;;) {
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Peak resident memory of the server process below npm's, in MiB. */
function peakMemory(): number {
  const peaks = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dist/main.js')) return [];
        return [
          Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
        ];
      } catch {
        return [];
      }
    });
  return Math.max(0, ...peaks);
}

/** Starts a program, waits for its first answer, ends it; ms and MiB. */
async function once(
  command: string,
  words: readonly string[],
  environment: Record<string, string>,
  url: string,
): Promise<{ ms: number; mib: number }> {
  const started = performance.now();
  const child: ChildProcess = spawn(command, words, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: 'ignore',
    detached: true,
  });
  await answered(url);
  const ms = performance.now() - started;
  const mib = peakMemory();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-(child.pid ?? 0), 'SIGTERM');
  await ended;
  return { ms, mib };
}

const cold: { ms: number; mib: number }[] = [];
const warm: { ms: number; mib: number }[] = [];
const control: { ms: number; mib: number }[] = [];
for (let index = 0; index < rounds; index++) {
  const port = await freePort();
  const environment = { PORT: String(port), RELAIS_DATA: scratch(), LOG_LEVEL: 'error' };
  const url = `http://127.0.0.1:${port}/healthz`;
  cold.push(await once('npm', ['start'], environment, url));
  warm.push(await once('npm', ['start'], environment, url));
  // The control: Node alone, answering from an empty program.
  const empty = `require('node:http').createServer((_, answer) => answer.end('ok')).listen(${port}, '127.0.0.1')`;
  control.push(await once(process.execPath, ['-e', empty], environment, url));
}
report('start', {
  cold_ms: round(median(cold.map((one) => one.ms)), 0),
  warm_ms: round(median(warm.map((one) => one.ms)), 0),
  node_alone_ms: round(median(control.map((one) => one.ms)), 0),
  cold_peak_mib: round(median(cold.map((one) => one.mib)), 0),
  warm_peak_mib: round(median(warm.map((one) => one.mib)), 0),
});
