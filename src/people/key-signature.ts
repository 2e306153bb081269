import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Instant } from '../kernel/mod.ts';

/** What a signature is about (RFC 9421 §2). */
export type SignedMessage = {
  readonly method: string;
  /** Host with its port where that is not the scheme's own, in lower case. */
  readonly authority: string;
  readonly path: string;
  /** With its question mark; `?` alone where there is none. */
  readonly query: string;
  readonly field: (name: string) => string | null;
};

/** What a signature must cover so that a request can be neither changed, nor sent elsewhere. */
export const signedComponents = ['@method', '@authority', '@path', '@query', 'content-digest'] as const;
/** How far a signature's time may be from ours, and so how long its nonce is remembered. */
export const signature_window_ms = 5 * 60_000;
const header_length_max = 2000;

type Parameters = Readonly<Record<string, string | number>>;
type Parsed = {
  readonly components: readonly string[];
  readonly parameters: Parameters;
  /** The member's value, as it stands in the signature base. */
  readonly value: string;
  readonly signature: Uint8Array;
};

export type SignatureOutcome =
  | { readonly kind: 'signed'; readonly nonce: string; readonly until: Instant }
  /** `sentence` names what is wrong; it goes into the answer. */
  | { readonly kind: 'refused'; readonly sentence: string };

const refused = (sentence: string): SignatureOutcome => ({ kind: 'refused', sentence });

/**
 * Verifies the one signature of a request (RFC 9421 with Ed25519, §3.3.6) by the rules of this house: what it covers,
 * its age, whose it is. That its nonce is new, and that the body has the digest, is for the caller.
 */
export function verifyRequest(
  message: SignedMessage,
  key: { readonly id: string; readonly publicKey: Uint8Array },
  now: Instant,
): SignatureOutcome {
  const parsed = parseSignature(message.field('signature-input'), message.field('signature'));
  if (typeof parsed === 'string') return refused(parsed);
  const { components, parameters } = parsed;
  const missing = signedComponents.filter((name) => !components.includes(name));
  if (missing.length > 0) return refused(`The signature does not cover ${missing.join(', ')}.`);
  const { created, expires, keyid, nonce, alg } = parameters;
  if (alg !== undefined && alg !== 'ed25519') return refused('The signature is not one of Ed25519.');
  if (keyid !== key.id) return refused('The signature’s keyid is not the id of this key.');
  if (typeof created !== 'number') return refused('The signature says no time of its making (created).');
  if (Math.abs(now - created * 1000) > signature_window_ms)
    return refused('The signature is more than five minutes away from our clock.');
  if (typeof expires === 'number' && expires * 1000 <= now) return refused('The signature has expired.');
  if (typeof nonce !== 'string' || nonce.length < 8 || nonce.length > 100)
    return refused('The signature has no nonce of 8 to 100 characters.');
  const base = signatureBase(message, parsed);
  if (base === null) return refused('The signature covers a field that the request does not have.');
  return verifies(base, parsed.signature, key.publicKey)
    ? { kind: 'signed', nonce, until: created * 1000 + signature_window_ms }
    : refused('The signature does not fit the request.');
}

/** The text that is signed (RFC 9421 §2.5); null where the message lacks a component. */
export function signatureBase(
  message: SignedMessage,
  { components, value }: Pick<Parsed, 'components' | 'value'>,
): string | null {
  const lines: string[] = [];
  for (const name of components) {
    const said = component(message, name);
    if (said === null) return null;
    lines.push(`"${name}": ${said}`);
  }
  return [...lines, `"@signature-params": ${value}`].join('\n');
}

function component(message: SignedMessage, name: string): string | null {
  switch (name) {
    case '@method':
      return message.method;
    case '@authority':
      return message.authority;
    case '@path':
      return message.path;
    case '@query':
      return message.query;
    default:
      return name.startsWith('@') ? null : (message.field(name)?.trim() ?? null);
  }
}

export function verifies(base: string, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(base), key, signature);
  } catch {
    return false;
  }
}

const member =
  /^([a-z*][a-z0-9_.*-]*)=(\(("[^"\\]+"(?: "[^"\\]+")*)\)((?:;[a-z][a-z0-9_-]*=(?:"[^"\\]*"|\d{1,12}))*))$/;

/** The one member of both fields, in the strict spelling of RFC 9421 §4; or the sentence that says what is wrong. */
export function parseSignature(input: string | null, signature: string | null): Parsed | string {
  if (input === null || signature === null)
    return 'Requests with this key must be signed: Signature-Input or Signature is missing.';
  if (input.length > header_length_max || signature.length > header_length_max)
    return 'The signature’s fields are too long.';
  const [, label, value, list = '', rest = ''] = member.exec(input.trim()) ?? [];
  if (label === undefined || value === undefined)
    return 'Signature-Input is not one signature in the form of RFC 9421, section 4.1.';
  const [, other, bytes] = /^([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]+={0,2}):$/.exec(signature.trim()) ?? [];
  if (other !== label || bytes === undefined)
    return 'Signature is not one signature of the same name as in Signature-Input.';
  const components = list.split(' ').map((one) => one.slice(1, -1));
  if (new Set(components).size !== components.length) return 'The signature covers something twice.';
  const parameters: Record<string, string | number> = {};
  for (const [, name = '', text, number] of rest.matchAll(/;([a-z][a-z0-9_-]*)=(?:"([^"]*)"|(\d+))/g)) {
    if (Object.hasOwn(parameters, name)) return 'The signature has a parameter twice.';
    parameters[name] = text ?? Number(number);
  }
  return { components, parameters, value, signature: Buffer.from(bytes, 'base64') };
}

/** Whether a body has the digests that its Content-Digest names (RFC 9530); at least one of SHA-256 and SHA-512. */
export function hasDigest(field: string | null, body: Uint8Array): boolean {
  if (field === null || field.length > header_length_max) return false;
  let known = 0;
  for (const part of field.split(',')) {
    const [, name, said] = /^\s*(sha-256|sha-512)=:([A-Za-z0-9+/]+={0,2}):\s*$/.exec(part) ?? [];
    if (name === undefined) continue;
    known++;
    if (createHash(name.replace('-', '')).update(body).digest('base64') !== said) return false;
  }
  return known > 0;
}
