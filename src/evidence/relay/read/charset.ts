import { Buffer, isUtf8 } from 'node:buffer';

/** Turns a page's bytes into text. Never throws; the text is the same however the bytes are cut. */
export type PageDecoder = {
  readonly write: (bytes: Uint8Array) => string;
  readonly end: () => string;
};

/** Bytes looked at for a declaration before the first text is given (HTML §13.2.3.2 «prescan»). */
export const prescan_bytes = 1024;

/**
 * A decoder that finds the character set by itself (HTML §13.2.3.2): byte order mark, then the Content-Type header,
 * then `<meta charset>`, `<meta http-equiv>` or an XML declaration in the first 1024 bytes. Declared nowhere, a page
 * is UTF-8 up to its first byte that is not, and windows-1252 from there: what old French blogs are.
 */
export function createPageDecoder(header: string | null): PageDecoder {
  let held: Buffer | null = Buffer.alloc(0);
  let decode: Decode | null = null;

  const begin = (): string => {
    const first = held ?? Buffer.alloc(0);
    held = null;
    const { label, skip } = charsetOf(first, header);
    decode = decodeFor(label);
    return decode(first.subarray(skip), false);
  };
  return {
    write: (bytes) => {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (decode !== null) return decode(buffer, false);
      held = held === null || held.length === 0 ? Buffer.from(buffer) : Buffer.concat([held, buffer]);
      return held.length < prescan_bytes ? '' : begin();
    },
    end: () => {
      const rest = decode === null ? begin() : '';
      return rest + (decode?.(Buffer.alloc(0), true) ?? '');
    },
  };
}

/** Gives the text of the bytes so far; keeps an incomplete character for the next call unless `last`. */
type Decode = (bytes: Buffer, last: boolean) => string;
type Label = { readonly label: string | null; readonly skip: number };

function charsetOf(first: Buffer, header: string | null): Label {
  if (first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf) return { label: 'utf-8', skip: 3 };
  if (first[0] === 0xff && first[1] === 0xfe) return { label: 'utf-16le', skip: 2 };
  if (first[0] === 0xfe && first[1] === 0xff) return { label: 'utf-16be', skip: 2 };
  const fromHeader = knownLabel(header);
  if (fromHeader !== null) return { label: fromHeader, skip: 0 };
  const declared = declaredIn(first.toString('latin1', 0, prescan_bytes));
  // A declaration that could be read as ASCII was not written in UTF-16 (HTML §13.2.3.2, last steps).
  return { label: declared?.startsWith('utf-16') ? 'utf-8' : declared, skip: 0 };
}

const declaration =
  /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']|<meta(?=[\s/])[^>]{0,400}?charset\s*=\s*["']?\s*([^\s"'/>;]{1,40})/i;

function declaredIn(head: string): string | null {
  const found = declaration.exec(head.replace(/<!--.*?(?:-->|$)/gs, ''));
  return knownLabel(found?.[1] ?? found?.[2] ?? null);
}

/** The Encoding Standard's name for a label, or null for one that it does not know. */
function knownLabel(label: string | null): string | null {
  if (label === null) return null;
  try {
    return new TextDecoder(label.trim().replace(/^["']|["']$/g, '')).encoding;
  } catch {
    return null;
  }
}

function decodeFor(label: string | null): Decode {
  if (label === null) return undeclared();
  if (label === 'utf-8') return utf8();
  if (label === 'windows-1252') return (bytes) => windows1252(bytes);
  const decoder = new TextDecoder(label, { ignoreBOM: true });
  return (bytes, last) => decoder.decode(bytes, { stream: !last });
}

function utf8(): Decode {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes, last) => {
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const end = last ? all.length : completeEnd(all);
    rest = end === all.length ? Buffer.alloc(0) : Buffer.from(all.subarray(end));
    return all.toString('utf8', 0, end);
  };
}

function undeclared(): Decode {
  let rest: Buffer = Buffer.alloc(0);
  let broken = false;
  return (bytes, last) => {
    if (broken) return windows1252(bytes);
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const end = last ? all.length : completeEnd(all);
    if (isUtf8(all.subarray(0, end))) {
      rest = end === all.length ? Buffer.alloc(0) : Buffer.from(all.subarray(end));
      return all.toString('utf8', 0, end);
    }
    broken = true;
    const valid = validEnd(all);
    return all.toString('utf8', 0, valid) + windows1252(all.subarray(valid));
  };
}

/** Where the last whole character ends, as far as lead bytes tell; at most 3 bytes before the end. */
function completeEnd(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
    if (byte < 0x80) break;
  }
  return bytes.length;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** Where the first sequence that is not UTF-8 begins, by halving on character borders (log n checks at 30 GB/s). */
function validEnd(bytes: Buffer): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    let middle = (low + high + 1) >> 1;
    // A border inside a character would look broken: go back to where the character begins.
    while (middle > low && ((bytes[middle] ?? 0) & 0xc0) === 0x80) middle--;
    if (middle === low) return linearEnd(bytes, low, high);
    if (isUtf8(bytes.subarray(low, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function linearEnd(bytes: Buffer, from: number, to: number): number {
  let end = from;
  while (end < to) {
    const length = sequenceLength(bytes[end] ?? 0);
    if (!isUtf8(bytes.subarray(end, end + length))) return end;
    end += length;
  }
  return end;
}

/** What 0x80–0x9f mean in windows-1252; every other byte is the character of the same number. */
const upperControls = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** By hand, because Node 23.0–24.2 decoded windows-1252 as ISO 8859-1 (nodejs/node#56542). */
function windows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (c) => upperControls[c.charCodeAt(0) - 0x80] ?? c);
}
