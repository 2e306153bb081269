import { fromBase64, sameBytes, sha256, toBase64 } from './hash.ts';

/** Signature types of C2SP signed-note that are used here. */
export const signatureType = { ed25519: 0x01, ed25519Cosignature: 0x04, mlDsa44: 0x06 } as const;
export type SignatureType = (typeof signatureType)[keyof typeof signatureType];

/** Public key bytes per type: raw Ed25519 (RFC 8032), raw ML-DSA-44 (FIPS 204). */
const publicKey_bytes: Readonly<Record<SignatureType, number>> = { 1: 32, 4: 32, 6: 1312 };

/** A key that signatures are checked with: name, id and type say which lines are its own. */
export type VerifierKey = {
  readonly name: string;
  /** First four bytes of SHA-256(name || 0x0A || type || public key), as 8 hexadecimal digits. */
  readonly id: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
};

/** One signature line: `— <name> base64(id || signature)`. */
export type SignatureLine = { readonly name: string; readonly id: string; readonly signature: Uint8Array };

/** A signed note: text that ends in a newline, and signature lines (C2SP signed-note). */
export type SignedNote = { readonly text: string; readonly signatures: readonly SignatureLine[] };

/** Notes above this are not read: 64 signatures of the largest kind are well below it. */
const note_characters_max = 400_000;
const signatures_max = 64;

/** A name of a key: not empty, no space, no plus, no control character. */
export function isKeyName(name: string): boolean {
  // \s is every Unicode space.
  return name !== '' && !/[\s+\p{Cc}]/u.test(name);
}

export function verifierKey(name: string, type: SignatureType, publicKey: Uint8Array): VerifierKey {
  const head = new TextEncoder().encode(`${name}\n`);
  const input = new Uint8Array(head.length + 1 + publicKey.length);
  input.set(head);
  input[head.length] = type;
  input.set(publicKey, head.length + 1);
  return { name, type, publicKey, id: Buffer.from(sha256(input).subarray(0, 4)).toString('hex') };
}

/** `name+id+base64(type || key)` (C2SP signed-note, «Verifier keys»). */
export function printVerifierKey({ name, id, type, publicKey }: VerifierKey): string {
  return `${name}+${id}+${toBase64(Uint8Array.of(type, ...publicKey))}`;
}

/** Reads a verifier key; null when it is malformed, of an unknown type, or its id is not its key's. */
export function parseVerifierKey(text: string): VerifierKey | null {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(text.trim());
  if (match === null) return null;
  const [, name = '', id = '', encoded = ''] = match;
  const bytes = fromBase64(encoded);
  const type = bytes?.[0] as SignatureType;
  if (bytes === null || publicKey_bytes[type] !== bytes.length - 1 || !isKeyName(name)) return null;
  const key = verifierKey(name, type, bytes.subarray(1));
  return key.id === id ? key : null;
}

export function printSignatureLine({ name, id, signature }: SignatureLine): string {
  return `— ${name} ${toBase64(Buffer.concat([Buffer.from(id, 'hex'), signature]))}\n`;
}

/** Reads `— name base64` without its newline; null when it is malformed. */
export function parseSignatureLine(line: string): SignatureLine | null {
  const match = /^— (\S+) ([A-Za-z0-9+/]+=*)$/u.exec(line);
  if (match === null) return null;
  const [, name = '', encoded = ''] = match;
  const bytes = fromBase64(encoded);
  if (bytes === null || bytes.length < 5 || !isKeyName(name)) return null;
  return { name, id: Buffer.from(bytes.subarray(0, 4)).toString('hex'), signature: bytes.subarray(4) };
}

export function printNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(printSignatureLine).join('')}`;
}

/** Reads a signed note strictly; what is read prints back to the same bytes. Null when it is no note. */
export function parseNote(note: string): SignedNote | null {
  if (note.length > note_characters_max || !note.isWellFormed() || /[\0-\x09\x0b-\x1f]/.test(note))
    return null;
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || split + 2 >= note.length) return null;
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > signatures_max) return null;
  const signatures: SignatureLine[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === null) return null;
    signatures.push(signature);
  }
  return { text: note.slice(0, split + 1), signatures };
}

/** Whether a signature line belongs to a key: name and id, both. */
export function isSignatureOf(line: SignatureLine, key: VerifierKey): boolean {
  return line.name === key.name && line.id === key.id;
}

/** Whether two keys wrap the same public key, whatever they are called. */
export function sameKey(a: VerifierKey, b: VerifierKey): boolean {
  return sameBytes(a.publicKey, b.publicKey);
}
