/** A campaign file for tests, open from 2026 to 2036. */
export function campaignFile(
  change: {
    slug?: string;
    relay?: string;
    pledges?: string;
    opens?: string;
    closes?: string;
    unit?: string;
  } = {},
): string {
  return `relais: 1
organisations:
  - { slug: restos, kind: charity, name: Les Restos du Cœur, url: "https://www.restosducoeur.org/" }
  - { slug: danone, kind: partner, name: Danone }
  - { slug: carrefour, kind: partner, name: Carrefour }
  - { slug: netscouade, kind: agency, name: La Netscouade }
campaign:
  slug: ${change.slug ?? 'essai'}
  title: { fr: "1 billet = 10 repas", en: "1 post = 10 meals" }
  summary: { fr: "Un billet donne dix repas.", en: "A post gives ten meals." }
  charity: restos
  operator: netscouade
  unit: ${change.unit ?? '{ code: meal, names: { fr: [repas, repas], en: [meal, meals] } }'}
  opens: ${change.opens ?? '2026-01-01T00:00:00+01:00'}
  closes: ${change.closes ?? '2036-01-01T00:00:00+01:00'}
  milestones: [1000, 5000]
  relay: ${change.relay ?? '{ perSite: 1, review: none, recheckAfterDays: 30, onRemoval: keep }'}
pledges:
${change.pledges ?? '  - { id: danone-billets, partner: danone, mechanic: relay, perAct: 6, cap: 12000, minimum: 1000 }\n  - { id: carrefour-billets, partner: carrefour, mechanic: relay, perAct: 4, cap: 8000, minimum: 1000 }'}
`;
}
