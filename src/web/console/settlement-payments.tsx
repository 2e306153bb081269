import { readSection } from '../../domain/mod.ts';
import type { Payment } from '../../settlement/mod.ts';
import { inside, words } from '../parts/page.tsx';
import { Field } from './fields.tsx';
import { type AccountProps, sectionTax } from './settlement-given.ts';
import { amountText } from './statement-words.ts';

/** What a partner says it paid and what the charity answered. */
export function PaymentList({ given, account, visit }: AccountProps) {
  const { t } = words(visit.context);
  if (account.payments.length === 0) return <p>{t('settle.noPayments')}</p>;
  return (
    <ul class="payments">
      {account.payments.map((payment) => (
        <li id={payment.id}>
          <OnePayment given={given} account={account} visit={visit} payment={payment} />
        </li>
      ))}
    </ul>
  );
}

function OnePayment(props: AccountProps & { payment: Payment }) {
  const { given, account, visit, payment } = props;
  const { context, entry, mayHere } = visit;
  const tr = words(context);
  const { t } = tr;
  const { answer, section } = payment;
  const amount = (value: number) => amountText(tr, given.view.unit, section, value);
  const apart = answer?.amount == null ? 0 : answer.amount - payment.amount;
  return (
    <>
      <span>
        <strong>{t(`settle.section.${sectionTax(section)}`)}</strong>,{' '}
        {t('settle.declared', {
          name: account.partner.name,
          amount: amount(payment.amount),
          date: tr.day(payment.paidOn),
          reference: payment.reference,
        })}
      </span>
      {answer === null ? (
        <span>{t('settle.waiting')}</span>
      ) : (
        <span>
          {answer.confirmed
            ? t('settle.confirmed', {
                name: given.view.charity.name,
                amount: amount(answer.amount ?? 0),
                date: tr.day(answer.receivedOn ?? ''),
                reference: answer.reference,
              })
            : t('settle.refused', { name: given.view.charity.name, reference: answer.reference })}
          {apart === 0 ? null : `, ${t('settle.difference', { amount: amount(apart) })}`}
        </span>
      )}
      <a href={inside(context, `/console/c/${entry.slug}/settlement-receipt/${payment.id}`)}>
        {t('settle.receipt')}
        <span class="sr"> {payment.reference}</span>
      </a>
      {answer === null && mayHere('payment.confirm') ? <AnswerForm {...props} /> : null}
    </>
  );
}

function AnswerForm({ given, visit, payment }: AccountProps & { payment: Payment }) {
  const { context, entry } = visit;
  const { t } = words(context);
  const refused = given.refused?.of === payment.id ? given.refused : null;
  const typed = (name: string, otherwise: string) => refused?.typed[name] ?? otherwise;
  const { currency } = readSection(payment.section);
  const plain = currency === null ? String(payment.amount) : (payment.amount / 100).toFixed(2);
  // Several of these forms may stand on one page: their fields are told apart by the payment.
  const field = (name: string) => ({ context, errors: refused?.errors ?? [], name: `${payment.id}-${name}` });
  return (
    <details open={refused !== null}>
      <summary>
        {t('settle.confirm')}
        <span class="sr"> {payment.reference}</span>
      </summary>
      <form method="post" action={inside(context, `/console/c/${entry.slug}/settlement/answers`)}>
        <input type="hidden" name="payment" value={payment.id} />
        <Field
          {...field('amount')}
          kind="number"
          label={t(currency === null ? 'settle.units' : 'settle.received')}
          value={typed('amount', plain)}
        />
        <Field
          {...field('receivedOn')}
          kind="date"
          label={t('settle.receivedOn')}
          value={typed('receivedOn', '')}
        />
        <Field
          {...field('reference')}
          label={t('settle.receiptReference')}
          value={typed('reference', '')}
          required
        />
        <p class="links">
          <button type="submit" name="decision" value="confirm">
            {t('settle.confirmButton')}
          </button>{' '}
          <button type="submit" name="decision" value="refuse" class="quiet">
            {t('settle.refuseButton')}
          </button>
        </p>
      </form>
    </details>
  );
}

export function PayForm({ given, account, visit }: AccountProps) {
  const { context, entry } = visit;
  const { t } = words(context);
  const { slug } = account.partner;
  const refused = given.refused?.of === slug ? given.refused : null;
  const typed = (name: string) => refused?.typed[name] ?? '';
  const field = { context, errors: refused?.errors ?? [], required: true } as const;
  const currencies = account.sections.map((one) => readSection(one.section).currency);
  const [currency = null] = currencies;
  return (
    <form method="post" action={inside(context, `/console/c/${entry.slug}/settlement/payments`)}>
      <h3>{t('settle.pay')}</h3>
      <p>{t('settle.payText')}</p>
      <input type="hidden" name="partner" value={slug} />
      <Field
        {...field}
        name="section"
        kind="choice"
        label={t('settle.section')}
        value={typed('section')}
        options={account.sections.map(({ section }) => ({
          value: section,
          label: `${t(`settle.section.${sectionTax(section)}`)}, ${readSection(section).currency ?? t('settle.inKind')}`,
        }))}
      />
      <Field
        {...field}
        name="amount"
        kind="number"
        label={t(currency === null ? 'settle.amountUnits' : 'settle.amount')}
        {...(currency === null ? {} : { hint: t('settle.amountHint', { currency }) })}
        value={typed('amount')}
      />
      <Field {...field} name="paidOn" kind="date" label={t('settle.paidOn')} value={typed('paidOn')} />
      <Field {...field} name="reference" label={t('settle.reference')} value={typed('reference')} />
      <button type="submit">{t('settle.payButton')}</button>
    </form>
  );
}
