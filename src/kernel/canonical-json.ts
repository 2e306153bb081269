import { assert } from './assert.ts';

/** What canonical JSON is made of here: no fractions, whose spelling is the hard part of RFC 8785. */
export type CanonicalValue =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue };

/**
 * The one spelling of a value (JSON Canonicalization Scheme, RFC 8785): no space, members sorted by UTF-16 code units,
 * whole numbers within ±(2^53 − 1). Throws on anything else, and on text that is not well-formed Unicode.
 */
export function canonicalJson(value: CanonicalValue): string {
  if (typeof value === 'string') {
    assert(value.isWellFormed(), 'canonical text is well-formed');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), `${value} is a safe integer`);
    // RFC 8785 has no negative zero.
    return String(value === 0 ? 0 : value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  // Text grown in a loop: every credit's private record passes here.
  let members = '';
  for (const name of Object.keys(value).sort())
    members += `${members === '' ? '' : ','}${canonicalJson(name)}:${canonicalJson(value[name] as CanonicalValue)}`;
  return `{${members}}`;
}

function isList(value: object): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}
