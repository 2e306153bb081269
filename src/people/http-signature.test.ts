import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { isDigestOf, type SignedRequest, verifyRequest } from './http-signature.ts';

/** The request of RFC 9421 appendix B.2, and its Ed25519 key of B.1.4. */
const key = Buffer.from('JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=', 'base64');
const headers: Readonly<Record<string, string>> = {
  host: 'example.com',
  date: 'Tue, 20 Apr 2021 02:07:55 GMT',
  'content-type': 'application/json',
  'content-digest':
    'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
  'content-length': '18',
  'signature-input':
    'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  signature:
    'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:',
};
const request = (
  more: Readonly<Record<string, string>> = {},
  other: Partial<SignedRequest> = {},
): SignedRequest => ({
  ...{ method: 'POST', authority: 'example.com', path: '/foo', query: '?param=Value&Pet=dog' },
  header: (name) => ({ ...headers, ...more })[name] ?? null,
  ...other,
});

test('the vector of RFC 9421, appendix B.2.6', () => {
  expect(verifyRequest(request(), key)).toEqual({
    created: 1618884473000,
    keyid: 'test-key-ed25519',
    nonce: null,
    components: ['date', '@method', '@path', '@authority', 'content-type', 'content-length'],
  });
  expect(isDigestOf(headers['content-digest'] ?? null, Buffer.from('{"hello": "world"}'))).toBe(true);
  expect(isDigestOf(headers['content-digest'] ?? null, Buffer.from('{"hello": "World"}'))).toBe(false);
});

test.each<[string, Readonly<Record<string, string>>, Partial<SignedRequest>]>([
  ['another method', {}, { method: 'PUT' }],
  ['another path', {}, { path: '/bar' }],
  ['another host', {}, { authority: 'evil.example' }],
  ['a header changed', { 'content-length': '19' }, {}],
  ['a header gone', { date: '' }, {}],
  ['no signature', { signature: '' }, {}],
  ['no input', { 'signature-input': '' }, {}],
  ['another label', { signature: headers.signature?.replace('sig-b26', 'sig-b27') ?? '' }, {}],
  [
    'a parameter changed',
    { 'signature-input': headers['signature-input']?.replace('4473', '4474') ?? '' },
    {},
  ],
  ['an unknown component', { 'signature-input': 'sig-b26=("@other");created=1618884473' }, {}],
  ['a component twice', { 'signature-input': 'sig-b26=("date" "date");created=1618884473' }, {}],
  ['half a signature', { signature: 'sig-b26=:wqcA:' }, {}],
])('does not hold with %s', (_, more, other) => {
  expect(verifyRequest(request(more, other), key)).toBeNull();
});

test('what we sign ourselves holds, and another algorithm in its name does not', () => {
  const pair = generateKeyPairSync('ed25519');
  const raw = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const signed = (parameters: string) => {
    const base = ['"@method": POST', '"@query": ?', `"@signature-params": ${parameters}`].join('\n');
    return request(
      {
        'signature-input': `a=${parameters}`,
        signature: `a=:${sign(null, Buffer.from(base), pair.privateKey).toString('base64')}:`,
      },
      { query: '?' },
    );
  };
  const good = '("@method" "@query");created=1;nonce="n-1";alg="ed25519";keyid="k"';
  expect(verifyRequest(signed(good), raw)).toMatchObject({ nonce: 'n-1', keyid: 'k', created: 1000 });
  expect(verifyRequest(signed(good.replace('ed25519', 'rsa-pss-sha512')), raw)).toBeNull();
});
