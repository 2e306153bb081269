import { rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import type { Command, CommandHouse, CommandInput, CommandResult } from './command.ts';

/** The socket on which a server that holds the embedded database carries out commands for the CLI. */
export function controlSocket(data: string): string {
  return join(data, 'control.sock');
}

const input_bytes_max = 4 * 1024 * 1024;

/**
 * Answers commands on the folder's socket. Whoever may open the folder may command the server: the socket has the
 * folder's permissions and is not on the network.
 */
export async function serveControl(
  data: string,
  commands: Readonly<Record<string, Command>>,
  house: CommandHouse,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const socket = controlSocket(data);
  // The folder's lock is held: a socket that is still there was left by a dead process.
  rmSync(socket, { force: true });
  const server = createServer(async (incoming, answer) => {
    try {
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of incoming as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > input_bytes_max) throw new Error('the command is too large');
        chunks.push(chunk);
      }
      const { name, input } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
        name: string;
        input: CommandInput;
      };
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      const result: CommandResult =
        command === undefined
          ? { exit: 2, out: '', err: `the running server does not know the command ${name}.` }
          : await command(house, input);
      answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    } catch (error) {
      onError(error);
      answer.writeHead(500, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          exit: 1,
          out: '',
          err: 'the running server could not carry out the command; its log says why.',
        }),
      );
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

/** Has the running server carry out a command; null when no server answers. */
export function askServer(data: string, name: string, input: CommandInput): Promise<CommandResult | null> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath: controlSocket(data), method: 'POST', path: '/' }, async (answer) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
        resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as CommandResult);
      } catch (error) {
        reject(error);
      }
    });
    asking.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null);
      else reject(error);
    });
    asking.end(JSON.stringify({ name, input }));
  });
}
