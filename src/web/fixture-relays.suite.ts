import type { RelayStatus } from '../evidence/mod.ts';

/** Relays in their states, for tests of pages and for looking at them. */
const at = (text: string) => Date.parse(text);

export const post = (title: string, author: string | null, site: string, excerpt: string | null) => ({
  title,
  author,
  site,
  published: at('2026-11-21T10:00:00Z'),
  excerpt,
  language: 'fr',
});

const claimed = {
  at: at('2026-11-22T18:29:57Z'),
  kind: 'claimed',
  via: 'pingback',
  reason: null,
  units: null,
} as const;
const started = {
  at: at('2026-11-22T18:29:58Z'),
  kind: 'check_started',
  via: null,
  reason: null,
  units: null,
} as const;

export const counted: RelayStatus = {
  id: 'rly_01kaz5m3v8q2w4x6y8z0a1b2c0',
  campaign: 'un-billet-dix-repas',
  source: 'https://kiwi.example/un-billet-dix-repas',
  target: 'https://relais.example/c/un-billet-dix-repas',
  via: 'pingback',
  kind: 'post',
  number: 1242,
  referredBy: null,
  brought: 0,
  state: 'counted',
  reason: null,
  units: 10,
  logIndex: 1242,
  post: post(
    'Un billet, dix repas : j’en parle, et je dis pourquoi',
    'Kiwi',
    'La cuisine de Kiwi',
    'Je ne relaie presque jamais d’opération de marque.',
  ),
  receivedAt: claimed.at,
  checkedAt: at('2026-11-22T18:30:00Z'),
  countedAt: at('2026-11-22T18:30:00Z'),
  steps: [
    claimed,
    started,
    { at: at('2026-11-22T18:30:00Z'), kind: 'checked', via: null, reason: null, units: null },
    { at: at('2026-11-22T18:30:00Z'), kind: 'counted', via: null, reason: null, units: 10 },
  ],
  parts: [
    { pledge: 'danone-billets', partner: 'danone', units: 6, termsVersion: 1 },
    { pledge: 'carrefour-billets', partner: 'carrefour', units: 4, termsVersion: 2 },
  ],
  capped: false,
};

const { steps: _steps, parts: _parts, ...bare } = counted;
const unread = { ...bare, units: 0, logIndex: null, countedAt: null, parts: [], capped: false } as const;
export const checking: RelayStatus = {
  ...unread,
  state: 'checking',
  checkedAt: null,
  steps: [claimed, started],
};
export const refused: RelayStatus = {
  ...unread,
  state: 'refused',
  reason: 'link_not_found',
  steps: [
    claimed,
    started,
    { at: at('2026-11-22T18:30:00Z'), kind: 'refused', via: null, reason: 'link_not_found', units: null },
  ],
};
export const heldForReview: RelayStatus = { ...unread, state: 'held', steps: [claimed, started] };
export const withdrawn: RelayStatus = { ...counted, state: 'withdrawn', reason: 'link_not_found' };
