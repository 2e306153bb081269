import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';

/** A whole answer. `headers` as they came on the wire, name and value in turn. */
export type Reply = {
  readonly status: number;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
};

export type Ask = {
  readonly method: 'HEAD' | 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Everything, connection and redirects included, must be done by then. */
  readonly timeout_ms: number;
  readonly agent?: http.Agent;
};

const redirects_max = 5;

/** One exchange over HTTP, redirects of HEAD and GET followed; null when no answer came in time. */
export async function exchange(ask: Ask): Promise<Reply | null> {
  const deadline = performance.now() + ask.timeout_ms;
  let url = ask.url;
  for (let hops = 0; hops <= redirects_max; hops++) {
    const reply = await once({ ...ask, url, timeout_ms: deadline - performance.now() });
    const location = reply === null ? null : headerOf(reply, 'location');
    if (
      reply === null ||
      ask.method === 'POST' ||
      location === null ||
      reply.status < 300 ||
      reply.status > 399
    )
      return reply;
    const next = URL.parse(location, url);
    if (next === null) return reply;
    url = next.href;
  }
  return null;
}

/** The first header of that name, or null. */
export function headerOf(reply: Reply, name: string): string | null {
  return reply.headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? null;
}

/** The body as text, decompressed if need be; null when it can't be. */
export async function textOf(reply: Reply): Promise<string | null> {
  const coding = headerOf(reply, 'content-encoding') ?? 'identity';
  const unpack = { gzip: gunzip, deflate: inflate, br: brotliDecompress, zstd: zstdDecompress }[coding];
  try {
    if (unpack === undefined) return coding === 'identity' ? reply.body.toString('utf8') : null;
    return (await promisify<Buffer, Buffer>(unpack)(reply.body)).toString('utf8');
  } catch {
    return null;
  }
}

function once(ask: Ask): Promise<Reply | null> {
  return new Promise((resolve) => {
    const { method, headers, agent } = ask;
    const send = ask.url.startsWith('https:') ? https.request : http.request;
    const length = ask.body === undefined ? {} : { 'Content-Length': Buffer.byteLength(ask.body) };
    const options = { method, headers: { ...headers, ...length }, ...(agent === undefined ? {} : { agent }) };
    const request = send(ask.url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => finish(null));
      response.on('end', () => {
        const raw = response.rawHeaders;
        const pairs = raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? ''] as const] : []));
        finish({
          status: response.statusCode ?? 0,
          url: ask.url,
          headers: pairs,
          body: Buffer.concat(chunks),
        });
      });
    });
    const timer = setTimeout(() => finish(null), Math.max(0, ask.timeout_ms));
    const finish = (reply: Reply | null) => {
      clearTimeout(timer);
      if (reply === null) request.destroy();
      resolve(reply);
    };
    request.on('error', () => finish(null));
    request.end(ask.body);
  });
}
