import type { CampaignView } from '../../campaign/mod.ts';
import type { Translator } from '../../i18n/mod.ts';
import { type PageContext, words } from './page.tsx';

/** A number of each plural kind that our languages have; French and Spanish say «millions of» with `de`. */
const samples: Readonly<Record<string, number>> = { one: 1, many: 1_000_000, other: 2 };

/**
 * The words `live.js` needs to go on counting in the page's language: a text per plural kind, with `{n}` where the
 * number goes. They come from the same messages as the page itself.
 */
export function liveWords(view: CampaignView, context: PageContext): string {
  const tr = words(context);
  const blank = (text: string, sample: number) => text.replace(tr.number(sample), '{n}');
  const slots = { left: '{left}', goal: '{goal}', units: '{units}', relays: '{relays}', money: '{money}' };
  return JSON.stringify({
    unit: forms(tr, (n) => tr.unitName(view.unit.names, n)),
    relays: forms(tr, (n) => blank(tr.t('campaign.relays', { n }), n)),
    purchases: forms(tr, (n) => blank(tr.t('campaign.purchases', { n }), n)),
    checking: forms(tr, (n) => blank(tr.t('campaign.checking', { n }), n)),
    gives: tr.t('menu.gives', slots),
    givesNow: tr.t('menu.givesNow', slots),
    givesNothing: tr.t('menu.givesNothing'),
    milestone: tr.t('campaign.milestone', slots),
    toCap: tr.t('campaign.toCap', slots),
    full: tr.t('campaign.full'),
    status: tr.t('live.status', slots),
    money: tr.t('campaign.value', slots),
    by: tr.t('wall.by', { author: '{author}' }),
    detailOf: tr.t('wall.detailOf', { title: '{title}' }),
    noGift: tr.t('wall.noGift'),
    pause: tr.t('live.pause'),
    resume: tr.t('live.resume'),
    milestones: view.milestones,
    value: view.unit.value === null ? null : view.unit.value.amount,
    currency: view.unit.value === null ? null : view.unit.value.currency,
  });
}

function forms(tr: Translator, text: (count: number) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    new Intl.PluralRules(tr.locale)
      .resolvedOptions()
      .pluralCategories.flatMap((kind) => (samples[kind] === undefined ? [] : [[kind, text(samples[kind])]])),
  );
}
