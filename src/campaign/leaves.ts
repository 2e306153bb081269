import { admitLeaf, dayOf, type Leaf, type Mechanic } from '../domain/mod.ts';
import { type CampaignId, type Instant, isoInstant } from '../kernel/mod.ts';
import { append } from '../log/mod.ts';
import type { Transaction } from '../store/mod.ts';
import type { PledgeTerms } from './update.ts';

const utf8 = new TextEncoder();

/**
 * Appends entries to the campaign's public log, each judged by the gate first, and gives the index of the first. The
 * caller is the campaign's credit writer; a crash before the commit leaves nothing.
 */
export function appendLeaves(
  tx: Transaction,
  campaign: { readonly id: CampaignId; readonly slug: string },
  leaves: readonly Leaf[],
): Promise<number> {
  return append(
    tx,
    campaign.id,
    leaves.map((leaf) => utf8.encode(admitLeaf(leaf, campaign.slug))),
  );
}

/** The leaf of a version of a promise's terms. */
export function termsLeaf(terms: {
  readonly slug: string;
  readonly pledge: string;
  readonly partner: string;
  readonly mechanic: Mechanic;
  readonly unit: string;
  readonly version: number;
  readonly terms: Omit<PledgeTerms, 'rule'>;
  readonly at: Instant;
}): Leaf {
  const { perAct, cap, minimum, opens, closes } = terms.terms;
  return {
    version: 1,
    kind: 'terms',
    campaign: terms.slug,
    day: dayOf(terms.at),
    units: 0,
    pledge: terms.pledge,
    partner: terms.partner,
    mechanic: terms.mechanic,
    terms: terms.version,
    unit: terms.unit,
    perAct,
    cap,
    minimum,
    opens: isoInstant(opens),
    closes: isoInstant(closes),
  };
}
