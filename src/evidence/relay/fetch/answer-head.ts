import type { FetchFailure } from '../../../domain/mod.ts';
import type { Coding } from './inflate.ts';

/** Header fields as undici gives them: names in lower case, values as latin-1 text. */
export type HeaderFields = Readonly<Record<string, string | string[] | undefined>>;

/** What status and header fields of an answer ask of us. `typed` false: no media type was given, look at the first bytes. */
export type HeadVerdict =
  | {
      readonly kind: 'page';
      readonly typed: boolean;
      readonly charset: string | null;
      readonly coding: Coding | null;
    }
  | { readonly kind: 'redirect'; readonly location: string | null }
  | {
      readonly kind: 'failed';
      readonly reason: FetchFailure;
      readonly detail: string;
      readonly retryAfterSeconds: number | null;
    };

/** The statuses that lead elsewhere (RFC 9110 §15.4); 300, 304, 305 and 306 do not. */
const redirects = new Set([301, 302, 303, 307, 308]);
const page_types = new Set(['text/html', 'application/xhtml+xml']);
const codings: ReadonlyMap<string, Coding> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
  ['zstd', 'zstd'],
]);

/** Judges an answer by its head alone: the status first, then the media type, then the content coding. */
export function judgeHead(status: number, fields: HeaderFields): HeadVerdict {
  if (redirects.has(status)) return { kind: 'redirect', location: locationOf(fields) };
  if (status === 404) return failed('source_not_found', 'answered 404');
  if (status === 410) return failed('source_gone', 'answered 410');
  if (status < 200 || status > 299)
    return failed('source_unreachable', `answered ${status}`, retryAfter(fields));
  if (status === 204 || status === 205) return failed('source_not_html', `answered ${status} without a page`);
  const { type, charset } = mediaType(first(fields['content-type']));
  if (type !== null && !page_types.has(type)) return failed('source_not_html', `media type ${type}`);
  const coding = contentCoding(fields);
  if (coding === 'unknown') return failed('source_not_html', 'content coding not supported');
  return { kind: 'page', typed: type !== null, charset, coding };
}

function failed(reason: FetchFailure, detail: string, retryAfterSeconds: number | null = null): HeadVerdict {
  return { kind: 'failed', reason, detail, retryAfterSeconds };
}

function first(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** The Location field. Its bytes came as latin-1; servers that put other letters there mean UTF-8, as browsers read it. */
function locationOf(fields: HeaderFields): string | null {
  const value = first(fields.location);
  return value === '' ? null : Buffer.from(value, 'latin1').toString('utf8');
}

const token = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/;

function mediaType(value: string): { type: string | null; charset: string | null } {
  const [head = '', ...parameters] = value.split(';');
  const type = head.trim().toLowerCase();
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?\s*([^\s"]+)/i.exec(parameter)?.[1])
    .find((name) => name !== undefined);
  // A value that is no media type at all says nothing (WHATWG MIME Sniffing §5.1): as if there were none.
  return { type: token.test(type) ? type : null, charset: charset?.toLowerCase() ?? null };
}

/** At most one coding is read: we ask for one, and each further layer multiplies what a bomb can do. */
function contentCoding(fields: HeaderFields): Coding | null | 'unknown' {
  const value = fields['content-encoding'];
  const names = (Array.isArray(value) ? value.join(',') : (value ?? ''))
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length === 0) return null;
  return names.length === 1 ? (codings.get(names[0] ?? '') ?? 'unknown') : 'unknown';
}

/** Longest wait we take from a server's word, in seconds: a day. */
const retry_after_max = 86_400;

/** Retry-After (RFC 9110 §10.2.3) in seconds. A date is counted from the server's own Date, so that clocks need not agree. */
function retryAfter(fields: HeaderFields): number | null {
  const value = first(fields['retry-after']).trim();
  const seconds = /^\d{1,9}$/.test(value)
    ? Number(value)
    : Math.round((Date.parse(value) - Date.parse(first(fields.date))) / 1000);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, retry_after_max) : null;
}

/** The body's announced length in bytes as sent, or null. */
export function announcedLength(fields: HeaderFields): number | null {
  const value = first(fields['content-length']);
  return /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/** How many first bytes are looked at when no media type was given (WHATWG MIME Sniffing §7 takes 1445; HTML shows at once). */
export const sniff_bytes = 512;

const html_start =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--|<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>])/i;

/** Whether bytes without a media type begin as an HTML page does (WHATWG MIME Sniffing §7.1), in an ASCII-based character set. */
export function looksLikeHtml(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, sniff_bytes)).toString(
    'latin1',
  );
  return html_start.test(text.replace(/^\u00ef\u00bb\u00bf/, ''));
}
