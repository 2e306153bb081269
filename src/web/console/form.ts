import type { Context } from 'hono';
import { readBody } from '../api/body.ts';

/** The console's forms may carry lists of thousands of products. */
const form_bytes_max = 1_000_000;
const form_timeout_ms = 30_000;
/** What a form carries around its file. */
const form_overhead_bytes = 10_000;

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

/** A form with a file: its first file's bytes and name, and its other fields. */
export type Upload = {
  readonly file: Uint8Array;
  /** As the sender calls it: anything. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, string>;
};

/** The multipart form of a request (RFC 7578); null when it is none, has no file, or is larger than it may be. */
export async function readUpload(c: Context, bytes_max: number): Promise<Upload | null> {
  const type = c.req.header('content-type') ?? '';
  const declared = Number(c.req.header('content-length') ?? Number.NaN);
  // HTTP/1.1 ends a body at its Content-Length: what is not declared, or too long, is not read at all.
  if (!type.startsWith('multipart/form-data') || !(declared <= bytes_max + form_overhead_bytes)) return null;
  if (c.req.header('transfer-encoding') !== undefined) return null;
  const bytes = await Promise.race([c.req.raw.arrayBuffer(), late()]).catch(() => null);
  if (bytes === null) return null;
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => null);
  const file = form?.get('file');
  if (form === null || !(file instanceof File) || file.size === 0 || file.size > bytes_max) return null;
  const fields = new Map<string, string>();
  for (const [name, value] of form) if (typeof value === 'string') fields.set(name, clean(value));
  return { file: new Uint8Array(await file.arrayBuffer()), name: clean(file.name), fields };
}

const late = () =>
  new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), form_timeout_ms).unref();
  });

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
