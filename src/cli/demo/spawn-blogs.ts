import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BlogsReady, ServeBlogs } from './serve-blogs.ts';

/** Runs `serve-blogs` in a process of its own and waits until all its blogs answer. It ends with ours. */
export async function spawnBlogs(
  options: ServeBlogs,
): Promise<Omit<BlogsReady, 'ready'> & { close: () => Promise<void> }> {
  const self = fileURLToPath(import.meta.url);
  const program = fileURLToPath(new URL(`./serve-blogs${extname(self)}`, import.meta.url));
  const child = fork(program, [JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  const line = await Promise.race([
    firstLine(child.stdout),
    ended.then(([code]) => {
      throw new Error(`the sample blogs ended before they were ready (status ${code})`);
    }),
  ]);
  const { origins, urls } = JSON.parse(line) as BlogsReady;
  return {
    origins,
    urls,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string> {
  if (stream === null) throw new Error('the sample blogs have no output');
  const [line] = await once(createInterface({ input: stream }), 'line');
  return String(line);
}
