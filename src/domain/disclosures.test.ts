import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DisclosureProblem, disclosures, obstacles, type Stated } from './disclosures.ts';

const other = { slug: 'danone' };
const restos = {
  slug: 'restos',
  legalName: 'Les Restaurants du Cœur',
  registration: 'RNA W751078484',
  mission: { fr: 'Aide alimentaire.', en: 'Food aid.' },
};
const danone = {
  id: 'danone-billets',
  partner: 'danone',
  mechanic: 'relay',
  perAct: 6,
  cap: 12000,
  tax: { kind: 'gift', relief: true, netCost: 0.4 },
} as const;
const carrefour = {
  id: 'carrefour-billets',
  partner: 'carrefour',
  mechanic: 'relay',
  perAct: 4,
  cap: 8000,
  tax: { kind: 'marketing', relief: false },
} as const;

/** A campaign that says everything. */
const complete = {
  title: { fr: '1 billet de blog = 10 repas', en: '1 blog post = 10 meals' },
  summary: { fr: 'Un billet donne dix repas.', en: 'A post gives ten meals.' },
  charity: 'restos',
  organisations: [other, restos],
  opens: Date.parse('2026-11-01T00:00:00+01:00'),
  unit: { value: { amount: 1, asOf: '2026-10-01', method: { fr: 'Coût moyen.', en: 'Mean cost.' } } },
  pledges: [danone, carrefour],
  conditions: [{ fr: 'Un relais par site.', en: 'One relay per site.' }],
  payout: { every: 'month' },
  fees: [],
  contact: { address: 'contact@restos.example' },
  consent: { on: '2026-10-01', scope: { fr: 'Nom et logo.', en: 'Name and logo.' } },
  charter: {
    signedOn: '2026-10-02',
    criteria: [{ id: 'independence', text: { fr: 'Indépendance.', en: 'Independence.' } }],
    findings: [
      { partner: 'danone', criterion: 'independence', on: '2026-09-01' },
      { partner: 'carrefour', criterion: 'independence', on: '2026-10-02' },
    ],
  },
} satisfies Stated;

const withPledge = (change: object): Stated => ({
  ...complete,
  pledges: [{ ...danone, ...change }, carrefour],
});
const withCharity = (change: object): Stated => ({
  ...complete,
  organisations: [other, { ...restos, ...change }],
});
const withValue = (change: object): Stated => ({
  ...complete,
  unit: { value: { ...complete.unit.value, ...change } },
});
const withCharter = (change: object): Stated => ({
  ...complete,
  charter: { ...complete.charter, ...change },
});

