import { type WebhookEvent, webhookEvents } from '../../domain/mod.ts';
import { isEndpointUrl } from '../../notices/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import type { CampaignVisit, Console } from './guard.ts';
import { renderWebhooks, type WebhooksPage } from './webhooks.tsx';

/** Webhooks of a campaign: add, try, rotate, stop, look at deliveries, send again. */
export function webhookPages(services: Services, desk: Console): void {
  const { webhooks } = services.console;
  const show = async (
    visit: CampaignVisit,
    more: Partial<WebhooksPage> = {},
    status: 200 | 400 | 409 = 200,
  ) => {
    const read = await webhooks.read(visit.entry.slug);
    const typed = { url: '', events: ['relay.counted'] };
    return visit.page(renderWebhooks({ ...read, typed, errors: [], secret: null, ...more }, visit), status);
  };

  desk.campaignGet('/webhooks', 'webhook.manage', (_, visit) =>
    visit.entry.published ? show(visit) : visit.notFound(),
  );
  desk.campaignPost('/webhooks', 'webhook.manage', async (_, visit, form) => {
    if (!visit.entry.published) return visit.notFound();
    const { t } = words(visit.context);
    const typed = { url: form.text('url'), events: form.all('events') };
    const events = typed.events.filter(isEvent);
    const errors = [
      ...(isEndpointUrl(typed.url) ? [] : [{ name: 'url', sentence: t('webhook.urlWrong') }]),
      ...(events.length > 0 ? [] : [{ name: 'events', sentence: t('webhook.eventsNone') }]),
    ];
    if (errors.length > 0) return show(visit, { typed, errors }, 400);
    const secret = await webhooks.add(visit.person, visit.entry.slug, { url: typed.url, events });
    return secret === null
      ? show(visit, { typed, errors: [{ name: 'url', sentence: t('webhook.tooMany') }] }, 409)
      : show(visit, { secret });
  });
  desk.campaignPost('/webhooks/act', 'webhook.manage', async (_, visit, form) => {
    const [asked, endpoint, message] = [form.text('do'), form.text('endpoint'), form.text('message')];
    const { slug } = visit.entry;
    if (asked === 'rotate') {
      const secret = await webhooks.rotate(visit.person, slug, endpoint);
      return secret === null ? visit.notFound() : show(visit, { secret });
    }
    const done =
      asked === 'replay'
        ? await webhooks.act(visit.person, slug, { do: asked, message })
        : asked === 'test' || asked === 'enable' || asked === 'disable' || asked === 'replay-all'
          ? await webhooks.act(visit.person, slug, { do: asked, endpoint })
          : false;
    return done ? visit.to(`/console/c/${slug}/webhooks`, 'sent') : visit.notFound();
  });
}

function isEvent(text: string): text is WebhookEvent {
  return (webhookEvents as readonly string[]).includes(text);
}
