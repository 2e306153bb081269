import { type Context, Hono } from 'hono';
import { isMailAddress } from '../../mail/mod.ts';
import { languageOf, pageHeaders } from '../answer.ts';
import { readBody } from '../api/body.ts';
import type { Assets } from '../assets.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { pageContext } from './context.ts';
import { renderNotice } from './notices.tsx';
import type { Refusals } from './refusals.ts';

/** A link's key must not travel further: no cache, no referrer, no search engine. */
const secret = {
  ...pageHeaders,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

/**
 * Hearing what becomes of a post: asking, confirming, stopping. Nobody signs in: whoever holds the mailbox holds the
 * link. Opening a link changes nothing, because programs open links in mails; only pressing the button does.
 */
export function noticePages(services: Services, assets: Assets, refusals: Refusals): Hono {
  const { notices } = services;
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);
  const say = (c: Context, said: Parameters<typeof renderNotice>[0], status: 200 | 400 | 404 | 429 = 200) =>
    c.body(renderNotice(said, context(c)), status, { ...secret, 'content-language': languageOf(c) });
  const dead = (c: Context) => {
    const { t } = words(context(c));
    return say(c, { title: t('notice.dead'), text: t('notice.deadText') }, 404);
  };

  app.post('/relays/:id/notices', async (c) => {
    const { t } = words(context(c));
    const relay = await services.relay(c.req.param('id'));
    const body = await readBody(c.req.raw);
    if (relay === null || body.kind !== 'text') return refusals.notFound(c);
    const email = (new URLSearchParams(body.text).get('email') ?? '').trim();
    const back = `/relays/${relay.id}`;
    const title = t('notice.title');
    if (!isMailAddress(email)) return say(c, { title, text: t('form.emailWrong'), back }, 400);
    const outcome = await notices.ask(relay.id, email, languageOf(c));
    if (outcome === 'unknown') return refusals.notFound(c);
    return outcome === 'too_many'
      ? say(c, { title, text: t('notice.tooMany'), back }, 429)
      : say(c, { title, text: t('notice.asked'), back });
  });

  app.get('/notices/:token', async (c) => {
    const { t } = words(context(c));
    const known = await notices.read(c.req.param('token'));
    if (known === null) return dead(c);
    const text = t('notice.confirmText', { source: known.source });
    return say(c, { title: t('notice.confirmTitle'), text, button: t('notice.confirmButton') });
  });
  app.post('/notices/:token', async (c) => {
    const { t } = words(context(c));
    const done = await notices.confirm(c.req.param('token'));
    return done ? say(c, { title: t('notice.confirmTitle'), text: t('notice.confirmed') }) : dead(c);
  });
  app.get('/notices/:token/stop', async (c) => {
    const { t } = words(context(c));
    const known = await notices.read(c.req.param('token'));
    if (known === null) return dead(c);
    const text = t('notice.stopText', { source: known.source });
    return say(c, { title: t('notice.stopTitle'), text, button: t('notice.stopButton') });
  });
  // Mail programs post here by themselves when their owner presses «unsubscribe» (RFC 8058): always a success.
  app.post('/notices/:token/stop', async (c) => {
    const { t } = words(context(c));
    await notices.stop(c.req.param('token'));
    return say(c, { title: t('notice.stopTitle'), text: t('notice.stopped') });
  });
  return app;
}
