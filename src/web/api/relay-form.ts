import type { Context, Handler } from 'hono';
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
 * `POST /c/:slug/relays`: a post's address typed in by hand (`url`), as a form or as JSON. A browser is sent on to
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

async function typedAddress(
  c: Context,
  body_timeout_ms: number | undefined,
): Promise<{ text: string } | { fault: IntakeFault }> {
  const type = mediaType(c);
  const json = type === 'application/json';
  if (!json && type !== 'application/x-www-form-urlencoded') return { fault: 'content_not_form_or_json' };
  const body = await readBody(c.req.raw, body_timeout_ms);
  if (body.kind !== 'text') return { fault: bodyFault(body.kind) };
  return json ? jsonAddress(body.text) : fieldText(formFields(body.text, ['url']).url, 'source');
}

function jsonAddress(text: string): { text: string } | { fault: IntakeFault } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('url' in value)) return { fault: 'json_malformed' };
    return typeof value.url === 'string' ? { text: value.url } : { fault: 'json_malformed' };
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
