import { createSign, generateKeyPairSync } from 'node:crypto';
import type { LookupFunction } from 'node:net';
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { collect, fetcherFor, page, reasonOf, serve, serveRaw, stopAll } from './loopback.suite.ts';

afterEach(stopAll);

/** Every name is at 127.0.0.1. */
const toLoopback: LookupFunction = (_name, _options, done) =>
  done(null, [{ address: '127.0.0.1', family: 4 }]);

describe('TLS', () => {
  const certificate = selfSigned('blog.example.org');
  const trusted = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates(trusted));
  afterAll(() => setDefaultCACertificates(trusted));

  async function serveTls(): Promise<{ port: number; names: unknown[]; close: () => void }> {
    const names: unknown[] = [];
    const server = createTlsServer({ ...certificate, ALPNProtocols: ['http/1.1'] }, (socket) => {
      names.push([socket.servername, socket.alpnProtocol]);
      socket.on('error', () => {});
      socket.once('data', () =>
        socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>'),
      );
    });
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return {
      port: typeof address === 'object' ? (address?.port ?? 0) : 0,
      names,
      close: () => server.close(),
    };
  }

  test('a certificate that nobody vouches for, then one that is trusted, then one for another name', async () => {
    const server = await serveTls();
    const allow = 'blog.example.org,other.example.org,127.0.0.1';
    const visit = (host: string) =>
      collect(fetcherFor(allow, { lookup: toLoopback }), `https://${host}:${server.port}/`);
    expect((await visit('blog.example.org')).outcome).toMatchObject({
      reason: 'source_unreachable',
      detail: 'TLS failed (DEPTH_ZERO_SELF_SIGNED_CERT)',
    });
    expect((await visit('127.0.0.1')).outcome).toMatchObject({ reason: 'source_unreachable' });
    expect(server.names).toEqual([]);
    setDefaultCACertificates([...trusted, certificate.cert]);
    expect((await visit('blog.example.org')).text).toBe('<html>');
    expect((await visit('blog.example.org.')).text).toBe('<html>');
    for (const host of ['other.example.org', '127.0.0.1'])
      expect((await visit(host)).outcome).toMatchObject({
        detail: 'TLS failed (ERR_TLS_CERT_ALTNAME_INVALID)',
      });
    expect(server.names.slice(0, 2)).toEqual([
      ['blog.example.org', 'http/1.1'],
      ['blog.example.org', 'http/1.1'],
    ]);
    server.close();
  });

  test('a server that does not speak TLS, or stays silent', async () => {
    const plain = await serve(page('<html>'));
    const silent = await serveRaw(() => {});
    const fetcher = fetcherFor('127.0.0.1', { limits: { totalMs: 1000 } });
    expect(await reasonOf(fetcher, `https://127.0.0.1:${plain.port}/`)).toBe('source_unreachable');
    expect(await reasonOf(fetcher, `https://127.0.0.1:${silent.port}/`)).toBe('source_timeout');
  });
});

/** A certificate that vouches for itself (X.509, RFC 5280 §4.1), made here so that no key lies in the repository. */
function selfSigned(name: string): { key: string; cert: string } {
  const der = (tag: number, ...parts: (Buffer | string)[]): Buffer => {
    const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
    const size = body.length;
    return Buffer.concat([Buffer.from(size < 128 ? [tag, size] : [tag, 0x82, size >> 8, size & 255]), body]);
  };
  const hex = (text: string): Buffer => Buffer.from(text, 'hex');
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = der(0x30, hex('06082a8648ce3d040302'));
  const subject = der(0x30, der(0x31, der(0x30, hex('0603550403'), der(0x0c, name))));
  const validity = der(0x30, der(0x17, '200101000000Z'), der(0x17, '491231235959Z'));
  const alternative = der(0x30, hex('0603551d11'), der(0x04, der(0x30, der(0x82, name))));
  const authority = der(0x30, hex('0603551d13'), der(0x04, hex('30030101ff')));
  const tbs = der(
    0x30,
    hex('a003020102020101'),
    ecdsaWithSha256,
    subject,
    validity,
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, alternative, authority)),
  );
  const signature = createSign('sha256').update(tbs).sign(privateKey);
  const cert = der(0x30, tbs, ecdsaWithSha256, der(0x03, hex('00'), signature)).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}
