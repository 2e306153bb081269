import type { Language } from '../kernel/mod.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr, type MessageKey } from './fr.ts';
import { firstOfMonth, frenchSpaces, ofMany } from './french.ts';

/** The words of a language, and what `Intl` does not know of it. */
export type Catalogue = {
  readonly messages: Readonly<Record<MessageKey, string>>;
  /** How its texts are set: spaces that must not break, for example. */
  readonly polish?: (text: string) => string;
  /** How a date begins. */
  readonly ordinal?: (date: string) => string;
  /** The name of a unit after a million; `de …` unless said otherwise. */
  readonly ofMany?: (name: string) => string;
};

/** French is the contract. A catalogue that has not all of it yet stands on another's words. */
export const catalogues: Readonly<Record<Language, Catalogue>> = {
  fr: { messages: fr, polish: frenchSpaces, ordinal: firstOfMonth, ofMany },
  en: { messages: en },
  es: { messages: { ...en, ...es } },
};
