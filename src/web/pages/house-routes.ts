import { type Context, Hono } from 'hono';
import { languageOf } from '../answer.ts';
import type { Assets } from '../assets.ts';
import type { Services } from '../port.ts';
import { pageContext } from './context.ts';
import { renderCharityHouse, renderPartnerHouse } from './house.tsx';
import type { Refusals } from './refusals.ts';

const slugPattern = /^[a-z0-9-]{1,64}$/;

/** `/c/:slug/charity`, the charity's house, and `/c/:slug/partners/:partner`, a partner's page. */
export function housePages(
  services: Services,
  assets: Assets,
  refusals: Refusals,
  targetHeaders: Readonly<Record<string, string>>,
): Hono {
  const app = new Hono();
  const spoken = (c: Context) => ({ ...targetHeaders, 'content-language': languageOf(c) });
  const campaignOf = async (c: Context) => {
    const slug = c.req.param('slug') ?? '';
    return slugPattern.test(slug) ? services.campaign(slug) : null;
  };

  app.get('/c/:slug/charity', async (c) => {
    const view = await campaignOf(c);
    if (view === null) return refusals.notFound(c);
    const [questions, shifts] = await Promise.all([
      services.dialogue.questions(view.slug),
      services.volunteer.shifts(view.slug),
    ]);
    const context = pageContext(services, assets, c);
    const html = renderCharityHouse({
      ...{ view, organisation: view.charity, questions, context },
      shifts: shifts ?? [],
    });
    return c.body(html, 200, spoken(c));
  });

  app.get('/c/:slug/partners/:partner', async (c) => {
    const view = await campaignOf(c);
    const slug = c.req.param('partner');
    const promises = view?.totals.pledges.some((one) => one.partner === slug) ?? false;
    const organisation = view !== null && promises ? view.organisations[slug] : undefined;
    if (view === null || organisation === undefined) return refusals.notFound(c);
    const [questions, reservations, settlement, hours] = await Promise.all([
      services.dialogue.questions(view.slug),
      services.dialogue.reservations(view.slug),
      services.settlement(view.slug),
      services.volunteer.hours(view.slug),
    ]);
    if (settlement === null) return refusals.notFound(c);
    const context = pageContext(services, assets, c);
    const html = renderPartnerHouse({
      view,
      organisation,
      questions,
      reservations,
      settlement,
      hours,
      context,
    });
    return c.body(html, 200, spoken(c));
  });
  return app;
}
