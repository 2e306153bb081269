import { readSection } from '../../domain/mod.ts';
import { isoInstant } from '../../kernel/mod.ts';
import type { DataHouse } from './rows.ts';

/**
 * What was asked for as gifts in closed statements, as a package of the 360Giving Data Standard 1.1: one grant per
 * statement and currency, from the partner to the charity. Sponsorship is no grant and is left out. Null when there is
 * none yet: the standard knows no empty package.
 */
export function giving360({ campaign, settlement, now }: DataHouse, publicUrl: string, licence: string) {
  const page = `${publicUrl}/c/${campaign.slug}`;
  const organisation = (slug: string) => {
    const one = campaign.organisations[slug];
    return {
      // Registers differ by country: the publisher's own identifier, and the public number beside it.
      id: `360G-relais-org:${slug}`,
      name: one?.legalName ?? one?.name ?? slug,
      ...(one?.registration == null ? {} : { description: one.registration }),
      ...(one?.url == null ? {} : { url: one.url }),
    };
  };
  const grants = new Map<
    string,
    { partner: string; number: number; through: number; currency: string; cents: number; units: number }
  >();
  for (const { partner, number, through, section, amount, units } of settlement.periods) {
    const { tax, currency } = readSection(section);
    if (tax !== 'gift' || currency === null) continue;
    const id = `360G-relais-${campaign.slug}-${partner}-${number}-${currency}`;
    const grant = grants.get(id) ?? { partner, number, through, currency, cents: 0, units: 0 };
    grants.set(id, { ...grant, cents: grant.cents + amount, units: grant.units + units });
  }
  const given = [...grants].filter(([, grant]) => grant.cents > 0);
  if (given.length === 0) return null;
  return {
    version: '1.1',
    title: campaign.title.en ?? campaign.title.fr,
    description: campaign.summary.en ?? campaign.summary.fr,
    identifier: `relais-${campaign.slug}`,
    modified: isoInstant(now),
    publisher: { name: campaign.operator.name, website: publicUrl },
    accessURL: page,
    downloadURL: `${publicUrl}/api/v1/campaigns/${campaign.slug}/data/360giving.json`,
    license: licence,
    grants: given.map(([id, grant]) => ({
      id,
      title: `${campaign.title.en ?? campaign.title.fr}, statement ${grant.number}`,
      description: `${grant.units} units (${campaign.unit.code}) that public acts triggered, as closed in statement ${grant.number}.`,
      currency: grant.currency,
      amountAwarded: grant.cents / 100,
      awardDate: isoInstant(grant.through).slice(0, 10),
      fundingOrganization: [organisation(grant.partner)],
      recipientOrganization: [organisation(campaign.charity.slug)],
      grantProgramme: [{ code: campaign.slug, title: campaign.title.en ?? campaign.title.fr, url: page }],
      dataSource: page,
      dateModified: isoInstant(grant.through),
    })),
  };
}
