import { type Context, Hono } from 'hono';
import { languageOf } from '../answer.ts';
import type { Assets } from '../assets.ts';
import { factsOf } from '../parts/dialogue-facts.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { pageContext } from './context.ts';
import type { Refusals } from './refusals.ts';
import { renderResults } from './results.tsx';
import type { ResultsGiven } from './results-data.ts';
import { resultBlocks } from './results-print.ts';
import { renderThanks } from './thanks.tsx';

const slugPattern = /^[a-z0-9-]{1,64}$/;
/** Posts that the results name themselves, and that a page of thanks does. */
const named = 60;
const thanks_page = 300;

/** `/c/:slug/results` as a page and as a PDF, and `/c/:slug/thanks`. */
export function resultPages(
  services: Services,
  assets: Assets,
  refusals: Refusals,
  targetHeaders: Readonly<Record<string, string>>,
): Hono {
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);
  const spoken = (c: Context) => ({ ...targetHeaders, 'content-language': languageOf(c) });
  const read = async (slug: string): Promise<ResultsGiven | null> => {
    const view = slugPattern.test(slug) ? await services.campaign(slug) : null;
    if (view === null) return null;
    const [settlement, results, hours, appeals, questions, relays] = await Promise.all([
      services.settlement(slug),
      services.results(slug, view.timeZone),
      services.volunteer.hours(slug),
      services.appeals.counts(slug),
      services.dialogue.questions(slug),
      services.relaysBefore(slug, null, named),
    ]);
    if (settlement === null || results === null || relays === null) return null;
    const dialogue = factsOf(view, questions, services.clock.now());
    return { view, settlement, results, hours, appeals, dialogue, relays };
  };

  app.get('/c/:slug/results', async (c) => {
    const given = await read(c.req.param('slug'));
    return given === null ? refusals.notFound(c) : c.body(renderResults(given, context(c)), 200, spoken(c));
  });

  app.get('/c/:slug/results.pdf', async (c) => {
    const given = await read(c.req.param('slug'));
    if (given === null) return refusals.notFound(c);
    const tr = words(context(c));
    const { view } = given;
    const title = `${tr.t('results.title')} · ${tr.localised(view.title)}`;
    const pdf = await services.volunteer.print({
      title,
      author: view.operator.name,
      language: tr.language,
      footer: tr.t('results.footer', {
        campaign: tr.localised(view.title),
        date: tr.date(services.clock.now()),
      }),
      blocks: resultBlocks(given, tr, services.publicUrl),
    });
    return c.body(Buffer.from(pdf), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${view.slug}-${tr.language}.pdf"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=60',
      'content-language': tr.language,
      vary: 'Accept-Language',
    });
  });

  app.get('/c/:slug/thanks', async (c) => {
    const slug = c.req.param('slug');
    const before = c.req.query('before') ?? null;
    if (before !== null && !/^[1-9]\d{0,14}$/.test(before)) return refusals.notFound(c);
    const view = slugPattern.test(slug) ? await services.campaign(slug) : null;
    const relays =
      view === null
        ? null
        : await services.relaysBefore(slug, before === null ? null : Number(before), thanks_page);
    return view === null || relays === null
      ? refusals.notFound(c)
      : c.body(renderThanks(view, relays, context(c)), 200, spoken(c));
  });
  return app;
}
