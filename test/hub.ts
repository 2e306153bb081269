import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { closeServer, listen } from '../src/cli/demo/blog-server.ts';

/** A WebSub hub on a loopback address: asks back as the specification has it, and tells when a test wants it to. */
export type Hub = {
  readonly url: string;
  /** Every request for a subscription, in order. */
  readonly asked: {
    readonly mode: string;
    readonly topic: string;
    readonly callback: string;
    readonly secret: string;
  }[];
  /** Statuses and bodies that our callback answered to its questions. */
  readonly answers: { readonly status: number; readonly text: string }[];
  /** What it grants; a test changes it. `silent`: answers, and never asks back. */
  mode: 'grant' | 'deny' | 'silent';
  leaseSeconds: number;
  readonly tell: (
    body: string,
    sign?: (secret: string, body: string) => Record<string, string>,
  ) => Promise<number>;
  readonly close: () => Promise<void>;
};

export const signed = (method: string, header: string) => (secret: string, body: string) => ({
  [header]: `${method}=${createHmac(method, secret).update(body).digest('hex')}`,
});

export async function startHub(host: string): Promise<Hub> {
  const asked: { mode: string; topic: string; callback: string; secret: string }[] = [];
  const answers: { status: number; text: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const of = (name: string) => form.get(`hub.${name}`) ?? '';
      const [mode, topic, callback] = [of('mode'), of('topic'), of('callback')];
      asked.push({ mode, topic, callback, secret: of('secret') });
      response.writeHead(202).end();
      if (hub.mode === 'silent') return;
      const back = new URL(callback);
      const said = hub.mode === 'deny' && mode === 'subscribe' ? 'denied' : mode;
      back.searchParams.set('hub.mode', said);
      back.searchParams.set('hub.topic', topic);
      back.searchParams.set('hub.challenge', `défi <${asked.length}>`);
      if (said === 'subscribe') back.searchParams.set('hub.lease_seconds', String(hub.leaseSeconds));
      const answer = await fetch(back);
      answers.push({ status: answer.status, text: await answer.text() });
    });
  });
  const url = `${await listen(server, host, 0)}/`;
  const hub: Hub = {
    url,
    asked,
    answers,
    mode: 'grant',
    leaseSeconds: 864_000,
    tell: async (body, sign = signed('sha256', 'x-hub-signature-256')) => {
      const last = asked.findLast((one) => one.mode === 'subscribe');
      if (last === undefined) throw new Error('nobody subscribed');
      const headers = { 'content-type': 'application/rss+xml', ...sign(last.secret, body) };
      return (await fetch(last.callback, { method: 'POST', headers, body })).status;
    },
    close: () => closeServer(server),
  };
  return hub;
}
