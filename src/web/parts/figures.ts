import type { CampaignView, PledgeView } from '../../campaign/mod.ts';
import type { Language, Translator } from '../../i18n/mod.ts';
import type { Units } from '../../kernel/mod.ts';

type Unit = CampaignView['unit'];

/** `12 000 repas`, on one line. */
export function unitsText(tr: Translator, unit: Unit, count: Units): string {
  return `${tr.number(count)}\u00A0${tr.unitName(unit.names, count)}`;
}

/** What so many units are worth in money, or null where no equivalent was published. */
export function moneyText(tr: Translator, unit: Unit, count: Units): string | null {
  return unit.value === null ? null : tr.money(count * unit.value.amount, unit.value.currency);
}

/** Units with their money equivalent: `6 repas, soit 6,00 €`. */
export function unitsAndMoney(tr: Translator, unit: Unit, count: Units): string {
  const units = unitsText(tr, unit, count);
  const money = moneyText(tr, unit, count);
  return money === null ? units : tr.t('partners.money', { units, money });
}

export function partnerName(view: CampaignView, slug: string): string {
  return view.organisations[slug]?.name ?? slug;
}

/** The promises for a post, which is what most people can give. */
export const relayPledges = (view: CampaignView): readonly PledgeView[] =>
  view.totals.pledges.filter((pledge) => pledge.for === 'post');

/** «per post», «per purchase», «when somebody came through another's post». */
export const perWhat = (tr: Translator, pledge: Pick<PledgeView, 'mechanic' | 'for'>): string =>
  tr.t(
    pledge.for === null || pledge.for === 'post' ? `pledge.${pledge.mechanic}` : `pledge.for.${pledge.for}`,
  );

/** What a promise is about, in a word: «posts», «drawings», «purchases». */
export const actsOf = (tr: Translator, pledge: Pick<PledgeView, 'mechanic' | 'for'>): string =>
  tr.t(
    pledge.for === null || pledge.for === 'post'
      ? `label.act.${pledge.mechanic}`
      : `label.act.for.${pledge.for}`,
  );

/** That a promise gives no more. */
export const cappedText = (
  tr: Translator,
  pledge: Pick<PledgeView, 'mechanic' | 'for'>,
  partner: string,
): string =>
  pledge.for === null || pledge.for === 'post'
    ? tr.t(`pledge.capped.${pledge.mechanic}`, { partner })
    : tr.t('pledge.capped.other', { partner, what: tr.t(`pledge.for.${pledge.for}`) });

/** What one more act gives of a pledge, its cap considered. */
export const nextGift = (pledge: PledgeView): Units => Math.min(pledge.perAct, pledge.remaining);

/** What a post gives while all caps hold, and what one more post gives now. */
export function giftOfPost(view: CampaignView): { readonly full: Units; readonly now: Units } {
  const pledges = relayPledges(view);
  const sum = (of: (pledge: PledgeView) => Units) => pledges.reduce((total, pledge) => total + of(pledge), 0);
  return { full: sum((pledge) => pledge.perAct), now: sum(nextGift) };
}

/** A post no longer triggers a gift although posts were to give. */
export const isExhausted = (view: CampaignView): boolean =>
  relayPledges(view).length > 0 && giftOfPost(view).now === 0;

/** What the row of plates counts towards: the next milestone, else all that is promised. */
export function goalOf(view: CampaignView): {
  readonly kind: 'milestone' | 'cap';
  readonly goal: Units;
  readonly granted: Units;
} {
  const { granted, remaining } = view.totals;
  const promised = granted + remaining;
  const milestone = [...view.milestones].sort((a, b) => a - b).find((one) => one > granted);
  // A milestone beyond what is promised can't be reached.
  return milestone !== undefined && milestone <= promised
    ? { kind: 'milestone', goal: milestone, granted }
    : { kind: 'cap', goal: promised, granted };
}

/**
 * Path of the campaign's picture for social sites. The total and the state are in its name: whoever keeps pictures for
 * ever asks for a new one when they change.
 */
export function cardPath(view: CampaignView, language: Language): string {
  const { granted, state } = view.totals;
  const mark = state === 'open' ? (isExhausted(view) ? 'x' : '') : state[0];
  return `/c/${view.slug}/card.${language}.${granted}${mark}.png`;
}
