import { type Context, Hono } from 'hono';
import { cleanLine, isStance } from '../../domain/mod.ts';
import { isMailAddress } from '../../mail/mod.ts';
import type { DataRequestView } from '../../privacy/mod.ts';
import { languageOf, pageHeaders } from '../answer.ts';
import { readBody } from '../api/body.ts';
import { formFields } from '../api/form.ts';
import type { Assets } from '../assets.ts';
import type { Services } from '../port.ts';
import { pageContext } from './context.ts';
import { type DataFault, renderAsking, renderErased, renderProofLink, renderRequest } from './data.tsx';
import { renderPrivacy } from './privacy.tsx';
import type { Refusals } from './refusals.ts';

/** A link's key must not travel further: no cache, no referrer, no search engine. */
const secret = {
  ...pageHeaders,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  vary: 'Accept-Language',
};
/** How long a name may be that a relayer is called by. */
const name_max = 60;
const keyPattern = /^[0-9a-f]{40}$/;
/** How often the page looks whether the post was read, in seconds. */
const refresh_seconds = '3';

/**
 * Access to what is held about a relay, its erasure, and the privacy page. Nobody signs in: the link of whoever asked
 * carries the key, and a form repeats it, so a page elsewhere can't act for them (no cookie is read).
 */
export function dataPages(services: Services, assets: Assets, refusals: Refusals): Hono {
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);
  const answer = (
    c: Context,
    html: string,
    status: 200 | 400 | 429 = 200,
    more: Record<string, string> = {},
  ) => c.body(html, status, { ...secret, 'content-language': languageOf(c), ...more });

  app.get('/relays/:id/data', async (c) => {
    const relay = await services.relay(c.req.param('id'));
    return relay === null
      ? refusals.notFound(c)
      : answer(c, renderAsking({ relay: relay.id, fault: null, sent: false }, context(c)));
  });

  app.post('/relays/:id/data', async (c) => {
    const relay = await services.relay(c.req.param('id'));
    const form = await readForm(c);
    if (relay === null || form === null) return refusals.notFound(c);
    const again = (fault: DataFault | null, sent: boolean, status: 200 | 400 | 429) =>
      answer(c, renderAsking({ relay: relay.id, fault, sent }, context(c)), status);
    if (form.way === 'email') {
      const email = (form.email ?? '').trim();
      if (!isMailAddress(email)) return again('emailWrong', false, 400);
      await services.data.byMail(relay.id, email, languageOf(c));
      return again(null, true, 200);
    }
    const opened = await services.data.open(relay.id, languageOf(c));
    if (opened.kind === 'unknown') return refusals.notFound(c);
    if (opened.kind === 'too_many') return again('tooMany', false, 429);
    return c.body(null, 303, { ...secret, location: `/data/${opened.request}/${opened.key}` });
  });

  app.get('/data/proof/:token', (c) => answer(c, renderProofLink(context(c))));

  app.get('/data/:request/:key/file', async (c) => {
    const request = await find(c);
    const held = request?.state === 'proven' ? await services.data.held(request.relay) : null;
    if (request === null || held === null) return refusals.notFound(c);
    return c.body(held, 200, {
      ...secret,
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${request.relay}.json"`,
    });
  });

  app.get('/data/:request/:key', async (c) => {
    const request = await find(c);
    if (request === null) return refusals.notFound(c);
    const waiting: Record<string, string> = request.state === 'checking' ? { refresh: refresh_seconds } : {};
    return answer(
      c,
      renderRequest(request, c.req.param('key'), null, await choiceOf(request), context(c)),
      200,
      waiting,
    );
  });

  app.post('/data/:request/:key', async (c) => {
    const key = c.req.param('key');
    const form = await readForm(c);
    const request = await find(c);
    if (form === null || request === null) return refusals.notFound(c);
    if (form.do === 'check') {
      await services.data.check(request.id);
      return c.body(null, 303, { ...secret, location: `/data/${request.id}/${key}` });
    }
    if ((form.do === 'show' || form.do === 'hide') && request.state === 'proven') {
      const name = form.do === 'hide' ? null : cleanLine(form.name ?? '', name_max);
      const done = await services.data.choosePage(request.relay, name, languageOf(c));
      return done
        ? c.body(null, 303, { ...secret, location: `/data/${request.id}/${key}` })
        : refusals.notFound(c);
    }
    if (form.do === 'stance' && request.state === 'proven') {
      const said = form.stance ?? '';
      if (said !== '' && !isStance(said)) return refusals.notFound(c);
      await services.data.chooseStance(request.relay, isStance(said) ? said : null);
      return c.body(null, 303, { ...secret, location: `/data/${request.id}/${key}#stance` });
    }
    if (form.do !== 'erase' || request.state !== 'proven') return refusals.notFound(c);
    if (form.confirm !== 'yes')
      return answer(
        c,
        renderRequest(request, key, 'confirmMissing', await choiceOf(request), context(c)),
        400,
      );
    await services.data.erase(request.relay);
    return answer(c, renderErased(context(c)));
  });

  app.get('/privacy', async (c) => {
    const [view, campaigns] = await Promise.all([services.privacy(), services.campaigns()]);
    return c.body(renderPrivacy({ ...view, check: services.journal.check }, campaigns, context(c)), 200, {
      ...pageHeaders,
      'content-language': languageOf(c),
      vary: 'Accept-Language',
      'cache-control': 'public, max-age=60',
    });
  });

  const choiceOf = async (request: DataRequestView) => {
    if (request.state !== 'proven') return null;
    const [page, stance] = await Promise.all([
      services.data.pageChoice(request.relay),
      services.data.stance(request.relay),
    ]);
    return { ...page, stance };
  };
  const find = async (c: Context) => {
    const key = c.req.param('key') ?? '';
    return keyPattern.test(key) ? services.data.read(c.req.param('request') ?? '', key) : null;
  };
  return app;
}

const fieldNames = ['way', 'email', 'do', 'confirm', 'name', 'stance'] as const;

/** The fields of a form, or null when the body is none. */
async function readForm(c: Context): Promise<Partial<Record<(typeof fieldNames)[number], string>> | null> {
  const body = await readBody(c.req.raw);
  if (body.kind !== 'text') return null;
  const fields = formFields(body.text, fieldNames);
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => (field.kind === 'value' ? [[name, field.value]] : [])),
  );
}
