import type { Handler } from 'hono';
import type { Services } from '../port.ts';
import { readBody } from './body.ts';
import { formFields } from './form.ts';
import { accepted, bodyFault, fieldText, type IntakePage, mediaType, refuse } from './intake-answer.ts';

/**
 * `POST /webmention` (W3C Webmention §3.2): takes a mention, its update and its removal alike, since each means
 * «look at the source». Nothing is fetched here; 202 with `Location` says that the claim and its job are committed.
 * No CORS and no cookie: a sender is a server, or a person's own form.
 */
export function webmention(
  services: Services,
  page: IntakePage | undefined,
  body_timeout_ms?: number,
): Handler {
  return async (c) => {
    if (mediaType(c) !== 'application/x-www-form-urlencoded') return refuse(c, 'content_not_form', page);
    const body = await readBody(c.req.raw, body_timeout_ms);
    if (body.kind !== 'text') return refuse(c, bodyFault(body.kind), page);
    const fields = formFields(body.text, ['source', 'target']);
    const source = fieldText(fields.source, 'source');
    if ('fault' in source) return refuse(c, source.fault, page);
    const target = fieldText(fields.target, 'target');
    if ('fault' in target) return refuse(c, target.fault, page);
    try {
      const claim = { source: source.text, target: target.text, via: 'webmention' } as const;
      const outcome = await services.claim(claim);
      if (outcome.kind === 'refused') return refuse(c, outcome.reason, page);
      return accepted(c, services.publicUrl, outcome.relay, outcome.again);
    } catch {
      // Whoever commits claims logs why it could not; the sender learns only that it should come back.
      return refuse(c, 'unavailable', page);
    }
  };
}
