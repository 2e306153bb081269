import { describe, expect, test } from 'vitest';
import { readPublicKey } from './key.ts';
import { hasDigest, parseSignature, signatureBase, verifies } from './key-signature.ts';

// RFC 9421, appendix B.1.4 (key), B.2 (request) and B.2.6 (Ed25519).
const pem = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
-----END PUBLIC KEY-----`;
const input =
  'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"';
const signature =
  'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:';
const fields: Record<string, string> = {
  date: 'Tue, 20 Apr 2021 02:07:55 GMT',
  'content-type': 'application/json',
  'content-length': '18',
};
const message = {
  method: 'POST',
  authority: 'example.com',
  path: '/foo',
  query: '?param=Value&Pet=dog',
  field: (name: string) => fields[name] ?? null,
};

describe('the published vectors', () => {
  test('RFC 9421, appendix B.2.6', () => {
    const parsed = parseSignature(input, signature);
    if (typeof parsed === 'string') throw new Error(parsed);
    const base = signatureBase(message, parsed);
    expect(base).toBe(
      [
        '"date": Tue, 20 Apr 2021 02:07:55 GMT',
        '"@method": POST',
        '"@path": /foo',
        '"@authority": example.com',
        '"content-type": application/json',
        '"content-length": 18',
        '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
      ].join('\n'),
    );
    const key = readPublicKey(pem) ?? new Uint8Array();
    expect(verifies(base ?? '', parsed.signature, key)).toBe(true);
    expect(verifies(`${base} `, parsed.signature, key)).toBe(false);
    expect(verifies(base ?? '', parsed.signature.subarray(1), key)).toBe(false);
  });
  test('RFC 9421, appendix B.2, and RFC 9530: the digest of the body', () => {
    const digest =
      'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:';
    const body = Buffer.from('{"hello": "world"}');
    expect(hasDigest(digest, body)).toBe(true);
    expect(hasDigest(digest, Buffer.from('{"hello": "World"}'))).toBe(false);
    expect(hasDigest('md5=:AAAA:', body)).toBe(false);
    expect(hasDigest(null, body)).toBe(false);
  });
});

test.each([
  ['two signatures', `${input}, b=("date");created=1`, signature],
  ['another name', input, signature.replace('b26', 'b27')],
  ['a component with parameters', input.replace('"date"', '"date";sf'), signature],
  ['nothing covered', 'a=();created=1', 'a=:AAAA:'],
  ['something covered twice', input.replace('"date"', '"@path"'), signature],
  ['a parameter twice', `${input};created=2`, signature],
  ['a quote in a name', 'a=("da\\"te");created=1', 'a=:AAAA:'],
  ['no signature', input, null],
  ['none at all', null, null],
  ['too long', input + ';x="'.padEnd(3000, 'y') + '"', signature],
])('%s is refused by a sentence', (_, given, signed) => {
  expect(parseSignature(given, signed)).toEqual(expect.any(String));
});

test.each([
  [pem, true],
  ['JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=', true],
  ['JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs', true],
  ['', false],
  ['JrQL', false],
  ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', false],
  [
    '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----',
    false,
  ],
])('a public key %#: %s', (text, said) => {
  expect(readPublicKey(text) !== null).toBe(said);
});
