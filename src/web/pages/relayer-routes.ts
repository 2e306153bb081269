import { type Context, Hono } from 'hono';
import { readScope } from '../../domain/mod.ts';
import { translator } from '../../i18n/mod.ts';
import { languageOr } from '../../kernel/mod.ts';
import { languageOf, openHeaders, pageHeaders } from '../answer.ts';
import type { Assets } from '../assets.ts';
import { certificateSvg } from '../embed/picture.ts';
import { pngOf } from '../embed/png.ts';
import { hostOf } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { pageContext } from './context.ts';
import type { Refusals } from './refusals.ts';
import { certificatePath, certificateSentence, type RelayerGiven, renderRelayer } from './relayer.tsx';

/** `/relayers/…`: pages of relayers who chose to have one, each with a picture to share per campaign. */
export function relayerPages(services: Services, assets: Assets, refusals: Refusals): Hono {
  const app = new Hono();
  const read = async (host: string, person: string | null): Promise<RelayerGiven | null> => {
    const scope = readScope(host, person);
    const relayer = scope === null ? null : await services.relayer(scope);
    if (relayer === null) return null;
    const campaigns = await Promise.all(
      relayer.campaigns.map(async (part) => ({ view: await services.campaign(part.slug), part })),
    );
    return {
      relayer,
      campaigns: campaigns.flatMap(({ view, part }) => (view === null ? [] : [{ view, part }])),
    };
  };
  const show = async (c: Context, given: RelayerGiven | null) =>
    given === null
      ? refusals.notFound(c)
      : c.body(renderRelayer(given, pageContext(services, assets, c)), 200, {
          ...pageHeaders,
          'cache-control': 'public, max-age=60',
          'content-language': languageOf(c),
          vary: 'Accept-Language',
        });
  const paint = async (c: Context, given: RelayerGiven | null) => {
    const [, slug, language] =
      /^([a-z0-9-]{1,64})\.([a-z]{2})\.\d{1,15}\.png$/.exec(c.req.param('picture') ?? '') ?? [];
    const one = given?.campaigns.find(({ view }) => view.slug === slug);
    if (given === null || one === undefined) return refusals.notFound(c);
    const path = certificatePath(given.relayer.scope, one.part, languageOr(language));
    if (c.req.path !== path)
      return c.body(null, 302, { ...openHeaders, location: path, 'cache-control': 'public, max-age=60' });
    const tr = translator(languageOr(language));
    const sentence = certificateSentence(tr, given.relayer, one.view, one.part);
    const units = one.part.units + one.part.brought.units;
    const bytes = await pngOf(
      certificateSvg({ view: one.view, units, sentence }, tr, hostOf(services.publicUrl)),
    );
    // Whoever no longer wants the page does not want it kept by others either.
    return c.body(bytes, 200, {
      ...openHeaders,
      'content-type': 'image/png',
      'cache-control': 'public, max-age=3600',
    });
  };
  const person = '{[@~][A-Za-z0-9._-]{1,64}}';
  app.get(`/relayers/:host/:person${person}`, async (c) =>
    show(c, await read(c.req.param('host'), c.req.param('person'))),
  );
  app.get(`/relayers/:host/:person${person}/:picture`, async (c) =>
    paint(c, await read(c.req.param('host'), c.req.param('person'))),
  );
  app.get('/relayers/:host', async (c) => show(c, await read(c.req.param('host'), null)));
  app.get('/relayers/:host/:picture', async (c) => paint(c, await read(c.req.param('host'), null)));
  return app;
}
