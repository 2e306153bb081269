import { type Context, Hono } from 'hono';
import type { RelayProof } from '../../credit/mod.ts';
import { languageOf, openHeaders, pageHeaders, problem, wantsHtml } from '../answer.ts';
import type { Assets } from '../assets.ts';
import type { Services } from '../port.ts';
import { pageContext } from './context.ts';
import { renderLog } from './log.tsx';
import { renderNoProof, renderProof } from './proof.tsx';
import type { Refusals } from './refusals.ts';

const slugPattern = /^[a-z0-9-]{1,64}$/;
const vary = { vary: 'Accept, Accept-Language', 'cache-control': 'no-store' };

/** Why there is no proof, for programs: status and sentence. */
const absent = {
  unknown: { status: 404, detail: 'There is no relay of this name.' },
  not_credited: { status: 404, detail: 'Nothing was credited for this relay: it has no entry in the log.' },
  erased: {
    status: 410,
    detail: 'The subject of this relay was erased on request; its entry stays in the log.',
  },
  pending: { status: 503, detail: 'The entry is written and will be published within a second.' },
} as const;

/** A relay's proof, as a page and as a file (C2SP tlog-proof), and the page of the campaign's public log. */
export function proofPages(
  services: Services,
  assets: Assets,
  refusals: Refusals,
  targetHeaders: Readonly<Record<string, string>>,
): Hono {
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);

  app.get('/relays/:id/proof.tlog-proof', async (c) => file(c, c.req.param('id'), 'attachment'));
  app.get('/relays/:id/proof', async (c) => {
    const id = c.req.param('id');
    if (!wantsHtml(c)) return file(c, id, 'inline');
    const proof = await services.proof(id);
    const speaks = { ...pageHeaders, ...vary, 'content-language': languageOf(c) };
    if (proof.kind === 'unknown') return refusals.notFound(c);
    if (proof.kind !== 'proof') {
      const pending: Record<string, string> = proof.kind === 'pending' ? { refresh: '1' } : {};
      const status = proof.kind === 'erased' ? 410 : 200;
      return c.body(renderNoProof(proof.kind, id, context(c)), status, { ...speaks, ...pending });
    }
    const [view, log] = await Promise.all([services.campaign(proof.campaign), services.log(proof.campaign)]);
    if (view === null || log === null) return refusals.notFound(c);
    return c.body(renderProof({ relay: id, proof, view, log, context: context(c) }), 200, speaks);
  });

  const file = async (c: Context, id: string, disposition: 'inline' | 'attachment') => {
    const proof: RelayProof = await services.proof(id);
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
