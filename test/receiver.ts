import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as a receiver got it. */
export type Received = { readonly headers: Record<string, string>; readonly body: string };

/** A receiver of webhooks that answers as it is told. */
export type Receiver = {
  readonly url: string;
  readonly got: Received[];
  answer: (n: number) => { status: number; wait_ms?: number };
  readonly stop: () => Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const got: Received[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    got.push({ headers: request.headers as Record<string, string>, body });
    const { status, wait_ms = 0 } = self.answer(got.length);
    setTimeout(() => {
      response.writeHead(status, { location: 'http://127.0.0.1:1/' });
      response.end('thank you');
    }, wait_ms);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    got,
    answer: (_n: number): { status: number; wait_ms?: number } => ({ status: 204 }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}

/** Verifies as a receiver would, from the specification alone. */
export function isSigned(message: Received, secret: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures = '' } = message.headers;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${at}.${message.body}`).digest();
  return signatures.split(' ').some((one) => {
    const [version, signature = ''] = one.split(',');
    const given = Buffer.from(signature, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
