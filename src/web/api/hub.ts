import { type Context, Hono } from 'hono';
import { feedOf } from '../../domain/mod.ts';
import type { Services } from '../port.ts';
import { addressOf } from '../visitor.ts';
import { readBody } from './body.ts';
import { formFields } from './form.ts';

const plain = {
  'content-type': 'text/plain; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; sandbox",
};
const names = ['hub.mode', 'hub.topic', 'hub.callback', 'hub.secret', 'hub.lease_seconds'] as const;

/** `POST /hub` (W3C WebSub §5.1): subscribe to one of our feeds, or end that. Answers 202; the subscriber is asked back. */
export function hub(services: Services): Hono {
  const app = new Hono();
  const say = (c: Context, status: 202 | 400 | 404 | 429 | 503, text: string) =>
    c.body(text === '' ? '' : `${text}\n`, status, plain);
  app.post('/hub', async (c) => {
    const body = await readBody(c.req.raw);
    if (body.kind !== 'text') return say(c, 400, 'A form of the hub’s fields is needed.');
    const fields = formFields(body.text, names);
    const of = (name: (typeof names)[number]) => {
      const field = fields[name];
      return field?.kind === 'value' ? field.value : '';
    };
    const mode = of('hub.mode');
    if (mode !== 'subscribe' && mode !== 'unsubscribe')
      return say(c, 400, 'hub.mode is «subscribe» or «unsubscribe».');
    const topic = of('hub.topic');
    const path = topic.startsWith(`${services.publicUrl}/`) ? topic.slice(services.publicUrl.length) : '';
    const slug = feedOf(path);
    if (slug === null || (await services.campaign(slug)) === null)
      return say(c, 404, 'hub.topic is no feed of this site.');
    const outcome = await services.hub(
      {
        mode,
        topic: path,
        callback: of('hub.callback'),
        secret: of('hub.secret'),
        lease: of('hub.lease_seconds'),
      },
      addressOf(c),
    );
    switch (outcome) {
      case 'asked':
        return say(c, 202, '');
      case 'callback_wrong':
        return say(c, 400, 'hub.callback is an address on the web, without a user name or a fragment.');
      case 'secret_long':
        return say(c, 400, 'hub.secret is shorter than 200 bytes.');
      case 'wait':
        return say(c, 429, 'Too many requests from there. Try again in an hour.');
      case 'full':
        return say(c, 503, 'This feed has as many subscribers as it can tell.');
    }
  });
  return app;
}
