import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

/** The middle value; the mean of the two middle ones for an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

/** Prints the benchmark's one JSON line and keeps it, with the machine it ran on, under `bench/results/`. */
export function report(bench: string, metrics: Readonly<Record<string, number | string>>): void {
  const line = JSON.stringify({ bench, metrics });
  process.stdout.write(`${line}\n`);
  const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()} ${arch()}, Node ${process.version}`;
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const kept = { bench, machine, at: new Date().toISOString().slice(0, 10), metrics };
  writeFileSync(join(folder, `${bench}.json`), `${JSON.stringify(kept, null, 2)}\n`);
}

/** A folder that is gone when the benchmark ends. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'relais-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A child program of the benchmark that prints one JSON line when it is ready. */
export async function startChild<Ready>(
  program: string,
  input: object,
): Promise<{ ready: Ready; child: ChildProcess; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [program, JSON.stringify(input)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = await new Promise<Ready>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve(JSON.parse(text.slice(0, end)) as Ready);
    });
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code} before it was ready`)));
  });
  const stop = async () => {
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  return { ready, child, stop };
}

/** Requests per second of a closed loop: `concurrency` connections, each sends its next request when answered. */
export async function load(options: {
  readonly url: string;
  readonly concurrency: number;
  readonly seconds: number;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** A new body per request. */
  readonly body?: () => string;
  readonly expect: number;
}): Promise<{ perSecond: number; p50: number; p99: number }> {
  const { default: autocannon } = await import('autocannon');
  const result = await autocannon({
    url: options.url,
    connections: options.concurrency,
    duration: options.seconds,
    method: options.method ?? 'GET',
    headers: { ...options.headers },
    ...(options.body === undefined
      ? {}
      : { requests: [{ setupRequest: (request) => ({ ...request, body: options.body?.() ?? '' }) }] }),
  });
  const statuses = Object.keys(result.statusCodeStats ?? {});
  if (result.errors > 0 || statuses.length !== 1 || statuses[0] !== String(options.expect))
    throw new Error(
      `${options.url} answered ${JSON.stringify(result.statusCodeStats)} with ${result.errors} errors, not ${options.expect} alone`,
    );
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}
