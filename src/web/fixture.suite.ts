import type { CampaignView, PledgeView } from '../campaign/mod.ts';
import type { CampaignState } from '../domain/mod.ts';
import type { RelayCard, RelayCards } from '../evidence/mod.ts';
import type { Language } from '../kernel/mod.ts';
import { stated } from './fixture-label.suite.ts';
import { post } from './fixture-relays.suite.ts';
import type { AssetName, PageContext } from './parts/page.tsx';

export * from './fixture-relays.suite.ts';

/** Views as the house would give them, for tests of pages and for looking at them. */
const at = (text: string) => Date.parse(text);

const promise = (
  pledge: Pick<PledgeView, 'id' | 'partner' | 'mechanic' | 'perAct' | 'cap' | 'minimum' | 'granted'>,
  termsVersion = 1,
): PledgeView => ({
  ...pledge,
  for: pledge.mechanic === 'relay' ? 'post' : null,
  remaining: pledge.cap - pledge.granted,
  termsVersion,
});
const byPost = { mechanic: 'relay', minimum: 1000 } as const;
const otherwise = { minimum: 0, granted: 0 } as const;
const pledges: readonly PledgeView[] = [
  promise({ ...byPost, id: 'danone-billets', partner: 'danone', perAct: 6, cap: 12000, granted: 7458 }),
  promise(
    { ...byPost, id: 'carrefour-billets', partner: 'carrefour', perAct: 4, cap: 8000, granted: 4972 },
    2,
  ),
  promise({
    ...otherwise,
    id: 'quatre-produits',
    partner: 'danone',
    mechanic: 'purchase',
    perAct: 1,
    cap: 50000,
  }),
  promise({
    ...otherwise,
    id: 'collecte',
    partner: 'carrefour',
    mechanic: 'volunteering',
    perAct: 2,
    cap: 10000,
  }),
];

const unstated = { legalName: null, registration: null, mission: null } as const;
const organisations = {
  restos: {
    slug: 'restos',
    kind: 'charity',
    name: 'Les Restos du Cœur',
    url: 'https://www.restosducoeur.org/',
    legalName: 'Les Restaurants du Cœur – Les Relais du Cœur',
    registration: 'RNA W000000000',
    mission: { fr: 'Aide alimentaire et insertion.', en: 'Food aid and a way back into work.' },
  },
  danone: { ...unstated, slug: 'danone', kind: 'partner', name: 'Danone', url: 'https://www.danone.com/' },
  carrefour: {
    ...unstated,
    slug: 'carrefour',
    kind: 'partner',
    name: 'Carrefour',
    url: 'https://www.carrefour.com/',
  },
  netscouade: { ...unstated, slug: 'netscouade', kind: 'agency', name: 'La Netscouade', url: null },
} as const;

const cards: readonly RelayCard[] = [
  {
    post: post(
      'Un billet, dix repas : j’en parle, et je dis pourquoi',
      'Kiwi',
      'La cuisine de Kiwi',
      'Je ne relaie presque jamais d’opération de marque. Celle-ci dit combien, jusqu’où, et qui paie : alors voilà, dix repas de plus.',
    ),
    path: 'kiwi.example/un-billet-dix-repas',
  },
  {
    post: post(
      'Pourquoi je suis réservé sur le don lié à l’achat',
      'Olivier',
      'Chez Olivier',
      'Lier un don à un achat me gêne toujours. Je mets quand même le lien, puisque ce billet-ci donne sans que personne n’achète rien.',
    ),
    path: 'olivier.example/2026/11/reserves',
  },
  {
    post: post(
      'Soupe de potimarron, et dix repas pour la route',
      'Laurence',
      'Crok’Interim',
      'Une recette pour quatre, et dix repas pour d’autres.',
    ),
    path: 'crokinterim.example/soupe',
  },
  {
    post: post('Retour sur la rencontre avec l’association', null, 'carnets-de-marche.example', null),
    path: 'carnets-de-marche.example/rencontre',
  },
  {
    post: post(
      'La tarte aux poireaux de ma grand-mère et une très bonne raison de publier ce soir plutôt que demain',
      'Anne-Sophie de La Rochefoucauld-Montbel',
      'Papilles & Pupilles',
      'J’avais prévu cette tarte pour dimanche.',
    ),
    path: 'papilles.example/tarte',
  },
].map(({ post, path }, i) => ({
  id: `rly_01kaz5m3v8q2w4x6y8z0a1b2c${i}`,
  source: `https://${path}`,
  units: 10,
  number: 1243 - i,
  countedAt: at('2026-11-22T18:30:00Z') - i * 3_600_000 * 7,
  post,
  logIndex: 1244 - i,
  opening: null,
}));

function totals(state: CampaignState, of: readonly PledgeView[], relays: number): CampaignView['totals'] {
  const sum = (count: (pledge: PledgeView) => number) => of.reduce((all, one) => all + count(one), 0);
  return {
    slug: 'un-billet-dix-repas',
    state,
    unit: 'meal',
    granted: sum((one) => one.granted),
    settled: 0,
    delivered: 0,
    remaining: sum((one) => one.remaining),
    relays,
    purchases: 0,
    volunteers: 0,
    checking: state === 'open' ? 3 : 0,
    pledges: of,
    log: { size: 0, root: '', entries: 0 },
    asOf: at('2026-11-23T09:00:00Z'),
  };
}

