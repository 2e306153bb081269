import { type Attributes, addAttribute, noAttributes } from './attributes.ts';
import { nameAt } from './elements.ts';

/** How the text after a start tag is to be read (HTML §13.2.5): as markup, as text up to the end tag, to the end. */
export type TextMode = 'data' | 'text' | 'script' | 'plaintext';

/** What the scanner finds, in the order of the page. Positions are into `buffer` and hold during the call only. */
export type Markup = {
  readonly open: (name: string, attributes: Attributes, selfClosing: boolean) => TextMode;
  readonly close: (name: string) => void;
  /** A whole run of text between two pieces of markup; `literal` when character references are not decoded in it. */
  readonly text: (buffer: string, start: number, end: number, literal: boolean) => void;
  readonly doctype: (declaration: string) => void;
  /** Whether the open element is SVG or MathML, where CDATA sections are text. */
  readonly foreign: () => boolean;
  /** True once nothing more is wanted: the scanner stops there, within a chunk too. `position`: characters so far. */
  readonly finished: (position: number) => boolean;
};

export type Scanner = { readonly write: (text: string) => void; readonly end: () => void };

/** A started piece of markup is looked at again once this much, or as much as it has already, has come. */
const retry_characters = 512;

/**
 * Finds tags and text as HTML §13.2.5 does, from text in any chunking, always with the same outcome. Text, comments,
 * scripts and quoted values are skipped by native search. A piece of markup that never ends is searched again only
 * each time it has doubled, so time stays proportional to length. See docs/html-parser.md for why it is our own.
 */
