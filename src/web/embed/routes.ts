import { type Context, Hono } from 'hono';
import type { CampaignView } from '../../campaign/mod.ts';
import { embedHeaders, headerOf, imageHeaders, languageOf, openHeaders } from '../answer.ts';
import type { Assets } from '../assets.ts';
import { answerKept, type Cache } from '../cache.ts';
import { labelJson } from '../label/json.ts';
import { renderLabelCard } from '../label/label.tsx';
import { pageContext } from '../pages/context.ts';
import type { Refusals } from '../pages/refusals.ts';
import { factsOf } from '../parts/dialogue-facts.ts';
import type { Services } from '../port.ts';
import { badgeJson, badgeStyles, badgeSvg, badgeText, badgeThemes } from './badge.ts';
import { renderEmbedCard } from './card.tsx';
import { pictures } from './picture-routes.ts';

type Answered = { readonly body: string; readonly headers: Readonly<Record<string, string>> };
const slugPattern = /^[a-z0-9-]{1,64}$/;
/**
 * Short, because a cap that is reached must show within 5 s wherever the campaign stands; said at all, because caches on
 * the way (GitHub's keeps images for hours without it) should ask again soon.
 */
const caching = {
  'cache-control': 'public, max-age=4, s-maxage=4',
  vary: 'Accept-Language',
};

/** What stands on other people's pages: badge, card, web component. No cookie, nothing about who looks. */
export function embeds(services: Services, cache: Cache, assets: Assets, refusals: Refusals): Hono {
  const app = new Hono();
  const kept = (
    c: Context,
    slug: string,
    name: string,
    make: (view: CampaignView) => Answered | Promise<Answered>,
  ) => {
    if (!slugPattern.test(slug)) return refusals.notFound(c);
    const answer = cache.get(slug, `${name} ${languageOf(c)}`, async () => {
      const campaign = await services.campaign(slug);
      return campaign === null ? null : make(campaign);
    });
    return answerKept(answer, headerOf(c, 'if-none-match'), () => refusals.notFound(c));
  };
  const factsFor = async (view: CampaignView) =>
    factsOf(view, await services.dialogue.questions(view.slug), services.clock.now());
  app.get('/c/:slug/badge.svg', (c) => {
    const chosen = c.req.url.includes('?');
    // What is none of our words is left unsaid: a badge never breaks a page.
    const style = badgeStyles.find((one) => chosen && one === c.req.query('style')) ?? 'flat';
    const theme = badgeThemes.find((one) => chosen && one === c.req.query('theme')) ?? 'auto';
    return kept(c, c.req.param('slug'), `badge.svg ${style} ${theme}`, (campaign) => ({
      body: badgeSvg(badgeText(campaign, languageOf(c)), style, theme),
      headers: { ...imageHeaders, ...caching },
    }));
  });
  app.get('/c/:slug/badge.json', (c) =>
    kept(c, c.req.param('slug'), 'badge.json', (campaign) => ({
      body: badgeJson(badgeText(campaign, languageOf(c))),
      headers: { ...openHeaders, ...caching, 'content-type': 'application/json' },
    })),
  );
  app.route('/', pictures(services, assets));
  app.get('/c/:slug/embed', (c) =>
    kept(c, c.req.param('slug'), `embed ${c.req.query('lang') === undefined}`, (campaign) => ({
      body: renderEmbedCard(campaign, pageContext(services, assets, c)),
      headers: {
        ...embedHeaders,
        ...caching,
        'content-language': languageOf(c),
        'x-pingback': `${services.publicUrl}/pingback`,
        link: `<${services.publicUrl}/webmention>; rel="webmention"`,
      },
    })),
  );
  app.get('/c/:slug/label.json', (c) =>
    kept(c, c.req.param('slug'), 'label.json', async (campaign) => ({
      body: JSON.stringify(labelJson(campaign, await factsFor(campaign))),
      headers: { ...openHeaders, ...caching, 'content-type': 'application/json' },
    })),
  );
  app.get('/c/:slug/label', (c) =>
    kept(c, c.req.param('slug'), `label ${c.req.query('lang') === undefined}`, async (view) => ({
      body: renderLabelCard({
        view,
        dialogue: await factsFor(view),
        context: pageContext(services, assets, c),
      }),
      headers: {
        ...embedHeaders,
        ...caching,
        'content-language': languageOf(c),
        'x-pingback': `${services.publicUrl}/pingback`,
        link: `<${services.publicUrl}/webmention>; rel="webmention"`,
      },
    })),
  );
  app.get('/embed.js', (c) => {
    const asset = assets.find('embed.js');
    if (asset === undefined) return refusals.notFound(c);
    return c.body(asset.body, 200, {
      ...openHeaders,
      'content-type': asset.type,
      'cache-control': 'public, max-age=3600',
    });
  });
  return app;
}
