import type { Context, Handler } from 'hono';
import type { SignedRequest } from '../../people/mod.ts';
import { openHeaders, problem } from '../answer.ts';
import type { Services } from '../port.ts';
import { refuse } from './till-refusal.ts';

/** A request as its signature sees it; `authority` is our public name, whatever a proxy made of the host. */
export function signedRequest(c: Context, authority: string): SignedRequest {
  const url = new URL(c.req.url);
  return {
    method: c.req.method,
    authority,
    path: url.pathname,
    query: url.search === '' ? '?' : url.search,
    header: (name) => c.req.header(name) ?? null,
  };
}

const receipt_length_max = 200;

/** `GET /api/v1/campaigns/:slug/purchases?receipt=…`: what one receipt of the key's retailer gave, and what was taken back. */
export function receiptApi(services: Services): Handler {
  const { tills, purchases } = services;
  const authority = new URL(services.publicUrl).host;
  return async (c) => {
    const key = await tills.key(/^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '');
    if (key === null) return refuse('unknown_key');
    const slug = c.req.param('slug') ?? '';
    const request = { signed: signedRequest(c, authority), body: new Uint8Array(0) };
    const admitted = await tills.admit(key, slug, 'purchases:read', request);
    if (admitted.kind === 'refused') return refuse(admitted.reason);
    const receipt = c.req.query('receipt') ?? '';
    if (receipt === '' || receipt.length > receipt_length_max)
      return problem(400, `receipt is not a text of 1 to ${receipt_length_max} characters.`);
    const view = await purchases.receipt(slug, key.retailer, receipt);
    if (view === null) return problem(404, 'This receipt triggered nothing here, or has not come.');
    const units = view.acts.reduce((sum, act) => sum + act.units, 0);
    const { day, returned, pooled } = view;
    return c.body(JSON.stringify({ receipt, day, acts: view.acts.length, units, returned, pooled }), 200, {
      ...openHeaders,
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
  };
}
