import type { Context } from 'hono';
import { languageOf } from '../answer.ts';
import type { Assets } from '../assets.ts';
import type { PageContext } from '../parts/page.tsx';
import type { Services } from '../port.ts';

/** What every page is rendered with. */
export function pageContext(services: Services, assets: Assets, c: Context): PageContext {
  return {
    publicUrl: services.publicUrl,
    language: languageOf(c),
    languageChosen: c.req.query('lang') === languageOf(c),
    now: services.clock.now(),
    path: c.req.path,
    asset: assets.address,
  };
}