export function createScanner(markup: Markup): Scanner {
  let buffer = '';
  let pos = 0;
  let passed = 0;
  let wanted = 0;
  let mode: TextMode = 'data';
  let endTag = '';
  let last = false;
  // Results of the tag being read.
  let name = '';
  let attributes: Attributes = noAttributes;
  let selfClosing = false;

  const run = (): void => {
    while (pos < buffer.length && !markup.finished(passed + pos)) {
      if (!(mode === 'data' ? data() : rawText())) return;
    }
  };

  /** One run of text and the markup behind it. False: more is needed. */
  const data = (): boolean => {
    let lt = buffer.indexOf('<', pos);
    while (lt !== -1 && lt + 1 < buffer.length && !startsMarkup(buffer.charCodeAt(lt + 1))) {
      lt = buffer.indexOf('<', lt + 1);
    }
    if (lt === -1 || lt + 1 >= buffer.length) {
      if (!last) return false;
      return take(buffer.length, buffer.length);
    }
    const next = buffer.charCodeAt(lt + 1);
    const end = next === 33 ? declaration(lt) : next === 63 ? through('>', lt + 1) : tag(lt, next === 47);
    if (end === -1) return last ? take(lt, buffer.length) : false;
    if (lt > pos) markup.text(buffer, pos, lt, false);
    pos = end;
    if (next === 33) declared(lt, end);
    else if (next === 47) {
      if (name !== '') markup.close(name);
    } else if (next !== 63) opened();
    return true;
  };

  const take = (textEnd: number, to: number): boolean => {
    if (textEnd > pos) markup.text(buffer, pos, textEnd, false);
    pos = to;
    return true;
  };

  const opened = (): void => {
    mode = markup.open(name, attributes, selfClosing);
    endTag = name;
  };

  const through = (mark: string, from: number): number => {
    const found = buffer.indexOf(mark, from);
    return found === -1 ? -1 : found + mark.length;
  };

  /** The end of a comment, CDATA section, doctype or bogus comment that begins at `lt` with `<!`. */
  const declaration = (lt: number): number => {
    if (!last && buffer.length < lt + 9) return -1;
    if (buffer.startsWith('--', lt + 2)) {
      if (buffer.startsWith('>', lt + 4)) return lt + 5;
      if (buffer.startsWith('->', lt + 4)) return lt + 6;
      commentEnd.lastIndex = lt + 4;
      return commentEnd.exec(buffer) === null ? -1 : commentEnd.lastIndex;
    }
    if (buffer.startsWith('[CDATA[', lt + 2) && markup.foreign()) return through(']]>', lt + 9);
    return through('>', lt + 2);
  };

  const declared = (lt: number, end: number): void => {
    if (buffer.startsWith('[CDATA[', lt + 2) && markup.foreign()) {
      if (end - 3 > lt + 9) markup.text(buffer, lt + 9, end - 3, true);
    } else if (/^doctype/i.test(buffer.slice(lt + 2, lt + 9))) {
      markup.doctype(buffer.slice(lt + 9, Math.min(end - 1, lt + 300)));
    }
  };

  /** The end of the tag that begins at `lt`, or -1; leaves its name and attributes. */
  const tag = (lt: number, closing: boolean): number => {
    const start = closing ? lt + 2 : lt + 1;
    const first = buffer.charCodeAt(start);
    attributes = noAttributes;
    selfClosing = false;
    name = '';
    if (Number.isNaN(first)) return -1;
    // `</` before anything but a letter is a comment up to the next `>` (or nothing at all: `</>`).
    if (closing && !isLetter(first)) return through('>', start);
    let at = start + 1;
    while (!endsName(buffer.charCodeAt(at))) at++;
    if (at >= buffer.length) return -1;
    name = nameAt(buffer, start, at);
    return buffer.charCodeAt(at) === 62 ? at + 1 : tagAttributes(at, !closing);
  };

  /** Reads attributes from `at` to the end of the tag (HTML §13.2.5.32–40). */
  const tagAttributes = (from: number, keep: boolean): number => {
    let at = from;
    for (;;) {
      let c = buffer.charCodeAt(at);
      while (isSpace(c) || c === 47) c = buffer.charCodeAt(++at);
      if (c === 62) {
        selfClosing = buffer.charCodeAt(at - 1) === 47;
        return at + 1;
      }
      if (at >= buffer.length) return -1;
      const start = at;
      do c = buffer.charCodeAt(++at);
      while (!endsName(c) && c !== 61);
      const stop = at;
      while (isSpace(c)) c = buffer.charCodeAt(++at);
      let valueStart = at;
      let valueStop = at;
      if (c === 61) {
        do c = buffer.charCodeAt(++at);
        while (isSpace(c));
        if (c === 34 || c === 39) {
          valueStart = at + 1;
          valueStop = buffer.indexOf(c === 34 ? '"' : "'", valueStart);
          if (valueStop === -1) return -1;
          at = valueStop + 1;
        } else {
          valueStart = at;
          while (c !== 62 && !isSpace(c) && at < buffer.length) c = buffer.charCodeAt(++at);
          valueStop = at;
        }
      }
      if (at >= buffer.length) return -1;
      if (keep) attributes = addAttribute(attributes, buffer, start, stop, valueStart, valueStop);
    }
  };

  /** The text of a script, style, title … up to its end tag. False: more is needed. */
  const rawText = (): boolean => {
    const found = mode === 'plaintext' ? -1 : mode === 'script' ? scriptEnd(buffer, pos) : textEnd();
    if (found === -1) {
      if (!last) return false;
      markup.text(buffer, pos, buffer.length, true);
      pos = buffer.length;
      return true;
    }
    const end = tag(found, true);
    if (end === -1 && !last) return false;
    if (found > pos) markup.text(buffer, pos, found, endTag !== 'title' && endTag !== 'textarea');
    pos = end === -1 ? buffer.length : end;
    mode = 'data';
    markup.close(endTag);
    return true;
  };

  const textEnd = (): number => {
    let at = buffer.indexOf('</', pos);
    for (; at !== -1; at = buffer.indexOf('</', at + 2)) {
      const stop = at + 2 + endTag.length;
      if (stop >= buffer.length) return -1;
      if (endsName(buffer.charCodeAt(stop)) && buffer.slice(at + 2, stop).toLowerCase() === endTag) return at;
    }
    return -1;
  };

  return {
    write: (text) => {
      buffer = pos === buffer.length ? text : buffer.slice(pos) + text;
      passed += pos;
      pos = 0;
      if (buffer.length < wanted) return;
      run();
      const left = buffer.length - pos;
      wanted = left === 0 ? 0 : left + Math.max(left, retry_characters);
    },
    end: () => {
      last = true;
      run();
      buffer = '';
    },
  };
}

const commentEnd = /--!?>/g;
const scriptMarks = /<!--|-->|<\/?script(?=[\t\n\f\r />])/gi;

/** Where a script's end tag begins, or -1; a `<script` inside `<!--` hides one end tag (HTML §13.2.5.17–31). */
function scriptEnd(buffer: string, from: number): number {
  let depth = 0;
  scriptMarks.lastIndex = from;
  for (let mark = scriptMarks.exec(buffer); mark !== null; mark = scriptMarks.exec(buffer)) {
    const text = mark[0];
    if (text === '<!--') {
      if (depth === 0) depth = 1;
      // The dashes of `<!-->` are also those of `-->`.
      scriptMarks.lastIndex -= 2;
    } else if (text === '-->') depth = 0;
    else if (text.length === 7) depth = depth === 1 ? 2 : depth;
    else if (depth === 2) depth = 1;
    else return mark.index;
  }
  return -1;
}

function isLetter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90);
}

/** Whether the character behind `<` makes it markup: a letter, `/`, `!` or `?`. */
function startsMarkup(c: number): boolean {
  return isLetter(c) || c === 47 || c === 33 || c === 63;
}

function isSpace(c: number): boolean {
  return c === 32 || c === 10 || c === 9 || c === 13 || c === 12;
}

/** White space, `/`, `>` or the end of what has come (NaN). */
function endsName(c: number): boolean {
  return c === 62 || c === 32 || c === 47 || c === 10 || c === 9 || c === 13 || c === 12 || !(c >= 0);
}
