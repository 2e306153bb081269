import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** The network address the request came from; behind a proxy on this machine, the last one it names. */
export function addressOf(c: Context): string {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  const peer = incoming?.socket.remoteAddress ?? '';
  const near = /^(?:::ffff:)?127\.|^::1$/.test(peer);
  const told = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return near && /^[0-9a-fA-F.:]{3,45}$/.test(told) ? told : peer;
}
