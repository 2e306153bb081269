import { type Context, Hono } from 'hono';
import type { RelayStatus } from '../../evidence/mod.ts';
import type { MessageKey } from '../../i18n/mod.ts';
import { isMailAddress } from '../../mail/mod.ts';
import { languageOf, pageHeaders } from '../answer.ts';
import { readBody } from '../api/body.ts';
import { formFields } from '../api/form.ts';
import type { Assets } from '../assets.ts';
import type { FieldError } from '../console/fields.tsx';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { type AppealPage, renderAppeal } from './appeal.tsx';
import { pageContext } from './context.ts';
import type { Refusals } from './refusals.ts';

const why_length_max = 2000;

const headers = {
  ...pageHeaders,
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  vary: 'Accept-Language',
};

/** `/relays/:id/appeal`: whoever is refused asks that somebody else looks. Nobody signs in, no cookie is read. */
export function appealPages(services: Services, assets: Assets, refusals: Refusals): Hono {
  const app = new Hono();
  const show = async (
    c: Context,
    status: RelayStatus,
    more: Partial<Pick<AppealPage, 'typed' | 'errors' | 'refusal'>>,
    code: 200 | 400 | 409 | 429 = 200,
  ) => {
    const view = await services.campaign(status.campaign);
    if (view === null) return refusals.notFound(c);
    const given = { status, view, typed: { why: '', email: '' }, errors: [], refusal: null, ...more };
    return c.body(renderAppeal(given, pageContext(services, assets, c)), code, {
      ...headers,
      'content-language': languageOf(c),
    });
  };
  const say = (c: Context) => words(pageContext(services, assets, c)).t;

  app.get('/relays/:id/appeal', async (c) => {
    const status = await services.relay(c.req.param('id'));
    const standing = status === null ? null : await services.appeals.standing(status.id);
    if (status === null || standing === null) return refusals.notFound(c);
    const key = whyNot(standing.mayAppeal, standing.appeal?.state === 'open', status.state);
    return show(c, status, { refusal: key === null ? null : say(c)(key) });
  });

  app.post('/relays/:id/appeal', async (c) => {
    const status = await services.relay(c.req.param('id'));
    const body = await readBody(c.req.raw);
    if (status === null || body.kind !== 'text') return refusals.notFound(c);
    const fields = formFields(body.text, ['why', 'email']);
    const text = (name: 'why' | 'email') => {
      const field = fields[name];
      return field.kind === 'value' ? field.value.replace(/\r\n?/g, '\n').replaceAll('\0', '').trim() : '';
    };
    const typed = { why: text('why'), email: text('email') };
    const t = say(c);
    const errors: FieldError[] = [];
    if (typed.why === '') errors.push({ name: 'why', sentence: t('appeal.whyMissing') });
    if (typed.why.length > why_length_max) errors.push({ name: 'why', sentence: t('appeal.whyLong') });
    if (typed.email !== '' && !isMailAddress(typed.email))
      errors.push({ name: 'email', sentence: t('form.emailWrong') });
    if (errors.length > 0) return show(c, status, { typed, errors }, 400);
    const outcome = await services.appeals.open(status.campaign, {
      relay: status.id,
      why: typed.why,
      email: typed.email === '' ? null : typed.email,
      language: languageOf(c),
    });
    switch (outcome.kind) {
      case 'opened':
        return c.body(null, 303, { ...headers, location: `/relays/${status.id}#appeal` });
      case 'unknown':
        return refusals.notFound(c);
      case 'wait': {
        const sentence = t('appeal.wait', { minutes: Math.max(1, Math.ceil(outcome.seconds / 60)) });
        return show(c, status, { typed, errors: [{ name: 'why', sentence }] }, 429);
      }
      case 'not_refused':
        return show(c, status, { refusal: t('appeal.none') }, 409);
      case 'already_open':
        return show(c, status, { refusal: t('appeal.alreadyOpen') }, 409);
      case 'too_many':
        return show(c, status, { refusal: t('appeal.tooMany') }, 409);
    }
  });
  return app;
}

function whyNot(may: boolean, open: boolean, state: RelayStatus['state']): MessageKey | null {
  if (may) return null;
  if (open) return 'appeal.alreadyOpen';
  return state === 'refused' ? 'appeal.tooMany' : 'appeal.none';
}
