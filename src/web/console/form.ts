import type { Context } from 'hono';
import { readBody } from '../api/body.ts';

/** The console's forms may carry lists of thousands of products. */
const form_bytes_max = 1_000_000;
const form_timeout_ms = 30_000;

/** A form as it was typed: every field by its name, the last value where one is repeated. */
export type Form = {
  readonly text: (name: string) => string;
  readonly all: (name: string) => readonly string[];
  readonly entries: readonly (readonly [string, string])[];
};

/** The fields of a request's body; null when it is none, too large or too slow. */
export async function readForm(c: Context): Promise<Form | null> {
  const type = c.req.header('content-type') ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) return null;
  const body = await readBody(c.req.raw, form_timeout_ms, form_bytes_max);
  if (body.kind !== 'text') return null;
  const fields = new URLSearchParams(body.text);
  return {
    text: (name) => clean(fields.getAll(name).at(-1) ?? ''),
    all: (name) => fields.getAll(name).map(clean),
    entries: [...fields].map(([name, value]) => [name, clean(value)]),
  };
}

/** Browsers send line ends as CRLF; a null byte never reaches the database. */
function clean(value: string): string {
  return value.replace(/\r\n?/g, '\n').replaceAll('\0', '').trim();
}

/** A path of the console, from an address that somebody else may have written; the console itself for anything else. */
export function ownPath(next: string | null | undefined): string {
  if (next === null || next === undefined || !/^\/console(?:[/?]|$)/.test(next)) return '/console';
  // The characters that make browsers leave the site or a header break.
  return /[\\\p{Cc}]|^\/\/|%0[ad]/iu.test(next) || next.length > 500 ? '/console' : next;
}