const base = {
  slug: 'un-billet-dix-repas',
  title: { fr: '1 billet de blog = 10 repas', en: '1 blog post = 10 meals' },
  summary: {
    fr: 'Parlez de cette campagne sur votre blog, en bien ou en mal, et liez cette page. Chaque billet donne dix repas aux Restos du Cœur: six promis par Danone, quatre par Carrefour. Rien à installer, rien à déclarer.',
    en: 'Write about this campaign on your blog, for or against, and link to this page. Each post gives ten meals to Les Restos du Cœur: six promised by Danone, four by Carrefour. Nothing to install, nothing to declare.',
  },
  charity: organisations.restos,
  operator: organisations.netscouade,
  organisations,
  unit: {
    code: 'meal',
    names: { fr: ['repas', 'repas'], en: ['meal', 'meals'] },
    value: {
      amount: 1,
      currency: 'EUR',
      source: 'https://www.restosducoeur.org/',
      asOf: '2026-11-01',
      method: { fr: 'Coût moyen d’un repas.', en: 'Mean cost of a meal.' },
    },
  },
  dialogueOpens: at('2026-10-15T07:00:00Z'),
  opens: at('2026-10-31T23:00:00Z'),
  closes: at('2027-03-31T21:59:59Z'),
  milestones: [1000, 5000, 10000, 17000],
  relay: { perSite: 1, review: 'none', recheckAfterDays: 30, onRemoval: 'keep', appealDays: 7 },
  ...stated,
  impact: [
    {
      key: 'people-helped',
      value: 840000,
      previous: 800000,
      asOf: '2009-11-30',
      unit: { fr: 'personnes aidées', en: 'people helped' },
      source: 'https://www.restosducoeur.org/',
    },
  ],
  programmes: [
    { name: { fr: 'Alphabétisation', en: 'Literacy' }, url: 'https://www.restosducoeur.org/' },
    { name: { fr: 'Retour à l’emploi', en: 'Return to work' }, url: 'https://www.restosducoeur.org/' },
    { name: { fr: 'Cours de cuisine', en: 'Cooking lessons' }, url: 'https://www.restosducoeur.org/' },
  ],
} as const satisfies Omit<CampaignView, 'totals'>;

const untouched = pledges.map((one) => ({ ...one, granted: 0, remaining: one.cap }));
const full = pledges.map((one) =>
  one.mechanic === 'relay' ? { ...one, granted: one.cap, remaining: 0 } : one,
);

export const open: CampaignView = { ...base, totals: totals('open', pledges, 1243) };
export const announced: CampaignView = { ...base, totals: totals('announced', untouched, 0) };
/** One promise at its cap, the other not. */
export const halfCapped: CampaignView = {
  ...base,
  totals: totals(
    'open',
    pledges.map((one) => (one.id === 'carrefour-billets' ? { ...one, granted: one.cap, remaining: 0 } : one)),
    2012,
  ),
};
export const capped: CampaignView = { ...base, totals: totals('open', full, 2046) };
export const closed: CampaignView = { ...base, totals: totals('closed', pledges, 1243) };
/** Open, and nobody has come yet; as little as a campaign file may say. */
export const empty: CampaignView = {
  ...base,
  unit: { ...base.unit, value: null },
  milestones: [],
  charter: null,
  statements: { conditions: [], payout: null, fees: null, contact: null, consent: null },
  obstacles: [
    { disclosure: 'fees', kind: 'missing', problem: 'fees_missing', path: 'disclosures.fees', values: {} },
  ],
  impact: [],
  programmes: [],
  totals: totals('open', untouched, 0),
};

/** Texts that would break out of where they stand. */
export const attack = {
  title: '</script><script>alert(1)</script>',
  author: '"><img src=x onerror=alert(1)>',
  source: 'javascript:alert(1)',
} as const;
export const hostile: CampaignView = {
  ...open,
  title: { fr: attack.title, en: attack.title },
  summary: { fr: attack.author, en: attack.author },
  charity: { ...organisations.restos, name: attack.author, url: attack.source },
  organisations: {
    ...organisations,
    danone: { ...organisations.danone, name: attack.title, url: attack.source },
  },
  unit: { ...base.unit, value: { ...base.unit.value, source: attack.source } },
  impact: base.impact.map((one) => ({ ...one, source: attack.source })),
  programmes: [{ name: { fr: attack.title, en: attack.author }, url: attack.source }],
};

export const wall: RelayCards & { readonly newest: boolean } = {
  cards,
  erased: [],
  next: 1239,
  newest: true,
};
export const olderWall: RelayCards & { readonly newest: boolean } = {
  cards,
  erased: [],
  next: null,
  newest: false,
};
export const emptyWall: RelayCards & { readonly newest: boolean } = {
  cards: [],
  erased: [],
  next: null,
  newest: true,
};
export const hostileWall: RelayCards & { readonly newest: boolean } = {
  erased: [],
  cards: cards.map((card) => ({
    ...card,
    source: attack.source,
    post: {
      ...card.post,
      title: attack.title,
      author: attack.author,
      excerpt: attack.title,
      language: '"><b>',
    },
  })),
  next: null,
  newest: true,
};

export function pageContext(language: Language, path: string): PageContext {
  return {
    publicUrl: 'https://relais.example',
    language,
    now: at('2026-11-23T09:00:00Z'),
    path,
    asset: (name: AssetName) => `/assets/${name}`,
  };
}
