import { type Context, Hono } from 'hono';
import { languageOf, pageHeaders } from '../answer.ts';
import { readBody } from '../api/body.ts';
import { formFields } from '../api/form.ts';
import type { Assets } from '../assets.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { pageContext } from './context.ts';
import { type Looked, receipt_length_max, renderPurchases, retailersOf } from './purchases.tsx';
import type { Refusals } from './refusals.ts';

const slugPattern = /^[a-z0-9-]{1,64}$/;

/**
 * `/c/:slug/purchases`: what purchases triggered, by day and retailer, and what one receipt gave. A receipt's number is
 * typed into the body of a request: an address would keep it in histories and logs.
 */
export function purchasePages(
  services: Services,
  assets: Assets,
  refusals: Refusals,
  targetHeaders: Readonly<Record<string, string>>,
): Hono {
  const app = new Hono();
  const show = async (
    c: Context,
    headers: Readonly<Record<string, string>>,
    look: (slug: string) => Promise<Looked | null>,
  ) => {
    const slug = c.req.param('slug') ?? '';
    const view = slugPattern.test(slug) ? await services.campaign(slug) : null;
    const days = view === null ? null : await services.purchases.days(slug);
    if (view === null || days === null || retailersOf(view).length === 0) return refusals.notFound(c);
    const looked = await look(slug);
    const html = renderPurchases({ view, days, looked, context: pageContext(services, assets, c) });
    return c.body(html, looked?.kind === 'refused' ? 400 : 200, {
      ...headers,
      'content-language': languageOf(c),
    });
  };

  app.get('/c/:slug/purchases', (c) => show(c, targetHeaders, async () => null));

  app.post('/c/:slug/purchases', async (c) => {
    const body = await readBody(c.req.raw);
    if (body.kind !== 'text') return refusals.notFound(c);
    const fields = formFields(body.text, ['retailer', 'receipt']);
    const text = (name: 'retailer' | 'receipt') => {
      const field = fields[name];
      return field.kind === 'value' ? field.value.replaceAll('\0', '').trim() : '';
    };
    const { t } = words(pageContext(services, assets, c));
    const typed = { retailer: text('retailer'), receipt: text('receipt') };
    const headers = {
      ...pageHeaders,
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      vary: 'Accept-Language',
    };
    return show(c, headers, async (slug) => {
      if (typed.receipt === '') return { kind: 'refused', typed, sentence: t('purchases.numberMissing') };
      if (typed.receipt.length > receipt_length_max)
        return {
          kind: 'refused',
          typed: { ...typed, receipt: typed.receipt.slice(0, receipt_length_max) },
          sentence: t('purchases.numberLong'),
        };
      const receipt = await services.purchases.receipt(slug, typed.retailer, typed.receipt);
      return receipt === null ? { kind: 'unknown', typed } : { kind: 'known', typed, receipt };
    });
  });
  return app;
}
