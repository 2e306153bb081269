import { readSection } from '../../domain/mod.ts';
import type { Translator } from '../../i18n/mod.ts';
import type { NewDelivery, NewPayment, PaymentAnswer } from '../../settlement/mod.ts';
import { httpUrl } from '../parts/page.tsx';
import type { FieldError } from './fields.tsx';
import type { Form } from './form.ts';

/** What was typed, and what it says or what is wrong with it. */
export type Read<T> = {
  readonly typed: Readonly<Record<string, string>>;
} & (
  | { readonly value: T; readonly errors: readonly [] }
  | { readonly value: null; readonly errors: readonly FieldError[] }
);

const text_max = 200;
const whole_max = 1_000_000_000_000;

/** A sum as people write it (`1 234,50`) in hundredths; null for anything else or nothing. */
export function readCents(text: string): number | null {
  const plain = text.replace(/[\s\u00A0\u202F€]/g, '').replace(',', '.');
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(plain)) return null;
  const [whole = '', part = ''] = plain.split('.');
  const cents = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return cents > 0 ? cents : null;
}

/** A whole count above zero; null for anything else. */
export function readWhole(text: string): number | null {
  const plain = text.replace(/[\s\u00A0\u202F]/g, '');
  const count = /^\d{1,13}$/.test(plain) ? Number(plain) : 0;
  return count > 0 && count <= whole_max ? count : null;
}

/** A day that exists and is not after today (in whichever zone it is latest). */
export function isPastDay(text: string, now: number): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < '1900-01-01') return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) return false;
  return text <= new Date(now + 14 * 3_600_000).toISOString().slice(0, 10);
}

const isText = (text: string) => text !== '' && text.length <= text_max;
const inKind = (section: string) => readSection(section).currency === null;
const amountOf = (section: string, text: string) => (inKind(section) ? readWhole(text) : readCents(text));

function read<T>(typed: Record<string, string>, errors: readonly FieldError[], value: () => T): Read<T> {
  return errors.length > 0 ? { typed, errors, value: null } : { typed, errors: [], value: value() };
}

/** `sections`: what may be paid for. */
export function readPayment(
  form: Form,
  partner: string,
  sections: readonly string[],
  { t }: Translator,
  now: number,
): Read<NewPayment> {
  const typed = {
    section: form.text('section'),
    amount: form.text('amount'),
    paidOn: form.text('paidOn'),
    reference: form.text('reference'),
  };
  const known = sections.includes(typed.section);
  const amount = known ? amountOf(typed.section, typed.amount) : null;
  const errors: FieldError[] = [];
  if (!known) errors.push({ name: 'section', sentence: t('settle.wrong.section') });
  else if (amount === null)
    errors.push({
      name: 'amount',
      sentence: t(inKind(typed.section) ? 'settle.wrong.units' : 'settle.wrong.amount'),
    });
  if (!isPastDay(typed.paidOn, now)) errors.push({ name: 'paidOn', sentence: t('settle.wrong.date') });
  if (!isText(typed.reference)) errors.push({ name: 'reference', sentence: t('settle.wrong.reference') });
  return read(typed, errors, () => ({ ...typed, partner, amount: amount ?? 0 }));
}

/** The charity's answer; `prefix` keeps the fields of several forms on one page apart. */
export function readAnswer(
  form: Form,
  section: string,
  prefix: string,
  { t }: Translator,
  now: number,
): Read<PaymentAnswer> {
  const typed = {
    amount: form.text('amount'),
    receivedOn: form.text('receivedOn'),
    reference: form.text('reference'),
  };
  const errors: FieldError[] = [];
  if (!isText(typed.reference))
    errors.push({ name: `${prefix}reference`, sentence: t('settle.wrong.reference') });
  if (form.text('decision') !== 'confirm')
    return read(typed, errors, () => ({ confirmed: false, reference: typed.reference }));
  const amount = amountOf(section, typed.amount);
  if (amount === null)
    errors.push({
      name: `${prefix}amount`,
      sentence: t(inKind(section) ? 'settle.wrong.units' : 'settle.wrong.amount'),
    });
  if (!isPastDay(typed.receivedOn, now))
    errors.push({ name: `${prefix}receivedOn`, sentence: t('settle.wrong.date') });
  return read(typed, errors, () => ({
    confirmed: true,
    amount: amount ?? 0,
    receivedOn: typed.receivedOn,
    reference: typed.reference,
  }));
}

export function readDelivery(form: Form, { t }: Translator, now: number): Read<NewDelivery> {
  const typed = {
    units: form.text('units'),
    what: form.text('what'),
    place: form.text('place'),
    on: form.text('on'),
    document: form.text('document'),
  };
  const units = readWhole(typed.units);
  const errors: FieldError[] = [];
  if (units === null) errors.push({ name: 'units', sentence: t('settle.wrong.units') });
  for (const name of ['what', 'place'] as const)
    if (!isText(typed[name])) errors.push({ name, sentence: t('settle.wrong.text') });
  if (!isPastDay(typed.on, now)) errors.push({ name: 'on', sentence: t('settle.wrong.date') });
  const document = typed.document === '' ? null : httpUrl(typed.document);
  if (typed.document !== '' && (document === null || document.length > 500))
    errors.push({ name: 'document', sentence: t('settle.wrong.document') });
  return read(typed, errors, () => ({ ...typed, units: units ?? 0, document }));
}
