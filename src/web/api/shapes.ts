import type { CampaignTotals } from '../../campaign/mod.ts';
import type { RelayCard, RelayStatus } from '../../evidence/mod.ts';
import { type Instant, isoInstant } from '../../kernel/mod.ts';

const time = (instant: Instant | null) => (instant === null ? null : isoInstant(instant));

/** Totals as the API gives them: instants in RFC 3339. */
export function totalsJson(totals: CampaignTotals) {
  return { ...totals, asOf: isoInstant(totals.asOf) };
}

/** A counted relay as lists, feeds and streams give it. */
export function cardJson({ id, source, units, number, countedAt, post, logIndex }: RelayCard) {
  return {
    id,
    source,
    units,
    number,
    countedAt: isoInstant(countedAt),
    post: { ...post, published: time(post.published) },
    logIndex,
  };
}

/** The same, with what opens its entry in the public log. */
export function openedCardJson(card: RelayCard) {
  return { ...cardJson(card), opening: card.opening };
}

/** One relay with its steps (CONTRACT: `GET /relays/:id`). */
export function relayJson(relay: RelayStatus) {
  const { post, receivedAt, checkedAt, countedAt, steps, parts, capped, ...rest } = relay;
  return {
    ...rest,
    post: { ...post, published: time(post.published) },
    receivedAt: isoInstant(receivedAt),
    checkedAt: time(checkedAt),
    countedAt: time(countedAt),
    capped,
    parts,
    steps: steps.map((step) => ({ ...step, at: isoInstant(step.at) })),
  };
}
