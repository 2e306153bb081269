import type { Handler } from 'hono';
import type { Services } from '../port.ts';
import { readBody } from './body.ts';
import { formFields } from './form.ts';
import { bodyFault, fieldText, type IntakeFault, intakeAnswers, mediaType } from './intake-answer.ts';

/**
 * `POST /c/:slug/trackback` (TrackBack 1.2): a form with the post's `url`. `title`, `excerpt` and `blog_name` are not
 * even decoded: what a ping says of a post was what made trackback the home of spam, and only the look at the post
 * counts. All outcomes are 200, as the specification has it; success is answered once claim and job are committed.
 */
export function trackback(services: Services, body_timeout_ms?: number): Handler {
  return async (c) => {
    const fault = await take();
    const error =
      fault === null
        ? '<error>0</error>'
        : `<error>1</error>\n<message>${intakeAnswers[fault].sentence}</message>`;
    const xml = `<?xml version="1.0" encoding="utf-8"?>\n<response>\n${error}\n</response>\n`;
    return c.body(xml, 200, { 'Content-Type': 'text/xml; charset=utf-8' });

    async function take(): Promise<IntakeFault | null> {
      if (mediaType(c) !== 'application/x-www-form-urlencoded') return 'content_not_form';
      const body = await readBody(c.req.raw, body_timeout_ms);
      if (body.kind !== 'text') return bodyFault(body.kind);
      const url = fieldText(formFields(body.text, ['url']).url, 'source');
      if ('fault' in url) return url.fault;
      const target = `${services.publicUrl}/c/${c.req.param('slug')}`;
      try {
        const outcome = await services.claim({ source: url.text, target, via: 'trackback' });
        return outcome.kind === 'refused' ? outcome.reason : null;
      } catch {
        return 'unavailable';
      }
    }
  };
}
