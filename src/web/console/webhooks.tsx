import { type WebhookEvent, webhookEvents } from '../../domain/mod.ts';
import type { EndpointView, MessageView } from '../../notices/mod.ts';
import { words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { consolePage } from './shell.tsx';

export type WebhooksPage = {
  readonly endpoints: readonly EndpointView[];
  readonly messages: readonly MessageView[];
  readonly typed: { readonly url: string; readonly events: readonly string[] };
  readonly errors: readonly FieldError[];
  /** Shown once, right after it was made. */
  readonly secret: string | null;
};

type Props = { readonly given: WebhooksPage; readonly visit: CampaignVisit };

/** Where a campaign's facts are sent, and how that went. */
export function renderWebhooks(given: WebhooksPage, visit: CampaignVisit): string {
  const { context, entry } = visit;
  const { t } = words(context);
  const none = given.errors.find((error) => error.name === 'events');
  return consolePage({
    visit,
    campaign: visit,
    here: 'webhooks',
    title: t('webhook.title'),
    children: (
      <>
        <p class="summary">{t('webhook.lead')}</p>
        <ErrorSummary context={context} errors={given.errors} />
        {given.secret === null ? null : (
          <div class="console-done" role="status">
            <p>
              <strong>{t('webhook.secret')}</strong> <code>{given.secret}</code>
            </p>
            <p>{t('webhook.secretOnce')}</p>
          </div>
        )}
        {given.endpoints.length === 0 ? <p>{t('webhook.none')}</p> : null}
        {given.endpoints.map((one) => (
          <Endpoint endpoint={one} visit={visit} />
        ))}
        <section>
          <h2>{t('webhook.add')}</h2>
          <form method="post" action={`/console/c/${entry.slug}/webhooks`}>
            <Field
              context={context}
              name="url"
              label={t('webhook.url')}
              hint={t('webhook.urlHint')}
              value={given.typed.url}
              errors={given.errors}
              required
            />
            <fieldset id="f-events" aria-describedby={none === undefined ? undefined : 'f-events-error'}>
              <legend>{t('webhook.events')}</legend>
              {webhookEvents.map((event) => (
                <EventBox event={event} checked={given.typed.events.includes(event)} />
              ))}
              {none === undefined ? null : (
                <p class="field-error" id="f-events-error">
                  {none.sentence}
                </p>
              )}
            </fieldset>
            <button type="submit">{t('webhook.addButton')}</button>
          </form>
        </section>
        <Deliveries given={given} visit={visit} />
      </>
    ),
  });
}

function EventBox({ event, checked }: { event: WebhookEvent; checked: boolean }) {
  const id = `f-event-${event.replace('.', '-')}`;
  return (
    <div class="field field-flag">
      <input id={id} type="checkbox" name="events" value={event} checked={checked} />
      <label for={id}>
        <code>{event}</code>
      </label>
    </div>
  );
}

const whyKeys = {
  '410': 'webhook.why.410',
  failing: 'webhook.why.failing',
  'by hand': 'webhook.why.hand',
} as const;

function Endpoint({ endpoint, visit }: { endpoint: EndpointView; visit: CampaignVisit }) {
  const tr = words(visit.context);
  const { t } = tr;
  const why = whyKeys[(endpoint.disabledBecause ?? 'by hand') as keyof typeof whyKeys];
  const actions = [
    ['test', t('webhook.test')],
    ['rotate', t('webhook.rotate')],
    endpoint.disabledAt === null ? ['disable', t('webhook.disable')] : ['enable', t('webhook.enable')],
    ['replay-all', t('webhook.replayAll')],
  ] as const;
  return (
    <section class="endpoint">
      <h2>{endpoint.url}</h2>
      <p>
        {endpoint.disabledAt === null ? t('webhook.on') : t('webhook.off', { why: t(why) })}
        {endpoint.failingSince === null
          ? null
          : `, ${t('webhook.failing', { date: tr.dateTime(endpoint.failingSince) })}`}
      </p>
      <p class="small">{endpoint.events.join(', ')}</p>
      <div class="actions">
        {actions.map(([action, label]) => (
          <form method="post" action={`/console/c/${visit.entry.slug}/webhooks/act`}>
            <input type="hidden" name="endpoint" value={endpoint.id} />
            <button
              class="quiet"
              type="submit"
              name="do"
              value={action}
              aria-label={`${label}: ${endpoint.url}`}
            >
              {label}
            </button>
          </form>
        ))}
      </div>
    </section>
  );
}

/** How much of an answer the list shows. */
const answer_max = 120;

function Deliveries({ given, visit }: Props) {
  const tr = words(visit.context);
  const { t } = tr;
  const hostOf = (id: string) => {
    const url = given.endpoints.find((one) => one.id === id)?.url;
    return url === undefined ? '–' : new URL(url).host;
  };
  const stateOf = (one: MessageView) => {
    if (one.deliveredAt !== null)
      return t('webhook.delivered', { status: one.status ?? 0, ms: one.tookMs ?? 0 });
    const answer = [one.status, one.detail?.slice(0, answer_max) ?? null]
      .filter((part) => part !== null)
      .join(' ');
    if (one.nextAt === null) return `${t('webhook.gaveUp')} (${answer})`;
    const waiting = t('webhook.waiting', { n: one.attempts, at: tr.dateTime(one.nextAt) });
    return one.attempts === 0 ? waiting : `${waiting} (${answer})`;
  };
  return (
    <section>
      <h2>{t('webhook.log')}</h2>
      {given.messages.length === 0 ? (
        <p>{t('webhook.logNone')}</p>
      ) : (
        <section class="table-scroll" aria-label={t('webhook.log')} tabindex={0}>
          <table class="list">
            <thead>
              <tr>
                {(['when', 'event', 'to', 'state'] as const).map((name) => (
                  <th scope="col">{t(`webhook.${name}`)}</th>
                ))}
                <td></td>
              </tr>
            </thead>
            <tbody>
              {given.messages.map((one) => (
                <tr>
                  <td>{tr.dateTime(one.createdAt)}</td>
                  <td>
                    <code>{one.event}</code>
                  </td>
                  <td>{hostOf(one.endpoint)}</td>
                  <td>{stateOf(one)}</td>
                  <td>
                    <form method="post" action={`/console/c/${visit.entry.slug}/webhooks/act`}>
                      <input type="hidden" name="message" value={one.id} />
                      <button
                        class="quiet"
                        type="submit"
                        name="do"
                        value="replay"
                        aria-label={`${t('webhook.replay')}: ${one.id}`}
                      >
                        {t('webhook.replay')}
                      </button>
                    </form>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
