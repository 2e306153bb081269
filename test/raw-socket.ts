import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Conversation = {
  /** All that the server sent, as Latin letters (a byte each). */
  readonly text: string;
  /** Whether the server ended the connection (otherwise we did, after `ms`). */
  readonly ended: boolean;
  readonly ms: number;
};

/**
 * Says the parts to a TCP port exactly as they are, one after the other with `gap_ms` between them, and listens until
 * the server hangs up, `until` is found in what it said, or `wait_ms` are over. Never fails: a reset is an end.
 */
export async function converse(
  port: number,
  parts: readonly (string | Uint8Array)[],
  options: { gap_ms?: number; wait_ms?: number; until?: RegExp; half_close?: boolean } = {},
): Promise<Conversation> {
  const start = performance.now();
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  const heard: Buffer[] = [];
  let ended = false;
  const over = new Promise<void>((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.on('end', () => {
      ended = true;
      resolve();
    });
    socket.on('data', (chunk) => {
      heard.push(chunk);
      if (options.until?.test(Buffer.concat(heard).toString('latin1'))) resolve();
    });
  });
  const say = async () => {
    for (const part of parts) {
      if (socket.destroyed || ended) return;
      socket.write(part);
      if (options.gap_ms !== undefined) await sleep(options.gap_ms);
    }
    if (options.half_close === true) socket.end();
  };
  await Promise.race([Promise.all([say(), over]), over, sleep(options.wait_ms ?? 5000)]);
  ended ||= socket.destroyed;
  socket.destroy();
  return { text: Buffer.concat(heard).toString('latin1'), ended, ms: performance.now() - start };
}
