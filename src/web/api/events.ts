import type { Handler } from 'hono';
import { openHeaders, problem } from '../answer.ts';
import type { LiveEvent, Services } from '../port.ts';
import { cardJson, totalsJson } from './shapes.ts';

const streams_max = 2000;
const heartbeat_ms = 15_000;
/** A reader that has not taken this many messages is cut; it comes back with the number it last saw. */
const backlog_max = 500;
/** Relays replayed to a reader that comes back; who missed more reloads the page, or reads the API. */
const replay_max = 1000;
const replay_page = 200;
const streamHeaders = {
  ...openHeaders,
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

/**
 * `GET /c/:slug/events`: server-sent events (WHATWG HTML §9.2). On connection the relays counted since `Last-Event-ID`,
 * then `total`; afterwards `relay` (its id is the relay's place in the order of counting) and `total` on each change.
 */
export function events(services: Services): Handler {
  let streams = 0;
  return async (c) => {
    const slug = c.req.param('slug') ?? '';
    const campaign = await services.campaign(slug);
    if (campaign === null) return problem(404, 'There is no campaign of this name.');
    if (streams >= streams_max)
      return problem(503, 'Too many live readers just now.', { 'retry-after': '30' });
    // A stream that nobody reads would never end.
    if (c.req.method === 'HEAD') return new Response(null, { headers: streamHeaders });
    const seen = lastEventId(c.req.header('last-event-id') ?? c.req.query('after'));
    const text = new TextEncoder();
    let close = () => {};
    streams++;
    const stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          let open = true;
          const send = (message: string) => {
            if (!open) return;
            if ((controller.desiredSize ?? 0) <= 0) return close();
            controller.enqueue(text.encode(message));
          };
          // What is counted while missed relays are being read waits, so that the order is never broken.
          let waiting: LiveEvent[] | null = [];
          let last = seen ?? 0;
          const pass = (event: LiveEvent) => {
            if (event.kind === 'relay' && event.card.number <= last) return;
            if (event.kind === 'relay') last = event.card.number;
            send(message(event));
          };
          const stop = services.watch(slug, (event) =>
            waiting === null ? pass(event) : waiting.push(event),
          );
          const heartbeat = setInterval(() => send(': alive\n\n'), heartbeat_ms);
          close = () => {
            if (!open) return;
            open = false;
            streams--;
            clearInterval(heartbeat);
            stop();
            try {
              controller.close();
            } catch {
              // The reader had gone already.
            }
          };
          send('retry: 2000\n\n');
          const catchUp = async () => {
            if (seen !== null) await replay(services, slug, seen, pass);
            const now = await services.campaign(slug);
            if (now !== null) pass({ kind: 'total', totals: now.totals });
            for (const event of waiting ?? []) pass(event);
            waiting = null;
          };
          catchUp().catch(() => close());
        },
        cancel: () => close(),
      },
      { highWaterMark: backlog_max },
    );
    c.req.raw.signal.addEventListener('abort', () => close(), { once: true });
    return new Response(stream, { headers: streamHeaders });
  };
}

async function replay(
  services: Services,
  slug: string,
  seen: number,
  pass: (event: LiveEvent) => void,
): Promise<void> {
  let after: number | null = seen;
  for (let sent = 0; after !== null && sent < replay_max; sent += replay_page) {
    const page: Awaited<ReturnType<Services['relaysAfter']>> = await services.relaysAfter(
      slug,
      after,
      replay_page,
    );
    for (const card of page?.cards ?? []) pass({ kind: 'relay', card });
    after = page?.next ?? null;
  }
}

function message(event: LiveEvent): string {
  return event.kind === 'total'
    ? `event: total\ndata: ${JSON.stringify(totalsJson(event.totals))}\n\n`
    : `id: ${event.card.number}\nevent: relay\ndata: ${JSON.stringify(cardJson(event.card))}\n\n`;
}

function lastEventId(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
