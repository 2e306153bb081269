import type { CampaignView, PromiseView } from '../campaign/mod.ts';

/** What the campaign of the fixtures states beside its promises. */
const at = (text: string) => Date.parse(text);
const opens = at('2026-10-31T23:00:00Z');
const closes = at('2027-03-31T21:59:59Z');
const first = { version: 1, opens, closes, from: at('2026-10-01T08:00:00Z'), notice: null } as const;
const finding = { result: 'met', on: '2026-09-20', by: 'A. Martin', note: null, document: null } as const;

const promises: readonly PromiseView[] = [
  {
    id: 'danone-billets',
    partner: 'danone',
    mechanic: 'relay',
    rule: null,
    flat: null,
    tax: { kind: 'gift', relief: true, netCost: 0.4 },
    terms: [{ ...first, perAct: 6, cap: 12000, minimum: 1000 }],
  },
  {
    id: 'carrefour-billets',
    partner: 'carrefour',
    mechanic: 'relay',
    rule: null,
    flat: { amount: 5000, currency: 'EUR' },
    tax: { kind: 'marketing', relief: false, netCost: null },
    terms: [
      { ...first, perAct: 4, cap: 6000, minimum: 1000 },
      {
        ...first,
        version: 2,
        perAct: 4,
        cap: 8000,
        minimum: 1000,
        from: at('2026-11-10T09:00:00Z'),
        notice: { fr: 'Vous êtes plus nombreux que prévu.', en: 'There are more of you than we thought.' },
      },
    ],
  },
  {
    id: 'quatre-produits',
    partner: 'danone',
    mechanic: 'purchase',
    rule: {
      retailer: 'carrefour',
      gtins: ['3033490004743'],
      quantity: 4,
      per: 'basket',
      maxActsPerBasket: 1,
    },
    flat: null,
    tax: { kind: 'gift', relief: false, netCost: null },
    terms: [{ ...first, perAct: 1, cap: 50000, minimum: 0 }],
  },
  {
    id: 'collecte',
    partner: 'carrefour',
    mechanic: 'volunteering',
    rule: { companies: ['carrefour', 'danone'] },
    flat: null,
    tax: { kind: 'gift', relief: false, netCost: null },
    terms: [{ ...first, perAct: 2, cap: 10000, minimum: 0 }],
  },
];

export const stated = {
  timeZone: 'Europe/Paris',
  promises,
  statements: {
    conditions: [{ fr: 'Un billet de moins d’un an.', en: 'A post less than a year old.' }],
    payout: { every: 'month', withinDays: 60, via: 'direct' },
    fees: [{ to: 'netscouade', amount: 20000, currency: 'EUR', paidBy: 'danone', linked: false }],
    contact: { address: 'questions@restos.example', days: 5 },
    consent: {
      by: 'A. Martin, présidente',
      on: '2026-10-01',
      scope: { fr: 'Nom et logo, pour cette campagne.', en: 'Name and logo, for this campaign.' },
    },
  },
  charter: {
    text: 'L’association choisit ses partenaires.',
    criteria: [{ id: 'independence', text: { fr: 'Indépendance.', en: 'Independence.' } }],
    findings: [
      { ...finding, partner: 'danone', criterion: 'independence' },
      { ...finding, partner: 'carrefour', criterion: 'independence', result: 'partly' },
    ],
    signedBy: 'restos',
    signedOn: '2026-10-01',
  },
  obstacles: [],
} as const satisfies Partial<CampaignView>;
