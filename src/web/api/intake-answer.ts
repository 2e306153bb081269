import type { Context } from 'hono';
import type { ClaimFault } from '../../evidence/mod.ts';
import type { RelayId } from '../../kernel/mod.ts';
import { headerOf, wantsHtml } from '../answer.ts';
import type { BodyOutcome } from './body.ts';
import type { Field } from './form.ts';

/** Every reason for which a receiver doesn't take a request; the key of its sentence. */
export type IntakeFault =
  | ClaimFault
  | 'method_not_allowed'
  | 'content_not_form'
  | 'content_not_form_or_json'
  | 'body_too_large'
  | 'body_not_utf8'
  | 'body_timeout'
  | 'body_broken'
  | 'form_malformed'
  | 'json_malformed'
  | 'source_repeated'
  | 'target_repeated'
  | 'email_invalid'
  | 'unavailable';

type Answer = { readonly status: 400 | 405 | 408 | 413 | 415 | 503; readonly sentence: string };

/** Status and sentence per fault, in the language of protocols; pages for people say it in their own (`page`). */
export const intakeAnswers: Readonly<Record<IntakeFault, Answer>> = {
  source_missing: { status: 400, sentence: 'The source is missing: give the address of the post.' },
  target_missing: { status: 400, sentence: 'The target is missing: give the address of the campaign page.' },
  source_invalid: { status: 400, sentence: 'The source is not a full http or https address.' },
  target_invalid: { status: 400, sentence: 'The target is not a full http or https address.' },
  source_is_target: { status: 400, sentence: 'The source and the target are the same page.' },
  target_not_ours: { status: 400, sentence: 'The target is not a campaign page of this site.' },
  target_unknown: { status: 400, sentence: 'There is no campaign at the target.' },
  same_site: { status: 400, sentence: 'The source is a page of this site itself.' },
  method_not_allowed: { status: 405, sentence: 'This address takes POST requests only.' },
  content_not_form: {
    status: 415,
    sentence: 'Send source and target as application/x-www-form-urlencoded.',
  },
  content_not_form_or_json: {
    status: 415,
    sentence: 'Send url as application/x-www-form-urlencoded or application/json.',
  },
  body_too_large: { status: 413, sentence: 'The request body is larger than 64 KB.' },
  body_not_utf8: { status: 400, sentence: 'The request body is not UTF-8 text.' },
  body_timeout: { status: 408, sentence: 'The request body did not arrive in time.' },
  body_broken: { status: 400, sentence: 'The request body ended before it was complete.' },
  form_malformed: { status: 400, sentence: 'The form holds a broken percent-encoding.' },
  json_malformed: { status: 400, sentence: 'The body is not a JSON object with the address as url.' },
  source_repeated: { status: 400, sentence: 'The source is given more than once.' },
  target_repeated: { status: 400, sentence: 'The target is given more than once.' },
  email_invalid: { status: 400, sentence: 'The e-mail address is none; leave it out or correct it.' },
  unavailable: { status: 503, sentence: 'This could not be stored just now; please send it again.' },
};

/** What the address of a post is called in refusals of its own page: a small page in the visitor's language. */
export type IntakePage = (c: Context, status: number, fault: IntakeFault) => Response | Promise<Response>;

/** Seconds after which a sender that got 503 is asked to come back: longer than a fail-over of the database. */
const retry_after_seconds = '30';

/** The answer to a request that is not taken: its status with one sentence, as text or, for a browser, a page. */
export async function refuse(
  c: Context,
  fault: IntakeFault,
  page: IntakePage | undefined,
): Promise<Response> {
  const { status, sentence } = intakeAnswers[fault];
  if (status === 405) c.header('Allow', 'POST');
  if (status === 503) c.header('Retry-After', retry_after_seconds);
  if (!wantsHtml(c)) return c.text(`${sentence}\n`, status);
  if (page === undefined) return c.html(bareHtml(sentence, escapeHtml(sentence)), status);
  return page(c, status, fault);
}

/** The answer to a claim that is committed (W3C Webmention §3.2: 202, or 201 with a status page; ours is both). */
export function accepted(c: Context, publicUrl: string, relay: RelayId, again: boolean): Response {
  const status = `${publicUrl}/relays/${relay}`;
  const sentence = again ? 'Known already; it is looked at again.' : 'Received; it is checked in a moment.';
  if (!wantsHtml(c)) {
    const headers = { 'Content-Type': 'text/plain; charset=UTF-8', Location: status };
    return c.body(`${sentence} ${status}\n`, 202, headers);
  }
  c.header('Location', status);
  const link = `<a href="${escapeHtml(status)}">${escapeHtml(status)}</a>`;
  return c.html(bareHtml(sentence, `${sentence} ${link}`), 202);
}

/** The type of a request's body without its parameters, in lower case; empty when it names none. */
export function mediaType(c: Context): string {
  const header = headerOf(c, 'content-type') ?? '';
  const end = header.indexOf(';');
  return (end === -1 ? header : header.slice(0, end)).trim().toLowerCase();
}

/** The fault a body that could not be read stands for. */
export function bodyFault(kind: Exclude<BodyOutcome['kind'], 'text'>): IntakeFault {
  return `body_${kind}`;
}

/** A field's text (empty when absent: the judge of claims names what is missing), or the fault it is. */
export function fieldText(
  field: Field,
  name: 'source' | 'target',
): { text: string } | { fault: IntakeFault } {
  if (field.kind === 'value') return { text: field.value };
  if (field.kind === 'absent') return { text: '' };
  return { fault: field.kind === 'repeated' ? `${name}_repeated` : 'form_malformed' };
}

function bareHtml(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title><p>${body}</p></html>\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
