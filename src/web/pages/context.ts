import type { Context } from 'hono';
import { languageOf } from '../answer.ts';
import type { Assets } from '../assets.ts';
import type { PageContext } from '../parts/page.tsx';
import type { Services } from '../port.ts';

/** What every page is rendered with. */
export function pageContext(services: Services, assets: Assets, c: Context): PageContext {
  const before = c.req.query('before');
  return {
    publicUrl: services.publicUrl,
    language: languageOf(c),
    languageChosen: c.req.query('lang') === languageOf(c),
    now: services.clock.now(),
    path: c.req.path,
    place: before !== undefined && /^\d{1,15}$/.test(before) ? before : undefined,
    asset: assets.address,
    fediverse: services.fediverse !== null,
  };
}
