import { type Context, Hono } from 'hono';
import type { CreditProof } from '../../credit/mod.ts';
import { languageOf, openHeaders, pageHeaders, problem, wantsHtml } from '../answer.ts';
import type { Assets } from '../assets.ts';
import type { Services } from '../port.ts';
import { pageContext } from './context.ts';
import { renderLog } from './log.tsx';
import { type Proved, relayProved, renderNoProof, renderProof } from './proof.tsx';
import type { Refusals } from './refusals.ts';

const slugPattern = /^[a-z0-9-]{1,64}$/;
const vary = { vary: 'Accept, Accept-Language', 'cache-control': 'no-store' };

/** Why there is no proof, for programs: status and sentence. */
const absent = {
  unknown: { status: 404, detail: 'There is no credit of this name.' },
  not_credited: { status: 404, detail: 'Nothing was credited for it: it has no entry in the log.' },
  erased: {
    status: 410,
    detail: 'The subject of this relay was erased on request; its entry stays in the log.',
  },
  pending: { status: 503, detail: 'The entry is written and will be published within a second.' },
} as const;

/** A credit's proof, as a page and as a file (C2SP tlog-proof), and the page of the campaign's public log. */
export function proofPages(
  services: Services,
  assets: Assets,
  refusals: Refusals,
  targetHeaders: Readonly<Record<string, string>>,
): Hono {
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);

  const ofPurchase = (id: string, act: string): Proved => ({
    kind: 'purchase',
    path: `/purchases/${id}/${act}/proof`,
    file: `${id}.${act}`,
    back: '/',
  });
  app.get('/relays/:id/proof.tlog-proof', (c) => file(c, relayProved(c.req.param('id')), 'attachment'));
  app.get('/relays/:id/proof', (c) => show(c, relayProved(c.req.param('id'))));
  app.get('/purchases/:id/:act{[0-9]{1,6}}/proof.tlog-proof', (c) =>
    file(c, ofPurchase(c.req.param('id'), c.req.param('act')), 'attachment'),
  );
  app.get('/purchases/:id/:act{[0-9]{1,6}}/proof', (c) =>
    show(c, ofPurchase(c.req.param('id'), c.req.param('act'))),
  );

  const show = async (c: Context, of: Proved) => {
    const id = of.file;
    if (!wantsHtml(c)) return file(c, of, 'inline');
    const proof = await services.proof(id);
    const speaks = { ...pageHeaders, ...vary, 'content-language': languageOf(c) };
    if (proof.kind === 'unknown') return refusals.notFound(c);
    if (proof.kind !== 'proof') {
      const pending: Record<string, string> = proof.kind === 'pending' ? { refresh: '1' } : {};
      const status = proof.kind === 'erased' ? 410 : 200;
      return c.body(renderNoProof(proof.kind, backIn(of, proof), context(c)), status, {
        ...speaks,
        ...pending,
      });
    }
    const [view, log] = await Promise.all([services.campaign(proof.campaign), services.log(proof.campaign)]);
    if (view === null || log === null) return refusals.notFound(c);
    return c.body(renderProof({ of: backIn(of, proof), proof, view, log, context: context(c) }), 200, speaks);
  };

  const file = async (c: Context, { file: id }: Proved, disposition: 'inline' | 'attachment') => {
    const proof: CreditProof = await services.proof(id);
    if (proof.kind !== 'proof') {
      const { status, detail } = absent[proof.kind];
      const retry: Record<string, string> = proof.kind === 'pending' ? { 'retry-after': '1' } : {};
      return problem(status, detail, { ...vary, ...retry });
    }
    return c.body(proof.file, 200, {
      ...openHeaders,
      ...vary,
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `${disposition}; filename="${id}.tlog-proof"`,
    });
  };

  app.get('/c/:slug/proof', async (c) => {
    const slug = c.req.param('slug');
    const view = slugPattern.test(slug) ? await services.campaign(slug) : null;
    if (view === null) return refusals.notFound(c);
    return c.body(renderLog(view, await services.log(slug), context(c)), 200, {
      ...targetHeaders,
      'content-language': languageOf(c),
    });
  });
  return app;
}

/** A purchase's proof leads back to its campaign's page of purchases; a receipt has no page of its own. */
function backIn(of: Proved, proof: CreditProof): Proved {
  return of.kind === 'purchase' && 'campaign' in proof
    ? { ...of, back: `/c/${proof.campaign}/purchases` }
    : of;
}
