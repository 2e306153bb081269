import { type Context, Hono } from 'hono';
import { languageOf, pageHeaders } from '../answer.ts';
import { readBody } from '../api/body.ts';
import { formFields } from '../api/form.ts';
import { mediaType } from '../api/intake-answer.ts';
import { withScheme } from '../api/relay-form.ts';
import type { Assets } from '../assets.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { addressOf } from '../visitor.ts';
import { pageContext } from './context.ts';
import type { Refusals } from './refusals.ts';
import { renderTrial, type TrialPage } from './trial.tsx';

const slugPattern = /^[a-z0-9-]{1,64}$/;
type Status = 200 | 400 | 403 | 413 | 415 | 429;

/**
 * `/c/:slug/test`: what we see of a page, told and not kept. It makes us fetch, so a form of another site is turned
 * away: nobody lends us out through their visitors.
 */
export function trialPages(services: Services, assets: Assets, refusals: Refusals): Hono {
  const app = new Hono();
  const answer = async (c: Context, given: Partial<TrialPage>, status: Status = 200) => {
    const slug = c.req.param('slug') ?? '';
    const view = slugPattern.test(slug) ? await services.campaign(slug) : null;
    if (view === null) return refusals.notFound(c);
    const typed = given.typed ?? '';
    const html = renderTrial(
      { typed, errors: [], seen: null, ...given, view },
      pageContext(services, assets, c),
    );
    return c.body(html, status, {
      ...pageHeaders,
      'cache-control': 'no-store',
      'content-language': languageOf(c),
    });
  };

  app.get('/c/:slug/test', (c) =>
    // A link may bring the address along; it is read only when somebody asks for it.
    answer(c, { typed: (c.req.query('url') ?? '').replaceAll('\0', '').slice(0, 2000) }),
  );

  app.post('/c/:slug/test', async (c) => {
    const { t } = words(pageContext(services, assets, c));
    const fail = (typed: string, sentence: string, status: Status) =>
      answer(c, { typed, errors: [{ name: 'url', sentence }] }, status);
    const origin = c.req.header('origin');
    if (origin !== undefined && !services.console.origins.includes(origin))
      return fail('', t('test.foreign'), 403);
    if (mediaType(c) !== 'application/x-www-form-urlencoded') return fail('', t('sites.malformed'), 415);
    const body = await readBody(c.req.raw);
    if (body.kind !== 'text') return fail('', t('sites.malformed'), body.kind === 'too_large' ? 413 : 400);
    const { url } = formFields(body.text, ['url']);
    const typed = url.kind === 'value' ? url.value.replaceAll('\0', '').trim() : '';
    const outcome = await services.sites.test(c.req.param('slug'), withScheme(typed), addressOf(c));
    switch (outcome.kind) {
      case 'tried':
        return answer(c, { typed: outcome.trial.source, seen: outcome });
      case 'turned_away':
        return fail(typed, t(`test.limit.${outcome.why}`), 429);
      default:
        return outcome.reason === 'target_unknown'
          ? refusals.notFound(c)
          : fail(typed, t(`intake.${outcome.reason}`), 400);
    }
  });
  return app;
}