describe('obstacles to opening', () => {
  test('a campaign that says everything may open', () => {
    expect(obstacles(complete)).toEqual([]);
  });

  const rows: readonly (readonly [string, Stated, DisclosureProblem, string])[] = [
    ['no legal name', withCharity({ legalName: '' }), 'legal_name_missing', 'organisations[1].legalName'],
    [
      'no number',
      withCharity({ registration: null }),
      'registration_missing',
      'organisations[1].registration',
    ],
    ['no mission', withCharity({ mission: { en: 'Food' } }), 'mission_missing', 'organisations[1].mission'],
    ['nothing promised', { ...complete, pledges: [] }, 'pledges_missing', 'pledges'],
    [
      'a share of profits',
      { ...complete, summary: { fr: 'Nos bénéfices.', en: 'A post gives ten meals.' } },
      'vague_words',
      'campaign.summary.fr',
    ],
    [
      'proceeds, in English only',
      { ...complete, title: { fr: '1 billet = 10 repas', en: 'A portion of each sale' } },
      'vague_words',
      'campaign.title.en',
    ],
    [
      'a title that promises more',
      { ...complete, title: { fr: '1 billet = 12 repas' } },
      'rate_differs',
      'campaign.title.fr',
    ],
    [
      'a title that promises 1 000',
      { ...complete, title: { fr: '1 billet = 1\u202f000 repas' } },
      'rate_differs',
      'campaign.title.fr',
    ],
    [
      'a flat gift sold as triggered',
      {
        ...complete,
        title: { fr: '1 billet = 10 repas' },
        pledges: [{ ...danone, perAct: 0, flat: { amount: 20000 } }],
      },
      'flat_triggers',
      'campaign.title.fr',
    ],
    [
      'a promise of nothing',
      withPledge({ id: 'x', mechanic: 'purchase', perAct: 0 }),
      'gives_nothing',
      'pledges[0].perAct',
    ],
    ['no value', { ...complete, unit: { value: null } }, 'value_missing', 'campaign.unit.value'],
    ['no method', withValue({ method: null }), 'method_missing', 'campaign.unit.value.method'],
    [
      'a value of next year',
      withValue({ asOf: '2027-01-01' }),
      'value_from_future',
      'campaign.unit.value.asOf',
    ],
    ['no opening', { ...complete, opens: null }, 'opens_missing', 'campaign.opens'],
    ['a cap below one act', withPledge({ cap: 5 }), 'cap_below_rate', 'pledges[0].cap'],
    ['no payout', { ...complete, payout: null }, 'payout_missing', 'disclosures.payout'],
    ['no word on fees', { ...complete, fees: null }, 'fees_missing', 'disclosures.fees'],
    ['no tax treatment', withPledge({ tax: null }), 'tax_missing', 'pledges[0].tax'],
    [
      'relief on marketing',
      withPledge({ tax: { kind: 'marketing', relief: true, netCost: 0.4 } }),
      'relief_on_marketing',
      'pledges[0].tax',
    ],
    [
      'relief without net cost',
      withPledge({ tax: { kind: 'gift', relief: true } }),
      'net_cost_missing',
      'pledges[0].tax.netCost',
    ],
    [
      'a net cost above the value',
      withPledge({ tax: { kind: 'gift', relief: true, netCost: 1.2 } }),
      'net_cost_above_value',
      'pledges[0].tax.netCost',
    ],
    ['nobody to ask', { ...complete, contact: null }, 'contact_missing', 'disclosures.contact'],
    ['no consent', { ...complete, consent: null }, 'consent_missing', 'disclosures.consent'],
    [
      'consent after the opening',
      { ...complete, consent: { ...complete.consent, on: '2026-11-02' } },
      'consent_after_opening',
      'disclosures.consent.on',
    ],
    ['no charter', { ...complete, charter: null }, 'charter_missing', 'charter'],
    ['a charter without criteria', withCharter({ criteria: [] }), 'charter_missing', 'charter'],
    ['a partner not examined', withCharter({ findings: [] }), 'partner_unexamined', 'charter.findings'],
    ['no sign-off', withCharter({ signedOn: null }), 'charter_unsigned', 'charter.signedOn'],
    [
      'signed too early',
      withCharter({ signedOn: '2026-10-01' }),
      'signed_before_examined',
      'charter.signedOn',
    ],
    [
      'English title, French summary',
      { ...complete, summary: { fr: 'Un billet.' } },
      'translation_missing',
      'campaign.summary.en',
    ],
    [
      'English title, French condition',
      { ...complete, conditions: [{ fr: 'Un par site.' }] },
      'translation_missing',
      'disclosures.conditions[0].en',
    ],
  ];
  test.each(rows)('%s', (_, stated, problem, path) => {
    expect(obstacles(stated)).toContainEqual(expect.objectContaining({ problem, path }));
  });

  test.each([
    ['for the benefit of', 'Au bénéfice des Restos du Cœur.'],
    ['a part of speech', 'Faites partie de la campagne.'],
  ])('%s is no vague word', (_, fr) => {
    expect(obstacles({ ...complete, title: { fr: 'x' }, summary: { fr } })).toEqual([]);
  });

  test('French alone needs no English', () => {
    const { en: _, ...title } = complete.title;
    expect(obstacles({ ...complete, title, summary: { fr: 'Un billet.' } })).toEqual([]);
  });

  test('every obstacle belongs to the label, in its order, whatever is left out', () => {
    const keys = Object.keys(complete) as (keyof Stated)[];
    fc.assert(
      fc.property(fc.subarray(keys), (dropped) => {
        const kept = Object.fromEntries(
          Object.entries(complete).map(([name, value]) => {
            if (!dropped.includes(name as keyof Stated)) return [name, value];
            return [name, Array.isArray(value) ? [] : typeof value === 'string' ? '' : null];
          }),
        ) as unknown as Stated;
        const found = obstacles({ ...kept, fees: dropped.includes('fees') ? null : [] });
        const places = found.map((one) => disclosures.indexOf(one.disclosure));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(places.every((place) => place >= 0)).toBe(true);
      }),
    );
  });
});
