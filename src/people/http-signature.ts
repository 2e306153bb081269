import { createPublicKey, hash, timingSafeEqual, verify } from 'node:crypto';
import type { Instant } from '../kernel/mod.ts';

/** What of a request is signed. */
export type SignedRequest = {
  readonly method: string;
  /** Host and, where it is not the scheme's, port. */
  readonly authority: string;
  readonly path: string;
  /** With its question mark; `?` where there is none (RFC 9421 §2.2.7). */
  readonly query: string;
  readonly header: (name: string) => string | null;
};

/** A signature that holds: its parameters. */
export type GoodSignature = {
  readonly created: Instant | null;
  readonly keyid: string | null;
  readonly nonce: string | null;
  readonly components: readonly string[];
};

/** What must be signed for a request of ours, and for how long a signature holds. */
export const signed_components = ['@method', '@authority', '@path', '@query', 'content-digest'] as const;
export const signature_age_max_ms = 300_000;

const member =
  /^([a-z*][a-z0-9_.*-]*)=(\((?:"[^"\\]*"(?: "[^"\\]*")*)?\)(?:;[a-z]+(?:=(?:"[^"\\]*"|-?\d+))?)*)$/;

/**
 * Verifies an Ed25519 signature over a request (HTTP Message Signatures, RFC 9421 §3.2), the first that the header names;
 * null when there is none or it does not hold. `key`: 32 bytes.
 */
export function verifyRequest(request: SignedRequest, key: Uint8Array): GoodSignature | null {
  const input = member.exec((request.header('signature-input') ?? '').trim());
  const [, label = '', parameters = ''] = input ?? [];
  const signature = new RegExp(`(?:^|,\\s*)${literal(label)}=:([A-Za-z0-9+/=]+):`).exec(
    request.header('signature') ?? '',
  )?.[1];
  if (input === null || signature === undefined) return null;
  const components = [...parameters.slice(0, parameters.indexOf(')')).matchAll(/"([^"]*)"/g)].map(
    (one) => one[1] ?? '',
  );
  const lines = components.map((name) => {
    const value = component(request, name);
    return value === null ? null : `"${name}": ${value}`;
  });
  // A component twice, or one that is not there, makes the whole signature void (§2.5).
  if (lines.includes(null) || new Set(components).size !== components.length) return null;
  const base = [...lines, `"@signature-params": ${parameters}`].join('\n');
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length !== 64 || !verify(null, Buffer.from(base), publicKey(key), bytes)) return null;
  const parameter = (name: string) => new RegExp(`;${name}=("?)([^";]*)\\1`).exec(parameters)?.[2] ?? null;
  if ((parameter('alg') ?? 'ed25519') !== 'ed25519') return null;
  const created = parameter('created');
  return {
    created: created === null ? null : Number(created) * 1000,
    keyid: parameter('keyid'),
    nonce: parameter('nonce'),
    components,
  };
}

function component({ method, authority, path, query, header }: SignedRequest, name: string): string | null {
  switch (name) {
    case '@method':
      return method;
    case '@authority':
      return authority.toLowerCase();
    case '@path':
      return path;
    case '@query':
      return query;
  }
  if (name.startsWith('@') || name !== name.toLowerCase()) return null;
  return (
    header(name)
      ?.trim()
      .replace(/\s*\r?\n\s+/g, ' ') ?? null
  );
}

/** Whether a Content-Digest (RFC 9530) names the SHA-256 or SHA-512 of these bytes; every one that it names must be right. */
export function isDigestOf(header: string | null, body: Uint8Array): boolean {
  let checked = 0;
  for (const [, name = '', value = ''] of (header ?? '').matchAll(/(sha-256|sha-512)=:([A-Za-z0-9+/=]+):/g)) {
    const wanted = Buffer.from(value, 'base64');
    const found = Buffer.from(hash(name === 'sha-256' ? 'sha256' : 'sha512', body, 'base64'), 'base64');
    if (wanted.length !== found.length || !timingSafeEqual(wanted, found)) return false;
    checked++;
  }
  return checked > 0;
}

function publicKey(bytes: Uint8Array) {
  return createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(bytes).toString('base64url') },
    format: 'jwk',
  });
}

function literal(text: string): string {
  return text.replace(/[.*]/g, '\\$&');
}
