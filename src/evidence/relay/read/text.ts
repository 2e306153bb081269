import { Tokenizer } from 'htmlparser2';

/** Longest input a plain text is made from, in characters; what follows could not be shown anyway. */
const source_length_max = 4096;

/** Characters that show nothing or turn the reading direction: controls, zero-width, bidi marks and overrides, interlinear. */
const unseen =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff]/g;

/** A text without characters that show nothing, white space folded to single blanks, no half characters. */
export function foldText(text: string): string {
  return text.toWellFormed().replace(unseen, '').replace(/\s+/g, ' ').trim();
}

/** Whether a reader sees anything of this text (already decoded). */
export function showsText(text: string): boolean {
  return foldText(text) !== '';
}

/**
 * Decoded text as plain text of at most `length_max` characters (UTF-16 units): tags that a careless template wrote
 * into it are stripped; a longer text ends at a word, with «…». Null when nothing is left.
 */
export function plainText(text: string | null, length_max: number): string | null {
  if (text === null) return null;
  const source = text.length > source_length_max ? text.slice(0, source_length_max) : text;
  const folded = foldText(source.includes('<') ? withoutTags(source) : source);
  if (folded === '') return null;
  if (folded.length <= length_max) return folded;
  const cut = folded.slice(0, length_max - 1);
  const space = cut.lastIndexOf(' ');
  const kept = space > length_max * 0.7 ? cut.slice(0, space) : cut;
  return `${kept.replace(/[\ud800-\udbff]$/, '').trimEnd()}…`;
}

function withoutTags(text: string): string {
  return text.replace(/<!--.*?-->|<\/?[a-z][^<>]{0,1000}>/gis, ' ');
}

/** Character references almost all real text has; the rest of the 2,231 go through htmlparser2. */
const common: ReadonlyMap<string, string> = new Map([
  ['amp;', '&'],
  ['lt;', '<'],
  ['gt;', '>'],
  ['quot;', '"'],
  ['nbsp;', '\u00a0'],
  ['#038;', '&'],
  ['#039;', "'"],
]);

/** The text that HTML text or an attribute value stands for (HTML §13.2.5.72–80). */
export function decodeReferences(written: string, inAttribute: boolean): string {
  let known = true;
  const decoded = written.replace(/&(#?[a-z0-9]{0,31};?)/gi, (whole, reference: string, at: number) => {
    if (reference === '') return whole;
    // In an address, `&copy=1` is a parameter (HTML §13.2.5.73).
    if (inAttribute && !whole.endsWith(';') && written[at + whole.length] === '=') return whole;
    const character = common.get(reference) ?? plainNumber(reference);
    known &&= character !== undefined;
    return character ?? whole;
  });
  return known ? decoded : decodeAll(written, inAttribute);
}

/** The character of a decimal reference that is neither a control, nor in a surrogate pair, nor a nonsense. */
function plainNumber(reference: string): string | undefined {
  if (!/^#\d{2,5};$/.test(reference)) return undefined;
  const code = Number.parseInt(reference.slice(1), 10);
  const plain = (code >= 32 && code < 127) || (code >= 160 && code < 0xd800);
  return plain ? String.fromCharCode(code) : undefined;
}

function decodeAll(written: string, inAttribute: boolean): string {
  let source = '';
  let decoded = '';
  const slice = (start: number, end: number): void => {
    decoded += source.slice(start, end);
  };
  const character = (code: number): void => {
    decoded += String.fromCodePoint(code);
  };
  const ignore = (): void => undefined;
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onattribdata: slice,
      onattribentity: character,
      ontext: slice,
      ontextentity: character,
      onattribend: ignore,
      onattribname: ignore,
      oncdata: ignore,
      onclosetag: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onopentagname: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
      isInForeignContext: () => false,
    },
  );
  source = inAttribute ? `<a a="${written.replaceAll('"', '&quot;')}">` : written.replaceAll('<', '&lt;');
  tokenizer.write(source);
  tokenizer.end();
  return decoded;
}
