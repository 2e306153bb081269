import { Hono } from 'hono';
import { headerOf, openHeaders, problem } from '../answer.ts';
import { answerKept, type Cache } from '../cache.ts';
import type { Services } from '../port.ts';
import { openedCardJson, totalsJson } from './shapes.ts';

const unknown = 'There is no campaign of this name.';
const headers = { ...openHeaders, 'content-type': 'application/json', 'cache-control': 'public, max-age=1' };
const limit_default = 50;
const limit_max = 200;

/** The totals of a campaign, and its counted relays in the order of counting. */
export function campaignApi(services: Services, cache: Cache): Hono {
  const app = new Hono();
  app.get('/api/v1/campaigns', async (c) => {
    const campaigns = await services.campaigns();
    return c.body(
      JSON.stringify({ campaigns: campaigns.map((one) => totalsJson(one.totals)) }),
      200,
      headers,
    );
  });
  const noCampaign = () => problem(404, unknown);
  app.get('/api/v1/campaigns/:slug', (c) => {
    const slug = c.req.param('slug');
    const kept = cache.get(slug, 'json', async () => {
      const [campaign, appeals] = await Promise.all([services.campaign(slug), services.appeals.counts(slug)]);
      return campaign === null
        ? null
        : {
            body: JSON.stringify({
              ...totalsJson(campaign.totals),
              unitNames: campaign.unit.names,
              appeals,
            }),
            headers,
          };
    });
    return answerKept(kept, headerOf(c, 'if-none-match'), noCampaign);
  });
  app.get('/api/v1/campaigns/:slug/relays', async (c) => {
    const after = wholeQuery(c.req.query('after'), 0, 0, Number.MAX_SAFE_INTEGER);
    const limit = wholeQuery(c.req.query('limit'), limit_default, 1, limit_max);
    if (after === null) return problem(400, 'after is not a whole number from 0 on.');
    if (limit === null) return problem(400, `limit is not a whole number from 1 to ${limit_max}.`);
    const page = await services.relaysAfter(c.req.param('slug'), after, limit);
    if (page === null) return problem(404, unknown);
    // The cursor is a relay's place in the order of counting: it never moves, whatever is counted or withdrawn later.
    return c.body(
      JSON.stringify({ relays: page.cards.map(openedCardJson), erased: page.erased, next: page.next }),
      200,
      headers,
    );
  });
  app.get('/api/v1/campaigns/:slug/data', (c) => dataAnswer(c.req.param('slug'), 'dictionary.json'));
  app.get('/api/v1/campaigns/:slug/data/:file', (c) => dataAnswer(c.req.param('slug'), c.req.param('file')));
  const dataAnswer = async (slug: string, name: string) => {
    const file = await services.openData(slug, name);
    if (file === null)
      return problem(404, 'There is no such campaign, or it has no such file; /data names those there are.');
    return new Response(streamOf(file.text), {
      headers: {
        ...openHeaders,
        'content-type': `${file.type}; charset=utf-8`,
        'content-disposition': `inline; filename="${slug}-${name}"`,
        'cache-control': 'public, max-age=60',
      },
    });
  };
  return app;
}

/** A text as it is written; should the reading fail half way, the connection breaks off. */
function streamOf(text: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const parts = text[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      pull: async (controller) => {
        const { done, value } = await parts.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        await parts.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

function wholeQuery(text: string | undefined, absent: number, least: number, most: number): number | null {
  if (text === undefined || text === '') return absent;
  if (!/^\d{1,16}$/.test(text)) return null;
  const value = Number(text);
  return value >= least && value <= most ? value : null;
}
