import { gzipSync } from 'node:zlib';

/** Below this a text fits the first packet, and packing it gains nothing. */
const worth_bytes = 1400;

const packed = new WeakMap<object, Uint8Array<ArrayBuffer>>();

/**
 * A text packed with gzip, for whoever takes that (RFC 9110 §12.5.3); null: it is given as it is. It is packed once for
 * `kept`, the object that holds it. For public texts alone: where a page mixes a secret with what a stranger chose, its
 * packed length tells of the secret.
 */
export function zipped(
  kept: object,
  body: string,
  acceptEncoding: string | undefined,
): Uint8Array<ArrayBuffer> | null {
  if (body.length < worth_bytes || !takesGzip(acceptEncoding)) return null;
  let bytes = packed.get(kept);
  if (bytes === undefined) {
    bytes = new Uint8Array(gzipSync(body, { level: 6 }));
    packed.set(kept, bytes);
  }
  return bytes;
}

/** Whether `gzip` is named, and not with weight 0. */
export function takesGzip(header: string | undefined): boolean {
  if (header === undefined) return false;
  return header
    .slice(0, 500)
    .toLowerCase()
    .split(',')
    .some((one) => /^\s*(?:x-)?gzip\s*(?:;\s*q\s*=\s*(?:1(?:\.0*)?|0?\.\d*[1-9]\d*)\s*)?$/.test(one));
}
