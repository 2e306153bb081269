import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '..', 'dist', 'main.js');

/** The built server as a process of its own, to be killed without warning and started again. */
export type KillableServer = {
  readonly url: string;
  readonly start: () => Promise<void>;
  /** SIGKILL: no farewell, no flush. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Runs a command of the CLI on the same database, whether or not the server runs. */
  readonly relais: (...words: string[]) => {
    readonly status: number | null;
    readonly out: string;
    readonly err: string;
  };
};

export function killableServer(environment: Readonly<Record<string, string>>): KillableServer {
  const env = { ...process.env, LOG_LEVEL: 'error', ...environment };
  const url = `http://127.0.0.1:${environment.PORT}`;
  let child: ChildProcess | null = null;
  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  };
  return {
    url,
    start: async () => {
      const starting = spawn(process.execPath, [program, 'serve'], {
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      child = starting;
      for (;;) {
        if (starting.exitCode !== null) throw new Error(`the server ended with ${starting.exitCode}`);
        if (
          await fetch(`${url}/healthz`).then(
            (answer) => answer.ok,
            () => false,
          )
        )
          return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    relais: (...words) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
        env,
        encoding: 'utf8',
      });
      return { status, out: stdout, err: stderr };
    },
  };
}
