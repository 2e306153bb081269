import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';
import type { Checkpoint } from './checkpoint.ts';
import { printCheckpointText } from './checkpoint.ts';
import {
  printNote,
  type SignatureLine,
  type SignatureType,
  signatureType,
  type VerifierKey,
  verifierKey,
} from './note.ts';

/** A key that signs checkpoints: a log's own (Ed25519, ML-DSA-44) or a witness's. The private part never leaves it. */
export type Signer = {
  readonly key: VerifierKey;
  /** The signature line under a checkpoint. `time`: seconds since 1970, for the types that carry it. */
  readonly sign: (checkpoint: Checkpoint, time: number) => SignatureLine;
};

/** Secret bytes that keys are made of. */
export const seed_bytes = 32;

// Fixed heads of DER: PKCS#8 around a 32-byte seed, SubjectPublicKeyInfo around a raw public key (RFC 8410, RFC 9881).
const derHeads = {
  ed25519: { private: '302e020100300506032b657004220420', public: '302a300506032b6570032100' },
  mlDsa44: {
    private: '3034020100300b060960864801650304031104228020',
    public: '30820532300b06096086480165030403110382052100',
  },
} as const;
type Algorithm = keyof typeof derHeads;

const algorithmOf: Readonly<Record<SignatureType, Algorithm>> = { 1: 'ed25519', 4: 'ed25519', 6: 'mlDsa44' };
const signature_bytes: Readonly<Record<Algorithm, number>> = { ed25519: 64, mlDsa44: 2420 };

function privateKeyOf(algorithm: Algorithm, seed: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from(derHeads[algorithm].private, 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function publicKeyOf(algorithm: Algorithm, raw: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from(derHeads[algorithm].public, 'hex'), raw]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/**
 * The signer of a name and type, made from a secret seed of 32 bytes. Each name and type gets a key of its own (HKDF,
 * RFC 5869), so that no two logs of a house share a public key (C2SP tlog-policy refuses that).
 */
export function createSigner(name: string, type: SignatureType, seed: Uint8Array): Signer {
  const algorithm = algorithmOf[type];
  const own = new Uint8Array(
    hkdfSync('sha256', seed, new Uint8Array(), `relais/log-key/v1\n${type}\n${name}`, 32),
  );
  const privateKey = privateKeyOf(algorithm, own);
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const key = verifierKey(name, type, der.subarray(derHeads[algorithm].public.length / 2));
  return {
    key,
    sign: (checkpoint, time) => {
      const message = messageOf(key, { ...checkpoint, text: printCheckpointText(checkpoint) }, time);
      const signature = sign(null, message, privateKey);
      return {
        name,
        id: key.id,
        signature: type === signatureType.ed25519 ? signature : Buffer.concat([uint64(time), signature]),
      };
    },
  };
}

/** The signed checkpoint as text: every signer's line, in the given order. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly Signer[], time: number): string {
  return printNote({
    text: printCheckpointText(checkpoint),
    signatures: signers.map((signer) => signer.sign(checkpoint, time)),
  });
}

/** A checkpoint with the exact text of its note. */
type Subject = Checkpoint & { readonly text: string };

/** Checks one signature of a key under a checkpoint. */
export function verifySignature(
  key: VerifierKey,
  subject: Subject,
  signature: Uint8Array,
): { readonly kind: 'right'; readonly time: number | null } | { readonly kind: 'wrong' } {
  const algorithm = algorithmOf[key.type];
  const timed = key.type !== signatureType.ed25519;
  if (signature.length !== signature_bytes[algorithm] + (timed ? 8 : 0)) return { kind: 'wrong' };
  const bytes = Buffer.from(signature);
  const time = timed ? Number(bytes.readBigUInt64BE(0)) : null;
  if (time !== null && !Number.isSafeInteger(time)) return { kind: 'wrong' };
  const right = verify(
    null,
    messageOf(key, subject, time ?? 0),
    publicKeyOf(algorithm, key.publicKey),
    timed ? bytes.subarray(8) : bytes,
  );
  return right ? { kind: 'right', time } : { kind: 'wrong' };
}

/** What is signed: the note's text, or a cosignature's message (C2SP tlog-cosignature). */
function messageOf(key: VerifierKey, subject: Subject, time: number): Uint8Array {
  switch (key.type) {
    case signatureType.ed25519:
      return Buffer.from(subject.text);
    case signatureType.ed25519Cosignature:
      return Buffer.from(`cosignature/v1\ntime ${time}\n${subject.text}`);
    case signatureType.mlDsa44:
      return Buffer.concat([
        Buffer.from('subtree/v1\n\0'),
        shortText(key.name),
        uint64(time),
        shortText(subject.origin),
        uint64(0),
        uint64(subject.size),
        subject.root,
      ]);
  }
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** `opaque text<1..2^8-1>` (RFC 8446 §3.4). */
function shortText(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length < 1 || bytes.length > 255)
    throw new Error(`${text.slice(0, 80)} is no name of 1 to 255 bytes`);
  return Buffer.concat([Uint8Array.of(bytes.length), bytes]);
}
