import { Hono } from 'hono';
import type { Services } from '../port.ts';
import { hub } from './hub.ts';
import { type IntakePage, refuse } from './intake-answer.ts';
import { pingback } from './pingback.ts';
import { relayForm } from './relay-form.ts';
import { trackback } from './trackback.ts';
import { webmention } from './webmention.ts';
import { websub } from './websub.ts';

export type ReceiverOptions = {
  /** Renders a refusal for a person, in a page of the house; without it a bare page in English. */
  readonly page?: IntakePage;
  /** How long a body may take; tests shorten it. */
  readonly body_timeout_ms?: number;
};

/**
 * The four ways by which a post is claimed as a relay. Each checks the shape of the request, hands a claim to
 * `services.claim`, and answers once that is committed; none fetches.
 *
 * There is no limit per address: behind a proxy, and for the large hosts of blogs, many people share one, and a limit
 * would silently drop them. What a flood costs is bounded by the body's size and by the fetcher's own rules.
 */
export function receivers(services: Services, options: ReceiverOptions = {}): Hono {
  const { page, body_timeout_ms } = options;
  const app = new Hono();
  app.post('/webmention', webmention(services, page, body_timeout_ms));
  app.post('/pingback', pingback(services, body_timeout_ms));
  app.route('/', websub(services, body_timeout_ms));
  app.route('/', hub(services));
  app.post('/c/:slug{[a-z0-9-]+}/trackback', trackback(services, body_timeout_ms));
  app.post('/c/:slug{[a-z0-9-]+}/relays', relayForm(services, page, body_timeout_ms));
  // Somebody who reloads the form's address is taken back to the campaign.
  app.get('/c/:slug{[a-z0-9-]+}/relays', (c) => c.redirect(`/c/${c.req.param('slug')}`, 303));
  for (const path of [
    '/webmention',
    '/pingback',
    '/c/:slug{[a-z0-9-]+}/trackback',
    '/c/:slug{[a-z0-9-]+}/relays',
  ])
    app.all(path, (c) => refuse(c, 'method_not_allowed', page));
  return app;
}
