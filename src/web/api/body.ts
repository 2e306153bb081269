/** The largest request body a receiver reads: two addresses of 2,048 characters, percent-encoded throughout, fit five times. */
export const body_bytes_max = 65_536;
/** How long a sender may take over its body. WordPress itself gives up after 3 s, Ghost after 15 s. */
export const body_timeout_ms = 10_000;

/** What reading a request body came to. `broken`: the connection ended, or the transfer coding was wrong. */
export type BodyOutcome =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'not_utf8' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'broken' };

type Bytes = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | Exclude<BodyOutcome, { kind: 'text' }>;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The body of a request as text: at most `bytes_max` bytes, strict UTF-8, within `timeout_ms`. Always settles,
 * never throws. What is left unread is for the server to drain (node-server does, for half a second, then hangs up).
 */
export async function readBody(
  request: Request,
  timeout_ms: number = body_timeout_ms,
  bytes_max: number = body_bytes_max,
): Promise<BodyOutcome> {
  const outcome = await readBytes(request, timeout_ms, bytes_max);
  if (outcome.kind !== 'bytes') return outcome;
  try {
    return { kind: 'text', text: strictUtf8.decode(outcome.bytes) };
  } catch {
    return { kind: 'not_utf8' };
  }
}

/** The same as bytes, whatever they mean. */
export async function readBytes(
  request: Request,
  timeout_ms: number = body_timeout_ms,
  bytes_max: number = body_bytes_max,
): Promise<Bytes> {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > bytes_max) return { kind: 'too_large' };
  // HTTP/1.1 ends a body at its Content-Length (RFC 9112 §6.3), so such a one is bounded already and may be read
  // in one go, without the cost of a web stream. It is measured afterwards all the same.
  const bounded = declared !== null && !request.headers.has('transfer-encoding');
  return bounded
    ? within(timeout_ms, whole(request, bytes_max), nothing)
    : counted(request, timeout_ms, bytes_max);
}

async function whole(request: Request, bytes_max: number): Promise<Bytes> {
  const buffer = await request.arrayBuffer();
  if (buffer.byteLength > bytes_max) return { kind: 'too_large' };
  return { kind: 'bytes', bytes: new Uint8Array(buffer) };
}

/** Reads chunk by chunk and stops at the first byte too many. */
function counted(request: Request, timeout_ms: number, bytes_max: number): Promise<Bytes> {
  const body = request.body;
  if (body === null) return Promise.resolve({ kind: 'bytes', bytes: new Uint8Array(0) });
  if (body.locked) return Promise.resolve({ kind: 'broken' });
  const reader = body.getReader();
  const stop = () => void reader.cancel().catch(nothing);
  const read = async (): Promise<Bytes> => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { kind: 'bytes', bytes: Buffer.concat(chunks) };
      size += value.byteLength;
      if (size > bytes_max) {
        stop();
        return { kind: 'too_large' };
      }
      chunks.push(value);
    }
  };
  return within(timeout_ms, read(), stop);
}

/** What `read` gives, or `timeout` (after `stop`) when it has not come by then, or `broken` when it failed. */
function within(timeout_ms: number, read: Promise<Bytes>, stop: () => void): Promise<Bytes> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve({ kind: 'timeout' });
      stop();
    }, timeout_ms);
    const settle = (outcome: Bytes) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    read.then(settle, () => settle({ kind: 'broken' }));
  });
}

function nothing(): void {}
