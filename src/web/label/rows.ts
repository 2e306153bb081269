import type { CampaignView, PledgeView, PromiseView } from '../../campaign/mod.ts';
import type { DialogueFacts, Disclosure, FiledPurchaseRule } from '../../domain/mod.ts';
import type { Translator } from '../../i18n/mod.ts';
import { factSentences } from '../parts/dialogue-facts.ts';
import { actsOf, partnerName, perWhat, relayPledges, unitsAndMoney, unitsText } from '../parts/figures.ts';
import { changeLines } from './changes.ts';

/** A row of the label: what it is about, what is said, and whether something is missing of it. */
export type LabelRow = {
  readonly name: Exclude<Disclosure, 'languages'> | 'capState' | 'changes' | 'dialogue';
  readonly lines: readonly string[];
  /** Sentences on what is missing or contradicts itself. */
  readonly problems: readonly string[];
  /** Sentences on what is not as it should be, though it is stated. */
  readonly alarms: readonly string[];
};

type Say = (view: CampaignView, tr: Translator) => readonly string[];

/** The donation label in one language, row by row: the same data as its JSON and its embed. */
export function labelRows(
  view: CampaignView,
  tr: Translator,
  /** How the talk goes; null where there is none yet, before the campaign is public. */
  dialogue: DialogueFacts | null,
): readonly LabelRow[] {
  const stated = rows.map(({ name, say }) => ({
    name,
    lines: say(view, tr),
    alarms: [],
    problems: view.obstacles
      .filter((one) => one.disclosure === name)
      .map((one) => tr.t(`gate.${one.problem}`, one.values)),
  }));
  return dialogue === null ? stated : [...stated, dialogueRow(tr, dialogue)];
}

/** Whether people could ask before they were asked to take part, and whether they were answered. */
function dialogueRow(tr: Translator, facts: DialogueFacts): LabelRow {
  const said = factSentences(facts, tr);
  const of = (alarm: boolean) => said.filter((one) => one.alarm === alarm).map((one) => one.text);
  return { name: 'dialogue', lines: of(false), problems: [], alarms: of(true) };
}

const each = (view: CampaignView, say: (pledge: PledgeView, promise: PromiseView) => string | null) =>
  view.totals.pledges.flatMap((pledge, index) => {
    const promise = view.promises[index];
    const line = promise === undefined ? null : say(pledge, promise);
    return line === null ? [] : [line];
  });

const whoAndAct = (view: CampaignView, tr: Translator, pledge: PledgeView) => ({
  partner: partnerName(view, pledge.partner),
  act: actsOf(tr, pledge),
});

const charity: Say = ({ charity: one }, tr) => [
  ...(one.legalName === null ? [] : [one.legalName]),
  ...(one.registration === null ? [] : [tr.t('label.registration', { number: one.registration })]),
  ...(one.mission === null ? [] : [tr.localised(one.mission)]),
];

const trigger: Say = (view, tr) => {
  const lines: string[] = [];
  const has = (mechanic: PledgeView['mechanic']) =>
    view.totals.pledges.some((one) => one.mechanic === mechanic);
  if (has('relay')) {
    const { perSite, review, onRemoval } = view.relay;
    lines.push(tr.t('label.trigger.relay'));
    lines.push(
      perSite === null ? tr.t('label.trigger.perSiteNone') : tr.t('label.trigger.perSite', { n: perSite }),
    );
    if (review !== 'none') lines.push(tr.t(`label.trigger.review.${review}`));
    if (onRemoval === 'reverse') lines.push(tr.t('label.trigger.onRemoval'));
  }
  for (const promise of view.promises) lines.push(...triggerOf(view, tr, promise));
  return [...lines, ...view.statements.conditions.map(tr.localised)];
};

function triggerOf(view: CampaignView, tr: Translator, { mechanic, rule }: PromiseView): readonly string[] {
  if (mechanic === 'purchase') return purchaseTrigger(view, tr, (rule ?? {}) as Partial<FiledPurchaseRule>);
  if (mechanic !== 'volunteering') return [];
  const { companies } = (rule ?? {}) as { readonly companies?: readonly string[] };
  const names = (companies ?? []).map((one) => partnerName(view, one)).join(', ');
  return [
    tr.t('label.trigger.volunteering'),
    ...(names === '' ? [] : [tr.t('label.trigger.companies', { names })]),
  ];
}

