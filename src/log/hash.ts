import { hash } from 'node:crypto';

/** A SHA-256 value, 32 bytes. */
export type Hash = Uint8Array;

export const hash_bytes = 32;

export function sha256(bytes: Uint8Array): Hash {
  return hash('sha256', bytes, 'buffer');
}

/** The root of a tree without leaves (RFC 6962 §2.1): SHA-256 of nothing. */
export const emptyRoot: Hash = sha256(new Uint8Array());

/** A leaf's hash: SHA-256(0x00 || entry) (RFC 6962 §2.1). */
export function leafHash(entry: Uint8Array): Hash {
  const input = new Uint8Array(entry.length + 1);
  input.set(entry, 1);
  return sha256(input);
}

/** A node's hash: SHA-256(0x01 || left || right) (RFC 6962 §2.1). */
export function nodeHash(left: Hash, right: Hash): Hash {
  const input = new Uint8Array(1 + 2 * hash_bytes);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + hash_bytes);
  return sha256(input);
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Standard base 64 with padding (RFC 4648 §4), as every C2SP format writes bytes. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** The bytes of a base 64 text, or null when it is not the one canonical spelling of them. */
export function fromBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
