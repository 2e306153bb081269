import type { Context, Handler } from 'hono';
import { isMailAddress } from '../../mail/mod.ts';
import { wantsHtml } from '../answer.ts';
import type { Services } from '../port.ts';
import { readBody } from './body.ts';
import { formFields } from './form.ts';
import {
  accepted,
  bodyFault,
  fieldText,
  type IntakeFault,
  type IntakePage,
  mediaType,
  refuse,
} from './intake-answer.ts';

/**
 * `POST /c/:slug/relays`: a post's address typed in by hand (`url`), as a form or as JSON, perhaps with an e-mail address. A browser is sent on to
 * the relay's page (303), a program gets the answer of `/webmention`.
 *
 * Requests from other sites are taken on purpose: no cookie is read and no privilege used, the same claim may be made
 * by anyone through `/webmention`, and a blogger's bookmarklet posts across sites.
 */
export function relayForm(
  services: Services,
  page: IntakePage | undefined,
  body_timeout_ms?: number,
): Handler {
  return async (c) => {
    const url = await typedAddress(c, body_timeout_ms);
    if ('fault' in url) return refuse(c, url.fault, page);
    try {
      const outcome = await services.claim({
        ...(url.email === undefined ? {} : { email: url.email }),
        ...(url.drawing ? { kind: 'illustration' } : {}),
        source: withScheme(url.text),
        target: `${services.publicUrl}/c/${c.req.param('slug')}`,
        via: 'form',
      });
      if (outcome.kind === 'refused') return refuse(c, outcome.reason, page);
      // A path alone, so that a person who came by another name of this server (a tunnel, a preview) stays there.
      if (wantsHtml(c)) return c.redirect(`/relays/${outcome.relay}`, 303);
      return accepted(c, services.publicUrl, outcome.relay, outcome.again);
    } catch {
      return refuse(c, 'unavailable', page);
    }
  };
}

async function typedAddress(c: Context, body_timeout_ms: number | undefined): Promise<Typed> {
  const type = mediaType(c);
  const json = type === 'application/json';
  if (!json && type !== 'application/x-www-form-urlencoded') return { fault: 'content_not_form_or_json' };
  const body = await readBody(c.req.raw, body_timeout_ms);
  if (body.kind !== 'text') return { fault: bodyFault(body.kind) };
  if (json) return jsonAddress(body.text);
  const fields = formFields(body.text, ['url', 'email', 'kind']);
  const url = fieldText(fields.url, 'source');
  if ('fault' in url) return url;
  const drawing = fields.kind.kind === 'value' && fields.kind.value === 'illustration';
  return withEmail(url.text, fields.email.kind === 'value' ? fields.email.value : '', drawing);
}

type Typed =
  | { readonly text: string; readonly email?: string; readonly drawing: boolean }
  | { readonly fault: IntakeFault };

/** An empty field is no address; anything else is one or is refused, so that nobody thinks that it was kept. */
function withEmail(text: string, typed: string, drawing: boolean): Typed {
  const email = typed.trim();
  if (email === '') return { text, drawing };
  return isMailAddress(email) ? { text, email, drawing } : { fault: 'email_invalid' };
}

function jsonAddress(text: string): Typed {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('url' in value)) return { fault: 'json_malformed' };
    if (typeof value.url !== 'string') return { fault: 'json_malformed' };
    const email = 'email' in value ? value.email : '';
    const drawing = 'kind' in value && value.kind === 'illustration';
    return typeof email === 'string' ? withEmail(value.url, email, drawing) : { fault: 'email_invalid' };
  } catch {
    return { fault: 'json_malformed' };
  }
}

/** People type `blog.example/billet`: what begins with a host name gets the scheme that browsers would give it. */
export function withScheme(typed: string): string {
  const text = typed.trim();
  return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d{1,5})?(?:[/?#]|$)/u.test(text)
    ? `https://${text}`
    : text;
}
