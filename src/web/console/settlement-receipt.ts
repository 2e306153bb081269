import { receiptRefusal } from '../../domain/mod.ts';
import type { Translator } from '../../i18n/mod.ts';
import type { Block, PartnerAccount, Payment, SettlementView } from '../../settlement/mod.ts';
import { centsText } from './statement-words.ts';

/**
 * The data of a tax receipt (Cerfa 16216) for one payment, prepared for the charity to complete and sign; or why there is
 * none.
 */
export function receiptBlocks(
  tr: Translator,
  view: SettlementView,
  { partner }: PartnerAccount,
  payment: Payment,
): readonly Block[] {
  const { t } = tr;
  const refusal = receiptRefusal(payment.section, payment.answer?.confirmed === true);
  const title: Block = { kind: 'title', text: t('cerfa.title') };
  if (refusal !== null)
    return [
      title,
      { kind: 'text', tone: 'warning', text: t('cerfa.refused') },
      { kind: 'text', text: t(`cerfa.refused.${refusal}`) },
    ];
  const { answer } = payment;
  const open = t('cerfa.toComplete');
  const receivedOn = answer?.receivedOn ?? '';
  return [
    title,
    { kind: 'text', text: t('cerfa.lead') },
    { kind: 'heading', text: t('cerfa.organisation') },
    {
      kind: 'facts',
      rows: [
        [t('cerfa.name'), view.charity.legalName ?? view.charity.name],
        [t('cerfa.registration'), view.charity.registration ?? open],
        [t('cerfa.mission'), view.charity.mission === null ? open : tr.localised(view.charity.mission)],
      ],
    },
    { kind: 'heading', text: t('cerfa.company') },
    {
      kind: 'facts',
      rows: [
        [t('cerfa.name'), partner.legalName ?? partner.name],
        [t('cerfa.registration'), partner.registration ?? open],
      ],
    },
    { kind: 'heading', text: t('cerfa.gift') },
    {
      kind: 'facts',
      rows: [
        // Between asterisks, as the form accepts it of computers.
        [t('cerfa.amount'), `***${centsText(tr, answer?.amount ?? 0, 'EUR')}***`],
        [t('cerfa.date'), tr.day(receivedOn)],
        [t('cerfa.year'), receivedOn.slice(0, 4)],
        [t('cerfa.form'), t('cerfa.formMoney', { reference: payment.reference })],
        [t('cerfa.payment'), payment.id],
      ],
    },
    { kind: 'text', tone: 'note', text: t('cerfa.legal') },
    { kind: 'text', text: t('cerfa.sign') },
  ];
}
