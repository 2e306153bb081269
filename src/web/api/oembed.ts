import type { Handler } from 'hono';
import type { CampaignView } from '../../campaign/mod.ts';
import type { CampaignLink } from '../../evidence/mod.ts';
import { type Language, translator } from '../../i18n/mod.ts';
import { languageOr, mainLanguage } from '../../kernel/mod.ts';
import { openHeaders, problem } from '../answer.ts';
import { httpUrl } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { xml } from './feeds.ts';

const width_default = 500;
const height_default = 260;
/** Seconds a consumer may keep the answer: the frame inside it is live by itself. */
const cache_age = 3600;

/**
 * `GET /oembed` (oEmbed 1.0): for the address of a campaign page, a quotation with a link and a frame with the live
 * card. WordPress keeps of an unknown provider's HTML only `a`, `blockquote` and one `iframe`, which it hides until the
 * card answers its height message: so the link is there, and counts, even if nothing runs.
 */
export function oembed(services: Services, linkSlug: CampaignLink): Handler {
  return async (c) => {
    const asked = c.req.query('url');
    if (asked === undefined || asked === '')
      return problem(400, 'url is missing: give the address of a campaign page.');
    const format = c.req.query('format') ?? 'json';
    if (format !== 'json' && format !== 'xml')
      return problem(501, 'This format is not provided; there are json and xml.');
    const width = bounded(c.req.query('maxwidth'), width_default);
    const height = bounded(c.req.query('maxheight'), height_default);
    if (width === null || height === null)
      return problem(400, 'maxwidth and maxheight are whole numbers from 1 on.');
    const base = URL.parse(asked);
    const slug = base === null ? null : linkSlug(asked, base);
    const campaign = slug === null ? null : await services.campaign(slug);
    if (campaign === null) return problem(404, 'There is no campaign page at this address.');
    const language = languageOr(base?.searchParams.get('lang') ?? undefined);
    const answer = describe(services.publicUrl, campaign, language, width, height);
    if (format === 'json')
      return c.body(JSON.stringify(answer), 200, { ...openHeaders, 'content-type': 'application/json' });
    const fields = Object.entries(answer).map(([name, value]) => `<${name}>${xml(String(value))}</${name}>`);
    const body = `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${fields.join('')}</oembed>\n`;
    return c.body(body, 200, { ...openHeaders, 'content-type': 'text/xml; charset=utf-8' });
  };
}

/** The language is that of the address that was asked for: French, unless it says another. */
function describe(
  publicUrl: string,
  campaign: CampaignView,
  language: Language,
  width: number,
  height: number,
) {
  const chosen = language === mainLanguage ? '' : `?lang=${language}`;
  const page = `${publicUrl}/c/${campaign.slug}`;
  const named = translator(language).localised(campaign.title);
  const title = xml(named);
  return {
    version: '1.0',
    type: 'rich',
    title: named,
    author_name: campaign.charity.name,
    author_url: httpUrl(campaign.charity.url ?? page) ?? page,
    provider_name: 'Relais',
    provider_url: publicUrl,
    cache_age,
    width,
    height,
    html:
      `<blockquote class="wp-embedded-content"><a href="${xml(page + chosen)}">${title}</a></blockquote>` +
      `<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted" src="${xml(`${page}/embed${chosen}`)}" title="${title}" ` +
      `width="${width}" height="${height}" frameborder="0" marginwidth="0" marginheight="0" scrolling="no"></iframe>`,
  };
}

/** The default, or less when the consumer has less room (oEmbed 1.0 §2.2: never more than it asks for). */
function bounded(text: string | undefined, wanted: number): number | null {
  if (text === undefined || text === '') return wanted;
  if (!/^\d{1,6}$/.test(text) || Number(text) === 0) return null;
  return Math.min(wanted, Number(text));
}
