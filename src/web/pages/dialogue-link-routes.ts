import { type Context, Hono } from 'hono';
import { languageOf, pageHeaders } from '../answer.ts';
import type { Assets } from '../assets.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { pageContext } from './context.ts';
import { renderSaid } from './dialogue-question.tsx';
import type { Refusals } from './refusals.ts';

/** A link's key must not travel further: no cache, no referrer, no search engine. */
const secret = {
  ...pageHeaders,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

/** Links in mails about questions. Opening one changes nothing, because programs open links; pressing the button does. */
export function dialogueLinkPages(services: Services, assets: Assets, refusals: Refusals): Hono {
  const { dialogue } = services;
  const app = new Hono();
  const given = async (c: Context) => {
    const slug = c.req.param('slug') ?? '';
    const view = /^[a-z0-9-]{1,64}$/.test(slug) ? await services.campaign(slug) : null;
    const context = pageContext(services, assets, c);
    return view === null ? null : { view, context, token: c.req.param('token') ?? '', ...words(context) };
  };
  type Given = NonNullable<Awaited<ReturnType<typeof given>>>;
  const say = (
    c: Context,
    { view, context }: Given,
    said: {
      readonly title: string;
      readonly text: string;
      readonly quoted?: string;
      readonly button?: string;
    },
    status: 200 | 404 = 200,
  ) =>
    c.body(renderSaid({ view, ...said }, context), status, {
      ...secret,
      'content-language': languageOf(c),
    });
  const dead = (c: Context, to: Given) =>
    say(c, to, { title: to.t('dialogue.dead'), text: to.t('dialogue.deadText') }, 404);

  app.get('/c/:slug/dialogue/link/:token', async (c) => {
    const to = await given(c);
    if (to === null) return refusals.notFound(c);
    const link = await dialogue.link(to.view.slug, to.token);
    if (link === null) return dead(c, to);
    const text = to.t(`dialogue.confirm.${link.role}`);
    const button = to.t('dialogue.confirmButton');
    return say(c, to, { title: to.t('dialogue.confirmTitle'), text, quoted: link.body, button });
  });
  app.post('/c/:slug/dialogue/link/:token', async (c) => {
    const to = await given(c);
    if (to === null) return refusals.notFound(c);
    const link = await dialogue.confirm(to.view.slug, to.token);
    if (link === null) return dead(c, to);
    return c.body(null, 303, {
      ...secret,
      location: `/c/${to.view.slug}/dialogue/questions/${link.question}`,
    });
  });
  app.get('/c/:slug/dialogue/link/:token/stop', async (c) => {
    const to = await given(c);
    if (to === null) return refusals.notFound(c);
    const link = await dialogue.link(to.view.slug, to.token);
    if (link === null) return dead(c, to);
    const text = to.t(`dialogue.stop.${link.role}`);
    const button = to.t('dialogue.stopButton');
    return say(c, to, { title: to.t('dialogue.stopTitle'), text, quoted: link.body, button });
  });
  // Mail programs post here by themselves when their owner presses «unsubscribe» (RFC 8058): always a success.
  app.post('/c/:slug/dialogue/link/:token/stop', async (c) => {
    const to = await given(c);
    if (to === null) return refusals.notFound(c);
    await dialogue.withdraw(to.view.slug, to.token);
    return say(c, to, { title: to.t('dialogue.stopTitle'), text: to.t('dialogue.stopped') });
  });
  return app;
}