/** What must be bought, promise by promise, each sentence once. */
export function purchaseSentences(view: CampaignView, tr: Translator): readonly (readonly string[])[] {
  const all = view.promises
    .filter((promise) => promise.mechanic === 'purchase')
    .map((promise) => triggerOf(view, tr, promise));
  return all.filter((one, index) => all.findIndex((other) => other.join() === one.join()) === index);
}

/** What must be bought; rules from before there was more to say lack some members. */
function purchaseTrigger(
  view: CampaignView,
  tr: Translator,
  rule: Partial<FiledPurchaseRule>,
): readonly string[] {
  const { retailer = '', alsoAt = [], gtins = [], shops = [], match = 'mixed', from, to } = rule;
  const pooled = rule.per === 'day';
  const lines = [
    tr.t(pooled ? 'label.trigger.purchaseDay' : 'label.trigger.purchase', {
      n: rule.quantity ?? 1,
      retailer: [retailer, ...alsoAt].map((one) => partnerName(view, one)).join(', '),
      products: gtins.length,
    }),
  ];
  if (!pooled) lines.push(tr.t('label.trigger.perBasket', { n: rule.maxActsPerBasket ?? 1 }));
  if (match !== 'mixed') lines.push(tr.t(`label.trigger.match.${match}`));
  if (shops.length > 0) lines.push(tr.t('label.trigger.shops', { n: shops.length }));
  if (typeof from === 'string' && typeof to === 'string')
    lines.push(tr.t('label.trigger.days', { from: tr.day(from), to: tr.day(to) }));
  if ((rule.holdDays ?? 0) > 0) lines.push(tr.t('label.trigger.hold', { n: rule.holdDays ?? 0 }));
  return lines;
}

const gift: Say = (view, tr) => {
  const lines = each(view, (pledge) =>
    pledge.perAct === 0
      ? null
      : tr.t('label.gift.line', {
          partner: partnerName(view, pledge.partner),
          gift: unitsAndMoney(tr, view.unit, pledge.perAct),
          act: perWhat(tr, pledge),
        }),
  );
  const relays = relayPledges(view);
  if (relays.length < 2) return lines;
  const sum = relays.reduce((all, one) => all + one.perAct, 0);
  return [...lines, tr.t('label.gift.sum', { gift: unitsAndMoney(tr, view.unit, sum) })];
};

const unit: Say = ({ unit: { value, names } }, tr) =>
  value === null
    ? []
    : [
        tr.t('label.unit.line', {
          unit: tr.unitName(names, 1),
          money: tr.money(value.amount, value.currency),
          date: tr.day(value.asOf),
        }),
        ...(value.method === null ? [] : [tr.localised(value.method)]),
        value.source,
      ];

const period: Say = ({ opens, closes, timeZone }, tr) => [
  tr.t('label.period.line', {
    opens: tr.inZone(opens, timeZone),
    closes: tr.inZone(closes, timeZone),
    zone: timeZone,
  }),
];

const cap: Say = (view, tr) => {
  const lines = each(view, (pledge) =>
    tr.t('label.cap.line', {
      ...whoAndAct(view, tr, pledge),
      cap: unitsAndMoney(tr, view.unit, pledge.cap),
    }),
  );
  const sum = view.totals.pledges.reduce((all, one) => all + one.cap, 0);
  return lines.length < 2
    ? lines
    : [...lines, tr.t('label.cap.sum', { cap: unitsAndMoney(tr, view.unit, sum) })];
};

const minimum: Say = (view, tr) =>
  each(view, (pledge) =>
    tr.t(pledge.minimum === 0 ? 'label.minimum.none' : 'label.minimum.line', {
      ...whoAndAct(view, tr, pledge),
      minimum: unitsAndMoney(tr, view.unit, pledge.minimum),
    }),
  );

