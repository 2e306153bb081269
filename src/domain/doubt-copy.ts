/**
 * What is kept of a text to know a near-copy of it again: a hash of each of its runs of ten words falls into one of 64
 * places, and the smallest of each place stays, 16 bits each («one permutation hashing», Li, Owen and Zhang 2012). The
 * share of equal ones is close to the share of runs that two texts have in common. No text can be read back from it.
 */
export type TextPrint = Uint8Array;

/** Shorter texts have no print: a recipe in three lines or a slogan is easily written twice. */
export const print_words_min = 100;
/** From this share on, two texts are near-copies. */
export const copy_share_min = 0.75;
/** Below this share a text is another one. */
export const changed_share_max = 0.3;

/**
 * Words in a run. With ten, only what was copied is shared; one changed word in a hundred leaves a share of 0.82, one
 * changed paragraph in ten the same. Measured on 8 million pairs of posts that are all made of the same ten sentences:
 * the largest share is 0.66 (with eight words 0.78: some would have been taken for copies).
 */
const run_words = 10;
const hashes = 64;
const none = 0xffff_ffff;
/** Prints are looked up by bands of five hashes: a copy of 80 % shares one of eight with 96 %, one of 30 % with 2 %. */
const bands = 8;
const rows = 5;

/** The print of a text, or null for one that is too short. Case, punctuation, spacing and spellings of accents don't matter. */
export function printOf(text: string): TextPrint | null {
  const hashed = hashWords(text.normalize('NFC').toLowerCase());
  if (hashed.length < print_words_min) return null;
  const least = new Uint32Array(hashes).fill(none);
  for (let at = 0; at + run_words <= hashed.length; at++) {
    let run = 0;
    for (let i = at; i < at + run_words; i++) run = Math.imul(run, 31) + (hashed[i] ?? 0);
    run = mix(run);
    const place = run >>> 26;
    const value = run & 0x3ff_ffff;
    if (value < (least[place] ?? none)) least[place] = value;
  }
  const print = new Uint8Array(hashes * 2);
  for (let i = 0; i < hashes; i++) {
    // A place that no run fell into borrows from the next that has one.
    let from = i;
    while (least[from % hashes] === none) from++;
    const low = mix((least[from % hashes] ?? 0) + (from - i) * 0x9e37_79b9) & 0xffff;
    print[2 * i] = low >>> 8;
    print[2 * i + 1] = low & 0xff;
  }
  return print;
}

/** The share of runs of words that two texts have in common, estimated to within some hundredths. */
export function sharedPart(a: TextPrint, b: TextPrint): number {
  let equal = 0;
  for (let i = 0; i < hashes; i++) if (a[2 * i] === b[2 * i] && a[2 * i + 1] === b[2 * i + 1]) equal++;
  return equal / hashes;
}

export function isNearCopy(a: TextPrint, b: TextPrint): boolean {
  return sharedPart(a, b) >= copy_share_min;
}

/** Keys by which near-copies are looked up: two of them nearly always share one, other texts hardly ever. */
export function bandsOf(print: TextPrint): readonly number[] {
  return Array.from({ length: bands }, (_, band) => {
    let key = band;
    for (let i = band * rows * 2; i < (band + 1) * rows * 2; i++) key = Math.imul(key, 257) + (print[i] ?? 0);
    return mix(key) | 0;
  });
}

/** FNV-1a of each word, over UTF-16 units. */
function hashWords(text: string): readonly number[] {
  const hashed: number[] = [];
  let hash = 0;
  for (let i = 0; i <= text.length; i++) {
    const c = i === text.length ? 32 : text.charCodeAt(i);
    if (isOfWord(c)) hash = Math.imul((hash === 0 ? 0x811c9dc5 : hash) ^ c, 0x01000193);
    else if (hash !== 0) {
      hashed.push(hash);
      hash = 0;
    }
  }
  return hashed;
}

/** Letters and digits, nearly: all but ASCII's signs, the spaces and quotes of Latin-1, and the blocks of punctuation and symbols. */
function isOfWord(c: number): boolean {
  if (c < 128) return (c >= 97 && c <= 122) || (c >= 48 && c <= 57);
  return (
    c >= 0xc0 && c !== 0xd7 && c !== 0xf7 && !(c >= 0x2000 && c < 0x2c00) && !(c >= 0x3000 && c < 0x3040)
  );
}

/** Spreads 32 bits over 32 bits (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
