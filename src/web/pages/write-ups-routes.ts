import { type Context, Hono } from 'hono';
import { languageOf, pageHeaders } from '../answer.ts';
import type { Assets } from '../assets.ts';
import { readForm } from '../console/form.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { pageContext } from './context.ts';
import type { Refusals } from './refusals.ts';
import { renderWriteUps, type WriteUpsPage } from './write-ups.tsx';

const slugPattern = /^[a-z0-9-]{1,64}$/;
const page_posts = 100;

/**
 * `/c/:slug/write-ups`: what was written about the campaign. Nothing is listed by hand: whoever suggests a post makes a
 * claim like any other, and the post itself is read for its link.
 */
export function writeUpPages(
  services: Services,
  assets: Assets,
  refusals: Refusals,
  targetHeaders: Readonly<Record<string, string>>,
): Hono {
  const { journal } = services;
  const app = new Hono();
  const show = async (
    c: Context,
    more: Partial<WriteUpsPage>,
    before: number | null,
    status: 200 | 400 | 429 = 200,
  ) => {
    const slug = c.req.param('slug') ?? '';
    const view = slugPattern.test(slug) ? await services.campaign(slug) : null;
    const list = view === null ? null : await journal.writeUps(slug, before, page_posts);
    if (view === null || list === null) return refusals.notFound(c);
    const html = renderWriteUps(
      { view, ...list, typed: '', errors: [], said: null, ...more },
      pageContext(services, assets, c),
    );
    return c.body(html, status, {
      ...targetHeaders,
      ...(status === 200 ? {} : { 'cache-control': 'no-store' }),
      'content-language': languageOf(c),
    });
  };

  app.get('/c/:slug/write-ups', (c) => {
    const before = c.req.query('before');
    if (before !== undefined && !/^\d{1,14}$/.test(before)) return refusals.notFound(c);
    const done = c.req.query('done');
    return show(
      c,
      { said: done === 'thanks' || done === 'known' ? done : null },
      before === undefined ? null : Number(before),
    );
  });

  app.post('/c/:slug/write-ups', async (c) => {
    const { t } = words(pageContext(services, assets, c));
    const slug = c.req.param('slug');
    const origin = c.req.header('origin');
    if (origin !== undefined && !services.console.origins.includes(origin)) return refusals.notFound(c);
    if (!slugPattern.test(slug) || (await services.campaign(slug)) === null) return refusals.notFound(c);
    const form = await readForm(c);
    if (form === null) return refusals.notFound(c);
    const url = form.text('url').slice(0, 3000);
    const typed = /^[a-z0-9.-]+\.[a-z]{2,}(?:[/:?]|$)/i.test(url) ? `https://${url}` : url;
    const wrong = (sentence: string, status: 400 | 429) =>
      show(c, { typed: url, errors: [{ name: 'url', sentence }] }, null, status);
    if (!(await journal.maySuggest(slug))) return wrong(t('writeUps.wait'), 429);
    const here = `/c/${slug}/write-ups`;
    const outcome = await services.claim({
      source: typed,
      target: `${services.publicUrl}${here}`,
      via: 'form',
    });
    if (outcome.kind === 'refused') return wrong(t('writeUps.refused'), 400);
    return c.body(null, 303, {
      ...pageHeaders,
      'cache-control': 'no-store',
      location: `${here}?done=${outcome.again ? 'known' : 'thanks'}`,
    });
  });
  return app;
}
