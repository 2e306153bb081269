import { hash } from 'node:crypto';
import { Hono } from 'hono';
import type { CampaignView } from '../../campaign/mod.ts';
import { translator } from '../../i18n/mod.ts';
import { isLanguage } from '../../kernel/mod.ts';
import { headerOf, languageOf, openHeaders, problem } from '../answer.ts';
import type { Assets } from '../assets.ts';
import { cardPath } from '../parts/figures.ts';
import { hostOf } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { counterSvg, shareSvg } from './picture.ts';
import { pngOf } from './png.ts';

const slugPattern = /^[a-z0-9-]{1,64}$/;
/** Pictures kept; each is some 40 kB. */
const kept_max = 64;
const icon_px = 400;

type Picture = { readonly bytes: Uint8Array<ArrayBuffer>; readonly etag: string };

/**
 * `/c/:slug/card.fr.12430.png`: the campaign for social sites, its total in its name, so that it may be kept for ever;
 * `/c/:slug/counter.png`: the number for mails and for pages that take no more than an image. A picture is painted once
 * per state of the campaign, however many ask for it; an older name leads to the newest picture. `/icon.png`: the site's mark.
 */
export function pictures(services: Services, assets: Assets): Hono {
  const app = new Hono();
  const painted = new Map<string, Promise<Picture>>();
  const paint = (name: string, svg: () => string): Promise<Picture> => {
    const known = painted.get(name);
    if (known !== undefined) return known;
    const oldest = painted.size < kept_max ? undefined : painted.keys().next().value;
    if (oldest !== undefined) painted.delete(oldest);
    const picture = pngOf(svg()).then((bytes) => ({
      bytes,
      etag: `"${hash('sha256', bytes, 'base64url').slice(0, 22)}"`,
    }));
    painted.set(name, picture);
    picture.catch(() => painted.delete(name));
    return picture;
  };
  const find = async (slug: string): Promise<CampaignView | null> =>
    slugPattern.test(slug) ? services.campaign(slug) : null;
  const none = () => problem(404, 'There is no such campaign.');
  const headers = { ...openHeaders, 'content-type': 'image/png' };

  app.get('/c/:slug/:name{card\\.[a-z]{2}\\.\\d{1,15}[a-z]?\\.png}', async (c) => {
    const view = await find(c.req.param('slug'));
    if (view === null) return none();
    const [, language] = c.req.param('name').split('.', 2);
    if (!isLanguage(language)) return none();
    const path = cardPath(view, language);
    if (c.req.path !== path)
      return c.body(null, 302, { ...openHeaders, location: path, 'cache-control': 'public, max-age=60' });
    const tr = translator(language);
    const { bytes } = await paint(path, () => shareSvg(view, tr, hostOf(services.publicUrl)));
    return c.body(bytes, 200, { ...headers, 'cache-control': 'public, max-age=31536000, immutable' });
  });

  app.get('/c/:slug/counter.png', async (c) => {
    const view = await find(c.req.param('slug'));
    if (view === null) return none();
    const language = languageOf(c);
    const tr = translator(language);
    const { bytes, etag } = await paint(`counter ${cardPath(view, language)}`, () => counterSvg(view, tr));
    const caching = {
      ...{ etag, 'cache-control': 'public, max-age=60, s-maxage=60, stale-while-revalidate=300' },
      vary: 'Accept-Language',
    };
    if (headerOf(c, 'if-none-match') === etag) return c.body(null, 304, { ...openHeaders, ...caching });
    return c.body(bytes, 200, { ...headers, ...caching });
  });
  // For whoever takes no SVG.
  app.get('/icon.png', async (c) => {
    const svg = assets.find('icon.svg')?.body ?? '';
    const { bytes } = await paint('icon', () =>
      svg.replace('<svg ', `<svg width="${icon_px}" height="${icon_px}" `),
    );
    return c.body(bytes, 200, { ...headers, 'cache-control': 'public, max-age=86400' });
  });
  return app;
}
