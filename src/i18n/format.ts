import { IntlMessageFormat } from 'intl-messageformat';
import { type InLanguages, type Instant, type Language, languages, mainLanguage } from '../kernel/mod.ts';
import { catalogues } from './catalogues.ts';
import type { MessageKey } from './fr.ts';

/** Singular and plural of a unit per language; French is always there. */
export type UnitForms = InLanguages<readonly [string, string]>;
type Values = Readonly<Record<string, string | number>>;

/** The words and figures of one language. Times are those of Paris. */
export type Translator = {
  readonly language: Language;
  /** Of its dates and numbers (BCP 47). */
  readonly locale: string;
  readonly t: (key: MessageKey, values?: Values) => string;
  readonly number: (value: number) => string;
  readonly money: (amount: number, currency: string) => string;
  readonly date: (instant: Instant) => string;
  readonly dateTime: (instant: Instant) => string;
  /** Date and time to the second. */
  readonly moment: (instant: Instant) => string;
  /** Date and time on the clocks of a zone (IANA). */
  readonly inZone: (instant: Instant, timeZone: string) => string;
  /** A calendar day, `2026-11-01`; anything else is given back as it is. */
  readonly day: (isoDate: string) => string;
  /** The text in this language, else in French. */
  readonly localised: (text: InLanguages<string>) => string;
  /** The language that such a text is said in, where it is not this one (WCAG 2.2, 3.1.2). */
  readonly foreign: (text: InLanguages<string>) => Language | undefined;
  /** Names of which one is meant: «Carrefour ou Danone». */
  readonly either: (names: readonly string[]) => string;
  /** The name that follows a number: `1 repas`, `1 000 000 de repas`. */
  readonly unitName: (names: UnitForms, count: number) => string;
};

const paris = { timeZone: 'Europe/Paris' } as const;

const same = (text: string) => text;
const plainOfMany = (name: string) => `de ${name}`;

function build(language: Language): Translator {
  const { locale } = languages[language];
  const { messages, polish = same, ordinal = same, ofMany = plainOfMany } = catalogues[language];
  const formats = new Map<MessageKey, IntlMessageFormat>();
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', ...paris });
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', ...paris });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', ...paris });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const either = new Intl.ListFormat(locale, { type: 'disjunction' });
  const currencies = new Map<string, Intl.NumberFormat>();

  const t = (key: MessageKey, values?: Values): string => {
    let format = formats.get(key);
    if (format === undefined) {
      format = new IntlMessageFormat(polish(messages[key]), locale, undefined, { ignoreTag: true });
      formats.set(key, format);
    }
    return String(format.format(values));
  };
  const money = (amount: number, currency: string): string => {
    // Whole sums without cents: a promise of 12 000 € is not known to the cent.
    const digits = amount === 0 || (Number.isInteger(amount) && amount >= 100) ? 0 : 2;
    const key = `${currency} ${digits}`;
    let format = currencies.get(key);
    if (format === undefined) {
      format = new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
      currencies.set(key, format);
    }
    return format.format(amount);
  };
  const unitName = (names: UnitForms, count: number): string => {
    const [one, other] = names[language] ?? names.fr;
    const category = plural.select(count);
    if (category === 'one') return one;
    if (category !== 'many') return other;
    return ofMany(other);
  };
  return {
    language,
    locale,
    t,
    number: (value) => number.format(value),
    money,
    date: (instant) => ordinal(date.format(instant)),
    dateTime: (instant) => t('time.at', { date: ordinal(date.format(instant)), time: time.format(instant) }),
    moment: (instant) => t('time.at', { date: ordinal(date.format(instant)), time: clock.format(instant) }),
    inZone: (instant, timeZone) => {
      const style = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
      const hours = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
      return t('time.at', { date: ordinal(style.format(instant)), time: hours.format(instant) });
    },
    day: (isoDate) => {
      const instant = Date.parse(`${isoDate}T00:00:00Z`);
      return Number.isNaN(instant) ? isoDate : ordinal(day.format(instant));
    },
    localised: (text) => polish(text[language] ?? text.fr),
    foreign: (text) => (text[language] === undefined ? mainLanguage : undefined),
    either: (names) => either.format(names),
    unitName,
  };
}

const built = new Map<Language, Translator>();

/** The translator of a language; made once, as parsing messages is the costly part. */
export function translator(language: Language): Translator {
  let one = built.get(language);
  if (one === undefined) {
    one = build(language);
    built.set(language, one);
  }
  return one;
}
