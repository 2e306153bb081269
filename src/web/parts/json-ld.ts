import type { CampaignView, OrganisationView } from '../../campaign/mod.ts';
import { isoInstant } from '../../kernel/mod.ts';
import { partnerName } from './figures.ts';
import { httpUrl, type PageContext, words } from './page.tsx';

/**
 * The campaign for search engines (schema.org): a Project for a charity, with each promise as a grant. `<` is escaped,
 * so that no text of a campaign can end the script element that holds it.
 */
export function campaignJsonLd(view: CampaignView, context: PageContext): string {
  const tr = words(context);
  const address = `${context.publicUrl}/c/${view.slug}`;
  const { value } = view.unit;
  const partners = [...new Set(view.totals.pledges.map((pledge) => pledge.partner))];
  const document = {
    '@context': 'https://schema.org',
    '@type': 'Project',
    '@id': address,
    url: address,
    name: tr.localised(view.title),
    description: tr.localised(view.summary),
    foundingDate: isoInstant(view.opens),
    dissolutionDate: isoInstant(view.closes),
    sponsor: partners.map((slug) => organisation(view.organisations[slug], partnerName(view, slug))),
    funding: view.totals.pledges.map((pledge) => ({
      '@type': 'MonetaryGrant',
      identifier: pledge.id,
      sponsor: { '@type': 'Organization', name: partnerName(view, pledge.partner) },
      ...(value === null
        ? {}
        : {
            amount: {
              '@type': 'MonetaryAmount',
              currency: value.currency,
              minValue: pledge.minimum * value.amount,
              maxValue: pledge.cap * value.amount,
            },
          }),
    })),
    interactionStatistic: {
      '@type': 'InteractionCounter',
      interactionType: 'https://schema.org/ShareAction',
      userInteractionCount: view.totals.relays,
    },
    potentialAction: {
      '@type': 'DonateAction',
      recipient: organisation(view.charity, view.charity.name),
      target: address,
    },
  };
  return JSON.stringify(document).replace(/</g, '\\u003c');
}

function organisation(one: OrganisationView | undefined, name: string) {
  const url = one?.url == null ? null : httpUrl(one.url);
  return {
    '@type': one?.kind === 'charity' ? 'NGO' : 'Organization',
    name,
    ...(url === null ? {} : { url }),
  };
}
