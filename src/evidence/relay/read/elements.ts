/** What the HTML standard says of an element's name, as bits (HTML §13.2.4.2, §13.2.6.4.7). */
export const special = 1;
/** Bounds «has an element in scope». */
export const scope = 2;
/** A start tag that ends an open `p`. */
export const endsParagraph = 4;
export const formatting = 8;
/** Never has content. */
export const empty = 16;
/** Its end tag may be left out, and is generated where it is missing. */
export const impliedEnd = 32;
export const heading = 64;
/** Belongs in the head, before the body has begun. */
export const headContent = 128;
/** Its content is text, not markup. */
export const rawContent = 256;
/** A part of a table: caption, colgroup, col, tbody, tr, td, … */
export const tablePart = 512;
/** Starts a new list of active formatting elements. */
export const formattingBorder = 1024;
/** A start tag that ends SVG or MathML content (HTML §13.2.6.5). */
export const endsForeign = 2048;
/** An end tag that closes everything up to its start tag wherever that is in scope. */
export const block = 4096;
/** table, tbody, tfoot, thead, tr: what stands in them directly is moved before the table. */
export const tableRow = 8192;

const lists: readonly (readonly [bits: number, names: string])[] = [
  [
    special,
    'address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup ' +
      'dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head ' +
      'header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed noframes ' +
      'noscript object ol p param plaintext pre script search section select source style summary table tbody td ' +
      'template textarea tfoot th thead title tr track ul wbr xmp',
  ],
  [scope, 'applet caption html table td th marquee object template'],
  [
    endsParagraph,
    'address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header ' +
      'hgroup main menu nav ol p search section summary ul h1 h2 h3 h4 h5 h6 pre listing form li dd dt plaintext xmp hr',
  ],
  [formatting, 'a b big code em font i nobr s small strike strong tt u'],
  [
    empty,
    'area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr image',
  ],
  [impliedEnd, 'dd dt li optgroup option p rb rp rt rtc'],
  [heading, 'h1 h2 h3 h4 h5 h6'],
  [headContent, 'base basefont bgsound link meta title noscript noframes style script template'],
  [rawContent, 'title textarea style script xmp iframe noembed noframes plaintext'],
  [tablePart, 'caption col colgroup tbody tfoot thead tr td th'],
  [tableRow, 'table tbody tfoot thead tr'],
  [formattingBorder, 'applet marquee object td th caption template'],
  [
    endsForeign,
    'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta ' +
      'nobr ol p pre ruby s small span strong strike sub sup table tt u ul var',
  ],
  [
    block,
    'address article aside blockquote button center details dialog dir div dl fieldset figcaption figure footer form ' +
      'header hgroup listing main menu nav ol pre search section summary ul applet marquee object',
  ],
];

const traits = new Map<string, number>();
for (const [bits, names] of lists) {
  for (const name of names.split(' ')) traits.set(name, (traits.get(name) ?? 0) | bits);
}

/** The bits of a lower-case name; 0 for an element the standard has no rule for. */
export function traitsOf(name: string): number {
  return traits.get(name) ?? 0;
}

/** Known names by length, first and last letter: few share a place. */
const byShape: readonly string[][] = Array.from({ length: 1024 }, () => []);
const drawn =
  'path g circle rect line use lineargradient stop filter fecolormatrix fecomponenttransfer fefuncr';
const inline = 'span time label picture abbr cite sup sub q del ins video audio canvas svg math ruby figure';
for (const name of new Set([...traits.keys(), ...drawn.split(' '), ...inline.split(' ')])) {
  byShape[shapeOf(name.length, name.charCodeAt(0), name.charCodeAt(name.length - 1))]?.push(name);
}

function shapeOf(length: number, first: number, last: number): number {
  return ((length & 31) ^ ((first & 31) << 2) ^ ((last & 31) << 5)) & 1023;
}

/**
 * The lower-case name that stands at `from`–`to`. Known names come as one and the same string each time, so that
 * comparing and looking them up costs a pointer: a fresh slice is hashed and compared letter by letter.
 */
export function nameAt(text: string, from: number, to: number): string {
  const length = to - from;
  const shape = shapeOf(length, text.charCodeAt(from), text.charCodeAt(to - 1));
  for (const name of byShape[shape] ?? [])
    if (name.length === length && isWritten(name, text, from)) return name;
  return text.slice(from, to).toLowerCase();
}

/** Whether a lower-case name stands at this place, in either case. */
export function isWritten(name: string, text: string, from: number): boolean {
  for (let i = 0; i < name.length; i++) {
    const c = text.charCodeAt(from + i);
    if (c !== name.charCodeAt(i) && !(c >= 65 && c <= 90 && (c | 32) === name.charCodeAt(i))) return false;
  }
  return true;
}