const flat: Say = (view, tr) => {
  const lines = each(view, (pledge, { flat: sum }) =>
    sum === null
      ? null
      : tr.t('label.flat.line', {
          partner: partnerName(view, pledge.partner),
          money: tr.money(sum.amount, sum.currency),
        }),
  );
  return lines.length === 0 ? [tr.t('label.flat.none')] : lines;
};

const payers: Say = (view, tr) => {
  const slugs = [...new Set(view.totals.pledges.map((one) => one.partner))];
  const names = slugs.map((slug) => view.organisations[slug]?.legalName ?? partnerName(view, slug));
  return names.length === 0 ? [] : [tr.t('label.payers.line', { partners: names.join(', ') })];
};

const payout: Say = ({ statements: { payout: one }, operator }, tr) =>
  one === null
    ? []
    : [
        tr.t('label.payout.line', {
          every: tr.t(`label.payout.${one.every}`),
          days: one.withinDays,
          via: tr.t(`label.payout.${one.via}`, { operator: operator.name }),
        }),
      ];

const fees: Say = (view, tr) => {
  const { fees: list } = view.statements;
  if (list === null) return [];
  if (list.length === 0) return [tr.t('label.fees.none')];
  return list.flatMap((fee) => [
    tr.t('label.fees.line', {
      to: partnerName(view, fee.to),
      money: tr.money(fee.amount, fee.currency),
      payer: partnerName(view, fee.paidBy),
    }),
    ...(fee.linked ? [tr.t('label.fees.linked')] : []),
  ]);
};

const tax: Say = (view, tr) => [
  ...new Set(
    each(view, (pledge, { tax: one }) => {
      if (one === null) return null;
      const partner = partnerName(view, pledge.partner);
      if (one.kind === 'marketing') return tr.t('label.tax.marketing', { partner });
      if (!one.relief || one.netCost === null) return tr.t('label.tax.gift', { partner });
      const { value, names } = view.unit;
      const net = tr.money(one.netCost, value?.currency ?? 'EUR');
      return tr.t('label.tax.relief', { partner, unit: tr.unitName(names, 1), net });
    }),
  ),
];

const contact: Say = ({ statements: { contact: one } }, tr) =>
  one === null ? [] : [one.address, tr.t('label.contact.line', { n: one.days })];

const consent: Say = ({ statements: { consent: one } }, tr) =>
  one === null
    ? []
    : [tr.t('label.consent.line', { date: tr.day(one.on), by: one.by, scope: tr.localised(one.scope) })];

const charter: Say = (view, tr) => {
  if (view.charter === null) return [];
  const { signedBy, signedOn } = view.charter;
  return signedBy === null || signedOn === null
    ? [tr.t('label.charter.unsigned')]
    : [tr.t('label.charter.signed', { charity: partnerName(view, signedBy), date: tr.day(signedOn) })];
};

const capState: Say = (view, tr) =>
  each(view, (pledge) =>
    tr.t(pledge.remaining === 0 ? 'label.capState.reached' : 'label.capState.line', {
      ...whoAndAct(view, tr, pledge),
      granted: unitsText(tr, view.unit, pledge.granted),
      cap: unitsText(tr, view.unit, pledge.cap),
    }),
  );

const changes: Say = (view, tr) => {
  const lines = changeLines(view, tr);
  return lines.length === 0 ? [tr.t('label.changes.none')] : lines;
};

const rows: readonly { readonly name: LabelRow['name']; readonly say: Say }[] = [
  { name: 'charity', say: charity },
  { name: 'trigger', say: trigger },
  { name: 'gift', say: gift },
  { name: 'unit', say: unit },
  { name: 'period', say: period },
  { name: 'cap', say: cap },
  { name: 'minimum', say: minimum },
  { name: 'flat', say: flat },
  { name: 'payers', say: payers },
  { name: 'payout', say: payout },
  { name: 'fees', say: fees },
  { name: 'tax', say: tax },
  { name: 'participants', say: (_, tr) => [tr.t('label.participants.line')] },
  { name: 'contact', say: contact },
  { name: 'consent', say: consent },
  { name: 'charter', say: charter },
  { name: 'capState', say: capState },
  { name: 'changes', say: changes },
];
