import { type Context, Hono } from 'hono';
import { printOwnComments } from '../../dialogue/mod.ts';
import { cleanText } from '../../domain/mod.ts';
import { isMailAddress } from '../../mail/mod.ts';
import { languageOf, pageHeaders } from '../answer.ts';
import type { Assets } from '../assets.ts';
import { readForm } from '../console/form.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { renderAsk, renderMine, renderOwn } from './comment-own.tsx';
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
const body_max = 8000;

/** What writers of comments do with their own: read, correct, take away, erase, follow. Opening a link changes nothing; only a button does. */
export function ownCommentPages(services: Services, assets: Assets, refusals: Refusals): Hono {
  const { journal } = services;
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);
  const give = (c: Context, html: string, status: 200 | 400 | 404 | 409 | 429 = 200) =>
    c.body(html, status, { ...secret, 'content-language': languageOf(c) });
  const say = (c: Context, said: Parameters<typeof renderNotice>[0], status: 200 | 404 | 409 | 429 = 200) =>
    give(c, renderNotice(said, context(c)), status);
  const dead = (c: Context) => {
    const { t } = words(context(c));
    return say(c, { title: t('own.dead'), text: t('own.deadText') }, 404);
  };
  const erased = (c: Context) => {
    const { t } = words(context(c));
    return say(c, { title: t('own.erased'), text: t('own.erasedText') });
  };

  app.get('/comments', (c) => give(c, renderAsk({ typed: '', errors: [] }, context(c))));
  app.post('/comments', async (c) => {
    const { t } = words(context(c));
    const form = await readForm(c);
    if (form === null) return refusals.notFound(c);
    const email = form.text('email').slice(0, 300);
    if (!isMailAddress(email))
      return give(
        c,
        renderAsk({ typed: email, errors: [{ name: 'email', sentence: t('form.emailWrong') }] }, context(c)),
        400,
      );
    const wait = await journal.askMine(email, languageOf(c));
    const title = t('mine.title');
    return wait === null
      ? say(c, { title, text: t('mine.sent') })
      : say(c, { title, text: t('mine.wait') }, 429);
  });

  app.get('/comments/mine/:token', async (c) => {
    const mine = await journal.mine(c.req.param('token'));
    return mine === null ? dead(c) : give(c, renderMine(mine, c.req.param('token'), context(c)));
  });
  app.get('/comments/mine/:token/data.json', async (c) => {
    const mine = await journal.mine(c.req.param('token'));
    if (mine === null) return dead(c);
    return c.body(printOwnComments(mine), 200, {
      ...secret,
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="relais.json"',
      'x-content-type-options': 'nosniff',
    });
  });
  app.post('/comments/mine/:token/erase', async (c) =>
    (await journal.eraseMine(c.req.param('token'))) === null ? dead(c) : erased(c),
  );

  app.get('/comments/follow/:token', async (c) => {
    const { t } = words(context(c));
    const known = await journal.follow(c.req.param('token'));
    if (known === null) return dead(c);
    return say(c, {
      title: t('follow.title'),
      text: t('follow.text', { title: known.title }),
      button: t('follow.confirm'),
    });
  });
  app.post('/comments/follow/:token', async (c) => {
    const { t } = words(context(c));
    const done = await journal.confirmFollow(c.req.param('token'));
    return done ? say(c, { title: t('follow.title'), text: t('follow.confirmed') }) : dead(c);
  });
  app.get('/comments/follow/:token/stop', async (c) => {
    const { t } = words(context(c));
    const known = await journal.follow(c.req.param('token'));
    if (known === null) return dead(c);
    return say(c, {
      title: t('follow.stopTitle'),
      text: t('follow.stopText', { title: known.title }),
      button: t('follow.stop'),
    });
  });
  // Mail programs post here by themselves when their owner presses «unsubscribe» (RFC 8058): always a success.
  app.post('/comments/follow/:token/stop', async (c) => {
    const { t } = words(context(c));
    await journal.stopFollowing(c.req.param('token'));
    return say(c, { title: t('follow.stopTitle'), text: t('follow.stopped') });
  });

  app.get('/comments/:token', async (c) => {
    const own = await journal.own(c.req.param('token'));
    if (own === null) return dead(c);
    const given = {
      own,
      token: c.req.param('token'),
      saved: c.req.query('done') === 'saved',
      errors: [],
      typed: own.body,
    };
    return give(c, renderOwn(given, context(c)));
  });
  app.post('/comments/:token', async (c) => {
    const { t } = words(context(c));
    const token = c.req.param('token');
    const form = await readForm(c);
    const own = await journal.own(token);
    if (own === null || form === null) return dead(c);
    const body = cleanText(form.text('body'), body_max + 1);
    const again = (sentence: string, status: 400 | 409) =>
      give(
        c,
        renderOwn(
          { own, token, saved: false, errors: [{ name: 'body', sentence }], typed: body },
          context(c),
        ),
        status,
      );
    if (body === '') return again(t('comment.bodyMissing'), 400);
    if ([...body].length > body_max) return again(t('comment.bodyLong', { most: body_max }), 400);
    switch (await journal.editOwn(token, { body, rawBody: form.text('body').slice(0, body_max * 2) })) {
      case 'edited':
        return c.body(null, 303, { ...secret, location: `/comments/${token}?done=saved` });
      case 'too_late':
        return again(t('own.tooLate'), 409);
      case 'unknown':
        return dead(c);
    }
  });
  app.post('/comments/:token/erase', async (c) =>
    (await journal.eraseOwn(c.req.param('token'))) ? erased(c) : dead(c),
  );
  return app;
}
