import type { WebhookEvent } from '../../domain/mod.ts';
import type { EndpointView, MessageView } from '../../notices/mod.ts';
import type { Person } from '../../people/mod.ts';

/** What operators do with the webhooks of a campaign, named by its slug. */
export type WebhookServices = {
  readonly read: (
    slug: string,
  ) => Promise<{ readonly endpoints: readonly EndpointView[]; readonly messages: readonly MessageView[] }>;
  /** The new endpoint's secret; null when there are too many. */
  readonly add: (
    person: Person,
    slug: string,
    endpoint: { readonly url: string; readonly events: readonly WebhookEvent[] },
  ) => Promise<string | null>;
  /** The new secret; null when the campaign has no such endpoint. */
  readonly rotate: (person: Person, slug: string, endpoint: string) => Promise<string | null>;
  readonly act: (
    person: Person,
    slug: string,
    what:
      | { readonly do: 'test' | 'enable' | 'disable' | 'replay-all'; readonly endpoint: string }
      | { readonly do: 'replay'; readonly message: string },
  ) => Promise<boolean>;
};
