import { isWritten } from './elements.ts';
import { decodeReferences } from './text.ts';

/** The attributes of a start tag that any rule of ours reads, with character references decoded; null: not there. */
export type Attributes = {
  id: string | null;
  class: string | null;
  style: string | null;
  href: string | null;
  src: string | null;
  hidden: string | null;
  rel: string | null;
  name: string | null;
  property: string | null;
  content: string | null;
  lang: string | null;
  datetime: string | null;
  type: string | null;
  itemprop: string | null;
  itemtype: string | null;
  width: string | null;
  height: string | null;
  'aria-label': string | null;
  title: string | null;
  open: string | null;
  popover: string | null;
  role: string | null;
  encoding: string | null;
  'http-equiv': string | null;
  'xlink:href': string | null;
};

/** Longest value kept, in characters: longer ones (inline images) are in no rule of ours. */
export const value_length_max = 16_384;

function blank(): Attributes {
  return {
    id: null,
    class: null,
    style: null,
    href: null,
    src: null,
    hidden: null,
    rel: null,
    name: null,
    property: null,
    content: null,
    lang: null,
    datetime: null,
    type: null,
    itemprop: null,
    itemtype: null,
    width: null,
    height: null,
    'aria-label': null,
    title: null,
    open: null,
    popover: null,
    role: null,
    encoding: null,
    'http-equiv': null,
    'xlink:href': null,
  };
}

/** The attributes of a tag without any; one object for all, never written. */
export const noAttributes: Attributes = Object.freeze(blank());

/** Our names by length and first letter, so that nearly every other name is refused in one look, without a slice. */
const byKey: readonly string[][] = Array.from({ length: 32 * 16 }, () => []);
for (const field of Object.keys(noAttributes)) byKey[keyOf(field.length, field.charCodeAt(0))]?.push(field);

function keyOf(length: number, first: number): number {
  return (length << 5) | (first & 31);
}

/**
 * Adds the attribute whose name stands at `from`–`to` of `buffer` and its value at `start`–`stop`, unless it is none
 * of ours or was there before (HTML §13.2.5.33: the first one holds). Gives the attributes to go on with.
 */
export function addAttribute(
  attributes: Attributes,
  buffer: string,
  from: number,
  to: number,
  start: number,
  stop: number,
): Attributes {
  const known = to - from < 16 ? byKey[keyOf(to - from, buffer.charCodeAt(from))] : undefined;
  if (known === undefined || known.length === 0) return attributes;
  let field = '';
  for (const name of known) if (isWritten(name, buffer, from)) field = name;
  if (field === '') return attributes;
  const fields = attributes === noAttributes ? blank() : attributes;
  const value = buffer.slice(start, stop - start > value_length_max ? start + value_length_max : stop);
  // Addresses of images are many and never looked at: `src` is decoded where it is used.
  store(fields, field, value.includes('&') && field !== 'src' ? decodeReferences(value, true) : value);
  return fields;
}

/** One assignment per field: a computed one is many times slower, and this is the reader's busiest place. */
function store(fields: Attributes, field: string, value: string): void {
  switch (field) {
    case 'id':
      fields.id ??= value;
      break;
    case 'class':
      fields.class ??= value;
      break;
    case 'style':
      fields.style ??= value;
      break;
    case 'href':
      fields.href ??= value;
      break;
    case 'src':
      fields.src ??= value;
      break;
    case 'hidden':
      fields.hidden ??= value;
      break;
    case 'rel':
      fields.rel ??= value;
      break;
    case 'name':
      fields.name ??= value;
      break;
    case 'property':
      fields.property ??= value;
      break;
    case 'content':
      fields.content ??= value;
      break;
    case 'lang':
      fields.lang ??= value;
      break;
    case 'datetime':
      fields.datetime ??= value;
      break;
    case 'type':
      fields.type ??= value;
      break;
    case 'itemprop':
      fields.itemprop ??= value;
      break;
    case 'itemtype':
      fields.itemtype ??= value;
      break;
    case 'width':
      fields.width ??= value;
      break;
    case 'height':
      fields.height ??= value;
      break;
    case 'aria-label':
      fields['aria-label'] ??= value;
      break;
    case 'title':
      fields.title ??= value;
      break;
    case 'open':
      fields.open ??= value;
      break;
    case 'popover':
      fields.popover ??= value;
      break;
    case 'role':
      fields.role ??= value;
      break;
    case 'encoding':
      fields.encoding ??= value;
      break;
    case 'http-equiv':
      fields['http-equiv'] ??= value;
      break;
    case 'xlink:href':
      fields['xlink:href'] ??= value;
      break;
  }
}
