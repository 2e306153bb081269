import { expect, test } from 'vitest';
import { body_bytes_max, readBody } from './body.ts';

const url = 'http://relais.example/webmention';

function post(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  return new Request(url, { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
}

/** A body of chunks; ends after the last one, or never, or breaks. */
function stream(chunks: readonly Uint8Array[], end: 'close' | 'hang' | 'error' = 'close'): ReadableStream {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      if (end === 'close') controller.close();
      if (end === 'error') controller.error(new Error('reset'));
    },
  });
}

const bytes = (text: string) => new TextEncoder().encode(text);
const full = new Uint8Array(body_bytes_max).fill(97);
const declared = (length: number | string) => ({ 'content-length': String(length) });

test.each<[string, Request, string]>([
  ['nothing', post(null), ''],
  ['a text', post('é = 1', declared(6)), 'é = 1'],
  ['a text in chunks that cut a character', post(stream([bytes('é').slice(0, 1), bytes('é').slice(1)])), 'é'],
  ['no length', post(stream([bytes('a'), bytes('b')])), 'ab'],
  ['a byte order mark is kept', post('\ufeffa'), '\ufeffa'],
  ['exactly the largest', post(full, declared(full.length)), 'a'.repeat(body_bytes_max)],
  ['exactly the largest, in chunks', post(stream([full.slice(1), full.slice(0, 1)])), 'a'.repeat(65_536)],
])('%s is read', async (_name, request, text) => {
  expect(await readBody(request, 1000)).toEqual({ kind: 'text', text });
});

test.each<[string, Request, string]>([
  ['one byte too many', post(stream([full, bytes('a')])), 'too_large'],
  ['endless chunks', post(endless()), 'too_large'],
  ['a length that says too much', post('a', declared(body_bytes_max + 1)), 'too_large'],
  ['a length that says far too much', post('a', declared('9'.repeat(400))), 'too_large'],
  ['a length that lies', post(stream([full, full]), declared(2)), 'too_large'],
  ['a length that is none', post(stream([full, full]), declared('many')), 'too_large'],
  ['Latin letters', post(new Uint8Array([0x63, 0x61, 0x66, 0xe9])), 'not_utf8'],
  ['an overlong slash', post(new Uint8Array([0xc0, 0xaf])), 'not_utf8'],
  ['a surrogate', post(new Uint8Array([0xed, 0xa0, 0x80])), 'not_utf8'],
  ['half a character', post(stream([bytes('é').slice(0, 1)])), 'not_utf8'],
  ['UTF-16', post(new Uint8Array([0xff, 0xfe, 0x3c, 0x00])), 'not_utf8'],
  ['a body that never ends', post(stream([bytes('a')], 'hang')), 'timeout'],
  ['a body that never ends, with a length', post(stream([], 'hang'), declared(2)), 'timeout'],
  ['a connection that breaks', post(stream([bytes('a')], 'error')), 'broken'],
  ['a connection that breaks, with a length', post(stream([], 'error'), declared(2)), 'broken'],
])('%s: %s', async (_name, request, kind) => {
  expect(await readBody(request, 50)).toEqual({ kind });
});

test('a body that was read already is broken, not an exception', async () => {
  const request = post('a');
  await request.text();
  expect(await readBody(request, 50)).toEqual({ kind: 'broken' });
});

function endless(): ReadableStream {
  return new ReadableStream({ pull: (controller) => controller.enqueue(full.slice(0, 9000)) });
}
